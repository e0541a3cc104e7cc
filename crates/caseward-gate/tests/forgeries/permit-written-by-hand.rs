// expect: E0451
//! Writes a permit down, instead of asking for one.

use std::marker::PhantomData;

use caseward_gate::{Permit, Read};

pub fn forge() -> Permit<'static, Read> {
    Permit { granted: loop {}, request: PhantomData, act: PhantomData }
}
