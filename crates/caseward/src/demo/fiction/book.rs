//! Writes the fictional rows as CSV: by the column's name, quoted where RFC 4180 wants it.

use std::fmt::Display;

use caseward_model::Randomness;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::headers::FILES;

/// The number of this export, which every row repeats.
pub(super) const EXPORT: &str = "9001";

/// When a row was written and by whom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    /// The day of the entry.
    pub(super) on: Date,
    /// A UserID of User.csv.
    pub(super) user: &'static str,
}

/// A cell: the column's name and its value.
pub(super) type Cell<'a> = (&'a str, &'a dyn Display);

/// The files being written, and the calendar and dice that fill them.
pub(super) struct Book {
    /// The day on which the story is told; nothing in it is later.
    pub(super) today: Date,
    dice: Randomness,
    sheets: Vec<Sheet>,
    numbers: u32,
}

struct Sheet {
    file: &'static str,
    columns: Vec<&'static str>,
    text: String,
}

impl Book {
    /// Opens every file with its header.
    pub(super) fn new(today: Date, seed: u64) -> Self {
        let sheets = FILES.iter().map(|&(file, header)| Sheet {
            file,
            columns: header.split(',').collect(),
            text: format!("{header}\r\n"),
        });
        Self {
            today,
            dice: Randomness::seeded(seed),
            sheets: sheets.collect(),
            numbers: 50_000,
        }
    }

    /// Today, so many days ago.
    pub(super) fn ago(&self, days: i32) -> Date {
        self.today.saturating_sub(days.days())
    }

    /// A number from 0 up to, and not with, `limit`; 0 when there is no such number.
    pub(super) fn roll(&self, limit: i32) -> i32 {
        let drawn = u32::from_le_bytes(self.dice.bytes());
        let limit = u32::try_from(limit).unwrap_or(1).max(1);
        i32::try_from(drawn % limit).unwrap_or(0)
    }

    /// The next id of a row; no two rows have the same.
    pub(super) fn number(&mut self) -> String {
        self.numbers += 1;
        self.numbers.to_string()
    }

    /// Adds a row. What isn't among the cells stays empty; a row that has an ExportID gets it.
    pub(super) fn add(&mut self, file: &str, stamp: Stamp, cells: &[Cell<'_>]) {
        let minute = self.roll(60);
        let hour = 8 + self.roll(10);
        let at = format!("{} {hour:02}:{minute:02}:00", stamp.on);
        let Some(sheet) = self.sheets.iter_mut().find(|sheet| sheet.file == file) else {
            debug_assert!(false, "{file} is not among the files");
            return;
        };
        for (column, _) in cells {
            debug_assert!(sheet.columns.contains(column), "{file} has no {column}");
        }
        for (place, column) in sheet.columns.iter().enumerate() {
            let given = cells.iter().find(|(name, _)| name == column);
            let value = match (given, *column) {
                (Some((_, value)), _) => value.to_string(),
                (None, "ExportID") => EXPORT.to_owned(),
                (None, "DateCreated" | "DateUpdated") => at.clone(),
                (None, "UserID") => stamp.user.to_owned(),
                (None, _) => String::new(),
            };
            if place > 0 {
                sheet.text.push(',');
            }
            write_cell(&mut sheet.text, &value);
        }
        sheet.text.push_str("\r\n");
    }

    /// The finished files.
    pub(super) fn close(self) -> Vec<(&'static str, String)> {
        self.sheets
            .into_iter()
            .map(|sheet| (sheet.file, sheet.text))
            .collect()
    }
}

fn write_cell(to: &mut String, value: &str) {
    if value.contains([',', '"', '\r', '\n']) {
        to.push('"');
        to.push_str(&value.replace('"', "\"\""));
        to.push('"');
    } else {
        to.push_str(value);
    }
}
