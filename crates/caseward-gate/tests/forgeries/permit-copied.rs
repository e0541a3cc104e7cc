// expect: E0599
//! Copies a permit, to open the same thing again tomorrow.

use caseward_gate::{Answer, Permit, Read};

pub fn twice<'r>(answer: &Answer<'r, Read>) -> [Permit<'r, Read>; 2] {
    [answer.permit.clone(), answer.permit.clone()]
}
