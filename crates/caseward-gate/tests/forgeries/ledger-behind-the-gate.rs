// expect: E0616
//! Writes into the gate's own ledger, past its decisions.

use caseward_gate::Gate;

pub fn behind(gate: &Gate) -> bool {
    std::ptr::eq(&gate.ledger, &gate.ledger)
}
