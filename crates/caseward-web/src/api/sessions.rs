//! `/api/v1/sessions`: coming in with a one-time link, or a passphrase and six digits, and going.
//!
//! NASW-l, DV-4.6.6. A link from the office's own command is used up by this; the session that it gives
//! ends by itself after 15 minutes without use.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::sign_in::{Answer, Arrival, Begun, Found, Passphrase, Proof, Proved};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::decided::Answered;
use super::me::Me;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{At, Caller, Sent};
use crate::front::Front;
use crate::session::Standing;
use crate::{forms, headers, session};

/// What starts a session: the secret of a link, or short name, passphrase and code together.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSession {
    /// The secret of a sign-in link: what stands after its last slash.
    #[schema(example = "c2lnbi1pbi1saW5rLW9mLWRhbmEtb3J0aXo")]
    link: Option<String>,
    /// Your short name.
    #[schema(example = "dana.ortiz")]
    handle: Option<String>,
    /// Your passphrase.
    #[schema(value_type = Option<String>, example = "four calm herons wading")]
    passphrase: Option<Zeroizing<String>>,
    /// Six digits of your authenticator app, or a recovery code.
    #[schema(value_type = Option<String>, example = "287082")]
    code: Option<Zeroizing<String>>,
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

/// Starts a session, from a sign-in link or from a passphrase and a code.
#[utoipa::path(
    post, path = "/api/v1/sessions", tag = "sessions", security(()),
    request_body = NewSession,
    responses(
        (status = 201, description = "You are signed in", body = Session),
        (status = 401, description = "The link is unknown, used up or too old; or what was sent doesn't fit", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Access is paused, or a means of sign-in has to be set up first", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many tries; see `Retry-After`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Unknown, missing or unfit fields", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "The office is sealed", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn start(
    State(front): State<Arc<Front>>,
    At(arrival): At,
    Sent(new): Sent<NewSession>,
) -> Answered<(StatusCode, Json<Session>)> {
    let begun = begin(&front, &arrival, new).await?;
    let office = &front.casework;
    let person = match office.visit(&begun.session).await? {
        Found::Here(person) => person,
        Found::SetUp(_) => return Err(Problem::SetUpFirst),
        _ => return Err(Problem::NotSignedIn),
    };
    let organization = office.organization_of(&person).await?;
    let worker = Me::new(&person, organization, office.clock().now_ms());
    let session = begun.session;
    Ok((StatusCode::CREATED, Json(Session { session, worker })))
}

async fn begin(front: &Front, arrival: &Arrival, new: NewSession) -> Answered<Begun> {
    let office = &front.casework;
    match (new.link, new.handle, new.passphrase, new.code) {
        (Some(link), None, None, None) => {
            let begun = office.redeem_link(&link, arrival).await?;
            begun.ok_or(Problem::LinkSpent)
        }
        (None, Some(handle), Some(passphrase), Some(code)) => {
            let typed = Passphrase::typed(&passphrase);
            let half = office.give_passphrase(&handle, &typed, arrival).await?;
            match office.give_code(&half.0, &code, arrival).await? {
                Answer::In(begun) => Ok(begun),
                Answer::Paused => Err(Problem::Paused),
                Answer::Wrong { .. } => Err(Problem::SignInFailed),
            }
        }
        _ => Err(Problem::Mend(vec![Field::new(
            "link",
            "Send the secret of a link alone, or `handle`, `passphrase` and `code` together.",
        )])),
    }
}

/// What proves who holds a session: the passphrase, or a code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProof {
    /// Your passphrase.
    #[schema(value_type = Option<String>, example = "four calm herons wading")]
    passphrase: Option<Zeroizing<String>>,
    /// Six digits of your authenticator app, or a recovery code.
    #[schema(value_type = Option<String>, example = "287082")]
    code: Option<Zeroizing<String>>,
}

/// A proof that was taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct TakenProof {
    /// The secret of the session from now on, if it changed.
    session: Option<String>,
}

/// Proves once more who you are, before what can't be taken back; it holds for five minutes. A session that rested goes on.
#[utoipa::path(
    post, path = "/api/v1/sessions/current/proof", tag = "sessions", request_body = NewProof,
    responses(
        (status = 200, description = "It is you", body = TakenProof),
        (status = 401, description = "Nobody is signed in, or what was sent doesn't fit", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "A token proves nothing; or another site's page sent this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Unknown, missing or unfit fields", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many tries; see `Retry-After`", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn prove(
    State(front): State<Arc<Front>>,
    sent: HeaderMap,
    Sent(new): Sent<NewProof>,
) -> Answered<Response> {
    if !session::is_bearer(&sent) && !forms::from_our_own_page(&sent) {
        return Err(Problem::Foreign);
    }
    let session = match session::standing(&front, &sent).await? {
        Standing::Here(it) if it.person.is_program() => return Err(Problem::OutOfScope),
        Standing::Here(it) | Standing::Locked(it) => it,
        Standing::SetUp(_) => return Err(Problem::SetUpFirst),
        Standing::Paused => return Err(Problem::Paused),
        Standing::Nobody => return Err(Problem::NotSignedIn),
    };
    let proof = match (new.passphrase, new.code) {
        (Some(passphrase), None) => Proof::Passphrase(Passphrase::typed(&passphrase)),
        (None, Some(code)) => Proof::Code(code),
        _ => {
            let detail = "Send `passphrase` or `code`, one of them.";
            return Err(Problem::Mend(vec![Field::new("passphrase", detail)]));
        }
    };
    let proved = front.casework.prove(session.token(), proof);
    let renewed = match proved.await? {
        Proved::Yes(renewed) => renewed,
        Proved::No => return Err(Problem::SignInFailed),
        Proved::Over => return Err(Problem::NotSignedIn),
    };
    let cookie = renewed.as_deref().and_then(session::renewed);
    let mut response = Json(TakenProof { session: renewed }).into_response();
    if let Some(cookie) = cookie.filter(|_| !session::is_bearer(&sent)) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
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
        if let Some(cookie) = session::ended() {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        headers::forget(response.headers_mut());
    }
    Ok(response)
}
