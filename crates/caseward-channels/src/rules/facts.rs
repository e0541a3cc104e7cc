//! What has to be known about a way and its readers. Relations only: nobody's name.
//!
//! Whoever looks them up is named with each: the *register* of recipients, the *package*, or the *gate*, which alone knows
//! walls, protection and where a datum came from.

use caseward_model::{Category, RedactionClass};

use crate::Hash;

/// Everything that [`check`](super::check) looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The time, in ms since 1970.
    pub now_ms: i64,
    /// Where it goes.
    pub destination: Destination,
    /// The telephone on which what opens it is told, a PIN or a passphrase; nothing where nothing is told (register).
    pub told_on: Option<PhoneFacts>,
    /// Who will read it there, as far as it is known; each with what they get.
    pub readers: Vec<Reader>,
    /// A second person has looked at this release and agreed (gate).
    pub second_person: bool,
}

/// Where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// To an address: of a house, a mailbox, a server.
    Address(AddressFacts),
    /// To a telephone.
    Phone(PhoneFacts),
    /// That isn't known.
    Unknown,
}

/// What the register knows of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressFacts {
    /// Since when it counts, in ms since 1970 (register).
    pub counts_from: i64,
    /// Until when, if that is known (register).
    pub counts_until: Option<i64>,
    /// Somebody checked it by a call (register).
    pub verified: bool,
    /// Someone lives or reads there who stands behind a wall from a person in the package; nothing where nobody looked
    /// (gate).
    pub shared_with_walled: Option<bool>,
}

/// Whose telephone it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneOwner {
    /// Of the one whom it is for.
    Recipient,
    /// Of someone who stands behind a wall.
    Walled,
    /// Of someone else.
    SomeoneElse,
    /// That isn't known.
    Unknown,
}

/// What is known of a telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneFacts {
    /// Whose it is (register, gate).
    pub owner: PhoneOwner,
    /// Its owner said that a message is safe there; no, if nobody asked (register).
    pub safe_for_messages: bool,
    /// A message would be left if nobody answers.
    pub leaves_message: bool,
}

/// Someone who will read it, and what they get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The hash of the package that this reader gets (package).
    pub artefact: Hash,
    /// What is in it, each kind of datum about each person once (gate).
    pub holds: Vec<Holding>,
    /// Whether every string of it was searched for others' names and numbers: notes, file names, lists of who looked
    /// (package).
    pub searched: Searched,
}

/// Whether a package was searched for what is somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Searched {
    /// It was, and nothing was found.
    NothingOfOthers,
    /// It was, and something was found.
    FoundOthers,
    /// It wasn't.
    NotSearched,
}

/// A kind of datum about one person, as it stands in a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The section (gate).
    pub category: Category,
    /// What it gives away (gate).
    pub redaction: RedactionClass,
    /// About whom (gate).
    pub subject: SubjectFacts,
    /// What stands between that person and the reader (gate).
    pub between: Between,
    /// How it came into the house (gate).
    pub origin: Origin,
    /// The purpose of this release names where the person can be found, and not only as a part of something else (gate).
    pub asked_for_by_itself: bool,
}

/// What is known of a person whom a package is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubjectFacts {
    /// A child or a youth.
    pub minor: bool,
    /// Fleeing violence, stalking or trafficking.
    pub protected: bool,
}

/// What stands between a person and a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// They are the same.
    TheSame,
    /// Nothing that is known.
    Nothing,
    /// A wall.
    Walled,
    /// The reader is on record as a danger to this person.
    Risk,
    /// Nobody looked.
    Unknown,
}

/// How a datum came into the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The person told it, or it was imported about them.
    Told,
    /// A worker wrote it.
    Written,
    /// Somebody asked about the person, or warned of them: who that was, and when, and how.
    Enquiry,
    /// Nobody looked.
    Unknown,
}
