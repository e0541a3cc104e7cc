//! `/clients/{id}/law`: asking the Law Department about a client, its answers, and what was agreed with partners about this
//! client (CR-5, DV-5.5).

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{Channel, Language};

use super::super::law::{Line, fields};
use super::super::partners::{Fact, Field, Input, Typed, categories, fact, purposes};
use super::super::people::Choice;
use super::disclosures::channel_key;
use crate::forms::Problems;
use crate::view::sample_moment;
use crate::{Place, Shell, Words};

/// Something that was agreed about the client.
#[derive(Debug, Clone)]
pub struct Agreed {
    /// Its number.
    pub no: i64,
    /// What the paper is called.
    pub title: String,
    /// What.
    pub facts: Vec<Fact>,
    /// Whom it is to bind.
    pub binds: Vec<BoundLine>,
    /// It stands.
    pub open: bool,
}

/// An organization that something agreed is to bind.
#[derive(Debug, Clone)]
pub struct BoundLine {
    /// What it is called.
    pub name: String,
    /// Whether it binds them, in words.
    pub state: String,
    /// When and how they were told, and that they know.
    pub facts: Vec<Fact>,
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
    /// The fields for noting who was told, or knows, for whoever writes into files; where somebody doesn't yet.
    pub knows: Option<Vec<Field>>,
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
                title: "Agreed at the ward".into(),
                facts: vec![fact(words, "way-until", "30 June 2027")],
                binds: vec![BoundLine {
                    name: "Willowherb Clinic".into(),
                    state: words.t("agreed-binds-them"),
                    facts: vec![fact(words, "agreed-told-whom", "Ward office")],
                }],
                open: true,
            }],
            agree: Some(agree_fields(words, Vec::new(), &Typed::default())),
            knows: Some(knows_fields(words, Vec::new(), &Typed::default())),
            problems: Problems::default(),
            shell,
        }
    }
}

fn agree_fields(words: &Words, recipients: Vec<Choice>, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("organizations", "agreed-binds", Input::Ticks(recipients)),
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
    ]
}

fn knows_fields(words: &Words, whom: Vec<Choice>, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let way = |it: &Channel| Choice {
        value: it.word().to_owned(),
        label: words.t(&channel_key(*it)),
    };
    let ways = Channel::OUTWARD.iter().map(way).collect();
    vec![
        field("organization", "agreed-which", Input::Choose(whom)),
        field("on", "agreed-on", Input::Line("date")),
        field("how", "agreed-how", Input::Choose(ways)),
        field("receiver", "agreed-whom", Input::Line("text")),
    ]
}
