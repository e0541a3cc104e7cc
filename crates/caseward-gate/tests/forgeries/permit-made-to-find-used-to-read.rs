// expect: E0308
//! Turns leave to know of someone into leave to read about them.

use caseward_gate::{Find, Permit, Read};

pub fn turn(permit: Permit<'_, Find>) -> Permit<'_, Read> {
    permit
}
