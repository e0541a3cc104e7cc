// expect: E0521
//! Takes a permit away to a thread that outlives the question.

use std::thread::Builder;

use caseward_gate::{Permit, Read};

pub fn away(permit: Permit<'_, Read>) {
    let _ = Builder::new().spawn(move || permit);
}
