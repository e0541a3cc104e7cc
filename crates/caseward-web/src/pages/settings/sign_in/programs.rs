//! Tokens by which programs work in one's name.

use std::collections::HashMap;

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::sign_in::{DAYS_MAX, For, NewToken, Scope, Scopes};
use serde::Deserialize;

use super::handler::{done, not_done, once, shell_of};
use super::{ADDRESS, Once};
use crate::addresses::{Addresses, Class};
use crate::posted::Posted;
use crate::visit::Visit;

pub(super) fn routes() -> Addresses {
    Addresses::new()
        .post(Class::Own, "/settings/sign-in/tokens", make)
        .post(Class::Own, "/settings/sign-in/tokens/revoke", revoke)
}

/// Name, days, and a tick for each scope, by its word.
type NewForm = HashMap<String, String>;

#[derive(Deserialize, Default)]
#[serde(default)]
struct RevokeForm {
    token: String,
}

async fn make(posted: Posted<NewForm>) -> Response {
    let visit = &posted.visit;
    let field = |name: &str| posted.form.get(name).map_or("", String::as_str);
    let ticked: Vec<Scope> = Scope::ALL
        .into_iter()
        .filter(|it| posted.form.contains_key(it.word()))
        .collect();
    let days = field("days").trim().parse().unwrap_or(0);
    if ticked.is_empty() {
        return said(visit, "token-scopes-missing").await;
    }
    if !(1..=DAYS_MAX).contains(&days) {
        return said(visit, "token-days-wrong").await;
    }
    let proof = match posted.step_up(For::SignIn).await {
        Ok(proof) => proof,
        Err(page) => return page,
    };
    let new = NewToken {
        name: field("name").to_owned(),
        scopes: Scopes::of(&ticked),
        days,
    };
    let casework = &visit.front.casework;
    match casework
        .make_program_token(visit.person(), &proof, new)
        .await
    {
        Ok(token) => once(visit, Once::Token(token)).await,
        Err(CaseworkError::Unfit(_)) => said(visit, "token-too-many").await,
        Err(error) => visit.failed(&error),
    }
}

async fn revoke(posted: Posted<RevokeForm>) -> Response {
    let (visit, person) = (&posted.visit, posted.visit.person());
    let casework = &visit.front.casework;
    match casework
        .revoke_program_token(person.no, &posted.form.token, Some(person))
        .await
    {
        Ok(()) => done(visit, "said-token-revoked").await,
        Err(CaseworkError::Unknown { .. }) => said(visit, "set-up-not-there").await,
        Err(error) => visit.failed(&error),
    }
}

async fn said(visit: &Visit, key: &str) -> Response {
    not_done(visit, shell_of(visit, ADDRESS).t(key)).await
}
