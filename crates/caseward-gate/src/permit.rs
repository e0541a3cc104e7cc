//! The proof that an answer was given and recorded, and what may be done with it: one thing, once.
//!
//! A [`Permit`] exists only after the decision said yes *and* the ledger returned a receipt. It is
//! used up by opening what it was given for. It has no public constructor, can't be copied, kept past
//! its question, printed or sent to do something else; `tests/forgeries/` shows that each try fails to
//! compile. Design §1.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use caseward_model::{Basis, Category, Clause, Client, ClientState, Id, Organization, Purpose};
use caseward_policies::{Decision, Explanation};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::GateError;
use crate::facts::{AssignmentFact, ProgrammeFact};
use crate::records::RecordMark;
use crate::request::{Act, RecipientAsked, Request};
use crate::vault::Key;

/// How long a permit may lie unused, in milliseconds.
pub(crate) const LIFE_MS: i64 = 60_000;

/// Leave to open one answer, once, for the purpose that was asked.
#[must_use = "a permit that isn't used leaves an intent without an outcome, which counts as disclosed"]
pub struct Permit<'r, A: Act> {
    pub(crate) granted: Granted,
    pub(crate) request: PhantomData<&'r Request>,
    pub(crate) act: PhantomData<fn() -> A>,
}

/// What the ledger and the vault gave for a permit.
pub(crate) struct Granted {
    pub(crate) entry: u64,
    pub(crate) at_ms: i64,
    pub(crate) client: Id<Client>,
    pub(crate) worker_no: i64,
    pub(crate) keys: RecordKeys,
    pub(crate) terms: Terms,
}

/// On what terms something was let out: what is made of it may leave on these and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    pub(crate) client: Id<Client>,
    pub(crate) recipient: Option<Id<Organization>>,
    /// The number of the warning, where it is one to somebody who is threatened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) warning: Option<i64>,
    pub(crate) purpose: Purpose,
    pub(crate) basis: Basis,
    /// The danger report on whose ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) danger: Option<i64>,
    /// The sections that were let out.
    pub(crate) sections: Vec<Category>,
    /// Of what others told, the records that were let out, each with the number of the permission under which.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) told: Vec<(i64, i64)>,
}

impl Terms {
    pub(crate) fn of(
        request: &Request,
        decided: &[SectionDecision],
        told: Vec<(i64, i64)>,
    ) -> Self {
        let permitted = decided.iter().filter(|it| it.decision.permitted);
        Self {
            client: request.client,
            recipient: match request.recipient {
                RecipientAsked::Organization(id) => Some(id),
                RecipientAsked::Nobody
                | RecipientAsked::NotAnOrganization
                | RecipientAsked::ThreatenedPerson(_) => None,
            },
            warning: warning_of(request.recipient),
            purpose: request.purpose,
            basis: request.basis,
            danger: request.danger,
            sections: permitted.map(|it| it.category).collect(),
            told,
        }
    }
}

/// The number of the warning that something goes with; nothing where it goes to an organisation, or stays.
pub(crate) const fn warning_of(recipient: RecipientAsked) -> Option<i64> {
    match recipient {
        RecipientAsked::ThreatenedPerson(no) => Some(no),
        RecipientAsked::Organization(_)
        | RecipientAsked::Nobody
        | RecipientAsked::NotAnOrganization => None,
    }
}

/// The opened keys of one client, one for each compartment that exists.
pub(crate) struct RecordKeys(pub(crate) Vec<(caseward_model::Compartment, Key)>);

impl RecordKeys {
    pub(crate) fn get(&self, compartment: caseward_model::Compartment) -> Option<&Key> {
        self.0
            .iter()
            .find(|(held, _)| *held == compartment)
            .map(|(_, key)| key)
    }

    /// The key of the client's own entries, and no other.
    pub(crate) fn into_file_key(self) -> Option<Key> {
        let is_file = |(held, _): &(caseward_model::Compartment, Key)| {
            *held == caseward_model::Compartment::File
        };
        self.0.into_iter().find(is_file).map(|(_, key)| key)
    }
}

/// The permitted sections as they lie in the database: inert bytes.
pub struct Sealed {
    /// The number of the entry that says that they may be opened.
    pub(crate) entry: u64,
    pub(crate) parts: Vec<SealedPart>,
}

impl Sealed {
    /// How many records there are in each section that is let out and holds any. That much may be
    /// known without opening them.
    #[must_use]
    pub fn counts(&self) -> Vec<(Category, u64)> {
        let mut counts: Vec<(Category, u64)> = Vec::new();
        for part in &self.parts {
            match counts.iter_mut().find(|(it, _)| *it == part.section) {
                Some((_, count)) => *count += 1,
                None => counts.push((part.section, 1)),
            }
        }
        counts
    }
}

pub(crate) struct SealedPart {
    pub(crate) mark: RecordMark,
    pub(crate) section: Category,
    pub(crate) bytes: Vec<u8>,
}

