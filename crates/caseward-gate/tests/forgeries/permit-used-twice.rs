// expect: E0382
//! Opens two things with one permit.

use caseward_gate::{Answer, Gate, Read, Sealed};

pub fn twice(gate: &Gate, answer: Answer<'_, Read>, more: Sealed) {
    let permit = answer.permit;
    let _ = gate.unseal(permit, answer.sealed);
    let _ = gate.unseal(permit, more);
}
