//! What is said when a file or a row can't be taken: where, why, and what to do; never the value.
//!
//! A [`Problem`] rejects: one row, or with [`Problem::stops`] the whole file. A [`Notice`] doesn't: the
//! data is kept as it came, and someone should know. The field's data is messy, and nothing may be
//! lost over it, so the line between the two is drawn like this:
//!
//! | rejected, with line and reason | kept, with a notice |
//! |---|---|
//! | too few or too many fields | a code that isn't in the list |
//! | an impossible date | a date in another order than yyyy-mm-dd, or far away |
//! | an empty or overlong key, control characters in it | text where a number belongs, a negative number |
//! | NUL bytes, characters that can't be decoded | Windows-1252 characters |
//! | broken quotes, fields or rows beyond the limits | a value longer than the standard allows |
//! | a second header | a social security number that was never given out |
//! | | what a spreadsheet takes for a formula, hidden or turning marks, more than fits a cell |

use std::fmt;
use std::sync::Arc;

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// Why a row or a file was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's message is its documentation")]
pub enum Reason {
    #[error("the file is empty: not even a header")]
    NoHeader,
    #[error("the header has characters that can't be read; it may be UTF-16 without its mark")]
    UnreadableHeader,
    #[error("two columns have the same header")]
    DuplicateHeader,
    #[error("the column is missing, and without it no row can be told from another")]
    MissingKeyColumn,
    #[error("more columns than the {0} that are read")]
    TooManyColumns(usize),
    #[error("the row has {found} fields and the header has {expected}")]
    Ragged {
        /// Columns of the header.
        expected: usize,
        /// Fields of the row.
        found: usize,
    },
    #[error("a quoted field is never closed")]
    UnclosedQuote,
    #[error("there is text behind the closing quote of a field")]
    TextAfterQuote,
    #[error("a field is longer than {0} bytes")]
    FieldTooLong(usize),
    #[error("the row is longer than {0} bytes")]
    RowTooLong(usize),
    #[error("there are NUL bytes in it")]
    NulByte,
    #[error("there are characters that can't be decoded")]
    Undecodable,
    #[error("the key is empty")]
    EmptyKey,
    #[error("the key is longer than {0} characters")]
    KeyTooLong(usize),
    #[error("the key has control characters")]
    KeyHasControls,
    #[error("there is no such date")]
    ImpossibleDate,
    #[error("this is not a date that can be read")]
    NotADate,
    #[error("the header stands here a second time; files were joined")]
    SecondHeader,
    #[error("the row stands below the header of another file; files were joined")]
    BelowForeignHeader,
    #[error("too many rows are damaged to go on")]
    TooBroken,
    #[error("reading failed: {0}")]
    Unreadable(&'static str),
}

impl Reason {
    /// What whoever made the file, or reads this, can do about it.
    #[must_use]
    pub const fn what_to_do(&self) -> &'static str {
        match self {
            Self::NoHeader | Self::UnreadableHeader => {
                "export the file again as UTF-8 CSV with a header"
            }
            Self::DuplicateHeader => "remove or rename one of the two columns and import again",
            Self::MissingKeyColumn => "export the file again with all of HUD's columns",
            Self::TooManyColumns(_) | Self::FieldTooLong(_) | Self::RowTooLong(_) => {
                "look for a missing line break or quote there, or leave the row out"
            }
            Self::Ragged { .. } => {
                "look for an unquoted comma or line break in the row, and export it again"
            }
            Self::UnclosedQuote | Self::TextAfterQuote | Self::TooBroken => {
                "double the quotes inside quoted fields, or export the file again"
            }
            Self::NulByte | Self::Undecodable => "export the file again as UTF-8",
            Self::EmptyKey | Self::KeyTooLong(_) | Self::KeyHasControls => {
                "give the record its number in the system it comes from, and export it again"
            }
            Self::ImpossibleDate | Self::NotADate => {
                "correct the date in the system it comes from; write it as yyyy-mm-dd"
            }
            Self::SecondHeader | Self::BelowForeignHeader => {
                "import the files one by one, each with its own header"
            }
            Self::Unreadable(_) => "copy or download the file again; nothing of it was kept",
        }
    }
}

