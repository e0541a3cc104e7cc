//! What stands on an envelope: for which organization, from whom, and what to do if it isn't for you.
//!
//! CC-2.3, NASW-m. Whoever carries it reads this, and whoever finds it on a bench.

use caseward_model::Language;
use serde::Serialize;

use super::SealNumber;

/// The cover sheet, as data; it is set elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverSheet {
    /// In which language.
    pub language: Language,
    /// The number on the seal.
    pub seal: SealNumber,
    /// The organization that it is for.
    pub recipient: String,
    /// The post there that may open it, such as "intake"; never a person's name.
    pub for_post: String,
    /// Where it is taken in, line by line.
    pub address: Vec<String>,
    /// The office that sends it.
    pub office: String,
    /// A telephone of the office, for whoever finds it, or finds the seal broken.
    pub telephone: String,
    /// Where it goes back to, line by line. No shelter's address.
    pub return_to: Vec<String>,
    /// How many sheets or media are inside.
    pub pieces: u32,
    /// The notice that it mustn't be passed on.
    pub notice: String,
}
