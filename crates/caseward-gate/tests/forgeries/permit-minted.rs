// expect: E0599
//! Calls a mint that isn't there: no function but `Gate::ask` gives a permit.

use caseward_gate::{Permit, Read};

pub fn forge() -> Permit<'static, Read> {
    Permit::<Read>::new()
}
