//! `/api/v1/clients/{id}/documents`: the papers in a client's file, each with its kind, its day and who put it there (CR-4, CR-7).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::documents::Document;
use caseward_model::{Channel, Client, Id, Worker};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::disclosures::failed;
use super::problem::ProblemBody;
use super::sent::{Caller, Named};
use crate::front::Front;

/// The papers in a file.
#[derive(Serialize, ToSchema)]
pub(crate) struct DocumentList {
    /// The newest first.
    documents: Vec<Paper>,
}

/// A paper in a file. It is opened at its own address, where the gate is asked.
#[derive(Serialize, ToSchema)]
#[schema(as = Document)]
pub(crate) struct Paper {
    /// What it is: `consent`, `consent_scan`, `acknowledgement`, `attached`, `put_together`, `left` or `statement`.
    #[schema(example = "consent_scan")]
    kind: &'static str,
    /// The number of the consent or disclosure to which it belongs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 2)]
    number: Option<i64>,
    /// The section whose rules decide about an attached file.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "housing")]
    section: Option<&'static str>,
    /// When it was put there, where that was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-02T09:00:00Z")]
    at: Option<String>,
    /// Who put it there, where that was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    by: Option<Id<Worker>>,
    /// Where it is opened.
    #[schema(example = "/api/v1/clients/4m9r2c7k1x8w5t0b3h6q9v2n8d/consents/2/scan")]
    address: String,
}

impl Paper {
    fn new(client: Id<Client>, it: &Document) -> Self {
        Self {
            kind: it.kind.word(),
            number: it.no,
            section: it.section.map(|section| section.word()),
            at: (it.at > 0).then(|| moment(it.at)),
            by: it.by,
            address: format!("/api/v1/clients/{client}{}", it.place()),
        }
    }
}

/// The papers in a client's file.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/documents", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The papers; none of them is opened by this", body = DocumentList),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The book isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let found = front.casework.documents(person, client, Channel::Api).await;
    let (documents, books) = found.map_err(|error| failed(&caller, error))?;
    let answer = json(&DocumentList {
        documents: documents.iter().map(|it| Paper::new(client, it)).collect(),
    });
    for delivery in books {
        delivery.delivered(None);
    }
    answer
}
