//! `/api/v1/clients/{id}/exports`: to whom a client's rows go in exports for programme reporting, and that the client was told, for programs
//! (NASW-d, RE-2).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::disclosure::{DisclosureError, ExportTold, Mend, NewTelling, Telling};
use caseward_model::{Client, Id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::disclosures::{failed, may};
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// What is known of a client's exports.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClientExports {
    /// The organizations that receive programme reports, or did.
    recipients: Vec<ExportRecipient>,
    /// What the client was told, the newest first.
    tellings: Vec<ExportTelling>,
}

/// An organization that receives programme reports.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExportRecipient {
    /// Its id.
    id: String,
    name: String,
    /// When rows about the client went there first.
    since: Option<String>,
    /// When the client was told, or somebody said why they can't be.
    settled_at: Option<String>,
    /// `told`, `not` (there is a reason), `waits` (rows went, and they have still to be told) or `none`.
    #[schema(example = "waits")]
    client_told: &'static str,
}

/// What a client was told of exports.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExportTelling {
    at: String,
    /// A worker's id.
    by: String,
    /// Ids of the organizations.
    recipients: Vec<String>,
    /// False where they can't be told.
    told: bool,
    /// What was said, or why not. Missing for whoever may not read the client's notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    how: Option<String>,
}

/// That a client was told of exports.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewExportTelling)]
pub(crate) struct TellingBody {
    /// Of which organizations: short names or ids; of all of which they have still to be told, if missing.
    #[serde(default)]
    recipients: Vec<String>,
    /// They were told; `false` says why they can't be.
    told: bool,
    /// What they were told, or why they can't be.
    how: String,
}

fn recipient(it: &ExportTold) -> ExportRecipient {
    ExportRecipient {
        id: it.recipient.to_string(),
        name: it.name.clone(),
        since: it.since.map(moment),
        settled_at: it.settled_at.map(moment),
        client_told: match (it.waits(), it.settled_at) {
            (true, _) => "waits",
            (false, None) => "none",
            (false, Some(_)) if it.untold => "not",
            (false, Some(_)) => "told",
        },
    }
}

fn telling(it: &Telling) -> ExportTelling {
    ExportTelling {
        at: moment(it.at),
        by: it.by.to_string(),
        recipients: it.recipients.iter().map(ToString::to_string).collect(),
        told: it.told,
        how: Some(it.how.clone()).filter(|it| !it.is_empty()),
    }
}

/// To whom a client's rows go in exports for programme reporting, and what they were told of it.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/exports", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "What is known", body = ClientExports),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let found = front.casework.exports_of(person, client).await;
    let (exports, delivery) = found.map_err(|error| failed(&caller, error))?;
    let answer = json(&ClientExports {
        recipients: exports.recipients.iter().map(recipient).collect(),
        tellings: exports.tellings.iter().map(telling).collect(),
    });
    delivery.delivered(None);
    answer
}

/// Notes that a client was told to whom their rows go, or why they can't be. It bears on later exports to the same organizations as well.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/exports", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id")),
    request_body = TellingBody,
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn tell(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(body): Sent<TellingBody>,
) -> Answered<StatusCode> {
    let client = caller.client(client)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    // Whoever may not know of the client learns that before anything about what they sent.
    may(&front, &caller, client).await?;
    let register = casework.register().await?;
    let mut recipients = Vec::new();
    for name in &body.recipients {
        let mut known = register.iter();
        let found = known.find(|it| it.handle == *name || it.id.to_string() == *name);
        let detail = "Name organizations that receive programme reports, by short name or id.";
        let field = || Problem::Mend(vec![Field::new("recipients", detail)]);
        recipients.push(found.ok_or_else(field)?.id);
    }
    let new = NewTelling {
        recipients,
        told: body.told,
        how: body.how,
    };
    let noted = casework.note_told_of_exports(person, client, new).await;
    noted.map_err(|error| told(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// What failed, by the fields of this body.
fn told(caller: &Caller, error: DisclosureError) -> Problem {
    match error {
        DisclosureError::Mend(mend) => {
            let field = |it: Mend| match it {
                Mend::ToldHow | Mend::TooLong => Field::new("how", it.says()),
                _ => Field::new(
                    "recipients",
                    "Name an organization that receives programme reports; without one, somebody has to be told of some.",
                ),
            };
            Problem::Mend(mend.into_iter().map(field).collect())
        }
        error => failed(caller, error),
    }
}