/// A row or a file that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as it is called.
    pub file: Arc<str>,
    /// The line on which the row begins, from 1; `None` when it is the file as a whole.
    pub line: Option<u64>,
    /// The column by HUD's name, or `column 7` for one that HUD doesn't have.
    pub column: Option<Box<str>>,
    /// Why.
    pub reason: Reason,
    /// Whether the whole file is refused: what was read of it must not be kept.
    pub stops: bool,
}

impl Problem {
    /// What to do about it.
    #[must_use]
    pub const fn what_to_do(&self) -> &'static str {
        self.reason.what_to_do()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(f, &self.file, self.line, self.column.as_deref())?;
        write!(f, "{}; {}", self.reason, self.what_to_do())
    }
}

impl std::error::Error for Problem {}

/// What is worth knowing about values that were kept as they came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's message is its documentation")]
pub enum NoticeKind {
    #[error("not UTF-8; read as Windows-1252")]
    Windows1252,
    #[error("read as UTF-16")]
    Utf16,
    #[error("the fields are separated by semicolons")]
    Semicolons,
    #[error("the fields are separated by tabs")]
    Tabs,
    #[error("the standard doesn't have this column; it is kept as it is")]
    UnknownColumn,
    #[error("the standard has this column and the file doesn't")]
    MissingColumn,
    #[error("the standard doesn't have this file; it is kept as it is")]
    UnknownFile,
    #[error("the code isn't in the standard's list")]
    UnknownCode,
    #[error("not a number")]
    NotANumber,
    #[error("a negative number")]
    Negative,
    #[error("longer than the standard allows")]
    TooLong,
    #[error("the date isn't written yyyy-mm-dd; the month was taken to stand first")]
    MonthFirst,
    #[error("the date is more than a lifetime away")]
    FarDate,
    #[error("no social security number of this kind was ever given out")]
    ImpossibleSsn,
    #[error("the standard wants a value here")]
    Blank,
    #[error(
        "begins like a formula; don't open the file in a spreadsheet, or import the column as text"
    )]
    Formula,
    #[error("has characters that can't be seen or that turn the direction of the text")]
    HiddenMarks,
    #[error("longer than a spreadsheet keeps of a cell; it would be cut off there")]
    BeyondCell,
}

/// One kind of oddity in one column, however many rows have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The file, as it is called.
    pub file: Arc<str>,
    /// The first line that has it; `None` when it is the file as a whole.
    pub line: Option<u64>,
    /// The column by HUD's name, or `column 7` for one that HUD doesn't have.
    pub column: Option<Box<str>>,
    /// What was noticed.
    pub kind: NoticeKind,
    /// How many rows have it; 0 when it is the file as a whole.
    pub rows: u64,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_place(f, &self.file, self.line, self.column.as_deref())?;
        write!(f, "{}", self.kind)?;
        match self.rows {
            0 => Ok(()),
            // With its line, one row needs no counting.
            1 if self.line.is_some() => Ok(()),
            1 => f.write_str(" (1 row)"),
            rows => write!(f, " ({rows} rows)"),
        }
    }
}

fn write_place(
    f: &mut fmt::Formatter<'_>,
    file: &str,
    line: Option<u64>,
    column: Option<&str>,
) -> fmt::Result {
    write!(f, "{file}")?;
    if let Some(line) = line {
        write!(f, " line {line}")?;
    }
    if let Some(column) = column {
        write!(f, ", {column}")?;
    }
    f.write_str(": ")
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut to = serializer.serialize_struct("Problem", 5)?;
        to.serialize_field("file", &*self.file)?;
        to.serialize_field("line", &self.line)?;
        to.serialize_field("column", &self.column)?;
        to.serialize_field("reason", &self.reason.to_string())?;
        to.serialize_field("what_to_do", self.what_to_do())?;
        to.end()
    }
}

impl Serialize for Notice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut to = serializer.serialize_struct("Notice", 5)?;
        to.serialize_field("file", &*self.file)?;
        to.serialize_field("line", &self.line)?;
        to.serialize_field("column", &self.column)?;
        to.serialize_field("notice", &self.kind.to_string())?;
        to.serialize_field("rows", &self.rows)?;
        to.end()
    }
}
