//! Who gets rows about a client in exports for programme reporting, and whether the client knows of it (RE-2, NASW-d).

use serde::{Deserialize, Serialize};

/// To which organisation rows about the client go in exports for programme reporting, and whether the client knows (RE-2, NASW-d).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportFact {
    /// The organisation, by number.
    pub to: i64,
    /// When rows went there first, in ms; nothing where the client was told beforehand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// When the client was told, or somebody said why they can't be, in ms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<i64>,
    /// They can't be told, and there is a reason.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untold: bool,
}

impl ExportFact {
    /// Whether somebody has still to tell the client.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.since.is_some() && self.settled_at.is_none()
    }
}
