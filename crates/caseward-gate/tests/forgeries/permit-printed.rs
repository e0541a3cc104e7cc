// expect: E0277
//! Prints a permit, and the keys in it.

use caseward_gate::{Permit, Read};

pub fn print(permit: &Permit<'_, Read>) -> String {
    format!("{permit:?}")
}
