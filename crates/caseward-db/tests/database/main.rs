//! The promises of the database and the ledger, on both engines.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what the tests share isn't marked as a test, and may fail as one"
)]

mod house;
mod news;
mod notes;
mod opening;
mod preparing;
mod proving;
mod reading;
mod tampering;
mod writing;
