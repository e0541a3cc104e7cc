//! `/meetings/{id}/agenda`: what stands on the agenda of a meeting for the reader, once it is closed; and, for whoever leads it, closing
//! it, which divides it into sittings (CC-1, CC-2.4, CC-2.5).
//!
//! Each finds their own items, for what and for how many minutes, and nothing of others: no number, no order, no sum.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_model::{ItemPurpose, Language};

use crate::forms::Problems;
use crate::pages::clients::conferences::minutes;
use crate::pages::people::key;
use crate::{Place, Shell, Words};

/// The page.
#[derive(Template)]
#[template(path = "conferences/agenda/page.html")]
pub struct AgendaPage {
    /// Around it.
    pub shell: Shell,
    /// The page of the meeting.
    pub back: String,
    /// The agenda is closed.
    pub closed: bool,
    /// The reader can close it.
    pub can_close: bool,
    /// For what and how long each of the reader's own items is, in words.
    pub items: Vec<String>,
    /// What is still needed.
    pub problems: Problems,
}

fn item(words: &Words, purpose: ItemPurpose, takes: i64) -> String {
    let purpose = words.t(&key("item-purpose", purpose.word()));
    format!("{purpose} · {}", minutes(words, takes))
}

impl AgendaPage {
    /// Closed, with two items of the reader's own.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Conferences, "/meetings/0k3v9/agenda");
        let words = shell.words;
        Self {
            back: "/meetings/0k3v9".into(),
            closed: true,
            can_close: false,
            items: vec![
                item(words, ItemPurpose::Housing, 10),
                item(words, ItemPurpose::CarePlan, 15),
            ],
            problems: Problems::default(),
            shell,
        }
    }

    /// Before it is closed, for whoever leads it, and after somebody else was quicker.
    #[must_use]
    pub fn sample_open(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("stamp", "amiss-changed-meanwhile");
        Self {
            closed: false,
            can_close: true,
            items: Vec::new(),
            problems,
            ..Self::sample(language)
        }
    }
}
