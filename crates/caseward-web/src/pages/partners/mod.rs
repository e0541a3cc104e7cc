//! `/partners`: to whom something may go, by which ways, and what was agreed with them (pages §3 S17).
//!
//! RE-2, CC-2.3, DV-4.1, DV-5.5 to DV-5.8, CR-8. Nothing here names a client: what was agreed about one is on that client's
//! page.

pub mod breaches;
pub mod form;
pub mod list;
pub mod one;
pub mod protocol;
pub mod rules;
pub mod way;

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::OrganizationSheet;
use caseward_casework::partnership::{Way, WayOpen};
use caseward_model::{Category, ProtocolState, Purpose};
use serde::Deserialize;

use super::people::{Choice, key};
use crate::Words;
use crate::addresses::Addresses;
use crate::view::{When, category_key, purpose_key};
use crate::visit::{Visit, day, local};

/// The addresses of partners.
#[must_use]
pub fn routes() -> Addresses {
    Addresses::new()
        .merge(list::routes())
        .merge(one::routes())
        .merge(form::routes())
        .merge(way::routes())
        .merge(protocol::routes())
        .merge(breaches::routes())
        .merge(rules::routes())
}

/// What a form posts, field by field; nothing typed is thrown away.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct Typed(Vec<(String, String)>);

impl Typed {
    /// What was typed into a field; empty when nothing was.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(it, _)| it == name);
        found.map_or("", |(_, value)| value.trim())
    }

    /// What was chosen among ticks.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        let all = self.0.iter().filter(|(it, _)| it == name);
        all.map(|(_, value)| value.clone()).collect()
    }

    /// What was chosen among ticks that each stand for a word of a list; unknown words are none.
    #[must_use]
    pub fn words<T: std::str::FromStr>(&self, name: &str) -> Vec<T> {
        let all = self.all(name);
        all.iter().filter_map(|it| it.parse().ok()).collect()
    }

    /// The same with a field filled in.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }
}

/// Which of a page's forms was sent, and what was typed into it.
#[derive(Clone, Copy)]
pub(crate) struct Sent<'t> {
    form: &'static str,
    typed: Option<&'t Typed>,
}

impl<'t> Sent<'t> {
    pub(crate) const fn nothing() -> Self {
        Self {
            form: "",
            typed: None,
        }
    }

    pub(crate) const fn of(form: &'static str, typed: &'t Typed) -> Self {
        Self {
            form,
            typed: Some(typed),
        }
    }

    /// What was typed into this form; otherwise what it begins with.
    pub(crate) fn or(self, form: &str, begins: Typed) -> Typed {
        match self.typed {
            Some(typed) if self.form == form => typed.clone(),
            _ => begins,
        }
    }
}

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum Input {
    /// A line, with its type.
    Line(&'static str),
    /// Several lines.
    Area,
    /// One of these.
    Choose(Vec<Choice>),
    /// Any of these.
    Ticks(Vec<Choice>),
    /// Yes or not.
    Tick,
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, and its id on the page.
    pub id: String,
    /// What stands above it, in words.
    pub label: String,
    /// What stands below that, in words; may be empty.
    pub hint: String,
    /// How it is filled in.
    pub input: Input,
    /// What was typed.
    pub value: String,
    /// What was chosen.
    pub chosen: Vec<String>,
}

impl Field {
    /// A field with the sentences of this key, as it was typed.
    #[must_use]
    pub fn new(words: &Words, id: &str, label: &str, input: Input, typed: &Typed) -> Self {
        let hint = format!("{label}-hint");
        Self {
            id: id.to_owned(),
            label: words.t(label),
            hint: words.may(&hint).unwrap_or_default(),
            input,
            value: typed.one(id).to_owned(),
            chosen: typed.all(id),
        }
    }

    pub(crate) fn is_chosen(&self, value: &str) -> bool {
        self.chosen.iter().any(|it| it == value)
    }
}

/// Words of a list, to be chosen from, each with the key of its sentence.
pub fn choices<T: Copy>(
    words: &Words,
    all: &[T],
    word: fn(T) -> &'static str,
    list: &str,
) -> Vec<Choice> {
    let choice = |it: &T| Choice {
        value: word(*it).to_owned(),
        label: words.t(&key(list, word(*it))),
    };
    all.iter().map(choice).collect()
}

/// The kinds of information, to be chosen from.
#[must_use]
pub fn categories(words: &Words) -> Vec<Choice> {
    let choice = |it: &Category| Choice {
        value: it.word().to_owned(),
        label: words.t(category_key(*it)),
    };
    let told = Category::ALL
        .iter()
        .filter(|it| **it != Category::Existence);
    told.map(choice).collect()
}

/// The purposes for which something goes to a partner, to be chosen from.
#[must_use]
pub fn purposes(words: &Words) -> Vec<Choice> {
    let outward = [
        Purpose::DirectService,
        Purpose::CaseConference,
        Purpose::Eligibility,
        Purpose::ChildProtection,
        Purpose::Danger,
        Purpose::Consultation,
    ];
    let choice = |it: &Purpose| Choice {
        value: it.word().to_owned(),
        label: words.t(purpose_key(*it)),
    };
    outward.iter().map(choice).collect()
}

/// Kinds of information in words, one after the other.
#[must_use]
pub fn named(words: &Words, categories: &[Category]) -> String {
    crate::view::named(words, categories)
}

/// Purposes in words, one after the other.
#[must_use]
pub fn meant(words: &Words, purposes: &[Purpose]) -> String {
    let all: Vec<_> = purposes
        .iter()
        .map(|it| words.t(purpose_key(*it)))
        .collect();
    all.join("; ")
}

/// A line of what is known about something.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is, in words.
    pub label: String,
    /// What stands there.
    pub text: String,
}

