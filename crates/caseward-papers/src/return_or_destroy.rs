//! The letter to whoever received something under a consent, or a permission of somebody who told something, that was taken back (DV-2.1,
//! NASW-d, CR-9).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// "Please return or destroy what we sent." It knows nothing of whom it is about: days, and the numbers of what was sent.
#[derive(Clone, Serialize)]
pub struct ReturnOrDestroy {
    /// In which language it is set.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// Which organisation received it.
    pub to: String,
    /// The day of the letter, `YYYY-MM-DD`.
    pub written_on: String,
    /// The day on which it was sent, `YYYY-MM-DD`.
    pub sent_on: String,
    /// The number of the entry that stands on the statement; nothing where that isn't known.
    pub sent_by: Option<u64>,
    /// The number of the disclosure in our book.
    pub number: i64,
    /// The day on which the consent was taken back, `YYYY-MM-DD`.
    pub taken_back_on: String,
    /// Only a part of it is asked back: what somebody else told, who took their permission back (CR-9).
    pub told: bool,
    /// Until which day an answer is asked for, `YYYY-MM-DD`.
    pub answer_by: String,
}

says_nothing!(ReturnOrDestroy);

impl Paper for ReturnOrDestroy {
    const TEMPLATE: Template = Template {
        name: "return-or-destroy.typ",
        text: include_str!("../../../policies/domestic-violence/forms/return-or-destroy.typ"),
    };
}
