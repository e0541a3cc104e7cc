// expect: E0616
// as: caseward-web
//! A page takes the ledger out of the gate behind its desk.

use caseward_casework::Office;

pub fn take(office: &Office) -> bool {
    std::ptr::eq(&office.gate.ledger, &office.gate.ledger)
}
