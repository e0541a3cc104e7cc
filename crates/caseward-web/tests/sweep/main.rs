//! The sweep: every address, asked by everybody, about every kind of client and colleague, and every
//! answer compared with what the rules say without the server (CR-4, DV-3.3.1, CC-2.4; design §9).
//!
//! `facts.rs` says who there is and how they stand to each other; `scene.rs` furnishes an office with them;
//! `probes.rs` has a line for each address; `oracle.rs` says what must come out, from the second
//! decider in plain code; `walk.rs` asks. A new address needs a line in `probes.rs`, and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test stops where something is missing"
)]

mod alike;
mod answers;
mod browser;
mod declared;
mod facts;
mod foreign;
mod oracle;
mod own_view;
mod paths;
mod probe;
mod probes;
mod probes_of_breaches;
mod probes_of_conferences;
mod probes_of_consents;
mod probes_of_disclosures;
mod probes_of_enquiries;
mod scene;
mod walk;
