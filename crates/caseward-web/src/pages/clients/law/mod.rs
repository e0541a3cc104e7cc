//! `/clients/{id}/law`: asking the Law Department about a client, its answers, and what was agreed with partners about this
//! client (CR-5, DV-5.5).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::Language;

use super::super::law::{Line, fields};
use super::super::partners::{Fact, Field, Input, Typed, categories, fact, purposes};
use super::super::people::Choice;
use crate::forms::Problems;
use crate::view::sample_moment;
use crate::{Place, Shell, Words};

/// Something that was agreed about the client.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// Its number.
    pub no: i64,
    /// With whom.
    pub title: String,
    /// What.
    pub facts: Vec<Fact>,
    /// It stands.
    pub open: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/law/page.html")]
pub struct ClientLawPage {
    /// Around it.
    pub shell: Shell,
    /// The client's page.
    pub back: String,
    /// The questions.
    pub lines: Vec<Line>,
    /// The numbers of the reader's own questions that wait.
    pub own: Vec<i64>,
    /// The fields of the form.
    pub fields: Vec<Field>,
    /// What was agreed.
    pub agreed: Vec<Agreed>,
    /// The fields for agreeing on something, for whoever writes into files.
    pub agree: Option<Vec<Field>>,
    /// What is still needed.
    pub problems: Problems,
}

impl ClientLawPage {
    fn is_own(&self, no: &i64) -> bool {
        self.own.contains(no)
    }

    /// A question that waits, and something agreed.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/law");
        let words = shell.words;
        Self {
            back: "/clients/0k3v9".into(),
            lines: vec![Line {
                no: 2,
                state: words.t("law-open"),
                verdict: None,
                asked: sample_moment(words, 14, 10, 0),
                recipient: Some("Farawell County Court".into()),
                question: Some("May the letter go?".into()),
                answer: None,
                href: None,
                open: true,
            }],
            own: vec![2],
            fields: fields(words, Vec::new(), &Typed::default()),
            agreed: vec![Agreed {
                no: 1,
                title: "Willowherb Clinic".into(),
                facts: vec![fact(words, "way-until", "30 June 2027")],
                open: true,
            }],
            agree: Some(agree_fields(words, Vec::new(), &Typed::default())),
            problems: Problems::default(),
            shell,
        }
    }
}

fn agree_fields(words: &Words, recipients: Vec<Choice>, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("organization", "agreed-with", Input::Choose(recipients)),
        field("reference", "protocol-reference", Input::Line("text")),
        field("until", "way-until", Input::Line("date")),
        field(
            "purposes",
            "protocol-purposes",
            Input::Ticks(purposes(words)),
        ),
        field(
            "categories",
            "protocol-categories",
            Input::Ticks(categories(words)),
        ),
        field("receiver", "agreed-told", Input::Line("text")),
    ]
}
