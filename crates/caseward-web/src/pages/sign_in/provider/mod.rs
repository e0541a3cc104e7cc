//! Through the office's own directory: on the way there, and back.
//!
//! Pages §3 S1, NASW-l. The page on the way says where it leads. The one on the way back is a page and no
//! redirect: a browser that comes from another site brings the session's cookie only to what our own page leads to.

mod handler;

pub use handler::routes;
pub(crate) use handler::{not_sent, sent_there};

use askama::Template;
use caseward_model::Language;

use crate::Shell;
use crate::pages::sign_in::outside;

/// The page that leads to the directory.
#[derive(Template)]
#[template(path = "sign_in/provider/sent.html")]
pub struct SentPage {
    /// Around it.
    pub shell: Shell,
    /// What the directory is called.
    pub name: String,
    /// Where it asks.
    pub address: String,
}

/// The page on the way back.
#[derive(Template)]
#[template(path = "sign_in/provider/back.html")]
pub struct BackPage {
    /// Around it.
    pub shell: Shell,
    /// What came of it: the key of its title, and of a sentence.
    pub said: (&'static str, &'static str),
    /// Where it goes on; nowhere when it goes on in another window.
    pub onward: Option<&'static str>,
    /// Something is wrong.
    pub wrong: bool,
}

impl SentPage {
    /// To a made-up directory.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: outside(language, "/sign-in"),
            name: "Harbour House".into(),
            address: "/sign-in".into(),
        }
    }
}

impl BackPage {
    /// They proved it in a window of its own.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: outside(language, "/sign-in"),
            said: ("provider-proved-title", "provider-proved"),
            onward: None,
            wrong: false,
        }
    }

    /// An account that nobody here has.
    #[must_use]
    pub fn sample_unbound(language: Language) -> Self {
        Self {
            said: ("provider-no-title", "provider-unbound"),
            onward: Some("/sign-in"),
            wrong: true,
            ..Self::sample(language)
        }
    }
}
