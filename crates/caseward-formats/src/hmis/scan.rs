//! Finds rows and fields in CSV text (RFC 4180), strictly enough that nothing is guessed.
//!
//! Carriage return, line feed and both together end a row. Quotes are only special where a field
//! begins with one; elsewhere they are text. After a row with broken quotes reading goes on with the
//! line below its first one, so that one bad row doesn't swallow the good ones.

use std::io::{self, Read};

use super::problem::Reason;
use super::source::Source;

/// How much is read before it is given up on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanLimits {
    /// Bytes of one field.
    pub field: usize,
    /// Bytes of one row, quotes and separators included.
    pub row: usize,
    /// Columns.
    pub columns: usize,
}

impl Default for ScanLimits {
    fn default() -> Self {
        Self {
            field: 1 << 20,
            row: 4 << 20,
            columns: 2_000,
        }
    }
}

/// Bytes that may be read a second time because of broken quotes, before the file is given up: a
/// file made to be slow must not be.
const SECOND_READING: u64 = 256 << 20;

/// The fields of one row, one behind the other.
#[derive(Debug, Default)]
pub(crate) struct Record {
    pub(crate) bytes: Vec<u8>,
    pub(crate) ends: Vec<usize>,
    /// The line on which it begins.
    pub(crate) line: u64,
}

/// What the scanner found.
pub(crate) enum Step {
    Record,
    Bad(Reason),
    End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    FieldStart,
    Bare,
    Quoted,
    QuoteSeen,
}

pub(crate) struct Scanner<R> {
    source: Source<R>,
    buffer: Vec<u8>,
    /// Where in the buffer the next row begins.
    at: usize,
    line: u64,
    after_cr: bool,
    separator: u8,
    limits: ScanLimits,
    read_twice: u64,
}

impl<R: Read> Scanner<R> {
    pub(crate) fn new(source: Source<R>, limits: ScanLimits) -> Self {
        Self {
            source,
            buffer: Vec::new(),
            at: 0,
            line: 1,
            after_cr: false,
            separator: b',',
            limits,
            read_twice: 0,
        }
    }

    pub(crate) const fn is_utf16(&self) -> bool {
        self.source.is_utf16()
    }

    /// Decides by the first line whether commas, semicolons or tabs separate.
    pub(crate) fn detect_separator(&mut self) -> io::Result<u8> {
        let mut end = self.line_end(0);
        while end.is_none() && self.buffer.len() < self.limits.row {
            if !self.source.fill(&mut self.buffer)? {
                break;
            }
            end = self.line_end(0);
        }
        let line = self
            .buffer
            .get(..end.unwrap_or(self.buffer.len()))
            .unwrap_or(&[]);
        let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
        let mut quoted = false;
        for &byte in line {
            quoted ^= byte == b'"';
            for (separator, count) in &mut counts {
                *count += usize::from(byte == *separator && !quoted);
            }
        }
        // The first of equals wins: a file of one column has commas.
        let mut best = (b',', 0);
        for counted in counts {
            if counted.1 > best.1 {
                best = counted;
            }
        }
        self.separator = best.0;
        Ok(best.0)
    }

    fn line_end(&self, from: usize) -> Option<usize> {
        let rest = self.buffer.get(from..)?;
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
        Some(from + end)
    }

    /// Reads the next row that isn't blank.
    pub(crate) fn next(&mut self, record: &mut Record) -> io::Result<Step> {
        loop {
            self.forget_what_was_read();
            record.bytes.clear();
            record.ends.clear();
            record.line = self.line;
            match self.scan(record)? {
                Step::Record if record.bytes.is_empty() && record.ends.len() <= 1 => {}
                Step::Bad(reason) => {
                    self.read_twice += record.bytes.len() as u64;
                    return self.skip_line(reason);
                }
                step => return Ok(step),
            }
        }
    }

    fn forget_what_was_read(&mut self) {
        if self.at >= self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
        } else if self.at > (1 << 20) {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
    }

