//! A consent as it is kept: what stands in it, how it stands, and each step that led there. Nothing in it is ever
//! changed once it is signed; a newer one takes its place.
//!
//! DV-2.1, DV-2.2, DV-5.2.1, NASW-b. It lies under the client's own key, and goes with it.

use caseward_model::{
    ConsentStage, Id, Language, RecallAnswer, RecallTelling, TalkKind, WayKind, WithdrawalWay,
    Worker,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::form::{Form, Named};
use super::needs::is_blank;
use crate::standing::{DrawnMark, ScanKind};

/// A consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What stands in it.
    pub form: Form,
    /// How it stands.
    pub stage: ConsentStage,
    /// Who explained it (E17).
    pub by: Id<Worker>,
    /// The organisation that may disclose (E02): the one that handled the client when it was begun.
    pub discloser: i64,
    /// When it was begun, in ms.
    pub begun_at: i64,
    /// Each step, the first first.
    #[serde(default)]
    pub steps: Vec<Stepped>,
    /// The version of the form's words that were signed, or printed to be signed; nothing on what was signed before that was kept.
    #[serde(default)]
    pub form_version: Option<u32>,
    /// That it was given before it was written down here, on paper or in an earlier system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<TakenOver>,
    /// The signature (E07).
    #[serde(default)]
    pub signature: Option<Signature>,
    /// Until when it holds, in ms.
    #[serde(default)]
    pub expires_at: Option<i64>,
    /// Whether it was looked into, when it was signed, if the recipient can keep a confidence (E16).
    #[serde(default)]
    pub policy_assessed: bool,
    /// When the client got their copy, in ms (E18, DV-5.2.1).
    #[serde(default)]
    pub copy_given_at: Option<i64>,
    /// How it was taken back.
    #[serde(default)]
    pub withdrawal: Option<Withdrawal>,
    /// The one in whose place it stands.
    #[serde(default)]
    pub replaces: Option<i64>,
    /// The one that stands in its place.
    #[serde(default)]
    pub replaced_by: Option<i64>,
    /// Why it was rejected or corrected, if somebody said it.
    #[serde(default)]
    pub because: String,
}

/// That a consent was given before it was written down here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// Its paper names no last day: that was counted from the signature.
    #[serde(default)]
    pub counted: bool,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stepped {
    /// To which state.
    pub to: ConsentStage,
    /// When, in ms.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// When, in ms; on paper the day on the paper.
    pub at: i64,
    /// The full name as it was typed, or as it stands on the paper.
    pub name: String,
    /// The name of whoever signs with a minor.
    #[serde(default)]
    pub second_name: String,
    /// What was ticked, by the words of the statements.
    pub ticked: Vec<String>,
    /// What was drawn.
    #[serde(default)]
    pub mark: Option<DrawnMark>,
    /// Who witnessed it besides the worker.
    #[serde(default)]
    pub witness: String,
    /// How.
    pub how: Signed,
}

/// How it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signed {
    /// On the screen, the worker being there.
    Screen,
    /// Before this office kept consents, and written down before a scan was asked for; its paper lies elsewhere.
    Earlier,
    /// On paper.
    Paper {
        /// By whom the scan was recorded.
        recorded_by: Id<Worker>,
        /// Who looked at it as the second person.
        #[serde(default)]
        confirmed_by: Option<Id<Worker>>,
        /// They saw that the witness who is named signed on it.
        #[serde(default)]
        witness_signed: bool,
    },
}

impl Signature {
    /// Whether a name was typed on the screen, nothing was drawn, and nobody is named who was there besides the worker. Anybody can type
    /// a name, so that is no signature (DV-2.2).
    #[must_use]
    pub fn is_typed_alone(&self) -> bool {
        self.how == Signed::Screen && self.mark.is_none() && is_blank(&self.witness)
    }
}

