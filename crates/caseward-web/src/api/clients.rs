//! `/api/v1/clients`: my clients, those to whom I am assigned (CR-7).
//!
//! Whoever may not be known is not in the list, and no count tells (DV-3.3.1).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::caseload::MyClient;
use caseward_model::{Channel, Client, ClientState, Id};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::decided::Answered;
use super::problem::ProblemBody;
use super::released::Released;
use super::sent::Caller;
use crate::front::Front;

/// What is known about a client's need for protection.
#[derive(Serialize, ToSchema)]
pub(crate) struct Standing {
    /// Fleeing violence, stalking or trafficking (CC-2.4).
    protected: bool,
    /// Someone proposed to protect them, and nobody has decided.
    protection_proposed: bool,
    /// Declined to take part in sharing (CC-2.4).
    declined_sharing: bool,
    /// Has died; protection stays (NASW-r).
    deceased: bool,
}

impl Standing {
    pub(crate) const fn new(state: ClientState, protection_proposed: bool) -> Self {
        Self {
            protected: state.protected,
            protection_proposed,
            declined_sharing: state.declined_sharing,
            deceased: state.deceased,
        }
    }
}

/// My clients.
#[derive(Serialize, ToSchema)]
pub(crate) struct Clients<'c> {
    /// The last changed first.
    clients: Vec<Listed<'c>>,
}

/// A client in the list.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedClient)]
pub(crate) struct Listed<'c> {
    /// Their id.
    #[schema(value_type = String, example = "4m9r2c7k1x8w5t0b3h6q9v2n8d")]
    client: Id<Client>,
    /// What they are called; nothing when no name is on file.
    #[schema(value_type = Option<String>, example = "Alma Reyes")]
    name: Option<Released<'c>>,
    /// Their need for protection.
    standing: Standing,
    /// When the file last changed.
    #[schema(example = "2026-11-02T09:00:00Z")]
    changed_at: String,
}

impl<'c> Listed<'c> {
    pub(crate) fn new(client: &'c MyClient) -> Self {
        Self {
            client: client.client,
            name: client.name.as_ref().map(Released),
            standing: Standing::new(client.standing, client.protection_proposed),
            changed_at: moment(client.changed_at),
        }
    }
}

/// A moment as RFC 3339, in UTC.
pub(crate) fn moment(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms)
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .to_string()
}

/// Your clients: those to whom you or your teams are assigned, and those of whom you keep the file.
#[utoipa::path(
    get, path = "/api/v1/clients", tag = "clients",
    responses(
        (status = 200, description = "Your clients; each showing is an entry in the ledger", body = Clients),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here; your own file has an address of its own", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    // Clients have their own file.
    caller.works_here()?;
    let mine = front
        .casework
        .my_clients(caller.session.person.worker, Channel::Api)
        .await?;
    json(&Clients {
        clients: mine.iter().map(Listed::new).collect(),
    })
}
