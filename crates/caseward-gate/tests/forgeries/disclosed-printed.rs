// expect: E0277
//! Prints what was let out into a log.

use caseward_gate::{Disclosed, Read};

pub fn log(disclosed: &Disclosed<'_, Read>) -> String {
    format!("{disclosed:?}")
}
