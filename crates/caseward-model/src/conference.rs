//! Words of case conferences: of what kind a series is, how somebody who was named for it stands, and how they sit in a meeting (CC-1,
//! CC-2, CC-2.2).

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
        /// They signed for this series under a version that was replaced, or for another organisation.
        SignAgain = "sign_again",
        /// They take part.
        Signed = "signed",
        /// They left, were taken out, or belong to no member organisation any more.
        Left = "left",
    }
}

vocabulary! {
    /// For what a client is spoken of in a case conference: it says which sections an item can need at most (CC-2.5, NASW-c).
    pub enum ItemPurpose, "purpose of an agenda item" {
        /// A home: who offers one, and what it takes.
        Housing = "housing",
        /// How to keep somebody safe.
        Safety = "safety",
        /// Treatment and care.
        Health = "health",
        /// Income, work and benefits.
        Income = "income",
        /// A plan of several services (RE-4).
        CarePlan = "care_plan",
    }
}

vocabulary! {
    /// What somebody types about an item while it is spoken of.
    pub enum SaidKind, "kind of what is said" {
        /// What they ask of the others.
        Ask = "ask",
        /// What their organisation offers.
        Offer = "offer",
    }
}

vocabulary! {
    /// What is written down on an item of a conference (CC-1).
    pub enum DecidedKind, "kind of what is decided" {
        /// What was decided; nobody owes anything by it.
        Decision = "decision",
        /// What an organisation does, until a day.
        Action = "action",
    }
}

vocabulary! {
    /// How an action stands.
    pub enum ActionState, "state of an action" {
        /// It is still to be done.
        Open = "open",
        /// It was done.
        Done = "done",
        /// It wasn't done, and won't be.
        NotDone = "not_done",
    }
}

vocabulary! {
    /// How somebody sits in a meeting, and so what they attest to each time (CC-2.2, NASW-i, DV-4.6.2).
    pub enum Joining, "way to sit in a meeting" {
        /// From elsewhere: nobody else can hear or see this.
        Remote = "remote",
        /// With others in one place: the place is fit.
        InPerson = "in_person",
    }
}

vocabulary! {
    /// Why somebody sits in a room no more.
    pub enum SeatEnd, "end of a seat" {
        /// They left.
        Left = "left",
        /// They took their attestation back (CC-2.2).
        Withdrawn = "withdrawn",
        /// They hid the page for a minute.
        Hidden = "hidden",
        /// Nothing was heard of their page any more.
        Lost = "lost",
        /// They came in once more, in another page or another room.
        TakenOver = "taken_over",
        /// They take no part in the series any more, or have to sign again.
        NoPart = "no_part",
        /// They signed out, or their session ended.
        SignedOut = "signed_out",
        /// The attestation had lasted as long as it can.
        RanOut = "ran_out",
        /// The room closed.
        Closed = "closed",
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
