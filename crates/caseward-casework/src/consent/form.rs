//! What stands in a consent: who decides, why, for whom, what, how, until when, what may follow, and within which limits.
//!
//! DV-2.1, DV-2.2, DV-3.3.2d, DV-4.4.2, NASW-b, NASW-h, RE-4: the elements E01 to E23 of the union of all forms that bind
//! the offices that use this. Nothing is chosen beforehand; what wasn't asked is not agreed to.

use caseward_model::{
    Answered, Category, Channel, ConsentKind, Id, Language, LimitKind, Organization, Purpose,
    SignerCapacity, Worker,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The longest text of one field, in characters.
pub const LONGEST_FIELD: usize = 2_000;
/// The most limits, and the most sentences on one side of the consequences.
pub const MOST_LINES: usize = 40;

/// A consent as it is written down. Everything may be missing while it is a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// What it is given for; another kind has a form of its own (E19, E20, NASW-h).
    pub kind: ConsentKind,
    /// In which language it is explained, signed and copied (E17).
    pub language: Language,
    /// Who decides (E08).
    pub who: Who,
    /// For what (E05).
    pub purposes: Vec<Purpose>,
    /// Why, in words that the client understands (E05).
    pub because: String,
    /// What the client asks for, in their own words, where it was they who asked: with their signature it is their request (DV-3.3.2a).
    pub request: String,
    /// To which organisation, exactly one (E03).
    pub recipient: Option<Named>,
    /// To which office or part of it, and who will read it there: parts, not names (E15).
    pub readers: String,
    /// What was asked, each by itself, and what the client said (E04, DV-4.4.2).
    pub asked: Vec<(Category, Answered)>,
    /// What is to be left out of that, in the client's words (E04).
    pub exclusions: String,
    /// By which ways (E14).
    pub channels: Vec<Channel>,
    /// Its last day (E06).
    pub until: Option<Date>,
    /// What ends it earlier, in words (E06).
    pub until_event: String,
    /// What may happen, as it was shown (E09).
    pub consequences: Consequences,
    /// What else was thought of (E10).
    pub alternatives: String,
    /// The client's limits and provisos (DV-3.3.2d).
    pub limits: Vec<Limit>,
    /// What was told (E11 to E13, E17, E21).
    pub told: Told,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            kind: ConsentKind::default(),
            language: Language::English,
            who: Who::default(),
            purposes: Vec::new(),
            because: String::new(),
            request: String::new(),
            recipient: None,
            readers: String::new(),
            asked: Vec::new(),
            exclusions: String::new(),
            channels: Vec::new(),
            until: None,
            until_event: String::new(),
            consequences: Consequences::default(),
            alternatives: String::new(),
            limits: Vec::new(),
            told: Told::default(),
        }
    }
}

/// Who decides and signs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Who {
    /// In which capacity; nothing until somebody said it.
    pub capacity: Option<SignerCapacity>,
    /// The name of whoever signs for the client, or with them.
    pub name: String,
    /// How they stand to the client.
    pub relationship: String,
    /// What proves that they may: which paper.
    pub proof: String,
    /// For what they may decide.
    pub scope: String,
    /// The last day on which they may, as the paper has it.
    pub until: Option<Date>,
    /// The paper names no last day.
    pub no_end: bool,
    /// When the proof was seen.
    pub seen_on: Option<Date>,
    /// Who saw it: whoever wrote it down.
    pub seen_by: Option<Id<Worker>>,
    /// Whether they have hurt the client, the client's other parent, or whoever can't decide. Only a no will do.
    pub harmed: Option<Answered>,
    /// Which service it is that a minor may have alone.
    pub service: String,
}

/// An organisation of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its number.
    pub no: i64,
    /// Its id.
    pub id: Id<Organization>,
}

/// What may happen, in plain sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Consequences {
    /// If the client agrees.
    pub agree: Vec<String>,
    /// If they say no.
    pub refuse: Vec<String>,
}

/// A limit that the client sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// What kind.
    pub kind: LimitKind,
    /// To which office, or the limit itself, in the client's words.
    #[serde(default)]
    pub words: String,
}

/// What was told before, each thing by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// That help doesn't depend on it (E11).
    pub not_a_condition: bool,
    /// That it can be taken back, and how (E12).
    pub may_revoke: bool,
    /// That whoever receives it may pass it on (E13).
    pub redisclosure: bool,
    /// When confidentiality ends: mandatory reports, orders, danger (E21).
    pub limits_of_confidentiality: bool,
    /// That there is a copy (E18).
    pub copy: bool,
    /// What the client said it means, in their own words (NASW-e).
    pub teach_back: String,
    /// Who interpreted, by part or service, if somebody did (E17).
    pub interpreter: String,
    /// It goes into a file of its own there (E22).
    pub file_apart: bool,
    /// What is to be done if the client is missing or has died, if they were asked.
    pub if_missing: String,
}

