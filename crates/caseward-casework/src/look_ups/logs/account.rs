//! What came of a log: what was taken, what wasn't and why, and who couldn't be matched (CR-2).

use caseward_formats::access_log::{LogNotice, LogProblem};
use serde::Serialize;

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogEnd {
    /// It was taken in, under this number.
    Taken(i64),
    /// It was only tried.
    Tried,
    /// Some lines can't be taken, and nothing was.
    NotTaken,
    /// This very file was taken in already, under this number.
    SameFile(i64),
}

/// A name or number of the log, and on how many lines it stands.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct NameSeen {
    /// As that system writes it.
    pub name: String,
    /// On how many lines.
    pub lines: u64,
}

/// The account of a log.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct LogAccount {
    /// How it ended.
    pub end: LogEnd,
    /// Lines that were read.
    pub lines: u64,
    /// Lines that were understood and are new.
    pub new: u64,
    /// Lines that came before, in this file or an earlier one.
    pub known: u64,
    /// Lines that can't be taken.
    pub bad: u64,
    /// The first of them, with reasons.
    pub problems: Vec<LogProblem>,
    /// What was noticed without refusing anything.
    pub notice: LogNotice,
    /// The first and the last access, in ms since 1970; nothing for an empty log.
    pub span: Option<(i64, i64)>,
    /// Names of users who are nobody known here, those with the most lines first.
    pub unknown_users: Vec<NameSeen>,
    /// How many such names there are.
    pub unknown_users_count: u64,
    /// How many users are someone who works here.
    pub matched_users: u64,
    /// Numbers of persons that are no client of ours, those with the most lines first; only where the system knows
    /// people by our numbers.
    pub unknown_persons: Vec<NameSeen>,
    /// How many such numbers there are.
    pub unknown_persons_count: u64,
    /// How many different persons there are.
    pub persons: u64,
}

impl LogAccount {
    /// The file that was taken in before.
    pub(super) fn same_file(no: i64) -> Self {
        Self {
            end: LogEnd::SameFile(no),
            lines: 0,
            new: 0,
            known: 0,
            bad: 0,
            problems: Vec::new(),
            notice: LogNotice::default(),
            span: None,
            unknown_users: Vec::new(),
            unknown_users_count: 0,
            matched_users: 0,
            unknown_persons: Vec::new(),
            unknown_persons_count: 0,
            persons: 0,
        }
    }
}
