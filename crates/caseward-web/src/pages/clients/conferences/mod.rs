//! `/clients/{id}/conferences`: on which agendas of case conferences a client stands, and putting them there (CC-1, CC-2.4a, CC-2.5).
//!
//! It says on which day somebody is spoken of, and never as what. Whoever is assigned proposes, somebody else of the organization agrees,
//! and then it waits for the conference; that reads alike whatever comes of it.

mod handler;

pub use handler::routes;

use askama::Template;
use caseward_casework::conference::{ItemNeed, ItemState};
use caseward_casework::gate::{can_be_offered, item_needs};
use caseward_model::{Category, ItemPurpose, Language};

use crate::forms::Problems;
use crate::pages::partners::{Fact, Field, Input, Typed, choices, named};
use crate::pages::people::{Choice, key};
use crate::view::{category_key, sample_moment};
use crate::{Place, Shell, Words};

/// Where the client stands on one agenda.
#[derive(Debug, Clone)]
pub struct Line {
    /// What the series is called, or that it is one.
    pub title: String,
    /// How it stands, in words.
    pub state: String,
    /// On which day they are or were spoken of, in words.
    pub day: Option<String>,
    /// For what, how long, by name or by identifier, and with which sections, in words.
    pub says: Vec<String>,
    /// The id of the series, as it is posted.
    pub conference: String,
    /// The reader can agree to it for the organization.
    pub can_agree: bool,
    /// The reader can take it off.
    pub can_take_off: bool,
    /// The reader can have another identifier drawn.
    pub can_reissue: bool,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/conferences/page.html")]
pub struct ClientConferencesPage {
    /// Around it.
    pub shell: Shell,
    /// The client's page.
    pub back: String,
    /// The agendas.
    pub lines: Vec<Line>,
    /// The fields for putting the client on one; none for whoever can't, or takes part in no conference.
    pub fields: Vec<Field>,
    /// What each purpose can need, in words.
    pub least: Vec<Fact>,
    /// What is still needed.
    pub problems: Problems,
}

/// The key of what keeps an item from being kept.
pub(super) const fn needs_key(need: ItemNeed) -> &'static str {
    match need {
        ItemNeed::Sections => "item-needs-sections",
        ItemNeed::Minutes => "item-needs-minutes",
        ItemNeed::WhoBesideIdentifier => "item-needs-who-beside-identifier",
        ItemNeed::Identifier => "item-needs-identifier",
        ItemNeed::Already => "item-needs-already",
        ItemNeed::NotThere => "item-needs-not-there",
        ItemNeed::SomebodyElse => "item-needs-somebody-else",
    }
}

/// The sections that an item can name, or on which an organization can act, to be chosen from.
pub(crate) fn sections(words: &Words) -> Vec<Choice> {
    let choice = |it: Category| Choice {
        value: it.word().to_owned(),
        label: words.t(category_key(it)),
    };
    can_be_offered().into_iter().map(choice).collect()
}

/// How long an item takes, in words.
pub(crate) fn minutes(words: &Words, minutes: i64) -> String {
    let count = u64::try_from(minutes).unwrap_or(0);
    words.fill("item-takes").count("count", count).to_string()
}

/// What each purpose can need, beside who somebody is.
fn least(words: &Words) -> Vec<Fact> {
    let purpose = |it: &ItemPurpose| {
        let mut needed = can_be_offered();
        needed.retain(|section| item_needs(*it, *section));
        Fact {
            label: words.t(&key("item-purpose", it.word())),
            text: named(words, &needed),
        }
    };
    ItemPurpose::ALL.iter().map(purpose).collect()
}

fn fields(words: &Words, series: Vec<Choice>, typed: &Typed) -> Vec<Field> {
    let purposes = choices(words, ItemPurpose::ALL, ItemPurpose::word, "item-purpose");
    let ways = ["name", "identifier"].map(|it| Choice {
        value: it.to_owned(),
        label: words.t(&key("item-by", it)),
    });
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    vec![
        field("conference", "item-conference", Input::Choose(series)),
        field("purpose", "item-purpose", Input::Choose(purposes)),
        field("sections", "item-sections", Input::Ticks(sections(words))),
        field("minutes", "item-minutes", Input::Line("number")),
        field("by", "item-by", Input::Choose(ways.to_vec())),
    ]
}

impl ClientConferencesPage {
    /// One that waits, one that was held, and a form in which something is missing.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/conferences");
        let words = shell.words;
        let line = |state: ItemState, day: Option<String>| Line {
            title: "Northside housing table".into(),
            state: words.t(&key("item-state", state.word())),
            day,
            says: vec![
                words.t("item-purpose-housing"),
                minutes(words, 10),
                words.t("item-by-identifier"),
                named(words, &[Category::Housing]),
            ],
            conference: "0k3v9".into(),
            can_agree: state == ItemState::WaitsForOrganization,
            can_take_off: state == ItemState::WaitsForOrganization,
            can_reissue: state == ItemState::WaitsForOrganization,
        };
        let held = sample_moment(words, 12, 15, 0).words;
        let mut problems = Problems::default();
        problems.note("sections", needs_key(ItemNeed::Sections));
        let series = vec![Choice {
            value: "0k3v9".into(),
            label: "Northside housing table".into(),
        }];
        Self {
            back: "/clients/0k3v9".into(),
            lines: vec![
                line(ItemState::WaitsForOrganization, None),
                line(ItemState::SpokenOf, Some(held)),
            ],
            fields: fields(words, series, &Typed::default().with("minutes", "10")),
            least: least(words),
            problems,
            shell,
        }
    }

    /// On no agenda, for somebody who can put nobody there.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            fields: Vec::new(),
            problems: Problems::default(),
            ..Self::sample(language)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_about_items_has_its_sentence_in_both_languages() {
        let purposes = ItemPurpose::ALL.iter();
        let mut keys: Vec<_> = purposes.map(|it| key("item-purpose", it.word())).collect();
        let states = ItemState::ALL.iter();
        keys.extend(states.map(|it| key("item-state", it.word())));
        keys.extend(ItemNeed::ALL.iter().map(|it| needs_key(*it).to_owned()));
        for need in ItemNeed::ALL {
            assert_eq!(key("item-needs", need.word()), needs_key(*need));
        }
        for language in Language::ALL {
            let words = Words::of(*language);
            for key in &keys {
                assert!(!words.t(key).contains('⟦'), "{key} in {language}");
            }
        }
    }
}
