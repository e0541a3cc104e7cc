//! The start page of an office that nobody has opened yet: records stay sealed until someone with a
//! key opens them.
//!
//! Design §6 (starts sealed), NASW-l.

use askama::Template;
use caseward_model::Language;

use crate::Shell;
use crate::pages::sign_in::outside;

/// The page; send it with 503 for every address while the office is sealed.
#[derive(Template)]
#[template(path = "sealed/page.html")]
pub struct SealedPage {
    /// Around it; nobody is signed in.
    pub shell: Shell,
}

impl SealedPage {
    /// The page as it looks.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: outside(language, "/"),
        }
    }
}
