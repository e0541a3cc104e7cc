//! Disclosures: what leaves to another organisation, why, on what ground, who looked at it before, and the statement that
//! goes with it (RE-2, RE-3, NASW-c, NASW-d, CR-7, DV-2.1).
//!
//! A disclosure is begun (what is to go where, and why), put together (the paper that would leave, to be looked at), approved
//! by a second person where a rule asks for one, and released: the rules are asked anew, a statement is made and its hash
//! stands in the ledger. Whatever goes wrong on the way, either nothing left or there is an entry that says so.

mod accounting;
mod accounting_files;
mod arrival;
mod attached;
mod begin;
mod compose;
mod danger;
mod deidentify;
mod draft;
mod drafting;
mod elsewhere;
mod error;
mod exports;
mod gone_through;
mod grounds_say;
mod looking;
mod masking;
mod notices;
mod partners;
mod previewing;
mod release;
mod requested;
mod risk;
mod roads;
mod sending;
mod sent_count;
mod statement;
mod stored;
mod taking_back;
mod told_by_law;
mod told_left;

use caseward_gate::{Also, Choice, GateError};
use caseward_model::{
    Basis, Category, Channel, Client, DisclosureState, Id, Organization, Purpose, Road, Role, Told,
    Worker,
};

use crate::plain_words::Remark;
use crate::sign_in::SignedIn;

pub use caseward_channels::hand::{Custody, Signed as SignedHand};
pub use caseward_papers::{AgreedConsent, DisclosureStatement, TellerPermits};

pub use accounting::{Accounted, Accounting, Knows};
pub use accounting_files::{AccountingFile, Column, columns};
pub use arrival::Arrival;
pub use attached::{Attached, AttachedMark, AttachmentReader, LARGEST_ATTACHED, MOST_ATTACHED};
pub use begin::NewDisclosure;
pub use compose::Composed;
pub(crate) use compose::{record as told_record, release_request};
pub use danger::NamedDanger;
pub use draft::{DraftAnswers, DraftChange, DraftNeed, DraftStep, SecondWhy};
pub use drafting::{DisclosureDraft, DraftEnd, DraftState, SecondPerson};
pub use elsewhere::LeftAs;
pub(crate) use elsewhere::{Elsewhere, HANDED_OUT, HandedTerms};
pub use error::{DisclosureError, Mend};
pub use exports::{ExportTold, ExportsOf, NewTelling, Telling};
pub use grounds_say::{GroundSays, ground_says};
pub(crate) use looking::{opened_rows, sealed_rows};
pub use masking::{LookedAt, MaskChange, MaskedAt, MaskedPlace, Wider};
pub use partners::{
    NamedPartners, NewPartners, PartnerReading, PartnerSentence, Partners, SentenceDecision,
};
pub use release::ReleasedPackage;
pub(crate) use release::Unsaid;
pub use risk::NewDiscussion;
pub(crate) use roads::on_road;
pub use roads::{Answers, asks, goes_beyond, grounds, least, may_answer, purposes, recipients};
pub use sending::carries_letters;
pub(crate) use sending::close_without_ground;
pub use sending::{
    Call, ChosenWay, CustodyState, Fetched, HandOver, HandOverNo, Holder, Leaving, Left,
    LinkAnswer, LinkMade, OtherWay, OuterName, Passphrase, Said, SendingError, SignatureFile, Stop,
    TakenBack, TakenBy, Travels, WENT, WayToChoose, WaysToChoose,
};
pub(crate) use sending::{LetterOf, keep_letter_link};
pub(crate) use sending::{LetterRoad, ReadyLetter, is_walled_off, letter_carried, letter_may_go};
pub(crate) use sent_count::count_sent;
pub use sent_count::{SentCount, SentKind};
pub use statement::{StatementFiles, VerifiedStatement, verify_statement};
pub(crate) use stored::entry_of;
pub(crate) use told_left::left_under_permission;

