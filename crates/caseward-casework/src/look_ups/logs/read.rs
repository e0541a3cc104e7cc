//! Reads a log to its end, in memory: lines, names, problems, and what stands for the file as a whole.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use caseward_formats::access_log::{LogNotice, LogProblem, LogReader, LogRow, Mapping};
use sha2::{Digest, Sha256};

use super::parts::{Line, NO_PERSON};
use crate::CaseworkError;

/// So many problems are told with their reasons.
const PROBLEMS: usize = 100;
/// The most lines that one file can have; a larger log is taken in piece by piece.
pub(super) const MOST_LINES: u64 = 20_000_000;

/// Names in the order in which they came.
#[derive(Default)]
pub(super) struct Names {
    places: HashMap<String, u32>,
    pub(super) lines: Vec<u64>,
}

impl Names {
    fn place(&mut self, name: &str) -> u32 {
        let place = match self.places.get(name) {
            Some(place) => *place,
            None => {
                let place = u32::try_from(self.lines.len()).unwrap_or(NO_PERSON - 1);
                self.places.insert(name.to_owned(), place);
                self.lines.push(0);
                place
            }
        };
        if let Some(lines) = self.lines.get_mut(place as usize) {
            *lines += 1;
        }
        place
    }

    /// The names by their places.
    pub(super) fn into_list(self) -> (Vec<String>, Vec<u64>) {
        let mut names: Vec<(String, u32)> = self.places.into_iter().collect();
        names.sort_unstable_by_key(|(_, place)| *place);
        (
            names.into_iter().map(|(name, _)| name).collect(),
            self.lines,
        )
    }
}

/// A log that was read.
pub(super) struct Whole {
    pub(super) lines: Vec<Line>,
    pub(super) users: Names,
    pub(super) persons: Names,
    pub(super) read: u64,
    pub(super) known: u64,
    pub(super) bad: u64,
    pub(super) problems: Vec<LogProblem>,
    /// A problem that stopped the reading: nothing of it may be kept.
    pub(super) broken: bool,
    pub(super) notice: LogNotice,
    pub(super) print: [u8; 32],
}

/// Reads a log. `known` are the prints of lines that came with earlier files of this system.
pub(super) fn read(
    log: impl Read,
    mapping: &Mapping,
    now_ms: i64,
    mut known: HashSet<u64>,
) -> Result<Whole, CaseworkError> {
    let mut hashing = Hashing {
        inner: log,
        hash: Sha256::new(),
    };
    let mut whole = Whole {
        lines: Vec::new(),
        users: Names::default(),
        persons: Names::default(),
        read: 0,
        known: 0,
        bad: 0,
        problems: Vec::new(),
        broken: false,
        notice: LogNotice::default(),
        print: [0; 32],
    };
    match LogReader::open(&mut hashing, mapping, now_ms) {
        Err(problem) => whole.refuse(problem, true),
        Ok(mut reader) => {
            while let Some(row) = reader.next_row() {
                match row {
                    Ok(row) => whole.take(&row, &mut known),
                    Err(problem) => {
                        let stops = problem.stops;
                        whole.refuse(problem, stops);
                    }
                }
                if reader.lines() > MOST_LINES {
                    let reason = "this log has more than 20 million lines; split it by time";
                    return Err(CaseworkError::Unfit(reason.to_owned()));
                }
            }
            whole.read = reader.lines();
            whole.notice = reader.notice();
        }
    }
    // What stands behind a break belongs to the file as well.
    let rest = std::io::copy(&mut hashing, &mut std::io::sink());
    rest.map_err(|_| CaseworkError::Unfit("the log can't be read to its end".to_owned()))?;
    whole.print = hashing.hash.finalize().into();
    Ok(whole)
}

impl Whole {
    fn refuse(&mut self, problem: LogProblem, stops: bool) {
        self.bad += 1;
        self.broken |= stops;
        if self.problems.len() < PROBLEMS {
            self.problems.push(problem);
        }
    }

    fn take(&mut self, row: &LogRow<'_>, known: &mut HashSet<u64>) {
        let print = print(row);
        if !known.insert(print) {
            self.known += 1;
            return;
        }
        let person = match row.person {
            "" => NO_PERSON,
            number => self.persons.place(number),
        };
        self.lines.push(Line {
            at_ms: row.at_ms,
            user: self.users.place(row.user),
            person,
            kind: row.kind,
            print,
        });
    }
}

/// Stands for a line: two that agree in everything that is understood of them are one access.
fn print(row: &LogRow<'_>) -> u64 {
    let mut hash = Sha256::new();
    hash.update(row.at_ms.to_be_bytes());
    for text in [row.user, row.person, row.number] {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.update([row.kind.number()]);
    let hash: [u8; 32] = hash.finalize().into();
    let (first, _) = hash.split_first_chunk().unwrap_or((&[0; 8], &[]));
    u64::from_be_bytes(*first)
}

/// Hashes what is read through it.
struct Hashing<R> {
    inner: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}
