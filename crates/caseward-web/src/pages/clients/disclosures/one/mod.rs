//! `/clients/{id}/disclosures/{no}`: one disclosure, step by step: what goes, exactly what would leave, a second person where a
//! rule wants one, letting it out, what became of it, and whether the client knows.
//!
//! Pages §3 S7, RE-2, NASW-c, NASW-d, CR-6.

pub(super) mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{Category, DisclosureState, Language, Purpose};

use super::super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{When, Why, category_key, purpose_key, sample_moment};
use crate::{Place, Shell};

/// A section that can be chosen.
#[derive(Debug, Clone)]
pub struct SectionChoice {
    /// Which.
    pub category: Category,
    /// It goes.
    pub chosen: bool,
    /// The purpose usually needs it.
    pub needed: bool,
}

/// A section that can't go, and why.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Which.
    pub category: Category,
    /// Why, and what would change it.
    pub why: Why,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/disclosures/one/page.html")]
pub struct DisclosurePage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Its own address.
    pub href: String,
    /// To whom.
    pub to: String,
    /// Why, in words.
    pub purpose: String,
    /// On what ground, in words.
    pub basis: String,
    /// By which way, in words.
    pub channel: String,
    /// How it stands.
    pub state: DisclosureState,
    /// The same in words.
    pub state_says: String,
    /// What can be chosen.
    pub sections: Vec<SectionChoice>,
    /// Why more than needed.
    pub why_more: String,
    /// When the paper was put together, and its SHA-256.
    pub composed: Option<(When, String)>,
    /// A rule wants a second person.
    pub wants_second: bool,
    /// Who approved, when one did.
    pub approved: Option<String>,
    /// When it was released, and the number of the INTENT.
    pub released: Option<(When, u64)>,
    /// Whether the client knows, in words, and how.
    pub told: (String, String),
    /// It isn't settled yet whether the client knows.
    pub to_tell: bool,
    /// The reader put it together: someone else approves.
    pub is_own: bool,
    /// What can't go.
    pub kept: Vec<Kept>,
    /// What is still needed.
    pub problems: Problems,
}

impl<T: Display> DisclosurePage<T> {
    fn is_open(&self) -> bool {
        !self.state.left() && self.state != DisclosureState::Dropped
    }

    fn section(&self, category: &Category) -> String {
        self.shell.t(category_key(*category))
    }

    fn needed(&self) -> impl Iterator<Item = &SectionChoice> {
        self.sections.iter().filter(|it| it.needed)
    }

    fn beyond(&self) -> impl Iterator<Item = &SectionChoice> {
        self.sections.iter().filter(|it| !it.needed)
    }

    fn goes_beyond(&self) -> bool {
        self.beyond().any(|it| it.chosen) || self.problems.of("why_more").is_some()
    }

    fn may_release(&self) -> bool {
        match self.state {
            DisclosureState::Composed => !self.wants_second,
            DisclosureState::Approved | DisclosureState::Failed => true,
            _ => false,
        }
    }
}

impl DisclosurePage<String> {
    /// Put together, and waiting to go.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/disclosures/2");
        let choice = |category, chosen, needed| SectionChoice {
            category,
            chosen,
            needed,
        };
        let state = DisclosureState::Composed;
        Self {
            bar: sample_bar(language),
            href: "/clients/0k3v9/disclosures/2".into(),
            to: "Northside Housing Authority".into(),
            purpose: shell.t(purpose_key(Purpose::Eligibility)),
            basis: shell.t("disclosure-basis-consent"),
            channel: shell.t("disclosure-channel-hand-delivery"),
            state,
            state_says: shell.t(&super::state_key(state)),
            sections: vec![
                choice(Category::Identity, true, true),
                choice(Category::Housing, true, true),
                choice(Category::Health, false, false),
            ],
            why_more: String::new(),
            composed: Some((sample_moment(shell.words, 20, 10, 5), "ab".repeat(32))),
            wants_second: false,
            approved: None,
            released: None,
            told: (shell.t("disclosure-told-later"), String::new()),
            to_tell: true,
            is_own: true,
            kept: Vec::new(),
            problems: Problems::default(),
            shell,
        }
    }

    /// It left; a second person had approved it.
    #[must_use]
    pub fn sample_released(language: Language) -> Self {
        let before = Self::sample(language);
        let state = DisclosureState::Released;
        Self {
            state,
            state_says: before.shell.t(&super::state_key(state)),
            approved: Some("Priya Anand".into()),
            wants_second: true,
            released: Some((sample_moment(before.shell.words, 20, 11, 0), 4_711)),
            ..before
        }
    }
}
