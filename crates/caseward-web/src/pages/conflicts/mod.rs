//! `/conflicts`: what someone declares about themselves and whom they know, and for the privacy officer the possible
//! conflicts of interest that wait for a decision.
//!
//! DV-3.3.2e, CR-4. What is declared is shown to nobody else. Whom a wall hides is told to nobody but whoever decides, and
//! never to the one it is against.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{ConflictLink, ConflictState, Language};
use serde::Deserialize;

use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// What the form of a declaration posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct DeclareForm {
    /// Where they live.
    pub address: String,
    /// Their telephone number.
    pub phone: String,
    /// Their address of mail.
    pub email: String,
    /// Whom to call in an emergency.
    pub emergency_contact: String,
    /// At which number.
    pub emergency_phone: String,
    /// Their partner's name.
    pub partner: String,
    /// Their partner's day of birth.
    pub partner_born: String,
    /// Others whom they know, one on each line.
    pub known: String,
}

/// What the form of a decision posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct DecideForm {
    /// The version that was looked at.
    pub seen: i64,
    /// `apart` or `cleared`.
    pub verdict: String,
    /// Why.
    pub because: String,
}

/// A possible conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// Its version.
    pub version: i64,
    /// The worker's name.
    pub who: String,
    /// The address of who looked at the client's file.
    pub href: String,
    /// What ties them.
    pub links: Vec<ConflictLink>,
    /// They are kept apart.
    pub apart: bool,
    /// When it was found.
    pub found: When,
    /// How it stands.
    pub state: ConflictState,
    /// Why it was decided so.
    pub because: String,
}

/// The page.
#[derive(Template)]
#[template(path = "conflicts/page.html")]
pub struct ConflictsPage {
    /// Around it.
    pub shell: Shell,
    /// What is declared.
    pub form: DeclareForm,
    /// What is still needed.
    pub problems: Problems,
    /// The possible conflicts; nothing for those who don't decide.
    pub lines: Vec<Line>,
    /// The reader decides on them.
    pub decides: bool,
    /// What was declared has just been kept.
    pub kept: bool,
    /// The number of a possible conflict and the reason that was sent, where that says too little.
    pub sent: Option<(i64, String)>,
}

impl ConflictsPage {
    fn is_sent(&self, no: &i64) -> bool {
        self.sent.as_ref().is_some_and(|it| it.0 == *no)
    }

    fn reason(&self, no: &i64) -> &str {
        let sent = self.sent.as_ref().filter(|it| it.0 == *no);
        sent.map_or("", |it| it.1.as_str())
    }

    fn link(&self, link: &ConflictLink) -> String {
        self.shell.t(match link {
            ConflictLink::Surname => "conflict-link-surname",
            ConflictLink::Address => "conflict-link-address",
            ConflictLink::Phone => "conflict-link-phone",
            ConflictLink::Email => "conflict-link-email",
            ConflictLink::EmergencyContact => "conflict-link-emergency-contact",
            ConflictLink::Partner => "conflict-link-partner",
            ConflictLink::KnownPerson => "conflict-link-known-person",
            ConflictLink::Named => "conflict-link-named",
        })
    }

    fn state(&self, state: &ConflictState) -> String {
        self.shell.t(match state {
            ConflictState::Open => "conflict-open",
            ConflictState::Apart => "conflict-apart",
            ConflictState::Cleared => "conflict-cleared",
        })
    }

    fn sample_of(language: Language, decides: bool) -> Self {
        Self {
            shell: Shell::sample(language, Place::Elsewhere, "/conflicts"),
            form: DeclareForm {
                address: "12 Elm Street, Apt 4".into(),
                known: "Marta Vidal, 1984-02-11\nJonas Okafor".into(),
                ..DeclareForm::default()
            },
            problems: Problems::default(),
            lines: Vec::new(),
            decides,
            kept: false,
            sent: None,
        }
    }

    /// A declaration.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        Self::sample_of(language, false)
    }

    /// One to decide, and one that was decided.
    #[must_use]
    pub fn sample_deciding(language: Language) -> Self {
        let page = Self::sample_of(language, true);
        let line = |no, state, links: &[ConflictLink], because: &str| Line {
            no,
            version: 1,
            who: "Dana Ortiz".into(),
            href: "/clients/0k3v9/who-looked".into(),
            links: links.to_vec(),
            apart: no == 2,
            found: sample_moment(page.shell.words, 25, 9, 30),
            state,
            because: because.into(),
        };
        let both = [ConflictLink::Surname, ConflictLink::Address];
        let lines = vec![
            line(2, ConflictState::Open, &both, ""),
            line(
                1,
                ConflictState::Cleared,
                &[ConflictLink::Surname],
                "No relation.",
            ),
        ];
        Self { lines, ..page }
    }

    /// A decision without a reason.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("because", "conflict-needs-because");
        Self {
            problems,
            sent: Some((2, "x".into())),
            ..Self::sample_deciding(language)
        }
    }
}
