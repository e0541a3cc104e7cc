// expect: E0616
//! Reads the sealed bytes, to try keys on them at leisure.

use caseward_gate::Sealed;

pub fn bytes(sealed: &Sealed) -> usize {
    sealed.parts.len()
}
