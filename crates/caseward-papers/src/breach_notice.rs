//! What an employer and the authorities are told after a breach was found in a case conference (CC-2.9, CC-2.10).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// A letter about a finding: who, what, when, and what followed, in plain facts. No client stands in it, and not who reported it.
/// Days are `YYYY-MM-DD`, or empty where there is none.
#[derive(Clone, Serialize)]
pub struct BreachNotice {
    /// In which language it is set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// To whom it goes: `employer` or `authorities`.
    pub kind: String,
    /// The recipient.
    pub to: String,
    /// The office's reference.
    pub reference: String,
    /// The day of the letter.
    pub written_on: String,
    /// Whom it is about; empty where nobody is named.
    pub person: String,
    /// Their organisation.
    pub organization: String,
    /// What kind of thing was found, as a word of its list.
    pub breach: String,
    /// It was about the code of conduct, and not about what was told in confidence.
    pub conduct: bool,
    /// When it happened.
    pub happened_on: String,
    /// When it was reported.
    pub reported_on: String,
    /// When it was taken up.
    pub taken_up_on: String,
    /// When it was found.
    pub found_on: String,
    /// The person answered before anything was found.
    pub heard: bool,
    /// It ended their part in conferences and coordinated assessment.
    pub ends: bool,
    /// What happened, as whoever made the finding wrote it.
    pub facts: String,
}

says_nothing!(BreachNotice);

impl Paper for BreachNotice {
    const TEMPLATE: Template = Template {
        name: "breach-notice.typ",
        text: include_str!("../../../policies/case-conferencing/forms/breach-notice.typ"),
    };
}
