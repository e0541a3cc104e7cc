//! Reading a text, and answering what it means.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::standing::SigningError;
use caseward_model::OfficeAct;

use super::{Notice, Sent, TextPage};
use crate::addresses::{Addresses, Class};
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// The address of a text.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/agreements/{name}", read)
        .post(
            Class::OfficeOwn(OfficeAct::Sign),
            "/agreements/{name}",
            send,
        )
}

/// What a form of this desk posts: a few short fields, some of them numbered.
pub(in crate::pages) type Fields = BTreeMap<String, String>;

async fn read(visit: Visit, Path(name): Path<String>) -> Response {
    show(&visit, &name, None, None).await
}

async fn show(visit: &Visit, name: &str, sent: Option<&Sent>, notice: Option<Notice>) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let status = match notice {
        None => StatusCode::OK,
        Some(Notice::Replaced) => StatusCode::CONFLICT,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let casework = &visit.front.casework;
    let reading = casework.requirement_to_read(visit.person(), name, visit.language());
    match reading.await {
        Ok(reading) if reading.requirement.kind.is_course() => {
            forms::sent_on(&format!("/training/{}", reading.requirement.name))
        }
        Ok(reading) => {
            let address = format!("/agreements/{}", reading.requirement.name);
            let shell = visit.shell(Place::Agreements, &address);
            answer(status, &TextPage::new(shell, reading, sent, notice))
        }
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn send(Path(name): Path<String>, posted: Posted<Fields>) -> Response {
    let (visit, fields) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let sent = answers_in(&fields);
    let done = visit
        .front
        .casework
        .answer_questions(
            visit.person(),
            &name,
            version_in(&fields),
            visit.language(),
            sent.answers.clone(),
        )
        .await;
    match done {
        Ok(marked) if marked.given.is_whole() => {
            forms::sent_on(&format!("/agreements/{name}/sign"))
        }
        Ok(_) => show(&visit, &name, Some(&sent), Some(Notice::Wrong)).await,
        Err(SigningError::NothingAnswered) => {
            show(&visit, &name, None, Some(Notice::NothingAnswered)).await
        }
        Err(error) => again(&visit, &name, &error).await,
    }
}

/// What to do when something could not be signed or answered: the newer text, the questions, or the list.
pub async fn again(visit: &Visit, name: &str, error: &SigningError) -> Response {
    match error {
        SigningError::Replaced { .. } => show(visit, name, None, Some(Notice::Replaced)).await,
        SigningError::NotAnswered | SigningError::NothingAnswered => {
            forms::sent_on(&format!("/agreements/{name}"))
        }
        SigningError::Already { .. } => forms::sent_on("/agreements/required"),
        SigningError::Casework(CaseworkError::Unknown { .. }) | SigningError::NothingWaits => {
            visit.not_found()
        }
        SigningError::Casework(error) => visit.failed(error),
        SigningError::Needs(_) | SigningError::SecondPerson => visit.unreadable(),
    }
}

/// The version that a form is about; none that exists, when it can't be read.
pub(in crate::pages) fn version_in(fields: &Fields) -> u32 {
    let version = fields.get("version").map(String::as_str);
    version.and_then(|it| it.parse().ok()).unwrap_or(0)
}

/// The answers `a1`, `a2` … of a form.
pub(in crate::pages) fn answers_in(fields: &Fields) -> Sent {
    let chosen = |number: usize| fields.get(&format!("a{number}"))?.parse().ok();
    let last = (1..=20)
        .rev()
        .find(|it| fields.contains_key(&format!("a{it}")));
    Sent {
        answers: (1..=last.unwrap_or(0)).map(chosen).collect(),
    }
}
