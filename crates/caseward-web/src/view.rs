//! The few things that many pages show: a state of four words, a why, a moment, a value, a look.
//!
//! Design §8 ("Why?" on every lock) and pages §3. Everything here is plain: whoever fills it has
//! already been through the gate.

use std::fmt;

use caseward_casework::gate::Text;
use caseward_model::{
    Category, ClientState, Language, Nature, Protection, Provenance, Purpose, Role,
};
use jiff::ZonedDateTime;
use jiff::civil::Date;

use crate::Words;

/// How a section stands to its reader: always a word and a sign, never a colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Shown whole.
    Open,
    /// Shown in part.
    Masked,
    /// There for this reader, and not shown.
    Locked,
    /// Needs another person or another step first.
    Sealed,
}

impl State {
    /// All four.
    pub const ALL: &'static [Self] = &[Self::Open, Self::Masked, Self::Locked, Self::Sealed];

    /// Its word in class names and in the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Masked => "masked",
            Self::Locked => "locked",
            Self::Sealed => "sealed",
        }
    }
}

/// Why something isn't shown, and what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Why {
    /// One plain sentence, without a full stop too few.
    pub sentence: String,
    /// The id of the clause that decided, such as `DV-4.4.2`.
    pub clause: String,
    /// What the clause means, in the register's words.
    pub means: String,
    /// The fact that decided.
    pub fact: String,
    /// What would change the answer.
    pub change: String,
    /// The ledger entry of this answer.
    pub entry: Option<u64>,
    /// What the reader can do next.
    pub next: Option<Step>,
    /// What can be asked about it.
    pub ask: Option<AskLaw>,
}

/// What the button takes along that asks the Law Department about what one is looking at (CR-5). Nothing is asked by pressing
/// it: it leads to the form, where the words can be changed first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskLaw {
    /// Where that form is: on the page of the client whom it is about, or among one's own questions.
    pub action: String,
    /// The id of the organization that something would go to; empty for none.
    pub recipient: String,
    /// What would be asked.
    pub question: String,
}

impl AskLaw {
    /// About the client with this page: whoever is shown it may know of them.
    #[must_use]
    pub fn about(client_page: &str, question: impl Into<String>) -> Self {
        Self {
            action: format!("{client_page}/law"),
            recipient: String::new(),
            question: question.into(),
        }
    }

    /// In general, about nobody: for whoever may not know of a client, or of whom it isn't known (DV-3.3.1).
    #[must_use]
    pub fn in_general(question: impl Into<String>) -> Self {
        Self {
            action: "/law/questions".to_owned(),
            recipient: String::new(),
            question: question.into(),
        }
    }

    /// The same, about what would go to this organization.
    #[must_use]
    pub fn going_to(mut self, recipient: impl Into<String>) -> Self {
        self.recipient = recipient.into();
        self
    }
}

/// A next step: a link with words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it does, beginning with a verb.
    pub label: String,
    /// Where it leads; an own path.
    pub href: String,
}

/// A day or a moment, as a machine and as a person read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// For the `datetime` attribute.
    pub machine: String,
    /// In words.
    pub words: String,
}

impl When {
    /// A day: `3 May 2026`, `3 de mayo de 2026`.
    #[must_use]
    pub fn day(words: &Words, day: Date) -> Self {
        let month = words.t(&format!("month-{}", day.month()));
        let text = words
            .fill("date-day")
            .with("day", day.day())
            .with("month", month)
            .with("year", day.year());
        Self {
            machine: day.to_string(),
            words: text.to_string(),
        }
    }

    /// A moment in the office's own time, with its zone: `3 May 2026, 16:20 CEST`.
    #[must_use]
    pub fn moment(words: &Words, at: &ZonedDateTime) -> Self {
        let text = words
            .fill("date-moment")
            .with("day", Self::day(words, at.date()).words)
            .with("clock", at.strftime("%H:%M"))
            .with("zone", zone(at));
        Self {
            machine: at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            words: text.to_string(),
        }
    }

    /// The time of day of a moment that is near: `16:20 CEST`.
    #[must_use]
    pub fn clock(at: &ZonedDateTime) -> Self {
        Self {
            machine: at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            words: format!("{} {}", at.strftime("%H:%M"), zone(at)),
        }
    }

    /// Until when something has to be done. What ends with a day names that day and no hour: nobody reads midnight as the
    /// evening before.
    #[must_use]
    pub fn due(words: &Words, at: &ZonedDateTime) -> Self {
        if at.hour() != 0 || at.minute() != 0 {
            return Self::moment(words, at);
        }
        at.date()
            .yesterday()
            .map_or_else(|_| Self::moment(words, at), |day| Self::day(words, day))
    }
}

