// expect: E0277
//! Hopes that there is a permit for nothing in particular.

use caseward_gate::{Permit, Read};

pub fn forge() -> Permit<'static, Read> {
    Default::default()
}
