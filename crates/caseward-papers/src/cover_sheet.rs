//! What stands on an envelope that goes by hand or by post: for which organization, from whom, and what to do if it isn't for you
//! (CC-2.3, NASW-m). There is no room for a client on it.

use caseward_model::Language;
use serde::Serialize;

use crate::press::{Paper, Template, says_nothing};

/// The cover sheet of an envelope.
#[derive(Clone, Serialize)]
pub struct CoverSheet {
    /// In which language it is set.
    pub language: Language,
    /// The office that sends it.
    pub office: String,
    /// The number on the seal.
    pub seal: String,
    /// The organisation that it is for.
    pub recipient: String,
    /// The role or office there that may open it; never a person.
    pub receiver: String,
    /// Where it is taken in; empty where that mustn't be seen on the way.
    pub address: String,
}

says_nothing!(CoverSheet);

impl Paper for CoverSheet {
    const TEMPLATE: Template = Template {
        name: "cover-sheet.typ",
        text: include_str!("../../../policies/re-entry/forms/cover-sheet.typ"),
    };
}
