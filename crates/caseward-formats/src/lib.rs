//! How other systems' files become labelled records, and records become files again.
//!
//! Bytes to nouns and back, without touching a disk or a network: the caller opens, this crate reads.
//! [`fields`] is the one table of every HUD HMIS column (what it is called, what kind of information
//! it holds, what it gives away), from which intake, projection, pages, export and documents are
//! made (DV-4.4.2: a category is decided by itself). [`hmis`] reads and writes the exports; [`access_log`]
//! reads who looked at whom in other systems (CR-2); [`spreadsheet`] makes a table that people open (RE-2);
//! [`fhir`] writes and reads what other systems exchange about consents and disclosures.

pub mod access_log;
pub mod fhir;
pub mod fields;
pub mod hmis;
pub mod spreadsheet;
