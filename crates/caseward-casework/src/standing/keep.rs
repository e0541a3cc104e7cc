//! How a signature or completion is kept: the record of it sealed, its hash in the ledger, the fact on the
//! worker's sheet, and the sheet settled, in one transaction.
//!
//! What decides is the fact on the sheet. The record is evidence: who signed what, with which words, in how
//! many tries; it can be shown, and checked against the ledger's entry (CC-2, DV-5.1.1, DV-5.10).

use caseward_gate::{Drawer, SignedFact, Works};
use caseward_model::{Id, Language, Worker};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use sha2::{Digest, Sha256};

use super::answers::forget_given;
use super::error::SigningError;
use super::refuse::forget_refusal;
use super::register::write;
use super::settle::{Register, Requirement, Version};
use super::sign::{DrawnMark, Signer};
use super::text::Wording;
use crate::CaseworkError;

/// How many signatures of one text stay on a worker's sheet.
const KEPT_FACTS: usize = 3;
/// How long before its end a signature can be renewed: 60 days, or the last quarter if that is less.
const RENEW_DAYS: i64 = 60;
const DAY_MS: i64 = 86_400_000;

/// What is kept of a signature or completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// In which language it was read.
    pub language: Language,
    /// When, in ms.
    pub at: i64,
    /// Who signed, as they wrote it; of a course, nobody.
    pub signer: Option<Signer>,
    /// How often they sent answers before all were right.
    pub tries: u32,
    /// What they drew.
    pub mark: Option<DrawnMark>,
    /// How it came about.
    pub how: How,
    /// SHA-256 of the text in that language.
    pub text: String,
}

/// How a signature or completion came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Signed on the screen.
    Screen,
    /// Signed at the office's own command line, which was opened with a key.
    Terminal,
    /// Completed by answering.
    Answered,
    /// On paper: recorded by one person and confirmed by another (their numbers; 0 for the holder of a key).
    Paper {
        /// Who recorded it.
        recorded_by: i64,
        /// Who confirmed it; nobody yet.
        confirmed_by: Option<i64>,
    },
}

impl How {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Terminal => "terminal",
            Self::Answered => "answered",
            Self::Paper { .. } => "paper",
        }
    }
}

impl Evidence {
    /// Of a course that is completed now; the time is filled in where it is kept.
    pub(super) fn of_course(language: Language, words: &Wording, tries: u32) -> Self {
        Self {
            language,
            at: 0,
            signer: None,
            tries,
            mark: None,
            how: How::Answered,
            text: HEXLOWER.encode(&words.hash()),
        }
    }

    /// SHA-256 of what is kept: stands in the ledger.
    pub(super) fn hash(&self) -> Result<String, CaseworkError> {
        Ok(HEXLOWER.encode(&Sha256::digest(&*write(self)?)))
    }
}

/// Whether a signature counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It counts.
    Counts,
    /// It waits for a second person.
    Waits,
    /// The second person did not confirm it.
    Declined,
}

impl State {
    pub(super) const fn number(self) -> i64 {
        match self {
            Self::Counts => 0,
            Self::Waits => 1,
            Self::Declined => 2,
        }
    }

    pub(super) const fn of(number: i64) -> Self {
        match number {
            0 => Self::Counts,
            1 => Self::Waits,
            _ => Self::Declined,
        }
    }
}

/// What lies sealed in a row: the evidence and the entry about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) entry: u64,
    pub(super) evidence: Evidence,
}

/// The place of a signature's row: its number, whose it is, and its state.
pub(super) const fn place(no: i64, worker_no: i64, state: State) -> (i64, i64, i64) {
    (no, worker_no, state.number())
}

