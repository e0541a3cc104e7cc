//! Words of case conferences: of what kind a series is, and how somebody who was named for it stands (CC-1, CC-2).

use crate::Role;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// What kind of case conference a series is.
    pub enum ConferenceKind, "kind of conference" {
        /// Housing for everybody on a list by name.
        ByNameList = "by_name_list",
        /// Safety of people at high risk of violence.
        HighRisk = "high_risk",
        /// A care team around people whom several organisations serve (RE-4).
        CareTeam = "care_team",
        /// Another kind.
        Other = "other",
    }
}

vocabulary! {
    /// How somebody stands who was named for a conference.
    pub enum ParticipantState, "state of a participant" {
        /// The agreement that is in force isn't signed by them, or their signature ran out.
        AgreementFirst = "agreement_first",
        /// The agreement is signed; for this series they haven't signed yet.
        ToSign = "to_sign",
        /// They signed for this series under a version that was replaced.
        SignAgain = "sign_again",
        /// They take part.
        Signed = "signed",
        /// They left, were taken out, or belong to no member organisation any more.
        Left = "left",
    }
}

impl Role {
    /// Whether people of this part can lead a case conference (CC-1).
    #[must_use]
    pub const fn leads_conferences(self) -> bool {
        matches!(self, Self::ConferenceLead | Self::Supervisor)
    }

    /// Whether people of this part can take part in a case conference (CC-1, DV-5.7).
    #[must_use]
    pub const fn takes_part_in_conferences(self) -> bool {
        matches!(
            self,
            Self::Caseworker | Self::Supervisor | Self::ConferenceLead | Self::PartnerWorker
        )
    }
}
