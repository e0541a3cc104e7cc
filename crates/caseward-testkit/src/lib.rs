//! An office for tests: real database, real keys, real gate; a clock that stands still and people who
//! don't exist.
//!
//! Development only: nothing that is shipped depends on this crate.

#![allow(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a house that can't be furnished ends the test, and says with what"
)]

mod agreed;
mod chance;
mod export;
mod house;
mod signing;
mod standing;
mod trouble;
mod uniform;

pub use agreed::consent_to;
pub use caseward_masking::leak;
pub use chance::without_random;
pub use export::Export;
pub use house::{Engine, House, engines, run};
pub use signing::signing_for_series;
pub use standing::{EntryShape, Standing};
pub use trouble::Trouble;
pub use uniform::{Uneven, uneven, uneven_together};
