//! What stands around every page: where you are, who you are here, and the way to help.
//!
//! Design §8 and pages §3 (the shell): the same things in the same places on every page and every
//! width (WCAG 3.2.6), the demo's banner included. Nothing personal about a client is in it.

use std::fmt::Display;

use axum::http::HeaderMap;
use caseward_model::{Language, Purpose, Role};

use crate::preferences::{self, Screen, Theme};
use crate::view::{self, When};
use crate::words::Sentence;
use crate::{Words, assets};

/// A place in the menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What is due.
    Today,
    /// My clients.
    Clients,
    /// My own file.
    Mine,
    /// Who works here.
    People,
    /// How the office is set up.
    Settings,
    /// Look-ups in other systems.
    LookUps,
    /// To whom something may go, and what the Law Department says.
    Partners,
    /// Case conferences.
    Conferences,
    /// What was reported about case conferences.
    Breaches,
    /// Who looked at what.
    Review,
    /// Agreements and training.
    Agreements,
    /// The clauses.
    Clauses,
    /// The ledger.
    Ledger,
    /// The state of the installation.
    System,
    /// Help.
    Help,
    /// None of them.
    Elsewhere,
}

impl Place {
    /// Its address.
    #[must_use]
    pub const fn address(self) -> &'static str {
        match self {
            Self::Today => "/today",
            Self::Clients => "/clients",
            Self::Mine => "/me",
            Self::People => "/people",
            Self::Settings => "/settings",
            Self::LookUps => "/look-ups",
            Self::Partners => "/partners",
            Self::Conferences => "/conferences",
            Self::Breaches => "/breaches/desk",
            Self::Review => "/access-review",
            Self::Agreements => "/agreements",
            Self::Clauses => "/clauses",
            Self::Ledger => "/ledger",
            Self::System => "/system",
            Self::Help => "/help",
            Self::Elsewhere => "/",
        }
    }

    /// The key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Today => "place-today",
            Self::Clients => "place-clients",
            Self::Mine => "place-mine",
            Self::People => "place-people",
            Self::Settings => "place-settings",
            Self::LookUps => "place-look-ups",
            Self::Partners => "place-partners",
            Self::Conferences => "place-conferences",
            Self::Breaches => "place-breaches",
            Self::Review => "place-review",
            Self::Agreements => "place-agreements",
            Self::Clauses => "place-clauses",
            Self::Ledger => "place-ledger",
            Self::System => "place-system",
            Self::Help => "place-help",
            Self::Elsewhere => "product-name",
        }
    }

    /// The sign beside its name.
    #[must_use]
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Clients | Self::Mine | Self::People | Self::Conferences => "people",
            Self::LookUps => "search",
            Self::Breaches => "warn",
            Self::Review => "open",
            Self::Agreements => "pen",
            Self::Partners => "sealed",
            Self::Clauses => "book",
            Self::Ledger => "ledger",
            Self::System | Self::Settings => "system",
            Self::Help | Self::Elsewhere => "help",
        }
    }

    /// The shortcut that leads there.
    #[must_use]
    pub const fn shortcut(self) -> &'static str {
        match self {
            Self::Today => "t",
            Self::Clients => "c",
            Self::Mine => "m",
            Self::People => "p",
            Self::Settings => "o",
            Self::LookUps => "e",
            Self::Partners => "w",
            Self::Conferences => "n",
            Self::Breaches => "b",
            Self::Review => "v",
            Self::Agreements => "a",
            Self::Clauses => "r",
            Self::Ledger => "g",
            Self::System => "s",
            Self::Help | Self::Elsewhere => "h",
        }
    }

    /// The menu of a role: what it works with, most used first. A convenience, no permission: every
    /// address asks the gate for itself.
    #[must_use]
    #[expect(
        clippy::too_many_lines,
        reason = "one line for each place of each role: the list is the menu"
    )]
    pub const fn menu(role: Role) -> &'static [Self] {
        match role {
            Role::PartnerWorker => &[
                Self::Today,
                Self::Clients,
                Self::Conferences,
                Self::Agreements,
                Self::Clauses,
                Self::Ledger,
            ],
            Role::LineManager => &[
                Self::Today,
                Self::Clients,
                Self::People,
                Self::Partners,
                Self::Agreements,
                Self::Clauses,
                Self::Ledger,
            ],
            Role::Caseworker | Role::Supervisor | Role::ConferenceLead => &[
                Self::Today,
                Self::Clients,
                Self::Conferences,
                Self::LookUps,
                Self::People,
                Self::Partners,
                Self::Agreements,
                Self::Clauses,
                Self::Ledger,
            ],
            Role::LegalCounsel => &[
                Self::Today,
                Self::Clients,
                Self::LookUps,
                Self::People,
                Self::Partners,
                Self::Agreements,
                Self::Clauses,
                Self::Ledger,
            ],
            Role::PrivacyOfficer => &[
                Self::Today,
                Self::Clients,
                Self::Breaches,
                Self::Review,
                Self::LookUps,
                Self::People,
                Self::Partners,
                Self::Agreements,
                Self::Clauses,
                Self::Ledger,
                Self::Settings,
                Self::System,
            ],
            Role::RecordsCustodian => &[
                Self::Today,
                Self::Clients,
                Self::LookUps,
                Self::People,
                Self::Partners,
                Self::Agreements,
                Self::Clauses,
                Self::Ledger,
                Self::Settings,
                Self::System,
            ],
            Role::Auditor => &[
                Self::Review,
                Self::Ledger,
                Self::People,
                Self::Agreements,
                Self::Clauses,
                Self::System,
            ],
            Role::Administrator => &[
                Self::People,
                Self::Settings,
                Self::Agreements,
                Self::System,
                Self::Clauses,
                Self::Ledger,
            ],
            Role::CommitteeMember | Role::Consultant | Role::Trainer => {
                &[Self::Today, Self::People, Self::Agreements, Self::Clauses]
            }
            Role::Client => &[Self::Mine, Self::Help],
        }
    }
}

