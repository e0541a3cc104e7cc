//! What the desks and the gate promise together, on real databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::ok_expect,
    reason = "a test ends where something is not as promised"
)]

mod access_logs;
mod access_review;
mod accounting;
mod actions;
mod agenda;
mod altered;
mod asking;
mod board;
mod breach;
mod by_name;
mod coming_in;
mod conference;
mod consent;
mod danger;
mod disclosing;
mod discussing;
mod documents;
mod duty;
mod emergency;
mod enquiries;
mod exchange;
mod exports;
mod giving_back;
mod identifiers;
mod intake;
mod learnt;
mod leaving;
mod letters;
mod look_ups;
mod masking;
mod meeting;
mod notes;
mod office_work;
mod own_view;
mod partnership;
mod people;
mod plan;
mod preparing;
mod presence;
mod programmes;
mod progress;
mod reports;
mod requests;
mod roads;
mod secrecy;
mod sending;
mod sittings;
mod standing;
mod stated_needs;
mod supervising;
mod tasks;
mod tellers;
mod unknowable;
mod victims;
mod warning;
mod whereabouts;
