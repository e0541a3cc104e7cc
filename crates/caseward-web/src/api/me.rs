//! `/api/v1/me`: who you are here, and whether training and agreement are current (DV-5.10, CC-2).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Id, Worker};
use serde::Serialize;
use utoipa::ToSchema;

use super::decided::Answered;
use super::problem::ProblemBody;
use super::sent::Caller;
use crate::front::Front;

/// A worker, as they see themselves.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// The worker's id.
    #[schema(value_type = String, example = "0h2b6k5w8n3x7p4t9q1v0c6d8e")]
    id: Id<Worker>,
    /// What they are called.
    #[schema(example = "Dana Ortiz")]
    name: String,
    /// Their part.
    #[schema(example = "caseworker")]
    role: &'static str,
    /// What their organisation is called.
    #[schema(example = "Harbour House")]
    organization: String,
    /// The agreements are signed and still hold.
    agreement_current: bool,
    /// The training is done and still holds.
    training_current: bool,
    /// They may not work for now.
    suspended: bool,
}

impl Me {
    pub(crate) fn new(person: &SignedIn, organization: String, now_ms: i64) -> Self {
        Self {
            id: person.worker,
            name: person.name.clone(),
            role: person.sheet.role.word(),
            organization,
            agreement_current: person.sheet.agreement_until > now_ms,
            training_current: person.sheet.training_until > now_ms,
            suspended: person.sheet.suspended,
        }
    }
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "sessions",
    responses(
        (status = 200, description = "You", body = Me),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Json<Me>> {
    let (office, person) = (&front.casework, &caller.session.person);
    let organization = office.organization_of(person).await?;
    Ok(Json(Me::new(person, organization, office.clock().now_ms())))
}