/// The section whose rules decide who keeps the book of a client's disclosures: it tells no story (CR-7).
const BOOK: Category = Category::Administration;

/// The longest text of a disclosure, in characters.
const LONGEST: usize = 2_000;

/// That a supervisor discussed a disclosure that may raise the client's risk (DV-3.3.2c).
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Discussed {
    /// When, in ms since 1970.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
    /// It may go on.
    pub goes_on: bool,
}

/// A disclosure as it stands. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Disclosure {
    /// Its number.
    pub no: i64,
    /// How often it was changed: what is made of it counts only while this stays.
    pub version: i64,
    /// About whom.
    pub client: Id<Client>,
    /// What kind of disclosure it is.
    pub road: Road,
    /// Somebody said that it may raise the client's risk.
    pub raises_risk: bool,
    /// A supervisor discussed that it may raise the client's risk.
    pub discussed: Option<Discussed>,
    /// To whom.
    pub recipient: Id<Organization>,
    /// Why.
    pub purpose: Purpose,
    /// On what ground.
    pub basis: Basis,
    /// The danger report on which it goes.
    pub danger: Option<NamedDanger>,
    /// By which way.
    pub channel: Channel,
    /// What.
    pub sections: Vec<Category>,
    /// Of what the papers were made that lie beside it: more than goes, when something was left out since.
    pub(crate) holds: Vec<Category>,
    /// The numbers of the permissions of those who told something under which parts of it stand in the paper.
    pub(crate) tellers: Vec<i64>,
    /// Whether the client knows.
    pub told: Told,
    /// How it stands.
    pub state: DisclosureState,
    /// When it was begun, in ms since 1970, and by whom.
    pub begun: (i64, Id<Worker>),
    /// Who had a hand in what leaves: began it, chose what goes, masked, attached, or put it together.
    pub(crate) hands: Vec<Id<Worker>>,
    /// When the paper was put together, in ms since 1970, and its SHA-256 in hex.
    pub composed: Option<(i64, String)>,
    /// A rule wants a second person to look at what was put together.
    pub wants_second: bool,
    /// When supervisors were asked last, none of them could be told who may look at the client.
    pub(crate) told_nobody: bool,
    /// When a second person approved it, and who.
    pub approved: Option<(i64, Id<Worker>)>,
    /// When it was released, the number of its INTENT, and that of its statement's entry.
    pub released: Option<(i64, u64, u64)>,
    /// Who released it. Of what left before that was kept it isn't known.
    pub released_by: Option<Id<Worker>>,
    /// What was released last is known to have stayed.
    pub(crate) nothing_left: bool,
    /// What left before that, or may have.
    pub(crate) earlier: Vec<Departure>,
    /// The number of the consent under which it left.
    pub(crate) under: Option<i64>,
    /// Since when it has been let out without an end, under which consent, and by whom: nobody knows whether it left.
    pub(crate) lost: Option<(i64, Option<i64>, Option<Id<Worker>>)>,
    /// When it arrived, or failed to.
    pub ended_at: Option<i64>,
    /// By which of the recipient's ways it leaves.
    pub leaving: Option<Leaving>,
    /// What travels, or travelled.
    pub travels: Option<Travels>,
    /// Why it didn't go the last time, in a word.
    pub trouble: Option<String>,
    /// The hands through which an envelope goes.
    pub custody: Option<Custody>,
    /// What is attached, without a word of it.
    pub attached: Vec<AttachedMark>,
    /// What was said and decided about it. Nothing for whoever may not read all that it is made of: the book says that something
    /// left, and tells no story (CR-7).
    pub in_words: Option<InWords>,
}

