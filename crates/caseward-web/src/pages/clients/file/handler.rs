//! Opening a file: its sections with their states, who it is about, and nothing more.
//!
//! DV-3.3.1: no file, no such client and not yours are one answer.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::emergency::Ticket;
use caseward_casework::gate::Refusal;
use caseward_model::{Client, Id};
use serde::Deserialize;

use super::super::face;
use super::FilePage;
use crate::addresses::{Addresses, Class};
use crate::pages::answer_watched;
use crate::view::{Said, When, named};
use crate::visit::{Posted, Visit, closing};
use crate::{Words, answer, forms, preferences};

/// The addresses of a file's first page.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}", file)
        .post(Class::Client, "/clients/{id}/protection", protect)
}

async fn file(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => shown(visit, client).await,
        Err(_) => visit.nobody(),
    }
}

/// One's own file, for a client who is signed in.
pub(crate) async fn mine(visit: Visit) -> Response {
    match visit.front.casework.own_file_of(visit.person()).await {
        Ok(Some(client)) => shown(visit, client).await,
        Ok(None) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn shown(visit: Visit, client: Id<Client>) -> Response {
    let casework = &visit.front.casework;
    let overview = match casework.look_over(visit.person(), client).await {
        Ok(overview) => overview,
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let (mut face, delivery) = match casework.open_face(visit.person(), client).await {
        Ok(Some((face, delivery))) => (Some(face), Some(delivery)),
        // Something of the file is open, so whoever asks knows of it; who it is about may stay shut.
        Ok(None) | Err(Refusal::Refused { .. } | Refusal::NotKnown { .. }) => (None, None),
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let emergencies = match emergencies(&visit, client).await {
        Ok(emergencies) => emergencies,
        Err(error) => return visit.failed(&error),
    };
    let page: FilePage<Said> = FilePage {
        emergencies,
        bar: face::bar(&visit, client, Some(&overview), face.as_mut()),
        cards: face::cards(&visit, client, &overview),
        shell: visit.around_file(
            visit.place_of_files(),
            &face::address(client),
            overview.purpose,
        ),
    };
    match delivery {
        Some(delivery) => answer_watched(StatusCode::OK, &page, closing(delivery)),
        None => answer(StatusCode::OK, &page),
    }
}

/// To whoever reads their own file: who opened it in an emergency (NASW-d).
async fn emergencies(
    visit: &Visit,
    client: Id<Client>,
) -> Result<Vec<(When, String)>, CaseworkError> {
    if visit.person().works_here() {
        return Ok(Vec::new());
    }
    let casework = &visit.front.casework;
    let tickets = casework.emergencies_told(client).await?;
    let names = casework.names().await?;
    let words = Words::of(visit.language());
    let told = |it: Ticket| {
        let name = names.get(&it.worker).cloned();
        let harm = words.t(&format!("harm-{}", it.danger.harm.word().replace('_', "-")));
        let sentence = words
            .fill("own-emergency")
            .with("who", name.unwrap_or_else(|| words.t("someone-gone")))
            .with("sections", named(words, &it.sections))
            .with("harm", harm)
            .to_string();
        (visit.moment(it.opened_at), sentence)
    };
    Ok(tickets.into_iter().map(told).collect())
}

/// What the two buttons post.
#[derive(Deserialize, Default)]
#[serde(default)]
struct DecisionForm {
    decision: String,
    back: String,
}

async fn protect(Path(id): Path<String>, posted: Posted<DecisionForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let protect = match form.decision.as_str() {
        "protect" => true,
        "leave" => false,
        _ => return visit.unreadable(),
    };
    let casework = &visit.front.casework;
    match casework
        .decide_protection_at_desk(visit.person(), client, protect)
        .await
    {
        Ok(()) => forms::sent_on(preferences::own_path(&form.back)),
        Err(refusal) => visit.refused(&refusal, visit.back_to_clients()),
    }
}
