//! Help, for whoever asks, signed in or not (WCAG 3.2.6).

use axum::http::StatusCode;
use axum::response::Response;

use super::HelpPage;
use crate::addresses::{Addresses, Class};
use crate::visit::Guest;
use crate::{Place, answer};

/// The address of the help.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Open, "/help", help)
}

async fn help(guest: Guest) -> Response {
    let page = HelpPage {
        shell: guest.shell(Place::Help, "/help"),
        contact: None,
    };
    answer(StatusCode::OK, &page)
}
