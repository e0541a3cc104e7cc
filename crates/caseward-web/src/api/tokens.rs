//! `/api/v1/tokens`: the programs that work in one's own name.
//!
//! NASW-l, CR-4. To make one asks for a proof that is not older than five minutes. No token makes or takes back tokens.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use caseward_casework::CaseworkError;
use caseward_casework::sign_in::{DAYS_MAX, For, NewToken, Scope, Scopes, TokenLine};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;

/// A token, without its secret.
#[derive(Serialize, ToSchema)]
pub(crate) struct Token {
    /// What it is called when it is to be taken back.
    #[schema(example = "5f2c0b1e9a7d4c3b8f60112233445566")]
    reference: String,
    /// What its owner calls it.
    #[schema(example = "night report")]
    name: String,
    /// What it is for.
    #[schema(example = json!(["read"]))]
    scopes: Vec<&'static str>,
    /// Since when, in ms since 1970.
    made_at: i64,
    /// Until when, in ms since 1970.
    expires_at: i64,
    /// When it was last used, in ms since 1970; 0 for never.
    used_at: i64,
}

impl From<TokenLine> for Token {
    fn from(it: TokenLine) -> Self {
        Self {
            reference: it.reference,
            name: it.name,
            scopes: it.scopes.words(),
            made_at: it.made_at,
            expires_at: it.expires_at,
            used_at: it.used_at,
        }
    }
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WantedToken {
    /// What you call it.
    #[schema(example = "night report")]
    #[serde(default)]
    name: String,
    /// What it is for: `read`, `write`, `search`, `review`, `manage`.
    #[schema(example = json!(["read"]))]
    scopes: Vec<String>,
    /// For how many days, 1 to 366.
    #[schema(example = 30)]
    days: i64,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct MadeToken {
    /// The secret; it is shown this once.
    #[schema(example = "caseward_token_…")]
    token: String,
}

/// The programs that work for you.
#[utoipa::path(
    get, path = "/api/v1/tokens", tag = "sessions",
    responses(
        (status = 200, description = "Your tokens that still run", body = Vec<Token>),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Json<Vec<Token>>> {
    let no = caller.session.person.no;
    let found = front.casework.program_tokens_of(no).await?;
    Ok(Json(found.into_iter().map(Token::from).collect()))
}

/// Lets a program work for you.
#[utoipa::path(
    post, path = "/api/v1/tokens", tag = "sessions", request_body = WantedToken,
    responses(
        (status = 201, description = "The token", body = MadeToken),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Prove once more who you are: see `prove`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Unknown, missing or unfit fields", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn make(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(wanted): Sent<WantedToken>,
) -> Answered<(StatusCode, Json<MadeToken>)> {
    let new = checked(wanted)?;
    let proof = caller.proved(&front, For::SignIn)?;
    let person = &caller.session.person;
    let token = front
        .casework
        .make_program_token(person, &proof, new)
        .await?;
    Ok((StatusCode::CREATED, Json(MadeToken { token })))
}

fn checked(wanted: WantedToken) -> Answered<NewToken> {
    let scopes: Option<Vec<Scope>> = wanted
        .scopes
        .iter()
        .map(|it| Scope::from_word(it))
        .collect();
    let mut mend = Vec::new();
    let scopes = scopes.filter(|it| !it.is_empty()).unwrap_or_default();
    if scopes.is_empty() {
        mend.push(Field::one_of(
            "scopes",
            Scope::ALL.iter().map(|it| it.word()),
        ));
    }
    if !(1..=DAYS_MAX).contains(&wanted.days) {
        mend.push(Field::new("days", "Give a number of days from 1 to 366."));
    }
    if !mend.is_empty() {
        return Err(Problem::Mend(mend));
    }
    Ok(NewToken {
        name: wanted.name,
        scopes: Scopes::of(&scopes),
        days: wanted.days,
    })
}

/// A token to be taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OldToken {
    /// What it is called in the list.
    #[schema(example = "5f2c0b1e9a7d4c3b8f60112233445566")]
    reference: String,
}

/// Takes a token back. One that isn't there opens nothing either.
#[utoipa::path(
    post, path = "/api/v1/tokens/revoke", tag = "sessions", request_body = OldToken,
    responses(
        (status = 204, description = "It opens nothing any more"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Unknown, missing or unfit fields", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revoke(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(old): Sent<OldToken>,
) -> Answered<StatusCode> {
    let person = &caller.session.person;
    let revoked = front
        .casework
        .revoke_program_token(person.no, &old.reference, Some(person));
    match revoked.await {
        Ok(()) | Err(CaseworkError::Unknown { .. }) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(error.into()),
    }
}