/// What was decided about one section.
#[derive(Debug, Clone)]
pub struct SectionDecision {
    /// Which.
    pub category: Category,
    /// The decision, with its clauses.
    pub decision: Arc<Decision>,
    /// Why not, and what would change it; only where it was refused.
    pub explanation: Option<Arc<Explanation>>,
}

/// A question that was answered with yes for at least one section.
pub struct Answer<'r, A: Act> {
    /// Leave to open it.
    pub permit: Permit<'r, A>,
    /// What it opens.
    pub sealed: Sealed,
    /// What was decided, section by section, in the order of the list of categories.
    pub sections: Vec<SectionDecision>,
    /// What is known about the client's need for protection, for the badges on the page.
    pub standing: ClientState,
    /// Someone proposed to protect the client, and nobody has decided.
    pub protection_proposed: bool,
    /// Who is, was or will be assigned.
    pub ties: Ties,
    /// Of a question to disclose: what others told that goes, and what of it stays.
    pub told: ToldParts,
    /// The number of the entry in the ledger.
    pub entry: u64,
}

/// What becomes of what others told where something is disclosed: a part goes under a permission of whoever told it, and stays
/// without one (CR-9).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToldParts {
    /// The records that go, each with the number of the permission under which.
    pub go: Vec<(i64, i64)>,
    /// How many records stay, because there is no permission of whoever told them.
    pub stay: usize,
}

/// Who has to do with a client: for whoever may know of the client, and nothing from the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ties {
    /// The assignments, over all times.
    pub assignments: Vec<AssignmentFact>,
    /// The programmes that the client is enrolled in.
    pub programmes: Vec<ProgrammeFact>,
}

/// A question that was answered with no.
#[derive(Debug)]
pub enum Refusal {
    /// There is no client whom this asker may know of. Whether there is one at all stays open: the
    /// answer is the same for someone else's client and for nobody (DV-3.3.1).
    NotKnown {
        /// The number of the entry in the ledger.
        entry: u64,
    },
    /// The asker may know of the client, but none of the sections is let out.
    Refused {
        /// The number of the entry in the ledger.
        entry: u64,
        /// Why, section by section.
        sections: Vec<SectionDecision>,
    },
    /// Nothing was decided or nothing could be recorded: no entry, no bytes.
    Unrecorded(GateError),
}

impl<E: Into<GateError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::Unrecorded(error.into())
    }
}

impl Refusal {
    /// The number of the entry in the ledger, if there is one.
    #[must_use]
    pub const fn entry(&self) -> Option<u64> {
        match self {
            Self::NotKnown { entry } | Self::Refused { entry, .. } => Some(*entry),
            Self::Unrecorded(_) => None,
        }
    }

    /// The clauses behind the refusal, each once.
    #[must_use]
    pub fn clauses(&self) -> Vec<Clause> {
        let Self::Refused { sections, .. } = self else {
            return Vec::new();
        };
        let mut clauses: Vec<Clause> = sections
            .iter()
            .flat_map(|section| section.decision.clauses.iter().cloned())
            .collect();
        clauses.sort();
        clauses.dedup();
        clauses
    }
}

/// A piece of text that the gate let out. It can be shown; it can't be logged by accident.
pub struct Text(pub(crate) Zeroizing<String>);

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Text {
    /// Several texts in a row, with blanks between those that aren't empty.
    #[must_use]
    pub fn joined<'t>(texts: impl IntoIterator<Item = &'t Self>) -> Self {
        let mut joined = Zeroizing::new(String::new());
        for text in texts.into_iter().filter(|text| !text.is_empty()) {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(&text.0);
        }
        Self(joined)
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is this word: codes and dates are compared without being taken out.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        self.0.as_str() == word
    }

    /// The meaning of a code, looked up by the caller's table.
    #[must_use]
    pub fn code<T>(&self, meaning: impl FnOnce(&str) -> T) -> T {
        meaning(&self.0)
    }
}

/// One record's section, opened.
pub struct DisclosedPart {
    /// The record that it belongs to, within the client's file.
    pub record_no: i64,
    /// The section.
    pub section: Category,
    /// What kind of record: 0 for an entry written here, otherwise the number of the source file.
    pub kind: i64,
    /// How often it was changed, from 1.
    pub version: i64,
    /// Its fields, each with its number.
    pub fields: Vec<(u32, Text)>,
}

/// What was let out. Only this can be rendered.
pub struct Disclosed<'r, A: Act> {
    /// The opened parts, by record and section.
    pub parts: Vec<DisclosedPart>,
    pub(crate) client: Id<Client>,
    pub(crate) entry: u64,
    pub(crate) worker_no: i64,
    /// Under which the outcome will be sealed; missing for whoever has no file.
    pub(crate) file_key: Option<Arc<Key>>,
    pub(crate) terms: Terms,
    pub(crate) request: PhantomData<&'r Request>,
    pub(crate) act: PhantomData<fn() -> A>,
}

impl<A: Act> Disclosed<'_, A> {
    /// About whom.
    #[must_use]
    pub const fn client(&self) -> Id<Client> {
        self.client
    }

    /// The number of its entry in the ledger.
    #[must_use]
    pub const fn entry(&self) -> u64 {
        self.entry
    }
}
