//! The matrix in `policies/` is the one that the rules give.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may stop where it stands"
)]

use caseward_policies::{Policies, matrix::matrix};

#[test]
fn the_matrix_in_the_folder_is_current() {
    let policies = Policies::embedded().unwrap();
    let kept = include_str!("../../../policies/matrix.txt");
    assert!(
        matrix(&policies) == kept,
        "policies/matrix.txt is not what the rules give: look at what changed, then regenerate it \
         with `cargo run -p caseward -- policy matrix > policies/matrix.txt`"
    );
}
