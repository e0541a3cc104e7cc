//! `/help`: what people ask most, answered in a few lines each; in the same place on every page.
//!
//! Pages §3 S22, WCAG 3.2.6. Readable without signing in, and printable.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::{Place, Shell};

/// The questions: the key of each, and of its answer.
const TOPICS: &[(&str, &str)] = &[
    ("help-locked", "help-locked-answer"),
    ("help-safe", "help-safe-answer"),
    ("help-opinion", "help-opinion-answer"),
    ("help-third-party", "help-third-party-answer"),
    ("help-subpoena", "help-subpoena-answer"),
    ("help-media", "help-media-answer"),
    ("help-sensitive", "help-sensitive-answer"),
    ("help-who-sees-me", "help-who-sees-me-answer"),
    ("help-breach", "help-breach-answer"),
];

/// The page.
#[derive(Template)]
#[template(path = "help/page.html")]
pub struct HelpPage {
    /// Around it.
    pub shell: Shell,
    /// Whom to ask in this office, as the office wrote it.
    pub contact: Option<String>,
}

impl HelpPage {
    fn topics(&self) -> &'static [(&'static str, &'static str)] {
        TOPICS
    }

    /// The page as it looks.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell {
                printed: None,
                ..Shell::sample(language, Place::Help, "/help")
            },
            contact: None,
        }
    }
}