/// That it was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// When, in ms.
    pub at: i64,
    /// How.
    pub way: WithdrawalWay,
    /// Who heard or read it.
    pub by: Id<Worker>,
    /// What the client said, if they said more.
    #[serde(default)]
    pub words: String,
    /// When the written note was made, in ms.
    #[serde(default)]
    pub noted_at: Option<i64>,
}

/// Something that went out under a consent, once. The desk of disclosures writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// To whom.
    pub recipient: Named,
    /// When, in ms.
    pub at: i64,
    /// The number of the disclosure.
    pub disclosure: i64,
    /// What came of asking for it back, once the consent was taken back.
    #[serde(default)]
    pub recall: Option<Recall>,
}

/// What came of asking a recipient to return or destroy what they had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recall {
    /// What they answered.
    pub answer: RecallAnswer,
    /// Who told them, and noted the answer; nobody yet.
    #[serde(default)]
    pub by: Option<Id<Worker>>,
    /// When they were told, in ms.
    #[serde(default)]
    pub told_at: Option<i64>,
    /// When they answered, in ms.
    #[serde(default)]
    pub answered_at: Option<i64>,
    /// What they said, if it is worth keeping.
    #[serde(default)]
    pub words: String,
    /// Since when it is to be asked back, in ms: when the consent was taken back. Missing on what was asked back before that was kept.
    #[serde(default)]
    pub asked_at: Option<i64>,
    /// How they were told.
    #[serde(default)]
    pub told: Option<ToldRecipient>,
    /// The letter that the house sent them last, or tried to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<LetterSent>,
}

impl Recall {
    /// It is to be asked back since then, in ms, and nobody has told them yet.
    pub(crate) const fn awaited(asked_at: i64) -> Self {
        Self {
            answer: RecallAnswer::Awaited,
            by: None,
            told_at: None,
            answered_at: None,
            words: String::new(),
            asked_at: Some(asked_at),
            told: None,
            sent: None,
        }
    }
}

/// How long a letter may be on its way from here before nobody knows what became of it, in ms.
const GOING_MS: i64 = 5 * 60_000;

/// A letter that the house sent by itself, or tried to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterSent {
    /// When, in ms.
    pub at: i64,
    /// Who had it sent.
    pub by: Id<Worker>,
    /// By which of their ways, by its number.
    pub way: i64,
    /// What kind of way it is.
    pub kind: WayKind,
    /// SHA-256 of what travelled, in hex; empty if nothing did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hash: String,
    /// Until when it waits behind a link, in ms, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<i64>,
    /// It is known how it went.
    #[serde(default)]
    pub ended: bool,
    /// What kept it from going, or that nobody knows, in a word; nothing when it was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<String>,
}

impl LetterSent {
    /// Whether it is being sent at this moment, in ms, or waits behind its link.
    #[must_use]
    pub const fn is_going_at(&self, now_ms: i64) -> bool {
        let until = match self.until {
            Some(until) => until,
            None => self.at.saturating_add(GOING_MS),
        };
        !self.ended && now_ms < until
    }

    /// Until when it waits behind a link that nobody has opened, in ms.
    #[must_use]
    pub fn waits_until(&self, now_ms: i64) -> Option<i64> {
        self.until.filter(|_| self.is_going_at(now_ms))
    }

    /// Why it counts as not sent at this time, in ms; nothing while it goes and when it was taken.
    #[must_use]
    pub fn trouble_at(&self, now_ms: i64) -> Option<&str> {
        let lost = !self.ended && !self.is_going_at(now_ms);
        let word = match self.until {
            Some(_) => "link_expired",
            None => "maybe_arrived",
        };
        self.trouble.as_deref().or(lost.then_some(word))
    }
}

/// That a recipient was told that a consent was taken back, and asked to return or destroy what they had.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToldRecipient {
    /// When, in ms.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
    /// How.
    pub how: RecallTelling,
    /// By which kind of way of theirs, if it was by one.
    #[serde(default)]
    pub way: Option<WayKind>,
    /// Until which day they are asked to answer.
    pub answer_by: Date,
    /// What is worth keeping about it.
    #[serde(default)]
    pub words: String,
}