/// The zone as people write it; where it has no letters, its distance from UTC.
fn zone(at: &ZonedDateTime) -> String {
    let letters = at.strftime("%Z").to_string();
    if letters.starts_with(char::is_alphabetic) {
        return letters;
    }
    at.strftime("UTC%:z").to_string()
}

/// One value of a record.
#[derive(Debug, Clone)]
pub enum Value<T> {
    /// Let out by the gate.
    Shown(T),
    /// Held back, as another person's or a protected person's identifier (CR-9).
    Masked,
    /// Asked, and answered with no; let out by the gate.
    No,
    /// Nothing is recorded.
    Blank,
}

/// What a page says in a place where a record speaks: the record's own text, which stays as the gate
/// gave it until the template prints it, or a word of ours, such as the meaning of a code.
pub enum Said {
    /// Let out by the gate.
    LetOut(Text),
    /// Our own word; it says nothing that wasn't let out.
    Ours(String),
}

impl Said {
    /// A client's name, or our word for someone whose name isn't on file or not shown.
    #[must_use]
    pub fn name(words: &Words, name: Option<Text>) -> Self {
        name.map_or_else(|| Self::Ours(words.t("name-not-shown")), Self::LetOut)
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LetOut(text) => text.fmt(f),
            Self::Ours(word) => f.write_str(word),
        }
    }
}

/// The badges of a client: how they are shielded, and whether a decision is due.
#[must_use]
pub fn protections(standing: &ClientState, proposed: bool) -> Vec<Protection> {
    [
        (standing.protected, Protection::Victim),
        (standing.declined_sharing, Protection::DeclinedSharing),
        (proposed, Protection::Proposed),
    ]
    .into_iter()
    .filter_map(|(holds, badge)| holds.then_some(badge))
    .collect()
}

/// A client's name, or what stands for it.
#[derive(Debug, Clone)]
pub struct Called<T> {
    /// The name, or the alias when the name may not be shown here.
    pub name: T,
    /// It is an alias.
    pub is_alias: bool,
}

/// Why a look was allowed, or wasn't: the deciding fact as a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// They are assigned to the client (CR-7).
    Assigned,
    /// They supervise someone who is assigned.
    Supervises,
    /// They recorded a duty beforehand (CR-2).
    Duty,
    /// They opened an emergency (RE-7).
    Emergency,
    /// It is their own file (DV-3.2).
    OwnFile,
    /// The client agreed (DV-2.1).
    Consent,
    /// They are not assigned and recorded no duty.
    NotAssigned,
    /// A wall stands between them and the client (DV-3.3.2e).
    Walled,
    /// Training or agreement isn't current (DV-5.10, CC-2).
    NotCurrent,
    /// The category needs the client's own permission (DV-4.4.2).
    NoPermission,
    /// They learnt of the client in a case conference, which serves direct service only (CC-2.1).
    Heard,
}

impl Because {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Assigned,
        Self::Supervises,
        Self::Duty,
        Self::Emergency,
        Self::OwnFile,
        Self::Consent,
        Self::NotAssigned,
        Self::Walled,
        Self::NotCurrent,
        Self::NoPermission,
        Self::Heard,
    ];

    /// The phrase for a deciding fact, by its name in the rules and whether it let something out.
    #[must_use]
    pub fn of_fact(fact: &str, permitted: bool) -> Option<Self> {
        Some(match (fact, permitted) {
            ("relation.assigned", true) => Self::Assigned,
            ("relation.supervises", true) => Self::Supervises,
            ("relation.duty_recorded", true) => Self::Duty,
            ("relation.emergency_open", true) => Self::Emergency,
            ("relation.is_the_client", true) => Self::OwnFile,
            (fact, true) if fact.starts_with("consent.") => Self::Consent,
            ("relation.assigned" | "relation.duty_recorded" | "relation.supervises", false) => {
                Self::NotAssigned
            }
            ("relation.walled", false) => Self::Walled,
            ("asker.training_current" | "asker.agreement_signed" | "asker.suspended", false) => {
                Self::NotCurrent
            }
            ("consent.permits_category", false) => Self::NoPermission,
            ("relation.heard_in_conference", false) => Self::Heard,
            _ => return None,
        })
    }

    /// The key of its phrase.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Assigned => "because-assigned",
            Self::Supervises => "because-supervises",
            Self::Duty => "because-duty",
            Self::Emergency => "because-emergency",
            Self::OwnFile => "because-own-file",
            Self::Consent => "because-consent",
            Self::NotAssigned => "because-not-assigned",
            Self::Walled => "because-walled",
            Self::NotCurrent => "because-not-current",
            Self::NoPermission => "because-no-permission",
            Self::Heard => "because-heard",
        }
    }
}

