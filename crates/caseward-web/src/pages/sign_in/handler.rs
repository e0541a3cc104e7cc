//! Coming in: the door, the page of a link, and what the forms on them post.
//!
//! NASW-l, pages §3 S1. A link's secret stands in its address until the button is pressed; it is
//! written into no log and no title.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, RequestExt};
use caseward_casework::CaseworkError;
use caseward_casework::sign_in::{Answer, Arrival, Begun, LinkState, Passphrase, RETRY_AFTER_S};
use serde::Deserialize;
use serde_json::json;
use zeroize::Zeroizing;

use super::{Door, Persona, SignInPage, Ways};
use crate::addresses::{Addresses, Class};
use crate::front::Front;
use crate::pages::fault::Fault;
use crate::pages::proof::Missed;
use crate::session::{self, Standing};
use crate::visit::{failed, fault, form_of, paused};
use crate::{Place, Shell, answer, forms, preferences};

/// The addresses of the door.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Open, "/sign-in", door)
        .post(Class::Open, "/sign-in", use_link)
        .post(Class::Open, "/sign-in/passphrase", give_passphrase)
        .post(Class::Open, "/sign-in/passkey/ask", ask_passkey)
        .post(Class::Open, "/sign-in/passkey", give_passkey)
        .get(Class::Open, "/sign-in/{token}", link)
        .merge(super::code::routes())
        .merge(super::provider::routes())
}

/// What the button of a link posts. No `Debug`: it is a secret.
#[derive(Deserialize, Default)]
#[serde(default)]
struct KeyForm {
    token: String,
}

/// The first half. No `Debug`: it holds a secret.
#[derive(Deserialize, Default)]
#[serde(default)]
struct PassphraseForm {
    handle: String,
    passphrase: Zeroizing<String>,
}

/// The answer of a passkey.
#[derive(Deserialize, Default)]
#[serde(default)]
struct PasskeyForm {
    half: String,
    answer: String,
}

/// The shell of a page that is seen before anybody signed in.
pub(crate) fn outside_of(front: &Front, headers: &HeaderMap, address: &str) -> Shell {
    Shell::new(front.office(), headers, None, Place::Elsewhere, address)
}

async fn door(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    match ways(&front, &headers).await {
        Ok(ways) => shown(&front, &headers, StatusCode::OK, Door::All(ways)),
        Err(error) => failed(&front, &headers, &error),
    }
}

async fn ways(front: &Front, headers: &HeaderMap) -> Result<Ways, CaseworkError> {
    let language = preferences::language(headers);
    let persona = |it: &crate::DemoPersona| Persona {
        name: it.name.clone(),
        role: it.role,
        about: match language {
            caseward_model::Language::English => it.note_en.clone(),
            caseward_model::Language::Spanish => it.note_es.clone(),
        },
        token: it.token.clone(),
    };
    Ok(Ways {
        personas: front.personas.iter().map(persona).collect(),
        provider: front.casework.provider().await?.map(|it| it.name),
        ..Ways::default()
    })
}