/// One time that a disclosure left, or may have. It isn't printable by accident.
#[derive(Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Departure {
    /// When, in ms since 1970.
    pub(crate) at: i64,
    /// The number of its INTENT; 0 where it isn't known whether there is one.
    pub(crate) intent: u64,
    /// The number of its statement's entry; 0 likewise.
    pub(crate) stated: u64,
    /// SHA-256 of the paper, in hex.
    pub(crate) content: String,
    /// What it was made of.
    pub(crate) sections: Vec<Category>,
    /// The number of the consent under which it left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) under: Option<i64>,
    /// Under which permissions of those who told something parts of it left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tellers: Vec<i64>,
    /// Who released it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) by: Option<Id<Worker>>,
    /// What travelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) travels: Option<Travels>,
    /// The hands through which an envelope went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) custody: Option<Custody>,
}

/// An earlier release of a disclosure, whose papers are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierRelease {
    /// When, in ms since 1970.
    pub at: i64,
    /// The number of its INTENT.
    pub entry: u64,
    /// The number of its statement's entry.
    pub stated: u64,
    /// SHA-256 of the paper that left, in hex.
    pub content: String,
}

/// What was said and decided about a disclosure. It isn't printable by accident.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct InWords {
    /// What its kind asked besides.
    pub answers: Answers,
    /// Why more than the purpose needs, if it is more.
    pub why_more: String,
    /// What the client was told, or why they were not.
    pub told_how: String,
    /// What was noted about how it arrived, or failed to.
    pub ended_how: String,
    /// Words in what was put together that judge somebody, with what could stand there instead (DV-4.6.5).
    pub remarks: Vec<Remark>,
    /// What is masked besides what tells of people whom the office knows.
    pub also: Vec<Also>,
    /// What was decided about single places that were masked.
    pub choices: Vec<Choice>,
    /// What was said and decided about partners, in whatever goes about somebody in the men's programme (DV-4.3).
    pub partners: Partners,
    /// How many things that others told stayed out of the paper, because there is no permission of whoever told them (CR-9).
    pub told_stays: usize,
}

impl std::fmt::Debug for Disclosure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Disclosure");
        let shown = shown.field("no", &self.no).field("state", &self.state);
        shown.finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Departure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = f.debug_struct("Departure");
        let shown = shown.field("at", &self.at).field("intent", &self.intent);
        shown.finish_non_exhaustive()
    }
}

impl Disclosure {
    /// All sections that it, or a paper beside it, is made of.
    fn made_of(&self) -> Vec<Category> {
        let mut all = self.sections.clone();
        all.extend(&self.holds);
        all.sort_unstable();
        all.dedup();
        all
    }

    /// As it stands at a time: what began to be let out long ago, and never came to an end, may have left.
    pub(crate) fn at(mut self, now_ms: i64) -> Self {
        let lost = self.lost;
        self.lost = lost.filter(|(since, ..)| stored::is_lost(*since, now_ms));
        if self.lost.is_some() {
            self.trouble = Some("unknown_left".to_owned());
        }
        self
    }

    /// Each time that it left, or may have, the earliest first. What is known to have stayed doesn't count.
    pub(crate) fn departures(&self) -> Vec<Departure> {
        let content = self.composed.as_ref().map(|(_, it)| it.clone());
        let content = content.unwrap_or_default();
        let mut all = self.earlier.clone();
        let released = self.released.filter(|_| !self.nothing_left);
        all.extend(released.map(|(at, intent, stated)| Departure {
            at,
            intent,
            stated,
            content: content.clone(),
            sections: self.sections.clone(),
            under: self.under,
            tellers: self.tellers.clone(),
            by: self.released_by,
            travels: self.travels.clone(),
            custody: self.custody.clone(),
        }));
        all.extend(self.lost.map(|(since, under, by)| Departure {
            at: since,
            intent: 0,
            stated: 0,
            content: content.clone(),
            sections: self.sections.clone(),
            under,
            tellers: self.tellers.clone(),
            by,
            travels: None,
            custody: None,
        }));
        all
    }

    /// Who let it out; of what left before that was kept, whoever began it.
    #[must_use]
    pub fn let_out_by(&self) -> Id<Worker> {
        self.released_by.unwrap_or(self.begun.1)
    }

