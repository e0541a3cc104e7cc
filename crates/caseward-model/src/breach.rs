//! Words of breaches in and around case conferences: what was seen, how far a report has come, and which letters follow (CC-2.8 to
//! CC-3).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What went wrong, as whoever noticed it reports it.
    pub enum BreachKind, "kind of breach" {
        /// Somebody saw what they weren't to see.
        Seen = "seen",
        /// Somebody heard what they weren't to hear.
        Heard = "heard",
        /// Something went to somebody, or by a way, that it wasn't to go.
        Sent = "sent",
        /// Something lay or stood open.
        LeftOpen = "left_open",
        /// Another breach of confidentiality.
        Otherwise = "otherwise",
        /// Conduct: without respect, fairness or good faith (CC-3).
        Disrespect = "disrespect",
        /// Conduct: below professional standards, or against a client's wishes (CC-3).
        Standards = "standards",
        /// Conduct: a discriminatory comment or act (CC-3).
        Discrimination = "discrimination",
        /// Conduct: fraud, something illegal, or soliciting clients for personal gain (CC-3).
        Fraud = "fraud",
    }
}

impl BreachKind {
    /// Whether it is about the code of conduct, and not about what was told in confidence (CC-3).
    #[must_use]
    pub const fn is_conduct(self) -> bool {
        matches!(
            self,
            Self::Disrespect | Self::Standards | Self::Discrimination | Self::Fraud
        )
    }
}

vocabulary! {
    /// How far a report has come.
    pub enum BreachState, "state of a report" {
        /// It waits for whoever leads the conference.
        Reported = "reported",
        /// Somebody has taken it up.
        Acknowledged = "acknowledged",
        /// It is being looked into.
        UnderInquiry = "under_inquiry",
        /// It was found that it happened.
        Substantiated = "substantiated",
        /// It was found that it didn't happen, or can't be shown.
        Unsubstantiated = "unsubstantiated",
    }
}

vocabulary! {
    /// To whom a letter about a finding goes.
    pub enum BreachLetter, "letter about a finding" {
        /// The employer of the person whom it is about (CC-2.10).
        Employer = "employer",
        /// The authorities (CC-2.9).
        Authorities = "authorities",
    }
}
