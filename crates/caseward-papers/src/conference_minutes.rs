//! The minutes of a case conference for one organisation: what was decided, as far as it may be seen there (CC-1, CC-2.1, CC-2.3).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// The minutes of a meeting, for one organisation. Days are `YYYY-MM-DD`.
#[derive(Clone, Serialize)]
pub struct ConferenceMinutes {
    /// In which language they are set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// The organisation for which they are.
    pub organization: String,
    /// Who took them: they hold what this person may see.
    pub taken_by: String,
    /// What the conference is called.
    pub conference: String,
    /// When the meeting was.
    pub held_on: String,
    /// When they were made.
    pub made_on: String,
    /// The organisations of which somebody was there.
    pub present: Vec<String>,
    /// Which regimes' notices about passing it on they carry besides the general one: `part2`, `vawa`.
    pub notices: Vec<String>,
    /// What was decided, item by item.
    pub items: Vec<MinutesItem>,
}

/// An item of the minutes.
#[derive(Clone, Serialize)]
pub struct MinutesItem {
    /// By which identifier somebody was spoken of; empty where it was by name, and where it is used no more.
    pub identifier: String,
    /// By which name, where it was by name and may be seen.
    pub name: Option<String>,
    /// It was by an identifier.
    pub by_identifier: bool,
    /// What was decided.
    pub lines: Vec<MinutesLine>,
}

/// A decision or an action.
#[derive(Clone, Serialize)]
pub struct MinutesLine {
    /// `decision` or `action`.
    pub kind: String,
    /// What was written.
    pub text: String,
    /// Which organisation does it; empty for a decision.
    pub organization: String,
    /// Who of them, where somebody was named.
    pub person: Option<String>,
    /// Until when.
    pub due_on: Option<String>,
    /// How it stands: `open`, `done` or `not_done`.
    pub state: String,
    /// What came of it; may be empty.
    pub word: String,
}

says_nothing!(ConferenceMinutes, MinutesItem, MinutesLine);

impl Paper for ConferenceMinutes {
    const TEMPLATE: Template = Template {
        name: "minutes.typ",
        text: include_str!("../../../policies/case-conferencing/forms/minutes.typ"),
    };
}
