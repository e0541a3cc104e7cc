//! `/guidance`: what the Law Department said before, for everyone who may come to the same question (CR-5). Nobody can be
//! recognised in it.

pub(super) mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use super::partners::{Field, Input, Typed};
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell, Words};

/// A guidance.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// The question, as anybody could ask it.
    pub topic: String,
    /// What the Law Department says.
    pub text: String,
    /// When it was published.
    pub when: When,
}

/// The page.
#[derive(Template)]
#[template(path = "guidance/page.html")]
pub struct GuidancePage {
    /// Around it.
    pub shell: Shell,
    /// What was looked for.
    pub search: String,
    /// What was found.
    pub lines: Vec<Line>,
    /// The fields of the form, for whoever answers for the Law Department.
    pub fields: Option<Vec<Field>>,
    /// What is still needed.
    pub problems: Problems,
}

pub(super) fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("topic", "guidance-topic", Input::Line("text")),
        field("guidance", "guidance-text", Input::Area),
        field("confirmed", "guidance-confirmed", Input::Tick),
    ]
}

impl GuidancePage {
    /// One that was found.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/guidance");
        let mut problems = Problems::default();
        problems.note("confirmed", "amiss-not-looked-through");
        Self {
            search: "subpoena".into(),
            lines: vec![Line {
                no: 1,
                topic: "Is a subpoena an order?".into(),
                text: "No. Hand it to us; nothing goes out before.".into(),
                when: sample_moment(shell.words, 12, 9, 30),
            }],
            fields: Some(fields(shell.words, &Typed::default())),
            problems,
            shell,
        }
    }

    /// None yet.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            fields: None,
            problems: Problems::default(),
            ..Self::sample(language)
        }
    }
}
