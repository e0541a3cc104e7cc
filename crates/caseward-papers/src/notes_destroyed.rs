//! The certificate that notes of a case conference can't be read any more (CC-2.7).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// That notes can't be read any more: whose they were, how it came, and by which entry of the ledger it can be checked. No client stands in
/// it, and nothing of what was noted. Moments are `YYYY-MM-DD HH:MM:SS ±HH:MM`, or empty where there is none.
#[derive(Clone, Serialize)]
pub struct NotesDestroyed {
    /// In which language it is set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// How it came: `forgotten`, `with_server`, or `destroyed` for what an organisation had kept.
    pub gone: String,
    /// Who noted it; empty for what an organisation had kept.
    pub person: String,
    /// Their organisation.
    pub organization: String,
    /// The id of the seat.
    pub seat: String,
    /// When the seat began; or the organisation's first note was kept.
    pub began: String,
    /// When the seat ended.
    pub ended: String,
    /// Why, as a word of its list; empty where the seat went on.
    pub why: String,
    /// How many notes were kept before; of an organisation's, how many there were.
    pub kept: u32,
    /// When the server that is gone was last heard of.
    pub last_heard: String,
    /// When it was written down.
    pub written: String,
    /// The number of the ledger's entry about it.
    pub entry: u64,
}

says_nothing!(NotesDestroyed);

impl Paper for NotesDestroyed {
    const TEMPLATE: Template = Template {
        name: "notes-destroyed.typ",
        text: include_str!("../../../policies/case-conferencing/forms/notes-destroyed.typ"),
    };
}