    /// The releases besides the one that is on its way or came to its end, the earliest first: of each the papers are kept. What is known to
    /// have stayed isn't among them.
    #[must_use]
    pub fn earlier_releases(&self) -> Vec<EarlierRelease> {
        let last = self.released.filter(|_| self.state.left());
        let last = last.map(|(_, entry, _)| entry);
        let all = self.departures().into_iter();
        // Without a statement nobody knows whether it left, and there are no papers.
        let earlier = all.filter(|it| it.stated > 0 && Some(it.intent) != last);
        let releases = earlier.map(|it| EarlierRelease {
            at: it.at,
            entry: it.intent,
            stated: it.stated,
            content: it.content,
        });
        releases.collect()
    }

    /// As it stood one time that it left, or may have: what leaves now may be something else.
    pub(crate) fn as_it_left(&self, then: &Departure) -> Self {
        let same = self.composed.clone();
        let same = same.filter(|(_, content)| *content == then.content);
        Self {
            released: Some((then.at, then.intent, then.stated)),
            released_by: then.by,
            composed: same.or_else(|| Some((then.at, then.content.clone()))),
            sections: then.sections.clone(),
            under: then.under,
            travels: then.travels.clone(),
            custody: then.custody.clone(),
            ..self.clone()
        }
    }

    /// Whether it can be given up: nothing left, nor may have.
    #[must_use]
    pub fn may_be_given_up(&self) -> bool {
        self.is_open() && self.departures().is_empty()
    }

    fn is_open(&self) -> bool {
        !self.state.left() && self.state != DisclosureState::Dropped
    }

    /// Whether this person had a hand in what leaves: began it, chose what goes, masked, attached, or put it together. Somebody else
    /// discusses and approves it then.
    #[must_use]
    pub fn has_a_hand(&self, worker: Id<Worker>) -> bool {
        self.hands.contains(&worker)
    }

    /// Whether this person is one who could discuss it now, so that a form is worth offering; whether they may, the gate says when they
    /// do.
    #[must_use]
    pub fn is_to_be_discussed_by(&self, person: &SignedIn) -> bool {
        let waits = self.raises_risk && self.is_open();
        waits && person.sheet.role == Role::Supervisor && !self.has_a_hand(person.worker)
    }

    /// Whether this person is one who could approve it now, likewise.
    #[must_use]
    pub fn is_to_be_approved_by(&self, person: &SignedIn) -> bool {
        let waits = self.wants_second && self.state == DisclosureState::Composed;
        waits && !self.has_a_hand(person.worker)
    }

    /// Whether it waits for a supervisor, and there was none who may look at the client when one was asked: somebody has to find one.
    #[must_use]
    pub fn waits_for_nobody(&self) -> bool {
        let to_discuss = self.raises_risk && self.discussed.is_none();
        let to_approve = self.wants_second && self.state == DisclosureState::Composed;
        self.told_nobody && self.is_open() && (to_discuss || to_approve)
    }

    /// The sections beyond what the purpose needs.
    pub fn beyond_need(&self) -> impl Iterator<Item = Category> {
        let purpose = self.purpose;
        let beyond = move |it: &Category| !caseward_gate::needs(purpose, *it);
        self.sections.iter().copied().filter(beyond)
    }
}

/// Which paper of a disclosure. The numbers stand in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Paper {
    /// What leaves.
    Document = 1,
    /// The statement.
    Statement = 2,
    /// The proof of the statement.
    Proof = 3,
    /// What was masked in the document, with what stood there.
    Masks = 4,
    /// What could be read of files that are attached.
    Attached = 5,
    /// What travels.
    Package = 6,
    /// The sentences of the document that speak of a partner.
    Spoken = 7,
}

const fn outside() -> GateError {
    GateError::Unfit("this can't be done with a disclosure as it stands; look at it again")
}
