//! `/whereabouts`: that somebody works away from the office, that nobody can hear or read along there, and the page that comes instead
//! of one that may tell of a client until that is said.
//!
//! DV-4.6.2, NASW-i. Neither page names anybody: it isn't known yet who stands behind the one who reads it.

mod handler;

pub(crate) use handler::held;
pub use handler::routes;

use askama::Template;
use caseward_casework::sign_in::Whereabouts;
use caseward_model::Language;

use crate::pages::Sample;
use crate::posted::Typed;
use crate::view::sample_moment;
use crate::{Place, Shell};

/// Where it is said.
pub(crate) const ADDRESS: &str = "/whereabouts";
/// The name of the button under which a form that was held back goes on.
pub(crate) const GO_ON: &str = "whereabouts-go-on";
/// The name of the buttons on pages that were not posted.
const STEP: &str = "step";

/// The page.
#[derive(Template)]
#[template(path = "whereabouts/page.html")]
pub struct WhereaboutsPage {
    /// Around it; it knows until when nobody can hear or read along.
    pub shell: Shell,
    /// How the session stands.
    pub stands: Whereabouts,
    /// The office asks it of everyone who works here, or on a device like this one.
    pub asked_anyway: bool,
}

/// The page that comes instead.
#[derive(Template)]
#[template(path = "whereabouts/held.html")]
pub struct PlaceHeldPage {
    /// Around it.
    pub shell: Shell,
    /// Where its form goes.
    pub action: String,
    /// The name of its button.
    pub button: &'static str,
    /// What goes along unseen: what was typed, or where to go on to.
    pub kept: Typed,
}

/// The pages with made-up content.
pub(super) fn samples(language: Language) -> Vec<Sample> {
    vec![
        ("whereabouts", WhereaboutsPage::sample(language).render()),
        (
            "whereabouts-private",
            WhereaboutsPage::sample_private(language).render(),
        ),
        (
            "whereabouts-unsaid",
            WhereaboutsPage::sample_unsaid(language).render(),
        ),
        ("place-held", PlaceHeldPage::sample(language).render()),
        (
            "place-held-typed",
            PlaceHeldPage::sample_typed(language).render(),
        ),
    ]
}

impl WhereaboutsPage {
    /// In the office.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, ADDRESS),
            stands: Whereabouts::NotAsked,
            asked_anyway: false,
        }
    }

    /// Elsewhere, and nobody can hear or read along.
    #[must_use]
    pub fn sample_private(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Elsewhere, ADDRESS);
        let until = sample_moment(shell.words, 23, 18, 40);
        Self {
            shell: Shell {
                private_until: Some(until),
                ..shell
            },
            stands: Whereabouts::Private { until: 0 },
            asked_anyway: false,
        }
    }

    /// It isn't said yet, in an office that asks everyone.
    #[must_use]
    pub fn sample_unsaid(language: Language) -> Self {
        Self {
            stands: Whereabouts::Unsaid,
            asked_anyway: true,
            ..Self::sample(language)
        }
    }
}

impl PlaceHeldPage {
    /// Whether something was typed that goes along.
    fn keeps(&self) -> bool {
        self.button == GO_ON && !self.kept.is_empty()
    }

    /// Before a page.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, "/today"),
            action: ADDRESS.into(),
            button: STEP,
            kept: vec![("back".into(), "/today".into())],
        }
    }

    /// Before a form is sent.
    #[must_use]
    pub fn sample_typed(language: Language) -> Self {
        Self {
            action: "/clients/find".into(),
            button: GO_ON,
            kept: vec![("name".into(), "Reyes".into())],
            ..Self::sample(language)
        }
    }
}