impl Form {
    /// The sections to which the client said yes.
    #[must_use]
    pub fn sections(&self) -> Vec<Category> {
        let yes = self.asked.iter().filter(|(_, it)| *it == Answered::Yes);
        let mut sections: Vec<_> = yes.map(|(section, _)| *section).collect();
        sections.sort_unstable();
        sections.dedup();
        sections
    }

    /// What was said about a section.
    #[must_use]
    pub fn answer(&self, section: Category) -> Option<Answered> {
        let found = self.asked.iter().find(|(it, _)| *it == section);
        found.map(|(_, answer)| *answer)
    }

    /// The limits that only people can keep: whoever releases reads and confirms each.
    pub fn to_confirm(&self) -> impl Iterator<Item = &Limit> {
        self.limits.iter().filter(|it| !it.kind.is_checked())
    }

    /// Whether whoever releases has something to confirm: limits, or what is to be left out.
    #[must_use]
    pub fn has_to_confirm(&self) -> bool {
        self.to_confirm().next().is_some()
            || !self.exclusions.trim().is_empty()
            || !self.until_event.trim().is_empty()
    }

    /// Whether it is for one time only.
    #[must_use]
    pub fn is_once(&self) -> bool {
        self.limits.iter().any(|it| it.kind == LimitKind::Once)
    }

    /// The same without the space around what was typed, and without what doesn't belong to its choices.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        let texts = [
            &mut self.who.name,
            &mut self.who.relationship,
            &mut self.who.proof,
            &mut self.who.scope,
            &mut self.who.service,
            &mut self.because,
            &mut self.request,
            &mut self.readers,
            &mut self.exclusions,
            &mut self.until_event,
            &mut self.alternatives,
            &mut self.told.teach_back,
            &mut self.told.interpreter,
            &mut self.told.if_missing,
        ];
        for text in texts {
            *text = text.trim().replace("\r\n", "\n");
        }
        for lines in [&mut self.consequences.agree, &mut self.consequences.refuse] {
            *lines = trimmed_lines(lines);
        }
        for limit in &mut self.limits {
            limit.words = limit.words.trim().to_owned();
        }
        self.purposes.sort_unstable();
        self.purposes.dedup();
        self.channels.sort_unstable();
        self.channels.dedup();
        self.asked.sort_unstable_by_key(|(section, _)| *section);
        self.asked.dedup_by_key(|(section, _)| *section);
        self
    }
}

fn trimmed_lines(lines: &[String]) -> Vec<String> {
    let lines = lines.iter().map(|it| it.trim().to_owned());
    lines.filter(|it| !it.is_empty()).collect()
}

/// The sections that a client can be asked about. What others told is not theirs to give alone: without their yes it stays, and with it
/// only goes what whoever told it permits as well (CR-9). What the office writes for itself leaves on no consent.
const SECTIONS: &[Category] = &[
    Category::Identity,
    Category::Contact,
    Category::Location,
    Category::Demographics,
    Category::GenderSexuality,
    Category::Household,
    Category::Housing,
    Category::Income,
    Category::Health,
    Category::Reproductive,
    Category::MentalHealth,
    Category::SubstanceUse,
    Category::Hiv,
    Category::DomesticViolence,
    Category::SexualViolence,
    Category::Justice,
    Category::Services,
    Category::ThirdParty,
];

/// The sections that a consent of this kind can name (E19: notes have a form of their own).
#[must_use]
pub const fn sections_of(kind: ConsentKind) -> &'static [Category] {
    match kind {
        ConsentKind::Notes => &[Category::Notes],
        ConsentKind::Information | ConsentKind::Payer | ConsentKind::LegalProceedings => SECTIONS,
    }
}

/// The purposes that a consent of this kind can name.
#[must_use]
pub const fn purposes_of(kind: ConsentKind) -> &'static [Purpose] {
    match kind {
        ConsentKind::Payer => &[Purpose::Payment],
        ConsentKind::LegalProceedings => &[Purpose::Legal],
        ConsentKind::Information | ConsentKind::Notes => &[
            Purpose::DirectService,
            Purpose::CaseConference,
            Purpose::Eligibility,
            Purpose::ChildProtection,
            Purpose::SubjectAccess,
            Purpose::Consultation,
            Purpose::Teaching,
        ],
    }
}

/// Whether a section is so sensitive that it is asked on its own: what the clause names, where somebody is, notes, what others may have
/// told, and what the office adds (DV-4.4.2).
#[must_use]
pub fn is_asked_alone(section: Category, added: &[Category]) -> bool {
    section.is_sensitive()
        || matches!(
            section,
            Category::Location | Category::Notes | Category::ThirdParty
        )
        || added.contains(&section)
}
