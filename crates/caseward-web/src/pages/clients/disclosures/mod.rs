//! `/clients/{id}/disclosures`: what left about a client, to whom and why, and the form to begin one more.
//!
//! Pages §3 S7, RE-2, NASW-c, CR-7. To whoever may not know of the client this page is one that isn't there (DV-3.3.1).

mod accounting;
pub mod attached;
pub mod exports;
mod handler;
pub mod masks;
pub mod one;
mod road;

pub(in crate::pages::clients) use handler::failed;
pub use handler::routes;

use std::collections::BTreeMap;
use std::fmt::Display;

use askama::Template;
use caseward_casework::disclosure::{Answers, asks, may_answer};
use caseward_model::{Basis, Channel, DisclosureState, Language, Purpose, Regime, Road, RoadField};
use serde::Deserialize;

use super::file::{Bar, SafeContact, sample_bar};
use crate::forms::Problems;
use crate::view::{When, purpose_key, sample_moment};
use crate::{Place, Shell};

/// What the form posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct BeginForm {
    /// What kind of disclosure, as a word; an ordinary one if nothing is said.
    pub road: String,
    /// The id of an organisation.
    pub recipient: String,
    /// Why, as a word.
    pub purpose: String,
    /// On what ground, as a word.
    pub basis: String,
    /// On the ground of danger, the number of the report.
    pub danger: String,
    /// By which way, as a word.
    pub channel: String,
    /// What the kinds of disclosure ask, by the words of the fields.
    #[serde(flatten)]
    pub answers: BTreeMap<String, String>,
}

impl BeginForm {
    fn is_on(&self, road: &Road) -> bool {
        self.road == road.word() || (self.road.is_empty() && *road == Road::Other)
    }

    fn answered(&self, field: &RoadField) -> &str {
        self.answers.get(field.word()).map_or("", String::as_str)
    }

    /// The report on which it goes, on the ground of danger.
    fn danger_on(&self, basis: Basis) -> Option<i64> {
        let named = self.danger.trim().parse().ok();
        named.filter(|_| basis == Basis::Danger)
    }

    /// Which report it goes on is asked where it isn't clear, and shown again where it was said.
    fn shows_danger(&self, problems: &Problems) -> bool {
        problems.of("danger").is_some() || !self.danger.is_empty()
    }

    /// What was answered to what this road asks; what another one asks is left out.
    fn answers_on(&self, road: Road, basis: Basis) -> Answers {
        let asked = asks(road, basis).iter().chain(may_answer(road));
        asked.map(|field| (*field, self.answered(field))).collect()
    }
}

/// A disclosure in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its page.
    pub href: String,
    /// To whom.
    pub to: String,
    /// Why, in words.
    pub purpose: String,
    /// How it stands, in words.
    pub state: String,
    /// When it was begun.
    pub begun: When,
}

/// An organisation that can be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// The page.
#[derive(Template)]
#[template(path = "clients/disclosures/page.html")]
pub struct DisclosuresPage<T: Display> {
    /// Around it.
    pub shell: Shell,
    /// Who this is.
    pub bar: Bar<T>,
    /// The newest first.
    pub lines: Vec<Line>,
    /// To whom something can go.
    pub recipients: Vec<Choice>,
    /// On which danger report it can go, where that is asked; empty for whoever may not read of them, and types the number.
    pub dangers: Option<Vec<Choice>>,
    /// The reader's part writes into files, so that the form is offered.
    pub may_begin: bool,
    /// What was typed.
    pub form: BeginForm,
    /// What is still needed.
    pub problems: Problems,
}

/// What a disclosure can be for; a purpose of the house's own isn't among them.
pub(super) const PURPOSES: &[Purpose] = &[
    Purpose::DirectService,
    Purpose::Eligibility,
    Purpose::Payment,
    Purpose::Danger,
    Purpose::ChildProtection,
    Purpose::Legal,
    Purpose::Consultation,
    Purpose::Teaching,
    Purpose::Media,
];