/// What was done, or tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Sections were opened.
    Opened,
    /// Sections were opened to be printed.
    Printed,
    /// Something was written.
    Wrote,
    /// Something left the office.
    Disclosed,
    /// The gate said no.
    Refused,
}

impl Act {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Opened,
        Self::Printed,
        Self::Wrote,
        Self::Disclosed,
        Self::Refused,
    ];

    /// Its word in class names.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Printed => "printed",
            Self::Wrote => "wrote",
            Self::Disclosed => "disclosed",
            Self::Refused => "refused",
        }
    }
}

/// What was asked of a file, and by whom: the words of a line of who looked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The worker's name, or another word for who asked.
    pub who: String,
    /// Their part.
    pub role: Role,
    /// What was done.
    pub act: Act,
    /// Which sections.
    pub sections: Vec<Category>,
    /// For which purpose.
    pub purpose: Purpose,
    /// The deciding fact, where it is one of those that have a phrase.
    pub because: Option<Because>,
}

impl Asked {
    /// The line as a sentence in the reader's language.
    #[must_use]
    pub fn sentence(&self, words: &Words) -> String {
        let because = self.because.map_or_else(String::new, |it| {
            words
                .fill("look-because")
                .with("because", words.t(it.key()))
                .to_string()
        });
        words
            .fill(match self.act {
                Act::Opened => "look-opened",
                Act::Printed => "look-printed",
                Act::Wrote => "look-wrote",
                Act::Disclosed => "look-disclosed",
                Act::Refused => "look-refused",
            })
            .with("who", &self.who)
            .with("role", words.t(role_key(self.role)))
            .with("sections", named(words, &self.sections))
            .with("purpose", words.t(purpose_key(self.purpose)))
            .with("because", because)
            .to_string()
    }
}

/// One line of who looked: who, what, why, by which clause.
#[derive(Debug, Clone)]
pub struct Look {
    /// When.
    pub when: When,
    /// Who did what, and why.
    pub sentence: String,
    /// What was done.
    pub act: Act,
    /// The deciding clause.
    pub clause: Option<String>,
    /// The numbers of its ledger entries, the newest first; several when it was one visit.
    pub entries: Vec<u64>,
}

/// Sections by name, as the language joins a list.
#[must_use]
pub fn named(words: &Words, sections: &[Category]) -> String {
    // Everything but whether there is a file at all, which is no section.
    if sections.len() + 1 >= Category::ALL.len() {
        return words.t("list-whole-file");
    }
    let name = |section: &Category| words.t(category_key(*section));
    joined(words, &sections.iter().map(name).collect::<Vec<_>>())
}

/// `a, b and c`, as the language joins a list.
#[must_use]
pub fn joined(words: &Words, items: &[String]) -> String {
    match items {
        [] => words.t("list-nothing"),
        [one] => one.clone(),
        [first @ .., last] => words
            .fill("list-and")
            .with("first", first.join(", "))
            .with("last", last)
            .to_string(),
    }
}

/// A text for each language; samples and fixed words only.
#[must_use]
pub const fn pick(
    language: Language,
    english: &'static str,
    spanish: &'static str,
) -> &'static str {
    match language {
        Language::English => english,
        Language::Spanish => spanish,
    }
}

/// Makes the function from a word of a closed list to the key of its sentence.
macro_rules! keys {
    ($( $(#[$doc:meta])* $name:ident($list:ident) { $( $variant:ident = $key:literal ),+ $(,)? } )+) => { $(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(word: $list) -> &'static str {
            match word { $( $list::$variant => $key ),+ }
        }
    )+ };
}

