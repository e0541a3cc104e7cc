//! Invented people, and invented notes that mention them in every way of writing, with the places of the mentions.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "tests and benchmarks use different parts"
)]

pub mod dice;
pub mod notes;
pub mod people;
pub mod prose;
pub mod writing;
