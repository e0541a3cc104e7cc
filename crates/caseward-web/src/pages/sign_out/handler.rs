//! Ending a session: on the server first, then in the browser (DV-4.6.6).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use serde::Deserialize;

use super::SignedOutPage;
use crate::addresses::{Addresses, Class};
use crate::front::Front;
use crate::session::{self, Standing};
use crate::visit::{failed, form_of};
use crate::{Place, Shell, answer, headers};

/// The address of signing out. It is posted, so that no link or picture can sign anyone out.
pub fn routes() -> Addresses {
    Addresses::new().post(Class::Own, "/sign-out", leave)
}

#[derive(Deserialize)]
struct Nothing {}

async fn leave(State(front): State<Arc<Front>>, request: Request) -> Response {
    let asked = request.headers().clone();
    if let Err(answer) = form_of::<Nothing>(request, &front).await {
        return answer;
    }
    let ended = async {
        match session::in_browser(&front, &asked).await? {
            Standing::Here(session) | Standing::Locked(session) | Standing::SetUp(session) => {
                let casework = &front.casework;
                casework.sign_out(session.token(), &session.person).await
            }
            Standing::Nobody | Standing::Paused => Ok(()),
        }
    };
    if let Err(error) = ended.await {
        return failed(&front, &asked, &error);
    }
    let shell = Shell::new(front.office(), &asked, None, Place::Elsewhere, "/sign-in");
    let mut page = answer(StatusCode::OK, &SignedOutPage { shell });
    headers::forget(page.headers_mut());
    if let Some(cookie) = session::ended() {
        page.headers_mut().append(header::SET_COOKIE, cookie);
    }
    page
}
