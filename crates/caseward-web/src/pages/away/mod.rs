//! `/away`: the way out of a worker's pages in a hurry, to an everyday page elsewhere; their session is locked behind them.
//!
//! RE-6, DV-4.6.6. It leads where the way out of clients' own views leads. It is a link and not a form, so that the browser goes
//! elsewhere without asking; when another site leads here nothing is locked or forgotten. With scripts the page is gone before the network
//! answers, and "back" doesn't lead to it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use caseward_casework::CaseworkError;

use crate::addresses::{Addresses, Class};
use crate::front::Front;
use crate::session::{self, Standing};
use crate::{forms, headers};

/// The address of the way out.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Open, "/away", leave)
}

async fn leave(State(front): State<Arc<Front>>, asked: HeaderMap) -> Response {
    // Otherwise it may be a picture on another site's page: nobody of ours is leaving.
    let leaves = forms::from_our_own_page(&asked);
    if leaves && let Err(error) = locked(&front, &asked).await {
        // Whoever is in a hurry goes all the same: what is behind them rests by itself.
        tracing::error!(%error, "somebody left in a hurry and their session could not be locked");
    }
    let settings = front.casework.own_view_settings().await.unwrap_or_default();
    let mut sent_on = forms::sent_on(&settings.leave_to);
    if leaves {
        headers::forget(sent_on.headers_mut());
    }
    sent_on
}

async fn locked(front: &Front, asked: &HeaderMap) -> Result<(), CaseworkError> {
    match session::in_browser(front, asked).await? {
        // Whoever covered the page first, and leaves then, looks around anew as well when they come back.
        Standing::Here(session) | Standing::SetUp(session) | Standing::Locked(session) => {
            let casework = &front.casework;
            casework
                .leave_quickly(session.token(), &session.person)
                .await
        }
        Standing::Nobody | Standing::Paused => Ok(()),
    }
}
