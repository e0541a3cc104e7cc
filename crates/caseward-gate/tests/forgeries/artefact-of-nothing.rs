// expect: E0061
//! Seals a paper that nobody let out, to have it released by its own question.

use caseward_gate::{Artefact, Gate, GateError};

pub fn keep(gate: &Gate, bytes: &[u8]) -> Result<Artefact, GateError> {
    gate.keep_artefact((1, 1, 1), (bytes, false))
}