/// Who is signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The worker's own name.
    pub name: String,
    /// Their part.
    pub role: Role,
    /// Their id: what covers this page gives it back to nobody else.
    pub id: String,
}

/// The mark that a printed page carries: by whom, when, why (RE-6).
#[derive(Debug, Clone)]
pub struct Printed {
    /// When the page was made.
    pub at: When,
    /// The purpose for which a file was opened; nothing on pages that show none.
    pub purpose: Option<Purpose>,
    /// The ledger's entry that says that it was printed; nothing when it was asked for to be read.
    pub entry: Option<u64>,
}

/// An emergency of whoever is signed in that is open: every page says so.
#[derive(Debug, Clone)]
pub struct OpenEmergency {
    /// Its number.
    pub ticket: i64,
    /// Until which time of day.
    pub until: When,
    /// How many minutes are left, the one that has begun included.
    pub minutes: u64,
}

/// A client is with whoever is signed in: every page says so, and none says who.
#[derive(Debug, Clone)]
pub struct OpenPresence {
    /// Until which time of day, if nobody says otherwise.
    pub until: When,
    /// The screen is turned away from them, until this time of day.
    pub aside: Option<When>,
}

/// What is the same on every page of an installation; made once, when the server starts.
#[derive(Debug, Clone)]
pub struct Office {
    /// The organisation's name.
    pub name: String,
    /// This is a demo: everybody in it is made up.
    pub demo: bool,
    /// The program's version.
    pub version: String,
    /// The first digits of the policy set's hash.
    pub policy_set: String,
}

/// What stands around a page.
pub struct Shell {
    /// The sentences in the reader's language.
    pub words: &'static Words,
    /// Light or dark.
    pub theme: Theme,
    /// The organisation's name.
    pub office: String,
    /// Who is signed in, if anyone.
    pub signed_in: Option<SignedIn>,
    /// Where in the menu this page is.
    pub place: Place,
    /// This is a demo: everybody in it is made up.
    pub demo: bool,
    /// The program's version.
    pub version: String,
    /// The first digits of the policy set's hash.
    pub policy_set: String,
    /// The page's own path, to come back to after a switch; opaque ids only.
    pub address: String,
    /// What a printed page says about itself.
    pub printed: Option<Printed>,
    /// How the screen is kept from eyes that pass by.
    pub screen: Screen,
    /// The page shows a file and holds nothing that is typed: unattended it may give way to the cover
    /// even where there are no scripts.
    pub gives_way: bool,
    /// What is open to whoever is signed in because of an emergency.
    pub emergencies: Vec<OpenEmergency>,
    /// A client is before the screen.
    pub presence: Option<OpenPresence>,
    /// Whoever is signed in works away from the office and said that nobody can hear or read along: until which time of day.
    pub private_until: Option<When>,
}

