//! The words of an emergency access: what harm, to whom, how soon, how it ended, and what its review found (RE-7,
//! NASW-c: serious, foreseeable, imminent harm).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What may happen to someone.
    pub enum Harm, "kind of harm" {
        /// Someone may take their own life or hurt themselves.
        SelfHarm = "self_harm",
        /// Someone may be hurt or killed by another person.
        Violence = "violence",
        /// A child may be abused, neglected or taken.
        Child = "child",
        /// Illness, overdose or injury that needs help now.
        Medical = "medical",
        /// Someone is missing, and that puts them in danger.
        Missing = "missing",
    }
}

vocabulary! {
    /// Who may be harmed.
    pub enum AtRisk, "person at risk" {
        /// The client.
        Client = "client",
        /// A child.
        Child = "child",
        /// Someone close to the client.
        Household = "household",
        /// A colleague.
        Worker = "worker",
        /// Anyone else.
        Other = "other",
    }
}

vocabulary! {
    /// How soon.
    pub enum Imminence, "time of the harm" {
        /// It is happening.
        Now = "now",
        /// Within hours.
        Hours = "hours",
        /// Before tomorrow's working day begins.
        Today = "today",
        /// Later than that: not an emergency, somebody can be asked.
        Later = "later",
    }
}

vocabulary! {
    /// What ended an emergency access before its time.
    pub enum EmergencyEnd, "end of an emergency" {
        /// The person who opened it.
        Closed = "closed",
        /// Their signing out.
        SignedOut = "signed_out",
        /// Their signing in anew.
        SignedInAnew = "signed_in_anew",
        /// The ending of their sessions.
        SessionsEnded = "sessions_ended",
        /// Their access was paused or ended.
        AccessEnded = "access_ended",
        /// Its review.
        Reviewed = "reviewed",
    }
}

vocabulary! {
    /// What a review of an emergency access found.
    pub enum EmergencyFinding, "finding of a review" {
        /// It was needed.
        Justified = "justified",
        /// It wasn't needed, or too much was opened, in good faith: training helps.
        TrainingNeeded = "training_needed",
        /// It was not justified: a breach, to be looked into (CR-10, DV-5.1.8).
        Breach = "breach",
    }
}