impl std::fmt::Debug for ToldRecipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("ToldRecipient");
        shown.field("at", &self.at).field("how", &self.how);
        shown.finish_non_exhaustive()
    }
}

/// A talk about confidentiality, the acknowledgement of the organisation's policies, or that the client was told what is shared (NASW-e,
/// RE-1, DV-4.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// Which.
    pub kind: TalkKind,
    /// When, in ms.
    pub at: i64,
    /// Who talked with the client.
    pub by: Id<Worker>,
    /// How: in a talk here, by telephone, with an interpreter.
    pub how: String,
    /// What the client said it means.
    pub teach_back: String,
    /// The procedure was handed over or explained (DV-5.2.1).
    #[serde(default)]
    pub procedure_given: bool,
    /// The name under the acknowledgement, if it was signed on the screen.
    #[serde(default)]
    pub name: String,
    /// What was drawn.
    #[serde(default)]
    pub mark: Option<DrawnMark>,
    /// It was signed on paper, and this is the scan.
    #[serde(default)]
    pub scan: Option<Scan>,
    /// The leaflet by which the client was told what is shared (DV-4.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaflet: Option<LeafletGiven>,
}

/// Which leaflet a client was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeafletGiven {
    /// SHA-256 of what stood in it, in hex.
    pub hash: String,
    /// In which language.
    pub language: Language,
}

impl LeafletGiven {
    /// As much of the hash as is printed on the leaflet.
    #[must_use]
    pub fn mark(&self) -> &str {
        mark_of(&self.hash)
    }
}

/// As much of a leaflet's hash as is printed on it.
pub(super) fn mark_of(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// A scan that lies beside a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// The ending of its file name.
    pub ending: String,
    /// Its bytes, in base64.
    pub bytes: String,
}

impl Scan {
    /// What it is.
    #[must_use]
    pub fn kind(&self) -> Option<ScanKind> {
        let kinds = [ScanKind::Pdf, ScanKind::Jpeg, ScanKind::Png];
        kinds.into_iter().find(|it| it.ending() == self.ending)
    }
}

impl Record {
    /// A draft.
    #[must_use]
    pub fn begun(form: Form, by: Id<Worker>, discloser: i64, at: i64) -> Self {
        Self {
            form,
            stage: ConsentStage::Draft,
            by,
            discloser,
            begun_at: at,
            steps: vec![Stepped {
                to: ConsentStage::Draft,
                at,
                by,
            }],
            form_version: None,
            taken_over: None,
            signature: None,
            expires_at: None,
            policy_assessed: false,
            copy_given_at: None,
            withdrawal: None,
            replaces: None,
            replaced_by: None,
            because: String::new(),
        }
    }

    /// Moves it on.
    pub(super) fn step(&mut self, to: ConsentStage, at: i64, by: Id<Worker>) {
        if self.stage != to {
            self.stage = to;
            self.steps.push(Stepped { to, at, by });
        }
    }

    /// Whether it is signed and has run out by this time, in ms.
    #[must_use]
    pub fn is_over_at(&self, now_ms: i64) -> bool {
        self.stage == ConsentStage::Signed && self.expires_at.is_some_and(|it| it <= now_ms)
    }

    /// Whether it is signed by a name that somebody typed with nobody there: it counts for nothing.
    #[must_use]
    pub fn is_typed_alone(&self) -> bool {
        let signature = self.signature.as_ref();
        signature.is_some_and(Signature::is_typed_alone)
    }

    /// Whether something may go out under it at this time, in ms; to whom and what, the gate says.
    #[must_use]
    pub fn is_live_at(&self, now_ms: i64) -> bool {
        let signed = self.stage == ConsentStage::Signed && !self.is_typed_alone();
        signed && self.expires_at.is_some_and(|it| now_ms < it)
    }
}
