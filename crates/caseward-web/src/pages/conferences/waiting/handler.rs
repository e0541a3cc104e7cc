//! Showing what waits for somebody, and answering it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::WaitingSeries;
use caseward_casework::gate::About;
use caseward_model::OfficeAct;

use super::super::series;
use super::{Group, WaitingPage, line};
use crate::addresses::{Addresses, Class};
use crate::pages::partners::Typed;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

const ADDRESS: &str = "/conference-items";

/// The addresses of what waits.
pub fn routes() -> Addresses {
    let agrees = Class::Office(OfficeAct::AgreeOnItem);
    Addresses::new()
        .get(agrees, ADDRESS, show)
        .post(agrees, "/conferences/{id}/items", answered)
}

async fn show(visit: Visit) -> Response {
    let me = visit.person().worker;
    match visit.front.casework.all_items_waiting(me).await {
        Ok(all) => {
            let words = Words::of(visit.language());
            let page = WaitingPage {
                groups: all.into_iter().map(|it| group(words, it)).collect(),
                shell: visit.shell(Place::Conferences, ADDRESS),
            };
            answer(StatusCode::OK, &page)
        }
        Err(error) => visit.failed(&error),
    }
}

fn group(words: &Words, it: WaitingSeries) -> Group {
    Group {
        to: format!("/conferences/{}/items", it.id),
        title: it.title.unwrap_or_else(|| words.t("conference-page")),
        lines: it.items.iter().map(|it| line(words, it)).collect(),
    }
}

async fn answered(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (act, about) = (OfficeAct::AgreeOnItem, About::Office);
    if let Err(answer) = visit.unless_forbidden(act, about).await {
        return answer;
    }
    let Some(id) = series(&id) else {
        return visit.not_found();
    };
    let yes = match typed.one("answer") {
        "yes" => true,
        "no" => false,
        // Neither: nothing is answered.
        _ => return forms::sent_on(ADDRESS),
    };
    let said = (typed.one("item").to_owned(), yes);
    let casework = &visit.front.casework;
    match casework.answer_item(visit.person().worker, id, said).await {
        Ok(()) => forms::sent_on(ADDRESS),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}
