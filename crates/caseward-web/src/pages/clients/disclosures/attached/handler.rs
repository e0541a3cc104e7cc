//! Taking a file in, showing what could be read of it, and taking it off again.
//!
//! CR-9, NASW-m.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{Attached, DisclosureError, LARGEST_ATTACHED};
use caseward_model::{Client, Id};

use super::super::handler::{address, failed};
use super::super::one::handler::{named, typed};
use super::{AttachedPage, File};
use crate::addresses::{Addresses, Class};
use crate::forms;
use crate::pages::answer_watched;
use crate::pages::clients::consents::PostedScan;
use crate::pages::clients::face;
use crate::posted::Typed;
use crate::view::category_key;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words};

/// The addresses of attached files.
pub fn routes() -> Addresses {
    const ATTACHED: &str = "/clients/{id}/disclosures/{no}/attached";
    Addresses::new()
        .get(Class::Client, ATTACHED, show)
        .post(Class::Client, ATTACHED, attach)
        .body_limit(LARGEST_ATTACHED + 256 * 1024)
        .merge(Addresses::new().post(
            Class::Client,
            "/clients/{id}/disclosures/{no}/attached/remove",
            remove,
        ))
}

async fn show(visit: Visit, Path(path): Path<(String, String)>) -> Response {
    match named(&path) {
        Some(which) => page(&visit, which, None).await,
        None => visit.nobody(),
    }
}

async fn attach(Path(path): Path<(String, String)>, posted: PostedScan) -> Response {
    let visit = posted.visit;
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let Ok(section) = posted.fields.one("section").parse() else {
        return visit.unreadable();
    };
    let casework = &visit.front.casework;
    let at = (no, section);
    let done = casework.attach_to_disclosure(visit.person(), client, at, posted.scan);
    ended(&visit, (client, no), done.await.map(drop)).await
}

async fn remove(Path(path): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Some((client, no)) = named(&path) else {
        return visit.nobody();
    };
    let Ok(place) = typed(&form, "place").parse() else {
        return visit.unreadable();
    };
    let casework = &visit.front.casework;
    let done = casework.detach_from_disclosure(visit.person(), client, (no, place));
    ended(&visit, (client, no), done.await).await
}

async fn ended(
    visit: &Visit,
    (client, no): (Id<Client>, i64),
    done: Result<(), DisclosureError>,
) -> Response {
    match done {
        Ok(()) => forms::sent_on(&format!("{}/{no}/attached", address(client))),
        Err(DisclosureError::Casework(CaseworkError::Unfit(why))) => {
            page(visit, (client, no), Some(why)).await
        }
        Err(error) => failed(visit, &error),
    }
}

async fn page(visit: &Visit, (client, no): (Id<Client>, i64), why: Option<String>) -> Response {
    let casework = &visit.front.casework;
    let (found, book) = match casework.disclosure(visit.person(), client, no).await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let attached = casework.attached_to_disclosure(visit.person(), client, no);
    let (files, shown) = match attached.await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let status = match &why {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let words = Words::of(visit.language());
    let back = format!("{}/{no}", address(client));
    let href = format!("{back}/attached");
    let bar = face::bar(visit, client, None, file.as_mut());
    let page = AttachedPage {
        files: (1..).zip(&files).map(|it| laid_out(words, it)).collect(),
        sections: found.sections,
        failed: why,
        shell: visit.shell(Place::Clients, &href),
        href,
        back,
        bar,
    };
    answer_watched(status, &page, move |ending| {
        closing(book)(ending);
        for delivery in shown.into_iter().chain(delivery) {
            closing(delivery)(ending);
        }
    })
}

fn laid_out(words: &Words, (number, it): (usize, &Attached)) -> File {
    let withheld = it.read.withheld.iter();
    File {
        number,
        section: words.t(category_key(it.section)),
        parts: it.read.parts.len(),
        withheld: withheld
            .map(|it| format!("{}: {}", it.place, it.why))
            .collect(),
        content: it.content.clone(),
    }
}
