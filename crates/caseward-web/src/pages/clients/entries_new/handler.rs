//! Writing an entry: the form, and what comes of it.
//!
//! DV-5.2.2, DV-3.2. Nothing typed is lost: what can't be kept comes back with the page.

use axum::extract::Path;
use axum::response::Response;
use caseward_model::{Channel, Client, Id};

use super::super::face;
use super::{EntryForm, EntryPage};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, forms};

/// The longest text and its basis in any script, percent-encoded as a form sends them.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// The address of a new entry.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/entries/new", fresh)
        .post(Class::Client, "/clients/{id}/entries/new", write)
        .body_limit(BODY_BYTES_MAX)
}

async fn fresh(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => form(&visit, client, EntryForm::fresh(), Problems::default()).await,
        Err(_) => visit.nobody(),
    }
}

async fn write(Path(id): Path<String>, posted: Posted<EntryForm>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let entry = match typed.check() {
        Ok(entry) => entry,
        Err(problems) => return form(&visit, client, typed, problems).await,
    };
    let casework = &visit.front.casework;
    let place = (entry.section(), Channel::Screen);
    match casework.lacks_need(visit.person(), client, place).await {
        Ok(false) => {}
        Ok(true) => {
            let mut problems = Problems::default();
            problems.note("category", "entry-needs-need");
            return form(&visit, client, typed, problems).await;
        }
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    }
    if !typed.remarks().is_empty() {
        return form(&visit, client, typed, Problems::default()).await;
    }
    let section = entry.section();
    match casework
        .write_at_desk(visit.person(), client, Channel::Screen, None, entry)
        .await
    {
        Ok(_) => forms::sent_on(&format!("{}/{}", face::address(client), section.word())),
        Err(refusal) => visit.refused(&refusal, visit.back_to_clients()),
    }
}

async fn form(visit: &Visit, client: Id<Client>, form: EntryForm, problems: Problems) -> Response {
    let status = problems.status();
    let casework = &visit.front.casework;
    // Whoever writes sees about whom: where that stays shut, nothing can be written either.
    let (mut file, delivery) = match casework.open_sections(visit.person(), client, &[]).await {
        Ok(opened) => opened,
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    // What is asked of somebody tells of their programmes: to whoever works with no client it is what the office asks (DV-4.2).
    let asked = if visit.person().writes_into_files() {
        casework.asked_of(client, visit.language()).await
    } else {
        let needs = casework.stated_needs().await;
        needs.map(|it| it.asked(&[], visit.language()))
    };
    let asked = match asked {
        Ok(asked) => asked,
        Err(error) => return visit.failed(&error),
    };
    let address = format!("{}/entries/new", face::address(client));
    let page = EntryPage {
        bar: face::bar(visit, client, None, Some(&mut file)),
        remarks: form.remarks(),
        asked,
        form,
        problems,
        shell: visit.shell(Place::Clients, &address),
    };
    answer_watched(status, &page, closing(delivery))
}
