//! `/presence`: that a client is with somebody who works here, and the page that comes meanwhile instead of one that may tell of
//! another client.
//!
//! DV-4.6.4, RE-6. Neither page names anybody, in its title or on it: the client who is there may read along.

mod handler;

pub(crate) use handler::held;
pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use crate::posted::Typed;
use crate::shell::OpenPresence;
use crate::view::sample_moment;
use crate::{Place, Shell};

/// Where it is said.
pub(crate) const ADDRESS: &str = "/presence";
/// The name of the buttons under which a form that was held back goes on.
pub(crate) const GO_ON: &str = "presence-go-on";
/// The name of the buttons on pages that were not posted.
const STEP: &str = "step";

/// The page.
#[derive(Template)]
#[template(path = "presence/page.html")]
pub struct PresencePage {
    /// Around it; it knows whether a client is there.
    pub shell: Shell,
}

/// The page that comes instead.
#[derive(Template)]
#[template(path = "presence/held.html")]
pub struct HeldPage {
    /// Around it.
    pub shell: Shell,
    /// Where its form goes.
    pub action: String,
    /// The name of its buttons.
    pub button: &'static str,
    /// What goes along unseen: what was typed, or where to go on to.
    pub kept: Typed,
    /// The page of the client who is there.
    pub theirs: String,
}

impl PresencePage {
    /// Nobody is there.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, ADDRESS),
        }
    }

    /// Somebody is there.
    #[must_use]
    pub fn sample_here(language: Language) -> Self {
        Self {
            shell: beside(language, ADDRESS, None),
        }
    }
}

impl HeldPage {
    /// Whether something was typed that goes along.
    fn keeps(&self) -> bool {
        self.button == GO_ON && !self.kept.is_empty()
    }

    /// Before a page.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: beside(language, "/today", None),
            action: ADDRESS.into(),
            button: STEP,
            kept: vec![("back".into(), "/today".into())],
            theirs: "/clients/0k3v9".into(),
        }
    }

    /// Before a form is sent; the screen was turned away until a moment ago.
    #[must_use]
    pub fn sample_typed(language: Language) -> Self {
        Self {
            action: "/clients/find".into(),
            button: GO_ON,
            kept: vec![("name".into(), "Reyes".into())],
            shell: beside(language, "/", Some(16)),
            ..Self::sample(language)
        }
    }
}

/// A shell for samples with somebody before the screen, turned away from them until this hour.
fn beside(language: Language, address: &str, aside: Option<i8>) -> Shell {
    let shell = Shell::sample(language, Place::Elsewhere, address);
    let clock = |hour| sample_moment(shell.words, 23, hour, 40);
    Shell {
        presence: Some(OpenPresence {
            until: clock(18),
            aside: aside.map(clock),
        }),
        ..shell
    }
}
