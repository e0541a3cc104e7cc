//! Streams a log by its mapping: each line becomes an access, or is refused with line, column and reason.

use std::io::Read;

use caseward_model::AccessKind;

use super::mapping::{Mapping, alike, place};
use super::problem::{LogNotice, LogProblem, LogReason};
use super::time::Times;
use crate::hmis::reader::{decode, unreadable};
use crate::hmis::scan::{Record, ScanLimits, Scanner, Step};
use crate::hmis::source::Source;
use crate::hmis::{Reason, has_hidden_marks};

/// The most characters of a user's name, a person's number, or a line's number.
pub const LONGEST_NAME: usize = 200;

/// How much of a log is read before it is given up on; a line of a log is short.
const LIMITS: ScanLimits = ScanLimits {
    field: 64 << 10,
    row: 256 << 10,
    columns: 500,
};

/// One line of a log, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogRow<'r> {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Who: the name by which that system knows them.
    pub user: &'r str,
    /// Whom: as that system calls them; empty for nobody in particular.
    pub person: &'r str,
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// How.
    pub kind: AccessKind,
    /// The log's own number of the line; empty without one.
    pub number: &'r str,
}

/// Where each thing stands.
struct Places {
    user: usize,
    person: Option<usize>,
    time: usize,
    clock: Option<usize>,
    kind: Option<usize>,
    number: Option<usize>,
}

/// Reads the lines of one log.
pub struct LogReader<'m, R> {
    mapping: &'m Mapping,
    scanner: Scanner<R>,
    record: Record,
    text: String,
    header: Vec<String>,
    places: Places,
    times: Times,
    /// The first line, where it isn't a header and was read to count the columns.
    waiting: bool,
    stopped: bool,
    lines: u64,
    notice: LogNotice,
    last_kind: Option<(String, AccessKind)>,
}

impl<'m, R: Read> LogReader<'m, R> {
    /// Reads the header and finds the columns. `now_ms`: no access is later than that.
    ///
    /// # Errors
    /// A [`LogProblem`] that refuses the log.
    pub fn open(inner: R, mapping: &'m Mapping, now_ms: i64) -> Result<Self, LogProblem> {
        mapping
            .check()
            .map_err(|fault| whole(LogReason::Mapping(fault)))?;
        let zone = mapping
            .time_zone()
            .map_err(|fault| whole(LogReason::Mapping(fault)))?;
        let csv = |reason| whole(LogReason::Csv(reason));
        let source = Source::open(inner).map_err(|error| csv(unreadable(&error)))?;
        let mut scanner = Scanner::new(source, LIMITS);
        scanner
            .detect_separator()
            .map_err(|error| csv(unreadable(&error)))?;
        let mut record = Record::default();
        match scanner.next(&mut record) {
            Err(error) => return Err(csv(unreadable(&error))),
            Ok(Step::End) => return Err(csv(Reason::NoHeader)),
            Ok(Step::Bad(reason)) => return Err(csv(reason)),
            Ok(Step::Record) => {}
        }
        if record.bytes.contains(&0) {
            return Err(csv(Reason::UnreadableHeader));
        }
        let mut text = String::new();
        decode(&mut record, &mut text);
        let header: Vec<String> = fields(&text, &record.ends).map(str::to_owned).collect();
        let places = Places::find(mapping, &header)?;
        Ok(Self {
            mapping,
            scanner,
            record,
            text,
            header,
            places,
            times: Times::new(mapping.time_form, zone, now_ms),
            waiting: mapping.without_header,
            stopped: false,
            lines: 0,
            notice: LogNotice::default(),
            last_kind: None,
        })
    }

    /// The first line: the header, if there is one.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// How many lines came out so far, as rows or problems.
    #[must_use]
    pub const fn lines(&self) -> u64 {
        self.lines
    }

    /// What was noticed so far without refusing anything.
    #[must_use]
    pub const fn notice(&self) -> LogNotice {
        LogNotice {
            twice: self.times.twice,
            ..self.notice
        }
    }