/// On what ground.
pub(super) const GROUNDS: &[Basis] = &[
    Basis::Consent,
    Basis::ClientRequest,
    Basis::LegalAuthority,
    Basis::Danger,
    Basis::Deidentified,
    Basis::CompellingNeed,
    Basis::Duty,
];

/// By which ways something leaves to somebody.
pub(super) const WAYS: &[Channel] = &[
    Channel::EncryptedMessage,
    Channel::SecureTransfer,
    Channel::HandDelivery,
    Channel::OpenMessage,
    Channel::Telephone,
];

/// Under which rules the accounting can be asked for; all that left comes first.
pub(super) const REGIMES: &[Regime] = Regime::ALL;

/// The key of a state's name.
pub(super) fn state_key(state: DisclosureState) -> String {
    format!("disclosure-state-{}", state.word())
}

/// The key of a ground's name.
pub(super) fn basis_key(basis: Basis) -> String {
    format!("disclosure-basis-{}", basis.word().replace('_', "-"))
}

/// The key of a way's name.
pub(super) fn channel_key(channel: Channel) -> String {
    format!("disclosure-channel-{}", channel.word().replace('_', "-"))
}

impl<T: Display> DisclosuresPage<T> {
    fn regime(&self, regime: &Regime) -> String {
        self.shell.t(&format!("accounting-{}", regime.word()))
    }

    fn road(&self, road: &Road) -> String {
        self.shell.t(&road::key(*road))
    }

    fn road_means(&self, road: &Road) -> String {
        self.shell.t(&format!("{}-means", road::key(*road)))
    }

    fn field(&self, field: &RoadField) -> String {
        self.shell.t(&road::field_key(*field))
    }

    fn field_hint(&self, field: &RoadField) -> String {
        self.shell.t(&format!("{}-hint", road::field_key(*field)))
    }

    fn purpose(&self, purpose: &Purpose) -> String {
        self.shell.t(purpose_key(*purpose))
    }

    fn basis(&self, basis: &Basis) -> String {
        self.shell.t(&basis_key(*basis))
    }

    fn channel(&self, channel: &Channel) -> String {
        self.shell.t(&channel_key(*channel))
    }
}

impl DisclosuresPage<String> {
    /// Two disclosures and the form.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::Clients, "/clients/0k3v9/disclosures");
        let line = |no: u8, state, day| Line {
            href: format!("/clients/0k3v9/disclosures/{no}"),
            to: "Northside Housing Authority".into(),
            purpose: shell.t(purpose_key(Purpose::Eligibility)),
            state: shell.t(&state_key(state)),
            begun: sample_moment(shell.words, day, 9, 30),
        };
        Self {
            lines: vec![
                line(2, DisclosureState::Composed, 20),
                line(1, DisclosureState::Delivered, 4),
            ],
            bar: sample_bar(language),
            recipients: vec![Choice {
                value: "0r1".into(),
                label: "Northside Housing Authority".into(),
            }],
            dangers: None,
            may_begin: true,
            form: BeginForm::default(),
            problems: Problems::default(),
            shell,
        }
    }

    /// A report to a court that still needs something.
    #[must_use]
    pub fn sample_report(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("readers", "road-needs-readers");
        problems.note("basis", "road-needs-ground");
        let form = BeginForm {
            road: Road::Report.word().into(),
            purpose: Purpose::Legal.word().into(),
            ..BeginForm::default()
        };
        Self {
            problems,
            form,
            ..Self::sample(language)
        }
    }

    /// Nothing, and a form that still needs something.
    #[must_use]
    pub fn sample_rejected(language: Language) -> Self {
        let mut problems = Problems::default();
        problems.note("recipient", "disclosure-needs-recipient");
        problems.note("purpose", "disclosure-needs-purpose");
        problems.note("danger", "disclosure-needs-danger-which");
        Self {
            lines: Vec::new(),
            dangers: Some(vec![Choice {
                value: "2".into(),
                label: "2".into(),
            }]),
            problems,
            ..Self::sample(language)
        }
    }
}
