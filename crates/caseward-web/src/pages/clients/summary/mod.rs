//! `/clients/{id}/summary`: a client's file at a glance: what stands where, what comes next, until when things hold, and who answers.
//!
//! Pages §3 S4, CR-4, CR-7. The bar on top says how to reach the client safely. Each part is read as on its own page, and only where it is
//! open to the reader.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{Language, PlanBy};

use super::file::{Bar, Card, SafeContact, sample_bar, sample_sections};
use crate::pages::today::Task;
use crate::view::{State, When, pick};
use crate::{Place, Shell, Words};

/// The next step of the plan.
#[derive(Debug, Clone)]
pub struct NextStep<T> {
    /// What is to be done.
    pub text: T,
    /// Who does it, as a key of words.
    pub by: &'static str,
    /// Until which day.
    pub until: Option<When>,
    /// That day is over.
    pub is_late: bool,
}

/// Something that stands in the book and wants to be looked at.
#[derive(Debug, Clone)]
pub struct Stands {
    /// Where it is.
    pub href: String,
    /// What it is, as a key of words.
    pub what: &'static str,
    /// Its number.
    pub no: i64,
    /// Until when, where it ends.
    pub until: Option<When>,
}

/// How many sections are closed.
fn closed(words: &Words, count: u64) -> String {
    words
        .fill("summary-closed")
        .count("count", count)
        .to_string()
}

/// The page.
#[derive(Template)]
#[template(path = "clients/summary/page.html")]
pub struct SummaryPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Who answers for the client.
    pub owners: Vec<String>,
    /// The sections that are open and hold something.
    pub cards: Vec<Card>,
    /// How many sections aren't open to the reader, as a sentence; nothing where all are.
    pub closed: Option<String>,
    /// The next steps of the plan; nothing where the plan isn't open.
    pub steps: Option<Vec<NextStep<T>>>,
    /// What waits for the reader about this client.
    pub tasks: Vec<Task<T>>,
    /// Consents and disclosures that stand; nothing where the book isn't open.
    pub stands: Option<Vec<Stands>>,
}

impl SummaryPage<String> {
    /// A file with something of each.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/summary");
        let words = shell.words;
        let p = |en, es| String::from(pick(language, en, es));
        let day = |day| Some(When::day(words, jiff::civil::date(2026, 11, day)));
        let open = sample_sections(None).into_iter();
        let open = open.filter(|it| it.state == State::Open);
        Self {
            bar: sample_bar(language),
            owners: vec!["Dana Ortiz".into(), p("Harbour House", "Casa del Puerto")],
            cards: open
                .map(|link| Card {
                    link,
                    records: 2,
                    why: None,
                })
                .collect(),
            closed: Some(closed(words, 3)),
            steps: Some(vec![NextStep {
                text: p("Look at both flats.", "Ver los dos pisos."),
                by: super::plan::by_key(PlanBy::Together),
                until: day(20),
                is_late: true,
            }]),
            tasks: vec![Task {
                verb: p(
                    "Talk about confidentiality with",
                    "Hablar de la confidencialidad con",
                ),
                about: None,
                href: "/clients/0k3v9/confidentiality".into(),
                decide: None,
                due: day(28),
                is_late: false,
                why: p(
                    "It was talked about a year ago.",
                    "Se habló de ello hace un año.",
                ),
            }],
            stands: Some(vec![Stands {
                href: "/clients/0k3v9/consents/3".into(),
                what: "summary-consent-holds",
                no: 3,
                until: day(30),
            }]),
            shell,
        }
    }

    /// Nothing is open but that there is a file.
    #[must_use]
    pub fn sample_closed(language: Language) -> Self {
        Self {
            cards: Vec::new(),
            closed: Some(closed(Words::of(language), 14)),
            steps: None,
            tasks: Vec::new(),
            stands: None,
            ..Self::sample(language)
        }
    }
}
