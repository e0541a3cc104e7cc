//! Which client is with a worker, before the worker's screen (DV-4.6.4).

use caseward_model::{Client, Id};
use serde::{Deserialize, Serialize};

/// That a client is with a worker, who said so. It opens nothing and refuses nothing: what comes onto the worker's screen by
/// itself is kept to this client meanwhile (DV-4.6.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceFact {
    /// Which client.
    pub client: Id<Client>,
    /// In which session of the worker's, as it is called when it is to be ended.
    pub session: String,
    /// Until when, in ms.
    pub until: i64,
    /// Until when the screen is turned away, so that other pages open, in ms; 0 when it isn't.
    #[serde(default)]
    pub aside_until: i64,
}

impl PresenceFact {
    /// Whether the screen is turned away at this time, in ms.
    #[must_use]
    pub const fn is_aside_at(&self, now_ms: i64) -> bool {
        now_ms < self.aside_until
    }
}
