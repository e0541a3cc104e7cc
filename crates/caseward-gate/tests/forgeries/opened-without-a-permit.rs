// expect: E0061
//! Opens sealed parts with nothing in hand.

use caseward_gate::{Gate, Sealed};

pub fn open(gate: &Gate, sealed: Sealed) {
    let _ = gate.unseal(sealed);
}
