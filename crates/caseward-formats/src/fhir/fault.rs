//! What is said when a resource can't be taken, or a part of it can't be taken over: where and why, never what stands there.

use std::fmt;

/// Why a resource isn't taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's message is its documentation")]
pub enum Reason {
    #[error("it is larger than the {0} bytes that are read; send less at once")]
    TooLarge(usize),
    #[error("this isn't JSON, from line {0}, column {1}")]
    NotJson(usize, usize),
    #[error("it is nested deeper than any resource is")]
    TooDeep,
    #[error("a name stands twice in one object, so that readers could differ")]
    Twice,
    #[error("this is another resource than the one that is taken here")]
    OtherResource,
    #[error("it has to be there")]
    Missing,
    #[error("it isn't of the kind that FHIR R4 has here")]
    WrongKind,
    #[error("it is longer than {0} characters")]
    TooLong(usize),
    #[error("there are more than {0}")]
    TooMany(usize),
    #[error("no system writes this so: it isn't an element of FHIR R4 here")]
    Unknown,
    #[error("it changes the meaning of the rest in a way that isn't known here")]
    ChangesMeaning,
    #[error("the profile (IHE PCF) doesn't allow it")]
    Forbidden,
    #[error("it isn't in force there, so there is nothing to take over")]
    NotInForce,
    #[error("it isn't a consent about privacy")]
    NotPrivacy,
    #[error(
        "a consent that permits everything but what it names can't be taken; the root has to deny, and each permit to name what it permits"
    )]
    NotClosed,
    #[error("it isn't a permit, and exceptions to a permit can't be kept here")]
    NotAPermit,
    #[error(
        "there are several recipients, purposes or periods; each has a consent of its own here, so send them one by one"
    )]
    Several,
    #[error("it names no organisation that receives")]
    NoRecipient,
    #[error("this is no time or day as FHIR writes them")]
    NotATime,
    #[error("this event is neither a disclosure nor a look at a patient's record")]
    OtherEvent,
    #[error("it doesn't say who did it")]
    NoUser,
    #[error("it doesn't say whose record it was")]
    NoPatient,
}

/// A resource that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a path of FHIR's own names; empty for the whole.
    pub at: String,
    /// Why.
    pub reason: Reason,
}

impl Fault {
    pub(super) fn new(at: impl Into<String>, reason: Reason) -> Self {
        Self {
            at: at.into(),
            reason,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.at.is_empty() {
            write!(f, "{}", self.reason)
        } else {
            write!(f, "{}: {}", self.at, self.reason)
        }
    }
}

impl std::error::Error for Fault {}

/// Why something isn't taken over, though the rest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's message is its documentation")]
pub enum NotTaken {
    #[error(
        "who this is there can't be compared with who it is here; make sure that it is the same person"
    )]
    Person,
    #[error("the paper stays with the other system; it is signed anew here")]
    Signature,
    #[error("whose policy it was stays there; ours is explained anew")]
    Policy,
    #[error("no purpose here has this code; ask for what purpose it is")]
    Purpose,
    #[error("no section here is exactly this; ask which information is meant")]
    Section,
    #[error(
        "a time within which records were written can't be kept as a limit; ask whether it is to be left out"
    )]
    DataPeriod,
    #[error("it isn't read here")]
    NotRead,
    #[error("it hasn't begun there, so when it begins is asked anew")]
    Beginning,
}

/// Something that isn't taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Where, as a path of FHIR's own names.
    pub at: String,
    /// Why.
    pub why: NotTaken,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.why)
    }
}
