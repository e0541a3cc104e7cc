//! Reads and writes HUD's HMIS CSV exports of FY2022, FY2024 and FY2026, folder or zip.
//!
//! The way through: [`Package`] lists what was handed over and refuses what isn't safe to open;
//! [`RowReader`] streams one file row by row, each a [`Row`] or a [`Problem`]; the [`Layout`] of the file
//! says whose the row is ([`Row::key`], [`Row::personal_id`]), takes it apart by category
//! ([`Row::parts`]) and puts it back together ([`Layout::join`]); [`CsvWriter`] gives it back. No value
//! is altered on the way: what comes in is what goes out, field by field (CC-1, DV-4.4.2).
//!
//! ```
//! use std::io::Cursor;
//! use caseward_formats::hmis::{Part, RowReader, ScanLimits, decode_part, protection_signals};
//!
//! let file = Cursor::new("PersonalID,FirstName,VeteranStatus\nP1,Ana,0\n");
//! let mut reader = RowReader::open("Client.csv", file, ScanLimits::default())?;
//! let layout = reader.layout().clone();
//! let mut parts: Vec<Part> = Vec::new();
//! while let Some(row) = reader.next_row() {
//!     match row {
//!         Ok(row) => {
//!             let (_whose, _which) = (row.personal_id(), row.key());
//!             let _protect = protection_signals(&layout, &row);
//!             row.parts(&mut parts); // seal each of them by itself
//!             let values = parts.iter().filter_map(|part| decode_part(&part.bytes).ok()).flatten();
//!             assert_eq!(layout.join(values).values, ["P1", "Ana", "0"]);
//!         }
//!         Err(problem) if problem.stops => break, // and keep nothing of this file
//!         Err(_problem) => {}                     // report it, go on
//!     }
//! }
//! # Ok::<(), caseward_formats::hmis::Problem>(())
//! ```

mod archive;
mod cells;
mod check;
mod date;
mod export;
mod layout;
mod package;
mod parts;
mod problem;
mod protection;
pub(crate) mod reader;
pub(crate) mod scan;
pub(crate) mod source;
mod writer;

pub use archive::{ArchiveError, ArchiveLimits};
pub use cells::{CELL_LENGTH, CellBook, has_hidden_marks, is_formula};
pub use date::{DateFault, Order, read_date, read_date_time};
pub use export::{Directive, ExportError, ExportFacts, HashStatus, SourceKind};
pub use layout::{Belongs, Column, EXTRA_COLUMNS, KEY_LENGTH, Layout, Places};
pub use package::{
    INTAKE_ORDER, Opener, Package, PackageError, PackageNotice, PackageNoticeKind, PackagedFile,
    standard_files,
};
pub use parts::{Joined, Part, decode_part, encode_part};
pub use problem::{Notice, NoticeKind, Problem, Reason};
pub use protection::{Signal, protection_signals};
pub use reader::{Key, Row, RowReader};
pub use scan::ScanLimits;
pub use writer::{CsvWriter, defused, standard_header};