    fn scan(&mut self, record: &mut Record) -> io::Result<Step> {
        let mut here = self.at;
        let mut state = State::FieldStart;
        let mut lines = 0;
        let mut cr_before = false;
        loop {
            let Some(&byte) = self.buffer.get(here) else {
                if self.source.fill(&mut self.buffer)? {
                    continue;
                }
                return Ok(self.at_end(here, state, lines, record));
            };
            if here == self.at && std::mem::take(&mut self.after_cr) && byte == b'\n' {
                self.at += 1;
                here += 1;
                continue;
            }
            if here - self.at > self.limits.row {
                return Ok(Step::Bad(Reason::RowTooLong(self.limits.row)));
            }
            if state == State::Quoted || (state == State::Bare && !self.is_end(byte)) {
                let (run, breaks) = self.run(here, state, &mut cr_before);
                lines += breaks;
                let text = self.buffer.get(here..here + run).unwrap_or(&[]);
                record.bytes.extend_from_slice(text);
                here += run;
                if record.bytes.len() - record.ends.last().unwrap_or(&0) > self.limits.field {
                    return Ok(Step::Bad(Reason::FieldTooLong(self.limits.field)));
                }
                if state == State::Quoted && self.buffer.get(here) == Some(&b'"') {
                    state = State::QuoteSeen;
                    here += 1;
                }
                continue;
            }
            here += 1;
            state = match (state, byte) {
                (State::FieldStart, b'"') => State::Quoted,
                (State::QuoteSeen, b'"') => {
                    record.bytes.push(b'"');
                    State::Quoted
                }
                (_, end) if self.is_end(end) => {
                    record.ends.push(record.bytes.len());
                    if end != self.separator {
                        self.after_cr = end == b'\r';
                        self.at = here;
                        self.line += lines + 1;
                        return Ok(Step::Record);
                    }
                    if record.ends.len() >= self.limits.columns {
                        return Ok(Step::Bad(Reason::TooManyColumns(self.limits.columns)));
                    }
                    State::FieldStart
                }
                (State::QuoteSeen, _) => return Ok(Step::Bad(Reason::TextAfterQuote)),
                _ => {
                    here -= 1;
                    State::Bare
                }
            };
        }
    }

    const fn is_end(&self, byte: u8) -> bool {
        byte == self.separator || byte == b'\n' || byte == b'\r'
    }

    /// The length of the text from here to what may end it, and the line breaks in it.
    fn run(&self, here: usize, state: State, cr_before: &mut bool) -> (usize, u64) {
        let rest = self.buffer.get(here..).unwrap_or(&[]);
        if state == State::Bare {
            let end = rest.iter().position(|&byte| self.is_end(byte));
            return (end.unwrap_or(rest.len()), 0);
        }
        let end = rest
            .iter()
            .position(|&byte| byte == b'"')
            .unwrap_or(rest.len());
        let mut breaks = 0;
        for &byte in rest.get(..end).unwrap_or(&[]) {
            breaks += u64::from(byte == b'\r' || (byte == b'\n' && !*cr_before));
            *cr_before = byte == b'\r';
        }
        if end < rest.len() {
            *cr_before = false;
        }
        (end, breaks)
    }

    fn at_end(&mut self, here: usize, state: State, lines: u64, record: &mut Record) -> Step {
        if here == self.at {
            return Step::End;
        }
        if state == State::Quoted {
            return Step::Bad(Reason::UnclosedQuote);
        }
        record.ends.push(record.bytes.len());
        self.at = here;
        self.line += lines + 1;
        Step::Record
    }

    /// Goes on behind the line on which the bad row began.
    fn skip_line(&mut self, reason: Reason) -> io::Result<Step> {
        self.line += 1;
        loop {
            if let Some(end) = self.line_end(self.at) {
                self.after_cr = self.buffer.get(end) == Some(&b'\r');
                self.at = end + 1;
                break;
            }
            self.buffer.clear();
            self.at = 0;
            if !self.source.fill(&mut self.buffer)? {
                break;
            }
        }
        if self.read_twice > SECOND_READING {
            return Ok(Step::Bad(Reason::TooBroken));
        }
        Ok(Step::Bad(reason))
    }
}
