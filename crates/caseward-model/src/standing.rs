//! What someone must have signed or learnt before any file can open to them: the kinds there are.
//!
//! CC-2, DV-5.1.1, DV-5.3.1, DV-5.6, DV-5.10.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What kind of agreement, or a course.
    pub enum RequirementKind, "kind of agreement" {
        /// The case conferencing confidentiality agreement (CC-2).
        CaseConferencing = "case_conferencing",
        /// The confidentiality policy and procedure, for everyone who works here (DV-5.1.1).
        Procedure = "procedure",
        /// What members of the committee take responsibility for (DV-5.3.1).
        Committee = "committee",
        /// What a partner's staff agree to (DV-5.6).
        PartnerStaff = "partner_staff",
        /// An agreement of the office's own.
        Other = "other",
        /// A course: learnt and answered, not signed (DV-5.10).
        Course = "course",
    }
}

impl RequirementKind {
    /// Whether it is learnt rather than signed.
    #[must_use]
    pub const fn is_course(self) -> bool {
        matches!(self, Self::Course)
    }

    /// The clause that asks for it.
    #[must_use]
    pub const fn clause(self) -> &'static str {
        match self {
            Self::CaseConferencing => "CC-2",
            Self::Procedure | Self::Other => "DV-5.1.1",
            Self::Committee => "DV-5.3.1",
            Self::PartnerStaff => "DV-5.6",
            Self::Course => "DV-5.10",
        }
    }
}
