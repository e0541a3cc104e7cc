//! `/access`: one's own questions for access with their answers, and the questions of colleagues that wait for
//! whoever decides.
//!
//! Pages §3 S3, CR-2, CR-4, CR-7. Who asks reads here nothing about whom it was; a no sounds like nobody
//! (DV-3.3.1). What they wrote is shown to those alone who may know of the client.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_casework::gate::AssignmentRole;
use caseward_model::{Language, Purpose};
use serde::Deserialize;

use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// What the form of a question posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct QuestionForm {
    /// The search that told of it.
    pub search: String,
    /// What for, as a word.
    pub purpose: String,
    /// Why.
    pub why: String,
}

/// What the form of an answer posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct AnswerForm {
    /// `give` or `decline`.
    pub answer: String,
    /// The part, as a word.
    pub part: String,
    /// The last day.
    pub until: String,
}

/// How one's own question stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// Nobody has answered yet.
    Waiting,
    /// The file is open at this address, until a day.
    Given(String, When),
    /// There is nobody.
    Nobody,
}

/// One's own question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mine {
    /// Its number.
    pub no: i64,
    /// When it was put.
    pub asked: When,
    /// What for.
    pub purpose: Purpose,
    /// How it stands.
    pub stands: Stands,
}

/// A colleague's question.
pub struct Theirs<T> {
    /// Its number.
    pub no: i64,
    /// Who asks.
    pub who: String,
    /// The address of the file.
    pub href: String,
    /// What the client is called; nothing where it isn't the reader's to see.
    pub called: Option<T>,
    /// What for.
    pub purpose: Purpose,
    /// Why, as they wrote it.
    pub why: String,
    /// When.
    pub asked: When,
}

/// The page.
#[derive(Template)]
#[template(path = "access/asked/page.html")]
pub struct AccessPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// One's own questions, the newest first.
    pub mine: Vec<Mine>,
    /// The questions that wait for the reader.
    pub theirs: Vec<Theirs<T>>,
    /// The question that was typed, where it needs something.
    pub typed: Option<QuestionForm>,
    /// The number of a colleague's question and the answer that was sent, where that needs something.
    pub sent: Option<(i64, AnswerForm)>,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> AccessPage<T> {
    fn part(&self, part: &AssignmentRole) -> String {
        self.shell.t(&format!("assignment-{}", part.word()))
    }

    /// What was sent for this question.
    fn answer_to(&self, no: i64) -> Option<&AnswerForm> {
        self.sent.as_ref().filter(|it| it.0 == no).map(|it| &it.1)
    }

    fn is_sent(&self, no: &i64) -> bool {
        self.answer_to(*no).is_some()
    }

    fn is_part(&self, no: &i64, part: &AssignmentRole) -> bool {
        self.answer_to(*no).is_some_and(|it| it.part == part.word())
    }

    fn last_day(&self, no: &i64) -> &str {
        self.answer_to(*no).map_or("", |it| it.until.as_str())
    }
}

impl AccessPage<String> {
    /// Two questions of one's own and one of a colleague.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/access");
        let words = shell.words;
        let at = || sample_moment(words, 25, 9, 30);
        let mine = |no, stands| Mine {
            no,
            asked: at(),
            purpose: Purpose::DirectService,
            stands,
        };
        Self {
            shell,
            mine: vec![
                mine(3, Stands::Waiting),
                mine(2, Stands::Given("/clients/0k3v9".into(), at())),
                mine(1, Stands::Nobody),
            ],
            theirs: vec![Theirs {
                no: 4,
                who: "Omar Haddad".into(),
                href: "/clients/0k3v9".into(),
                called: Some("Marisol Vega".into()),
                purpose: Purpose::DirectService,
                why: "She came to the night shelter and asked for me.".into(),
                asked: at(),
            }],
            typed: None,
            sent: None,
            problems: Problems::default(),
        }
    }

    /// An answer without a last day: what was sent is kept.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("until", "access-needs-until");
        let form = AnswerForm {
            answer: "give".into(),
            part: "cover".into(),
            until: "2031-01-01".into(),
        };
        Self {
            sent: Some((4, form)),
            problems,
            ..Self::sample(language)
        }
    }
}