/// A line of facts, with the key of what it is.
#[must_use]
pub fn fact(words: &Words, label: &str, text: impl Into<String>) -> Fact {
    Fact {
        label: words.t(label),
        text: text.into(),
    }
}

/// The last day before this moment; nothing when it has no end.
fn last_day(visit: &Visit, until: i64) -> Option<When> {
    (until != OrganizationSheet::WITHOUT_END).then(|| day(visit.language(), until - 1))
}

/// The last day in words.
fn until_words(visit: &Visit, until: i64) -> String {
    let words = Words::of(visit.language());
    last_day(visit, until).map_or_else(|| words.t("without-end"), |it| it.words)
}

/// A day for a field of a form.
fn day_field(at_ms: i64) -> String {
    local(at_ms).date().to_string()
}

/// The key of how a way stands.
#[must_use]
pub const fn way_key(open: WayOpen) -> &'static str {
    match open {
        WayOpen::Counts => "way-counts",
        WayOpen::Unchecked => "way-unchecked",
        WayOpen::KeyChanged => "way-key-changed",
        WayOpen::ToCome => "way-to-come",
        WayOpen::Over => "way-over",
        WayOpen::Retired => "way-retired",
    }
}

/// How a way stands, in words.
fn way_state(words: &Words, way: &Way, now_ms: i64) -> String {
    words.t(way_key(way.stands_at(now_ms)))
}

/// How a protocol stands, in words.
fn protocol_state(words: &Words, state: ProtocolState) -> String {
    words.t(&key("protocol", state.word()))
}

/// The answer when a desk failed: what isn't there is the one page for that.
fn unanswered(visit: &Visit, error: &CaseworkError) -> Response {
    match error {
        CaseworkError::Unknown { .. } => visit.not_found(),
        error => visit.failed(error),
    }
}

#[cfg(test)]
mod tests {
    use caseward_model::{
        Basis, BreachBy, BreachConsequence, CheckMethod, Language, LawState, LawVerdict,
        PolicyQuestion, WayKind,
    };

    use super::*;

    #[test]
    fn every_word_about_partners_has_its_sentence_in_both_languages() {
        let mut keys: Vec<String> = Vec::new();
        keys.extend(WayKind::ALL.iter().map(|it| key("way", it.word())));
        keys.extend(CheckMethod::ALL.iter().map(|it| key("check", it.word())));
        keys.extend(
            PolicyQuestion::ALL
                .iter()
                .map(|it| key("policy", it.word())),
        );
        keys.extend(
            ProtocolState::ALL
                .iter()
                .map(|it| key("protocol", it.word())),
        );
        keys.extend(BreachBy::ALL.iter().map(|it| key("breach", it.word())));
        let follows = BreachConsequence::ALL.iter();
        keys.extend(follows.map(|it| key("consequence", it.word())));
        let bases = Basis::ALL.iter().filter(|it| **it != Basis::None);
        keys.extend(bases.map(|it| key("basis", it.word())));
        keys.extend(LawVerdict::ALL.iter().map(|it| key("verdict", it.word())));
        keys.extend(LawState::ALL.iter().map(|it| key("law", it.word())));
        for language in Language::ALL {
            for key in &keys {
                let words = Words::of(*language);
                assert!(!words.t(key).contains('⟦'), "{key} in {language}");
            }
        }
    }
}
