// expect: E0308
//! Shows the permit without giving it away.

use caseward_gate::{Answer, Gate, Read};

pub fn peek(gate: &Gate, answer: Answer<'_, Read>) {
    let _ = gate.unseal(&answer.permit, answer.sealed);
}
