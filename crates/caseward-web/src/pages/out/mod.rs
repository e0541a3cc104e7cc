//! `/out/{token}`: where whoever was sent a link types the PIN that was told to them, and gets the package: once, or
//! begun anew within minutes where the line broke.
//!
//! CC-2.3, NASW-m. Outside of any session. The page says nothing of what waits, or whether anything does, and everything but a
//! wrong PIN looks the same: there is nothing here.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::{Place, Shell};

/// The page.
#[derive(Template)]
#[template(path = "out/page.html")]
pub struct OutPage {
    /// Around it; nobody is signed in.
    pub shell: Shell,
    /// Where the PIN is posted.
    pub href: String,
    /// The PIN wasn't right; so many tries are left.
    pub left: Option<u64>,
}

/// The page of what isn't there, never was, or not any more.
#[derive(Template)]
#[template(path = "out/nothing.html")]
pub struct NothingPage {
    /// Around it; nobody is signed in.
    pub shell: Shell,
}

const SAMPLE: &str = "/out/7K2Q-0XMB-4T9C-WR5H-ZV31-7K2Q-0XMB-4T9C";

impl OutPage {
    fn wrong(&self) -> String {
        let left = self.left.unwrap_or_default();
        self.shell.fill("out-wrong").count("left", left).to_string()
    }

    /// After a wrong PIN.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, SAMPLE),
            href: SAMPLE.into(),
            left: Some(3),
        }
    }
}

impl NothingPage {
    /// Nothing.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, SAMPLE),
        }
    }
}
