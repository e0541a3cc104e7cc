//! Where a statement in a file comes from, and whether it is a fact (DV-3.2, DV-5.2.2).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Who told us.
    pub enum Provenance, "provenance" {
        /// The client.
        Client = "client",
        /// One of our workers, from their own observation.
        Worker = "worker",
        /// Anyone else: stored apart and never in what the client sees (DV-3.2).
        ThirdParty = "third_party",
        /// Another system, through an import.
        Import = "import",
    }
}

vocabulary! {
    /// Whether an entry states what is, or what someone thinks (DV-5.2.2).
    pub enum Nature, "nature" {
        /// Something seen, heard, counted or documented.
        Fact = "fact",
        /// A judgement; it must say what it rests on.
        Opinion = "opinion",
    }
}
