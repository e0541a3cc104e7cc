// expect: E0308
//! Uses leave to read as leave to disclose.

use caseward_gate::{Answer, Disclose, Disclosed, Gate, GateError, Read};

pub fn widen<'r>(
    gate: &Gate,
    answer: Answer<'r, Read>,
) -> Result<Disclosed<'r, Disclose>, GateError> {
    gate.unseal(answer.permit, answer.sealed)
}
