//! `/api/v1/sensitive-kinds`: which kinds of information are passed on only with the client's permission for that very kind (DV-4.4.2).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::gate::About;
use caseward_casework::sign_in::For;
use caseward_model::{Category, OfficeAct};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::decided::Answered;
use super::problem::ProblemBody;
use super::recipients::words;
use super::sent::{Caller, Sent};
use crate::front::Front;

/// What is passed on only with permission for that very kind.
#[derive(Serialize, ToSchema)]
pub(crate) struct SensitiveKinds {
    /// What the clause names: always among it.
    least: Vec<&'static str>,
    /// What this office adds.
    added: Vec<&'static str>,
    /// What could be added.
    may_be_added: Vec<&'static str>,
}

/// Which they are: each is asked by itself on a consent.
#[utoipa::path(
    get, path = "/api/v1/sensitive-kinds", tag = "consents",
    responses(
        (status = 200, description = "The kinds", body = SensitiveKinds),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    caller.works_here()?;
    let added = front.casework.sensitive_categories().await?;
    let least = Category::ALL.iter().filter(|it| it.is_sensitive());
    json(&SensitiveKinds {
        least: least.map(|it| it.word()).collect(),
        added: added.iter().map(|it| it.word()).collect(),
        may_be_added: Category::MAY_BE_SENSITIVE
            .iter()
            .map(|it| it.word())
            .collect(),
    })
}

/// What the office adds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSensitiveKinds)]
pub(crate) struct SentKinds {
    /// All that it adds; what isn't named is among it no longer, but for what the clause names.
    added: Vec<String>,
}

/// Says anew what the office adds; it decides from then on.
#[utoipa::path(
    put, path = "/api/v1/sensitive-kinds", tag = "consents", request_body = SentKinds,
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't part of your role, or a proof is needed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "That can't be added", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentKinds>,
) -> Answered<StatusCode> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    casework
        .must_be_let(who, OfficeAct::ManageSettings, About::Office)
        .await?;
    caller.proved(&front, For::Rules)?;
    let may = Category::MAY_BE_SENSITIVE.iter().map(|it| it.word());
    let added = words("added", &sent.added, may)?;
    casework.set_sensitive(who, added).await?;
    Ok(StatusCode::NO_CONTENT)
}
