//! Reads the access logs of other systems: who looked at whom, when and how, whatever the columns are called (CR-2).
//!
//! Every system writes its log in its own way, so an office says once for each how its columns are to be understood: a
//! [`Mapping`]. [`LogReader`] streams a log by it, each line a [`LogRow`] or a [`LogProblem`] with line, column and reason.
//! Nothing is guessed: a time without a zone is refused unless the mapping names one, and an hour that summer time left
//! out is refused too. [`propose`] looks at a header and the first lines and suggests a mapping, which a person confirms.
//!
//! ```
//! use std::io::Cursor;
//! use caseward_formats::access_log::{LogReader, Mapping};
//!
//! let mapping = Mapping {
//!     user: "Login".into(),
//!     person: Some("Case No".into()),
//!     time: "When".into(),
//!     zone: Some("America/New_York".into()),
//!     ..Mapping::default()
//! };
//! let log = Cursor::new("When,Login,Case No\n2026-03-02 08:30:00,dquill,C-17\n");
//! let now_ms = 1_800_000_000_000;
//! let mut reader = LogReader::open(log, &mapping, now_ms)?;
//! let row = reader.next_row().unwrap()?;
//! assert_eq!((row.user, row.person, row.line), ("dquill", "C-17", 2));
//! assert_eq!(row.at_ms, 1_772_458_200_000); // 13:30 UTC
//! # Ok::<(), caseward_formats::access_log::LogProblem>(())
//! ```

mod mapping;
mod problem;
mod propose;
mod reader;
mod time;

pub use mapping::{Mapping, MappingFault, TimeForm};
pub use problem::{LogNotice, LogProblem, LogReason};
pub use propose::{Proposal, propose};
pub use reader::{LONGEST_NAME, LogReader, LogRow};
