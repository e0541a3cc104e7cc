//! By hand: a sealed envelope with a number, and who handed it to whom.
//!
//! CC-2.3, NASW-m. A chain of hands without a gap, from the worker who sealed it to someone of the organization it is
//! for. The record belongs into the office's sealed drawer: the names of those who signed stand in it. Nothing about any
//! client does, and nothing on the cover sheet.

mod cover;
mod custody;

pub use cover::CoverSheet;
pub use custody::{Custody, CustodyError, CustodyState, Holder, Signed, Step};

use std::fmt;

use caseward_model::Randomness;
use serde::{Deserialize, Serialize};

use crate::spoken;

/// The number on an envelope's seal: `7K2Q-0XMB`. It is drawn, so that nobody can tell from it how many there were.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SealNumber(String);

/// It isn't a number of a seal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this isn't the number of a seal; it has eight letters and digits, such as 7K2Q-0XMB")]
pub struct NoSealNumber;

impl SealNumber {
    /// Draws one.
    #[must_use]
    pub fn make(randomness: &Randomness) -> Self {
        Self(spoken::draw::<8>(randomness))
    }

    /// Reads what somebody typed from an envelope.
    ///
    /// # Errors
    /// [`NoSealNumber`].
    pub fn read(typed: &str) -> Result<Self, NoSealNumber> {
        let letters = spoken::understood(typed).filter(|it| it.len() == 8);
        letters.map(Self).ok_or(NoSealNumber)
    }
}

impl TryFrom<String> for SealNumber {
    type Error = NoSealNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text)
    }
}

impl From<SealNumber> for String {
    fn from(number: SealNumber) -> Self {
        number.to_string()
    }
}

impl fmt::Display for SealNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spoken::in_groups(&self.0, '-'))
    }
}

#[cfg(test)]
mod tests;
