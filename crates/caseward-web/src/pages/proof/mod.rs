//! `/unlock`, `/prove`: is it still you? To go on where one was, or before something grave.
//!
//! DV-4.6.6, RE-6, NASW-l, pages §2.5. What was typed stays in this page, unseen, and is sent on with the proof; so
//! nothing is lost, with or without JavaScript. Nothing of what the page before showed is on it.

mod handler;

pub(crate) use handler::again;
pub use handler::{asked, before, locked, routes};

use askama::Template;
use caseward_model::Language;

use crate::posted::Typed;
use crate::{Place, Shell};

/// Why a proof is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The session was locked, or rested too long.
    Locked,
    /// Something grave is to be done.
    Grave,
}

/// Why the last proof wasn't taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// It didn't fit.
    Wrong,
    /// Too many mistakes: to wait, in seconds.
    TooSoon(u64),
    /// Too many are signing in at once.
    Busy,
}

/// By what this person can prove who they are.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Ways {
    /// Who this person is: a page that was covered for somebody else stays covered.
    pub of: String,
    /// A passkey.
    pub passkey: bool,
    /// A passphrase.
    pub passphrase: bool,
    /// Six digits of an app.
    pub code: bool,
    /// What the office's directory is called, if an account there is bound to them.
    pub provider: Option<String>,
    /// The secret of a made-up person's link.
    pub persona: Option<String>,
}

impl Ways {
    /// They have nothing but a link, which was used up.
    #[must_use]
    pub const fn none(&self) -> bool {
        let typed = self.passkey || self.passphrase || self.code;
        !typed && self.provider.is_none() && self.persona.is_none()
    }
}

/// The page.
#[derive(Template)]
#[template(path = "proof/page.html")]
pub struct ProofPage {
    /// Around it.
    pub shell: Shell,
    /// Why it is asked for.
    pub why: Why,
    /// Whose session it is.
    pub name: String,
    /// Where the form goes.
    pub action: String,
    /// What was typed before, to be sent along.
    pub kept: Typed,
    /// By what they can prove it.
    pub ways: Ways,
    /// Why the last one wasn't taken.
    pub missed: Option<Missed>,
}

impl ProofPage {
    /// What was wrong with the last one, in a sentence.
    #[must_use]
    pub fn problem(&self) -> Option<String> {
        self.missed.map(|missed| missed.sentence(&self.shell))
    }

    /// Whether something was typed that is kept; where to go back to is not.
    fn keeps(&self) -> bool {
        self.action != "/prove" && !self.kept.is_empty()
    }

    /// A locked session, with something typed.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self {
            shell: crate::pages::sign_in::outside(language, "/unlock"),
            why: Why::Locked,
            name: "Dana Ortiz".into(),
            action: "/clients/0abc/entries/new".into(),
            kept: vec![("text".into(), "Slept through twice this week.".into())],
            ways: Ways {
                of: "0k3v9".into(),
                passkey: true,
                passphrase: true,
                code: true,
                provider: Some("Harbour House".into()),
                persona: None,
            },
            missed: None,
        }
    }

    /// Something grave, and a first try that didn't fit.
    #[must_use]
    pub fn sample_grave(language: Language) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, "/"),
            why: Why::Grave,
            missed: Some(Missed::Wrong),
            kept: Vec::new(),
            action: "/prove".into(),
            ..Self::sample(language)
        }
    }

    /// Someone made up, who has a link and nothing else.
    #[must_use]
    pub fn sample_persona(language: Language) -> Self {
        Self {
            ways: Ways {
                persona: Some("made-up".into()),
                ..Ways::default()
            },
            ..Self::sample(language)
        }
    }

    /// Someone who has nothing to prove it with.
    #[must_use]
    pub fn sample_nothing(language: Language) -> Self {
        Self {
            ways: Ways::default(),
            missed: Some(Missed::TooSoon(90)),
            ..Self::sample(language)
        }
    }
}

impl Missed {
    /// What happened and what to do, in a sentence.
    #[must_use]
    pub fn sentence(self, shell: &Shell) -> String {
        match self {
            Self::Wrong => shell.t("proof-wrong"),
            Self::TooSoon(seconds) => shell
                .fill("sign-in-wait")
                .count("minutes", seconds.div_ceil(60))
                .to_string(),
            Self::Busy => shell.t("sign-in-busy"),
        }
    }
}
