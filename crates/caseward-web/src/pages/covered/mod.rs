//! `/covered`: an empty sheet over the screen, for when someone comes in and scripts are off.
//!
//! RE-6, DV-4.6.6. With scripts on, the same link covers the page in place instead.

use askama::Template;
use caseward_model::Language;

use crate::Shell;
use crate::pages::sign_in::outside;

/// The page: no menu, no name.
#[derive(Template)]
#[template(path = "covered/page.html")]
pub struct CoveredPage {
    /// Around it, as if nobody were signed in.
    pub shell: Shell,
}

impl CoveredPage {
    /// The page as it looks.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: outside(language, "/covered"),
        }
    }
}
