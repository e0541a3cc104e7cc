//! What is said about who looked at whom: how, why that was right, and what speaks against it (CR-2, CR-4).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What someone did with a person's records, here or in another system.
    pub enum AccessKind, "kind of access" {
        /// Looked the person up.
        Searched = "searched",
        /// Opened the record.
        Opened = "opened",
        /// Wrote into it.
        Changed = "changed",
        /// Printed it, or took it out as a file.
        Exported = "exported",
        /// Opened it as an emergency.
        Emergency = "emergency",
        /// Asked for it and was refused.
        Refused = "refused",
    }
}

vocabulary! {
    /// Why an access was right: the kind of fact that explains it. The first that fits is named.
    pub enum AccessTemplate, "template" {
        /// The worker is assigned to the person.
        Assigned = "assigned",
        /// The worker works for a programme or team that the person is with.
        AssignedTogether = "assigned_together",
        /// The worker supervises someone who is assigned.
        Supervises = "supervises",
        /// The worker stands in for someone who is assigned.
        StandsIn = "stands_in",
        /// The worker is on the duty roster of the person's programme or team.
        Roster = "roster",
        /// They had a visit or an appointment within a week.
        Appointment = "appointment",
        /// The person was referred to the worker's programme.
        Referral = "referral",
        /// The person is on the agenda of a conference in which the worker takes part.
        Conference = "conference",
        /// The worker handles a legal matter about the person.
        Legal = "legal",
        /// An emergency was declared first.
        Emergency = "emergency",
        /// The worker stated the duty in the register of look-ups first.
        LookUp = "look_up",
        /// A task on the quality of the data names the person or their programme.
        DataQuality = "data_quality",
        /// The worker took newcomers in that day, and the person came.
        Intake = "intake",
        /// The worker handles the person's request to see their file.
        SubjectAccess = "subject_access",
        /// The worker reviews accesses to this person.
        Review = "review",
        /// The worker was assigned until a few weeks ago, and hands over.
        HandOver = "hand_over",
        /// Someone else assigned the person to the worker within days.
        AssignedSoon = "assigned_soon",
        /// A reviewer looked into it and found it right.
        Decided = "decided",
    }
}

vocabulary! {
    /// What speaks against an access that nothing explains.
    pub enum AccessFlag, "flag" {
        /// The worker declared a conflict of interest, or a wall stands between them.
        Conflict = "conflict",
        /// The record is the worker's own.
        OwnRecord = "own_record",
        /// They live at one address.
        SameAddress = "same_address",
        /// They have a telephone or e-mail address in common.
        SameReach = "same_reach",
        /// One is named as the other's emergency contact.
        EmergencyContact = "emergency_contact",
        /// The record is about someone who works here.
        Colleague = "colleague",
        /// They bear one surname.
        SameSurname = "same_surname",
        /// The person is known to the public.
        WellKnown = "well_known",
        /// They live in one street.
        Neighbour = "neighbour",
        /// Many people whom nothing connects with the worker, one after another.
        Burst = "burst",
        /// The worker was assigned to the person, long ago.
        FormerClient = "former_client",
        /// It was when the office is closed and the worker doesn't usually work.
        OutOfHours = "out_of_hours",
        /// Nobody who had a reason to was at this record for weeks before and after.
        NobodyElse = "nobody_else",
        /// It was in another system, and no duty was stated in the register of look-ups.
        NotStated = "not_stated",
        /// The worker looked for the name, and nothing was written afterwards.
        NothingWritten = "nothing_written",
        /// The worker came back to it on other days.
        CameBack = "came_back",
    }
}

vocabulary! {
    /// How an access that nothing on record explains stands before its reviewer (CR-10).
    pub enum MatterState, "state of a matter" {
        /// Nobody has looked into it yet.
        Open = "open",
        /// The worker was asked what it was for.
        Asked = "asked",
        /// The worker answered, and the reviewer decides.
        Answered = "answered",
        /// A reviewer found it right.
        Explained = "explained",
        /// A reviewer opened an incident.
        Incident = "incident",
        /// A fact that was recorded since then explains it.
        Settled = "settled",
    }
}

impl MatterState {
    /// Whether a reviewer still has to do something, or waits for an answer.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Open | Self::Asked | Self::Answered)
    }
}
