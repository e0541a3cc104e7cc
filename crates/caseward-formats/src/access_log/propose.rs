//! Suggests how a log may be understood, from its header and first lines; a person looks at it and decides.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use caseward_model::AccessKind;

use super::mapping::{Mapping, TimeForm};
use super::problem::{LogProblem, LogReason};
use super::reader::LogReader;

/// So many lines are looked at.
const LINES: usize = 50;
/// So much of the log is read for that.
const BYTES: u64 = 1 << 20;

/// What is suggested, and what it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The suggestion; columns that weren't recognized are missing.
    pub mapping: Mapping,
    /// The log's columns.
    pub columns: Vec<String>,
    /// The words in the column of kinds, as far as they were seen.
    pub words: Vec<String>,
}

/// What columns are often called, most telling first.
const USER: &[&str] = &[
    "user", "login", "operator", "worker", "staff", "account", "employee",
];
const PERSON: &[&str] = &[
    "person",
    "client",
    "case",
    "subject",
    "participant",
    "record",
    "file",
];
const TIME: &[&str] = &["timestamp", "datetime", "date", "time", "when", "at"];
const KIND: &[&str] = &["action", "event", "activity", "operation", "type", "access"];
const NUMBER: &[&str] = &[
    "log id",
    "event id",
    "sequence",
    "line",
    "audit id",
    "transaction",
];

/// What systems often write for each kind of access.
const WORDS: &[(&str, AccessKind)] = &[
    ("search", AccessKind::Searched),
    ("query", AccessKind::Searched),
    ("inquiry", AccessKind::Searched),
    ("lookup", AccessKind::Searched),
    ("look up", AccessKind::Searched),
    ("update", AccessKind::Changed),
    ("edit", AccessKind::Changed),
    ("create", AccessKind::Changed),
    ("insert", AccessKind::Changed),
    ("delete", AccessKind::Changed),
    ("modify", AccessKind::Changed),
    ("print", AccessKind::Exported),
    ("export", AccessKind::Exported),
    ("download", AccessKind::Exported),
    ("report", AccessKind::Exported),
    ("emergency", AccessKind::Emergency),
    ("break", AccessKind::Emergency),
    ("denied", AccessKind::Refused),
    ("refused", AccessKind::Refused),
    ("fail", AccessKind::Refused),
    ("view", AccessKind::Opened),
    ("open", AccessKind::Opened),
    ("read", AccessKind::Opened),
    ("display", AccessKind::Opened),
    ("select", AccessKind::Opened),
];

/// Suggests a mapping for a log. `zone`: the office's own, for times that don't say theirs.
///
/// # Errors
/// When the log can't be read at all.
pub fn propose(log: impl Read, zone: &str, now_ms: i64) -> Result<Proposal, LogProblem> {
    let mut start = Vec::new();
    let read = log.take(BYTES).read_to_end(&mut start);
    read.map_err(|_| LogProblem {
        line: None,
        column: None,
        reason: LogReason::Csv(crate::hmis::Reason::Unreadable("it can't be opened")),
        stops: true,
    })?;
    // Any two columns let the header be read.
    let by_number = Mapping {
        user: "#1".into(),
        time: "#2".into(),
        ..Mapping::default()
    };
    let columns = match LogReader::open(Cursor::new(&start), &by_number, now_ms) {
        Ok(reader) => reader.header().to_vec(),
        Err(problem) if problem.reason == LogReason::NoSuchColumn => Vec::new(),
        Err(problem) => return Err(problem),
    };
    let mut mapping = named(&columns);
    mapping.zone = Some(zone.to_owned());
    if mapping.user.is_empty() || mapping.time.is_empty() {
        let words = Vec::new();
        return Ok(Proposal {
            mapping,
            columns,
            words,
        });
    }
    mapping.time_form = likely_form(&start, &mapping, now_ms);
    let words = words_of(&start, &mapping, now_ms);
    mapping.kinds = meanings(&words);
    Ok(Proposal {
        mapping,
        columns,
        words,
    })
}

/// The columns by what they are called.
fn named(columns: &[String]) -> Mapping {
    let mut taken: Vec<&str> = Vec::new();
    let mut find = |names: &[&str]| {
        let found = names.iter().find_map(|name| {
            let mut free = columns.iter().filter(|it| !taken.contains(&it.as_str()));
            free.find(|it| it.to_lowercase().replace('_', " ").contains(name))
        })?;
        taken.push(found);
        Some(found.clone())
    };
    let number = find(NUMBER);
    Mapping {
        number,
        user: find(USER).unwrap_or_default(),
        time: find(TIME).unwrap_or_default(),
        person: find(PERSON),
        kind: find(KIND),
        ..Mapping::default()
    }
}

/// The form in which most of the first lines have a time.
fn likely_form(start: &[u8], mapping: &Mapping, now_ms: i64) -> TimeForm {
    let fits = |form: &TimeForm| {
        let tried = Mapping {
            time_form: *form,
            otherwise: Some(AccessKind::Opened),
            ..mapping.clone()
        };
        let Ok(mut reader) = LogReader::open(Cursor::new(start), &tried, now_ms) else {
            return 0;
        };
        let mut fit = 0;
        for _ in 0..LINES {
            match reader.next_row() {
                Some(row) => fit += usize::from(row.is_ok()),
                None => break,
            }
        }
        fit
    };
    // Of forms that fit alike the first one wins.
    let mut best = (0, TimeForm::YearFirst);
    for form in TimeForm::ALL {
        let fit = fits(form);
        if fit > best.0 {
            best = (fit, *form);
        }
    }
    best.1
}

/// The different words in the column of kinds.
fn words_of(start: &[u8], mapping: &Mapping, now_ms: i64) -> Vec<String> {
    let Some(kind) = &mapping.kind else {
        return Vec::new();
    };
    // The words are read as if they were the users' names.
    let as_users = Mapping {
        user: kind.clone(),
        kind: None,
        person: None,
        ..mapping.clone()
    };
    let Ok(mut reader) = LogReader::open(Cursor::new(start), &as_users, now_ms) else {
        return Vec::new();
    };
    let mut words: Vec<String> = Vec::new();
    while let Some(row) = reader.next_row() {
        let Ok(row) = row else { continue };
        if words.len() < LINES && !words.iter().any(|it| it == row.user) {
            words.push(row.user.to_owned());
        }
    }
    words
}

fn meanings(words: &[String]) -> BTreeMap<String, AccessKind> {
    let meaning = |word: &String| {
        let lower = word.to_lowercase();
        let known = WORDS.iter().find(|(it, _)| lower.contains(it))?;
        Some((word.clone(), known.1))
    };
    words.iter().filter_map(meaning).collect()
}
