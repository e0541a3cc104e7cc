//! The certificate of a completed course (DV-5.10).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// A certificate. Days are `YYYY-MM-DD`.
#[derive(Clone, Serialize)]
pub struct TrainingCertificate {
    /// In which language the course was taken.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// What stands on top.
    pub title: String,
    /// Who completed it.
    pub name: String,
    /// Their organization.
    pub organization: String,
    /// What the course is called.
    pub course: String,
    /// Which version.
    pub version: u32,
    /// What it covered, heading by heading.
    pub covered: Vec<String>,
    /// When it was completed.
    pub completed_on: String,
    /// Until when it counts.
    pub counts_until: String,
    /// It took place elsewhere and was recorded by the office.
    pub elsewhere: bool,
    /// The number of the ledger's entry about it.
    pub entry: u64,
    /// SHA-256 of the course's text, in hex.
    pub text_hash: String,
}

says_nothing!(TrainingCertificate);

impl Paper for TrainingCertificate {
    const TEMPLATE: Template = Template {
        name: "training-certificate.typ",
        text: include_str!("../../../policies/domestic-violence/forms/training-certificate.typ"),
    };
}
