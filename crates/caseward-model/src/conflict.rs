//! What can tie someone who works here to a client, and how strongly (DV-3.3.2e).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What ties someone to a client.
    pub enum ConflictLink, "tie" {
        /// They have one surname; by itself that is only worth a look.
        Surname = "surname",
        /// They have one address.
        Address = "address",
        /// They have one telephone number.
        Phone = "phone",
        /// They have one address of mail.
        Email = "email",
        /// The client is their emergency contact, or has that person's number.
        EmergencyContact = "emergency_contact",
        /// The client is their partner.
        Partner = "partner",
        /// They said that they know the client.
        KnownPerson = "known_person",
        /// The client's file names them as someone close.
        Named = "named",
    }
}

impl ConflictLink {
    /// Whether the two are kept apart at once, until somebody decides.
    #[must_use]
    pub const fn walls(self) -> bool {
        !matches!(self, Self::Surname)
    }
}

vocabulary! {
    /// How a possible conflict of interest stands.
    pub enum ConflictState, "state of a conflict" {
        /// Nobody has decided.
        Open = "open",
        /// They stay apart.
        Apart = "apart",
        /// There is none: they may work together.
        Cleared = "cleared",
    }
}
