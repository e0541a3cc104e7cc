//! The copy of a signed agreement, for whoever signed it (CC-2, DV-5.1.1, DV-5.3.1).

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// A signed agreement as it is handed to its signer. Days are `YYYY-MM-DD`.
#[derive(Clone, Serialize)]
pub struct AgreementCopy {
    /// In which language it was read.
    pub language: Language,
    /// What the office is called.
    pub office: String,
    /// What the agreement is called.
    pub title: String,
    /// Which version.
    pub version: u32,
    /// From when this version is in force.
    pub in_force_from: String,
    /// Its text.
    pub sections: Vec<Part>,
    /// What the signer answered when asked what it means.
    pub answers: Vec<Answered>,
    /// What they ticked.
    pub statements: Vec<String>,
    /// Who signed.
    pub signer: Signer,
    /// When.
    pub signed_on: String,
    /// Until when the signature holds.
    pub holds_until: String,
    /// It was signed on paper and scanned.
    pub on_paper: bool,
    /// It was signed at the office's own command line.
    pub at_terminal: bool,
    /// What they drew, if they drew something.
    pub mark: Option<Mark>,
    /// The number of the ledger's entry about it.
    pub entry: u64,
    /// SHA-256 of the text, in hex.
    pub text_hash: String,
}

/// A heading and what stands below it.
#[derive(Clone, Serialize)]
pub struct Part {
    /// The heading.
    pub heading: String,
    /// What stands below.
    pub paragraphs: Vec<String>,
}

/// A question and the answer that was right.
#[derive(Clone, Serialize)]
pub struct Answered {
    /// What was asked.
    pub question: String,
    /// What was answered in the end.
    pub answer: String,
}

/// Who signed.
#[derive(Clone, Serialize)]
pub struct Signer {
    /// The full name as it was typed.
    pub name: String,
    /// The organization.
    pub organization: String,
    /// The position there.
    pub position: String,
    /// The e-mail address.
    pub email: String,
    /// The telephone number.
    pub phone: String,
}

/// A drawn mark: lines through points, on a field of this size.
#[derive(Clone, Serialize)]
pub struct Mark {
    /// How wide the field was.
    pub width: u32,
    /// How high.
    pub height: u32,
    /// The lines, each through two points or more: from the left, from the top.
    pub strokes: Vec<Vec<(u32, u32)>>,
}

says_nothing!(AgreementCopy, Part, Answered, Signer, Mark);

impl Paper for AgreementCopy {
    const TEMPLATE: Template = Template {
        name: "agreement-copy.typ",
        text: include_str!("../../../policies/case-conferencing/forms/agreement-copy.typ"),
    };
}
