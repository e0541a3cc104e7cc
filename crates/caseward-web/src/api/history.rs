//! `/api/v1/clients/{id}/history`: who looked at a file, and why, out of the ledger (CR-2, CR-10).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::gate::EntryText;
use caseward_casework::history::Look;
use caseward_model::{Channel, Client, Id};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::ProblemBody;
use super::sent::{Caller, Named};
use crate::front::Front;

/// Who looked.
#[derive(Serialize, ToSchema)]
pub(crate) struct History<'h> {
    /// The newest first, at most 200.
    looks: Vec<Line<'h>>,
}

/// One line of a history.
#[derive(Serialize, ToSchema)]
#[schema(as = Look)]
pub(crate) struct Line<'h> {
    /// The number of the entry in the ledger.
    #[schema(example = 48)]
    entry: u64,
    /// When.
    #[schema(example = "2026-11-02T09:00:00Z")]
    at: String,
    /// Who; nothing for the office's own commands.
    #[schema(example = "Dana Ortiz")]
    who: Option<&'h str>,
    /// What kind of entry: `intent`, `refusal`, `outcome`, `deed` or `office`.
    #[schema(example = "intent")]
    kind: Option<&'static str>,
    /// What the entry says: the question and its answer, what became of it, or what was done.
    #[schema(value_type = Object)]
    what: &'h EntryText,
}

impl<'h> Line<'h> {
    fn new(look: &'h Look) -> Self {
        Self {
            entry: look.entry,
            at: moment(look.at_ms),
            who: look.who.as_deref(),
            kind: look.kind.map(|kind| kind.word()),
            what: &look.text,
        }
    }
}

/// Who looked at a client's file.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/history", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "Each look, refused ones too; this one is on record as well", body = History),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The history isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let office = &front.casework;
    let of = |refusal| caller.refused(refusal);
    let question = office
        .question_of(&caller.session.person, caller.client(client)?, Channel::Api)
        .await
        .map_err(of)?;
    let looks = office.who_looked(&question).await.map_err(of)?;
    json(&History {
        looks: looks.iter().map(Line::new).collect(),
    })
}
