//! `/api/v1/sessions`: coming in with a one-time link, and going.
//!
//! NASW-l, DV-4.6.6. A link from the office's own command is used up by this; the session that it gives
//! ends by itself after 15 minutes without use.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decided::Answered;
use super::me::Me;
use super::problem::{Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;
use crate::{headers, session};

/// No token of ours is longer; longer ones aren't even looked up.
const LONGEST_TOKEN: usize = 200;

/// What starts a session.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSession {
    /// The secret of a sign-in link: what stands after its last slash.
    #[schema(example = "c2lnbi1pbi1saW5rLW9mLWRhbmEtb3J0aXo")]
    link: String,
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct Session {
    /// The secret to send as `Authorization: Bearer` from now on; it is shown this once.
    #[schema(example = "b25lLXNlc3Npb24tb2YtZGFuYS1vcnRpeg")]
    session: String,
    /// Who you are here.
    worker: Me,
}

/// Starts a session from a sign-in link.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "sessions", security(()),
    request_body = NewSession,
    responses(
        (status = 201, description = "You are signed in", body = Session),
        (status = 401, description = "The link is unknown, used up or too old", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Unknown, missing or unfit fields", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The office is sealed", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn start(
    State(front): State<Arc<Front>>,
    Sent(new): Sent<NewSession>,
) -> Answered<(StatusCode, Json<Session>)> {
    if new.link.len() > LONGEST_TOKEN {
        return Err(Problem::LinkSpent);
    }
    let office = &front.casework;
    let session = office
        .redeem_link(&new.link)
        .await?
        .ok_or(Problem::LinkSpent)?;
    let person = office.session(&session).await?.ok_or(Problem::LinkSpent)?;
    let organization = office.organization_of(&person).await?;
    let worker = Me::new(&person, organization, office.clock().now_ms());
    Ok((StatusCode::CREATED, Json(Session { session, worker })))
}

/// Ends the session that asks.
#[utoipa::path(
    delete, path = "/api/v1/sessions/current", tag = "sessions",
    responses(
        (status = 204, description = "You are signed out"),
        (status = 401, description = "Nobody was signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    sent: HeaderMap,
) -> Answered<Response> {
    let session = &caller.session;
    front
        .casework
        .sign_out(session.token(), &session.person)
        .await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if !session::is_bearer(&sent) {
        response
            .headers_mut()
            .insert(header::SET_COOKIE, session::ended());
        headers::forget(response.headers_mut());
    }
    Ok(response)
}
