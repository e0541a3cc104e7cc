//! What left about a client besides papers and warnings: their rows in an export for programme reporting, and what another system was
//! handed in FHIR (RE-2, NASW-d).
//!
//! Nothing is kept of these but what the gate writes anyway before anything leaves: the entries in the client's own history. They are read
//! back from there, all of them, so that no export can be missing that was on record.

use std::str::FromStr;

use caseward_gate::{
    Answer, AnswerText, DeedText, EntryText, Outcome, Read, Request, SectionsAnswer, WentOut,
};
use caseward_model::{
    Basis, Category, Channel, Client, DisclosureState, Id, Organization, Purpose, Road, Told,
    Worker,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{BOOK, Disclosure, DisclosureError};
use crate::Office;

/// The deed of handing resources to another system, in the client's own history.
pub(crate) const HANDED_OUT: &str = "fhir_handed_out";

/// As what something left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftAs {
    /// A disclosure: a paper with a statement of its own.
    Disclosure,
    /// A warning to a person who is threatened, from person to person (RE-7).
    Warning,
    /// Rows in an HMIS export for programme reporting.
    HmisExport,
    /// FHIR resources for another system.
    Fhir,
}

impl LeftAs {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Disclosure,
        Self::Warning,
        Self::HmisExport,
        Self::Fhir,
    ];

    /// The word for it, in files and for sentences on pages.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Disclosure => "disclosure",
            Self::Warning => "warning",
            Self::HmisExport => "hmis_export",
            Self::Fhir => "fhir",
        }
    }
}

/// On which terms resources were handed out, as the entry has it: one for each purpose, ground and consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HandedTerms {
    /// Why.
    pub(crate) purpose: Purpose,
    /// On what ground.
    pub(crate) basis: Basis,
    /// Under which consent, by number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) consent: Option<i64>,
}

/// One time that something left in such a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    /// The number of its entry.
    pub(crate) entry: u64,
    /// When, in ms since 1970.
    pub(crate) at_ms: i64,
    /// Who let it out.
    pub(crate) by: Option<Id<Worker>>,
    /// To whom.
    pub(crate) recipient: Id<Organization>,
    /// As what.
    pub(crate) left_as: LeftAs,
    /// Why, on what ground, and under which consent; the entry of an older hand-out doesn't say.
    pub(crate) terms: Option<HandedTerms>,
    /// By which way.
    pub(crate) channel: Channel,
    /// What.
    pub(crate) sections: Vec<Category>,
    /// The clauses by which the rules let it out.
    pub(crate) clauses: Vec<String>,
    /// How it stands: what nobody knows counts as disclosed.
    pub(crate) state: DisclosureState,
}

impl Elsewhere {
    /// As the book has it: nothing of it was looked at, put together or approved.
    pub(crate) fn in_book(&self, client: Id<Client>) -> Disclosure {
        let terms = self.terms.unwrap_or(HandedTerms {
            purpose: Purpose::RecordsManagement,
            basis: Basis::Duty,
            consent: None,
        });
        Disclosure {
            no: i64::try_from(self.entry).unwrap_or(i64::MAX),
            version: 1,
            client,
            road: Road::Other,
            raises_risk: false,
            discussed: None,
            recipient: self.recipient,
            purpose: terms.purpose,
            basis: terms.basis,
            danger: None,
            channel: self.channel,
            sections: self.sections.clone(),
            holds: Vec::new(),
            tellers: Vec::new(),
            told: Told::Not,
            state: self.state,
            begun: (self.at_ms, self.by.unwrap_or(Id::from_bytes([0; 16]))),
            hands: Vec::new(),
            composed: None,
            wants_second: false,
            told_nobody: false,
            approved: None,
            released: Some((self.at_ms, self.entry, 0)),
            released_by: self.by,
            nothing_left: false,
            earlier: Vec::new(),
            under: terms.consent,
            lost: None,
            ended_at: None,
            leaving: None,
            travels: None,
            trouble: None,
            custody: None,
            attached: Vec::new(),
            in_words: None,
        }
    }
}

