//! Writes HMIS CSV again (RFC 4180): every value as it came in, field by field.
//!
//! HMIS files are read by machines, and a changed value would be a wrong one, so nothing is put
//! before a value that a spreadsheet could take for a formula: such values are counted and told
//! ([`super::CellBook`]). A sheet that is made for people's eyes is
//! another matter: pass its values through [`defused`] (ASVS 1.2.10).

use std::borrow::Cow;
use std::io::{self, Write};

use super::cells::is_formula;
use crate::fields::{Edition, table};

/// Writes the header and then row after row.
pub struct CsvWriter<W> {
    to: W,
    columns: usize,
    line: Vec<u8>,
}

impl<W: Write> CsvWriter<W> {
    /// Begins with the header: that of the source for what came in that way, HUD's own
    /// ([`standard_header`]) otherwise.
    ///
    /// # Errors
    /// What the writer beneath says.
    pub fn begin<S: AsRef<str>>(to: W, header: &[S]) -> io::Result<Self> {
        let mut writer = Self {
            to,
            columns: header.len(),
            line: Vec::new(),
        };
        writer.row(header)?;
        Ok(writer)
    }

    /// Writes one row: as many values as the header has columns.
    ///
    /// # Errors
    /// `InvalidInput` for a row of another length; otherwise what the writer beneath says.
    pub fn row<S: AsRef<str>>(&mut self, values: &[S]) -> io::Result<()> {
        if values.len() != self.columns {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the row has another number of fields than the header",
            ));
        }
        self.line.clear();
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.line.push(b',');
            }
            self.field(value.as_ref());
        }
        // A row of one blank would be a blank line, which readers pass over.
        if self.line.is_empty() {
            self.line.extend_from_slice(b"\"\"");
        }
        self.line.extend_from_slice(b"\r\n");
        self.to.write_all(&self.line)
    }

    fn field(&mut self, value: &str) {
        let quoted = value
            .bytes()
            .any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'));
        if !quoted {
            self.line.extend_from_slice(value.as_bytes());
            return;
        }
        self.line.push(b'"');
        for byte in value.bytes() {
            if byte == b'"' {
                self.line.push(b'"');
            }
            self.line.push(byte);
        }
        self.line.push(b'"');
    }

    /// Ends the file.
    ///
    /// # Errors
    /// What the writer beneath says.
    pub fn finish(mut self) -> io::Result<W> {
        self.to.flush()?;
        Ok(self.to)
    }
}

/// HUD's header of this file in the order and spelling of this edition; `None` when the edition
/// doesn't have the file.
#[must_use]
pub fn standard_header(file: &str, edition: Edition) -> Option<Vec<&'static str>> {
    let header: Vec<_> = table()
        .file(file)?
        .edition(edition)
        .map(|field| field.name_in(edition))
        .collect();
    (!header.is_empty()).then_some(header)
}

/// The value as it may stand in a sheet for people: what a spreadsheet would take for a formula begins
/// with an apostrophe.
#[must_use]
pub fn defused(value: &str) -> Cow<'_, str> {
    // A signed number is one here as well, but for people an apostrophe too many does no harm.
    if value.starts_with(['+', '-']) || is_formula(value) {
        Cow::Owned(format!("'{value}"))
    } else {
        Cow::Borrowed(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_only_where_they_must_be() {
        let mut writer = CsvWriter::begin(Vec::new(), &["A", "B"]).unwrap();
        writer.row(&["plain", "with, comma"]).unwrap();
        writer.row(&["\"quoted\"", "two\nlines"]).unwrap();
        writer.row(&["=1+1", ""]).unwrap();
        assert!(writer.row(&["one"]).is_err());
        let text = String::from_utf8(writer.finish().unwrap()).unwrap();
        assert_eq!(
            text,
            "A,B\r\nplain,\"with, comma\"\r\n\"\"\"quoted\"\"\",\"two\nlines\"\r\n=1+1,\r\n"
        );
    }

    #[test]
    fn a_formula_is_defused_for_people_only() {
        assert_eq!(defused("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(defused("-1+1"), "'-1+1");
        assert_eq!(defused("O'Brien"), "O'Brien");
    }

    #[test]
    fn each_edition_has_its_own_header() {
        let header = standard_header("Client", Edition::Fy2026).unwrap();
        assert_eq!(header.get(10), Some(&"Sex"));
        assert!(standard_header("EnrollmentCoC", Edition::Fy2026).is_none());
        assert!(standard_header("EnrollmentCoC", Edition::Fy2022).is_some());
    }
}
