//! What the API promises to programs, and to the people in the files that they ask for.

mod bad_input;
mod clauses;
mod desk;
mod files;
mod ledger;
mod questions;
mod sessions;
