//! To the directory, and back from it.

use std::sync::Arc;

use axum::RequestExt;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::sign_in::{Asked, BACK, Back, For, RETRY_AFTER_S, Returned, Unasked};
use serde::Deserialize;

use super::{BackPage, SentPage};
use crate::addresses::{Addresses, Class};
use crate::front::Front;
use crate::pages::settings::sign_in::{done, not_done, refused, shell_of};
use crate::pages::sign_in::handler::{arriving, come_in, outside_of};
use crate::posted::{Posted, PostedSettingUp};
use crate::session;
use crate::visit::{failed, paused};
use crate::{Shell, answer};

/// The longest of each thing that a directory sends along.
const LONGEST: usize = 4 * 1024;

/// The addresses of the directory.
pub fn routes() -> Addresses {
    Addresses::new()
        .post(Class::Open, "/sign-in/provider", go)
        .get(Class::Open, BACK, back)
        .post(Class::Own, "/settings/sign-in/provider", bind)
        .post(Class::Own, "/settings/sign-in/provider/remove", remove)
}

#[derive(Deserialize)]
struct Nothing {}

async fn go(State(front): State<Arc<Front>>, request: Request) -> Response {
    let (parts, arrival, Nothing {}) = match arriving(request, &front).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let headers = parts.headers;
    let shell = outside_of(&front, &headers, "/sign-in");
    match front.casework.ask_provider(&arrival).await {
        Ok(Ok(asked)) => sent_there(shell, asked),
        Ok(Err(unasked)) => not_sent(shell, unasked, "/sign-in"),
        Err(error) => failed(&front, &headers, &error),
    }
}

async fn bind(PostedSettingUp(posted): PostedSettingUp<Nothing>) -> Response {
    let visit = &posted.visit;
    let proof = match posted.step_up(For::SignIn).await {
        Ok(proof) => proof,
        Err(page) => return page,
    };
    let casework = &visit.front.casework;
    let asked = casework.ask_provider_to_bind(visit.person(), &proof, visit.session.token());
    let shell = shell_of(visit, "/settings/sign-in");
    match asked.await {
        Ok(Ok(asked)) => sent_there(shell, asked),
        Ok(Err(unasked)) => not_done(visit, shell.t(said_of(unasked))).await,
        Err(error) => visit.failed(&error),
    }
}

async fn remove(posted: Posted<Nothing>) -> Response {
    let visit = &posted.visit;
    let proof = match posted.step_up(For::SignIn).await {
        Ok(proof) => proof,
        Err(page) => return page,
    };
    let casework = &visit.front.casework;
    match casework.remove_accounts(visit.person(), &proof).await {
        Ok(Ok(())) => done(visit, "said-account-removed").await,
        Ok(Err(unfit)) => refused(visit, unfit).await,
        Err(error) => visit.failed(&error),
    }
}

/// The page that leads to the directory, with the cookie by which the browser is known when it is back.
pub(crate) fn sent_there(shell: Shell, asked: Asked) -> Response {
    let onward = refresh(&asked.address);
    let page = SentPage {
        shell,
        name: asked.name,
        address: asked.address,
    };
    let mut answered = answer(StatusCode::OK, &page);
    let headers = answered.headers_mut();
    headers.extend(onward.map(|it| (header::REFRESH, it)));
    if let Some(cookie) = session::provider_asked(&asked.half.0) {
        headers.append(header::SET_COOKIE, cookie);
    }
    answered
}

/// The page that says why the directory can't be asked; the other ways are one step away.
pub(crate) fn not_sent(shell: Shell, unasked: Unasked, onward: &'static str) -> Response {
    let page = BackPage {
        shell,
        said: ("provider-no-title", said_of(unasked)),
        onward: Some(onward),
        wrong: true,
    };
    let mut answered = answer(status_of(unasked), &page);
    if unasked != Unasked::None {
        let headers = answered.headers_mut();
        headers.insert(header::RETRY_AFTER, RETRY_AFTER_S.into());
    }
    answered
}

