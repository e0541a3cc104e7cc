// expect: E0616
//! Takes the client's keys out of a permit.

use caseward_gate::{Permit, Read};

pub fn keys(permit: Permit<'_, Read>) -> usize {
    permit.granted.keys.0.len()
}
