//! What an export says about itself: who made it, by which standard, whole or changes only, hashed or not.
//!
//! A hashed export is not an anonymous one: names are sounds out of a few thousand, social security
//! numbers out of a thousand million, and both can simply be tried. It is treated as identified.

use std::io::Read;

use caseward_model::Language;
use jiff::civil::{Date, DateTime};

use super::date::{read_date, read_date_time};
use super::problem::Problem;
use super::reader::{Row, RowReader};
use super::scan::ScanLimits;
use crate::fields::{Edition, whole_number};

/// Whether the export replaces what was there or only changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Directive {
    /// Only what changed: a row that isn't in it still stands.
    Changes,
    /// Everything of its period: a row that isn't in it is gone from the source.
    Full,
    /// The export doesn't say, or says something else; a missing row proves nothing.
    Unstated,
}

/// What kind of system made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    /// A continuum's shared HMIS.
    SharedHmis,
    /// One agency's own system, such as a comparable database.
    OwnSystem,
    /// A data warehouse.
    Warehouse,
    /// The export doesn't say, or says something else.
    Other,
}

/// Whether identities were hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashStatus {
    /// As they are.
    Unhashed,
    /// With SHA-1.
    Sha1,
    /// In some other way.
    Otherwise,
    /// With SHA-256.
    Sha256,
    /// The export doesn't say.
    Unstated,
}

impl HashStatus {
    fn read(value: &str) -> Self {
        match whole_number(value.trim()) {
            Some(1) => Self::Unhashed,
            Some(2) => Self::Sha1,
            Some(3) => Self::Otherwise,
            Some(4) => Self::Sha256,
            _ => Self::Unstated,
        }
    }

    /// Whether the export says that identities are hashed.
    #[must_use]
    pub const fn is_hashed(self) -> bool {
        matches!(self, Self::Sha1 | Self::Otherwise | Self::Sha256)
    }

    /// What to tell whoever imports or exports hashed identities; nothing when they aren't hashed.
    #[must_use]
    pub const fn sentence(self, language: Language) -> Option<&'static str> {
        if !self.is_hashed() {
            return None;
        }
        Some(match language {
            Language::English => {
                "The export says that names and numbers are hashed. Hashed names and numbers can be \
                 found out by trying, so the export is treated as identified."
            }
            Language::Spanish => {
                "La exportación indica que los nombres y números están cifrados con hash. Pueden \
                 averiguarse probando, así que la exportación se trata como identificada."
            }
        })
    }
}

/// The one row of Export.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFacts {
    /// The export's own id.
    pub export_id: String,
    /// What kind of system made it.
    pub source: SourceKind,
    /// The id of the source.
    pub source_id: String,
    /// The name of the source.
    pub source_name: String,
    /// The program that made it, and its version.
    pub software: String,
    /// What it says of its standard.
    pub csv_version: String,
    /// The standard by which it is read.
    pub edition: Edition,
    /// Whether it replaces or changes.
    pub directive: Directive,
    /// Whether identities were hashed.
    pub hash_status: HashStatus,
    /// When it was made, in the source's own time.
    pub exported: Option<DateTime>,
    /// The first day it covers.
    pub from: Option<Date>,
    /// The last day it covers.
    pub until: Option<Date>,
}

/// Why Export.csv can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// It or its row is damaged.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// It has no row, or several.
    #[error("Export.csv has {0} rows; it must have exactly one, so import one export at a time")]
    Rows(u64),
}

impl ExportFacts {
    /// Reads Export.csv; the second answer is whether it named its standard.
    pub(super) fn read(inner: impl Read) -> Result<(Self, bool), ExportError> {
        let mut reader = RowReader::open("Export.csv", inner, ScanLimits::default())?;
        let guess = reader.layout().likely_edition().unwrap_or(Edition::Fy2026);
        let mut facts = None;
        while let Some(row) = reader.next_row() {
            let row = row?;
            if facts.is_none() {
                facts = Some(Self::of(&row, guess));
            }
        }
        match (reader.rows(), facts) {
            (1, Some(facts)) => Ok(facts),
            (rows, _) => Err(ExportError::Rows(rows)),
        }
    }

    fn of(row: &Row<'_>, guess: Edition) -> (Self, bool) {
        let value = |header| row.layout().place(header).map_or("", |at| row.value(at));
        let text = |header| value(header).trim().to_owned();
        let number = |header| whole_number(value(header).trim());
        let csv_version = text("CSVVersion");
        let named = edition_named(&csv_version);
        let facts = Self {
            export_id: text("ExportID"),
            source: match number("SourceType") {
                Some(1) => SourceKind::SharedHmis,
                Some(2) => SourceKind::OwnSystem,
                Some(3) => SourceKind::Warehouse,
                _ => SourceKind::Other,
            },
            source_id: text("SourceID"),
            source_name: text("SourceName"),
            software: format!(
                "{} {}",
                value("SoftwareName").trim(),
                value("SoftwareVersion").trim()
            )
            .trim()
            .to_owned(),
            csv_version,
            edition: named.unwrap_or(guess),
            directive: match number("ExportDirective") {
                Some(1) => Directive::Changes,
                Some(2) => Directive::Full,
                _ => Directive::Unstated,
            },
            hash_status: HashStatus::read(value("HashStatus")),
            exported: read_date_time(value("ExportDate")).ok().map(|(at, _)| at),
            from: read_date(value("ExportStartDate")).ok().map(|(day, _)| day),
            until: read_date(value("ExportEndDate")).ok().map(|(day, _)| day),
        };
        (facts, named.is_some())
    }
}

fn edition_named(version: &str) -> Option<Edition> {
    Edition::ALL
        .into_iter()
        .find(|edition| version.contains(&edition.year().to_string()))
}
