//! Words of partnerships: by which ways something reaches an organisation, how a key was checked, what is asked about a
//! confidentiality policy, who broke an agreement, and what the Law Department said (CC-2.3, DV-4.1, DV-5.8, CR-5).

use crate::Channel;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// By which way something reaches an organisation.
    pub enum WayKind, "way" {
        /// A package that only their age key opens.
        Age = "age",
        /// A package that only their OpenPGP key opens.
        OpenPgp = "openpgp",
        /// An account of ours at their SFTP server, whose host key is known.
        Sftp = "sftp",
        /// An address of mail, for messages that are encrypted to their key.
        EncryptedMail = "encrypted_mail",
        /// A postal address.
        Post = "post",
        /// Where something is handed over in person.
        Hand = "hand",
        /// An address of mail for a link that opens once, and a telephone for its PIN.
        Link = "link",
    }
}

impl WayKind {
    /// Whether it goes by a key that has to be theirs.
    #[must_use]
    pub const fn has_key(self) -> bool {
        matches!(
            self,
            Self::Age | Self::OpenPgp | Self::Sftp | Self::EncryptedMail
        )
    }

    /// The channel by which it counts at the gate (CC-2.3).
    #[must_use]
    pub const fn channel(self) -> Channel {
        match self {
            Self::Age | Self::OpenPgp | Self::EncryptedMail => Channel::EncryptedMessage,
            Self::Sftp | Self::Link => Channel::SecureTransfer,
            Self::Post | Self::Hand => Channel::HandDelivery,
        }
    }
}

vocabulary! {
    /// How someone made sure that a way is theirs.
    pub enum CheckMethod, "way to check" {
        /// Called back, at a number from a source of their own.
        CallBack = "call_back",
        /// Met them, and compared.
        InPerson = "in_person",
    }
}

vocabulary! {
    /// What is asked about an organisation's confidentiality policy (DV-4.1).
    pub enum PolicyQuestion, "question about a policy" {
        /// How they keep what they receive.
        Keeping = "keeping",
        /// Who there reads it.
        Readers = "readers",
        /// To whom they pass it on, and on what ground.
        Redisclosure = "redisclosure",
        /// How quickly they say when something went wrong.
        BreachNotice = "breach_notice",
        /// Whether they return or destroy it in the end.
        ReturnOrDestroy = "return_or_destroy",
    }
}

vocabulary! {
    /// Who broke what was agreed.
    pub enum BreachBy, "side" {
        /// This office.
        Ours = "ours",
        /// The partner.
        Theirs = "theirs",
    }
}

vocabulary! {
    /// What followed from a breach (DV-5.8).
    pub enum BreachConsequence, "consequence" {
        /// It was talked about, and what changes is on record.
        Talked = "talked",
        /// What was agreed rests until it is settled.
        Suspended = "suspended",
        /// What was agreed ended.
        Ended = "ended",
    }
}

vocabulary! {
    /// How a protocol stands.
    pub enum ProtocolState, "state of a protocol" {
        /// It holds.
        InForce = "in_force",
        /// It begins later.
        ToCome = "to_come",
        /// It ran out.
        Over = "over",
        /// It rests.
        Suspended = "suspended",
        /// It was ended, or a newer edition took its place.
        Ended = "ended",
    }
}

vocabulary! {
    /// What the Law Department said (CR-5).
    pub enum LawVerdict, "verdict" {
        /// It may go.
        Approved = "approved",
        /// It may not.
        NotApproved = "not_approved",
        /// It explains, and decides about no release.
        Guidance = "guidance",
    }
}

vocabulary! {
    /// How a question to the Law Department stands.
    pub enum LawState, "state of a question" {
        /// It waits.
        Open = "open",
        /// It was answered.
        Answered = "answered",
        /// Whoever asked took it back.
        Withdrawn = "withdrawn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cc_2_3_every_way_goes_by_a_protected_channel() {
        for way in WayKind::ALL {
            assert!(way.channel().protected(), "{way}");
        }
    }
}