keys! {
    /// The key of a section's name.
    category_key(Category) {
        Existence = "category-existence", Identity = "category-identity",
        Contact = "category-contact", Location = "category-location",
        Demographics = "category-demographics",
        GenderSexuality = "category-gender-sexuality", Household = "category-household",
        Housing = "category-housing", Income = "category-income", Health = "category-health",
        Reproductive = "category-reproductive", MentalHealth = "category-mental-health",
        SubstanceUse = "category-substance-use", Hiv = "category-hiv",
        DomesticViolence = "category-domestic-violence", Justice = "category-justice",
        Services = "category-services", Notes = "category-notes",
        ThirdParty = "category-third-party", Administration = "category-administration",
        SexualViolence = "category-sexual-violence",
    }
    /// The key of a part's name, as it stands after a person's name.
    role_key(Role) {
        Caseworker = "role-caseworker", Supervisor = "role-supervisor",
        ConferenceLead = "role-conference-lead", PrivacyOfficer = "role-privacy-officer",
        LegalCounsel = "role-legal-counsel", LineManager = "role-line-manager",
        RecordsCustodian = "role-records-custodian", CommitteeMember = "role-committee-member",
        Consultant = "role-consultant", Trainer = "role-trainer", Auditor = "role-auditor",
        Administrator = "role-administrator", PartnerWorker = "role-partner-worker",
        Client = "role-client",
    }
    /// The key of a purpose, as it stands after "to".
    purpose_key(Purpose) {
        DirectService = "purpose-direct-service", CaseConference = "purpose-case-conference",
        Supervision = "purpose-supervision", Danger = "purpose-danger",
        Emergency = "purpose-emergency", SubjectAccess = "purpose-subject-access",
        Legal = "purpose-legal", ChildProtection = "purpose-child-protection",
        Eligibility = "purpose-eligibility", Payment = "purpose-payment",
        Consultation = "purpose-consultation", Teaching = "purpose-teaching",
        ProgramReporting = "purpose-program-reporting", AccessReview = "purpose-access-review",
        RecordsManagement = "purpose-records-management", Media = "purpose-media",
    }
    /// The key of a protection's name.
    protection_key(Protection) {
        Victim = "protection-victim", DeclinedSharing = "protection-declined-sharing",
        Proposed = "protection-proposed", Restricted = "protection-restricted",
    }
}

/// The key of a nature's name.
#[must_use]
pub fn nature_key(nature: Nature) -> String {
    format!("nature-{}", nature.word())
}

/// The key of a provenance's name.
#[must_use]
pub fn provenance_key(provenance: Provenance) -> String {
    format!("provenance-{}", provenance.word().replace('_', "-"))
}

impl<T: fmt::Display> Value<T> {
    /// Whether something is shown.
    #[must_use]
    pub const fn is_shown(&self) -> bool {
        matches!(self, Self::Shown(_) | Self::No)
    }

    /// Whether it is a plain no.
    #[must_use]
    pub const fn is_no(&self) -> bool {
        matches!(self, Self::No)
    }
}

/// A moment for samples: November 2026, by UTC.
#[must_use]
pub fn sample_moment(words: &Words, day: i8, hour: i8, minute: i8) -> When {
    let at = jiff::civil::date(2026, 11, day).at(hour, minute, 0, 0);
    let zoned = at
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .unwrap_or_default();
    When::moment(words, &zoned)
}

#[cfg(test)]
mod tests {
    use caseward_model::Language;
    use jiff::tz::{Offset, TimeZone};

    use super::*;

    #[test]
    fn a_question_about_everything_names_the_file_and_not_each_section() {
        let words = Words::of(Language::English);
        let all: Vec<Category> = Category::ALL
            .iter()
            .copied()
            .filter(|it| *it != Category::Existence)
            .collect();
        assert_eq!(named(words, &all), "the whole file");
        assert_eq!(named(words, &all[..2]), "Identity and Safe contact");
    }

    #[test]
    fn a_moment_says_in_which_zone_it_is_told() {
        let words = Words::of(Language::English);
        let at: jiff::Timestamp = "2026-11-23T16:20:00Z".parse().unwrap();
        let utc = When::moment(words, &at.to_zoned_datetime(TimeZone::UTC));
        assert_eq!(utc.words, "November 23, 2026, 16:20 UTC");
        assert_eq!(utc.machine, "2026-11-23T16:20:00+00:00");
        let eastern = When::moment(
            words,
            &at.to_zoned_datetime(TimeZone::fixed(Offset::constant(-5))),
        );
        assert_eq!(eastern.words, "November 23, 2026, 11:20 UTC-05:00");
        assert_eq!(eastern.machine, "2026-11-23T11:20:00-05:00");
        let clock = When::clock(&at.to_zoned_datetime(TimeZone::UTC));
        assert_eq!(clock.words, "16:20 UTC");
    }

    #[test]
    fn what_is_due_by_the_end_of_a_day_names_that_day() {
        let words = Words::of(Language::English);
        let due = |at: &str| {
            let at: jiff::Timestamp = at.parse().unwrap();
            When::due(words, &at.to_zoned_datetime(TimeZone::UTC)).words
        };
        assert_eq!(due("2026-11-28T00:00:00Z"), "November 27, 2026");
        assert_eq!(due("2026-12-01T00:00:00Z"), "November 30, 2026");
        assert_eq!(due("2026-11-27T08:01:00Z"), "November 27, 2026, 08:01 UTC");
    }
}
