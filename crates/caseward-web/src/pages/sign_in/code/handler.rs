//! The second half.

use std::sync::Arc;

use axum::RequestExt;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use caseward_casework::sign_in::Answer;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::{CodePage, RecoverPage};
use crate::addresses::{Addresses, Class};
use crate::front::Front;
use crate::pages::proof::Missed;
use crate::pages::sign_in::handler::{come_in, missed, outside_of};
use crate::session;
use crate::visit::{failed, form_of, paused};
use crate::{answer, forms};

/// The addresses of the second half.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Open, "/sign-in/totp", page)
        .post(Class::Open, "/sign-in/totp", give)
        .get(Class::Open, "/recover", recover)
}

/// No `Debug`: it holds a secret.
#[derive(Deserialize, Default)]
#[serde(default)]
struct CodeForm {
    code: Zeroizing<String>,
}

async fn page(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    if session::half(&headers).is_empty() {
        return forms::sent_on("/sign-in");
    }
    let shell = outside_of(&front, &headers, "/sign-in/totp");
    let problem = None;
    answer(StatusCode::OK, &CodePage { shell, problem })
}

async fn recover(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    let page = RecoverPage {
        shell: outside_of(&front, &headers, "/recover"),
        half_given: !session::half(&headers).is_empty(),
    };
    answer(StatusCode::OK, &page)
}

async fn give(State(front): State<Arc<Front>>, mut request: Request) -> Response {
    let parts = match request.extract_parts::<Parts>().await {
        Ok(parts) => parts,
        Err(rejection) => return rejection.into_response(),
    };
    let form: CodeForm = match form_of(request, &front).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let headers = &parts.headers;
    let arrival = session::arrival(&parts);
    let half = session::half(headers);
    match front.casework.give_code(half, &form.code, &arrival).await {
        Ok(Answer::In(begun)) => come_in(&front, headers, &begun).await,
        Ok(Answer::Paused) => paused(&front, headers),
        Ok(Answer::Wrong { again: true }) => {
            let shell = outside_of(&front, headers, "/sign-in/totp");
            let problem = Some(shell.t("sign-in-code-wrong"));
            answer(
                StatusCode::UNPROCESSABLE_ENTITY,
                &CodePage { shell, problem },
            )
        }
        Ok(Answer::Wrong { again: false }) => {
            missed(&front, headers, String::new(), Missed::Wrong).await
        }
        Err(error) => failed(&front, headers, &error),
    }
}
