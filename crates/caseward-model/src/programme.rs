//! What kind of programme it is in which clients take part (DV-4.2, DV-4.3, RE-5).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What kind of programme it is.
    pub enum ProgrammeKind, "kind of programme" {
        /// For people who used violence, so that they end it: a men's programme (DV-4.2).
        BehaviourChange = "behaviour_change",
        /// A refuge or another shelter.
        Shelter = "shelter",
        /// Housing, or help to keep it.
        Housing = "housing",
        /// For people who come out of prison.
        ReEntry = "re_entry",
        /// Outreach, where people are.
        Outreach = "outreach",
        /// Counselling and support.
        Support = "support",
        /// Another one.
        Other = "other",
    }
}

impl ProgrammeKind {
    /// Whether it is for people who used violence: that somebody takes part tells that of them, and what is known of them can tell of a
    /// partner (DV-4.2, DV-4.3).
    #[must_use]
    pub const fn changes_behaviour(self) -> bool {
        matches!(self, Self::BehaviourChange)
    }
}
