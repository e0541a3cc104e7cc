//! What a client can ask from their own view of their file (NASW-e, DV-5.2.4).

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a client asks about.
    pub enum OwnQuestion, "question of a client" {
        /// Somebody looked at their file.
        Look = "look",
        /// Something was shared.
        Shared = "shared",
        /// They want to see their file (DV-5.2.4).
        SeeFile = "see_file",
        /// Something else.
        Other = "other",
    }
}