impl Shell {
    /// The shell for a request: its language and theme come from the request's headers.
    ///
    /// `address` is the page's own path without a query; it is where the switches lead back to.
    #[must_use]
    pub fn new(
        office: &Office,
        headers: &HeaderMap,
        signed_in: Option<SignedIn>,
        place: Place,
        address: &str,
    ) -> Self {
        Self {
            words: Words::of(preferences::language(headers)),
            theme: preferences::theme(headers),
            office: office.name.clone(),
            signed_in,
            place,
            demo: office.demo,
            version: office.version.clone(),
            policy_set: office.policy_set.clone(),
            address: preferences::own_path(address).to_owned(),
            printed: None,
            screen: preferences::screen(headers),
            gives_way: false,
            emergencies: Vec::new(),
            presence: None,
            private_until: None,
        }
    }

    /// The same shell with the mark that a printed page carries.
    #[must_use]
    pub fn printable(mut self, at: When) -> Self {
        self.printed = Some(Printed {
            at,
            purpose: None,
            entry: None,
        });
        self
    }

    /// The same shell around a file that was opened for this purpose.
    #[must_use]
    pub fn around_file(mut self, purpose: Purpose) -> Self {
        if let Some(printed) = &mut self.printed {
            printed.purpose = Some(purpose);
        }
        self.gives_way = true;
        self
    }

    /// The same shell around a page that was asked for to be printed, as this entry says.
    #[must_use]
    pub fn recorded_as_printed(mut self, entry: u64) -> Self {
        if let Some(printed) = &mut self.printed {
            printed.entry = Some(entry);
        }
        self
    }

    /// Whether this page was asked for to be printed.
    #[must_use]
    pub fn is_for_paper(&self) -> bool {
        self.printed.as_ref().is_some_and(|it| it.entry.is_some())
    }

    /// What stands on each sheet of a printed page; nothing where nobody is signed in.
    #[must_use]
    pub fn print_mark(&self) -> Option<String> {
        let (printed, person) = (self.printed.as_ref()?, self.signed_in.as_ref()?);
        let key = if printed.purpose.is_some() {
            "printed-line"
        } else {
            "printed-line-plain"
        };
        let purpose = printed.purpose.map(|it| self.purpose(&it));
        let line = self
            .fill(key)
            .with("office", &self.office)
            .with("who", &person.name)
            .with("role", self.role(&person.role))
            .with("at", &printed.at.words)
            .with("purpose", purpose.unwrap_or_default());
        let record = match printed.entry {
            Some(entry) => self
                .fill("printed-recorded")
                .with("entry", self.number(entry))
                .to_string(),
            None => self.t("printed-unrecorded"),
        };
        Some(format!("{line} {record}"))
    }

    /// A sentence without gaps.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// A sentence with gaps.
    #[must_use]
    pub fn fill<'a>(&'a self, key: &'a str) -> Sentence<'a> {
        self.words.fill(key)
    }

    /// How long an emergency is still open.
    #[must_use]
    pub fn minutes_left(&self, open: &OpenEmergency) -> String {
        let sentence = self.words.fill("emergency-strip");
        sentence.count("minutes", open.minutes).to_string()
    }

    /// A number with its digits grouped.
    #[must_use]
    pub fn number(&self, number: impl Display) -> String {
        self.words.number(number)
    }

