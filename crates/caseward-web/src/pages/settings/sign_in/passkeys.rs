//! Adding and removing passkeys.

use axum::Json;
use axum::response::{IntoResponse, Response};
use caseward_casework::sign_in::{For, PasskeyError};
use serde::Deserialize;
use serde_json::json;

use super::handler::{done, not_done, shell_of};
use super::{ADDRESS, sentence};
use crate::addresses::{Addresses, Class};
use crate::posted::{Posted, PostedSettingUp};
use crate::visit::Visit;

pub(super) fn routes() -> Addresses {
    Addresses::new()
        .post(Class::Own, "/settings/sign-in/passkeys/ask", ask)
        .post(Class::Own, "/settings/sign-in/passkeys", add)
        .post(Class::Own, "/settings/sign-in/passkeys/remove", remove)
}

/// What the form of a new passkey posts; the answer comes from the browser's own dialogue.
#[derive(Deserialize, Default)]
#[serde(default)]
struct NewForm {
    name: String,
    half: String,
    answer: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct RemoveForm {
    no: u32,
}

/// A script asks what the device is to be asked. When a proof is needed first it is told so, and posts
/// the form as it is: the page that then comes asks for the proof.
async fn ask(PostedSettingUp(posted): PostedSettingUp<NewForm>) -> Response {
    let visit = &posted.visit;
    let casework = &visit.front.casework;
    let Ok(proof) = casework.step_up(visit.person(), For::SignIn) else {
        return Json(json!({ "proof": true })).into_response();
    };
    let begun = casework.begin_new_passkey(visit.person(), &proof, &posted.form.name);
    match begun.await {
        Ok(Ok(asked)) => {
            Json(json!({ "half": asked.half.0, "options": asked.options })).into_response()
        }
        Ok(Err(_)) => axum::http::StatusCode::CONFLICT.into_response(),
        Err(error) => visit.failed(&error),
    }
}

async fn add(PostedSettingUp(posted): PostedSettingUp<NewForm>) -> Response {
    let visit = &posted.visit;
    if let Err(page) = posted.step_up(For::SignIn).await {
        return page;
    }
    let form = &posted.form;
    if form.answer.is_empty() {
        return said(visit, "passkey-press-again").await;
    }
    let casework = &visit.front.casework;
    let finished = casework.finish_new_passkey(visit.person(), &form.half, &form.answer);
    match finished.await {
        Ok(Ok(())) => done(visit, "said-passkey-added").await,
        Ok(Err(error)) => said(visit, key_of(error)).await,
        Err(error) => visit.failed(&error),
    }
}

async fn remove(posted: Posted<RemoveForm>) -> Response {
    let visit = &posted.visit;
    let proof = match posted.step_up(For::SignIn).await {
        Ok(proof) => proof,
        Err(page) => return page,
    };
    let casework = &visit.front.casework;
    match casework
        .remove_passkey(visit.person(), &proof, posted.form.no)
        .await
    {
        Ok(Ok(())) => done(visit, "said-passkey-removed").await,
        Ok(Err(unfit)) => not_done(visit, sentence(&shell_of(visit, ADDRESS), unfit)).await,
        Err(error) => visit.failed(&error),
    }
}

async fn said(visit: &Visit, key: &str) -> Response {
    not_done(visit, shell_of(visit, ADDRESS).t(key)).await
}

const fn key_of(error: PasskeyError) -> &'static str {
    match error {
        PasskeyError::Over => "passkey-over",
        PasskeyError::NotGenuine => "passkey-not-genuine",
        PasskeyError::Taken => "passkey-taken",
        PasskeyError::TooMany => "passkey-too-many",
    }
}
