//! Asking for the PIN, and giving the package to whoever has it.
//!
//! CC-2.3, NASW-m.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::disclosure::{Fetched, LinkAnswer};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{NothingPage, OutPage};
use crate::addresses::{Addresses, Class};
use crate::front::Front;
use crate::pages::sign_in::outside_of;
use crate::visit::{failed, form_of};
use crate::{answer, headers};

/// The longest part of an address that can be a token.
const LONGEST: usize = 64;

/// The addresses of links.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Open, "/out/{token}", ask)
        .post(Class::Open, "/out/{token}", give)
}

/// What is typed. No `Debug`: it is a secret.
#[derive(Deserialize, Default)]
#[serde(default)]
struct PinForm {
    pin: Zeroizing<String>,
}

/// The same page for every address: whether something waits is found out with the PIN only.
async fn ask(
    State(front): State<Arc<Front>>,
    asked: HeaderMap,
    Path(token): Path<String>,
) -> Response {
    page(&front, &asked, (&token, None))
}

async fn give(
    State(front): State<Arc<Front>>,
    Path(token): Path<String>,
    request: Request,
) -> Response {
    let asked = request.headers().clone();
    let form = match form_of::<PinForm>(request, &front).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    match front.casework.open_link(&token, &form.pin).await {
        Ok(LinkAnswer::Package(fetched)) => package(&fetched),
        Ok(LinkAnswer::WrongPin(left)) => page(&front, &asked, (&token, Some(u64::from(left)))),
        Ok(LinkAnswer::Nothing) => nothing(&front, &asked),
        Err(error) => failed(&front, &asked, &error),
    }
}

fn page(front: &Front, asked: &HeaderMap, (token, left): (&str, Option<u64>)) -> Response {
    let is_word = |it: char| it.is_ascii_alphanumeric() || it == '-';
    if token.len() > LONGEST || !token.chars().all(is_word) {
        return nothing(front, asked);
    }
    let href = format!("/out/{token}");
    let status = match left {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let shell = outside_of(front, asked, &href);
    answer(status, &OutPage { shell, href, left })
}

fn nothing(front: &Front, asked: &HeaderMap) -> Response {
    let shell = outside_of(front, asked, "/sign-in");
    answer(StatusCode::NOT_FOUND, &NothingPage { shell })
}

/// The package. Whether all of it arrived can't be known here: what was handed to the connection may be lost on the line. So it
/// can be begun anew with the PIN, a few times and for a short while, and nothing here ends its link.
fn package(fetched: &Fetched) -> Response {
    let mut answer = (StatusCode::OK, fetched.bytes.to_vec()).into_response();
    let fixed = [
        (header::CONTENT_TYPE, "application/zip"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"package.zip\"",
        ),
    ];
    for (name, value) in fixed {
        answer
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    headers::guard(answer.headers_mut());
    answer
}
