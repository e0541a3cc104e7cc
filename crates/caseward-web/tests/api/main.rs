//! What the API promises to programs, and to the people in the files that they ask for.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test that finds something else than it promised has to fail"
)]

mod bad_input;
mod breaches;
mod by_name;
mod clauses;
mod conferences;
mod consents;
mod dangers;
mod desk;
mod disclosure_decisions;
mod disclosure_drafts;
mod disclosures;
mod enquiries;
mod exports;
mod files;
mod law;
mod ledger;
mod needs;
mod own_view;
mod programmes;
mod questions;
mod sessions;
mod sharing;
mod standing;
mod warnings;
