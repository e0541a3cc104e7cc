//! `/conference-items`: what waits for the reader's yes or no for a conference, and for nobody else's (CC-2.4a).
//!
//! Nobody has a name there. Each item is called by a handle that nobody else has; one that doesn't wait for the reader isn't there,
//! whatever is tried. Nothing is numbered, and the order says nothing.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::conference::WaitingItem;
use caseward_model::{Category, ItemPurpose, Language};

use crate::pages::clients::conferences::minutes;
use crate::pages::people::key;
use crate::view::named;
use crate::{Place, Shell, Words};

/// An item that waits.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is called for the reader.
    pub handle: String,
    /// For what somebody is to be spoken of, in words.
    pub purpose: String,
    /// By which identifier; by name if it is missing.
    pub identifier: Option<String>,
    /// How long it takes and with which sections, in words.
    pub says: Vec<String>,
    /// Both sides agreed, and nobody could lead the sitting.
    pub without_lead: bool,
}

/// The items of one series.
#[derive(Debug, Clone)]
pub struct Group {
    /// Where an answer is sent.
    pub to: String,
    /// What it is called, or that it is one.
    pub title: String,
    /// The items.
    pub lines: Vec<Line>,
}

/// The page.
#[derive(Template)]
#[template(path = "conferences/waiting/page.html")]
pub struct WaitingPage {
    /// Around it.
    pub shell: Shell,
    /// What waits, series by series.
    pub groups: Vec<Group>,
}

fn line(words: &Words, it: &WaitingItem) -> Line {
    Line {
        handle: it.handle.clone(),
        purpose: words.t(&key("item-purpose", it.purpose.word())),
        identifier: it.identifier.clone(),
        says: vec![minutes(words, it.minutes), named(words, &it.sections)],
        without_lead: it.without_lead,
    }
}

impl WaitingPage {
    /// One by identifier, one by name, and one that nobody could lead.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Conferences, "/conference-items");
        let words = shell.words;
        let item = |purpose, identifier: Option<&str>, without_lead| {
            let it = WaitingItem {
                handle: "0k3v9".into(),
                purpose,
                sections: vec![Category::Housing, Category::Services],
                minutes: 10,
                identifier: identifier.map(str::to_owned),
                without_lead,
            };
            line(words, &it)
        };
        Self {
            groups: vec![Group {
                to: "/conferences/0k3v9/items".into(),
                title: "Northside housing table".into(),
                lines: vec![
                    item(ItemPurpose::Housing, Some("BCDF-GHJK"), false),
                    item(ItemPurpose::Income, None, false),
                    item(ItemPurpose::Safety, Some("KJHG-FDCB"), true),
                ],
            }],
            shell,
        }
    }

    /// Nothing waits.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            groups: Vec::new(),
            ..Self::sample(language)
        }
    }
}
