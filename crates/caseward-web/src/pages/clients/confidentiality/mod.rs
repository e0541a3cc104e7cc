//! `/clients/{id}/confidentiality`: when the limits of confidentiality were gone through with the client, and that they
//! acknowledged the organization's policies.
//!
//! NASW-e, RE-1, RE-4, DV-5.2.1. What counts is what the client said it means.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::consent::TalkNeed;
use caseward_model::{Language, TalkKind};

use super::consents::Answers;
use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// A talk.
#[derive(Debug, Clone)]
pub struct Line {
    /// Which.
    pub kind: TalkKind,
    /// When.
    pub at: When,
    /// Who talked with the client.
    pub by: String,
    /// How.
    pub how: String,
    /// What the client said it means.
    pub teach_back: String,
    /// The procedure was handed over.
    pub procedure_given: bool,
    /// The name under the acknowledgement.
    pub name: String,
    /// A signed paper was scanned.
    pub on_paper: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/confidentiality/page.html")]
pub struct TalksPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The talks, the newest first.
    pub lines: Vec<Line>,
    /// When the next one is due.
    pub due: Option<When>,
    /// The reader's part writes into files.
    pub may_write: bool,
    /// What was typed.
    pub typed: Answers,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> TalksPage<T> {
    fn kind_key(&self, kind: &TalkKind) -> &'static str {
        match kind {
            TalkKind::Limits => "talk-limits",
            TalkKind::Policies => "talk-policies",
        }
    }
}

/// What is still needed, field by field.
fn problems_of(needs: &[TalkNeed]) -> Problems {
    let mut problems = Problems::default();
    for need in needs {
        let (field, key) = match need {
            TalkNeed::How => ("how", "talk-needs-how"),
            TalkNeed::TeachBack => ("teach_back", "consent-needs-teach-back"),
            TalkNeed::Procedure => ("procedure_given", "talk-needs-procedure"),
            TalkNeed::Name => ("name", "talk-needs-name"),
            TalkNeed::Mark => ("mark", "sign-needs-mark"),
            TalkNeed::Scan => ("scan", "paper-needs-scan"),
            TalkNeed::TooLong => ("how", "consent-too-long"),
        };
        problems.note(field, key);
    }
    problems
}

impl TalksPage<String> {
    /// Two talks.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/confidentiality");
        let words = shell.words;
        let line = |kind, day| Line {
            kind,
            at: sample_moment(words, day, 10, 4),
            by: "Dana Ortiz".to_owned(),
            how: "In a talk here".to_owned(),
            teach_back: "That you have to tell if a child is hurt.".to_owned(),
            procedure_given: true,
            name: if kind == TalkKind::Policies {
                "Marisol Vega".to_owned()
            } else {
                String::new()
            },
            on_paper: false,
        };
        Self {
            bar: sample_bar(language),
            lines: vec![line(TalkKind::Policies, 14), line(TalkKind::Limits, 12)],
            due: Some(sample_moment(words, 24, 0, 0)),
            may_write: true,
            typed: Answers::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// None yet, and one that lacks something.
    #[must_use]
    pub fn sample_problems(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            due: None,
            problems: problems_of(&[TalkNeed::How, TalkNeed::TeachBack]),
            ..Self::sample(language)
        }
    }
}
