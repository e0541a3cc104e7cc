//! Streams one file: each row comes out whole, or as a problem with its line; nothing is skipped.
//!
//! Memory stays flat: one row is held at a time. What is noticed without rejecting is counted and can
//! be asked for at the end ([`RowReader::notices`]).

use std::io::{self, Read};
use std::sync::Arc;

use encoding_rs::WINDOWS_1252;

use super::cells;
use super::check::NoticeBook;
use super::layout::{Belongs, Layout};
use super::problem::{Notice, NoticeKind, Problem, Reason};
use super::scan::{Record, ScanLimits, Scanner, Step};
use super::source::Source;
use crate::fields::{spelled_alike, table};

/// Reads the rows of one file.
pub struct RowReader<R> {
    layout: Arc<Layout>,
    scanner: Scanner<R>,
    record: Record,
    text: String,
    book: NoticeBook,
    below_foreign_header: bool,
    stopped: bool,
    rows: u64,
}

/// One row of one file. Values are the text of the file, decoded and without their quotes, and
/// otherwise untouched.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r> {
    layout: &'r Layout,
    text: &'r str,
    ends: &'r [usize],
    line: u64,
}

/// What tells a row from the others of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key<'r> {
    /// The row's own id.
    Own(&'r str),
    /// The row has no id of its own and is told by whom it is about. Several rows may share such a
    /// key: count them, so that none replaces another.
    About {
        /// The client.
        personal: &'r str,
        /// The enrolment, if the file has one.
        enrollment: Option<&'r str>,
    },
    /// Nothing in the row tells it from others but its place.
    Line(u64),
}

impl<R: Read> RowReader<R> {
    /// Reads the header and makes out what the columns are.
    ///
    /// # Errors
    /// A [`Problem`] that refuses the file.
    pub fn open(file: &str, inner: R, limits: ScanLimits) -> Result<Self, Problem> {
        let mut record = Record::default();
        let unnamed = |reason| Problem {
            file: file.into(),
            line: None,
            column: None,
            reason,
            stops: true,
        };
        let source = Source::open(inner).map_err(|error| unnamed(unreadable(&error)))?;
        let mut scanner = Scanner::new(source, limits);
        let separator = scanner
            .detect_separator()
            .map_err(|error| unnamed(unreadable(&error)))?;
        match scanner.next(&mut record) {
            Err(error) => return Err(unnamed(unreadable(&error))),
            Ok(Step::End) => return Err(unnamed(Reason::NoHeader)),
            Ok(Step::Bad(reason)) => return Err(unnamed(reason)),
            Ok(Step::Record) => {}
        }
        if record.bytes.contains(&0) {
            return Err(unnamed(Reason::UnreadableHeader));
        }
        let mut book = NoticeBook::default();
        let mut text = String::new();
        if decode(&mut record, &mut text) {
            book.note(None, NoticeKind::Windows1252, record.line);
        }
        let headers = split_at_ends(&text, &record.ends);
        let layout = Arc::new(Layout::from_headers(file, &headers)?);
        match separator {
            b';' => book.note(None, NoticeKind::Semicolons, 1),
            b'\t' => book.note(None, NoticeKind::Tabs, 1),
            _ => {}
        }
        if scanner.is_utf16() {
            book.note(None, NoticeKind::Utf16, 1);
        }
        Ok(Self {
            layout,
            scanner,
            record,
            text,
            book,
            below_foreign_header: false,
            stopped: false,
            rows: 0,
        })
    }

    /// What the columns are.
    #[must_use]
    pub fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    /// How many rows came out so far, whole or as problems.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// What was noticed so far without rejecting anything.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.book.notices(&self.layout)
    }

    /// The next row, or why it can't be taken; `None` at the end.
    ///
    /// After a problem that [stops](Problem::stops) nothing follows, and what came before it must not
    /// be kept: the file is damaged.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, Problem>> {
        if self.stopped {
            return None;
        }
        let step = match self.scanner.next(&mut self.record) {
            Ok(Step::End) => return None,
            Ok(Step::Record) => self.examine(),
            Ok(Step::Bad(reason)) => {
                self.stopped = reason == Reason::TooBroken;
                Err((None, reason))
            }
            Err(error) => {
                self.stopped = true;
                Err((None, unreadable(&error)))
            }
        };
        self.rows += 1;
        Some(match step {
            Ok(()) => Ok(Row {
                layout: &self.layout,
                text: &self.text,
                ends: &self.record.ends,
                line: self.record.line,
            }),
            Err((column, reason)) => Err(Problem {
                file: Arc::clone(&self.layout.file),
                line: Some(self.record.line),
                column: column.map(|column: usize| self.layout.say(column)),
                reason,
                stops: self.stopped,
            }),
        })
    }

    fn examine(&mut self) -> Result<(), (Option<usize>, Reason)> {
        if let Some(at) = self.record.bytes.iter().position(|byte| *byte == 0) {
            let column = self.record.ends.iter().position(|end| at < *end);
            return Err((column, Reason::NulByte));
        }
        if decode(&mut self.record, &mut self.text) {
            self.book
                .note(None, NoticeKind::Windows1252, self.record.line);
        }
        if self.scanner.is_utf16() && self.text.contains('\u{fffd}') {
            return Err((None, Reason::Undecodable));
        }
        let row = Row {
            layout: &self.layout,
            text: &self.text,
            ends: &self.record.ends,
            line: self.record.line,
        };
        if row.is_header() {
            self.below_foreign_header = !row.is_own_header();
            return Err((None, Reason::SecondHeader));
        }
        if self.below_foreign_header {
            return Err((None, Reason::BelowForeignHeader));
        }
        let expected = self.layout.columns.len();
        if row.ends.len() != expected {
            let found = row.ends.len();
            return Err((None, Reason::Ragged { expected, found }));
        }
        for check in &self.layout.checks {
            match check.look(row.value(check.column)) {
                Ok(None) => {}
                Ok(Some(kind)) => self.book.note(Some(check.column), kind, row.line),
                Err(reason) => return Err((Some(check.column), reason)),
            }
        }
        let (book, line) = (&mut self.book, row.line);
        cells::look(row.values(), |column, kind| {
            book.note(Some(column), kind, line);
        });
        Ok(())
    }
}