async fn link(
    State(front): State<Arc<Front>>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Response {
    match front.casework.link_holder(&token).await {
        Ok(LinkState::Open(holder)) => {
            let door = Door::Link {
                name: holder.name,
                role: holder.sheet.role,
                token,
            };
            shown(&front, &headers, StatusCode::OK, door)
        }
        Ok(LinkState::Spent) => shown(&front, &headers, StatusCode::GONE, Door::Spent),
        Err(error) => failed(&front, &headers, &error),
    }
}

/// Who comes, and what they posted.
pub(super) async fn arriving<T: serde::de::DeserializeOwned>(
    mut request: Request,
    front: &Arc<Front>,
) -> Result<(Parts, Arrival, T), Response> {
    let parts = request.extract_parts::<Parts>().await;
    let parts = parts.map_err(IntoResponse::into_response)?;
    let form = form_of(request, front).await?;
    let arrival = session::arrival(&parts);
    Ok((parts, arrival, form))
}

async fn use_link(State(front): State<Arc<Front>>, request: Request) -> Response {
    let (parts, arrival, form) = match arriving::<KeyForm>(request, &front).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    match front.casework.redeem_link(&form.token, &arrival).await {
        Ok(Some(begun)) => come_in(&front, &parts.headers, &begun).await,
        Ok(None) => shown(&front, &parts.headers, StatusCode::GONE, Door::Spent),
        Err(error) => failed(&front, &parts.headers, &error),
    }
}

async fn give_passphrase(State(front): State<Arc<Front>>, request: Request) -> Response {
    let (parts, arrival, form) = match arriving::<PassphraseForm>(request, &front).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let typed = Passphrase::typed(&form.passphrase);
    let casework = &front.casework;
    match casework
        .give_passphrase(&form.handle, &typed, &arrival)
        .await
    {
        Ok(half) => {
            let mut sent_on = forms::sent_on("/sign-in/totp");
            if let Some(cookie) = session::half_begun(&half.0) {
                sent_on.headers_mut().append(header::SET_COOKIE, cookie);
            }
            sent_on
        }
        Err(CaseworkError::TooSoon { seconds }) => {
            let wait = Missed::TooSoon(seconds);
            missed(&front, &parts.headers, form.handle, wait).await
        }
        Err(CaseworkError::Busy) => missed(&front, &parts.headers, form.handle, Missed::Busy).await,
        Err(error) => failed(&front, &parts.headers, &error),
    }
}

async fn ask_passkey(State(front): State<Arc<Front>>, parts: Parts) -> Response {
    let headers = &parts.headers;
    if !forms::from_our_own_page(headers) {
        return fault(&front, headers, Fault::Foreign);
    }
    let arrival = session::arrival(&parts);
    match front.casework.ask_for_passkey(&arrival).await {
        Ok(asked) => {
            Json(json!({ "half": asked.half.0, "options": asked.options })).into_response()
        }
        Err(error) => failed(&front, headers, &error),
    }
}

async fn give_passkey(State(front): State<Arc<Front>>, request: Request) -> Response {
    let (parts, arrival, form) = match arriving::<PasskeyForm>(request, &front).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let casework = &front.casework;
    match casework
        .give_passkey(&form.half, &form.answer, &arrival)
        .await
    {
        Ok(Answer::In(begun)) => come_in(&front, &parts.headers, &begun).await,
        Ok(Answer::Paused) => paused(&front, &parts.headers),
        Ok(Answer::Wrong { .. }) => {
            missed(&front, &parts.headers, String::new(), Missed::Wrong).await
        }
        Err(error) => failed(&front, &parts.headers, &error),
    }
}

/// They are in; whoever was signed in on this browser before is signed out.
pub(crate) async fn come_in(front: &Front, headers: &HeaderMap, begun: &Begun) -> Response {
    match session::in_browser(front, headers).await {
        Ok(Standing::Here(before) | Standing::Locked(before) | Standing::SetUp(before)) => {
            let ended = front.casework.sign_out(before.token(), &before.person);
            if let Err(error) = ended.await {
                return failed(front, headers, &error);
            }
        }
        Ok(Standing::Nobody | Standing::Paused) => {}
        Err(error) => return failed(front, headers, &error),
    }
    let mut sent_on = forms::sent_on(if begun.set_up_first { "/setup" } else { "/" });
    for cookie in session::begun(begun) {
        sent_on.headers_mut().append(header::SET_COOKIE, cookie);
    }
    sent_on
}

/// The door once more, with what was wrong.
pub(super) async fn missed(
    front: &Front,
    headers: &HeaderMap,
    handle: String,
    missed: Missed,
) -> Response {
    let shell = outside_of(front, headers, "/sign-in");
    let problem = match missed {
        Missed::Wrong => shell.t("sign-in-wrong"),
        missed => missed.sentence(&shell),
    };
    let ways = match ways(front, headers).await {
        Ok(ways) => ways,
        Err(error) => return failed(front, headers, &error),
    };
    let door = Door::All(Ways {
        handle,
        problem: Some(problem),
        ..ways
    });
    let (status, retry) = match missed {
        Missed::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, None),
        Missed::TooSoon(seconds) => (StatusCode::TOO_MANY_REQUESTS, Some(seconds)),
        Missed::Busy => (StatusCode::SERVICE_UNAVAILABLE, Some(RETRY_AFTER_S)),
    };
    let mut answered = answer(status, &SignInPage { shell, door });
    if let Some(seconds) = retry {
        answered
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    answered
}

fn shown(front: &Front, headers: &HeaderMap, status: StatusCode, door: Door) -> Response {
    let shell = outside_of(front, headers, "/sign-in");
    answer(status, &SignInPage { shell, door })
}