/// Keeps what was signed or completed just now, and settles the signer.
pub(super) fn keep(
    works: &mut Works<'_, '_>,
    register: &Register,
    requirement: &Requirement,
    version: &Version,
    whom: Id<Worker>,
    evidence: Evidence,
) -> Result<i64, SigningError> {
    let at = works.now_ms();
    let evidence = Evidence { at, ..evidence };
    let (worker_no, _) = works.worker(whom)?;
    let no = next_no(works)?;
    let entry = count(
        works,
        register,
        (requirement, version),
        (whom, no),
        &evidence,
    )?;
    insert(
        works,
        (no, worker_no),
        (requirement.no, version.number),
        State::Counts,
        &Row { entry, evidence },
    )?;
    forget_given(works, worker_no, requirement.no)?;
    forget_refusal(works, (whom, worker_no), requirement.no)?;
    Ok(no)
}

/// Puts a signature onto its signer's sheet, settled, with the entry that says so. Returns the entry.
pub(super) fn count(
    works: &mut Works<'_, '_>,
    register: &Register,
    (requirement, version): (&Requirement, &Version),
    (whom, no): (Id<Worker>, i64),
    evidence: &Evidence,
) -> Result<u64, CaseworkError> {
    let now_ms = works.now_ms();
    let fact = SignedFact {
        requirement: requirement.no,
        version: version.number,
        at: evidence.at,
    };
    let mut particulars = Map::new();
    let mut note = |what: &str, value: serde_json::Value| {
        particulars.insert(what.to_owned(), value);
    };
    note("requirement", requirement.name.as_str().into());
    note("version", version.number.into());
    note("text", evidence.text.as_str().into());
    note("how", evidence.how.word().into());
    note("signature", no.into());
    note("content", evidence.hash()?.into());
    let deed = if requirement.kind.is_course() {
        "training_completed"
    } else {
        "agreement_signed"
    };
    let entry = works.change_worker_noting(whom, deed, particulars, |sheet| {
        add_fact(&mut sheet.signed, fact);
        register.settle(sheet, now_ms);
    })?;
    Ok(entry)
}

/// Adds a fact; of each text only the newest few stay, because only they can still decide.
fn add_fact(signed: &mut Vec<SignedFact>, fact: SignedFact) {
    signed.push(fact);
    let alike = |it: &SignedFact| it.requirement == fact.requirement;
    while signed.iter().filter(|it| alike(it)).count() > KEPT_FACTS {
        let oldest = signed
            .iter()
            .enumerate()
            .filter(|(_, it)| alike(it))
            .min_by_key(|(_, it)| (it.version, it.at))
            .map(|(place, _)| place);
        match oldest {
            Some(place) => drop(signed.remove(place)),
            None => return,
        }
    }
}

/// The next free number is safe, because every writer holds the ledger's head.
pub(super) fn next_no(works: &mut Works<'_, '_>) -> Result<i64, CaseworkError> {
    let sql = "SELECT COALESCE(MAX(no), 0) + 1 FROM signatures";
    Ok(works.transaction().query_one(sql, &[])?.int(0)?)
}

pub(super) fn insert(
    works: &mut Works<'_, '_>,
    (no, worker_no): (i64, i64),
    (requirement, version): (i64, u32),
    state: State,
    row: &Row,
) -> Result<(), CaseworkError> {
    let sealed = works.seal(Drawer::Signed, place(no, worker_no, state), &write(row)?);
    works.transaction().execute(
        "INSERT INTO signatures (no, worker_no, requirement_no, version, state, sealed) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            no.into(),
            worker_no.into(),
            requirement.into(),
            i64::from(version).into(),
            state.number().into(),
            sealed.into(),
        ],
    )?;
    Ok(())
}

/// Refuses to let the same version be signed again while the last signature holds for long.
pub(super) fn may_be_renewed(
    requirement: &Requirement,
    version: &Version,
    signed: &[SignedFact],
    now_ms: i64,
) -> Result<(), SigningError> {
    let last = signed
        .iter()
        .filter(|it| (it.requirement, it.version) == (requirement.no, version.number))
        .map(|it| version.holds_until(it.at))
        .max();
    let early = RENEW_DAYS.min(i64::from(version.hold_days) / 4) * DAY_MS;
    if last.is_some_and(|until| now_ms < until - early) {
        return Err(SigningError::Already { signature: None });
    }
    Ok(())
}