impl<'r> Row<'r> {
    /// The line on which the row begins, from 1.
    #[must_use]
    pub const fn line(&self) -> u64 {
        self.line
    }

    /// What the columns are.
    #[must_use]
    pub const fn layout(&self) -> &'r Layout {
        self.layout
    }

    /// The value of a column; empty beyond the last.
    #[must_use]
    pub fn value(&self, column: usize) -> &'r str {
        let start = match column.checked_sub(1) {
            Some(before) => self.ends.get(before).copied(),
            None => Some(0),
        };
        match (start, self.ends.get(column)) {
            (Some(start), Some(end)) => self.text.get(start..*end).unwrap_or(""),
            _ => "",
        }
    }

    /// All values in the order of the header.
    pub fn values(&self) -> impl Iterator<Item = &'r str> + use<'r> {
        let row = *self;
        (0..row.ends.len()).map(move |column| row.value(column))
    }

    /// What tells the row from others of its file. Spaces around an id don't count.
    #[must_use]
    pub fn key(&self) -> Key<'r> {
        if let Some(own) = self.layout.own_id {
            return Key::Own(self.value(own).trim());
        }
        match self.personal_id() {
            Some(personal) => Key::About {
                personal,
                enrollment: self
                    .layout
                    .places
                    .enrollment_id
                    .map(|at| self.value(at).trim()),
            },
            None => Key::Line(self.line),
        }
    }

    /// The client whom the row is about, if the file is about clients.
    #[must_use]
    pub fn personal_id(&self) -> Option<&'r str> {
        match self.layout.belongs {
            Belongs::ToClient => self
                .layout
                .places
                .personal_id
                .map(|at| self.value(at).trim()),
            Belongs::ToEnrollment | Belongs::ToOffice => None,
        }
    }

    /// Whether the row was deleted in the system it comes from.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        let place = self.layout.places.date_deleted;
        place.is_some_and(|at| !self.value(at).trim().is_empty())
    }

    /// Whether these are headers: a column holds its own name, or the row begins like a known file.
    fn is_header(&self) -> bool {
        let first = self.value(0);
        if !first.ends_with(['D', 'd']) || first.len() < 6 {
            return false;
        }
        if self.is_own_header() {
            return true;
        }
        let (first, second) = (spelled_alike(first), self.value(1));
        table().files().iter().any(|file| {
            let key = file.fields.first();
            key.is_some_and(|key| spelled_alike(key.name) == first) && file.field(second).is_some()
        })
    }

    fn is_own_header(&self) -> bool {
        let columns = &self.layout.columns;
        self.ends.len() == columns.len()
            && columns
                .iter()
                .enumerate()
                .all(|(at, column)| spelled_alike(&column.header) == spelled_alike(self.value(at)))
    }
}

impl Key<'_> {
    /// Whether no other row of the file should have this key.
    #[must_use]
    pub const fn is_unique(&self) -> bool {
        !matches!(self, Self::About { .. })
    }

    /// Writes the key so that no two different keys give the same bytes; made for fingerprints.
    pub fn write_to(&self, to: &mut Vec<u8>) {
        let mut text = |tag: u8, text: &str| {
            to.push(tag);
            to.extend_from_slice(&(text.len() as u64).to_le_bytes());
            to.extend_from_slice(text.as_bytes());
        };
        match self {
            Self::Own(id) => text(1, id),
            Self::About {
                personal,
                enrollment,
            } => {
                text(2, personal);
                if let Some(enrollment) = enrollment {
                    text(3, enrollment);
                }
            }
            Self::Line(line) => {
                to.push(4);
                to.extend_from_slice(&line.to_le_bytes());
            }
        }
    }
}

pub(crate) fn unreadable(error: &io::Error) -> Reason {
    Reason::Unreadable(match error.kind() {
        io::ErrorKind::InvalidData => "the archive is damaged there, or larger than it says",
        io::ErrorKind::UnexpectedEof => "it ends too early",
        _ => "the disk or the archive gave an error",
    })
}

/// Makes text of a record; `true` when it had to be read as Windows-1252.
pub(crate) fn decode(record: &mut Record, text: &mut String) -> bool {
    text.clear();
    if let Ok(valid) = std::str::from_utf8(&record.bytes)
        && record.ends.iter().all(|end| valid.is_char_boundary(*end))
    {
        text.push_str(valid);
        return false;
    }
    let mut start = 0;
    for end in &mut record.ends {
        let field = record.bytes.get(start..*end).unwrap_or(&[]);
        start = *end;
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(field).0);
        *end = text.len();
    }
    true
}

fn split_at_ends<'t>(text: &'t str, ends: &[usize]) -> Vec<&'t str> {
    let mut start = 0;
    let mut fields = Vec::with_capacity(ends.len());
    for end in ends {
        fields.push(text.get(start..*end).unwrap_or(""));
        start = *end;
    }
    fields
}