const fn status_of(unasked: Unasked) -> StatusCode {
    match unasked {
        Unasked::None | Unasked::TooMany => StatusCode::UNPROCESSABLE_ENTITY,
        Unasked::Away | Unasked::Busy => StatusCode::SERVICE_UNAVAILABLE,
    }
}

const fn said_of(unasked: Unasked) -> &'static str {
    match unasked {
        Unasked::None => "provider-none",
        Unasked::Away => "provider-away",
        Unasked::Busy => "sign-in-busy",
        Unasked::TooMany => "provider-too-many",
    }
}

fn refresh(address: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("0; url={address}")).ok()
}

/// What a directory sends along.
#[derive(Deserialize, Default)]
#[serde(default)]
struct BackQuery {
    state: String,
    code: Option<String>,
    iss: Option<String>,
}

async fn back(
    State(front): State<Arc<Front>>,
    query: Result<Query<BackQuery>, QueryRejection>,
    mut request: Request,
) -> Response {
    let parts = match request.extract_parts::<Parts>().await {
        Ok(parts) => parts,
        Err(rejection) => return rejection.into_response(),
    };
    let Query(query) = query.unwrap_or_default();
    let short = |it: &String| it.len() <= LONGEST;
    let returned = Returned {
        half: session::provider(&parts.headers).to_owned(),
        state: query.state,
        code: query.code.filter(short),
        issuer: query.iss,
    };
    let arrival = session::arrival(&parts);
    let mut answered = match front.casework.back_from_provider(returned, &arrival).await {
        Ok(back) => shown(&front, &parts.headers, back).await,
        Err(error) => failed(&front, &parts.headers, &error),
    };
    if let Some(cookie) = session::provider_done() {
        answered.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answered
}

async fn shown(front: &Front, headers: &HeaderMap, back: Back) -> Response {
    let shell = || outside_of(front, headers, "/sign-in");
    let wrong = |said, onward| {
        let page = BackPage {
            shell: shell(),
            said: ("provider-no-title", said),
            onward: Some(onward),
            wrong: true,
        };
        answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
    };
    match back {
        Back::In(begun) => {
            let came = come_in(front, headers, &begun).await;
            if came.status() != StatusCode::SEE_OTHER {
                return came;
            }
            let cookies = came.headers().get_all(header::SET_COOKIE).iter().cloned();
            right(
                shell(),
                ("provider-in-title", "provider-in"),
                Some("/"),
                cookies,
            )
        }
        Back::Bound { first } => {
            let onward = if first { "/" } else { "/settings/sign-in" };
            let said = ("provider-bound-title", "provider-bound");
            right(shell(), said, Some(onward), None)
        }
        Back::Proved(renewed) => {
            let cookie = renewed.and_then(|token| session::renewed(&token));
            let said = ("provider-proved-title", "provider-proved");
            right(shell(), said, None, cookie)
        }
        Back::Paused => paused(front, headers),
        Back::Unbound => wrong("provider-unbound", "/sign-in"),
        Back::NotTheirs => wrong("provider-not-theirs", "/"),
        Back::Over => wrong("provider-over", "/sign-in"),
        Back::Declined => wrong("provider-declined", "/sign-in"),
        Back::NotGenuine => wrong("provider-not-genuine", "/sign-in"),
        Back::Unasked(unasked) => not_sent(shell(), unasked, "/sign-in"),
    }
}

fn right(
    shell: Shell,
    said: (&'static str, &'static str),
    onward: Option<&'static str>,
    cookies: impl IntoIterator<Item = HeaderValue>,
) -> Response {
    let page = BackPage {
        shell,
        said,
        onward,
        wrong: false,
    };
    let mut answered = answer(StatusCode::OK, &page);
    let headers = answered.headers_mut();
    headers.extend(onward.and_then(refresh).map(|it| (header::REFRESH, it)));
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie);
    }
    answered
}
