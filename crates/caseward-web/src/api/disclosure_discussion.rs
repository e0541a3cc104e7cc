//! Discussing a disclosure that may put the client at more risk, for programs: a supervisor says what was weighed, and whether it goes
//! on (DV-3.3.2c).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use caseward_casework::disclosure::{DisclosureError, NewDiscussion};
use serde::Deserialize;
use utoipa::ToSchema;

use super::decided::Answered;
use super::disclosures::{failed, named, there};
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;

/// What a supervisor discussed with whoever began a disclosure.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDisclosureDiscussion {
    /// What was weighed, and why it goes on or doesn't; it becomes a note in the client's file.
    said: String,
    /// It goes on.
    goes_on: bool,
    /// The `version` of the disclosure that you looked at: what changed since is discussed anew.
    #[schema(example = 3)]
    version: Option<i64>,
}

/// What is still needed where it isn't said what was looked at.
const LOOKED_AT: &str = "say the version of the disclosure that you looked at";

/// Keeps that a disclosure which may raise the client's risk was discussed. What was said is written into the client's notes first; only then
/// does it count. Whoever discusses it is a supervisor, and neither began it nor had a hand in what goes.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/discussion", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = NewDisclosureDiscussion,
    responses(
        (status = 204, description = "Kept; it goes on, or it doesn't, as you said"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not write into this client's notes", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It left already, was given up, changed since you looked at it, or nobody said that it may raise the risk", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Nothing was said, it isn't said what was looked at, or you can't be the one who discusses it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn discuss(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<NewDisclosureDiscussion>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let Some(seen) = body.version else {
        there(&front, &caller, (client, no)).await?;
        return Err(Problem::Mend(vec![Field::new("version", LOOKED_AT)]));
    };
    let new = NewDiscussion {
        said: body.said,
        goes_on: Some(body.goes_on),
        seen,
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let done = casework.discuss_disclosure(person, client, no, new).await;
    if let Err(DisclosureError::Mend(_)) = done {
        there(&front, &caller, (client, no)).await?;
    }
    done.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
