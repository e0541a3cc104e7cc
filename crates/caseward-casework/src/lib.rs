//! The desks: one module for each duty, with its SQL beside it.
//!
//! A desk asks the gate for everything about a client and writes everything through it; what it reads
//! for itself is lists, layouts and counts. Duties stand side by side: none is a layer of another.
//! The web and the command line talk to an [`Office`] and know no table.

pub mod access;
pub mod access_review;
pub mod asked_fields;
pub mod assignment;
pub mod by_name;
pub mod caseload;
pub mod clauses;
pub mod conference;
pub mod conflicts;
pub mod consent;
pub mod danger;
pub mod desk;
pub mod disclosure;
pub mod documents;
pub mod emergency;
pub mod enquiries;
pub mod entries;
mod error;
pub mod exchange;
mod fetched;
pub mod file;
pub mod history;
pub mod inspection;
pub mod intake;
pub mod keys;
pub mod layout;
pub mod ledger_desk;
pub mod look_ups;
pub mod mail;
mod office;
pub mod own_view;
pub mod partnership;
pub mod people;
pub mod plain_words;
pub mod plan;
pub mod presence;
pub mod programmes;
pub mod protection;
pub mod purpose_needs;
pub mod report;
mod reviewed;
mod rows;
pub mod search;
pub mod sign_in;
pub mod standing;
pub mod stated_needs;
pub mod summary;
pub mod tasks;
pub mod tellers;
mod their_numbers;

pub use caseward_gate as gate;
pub use caseward_masking::typed;
pub use caseward_policies as policies;
pub use error::CaseworkError;
pub use office::Office;
pub use people as staff;
