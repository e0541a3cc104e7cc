//! `/enquiries`: somebody outside asks about a person: noting it, passing it on, and the one letter that everybody gets.
//!
//! NASW-k, DV-3.3.1. The page asks about nobody and looks at nobody: it is the same whether or not we know who was meant.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{EnquiryFrom, Language};

use super::partners::{Field, Input, Typed};
use super::people::Choice;
use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell, Words};

/// An enquiry.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its number.
    pub no: i64,
    /// From whom, in words.
    pub from: String,
    /// Who asked.
    pub who: String,
    /// What was asked.
    pub asked: String,
    /// When it was noted.
    pub noted: When,
    /// When it was dealt with, and how.
    pub answered: Option<(When, String)>,
}

/// The page.
#[derive(Template)]
#[template(path = "enquiries/page.html")]
pub struct EnquiriesPage {
    /// Around it.
    pub shell: Shell,
    /// The fields of the form.
    pub fields: Vec<Field>,
    /// What one noted, those that wait first.
    pub mine: Vec<Line>,
    /// Everyone's, for whoever speaks for the office.
    pub all: Option<Vec<Line>>,
    /// Who could speak for the office, and who does, for whoever may change that.
    pub speakers: Option<(Vec<Choice>, String)>,
    /// What is still needed.
    pub problems: Problems,
}

fn fields(words: &Words, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let from = EnquiryFrom::ALL.iter().map(|it| Choice {
        value: it.word().to_owned(),
        label: words.t(&from_key(*it)),
    });
    vec![
        field("from", "enquiry-from", Input::Choose(from.collect())),
        field("who", "enquiry-who", Input::Line("text")),
        field("text", "enquiry-asked", Input::Area),
    ]
}

fn from_key(from: EnquiryFrom) -> String {
    format!("enquiry-from-{}", from.word())
}

impl EnquiriesPage {
    fn is_speaker(&self, id: &str) -> bool {
        self.speakers.as_ref().is_some_and(|(_, who)| who == id)
    }

    /// One that waits and one that was dealt with, for whoever speaks for the office.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Elsewhere, "/enquiries");
        let words = shell.words;
        let line = |no: i64, answered| Line {
            no,
            from: words.t(&from_key(EnquiryFrom::Media)),
            who: "The Farawell Gazette, newsdesk".into(),
            asked: "Whether a woman from Elm Street stayed with us.".into(),
            noted: sample_moment(words, 14, 10, 0),
            answered,
        };
        let told = (
            sample_moment(words, 14, 11, 30),
            "The letter, by post.".to_owned(),
        );
        Self {
            fields: fields(words, &Typed::default()),
            mine: vec![line(1, Some(told))],
            all: Some(vec![line(2, None)]),
            speakers: Some((
                vec![Choice {
                    value: "0r1".into(),
                    label: "Priya Anand".into(),
                }],
                String::new(),
            )),
            problems: Problems::default(),
            shell,
        }
    }
}
