//! Help, for whoever asks, signed in or not (WCAG 3.2.6).

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::HelpPage;
use crate::front::Front;
use crate::visit::Guest;
use crate::{Place, answer};

/// The address of the help.
pub fn routes() -> Router<Arc<Front>> {
    Router::new().route("/help", get(help))
}

async fn help(guest: Guest) -> Response {
    let page = HelpPage {
        shell: guest.shell(Place::Help, "/help"),
        contact: None,
    };
    answer(StatusCode::OK, &page)
}
