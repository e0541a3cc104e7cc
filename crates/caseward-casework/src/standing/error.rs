//! Why something could not be signed just now, and what would change it. Said kindly: most of these
//! happen to people who do everything right.

use caseward_db::DbError;
use caseward_gate::{GateError, OfficeRefusal};

use crate::CaseworkError;

/// Why someone could not sign, answer or refuse just now.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// What they had before them was replaced meanwhile.
    #[error("this text was replaced by version {newest}; read that one and sign it")]
    Replaced {
        /// The version that stands in its place.
        newest: u32,
    },
    /// No question was answered.
    #[error("no question was answered; choose an answer")]
    NothingAnswered,
    /// The questions about the text come first.
    #[error("the questions about the text come before the signature; answer them first")]
    NotAnswered,
    /// It is signed, and holds for long enough.
    #[error("this is signed already and holds; nothing is to be done yet")]
    Already {
        /// Under which number it is kept, when it is known.
        signature: Option<i64>,
    },
    /// Something is missing or can't be so.
    #[error("the signature still needs: {}", needs(.0))]
    Needs(Vec<Need>),
    /// One person recorded it; another has to confirm it.
    #[error("whoever recorded a paper can't confirm it; ask a second person")]
    SecondPerson,
    /// Nothing waits under this number.
    #[error("no paper waits to be confirmed under this number")]
    NothingWaits,
    /// The desk couldn't.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

/// What a signature still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The full name: there, not endless, visible.
    Name,
    /// The organization.
    Organization,
    /// The position.
    Position,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Every statement ticked.
    Statements,
    /// A drawn mark that can be read, or none.
    Mark,
    /// A day that is not in the future.
    Day,
    /// A scan: a PDF, JPEG or PNG file.
    Scan,
    /// A smaller scan.
    SmallerScan,
}

impl Need {
    /// Its word, for programs and forms.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Organization => "organization",
            Self::Position => "position",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Statements => "statements",
            Self::Mark => "mark",
            Self::Day => "day",
            Self::Scan => "scan",
            Self::SmallerScan => "smaller_scan",
        }
    }
}

fn needs(all: &[Need]) -> String {
    let words: Vec<_> = all.iter().map(|it| it.word()).collect();
    words.join(", ")
}

impl From<GateError> for SigningError {
    fn from(error: GateError) -> Self {
        Self::Casework(error.into())
    }
}

impl From<DbError> for SigningError {
    fn from(error: DbError) -> Self {
        Self::Casework(error.into())
    }
}

impl From<OfficeRefusal> for SigningError {
    fn from(refusal: OfficeRefusal) -> Self {
        Self::Casework(refusal.into())
    }
}
