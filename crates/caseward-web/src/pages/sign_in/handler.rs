//! Coming in: the door, the page of a link, and the button that uses the link up.
//!
//! NASW-l, pages §3 S1. A link's secret stands in its address until the button is pressed; it is
//! written into no log and no title.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use caseward_casework::CaseworkError;
use serde::Deserialize;

use super::{Door, Persona, SignInPage};
use crate::addresses::{Addresses, Class};
use crate::front::Front;
use crate::visit::{failed, form_of};
use crate::{Place, Shell, answer, forms, preferences, session};

/// The command that makes a link.
const LINK_COMMAND: &str = "caseward sign-in-link";

/// The addresses of the door.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Open, "/sign-in", door)
        .post(Class::Open, "/sign-in", come_in)
        .get(Class::Open, "/sign-in/{token}", link)
}

/// What the button posts. No `Debug`: it is a secret.
#[derive(Deserialize, Default)]
#[serde(default)]
struct KeyForm {
    token: String,
}

async fn door(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    let personas = &front.personas;
    let door = if personas.is_empty() {
        Door::Waiting {
            command: LINK_COMMAND.to_owned(),
        }
    } else {
        let language = preferences::language(&headers);
        let persona = |it: &crate::DemoPersona| Persona {
            name: it.name.clone(),
            role: it.role,
            about: match language {
                caseward_model::Language::English => it.note_en.clone(),
                caseward_model::Language::Spanish => it.note_es.clone(),
            },
            token: it.token.clone(),
        };
        Door::Demo(personas.iter().map(persona).collect())
    };
    shown(&front, &headers, StatusCode::OK, door)
}

async fn link(
    State(front): State<Arc<Front>>,
    headers: HeaderMap,
    Path(token): Path<String>,
) -> Response {
    match front.casework.link_holder(&token).await {
        Ok(Some(holder)) => {
            let door = Door::Link {
                name: holder.name,
                role: holder.sheet.role,
                token,
            };
            shown(&front, &headers, StatusCode::OK, door)
        }
        Ok(None) => shown(&front, &headers, StatusCode::GONE, Door::Spent),
        Err(error) => failed(&front, &headers, &error),
    }
}

async fn come_in(State(front): State<Arc<Front>>, request: Request) -> Response {
    let headers = request.headers().clone();
    let form: KeyForm = match form_of(request, &front).await {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    match begin(&front, &headers, &form.token).await {
        Ok(Some(token)) => {
            let mut sent_on = forms::sent_on("/");
            if let Some(cookie) = session::begun(&token) {
                sent_on.headers_mut().append(header::SET_COOKIE, cookie);
            }
            sent_on
        }
        Ok(None) => shown(&front, &headers, StatusCode::GONE, Door::Spent),
        Err(error) => failed(&front, &headers, &error),
    }
}

/// Uses the link up; whoever was signed in on this browser before is signed out.
async fn begin(
    front: &Front,
    headers: &HeaderMap,
    token: &str,
) -> Result<Option<String>, CaseworkError> {
    let Some(begun) = front.casework.redeem_link(token).await? else {
        return Ok(None);
    };
    if let Some(before) = session::of(front, headers).await? {
        front
            .casework
            .sign_out(before.token(), &before.person)
            .await?;
    }
    Ok(Some(begun))
}

fn shown(front: &Front, headers: &HeaderMap, status: StatusCode, door: Door) -> Response {
    let shell = Shell::new(front.office(), headers, None, Place::Elsewhere, "/sign-in");
    answer(status, &SignInPage { shell, door })
}
