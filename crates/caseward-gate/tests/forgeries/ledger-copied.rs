// expect: E0277
//! Keeps a copy of the ledger to write through later.

use caseward_db::Ledger;

pub fn copy(ledger: &Ledger) -> Ledger {
    Clone::clone(ledger)
}
