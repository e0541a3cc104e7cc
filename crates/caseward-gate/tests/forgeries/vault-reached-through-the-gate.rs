// expect: E0616
//! Reaches through the gate for the vault.

use caseward_gate::Gate;

pub fn reach(gate: &Gate) -> bool {
    gate.core.vault().is_ok()
}
