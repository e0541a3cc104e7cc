//! Which accesses to people's records the facts explain, and what speaks against the rest (CR-2, CR-4, CR-10).
//!
//! Dana opened the file of someone in March. If she was assigned, stood in for someone who was, sat in
//! the conference that had them on its agenda, or stated her duty in the register first, there is nothing
//! to ask. What no fact explains is put into a [`Queue`], most remarkable first: the same surname,
//! one address, a declared conflict, a name looked up at night and nothing written. A person decides; this crate
//! only sorts.
//!
//! ```text
//!   facts ──▶ FactsBook ──▶ Facts ┐
//!                                 ├─▶ Reading: each access explained, or kept ──▶ Queue: items by weight
//!   people ─▶ PeopleBook ─▶ People┘             counted by day and template       flags, baseline
//! ```
//!
//! Everybody is a number here, and what they have in common are keyed fingerprints: no name, address or telephone
//! comes into this crate, and nothing is read, written or opened.

mod access;
mod baseline;
mod explain;
mod facts;
mod flags;
mod hours;
mod people;
mod queue;
mod reading;
mod rules;
mod shelf;
mod weigh;

pub use access::{Access, NOBODY, OUR_OWN, Span};
pub use baseline::{Baseline, DayCount, baseline};
pub use explain::Verdict;
pub use facts::{Facts, FactsBook, Joined, Stands, Tie};
pub use flags::{Raised, Weights};
pub use hours::LocalTime;
pub use people::{People, PeopleBook, Print, Traits};
pub use queue::{About, Item, Queue};
pub use reading::{Reading, Tally};
pub use rules::{OfficeHours, Rules};
