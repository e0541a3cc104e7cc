//! What is said when a line of a log can't be taken: where and why, never what stands there.

use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::mapping::MappingFault;
use crate::hmis::Reason;

/// Why a line, or the whole log, isn't taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's message is its documentation")]
pub enum LogReason {
    #[error(transparent)]
    Csv(Reason),
    #[error(transparent)]
    Mapping(MappingFault),
    #[error("the log has no column that is called so")]
    NoSuchColumn,
    #[error("there is no user's name")]
    NoUser,
    #[error("longer than the {0} characters of a name or number")]
    TooLong(usize),
    #[error("there are control characters in it")]
    Controls,
    #[error("there is no time")]
    NoTime,
    #[error("this is not a time of the kind that the mapping names")]
    NotATime,
    #[error("there is no such day or hour")]
    ImpossibleTime,
    #[error("the time doesn't say its zone, and the mapping names none")]
    NoZone,
    #[error("summer time left this hour out on that day")]
    LeftOut,
    #[error("the time lies in the future")]
    Future,
    #[error("the time lies before 1990")]
    Ancient,
    #[error("the mapping doesn't say what this kind of access is")]
    UnknownKind,
}

impl LogReason {
    /// What can be done about it.
    #[must_use]
    pub const fn what_to_do(&self) -> &'static str {
        match self {
            Self::Csv(Reason::NoHeader) => {
                "ask for the log again; if it really has no header, say so in the mapping"
            }
            Self::Csv(reason) => reason.what_to_do(),
            Self::Mapping(_) | Self::NoSuchColumn => {
                "correct the mapping, and look at the preview again"
            }
            Self::NoUser | Self::Controls | Self::TooLong(_) => {
                "look whether the mapping names the right column; ask for the log again otherwise"
            }
            Self::NoTime | Self::NotATime | Self::ImpossibleTime => {
                "choose in the mapping how times are written; ask for the log again if this line is damaged"
            }
            Self::NoZone => "name the time zone of the other system in the mapping",
            Self::LeftOut => "look whether the mapping names the zone in which that system lives",
            Self::Future | Self::Ancient => {
                "look whether the mapping says rightly how times are written, and in which zone"
            }
            Self::UnknownKind => "say in the mapping what this word means, or what all others mean",
        }
    }
}

/// A line or a log that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogProblem {
    /// The line on which it begins, from 1; `None` when it is the log as a whole.
    pub line: Option<u64>,
    /// The column as the mapping names it.
    pub column: Option<Box<str>>,
    /// Why.
    pub reason: LogReason,
    /// Whether nothing follows: the log is damaged or can't be understood at all.
    pub stops: bool,
}

impl fmt::Display for LogProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}")?,
            None => f.write_str("the log")?,
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}; {}", self.reason, self.reason.what_to_do())
    }
}

impl std::error::Error for LogProblem {}

impl Serialize for LogProblem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut to = serializer.serialize_struct("LogProblem", 4)?;
        to.serialize_field("line", &self.line)?;
        to.serialize_field("column", &self.column)?;
        to.serialize_field("reason", &self.reason.to_string())?;
        to.serialize_field("what_to_do", self.reason.what_to_do())?;
        to.end()
    }
}

/// What was noticed without refusing anything, and on how many lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct LogNotice {
    /// Lines that had to be read as Windows-1252.
    pub windows_1252: u64,
    /// Times that there were twice when summer time ended; the first was taken.
    pub twice: u64,
    /// Lines that are about nobody in particular.
    pub nobody: u64,
}
