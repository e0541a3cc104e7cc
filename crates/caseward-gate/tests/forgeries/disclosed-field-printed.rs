// expect: E0277
//! Prints one opened part into a log.

use caseward_gate::DisclosedPart;

pub fn log(part: &DisclosedPart) -> String {
    format!("{:?}", part.fields)
}
