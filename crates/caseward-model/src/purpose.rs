//! What someone wants to do with a record, why, on what ground, and by which way it would leave.
//!
//! Purposes pair with HL7 PurposeOfUse codes (RE-3, CR-4: researching, using and disclosing are each
//! decided by duty).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What is to be done with the record.
    pub enum Action, "action" {
        /// To learn that this person is known here, or to have them in a list.
        Find = "find",
        /// To read on screen, in the service of the client.
        Read = "read",
        /// To write into the file.
        Amend = "amend",
        /// To let it out to another organisation.
        Disclose = "disclose",
        /// To speak of it in a case conference.
        Discuss = "discuss",
        /// To put it into a file for programme reporting.
        Report = "report",
        /// The client reads their own file.
        ReadOwn = "read_own",
        /// To write down that somebody is in danger: it opens nothing (RE-7, NASW-c).
        ReportDanger = "report_danger",
    }
}

vocabulary! {
    /// Why. In brackets the HL7 PurposeOfUse code.
    pub enum Purpose, "purpose" {
        /// Serving the client (`TREAT`).
        DirectService = "direct_service",
        /// A case conference (`COC`).
        CaseConference = "case_conference",
        /// Supervising a worker's cases (`HOPERAT`).
        Supervision = "supervision",
        /// Serious, foreseeable, imminent harm to someone (`THREAT`).
        Danger = "danger",
        /// Emergency access without assignment (`BTG`).
        Emergency = "emergency",
        /// The client asks to see their file (`PATRQT`).
        SubjectAccess = "subject_access",
        /// Courts, subpoenas, requests to review a record (`HLEGAL`).
        Legal = "legal",
        /// Abuse or neglect of a child (`PUBHLTH`).
        ChildProtection = "child_protection",
        /// Finding out what the person is eligible for (`ELIGDTRM`).
        Eligibility = "eligibility",
        /// A third party pays (`HPAYMT`).
        Payment = "payment",
        /// Advice from a consultant (`TRAIN`).
        Consultation = "consultation",
        /// Teaching and training (`TRAIN`).
        Teaching = "teaching",
        /// Reports to funders (`HPRGRP`).
        ProgramReporting = "program_reporting",
        /// Reviewing who looked (`HCOMPL`).
        AccessReview = "access_review",
        /// Keeping, moving and destroying records (`RECORDMGT`).
        RecordsManagement = "records_management",
        /// The press (no HL7 code).
        Media = "media",
    }
}

vocabulary! {
    /// On what ground a disclosure stands.
    pub enum Basis, "basis" {
        /// None was named.
        None = "none",
        /// The duty of the person who asks.
        Duty = "duty",
        /// The client's consent.
        Consent = "consent",
        /// The client asked for it to be passed on (DV-3.3.2a).
        ClientRequest = "client_request",
        /// A law or an order.
        LegalAuthority = "legal_authority",
        /// Danger (RE-7, NASW-c).
        Danger = "danger",
        /// Nothing in it tells whom it is about (NASW-p, NASW-q).
        Deidentified = "deidentified",
        /// A compelling need that is recorded: a consultant learns what the advice can't be given without (NASW-q).
        CompellingNeed = "compelling_need",
    }
}

vocabulary! {
    /// By which way it would leave (CC-2.3, NASW-m).
    pub enum Channel, "channel" {
        /// The screen of the person who asks.
        Screen = "screen",
        /// The API, to the program of the person who asks.
        Api = "api",
        /// A printer in the office.
        Print = "print",
        /// A file on the office's own disk.
        File = "file",
        /// An encrypted message.
        EncryptedMessage = "encrypted_message",
        /// A secure file transfer.
        SecureTransfer = "secure_transfer",
        /// By hand, with custody recorded.
        HandDelivery = "hand_delivery",
        /// Ordinary mail, chat or text message.
        OpenMessage = "open_message",
        /// A telephone or an answering machine.
        Telephone = "telephone",
    }
}

impl Channel {
    /// The ways by which something can leave the office for another organisation, and nobody on the way can read it: the
    /// ones that a client is asked about.
    pub const OUTWARD: &'static [Self] = &[
        Self::EncryptedMessage,
        Self::SecureTransfer,
        Self::HandDelivery,
    ];

    /// Whether nobody on the way can read it.
    #[must_use]
    pub const fn protected(self) -> bool {
        match self {
            Self::Screen
            | Self::Api
            | Self::Print
            | Self::File
            | Self::EncryptedMessage
            | Self::SecureTransfer
            | Self::HandDelivery => true,
            Self::OpenMessage | Self::Telephone => false,
        }
    }
}
