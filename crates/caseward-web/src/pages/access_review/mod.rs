//! `/access-review`: what nothing on record explains, the most remarkable first.
//!
//! Pages §3 S14, CR-10. Looking here is on record. A row says who looked, when, where and what speaks against it, and never
//! a name from a file; whom it was about stands there only for those who may know of them.

pub mod matter;

mod handler;

pub use handler::routes;
pub(crate) use handler::system_names;

use askama::Template;
use caseward_model::{AccessFlag, AccessTemplate, Language, MatterState};
use serde::Deserialize;

use crate::view::{Step, When, sample_moment};
use crate::{Place, Shell};

/// What the button posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct RunForm {
    /// How many days back.
    pub days: String,
}

/// A matter in the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its number.
    pub no: i64,
    /// Who looked.
    pub who: String,
    /// How many looks.
    pub looks: u32,
    /// How many people.
    pub people: usize,
    /// The first look.
    pub first: When,
    /// In which systems.
    pub systems: String,
    /// What speaks against it.
    pub flags: Vec<AccessFlag>,
    /// How much, in decibans.
    pub weight: i64,
    /// How it stands.
    pub state: MatterState,
}

/// The last review.
#[derive(Debug, Clone)]
pub struct LastRun {
    /// When.
    pub when: When,
    /// The period.
    pub from: When,
    /// All accesses.
    pub accesses: u64,
    /// Those that no fact explains.
    pub unexplained: u64,
    /// What explains how many.
    pub explained: Vec<(AccessTemplate, u64)>,
    /// Lines of users who are nobody known here.
    pub unknown_users: u64,
}

/// How a flag did.
#[derive(Debug, Clone)]
pub struct FlagLine {
    /// Which.
    pub flag: AccessFlag,
    /// In how many matters.
    pub raised: u64,
    /// In how many decided ones that were right.
    pub explained: u64,
    /// In how many that became an incident.
    pub incidents: u64,
}

/// The page.
#[derive(Template)]
#[template(path = "access_review/page.html")]
pub struct AccessReviewPage {
    /// Around it.
    pub shell: Shell,
    /// The list of what was decided.
    pub decided: bool,
    /// The last review; nothing before the first.
    pub last: Option<LastRun>,
    /// The matters.
    pub rows: Vec<Row>,
    /// How many there are.
    pub all: usize,
    /// The address of the next page.
    pub next: Option<String>,
    /// How the flags did.
    pub flags: Vec<FlagLine>,
    /// What else the reader reviews.
    pub also: Vec<Step>,
}

impl AccessReviewPage {
    fn looks_of(&self, looks: &u32) -> String {
        let words = self.shell.words;
        let sentence = words.fill("review-looks").count("count", u64::from(*looks));
        sentence.with("number", words.number(looks)).to_string()
    }

    fn how_many(&self) -> String {
        let words = self.shell.words;
        let sentence = words.fill("review-all").count("count", self.all as u64);
        sentence.with("number", words.number(self.all)).to_string()
    }

    fn flag(&self, flag: &AccessFlag) -> String {
        self.shell.t(&flag_key(*flag))
    }

    fn template(&self, template: &AccessTemplate) -> String {
        self.shell.t(&template_key(*template))
    }

    fn state(&self, state: &MatterState) -> String {
        self.shell.t(&state_key(*state))
    }

    fn look(&self, state: &MatterState) -> (&'static str, &'static str) {
        look_of(*state)
    }

    /// Two matters.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Review, "/access-review");
        let words = shell.words;
        let row = |no, flags: &[AccessFlag], weight, state| Row {
            no,
            who: "Dana Ortiz".into(),
            looks: 3,
            people: 1,
            first: sample_moment(words, 3, 21, 40),
            systems: "FACTS".into(),
            flags: flags.to_vec(),
            weight,
            state,
        };
        Self {
            decided: false,
            last: Some(LastRun {
                when: sample_moment(words, 9, 8, 0),
                from: sample_moment(words, 1, 8, 0),
                accesses: 12_400,
                unexplained: 310,
                explained: vec![
                    (AccessTemplate::Assigned, 11_000),
                    (AccessTemplate::LookUp, 1_090),
                ],
                unknown_users: 12,
            }),
            rows: vec![
                row(
                    7,
                    &[AccessFlag::SameSurname, AccessFlag::OutOfHours],
                    61,
                    MatterState::Open,
                ),
                row(8, &[AccessFlag::NotStated], 12, MatterState::Answered),
            ],
            all: 2,
            next: None,
            flags: vec![FlagLine {
                flag: AccessFlag::SameSurname,
                raised: 14,
                explained: 3,
                incidents: 1,
            }],
            also: vec![Step {
                label: words.t("reviews-title"),
                href: "/access/reviews".into(),
            }],
            shell,
        }
    }

    /// Before the first review.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            last: None,
            rows: Vec::new(),
            all: 0,
            flags: Vec::new(),
            ..Self::sample(language)
        }
    }
}

/// The key of a flag's name.
#[must_use]
pub fn flag_key(flag: AccessFlag) -> String {
    format!("flag-{}", flag.word().replace('_', "-"))
}

/// The key of a template's name.
#[must_use]
pub fn template_key(template: AccessTemplate) -> String {
    format!("template-{}", template.word().replace('_', "-"))
}

/// The key of a state's name.
#[must_use]
pub fn state_key(state: MatterState) -> String {
    format!("matter-{}", state.word())
}

/// The class of a state, and the sign beside it.
#[must_use]
pub const fn look_of(state: MatterState) -> (&'static str, &'static str) {
    match state {
        MatterState::Open => ("masked", "warn"),
        MatterState::Asked => ("locked", "help"),
        MatterState::Answered => ("masked", "pen"),
        MatterState::Explained | MatterState::Settled => ("open", "open"),
        MatterState::Incident => ("refused", "cross"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Words;
    use crate::pages::look_ups::systems::system::kind_key;

    #[test]
    fn every_flag_template_kind_and_state_has_its_words_in_both_languages() {
        let flags = AccessFlag::ALL.iter().map(|it| flag_key(*it));
        let means = AccessFlag::ALL
            .iter()
            .map(|it| format!("{}-means", flag_key(*it)));
        let templates = AccessTemplate::ALL.iter().map(|it| template_key(*it));
        let states = MatterState::ALL.iter().map(|it| state_key(*it));
        let kinds = caseward_model::AccessKind::ALL
            .iter()
            .map(|it| kind_key(*it));
        let keys: Vec<String> = flags
            .chain(means)
            .chain(templates)
            .chain(states)
            .chain(kinds)
            .collect();
        for language in Language::ALL {
            let words = Words::of(*language);
            for key in &keys {
                assert!(!words.t(key).contains('⟦'), "{key} in {language}");
            }
        }
    }
}
