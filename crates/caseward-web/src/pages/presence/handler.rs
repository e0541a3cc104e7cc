//! Saying that a client is there, that the screen is turned away, and that they left.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::presence::{PresenceError, PresenceStep};
use serde::Deserialize;

use super::{ADDRESS, GO_ON, HeldPage, PresencePage, STEP};
use crate::addresses::{Addresses, Class};
use crate::pages::clients::face;
use crate::posted::Typed;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms, preferences};

/// The addresses of a client who is there.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, ADDRESS, show)
        .post(Class::Staff, ADDRESS, step)
        .post(Class::Client, "/clients/{id}/presence", begin)
}

async fn show(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let shell = visit.shell(Place::Elsewhere, ADDRESS);
    answer(StatusCode::OK, &PresencePage { shell })
}

/// What the buttons post.
#[derive(Deserialize, Default)]
#[serde(default)]
struct StepForm {
    step: String,
    back: String,
}

async fn step(posted: Posted<StepForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let mut all = PresenceStep::ALL.into_iter();
    if let Some(step) = all.find(|it| it.word() == form.step) {
        let casework = &visit.front.casework;
        if let Err(error) = casework.step_presence(visit.person(), step).await {
            return visit.failed(&error);
        }
    }
    forms::sent_on(preferences::own_path(&form.back))
}

#[derive(Deserialize)]
struct Nothing {}

async fn begin(Path(id): Path<String>, posted: Posted<Nothing>) -> Response {
    let visit = posted.visit;
    let request = match visit.question_about(&id).await {
        Ok(request) => request,
        Err(instead) => return instead,
    };
    let casework = &visit.front.casework;
    match casework.begin_presence(visit.person(), &request).await {
        Ok(()) => forms::sent_on(&face::address(request.client)),
        Err(PresenceError::Refused(refusal)) => visit.refused(&refusal, visit.back_to_clients()),
        Err(PresenceError::Casework(error)) => visit.failed(&error),
    }
}

/// The page that comes instead of one that may tell of somebody else; `typed` is what was posted to `path`.
pub(crate) fn held(visit: &Visit, path: &str, typed: Option<Typed>) -> Response {
    let now_ms = visit.front.casework.clock().now_ms();
    let theirs = visit.person().presence(now_ms);
    let theirs = theirs.map_or_else(|| ADDRESS.to_owned(), |it| face::address(it.client));
    // What was posted can't be asked for again by its address alone.
    let (address, action, button, kept) = match typed {
        Some(typed) => (ADDRESS, path, GO_ON, typed),
        None => {
            let address = preferences::own_path(path);
            let back = vec![("back".to_owned(), address.to_owned())];
            (address, ADDRESS, STEP, back)
        }
    };
    let page = HeldPage {
        shell: visit.shell(Place::Elsewhere, address),
        action: action.to_owned(),
        button,
        kept,
        theirs,
    };
    answer(StatusCode::CONFLICT, &page)
}
