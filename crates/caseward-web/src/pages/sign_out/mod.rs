//! `/sign-out`: the last page of a session.
//!
//! DV-4.6.6: nothing is left on the screen. The handler ends the session, sends this page and adds
//! [`crate::headers::forget`].

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::Shell;
use crate::pages::sign_in::outside;

/// The page.
#[derive(Template)]
#[template(path = "sign_out/page.html")]
pub struct SignedOutPage {
    /// Around it; nobody is signed in any more.
    pub shell: Shell,
}

impl SignedOutPage {
    /// The page as it looks.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: outside(language, "/sign-in"),
        }
    }
}