impl Office {
    /// Each time that rows of a client went in an export to another organisation, or resources about them to another system, the newest
    /// first. `request` is that of whoever may read the book of the client's disclosures.
    pub(crate) async fn left_elsewhere(
        &self,
        request: &Request,
    ) -> Result<Vec<Elsewhere>, DisclosureError> {
        let request = request.clone().sections([BOOK]);
        let answer: Answer<'_, Read> = self.gate.ask(&request).await?;
        let opening = (answer.permit, answer.sealed);
        let (went, delivery) = self.gate.went_out(opening, &[HANDED_OUT]).await?;
        delivery.delivered(None);
        let own = self.own_organization().await?.id;
        // What the office makes for itself hasn't left it.
        let all = went.iter().flat_map(left);
        Ok(all.filter(|it| it.recipient != own).collect())
    }
}

/// What an entry says: an export is one, resources may have gone on several terms.
fn left(it: &WentOut) -> Vec<Elsewhere> {
    match &it.line.text {
        EntryText::Answer(answer) => exported(it, answer).into_iter().collect(),
        EntryText::Deed(deed) => handed_out(it, deed),
        EntryText::List(_) | EntryText::Outcome(_) => Vec::new(),
    }
}

fn exported(it: &WentOut, answer: &AnswerText) -> Option<Elsewhere> {
    let permitted: Vec<&SectionsAnswer> = answer.answers.iter().filter(|it| it.permitted).collect();
    let sections = permitted.iter().flat_map(|it| it.sections.iter().copied());
    let mut sections: Vec<Category> = sections.collect();
    sections.sort_unstable();
    let clauses = permitted.iter().flat_map(|it| &it.clauses);
    let mut clauses: Vec<String> = clauses.map(ToString::to_string).collect();
    clauses.sort();
    clauses.dedup();
    Some(Elsewhere {
        entry: it.line.entry,
        at_ms: it.line.at_ms,
        by: Some(answer.asker),
        recipient: answer.recipient?,
        left_as: LeftAs::HmisExport,
        terms: Some(HandedTerms {
            purpose: answer.purpose,
            basis: answer.basis,
            consent: None,
        }),
        channel: answer.channel,
        sections,
        clauses,
        state: match it.outcome {
            Some(Outcome::Delivered) => DisclosureState::Delivered,
            _ => DisclosureState::Released,
        },
    })
}

fn handed_out(it: &WentOut, deed: &DeedText) -> Vec<Elsewhere> {
    let said = |name: &str| deed.particulars.get(name);
    let word = |name: &str| said(name).and_then(Json::as_str);
    let words = |name: &str| {
        let list = said(name).and_then(Json::as_array).into_iter().flatten();
        list.filter_map(Json::as_str)
    };
    let recipient: Option<Id<Organization>> = word("to").and_then(|it| it.parse().ok());
    let resources = said("resources").and_then(Json::as_u64).unwrap_or(0);
    // An empty answer told nothing of the client.
    let Some(recipient) = recipient.filter(|_| resources > 0) else {
        return Vec::new();
    };
    let terms = said("told").and_then(|it| Vec::<HandedTerms>::deserialize(it).ok());
    let terms = terms.filter(|it| !it.is_empty());
    let terms = terms.map_or_else(
        || vec![None],
        |all| all.into_iter().map(Some).collect::<Vec<_>>(),
    );
    let line = |terms: Option<HandedTerms>| Elsewhere {
        entry: it.line.entry,
        at_ms: it.line.at_ms,
        by: deed.by,
        recipient,
        left_as: LeftAs::Fhir,
        terms,
        channel: word("channel")
            .and_then(|it| it.parse().ok())
            .unwrap_or(Channel::Api),
        sections: words("sections")
            .filter_map(|it| Category::from_str(it).ok())
            .collect(),
        clauses: words("clauses").map(ToOwned::to_owned).collect(),
        state: DisclosureState::Released,
    };
    terms.into_iter().map(line).collect()
}
