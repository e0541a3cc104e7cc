//! `/access-questions`: what a reviewer asks about accesses of one's own, and the answer.
//!
//! CR-10, DV-5.1.8. Whoever is asked is heard before anything is decided. It says when and where the looks were; of whom they
//! were stands in the worker's own memory and in the ledger, and not here.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;
use serde::Deserialize;

use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// What the form posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct AnswerForm {
    /// The number of the question.
    pub no: String,
    /// The answer.
    pub text: String,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Question {
    /// The matter's number.
    pub no: i64,
    /// The question.
    pub question: String,
    /// When it was asked.
    pub asked: When,
    /// The first look.
    pub first: When,
    /// The last one.
    pub last: When,
    /// How many.
    pub looks: u32,
    /// In which systems.
    pub systems: String,
    /// How many people.
    pub people: usize,
    /// What was typed.
    pub text: String,
    /// The answer was too short or too long.
    pub wrong: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "access_questions/page.html")]
pub struct AccessQuestionsPage {
    /// Around it.
    pub shell: Shell,
    /// The questions.
    pub questions: Vec<Question>,
    /// One was just answered.
    pub answered: bool,
}

impl AccessQuestionsPage {
    fn looks_of(&self, looks: &u32) -> String {
        let words = self.shell.words;
        let sentence = words.fill("review-looks").count("count", u64::from(*looks));
        sentence.with("number", words.number(looks)).to_string()
    }

    /// One question, and an answer that was too short.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Today, "/access-questions");
        let words = shell.words;
        let when = |day, hour| sample_moment(words, day, hour, 10);
        Self {
            questions: vec![Question {
                no: 7,
                question: "What was this look for?".into(),
                asked: when(5, 9),
                first: when(3, 21),
                last: when(3, 22),
                looks: 3,
                systems: "FACTS".into(),
                people: 1,
                text: "work".into(),
                wrong: true,
            }],
            answered: true,
            shell,
        }
    }

    /// None.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            questions: Vec::new(),
            answered: false,
            ..Self::sample(language)
        }
    }
}
