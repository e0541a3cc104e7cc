//! Access logs of other systems: who looked somebody up there, taken in to be compared with what was stated (CR-2).
//!
//! A log is taken in whole or not at all. The same file is recognised, and so is a line that came with an earlier file. What
//! can't be understood is named with its line, column and reason. Nothing of a log lies readable: lines, names of users and
//! numbers of persons are sealed in parts of a few thousand.

mod account;
mod matching;
mod parts;
mod read;
mod stored;
mod take_in;

pub use account::{LogAccount, LogEnd, NameSeen};
pub use caseward_formats::fhir::LARGEST_EVENTS;
pub(crate) use matching::Users;
pub(crate) use parts::NO_PERSON;
pub(crate) use stored::{Import, each_line, imports, names_of};
pub use take_in::{LogOrder, TakenLog};
