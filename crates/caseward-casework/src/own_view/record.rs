//! What is kept about a client's own view, under the client's own key.

use caseward_model::{Id, OwnQuestion, Role, Worker};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A client's own view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// It can be opened.
    pub on: bool,
    /// What was discussed before it was turned on, the last time.
    pub discussed: Discussed,
    /// In whose name it asks: the client, as somebody of the office who may read this file and nothing else.
    pub person: Id<Worker>,
    /// When it was turned off, in ms since 1970, and by whom; nothing while it is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<(i64, Id<Worker>)>,
}

/// That safety was discussed (NASW-e).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussed {
    /// On which day.
    pub day: Date,
    /// What was discussed.
    pub note: String,
    /// By which way a link reaches the client safely.
    pub safe_way: String,
    /// After how many days the client sees what happened.
    pub delay_days: i64,
    /// When that was written down, in ms since 1970.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
}

/// Something that a client asked from their view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What about.
    pub about: OwnQuestion,
    /// The number of what it is about: the entry of a look, or a disclosure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u64>,
    /// In their words; may be empty where they only ask to see the file.
    pub words: String,
    /// When, in ms since 1970.
    pub at: i64,
    /// What they were answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

impl Question {
    /// Whether somebody in this part can answer it: whoever reviews who looked, only what is asked about a look, which is all that they
    /// read of it, and an auditor, who may learn of nobody, nothing (CR-10).
    #[must_use]
    pub const fn is_for(&self, role: Role) -> bool {
        match role {
            Role::Auditor => false,
            Role::PrivacyOfficer => matches!(self.about, OwnQuestion::Look),
            _ => true,
        }
    }
}

/// What a client was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// When, in ms since 1970.
    pub at: i64,
    /// By whom.
    pub by: Id<Worker>,
    /// In words that the client is shown.
    pub words: String,
}
