//! `/law/questions`: one's own questions to the Law Department, and for whoever answers them, everyone's (CR-5).
//!
//! The words of a question about a client stand on that client's page, for those who may know of them.

pub(super) mod handler;
pub mod question;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use super::partners::{Field, Input, Typed};
use super::people::Choice;
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell, Words};

/// A question.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// How it stands, in words.
    pub state: String,
    /// What was said, in a word of the Law Department.
    pub verdict: Option<String>,
    /// When it was asked.
    pub asked: When,
    /// Whom something would go to.
    pub recipient: Option<String>,
    /// What was asked, where that is told here.
    pub question: Option<String>,
    /// What was answered, where that is told here.
    pub answer: Option<String>,
    /// The page on which its words are.
    pub href: Option<String>,
    /// It waits.
    pub open: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "law/page.html")]
pub struct LawPage {
    /// Around it.
    pub shell: Shell,
    /// One's own questions.
    pub mine: Vec<Line>,
    /// Everyone's, for whoever answers.
    pub waiting: Option<Vec<Line>>,
    /// The fields of the form, for whoever may ask.
    pub fields: Option<Vec<Field>>,
    /// What is still needed.
    pub problems: Problems,
}

pub(super) fn fields(words: &Words, recipients: Vec<Choice>, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("recipient", "law-recipient", Input::Choose(recipients)),
        field("text", "law-question", Input::Area),
    ]
}

impl LawPage {
    /// One's own, answered, and one to answer.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/law/questions");
        let words = shell.words;
        let line = |no, state: &str| Line {
            no,
            state: words.t(state),
            verdict: Some(words.t("verdict-guidance")),
            asked: sample_moment(words, 14, 10, 0),
            recipient: Some("Farawell County Court".into()),
            question: Some("Is a letter of the court an order?".into()),
            answer: Some("Only when a judge signed it.".into()),
            href: None,
            open: no == 2,
        };
        Self {
            mine: vec![line(1, "law-answered")],
            waiting: Some(vec![line(2, "law-open")]),
            fields: Some(fields(words, Vec::new(), &Typed::default())),
            problems: Problems::default(),
            shell,
        }
    }
}
