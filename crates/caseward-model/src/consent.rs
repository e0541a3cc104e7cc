//! The words of a consent: what it is given for, how it stands, who may sign it, how it is taken back, which limits the
//! client can set, and what fails where one doesn't hold (DV-2.1, DV-2.2, DV-3.3.2d, NASW-b, NASW-h).

use crate::vocabulary::vocabulary;
use crate::{Purpose, RecipientKind};

vocabulary! {
    /// What a consent is given for; what is asked by itself has a form of its own.
    pub enum ConsentKind, "kind of consent" {
        /// To pass information on, to serve the client.
        Information = "information",
        /// To tell a payer (NASW-h).
        Payer = "payer",
        /// To use it in proceedings before a court or an authority.
        LegalProceedings = "legal_proceedings",
        /// To pass notes of talks on, and nothing else.
        Notes = "notes",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the word list is made by a macro that gives no variant an attribute"
)]
impl Default for ConsentKind {
    fn default() -> Self {
        Self::Information
    }
}

impl ConsentKind {
    /// Whether a consent of this kind can be one for this purpose and this kind of recipient.
    #[must_use]
    pub fn serves(self, purpose: Purpose, recipient: Option<RecipientKind>) -> bool {
        let payer = purpose == Purpose::Payment || recipient == Some(RecipientKind::Payer);
        let legal = purpose == Purpose::Legal;
        match self {
            Self::Payer => payer,
            Self::LegalProceedings => legal && !payer,
            Self::Information | Self::Notes => !payer && !legal,
        }
    }
}

vocabulary! {
    /// How a consent stands.
    pub enum ConsentStage, "state of a consent" {
        /// It is being written; nothing was said yet.
        Draft = "draft",
        /// It was explained, and waits for an answer.
        Explained = "explained",
        /// It was printed; the signed paper, or its second person, is awaited.
        PaperWaits = "paper_waits",
        /// It is signed. Whether it has run out, its date says.
        Signed = "signed",
        /// It was taken back.
        Revoked = "revoked",
        /// A newer one stands in its place.
        Superseded = "superseded",
        /// It should never have been recorded so.
        EnteredInError = "entered_in_error",
        /// The client said no.
        Rejected = "rejected",
    }
}

impl ConsentStage {
    /// Whether it can still be written on.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Explained)
    }
}

vocabulary! {
    /// In which capacity someone signs.
    pub enum SignerCapacity, "capacity of a signer" {
        /// The client themselves.
        Client = "client",
        /// A minor who may have the service alone, by their own right.
        MinorAlone = "minor_alone",
        /// A minor together with a parent or guardian who does not abuse.
        MinorWithParent = "minor_with_parent",
        /// A guardian of somebody who can't decide.
        Guardian = "guardian",
        /// Somebody with a power of attorney for this.
        Proxy = "proxy",
        /// The personal representative of a client who has died (NASW-r).
        Representative = "representative",
    }
}

impl SignerCapacity {
    /// Whether somebody besides the client signs.
    #[must_use]
    pub const fn is_another(self) -> bool {
        matches!(
            self,
            Self::MinorWithParent | Self::Guardian | Self::Proxy | Self::Representative
        )
    }
}

vocabulary! {
    /// A yes, a no, or neither: where only a plain no will do.
    pub enum Answered, "answer" {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Nobody is sure.
        NotSure = "not_sure",
    }
}

vocabulary! {
    /// How a consent was taken back.
    pub enum WithdrawalWay, "way of taking back" {
        /// By word of mouth; it counts at once, and a written note follows.
        Oral = "oral",
        /// In writing.
        Written = "written",
    }
}

vocabulary! {
    /// A limit that the client sets (DV-3.3.2d).
    pub enum LimitKind, "kind of limit" {
        /// It may go out one time only.
        Once = "once",
        /// Not to this office, programme or part of the organisation.
        NotTo = "not_to",
        /// Only while the client is there.
        InMyPresence = "in_my_presence",
        /// Only after the client was called.
        TellMeFirst = "tell_me_first",
        /// Anything else, in the client's own words.
        InMyWords = "in_my_words",
    }
}

impl LimitKind {
    /// Whether the office itself keeps it; people keep the others, and confirm each.
    #[must_use]
    pub const fn is_checked(self) -> bool {
        matches!(self, Self::Once)
    }
}

vocabulary! {
    /// What fails where a consent doesn't let something out.
    pub enum ConsentFlaw, "failing element of a consent" {
        /// There is none.
        Absent = "absent",
        /// It was taken back.
        Revoked = "revoked",
        /// It isn't signed.
        NotWritten = "not_written",
        /// Whoever signed may not.
        SignerNotAllowed = "signer_not_allowed",
        /// It was for one time, and that time was.
        UsedUp = "used_up",
        /// It has run out.
        Expired = "expired",
        /// It bears a day that has not come.
        FutureDated = "future_dated",
        /// It names another organisation.
        WrongRecipient = "wrong_recipient",
        /// It names other purposes.
        WrongPurpose = "wrong_purpose",
        /// It does not cover the section.
        OutOfScope = "out_of_scope",
        /// It does not let this way be used.
        WrongWay = "wrong_way",
        /// A limit that only people can keep is not confirmed.
        LimitsUnconfirmed = "limits_unconfirmed",
        /// What had to be told before was not told.
        NotExplained = "not_explained",
        /// A name was typed on the screen with nobody there but the worker: anybody could have typed it.
        Unwitnessed = "unwitnessed",
    }
}

vocabulary! {
    /// What a talk about confidentiality was.
    pub enum TalkKind, "kind of talk" {
        /// The limits of confidentiality were gone through (NASW-e).
        Limits = "limits",
        /// The organisation's policies were handed over and acknowledged (RE-1).
        Policies = "policies",
        /// The client was told what is shared about them and how it is protected (DV-4.1).
        Sharing = "sharing",
    }
}

vocabulary! {
    /// What came of asking a recipient to return or destroy what it had.
    pub enum RecallAnswer, "answer to a recall" {
        /// Nothing was heard yet.
        Awaited = "awaited",
        /// It came back.
        Returned = "returned",
        /// It was destroyed.
        Destroyed = "destroyed",
        /// It was relied on already, or the law keeps it there.
        Kept = "kept",
        /// They said no.
        Refused = "refused",
    }
}

vocabulary! {
    /// How a recipient was told that a consent was taken back.
    pub enum RecallTelling, "way of telling a recipient" {
        /// By one of their ways that a second person checked.
        Way = "way",
        /// By telephone.
        Telephone = "telephone",
        /// In person.
        InPerson = "in_person",
    }
}
