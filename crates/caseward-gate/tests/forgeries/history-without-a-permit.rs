// expect: E0061
//! Reads who looked at a file without leave to look at the file.

use caseward_gate::{Gate, Sealed};

pub async fn look(gate: &Gate, sealed: Sealed) {
    let _ = gate.history(sealed, 10).await;
}