    /// The language's word, for `lang`.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.words.language().word()
    }

    /// The other language: its word and its own name.
    #[must_use]
    pub fn other_language(&self) -> (&'static str, &'static str) {
        match self.words.language() {
            Language::English => ("es", "Español"),
            Language::Spanish => ("en", "English"),
        }
    }

    /// The menu of whoever is signed in.
    #[must_use]
    pub fn menu(&self) -> &'static [Place] {
        self.signed_in
            .as_ref()
            .map_or(&[], |person| Place::menu(person.role))
    }

    /// Whether somebody is signed in who works here, and no client of the office; a convenience.
    #[must_use]
    pub fn works_here(&self) -> bool {
        let person = self.signed_in.as_ref();
        person.is_some_and(|it| it.role != Role::Client)
    }

    /// Whether whoever is signed in works with clients, so that one may sit before their screen; a convenience.
    #[must_use]
    pub fn has_clients(&self) -> bool {
        self.menu().contains(&Place::Clients)
    }

    /// Whether the ledger is a place for whoever is signed in; to others an entry is a number to ask about.
    #[must_use]
    pub fn has_ledger(&self) -> bool {
        self.menu().contains(&Place::Ledger)
    }

    /// Whether whoever is signed in sits in case conferences, and so reports a breach from any page in one action (CC-2.8); a
    /// convenience, that page asks the gate.
    #[must_use]
    pub fn has_conferences(&self) -> bool {
        self.menu().contains(&Place::Conferences)
    }

    /// Whether whoever is signed in looks people up in other systems; a convenience, that page asks the gate.
    #[must_use]
    pub fn has_look_ups(&self) -> bool {
        self.menu().contains(&Place::LookUps)
    }

    /// Whether recipients and the Law Department are within the part of whoever is signed in; a convenience.
    #[must_use]
    pub fn has_partners(&self) -> bool {
        self.menu().contains(&Place::Partners)
    }

    /// Whether asking the Law Department is within the part of whoever is signed in, and not answering for it; a convenience,
    /// whoever asks is let by the rules.
    #[must_use]
    pub fn asks_law(&self) -> bool {
        let person = self.signed_in.as_ref();
        self.has_partners() && person.is_some_and(|it| it.role != Role::LegalCounsel)
    }

    /// What the Law Department can be asked in general on this page: the sentence of this key, about nobody (CR-5).
    #[must_use]
    pub fn ask(&self, key: &str) -> view::AskLaw {
        view::AskLaw::in_general(self.t(key))
    }

    /// The themes of the switch.
    #[must_use]
    pub fn themes(&self) -> &'static [Theme] {
        Theme::ALL
    }

    /// The name of a theme.
    #[must_use]
    pub fn theme_name(&self, theme: &Theme) -> String {
        self.t(match theme {
            Theme::System => "theme-system",
            Theme::Light => "theme-light",
            Theme::Dark => "theme-dark",
        })
    }

    /// The address of an embedded file.
    #[must_use]
    pub fn asset(&self, name: &str) -> &'static str {
        assets::address(name)
    }

    /// The name of a role.
    #[must_use]
    pub fn role(&self, role: &Role) -> String {
        self.t(view::role_key(*role))
    }

    /// The name of a section.
    #[must_use]
    pub fn category(&self, category: &caseward_model::Category) -> String {
        self.t(view::category_key(*category))
    }

    /// The name of a protection.
    #[must_use]
    pub fn protection(&self, protection: &caseward_model::Protection) -> String {
        self.t(view::protection_key(*protection))
    }

    /// A purpose, as it stands after "to".
    #[must_use]
    pub fn purpose(&self, purpose: &Purpose) -> String {
        self.t(view::purpose_key(*purpose))
    }

    /// The word of a state.
    #[must_use]
    pub fn state(&self, state: &view::State) -> String {
        self.t(match state {
            view::State::Open => "state-open",
            view::State::Masked => "state-masked",
            view::State::Locked => "state-locked",
            view::State::Sealed => "state-sealed",
        })
    }

    /// What a state means, in a sentence.
    #[must_use]
    pub fn state_means(&self, state: &view::State) -> String {
        self.t(match state {
            view::State::Open => "state-open-means",
            view::State::Masked => "state-masked-means",
            view::State::Locked => "state-locked-means",
            view::State::Sealed => "state-sealed-means",
        })
    }

    /// A shell for samples: a made-up office, someone made up signed in.
    #[must_use]
    pub fn sample(language: Language, place: Place, address: &str) -> Self {
        let words = Words::of(language);
        Self {
            words,
            theme: Theme::System,
            office: view::pick(language, "Harbour House (demo)", "Casa del Puerto (demo)").into(),
            signed_in: Some(SignedIn {
                name: "Dana Ortiz".into(),
                role: Role::Caseworker,
                id: "0k3v9".into(),
            }),
            place,
            demo: true,
            version: env!("CARGO_PKG_VERSION").into(),
            policy_set: "7f3a9c20".into(),
            address: address.into(),
            printed: Some(Printed {
                at: view::sample_moment(words, 23, 16, 20),
                purpose: Some(Purpose::DirectService),
                entry: None,
            }),
            screen: Screen::default(),
            gives_way: false,
            emergencies: Vec::new(),
            presence: None,
            private_until: None,
        }
    }
}
