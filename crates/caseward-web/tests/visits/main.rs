//! What the served pages promise, on a real office with a real gate: who sees what, what stands in
//! addresses, titles and headers, and how people come in and leave.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod access_review;
mod actions;
mod agendas;
mod assignments;
mod board;
mod breaches;
mod browser;
mod by_name;
mod coming_in;
mod conferences;
mod consents;
mod danger;
mod disclosing;
mod emergency;
mod files;
mod look_ups;
mod meetings;
mod needs;
mod notes;
mod over_tls;
mod own_view;
mod partners;
mod people;
mod presence;
mod programmes;
mod searching;
mod secrecy;
mod sending;
mod sharing;
mod standing;
mod table;
mod warning;
mod whereabouts;
