//! Showing what one's organisation undertook, and keeping what came of it.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::{ActionLine, ActionOutcome, Actions};
use caseward_casework::gate::Delivery;
use caseward_model::{ActionState, OfficeAct};
use serde_json::json;

use super::super::decided::{Line, line, lines, told};
use super::super::sits;
use super::{ActionPage, ActionsPage, fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::pages::partners::Typed;
use crate::pages::people::mending;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, forms};

/// The addresses of actions.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    Addresses::new()
        .get(sits, "/conferences/actions", list)
        .get(sits, "/conferences/actions/{action}", ask)
        .post(sits, "/conferences/actions/{action}", end)
}

async fn list(visit: Visit) -> Response {
    if let Err(answer) = sits(&visit).await {
        return answer;
    }
    let Actions {
        lines: all,
        deliveries,
    } = match visit.front.casework.my_actions(visit.person()).await {
        Ok(found) => found,
        Err(error) => return visit.failed(&error),
    };
    let is_open = |it: &ActionLine| it.state == ActionState::Open;
    let (open, ended): (Vec<_>, Vec<_>) = all.into_iter().partition(is_open);
    let page = ActionsPage {
        open: lines(visit.language(), open),
        ended: lines(visit.language(), ended),
        shell: visit.shell(Place::Conferences, "/conferences/actions"),
    };
    answer_watched(StatusCode::OK, &page, told(deliveries))
}

async fn ask(visit: Visit, Path(action): Path<String>) -> Response {
    if let Err(answer) = sits(&visit).await {
        return answer;
    }
    page(&visit, &action, &Typed::default(), Problems::default()).await
}

async fn end(Path(action): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    if let Err(answer) = sits(&visit).await {
        return answer;
    }
    let outcome = ActionOutcome {
        done: match typed.one("outcome") {
            "done" => Some(true),
            "not_done" => Some(false),
            _ => None,
        },
        word: typed.one("word").to_owned(),
    };
    let casework = &visit.front.casework;
    match casework.end_action(visit.person(), &action, outcome).await {
        Ok(()) => forms::sent_on("/conferences/actions"),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, &action, &typed, problems).await,
            None => visit.failed(&error),
        },
    }
}

async fn page(visit: &Visit, action: &str, typed: &Typed, problems: Problems) -> Response {
    let found = match one(visit, action).await {
        Ok(found) => found,
        Err(error) => return visit.failed(&error),
    };
    let Some((shown, deliveries)) = found else {
        // Somebody else of the organisation has said it meanwhile: the list says what.
        return match problems.is_empty() {
            true => visit.not_found(),
            false => forms::sent_on("/conferences/actions"),
        };
    };
    // What was stopped is in no answer.
    let word = match shown.about.by_identifier {
        true => "",
        false => typed.one("word"),
    };
    let own = shown.organization.as_ref().map(|it| it.name.as_str());
    let allowed = json!({ "organizations": [own.unwrap_or_default()], "identifiers": [] });
    let href = format!("/conferences/actions/{action}");
    let page = ActionPage {
        allowed: shown.about.by_identifier.then(|| allowed.to_string()),
        lines: vec![Line {
            end: None,
            ..line(visit.language(), shown)
        }],
        fields: fields(Words::of(visit.language()), typed),
        word: word.to_owned(),
        shell: visit.shell(Place::Conferences, &href),
        href,
        problems,
    };
    answer_watched(page.problems.status(), &page, told(deliveries))
}

/// An open action of one's own organisation that is called so.
async fn one(
    visit: &Visit,
    action: &str,
) -> Result<Option<(ActionLine, Vec<Delivery>)>, CaseworkError> {
    let casework = &visit.front.casework;
    let found = casework.my_action(visit.person(), action).await?;
    let mut lines = found.lines.into_iter();
    let open = lines.find(|it| it.state == ActionState::Open);
    Ok(open.map(|it| (it, found.deliveries)))
}
