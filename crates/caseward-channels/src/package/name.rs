//! What files inside a package are called: a kind, a number and a format. There is no room for a name in it.
//!
//! NASW-m. A package is opened on somebody's screen, and its file names are what is seen first.

use std::fmt;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// What was asked for.
    Record,
    /// The signed statement about this release.
    Statement,
    /// The proof that the statement's entry is in the ledger.
    Proof,
    /// A consent, or a withdrawal.
    Consent,
    /// A letter of the office.
    Letter,
    /// Something that belongs to a record: a picture, a scan.
    Attachment,
    /// Records as data for a program.
    Data,
}

impl FileKind {
    /// The word for it, at the beginning of the name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Statement => "statement",
            Self::Proof => "proof",
            Self::Consent => "consent",
            Self::Letter => "letter",
            Self::Attachment => "attachment",
            Self::Data => "data",
        }
    }
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileFormat {
    /// A paper.
    Pdf,
    /// Plain text, UTF-8.
    Text,
    /// A table.
    Csv,
    /// A workbook.
    Xlsx,
    /// Data.
    Json,
    /// A picture.
    Png,
    /// A photograph.
    Jpeg,
    /// A proof of the ledger.
    TlogProof,
}

impl FileFormat {
    /// The end of the name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::TlogProof => "tlog-proof",
        }
    }
}

/// The name of a file in a package: `record-001.pdf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileName {
    /// What it is.
    pub kind: FileKind,
    /// Which of its kind, from 1.
    pub number: u16,
    /// How it is written.
    pub format: FileFormat,
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, ending) = (self.kind.word(), self.format.ending());
        write!(f, "{kind}-{:03}.{ending}", self.number)
    }
}
