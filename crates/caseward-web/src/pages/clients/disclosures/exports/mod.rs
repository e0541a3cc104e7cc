//! `/clients/{id}/disclosures/exports`: to whom the client's rows go in exports for programme reporting, that they were told, or why they
//! can't be (NASW-d, RE-2).

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::Language;

use super::super::super::partners::Typed;
use super::super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// An organisation that receives exports, or may.
#[derive(Debug, Clone)]
pub struct Line {
    /// What is posted.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// Whether the client knows, in words.
    pub state: String,
    /// When rows went there first.
    pub since: Option<When>,
}

/// What a client was told.
#[derive(Debug, Clone)]
pub struct Said {
    /// When.
    pub at: When,
    /// By whom.
    pub by: String,
    /// Of which organisations.
    pub to: String,
    /// They were told, or why not follows.
    pub told: bool,
    /// What was said, or why not.
    pub how: String,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/disclosures/exports/page.html")]
pub struct ExportsPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// One after the other.
    pub lines: Vec<Line>,
    /// The newest first.
    pub said: Vec<Said>,
    /// The reader's part writes into files, so that the form is offered.
    pub may_write: bool,
    /// What was typed.
    pub typed: Typed,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> ExportsPage<T> {
    fn is_chosen(&self, value: &str) -> bool {
        self.typed.all("recipient").iter().any(|it| it == value)
    }
}

impl ExportsPage<String> {
    /// Rows went to one organisation, and the client was told of another.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let path = "/clients/0k3v9/disclosures/exports";
        let shell = Shell::sample(language, Place::Clients, path);
        let words = shell.words;
        let line = |value: &str, name: &str, state: &str, since| Line {
            value: value.into(),
            name: name.into(),
            state: words.t(state),
            since,
        };
        Self {
            bar: sample_bar(language),
            lines: vec![
                line(
                    "0r1",
                    "County Lead Agency",
                    "exports-to-tell",
                    Some(sample_moment(words, 20, 9, 30)),
                ),
                line("0r2", "State Reporting", "exports-told", None),
            ],
            said: vec![Said {
                at: sample_moment(words, 12, 10, 4),
                by: "Dana Ortiz".into(),
                to: "State Reporting".into(),
                told: true,
                how: "In a talk here, with the programme's notice.".into(),
            }],
            may_write: true,
            typed: Typed::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// Nobody receives any, and a form that lacks something.
    #[must_use]
    pub fn sample_problems(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("recipient", "exports-need-recipient");
        problems.note("told", "exports-need-told");
        problems.note("how", "exports-need-how");
        Self {
            said: Vec::new(),
            problems,
            ..Self::sample(language)
        }
    }
}
