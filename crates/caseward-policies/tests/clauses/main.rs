//! One promise per clause that the decision itself keeps. Each starts from a question that is
//! permitted, changes one fact, and expects the refusal to name the clause.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

mod case_conferencing;
mod county_records;
mod domestic_violence;
mod re_entry;
mod situations;
mod social_work_ethics;

use situations::*;

#[test]
fn the_starting_points_are_permitted() {
    all_permitted().iter().for_each(permitted);
}
