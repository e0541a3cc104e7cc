// expect: E0061
//! Seals a paper that nobody let out, to have it released by its own question.

use caseward_gate::{Artefact, Gate, GateError, Looked, RowPlace};

pub fn keep(gate: &Gate, bytes: &[u8]) -> Result<Artefact, GateError> {
    let at: RowPlace = (1, 1, 1);
    let looked = (bytes, Looked::default());
    gate.keep_artefact(at, looked)
}
