//! `/clients/{id}/who-looked`: everyone who opened this file, tried to, or wrote into it, and why.
//!
//! Pages §3 S14, CR-10, DV-5.1.2. Whether refused attempts are in the list is the gate's decision:
//! the page shows what it is given.

mod handler;

pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{Category, Language, Purpose, Role};

use crate::pages::clients::file::{Bar, SafeContact, sample_bar};
use crate::view::{Act, Asked, Because, Look};
use crate::{Place, Shell};

/// The page.
#[derive(Template)]
#[template(path = "clients/who_looked/page.html")]
pub struct WhoLookedPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// Newest first.
    pub looks: Vec<Look>,
    /// The address of older ones, if there are any.
    pub older: Option<String>,
}

type SampleLook = (
    i8,
    i8,
    &'static str,
    Role,
    Act,
    &'static [Category],
    Purpose,
    Because,
    &'static str,
    u64,
);

/// Day and hour, who, part, act, sections, purpose, deciding fact, clause, entry.
const SAMPLE: &[SampleLook] = &[
    (
        23,
        16,
        "Dana Ortiz",
        Role::Caseworker,
        Act::Opened,
        &[Category::Identity, Category::Housing],
        Purpose::DirectService,
        Because::Assigned,
        "CR-7",
        1198,
    ),
    (
        22,
        23,
        "Sam Whitfield",
        Role::PartnerWorker,
        Act::Refused,
        &[Category::Identity],
        Purpose::CaseConference,
        Because::Walled,
        "DV-3.3.2e",
        1191,
    ),
    (
        21,
        16,
        "Dana Ortiz",
        Role::Caseworker,
        Act::Wrote,
        &[Category::Notes],
        Purpose::DirectService,
        Because::Assigned,
        "CR-7",
        1187,
    ),
    (
        18,
        10,
        "Priya Shah",
        Role::Supervisor,
        Act::Opened,
        &[Category::Contact, Category::Notes, Category::Services],
        Purpose::Supervision,
        Because::Supervises,
        "CR-4",
        1160,
    ),
];

impl WhoLookedPage<String> {
    /// Four looks, one of them refused.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/who-looked");
        let words = shell.words;
        let look = |&(day, hour, who, role, act, sections, purpose, because, clause, entry): &SampleLook| Look {
            when: crate::view::sample_moment(words, day, hour, 4),
            sentence: Asked {
                who: who.into(),
                role,
                act,
                sections: sections.to_vec(),
                purpose,
                because: Some(because),
            }
            .sentence(words),
            act,
            clause: Some(clause.into()),
            entries: vec![entry],
        };
        Self {
            bar: sample_bar(language),
            looks: SAMPLE.iter().map(look).collect(),
            older: Some("/clients/0k3v9/who-looked/1160".into()),
            shell,
        }
    }

    /// Nobody has looked.
    #[must_use]
    pub fn sample_empty(language: Language) -> Self {
        Self {
            looks: Vec::new(),
            older: None,
            ..Self::sample(language)
        }
    }
}