    /// The next line, or why it can't be taken; `None` at the end. After a problem that
    /// [stops](LogProblem::stops) nothing follows, and what came before must not be kept.
    pub fn next_row(&mut self) -> Option<Result<LogRow<'_>, LogProblem>> {
        if self.stopped {
            return None;
        }
        if !std::mem::take(&mut self.waiting) {
            let step = match self.scanner.next(&mut self.record) {
                Ok(Step::End) => return None,
                Ok(Step::Record) => Ok(()),
                Ok(Step::Bad(reason)) => {
                    self.stopped = reason == Reason::TooBroken;
                    Err(reason)
                }
                Err(error) => {
                    self.stopped = true;
                    Err(unreadable(&error))
                }
            };
            if let Err(reason) = step {
                self.lines += 1;
                return Some(Err(self.problem(None, LogReason::Csv(reason))));
            }
            if let Err(reason) = self.decoded() {
                self.lines += 1;
                return Some(Err(self.problem(None, LogReason::Csv(reason))));
            }
        }
        self.lines += 1;
        match self.understood() {
            Ok((at_ms, kind)) => Some(Ok(self.row(at_ms, kind))),
            Err((column, reason)) => Some(Err(self.problem(column, reason))),
        }
    }

    fn decoded(&mut self) -> Result<(), Reason> {
        if self.record.bytes.contains(&0) {
            return Err(Reason::NulByte);
        }
        if decode(&mut self.record, &mut self.text) {
            self.notice.windows_1252 += 1;
        }
        if self.scanner.is_utf16() && self.text.contains('\u{fffd}') {
            return Err(Reason::Undecodable);
        }
        let (expected, found) = (self.header.len(), self.record.ends.len());
        if expected != found {
            return Err(Reason::Ragged { expected, found });
        }
        Ok(())
    }

    /// When and how, after everything in the line was looked at.
    fn understood(&mut self) -> Result<(i64, AccessKind), (Option<usize>, LogReason)> {
        let value = |place: usize| field(&self.text, &self.record.ends, place);
        let places = &self.places;
        if value(places.user).is_empty() {
            return Err((Some(places.user), LogReason::NoUser));
        }
        for place in [Some(places.user), places.person, places.number]
            .into_iter()
            .flatten()
        {
            sane(value(place)).map_err(|reason| (Some(place), reason))?;
        }
        let clock = places.clock.map(value);
        let at_ms = self.times.read(value(places.time), clock);
        let at_ms = at_ms.map_err(|reason| (Some(places.time), reason))?;
        let word = places.kind.map(value);
        let kind = match (word, &self.last_kind) {
            (None, _) => self.mapping.otherwise.unwrap_or(AccessKind::Opened),
            (Some(word), Some((last, kind))) if word == last => *kind,
            (Some(word), _) => {
                let kind = self.mapping.kind_of(word);
                let kind = kind.ok_or((places.kind, LogReason::UnknownKind))?;
                self.last_kind = Some((word.to_owned(), kind));
                kind
            }
        };
        let nobody = places.person.is_none_or(|place| value(place).is_empty());
        self.notice.nobody += u64::from(nobody);
        Ok((at_ms, kind))
    }

    fn row(&self, at_ms: i64, kind: AccessKind) -> LogRow<'_> {
        let value = |place: usize| field(&self.text, &self.record.ends, place);
        LogRow {
            line: self.record.line,
            user: value(self.places.user),
            person: self.places.person.map_or("", value),
            at_ms,
            kind,
            number: self.places.number.map_or("", value),
        }
    }

    fn problem(&self, column: Option<usize>, reason: LogReason) -> LogProblem {
        let named = column.and_then(|place| {
            let columns = self.mapping.columns();
            let mut columns = columns.filter(|(_, it)| locate(it, &self.header) == Some(place));
            columns.next().map(|(_, column)| column.into())
        });
        LogProblem {
            line: Some(self.record.line),
            column: named,
            reason,
            stops: self.stopped,
        }
    }
}

impl Places {
    fn find(mapping: &Mapping, header: &[String]) -> Result<Self, LogProblem> {
        let find = |column: &str| {
            locate(column, header).ok_or_else(|| LogProblem {
                column: Some(column.into()),
                ..whole(LogReason::NoSuchColumn)
            })
        };
        let maybe = |column: &Option<String>| column.as_deref().map(find).transpose();
        Ok(Self {
            user: find(&mapping.user)?,
            person: maybe(&mapping.person)?,
            time: find(&mapping.time)?,
            clock: maybe(&mapping.clock)?,
            kind: maybe(&mapping.kind)?,
            number: maybe(&mapping.number)?,
        })
    }
}

/// Where a column of the mapping stands. A header that stands there twice is found at its first place.
fn locate(column: &str, header: &[String]) -> Option<usize> {
    let named = header.iter().position(|it| alike(it, column));
    named.or_else(|| place(column).filter(|place| *place < header.len()))
}

fn sane(value: &str) -> Result<(), LogReason> {
    if value.len() > LONGEST_NAME && value.chars().count() > LONGEST_NAME {
        return Err(LogReason::TooLong(LONGEST_NAME));
    }
    let controls = value.chars().any(char::is_control);
    if controls || (!value.is_ascii() && has_hidden_marks(value)) {
        return Err(LogReason::Controls);
    }
    Ok(())
}

fn field<'t>(text: &'t str, ends: &[usize], place: usize) -> &'t str {
    let start = match place.checked_sub(1) {
        Some(before) => ends.get(before).copied(),
        None => Some(0),
    };
    match (start, ends.get(place)) {
        (Some(start), Some(end)) => text.get(start..*end).unwrap_or("").trim(),
        _ => "",
    }
}

fn fields<'t>(text: &'t str, ends: &[usize]) -> impl Iterator<Item = &'t str> {
    (0..ends.len()).map(|place| field(text, ends, place))
}

const fn whole(reason: LogReason) -> LogProblem {
    LogProblem {
        line: None,
        column: None,
        reason,
        stops: true,
    }
}
