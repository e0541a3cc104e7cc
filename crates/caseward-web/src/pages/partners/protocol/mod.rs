//! `/partners/protocols/{no}`: one protocol: what was agreed, and letting it rest, hold again or end.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use super::{Fact, fact};
use crate::forms::Problems;
use crate::{Place, Shell};

/// What can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// It can rest.
    pub suspend: bool,
    /// It can hold again.
    pub resume: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "partners/protocol/page.html")]
pub struct ProtocolPage {
    /// Around it.
    pub shell: Shell,
    /// Its number.
    pub no: i64,
    /// The recipient's page and name.
    pub partner: (String, String),
    /// What the paper is called.
    pub reference: String,
    /// How it stands, in words.
    pub state: String,
    /// What was agreed.
    pub facts: Vec<Fact>,
    /// What the reader may do with it.
    pub open: Option<Open>,
    /// What was typed as a reason.
    pub text: String,
    /// What is still needed.
    pub problems: Problems,
}

impl ProtocolPage {
    /// One that rests.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/partners/protocols/1");
        let words = shell.words;
        let mut problems = Problems::default();
        problems.note("text", "amiss-says-too-little");
        Self {
            no: 1,
            partner: ("/partners/0k3v9".into(), "Willowherb Clinic".into()),
            reference: "Protocol 2026".into(),
            state: words.t("protocol-suspended"),
            facts: vec![fact(words, "way-until", "30 June 2027")],
            open: Some(Open {
                suspend: true,
                resume: true,
            }),
            text: "x".into(),
            problems,
            shell,
        }
    }
}
