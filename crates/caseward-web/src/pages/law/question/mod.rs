//! `/law/questions/{no}`: one question, for whoever answers for the Law Department (CR-5).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Language, LawVerdict};

use super::super::guidance;
use super::super::partners::{Field, Input, Typed, choices};
use super::Line;
use crate::forms::Problems;
use crate::view::sample_moment;
use crate::{Place, Shell, Words};

/// The page.
#[derive(Template)]
#[template(path = "law/question/page.html")]
pub struct QuestionPage {
    /// Around it.
    pub shell: Shell,
    /// The question.
    pub line: Line,
    /// The version that is looked at.
    pub version: i64,
    /// It is about a client: how to get to know what the answer needs is said.
    pub about_client: bool,
    /// The fields for the answer, while it waits.
    pub fields: Option<(Vec<Field>, Vec<Field>)>,
    /// What is still needed.
    pub problems: Problems,
}

fn fields(words: &Words, typed: &Typed) -> (Vec<Field>, Vec<Field>) {
    let verdicts = choices(words, LawVerdict::ALL, LawVerdict::word, "verdict");
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let answer = vec![
        field("verdict", "law-verdict", Input::Choose(verdicts)),
        field("text", "law-answer-text", Input::Area),
        field("until", "law-days", Input::Line("number")),
    ];
    let mut published = vec![field("publish", "law-publish", Input::Tick)];
    published.extend(guidance::fields(words, typed));
    (answer, published)
}

impl QuestionPage {
    /// One about a client, with an answer that says too little.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Partners, "/law/questions/2");
        let words = shell.words;
        let mut problems = Problems::default();
        problems.note("text", "amiss-says-too-little");
        Self {
            line: Line {
                no: 2,
                state: words.t("law-open"),
                verdict: None,
                asked: sample_moment(words, 14, 10, 0),
                recipient: Some("Farawell County Court".into()),
                question: Some("May the letter go?".into()),
                answer: None,
                href: None,
                open: true,
            },
            version: 1,
            about_client: true,
            fields: Some(fields(words, &Typed::default())),
            problems,
            shell,
        }
    }
}
