//! Saying where one is, and taking it back.

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::sign_in::WhereaboutsStep;
use serde::Deserialize;

use super::{ADDRESS, GO_ON, PlaceHeldPage, STEP, WhereaboutsPage};
use crate::addresses::{Addresses, Class};
use crate::posted::Typed;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms, preferences};

/// The addresses of where somebody is.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, ADDRESS, show)
        .post(Class::Staff, ADDRESS, step)
}

async fn show(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let casework = &visit.front.casework;
    let asked_anyway = match casework.asks_whereabouts_of(visit.person()).await {
        Ok(asked) => asked,
        Err(error) => return visit.failed(&error),
    };
    let page = WhereaboutsPage {
        stands: visit.person().whereabouts(casework.clock().now_ms()),
        shell: visit.shell(Place::Elsewhere, ADDRESS),
        asked_anyway,
    };
    answer(StatusCode::OK, &page)
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
    if let Some(step) = WhereaboutsStep::from_word(&form.step) {
        let (casework, token) = (&visit.front.casework, visit.session.token());
        let said = casework.say_whereabouts(token, visit.person(), step);
        if let Err(error) = said.await {
            return visit.failed(&error);
        }
    }
    forms::sent_on(preferences::own_path(&form.back))
}

/// The page that comes instead of one that may tell of a client; `typed` is what was posted to `path`.
pub(crate) fn held(visit: &Visit, path: &str, typed: Option<Typed>) -> Response {
    // What was posted can't be asked for again by its address alone.
    let (address, action, button, kept) = match typed {
        Some(typed) => (ADDRESS, path, GO_ON, typed),
        None => {
            let address = preferences::own_path(path);
            let back = vec![("back".to_owned(), address.to_owned())];
            (address, ADDRESS, STEP, back)
        }
    };
    let page = PlaceHeldPage {
        shell: visit.shell(Place::Elsewhere, address),
        action: action.to_owned(),
        button,
        kept,
    };
    answer(StatusCode::CONFLICT, &page)
}
