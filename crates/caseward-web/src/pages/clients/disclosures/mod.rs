//! `/clients/{id}/disclosures`: what left about a client, to whom and why, what the reader prepares, and the way to begin one more.
//!
//! Pages §3 S7, RE-2, NASW-c, CR-7. To whoever may not know of the client this page is one that isn't there (DV-3.3.1).

mod accounting;
pub mod attached;
pub mod drafts;
pub mod exports;
mod handler;
pub mod masks;
pub mod one;
pub mod partners;
mod road;
pub mod statement;

pub(in crate::pages::clients) use handler::failed;
pub use handler::routes;

use std::fmt::Display;

use askama::Template;
use caseward_model::{Basis, Channel, DisclosureState, Language, Purpose, Regime};

use super::file::{Bar, SafeContact, sample_bar};
use crate::view::{When, purpose_key, sample_moment};
use crate::{Place, Shell};

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

/// What the reader prepares.
#[derive(Debug, Clone)]
pub struct DraftLine {
    /// Where it goes on.
    pub href: String,
    /// What kind it is, and to whom, as far as that is said.
    pub says: String,
    /// When it was last written.
    pub kept: When,
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
    /// What the reader prepares, the newest first.
    pub drafts: Vec<DraftLine>,
    /// The reader's part writes into files, so that beginning one is offered.
    pub may_begin: bool,
}

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
            drafts: vec![DraftLine {
                href: "/clients/0k3v9/disclosures/drafts/7/basis".into(),
                says: format!("{}, Elm Street Clinic", shell.t("road-report")),
                kept: sample_moment(shell.words, 21, 16, 5),
            }],
            may_begin: true,
            shell,
        }
    }

    /// Nothing yet.
    #[must_use]
    pub fn sample_none(language: Language) -> Self {
        Self {
            lines: Vec::new(),
            drafts: Vec::new(),
            ..Self::sample(language)
        }
    }
}
