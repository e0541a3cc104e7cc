//! `/api/v1/recipients/{id}/sent`: how often something went to a recipient, by month and kind, and about nobody (RE-2, CC-2.3).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::disclosure::SentCount;
use caseward_model::{Id, Organization};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::decided::Answered;
use super::problem::{Problem, ProblemBody};
use super::sent::{Caller, Named};
use crate::front::Front;

/// What was sent to a recipient.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecipientSent {
    /// The newest month first, over two years. What was let out before the office began to count isn't in it.
    sent: Vec<RecipientSentMonth>,
}

/// How often something of a kind went there in a month.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecipientSentMonth {
    #[schema(example = "2026-11")]
    month: String,
    /// `disclosure`, `hmis_export` (however many clients were in it) or `fhir`.
    #[schema(example = "disclosure")]
    kind: &'static str,
    /// How often; nothing where it was fewer than five times, because a small number could tell of one person.
    #[schema(example = 12)]
    times: Option<i64>,
}

fn month(it: &SentCount) -> RecipientSentMonth {
    RecipientSentMonth {
        month: format!("{}-{:02}", it.year, it.month),
        kind: it.kind.word(),
        times: it.times,
    }
}

/// How often something was let out to a recipient.
#[utoipa::path(
    get, path = "/api/v1/recipients/{id}/sent", tag = "recipients",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "By month and kind", body = RecipientSent),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Organization>>,
) -> Answered<Response> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    // Whoever may not see recipients learns that before anything about this one.
    let all = casework.recipients(who).await?;
    let id = id.found()?;
    let found = all.iter().find(|it| it.organization.id == id);
    let found = found.ok_or(Problem::NotFound)?.organization.id;
    let counted = casework.sent_to(who, found).await?;
    json(&RecipientSent {
        sent: counted.iter().map(month).collect(),
    })
}
