// expect: E0624
//! Calls the ledger's own mint for receipts.

use caseward_db::Receipt;

pub fn claim() -> Receipt {
    Receipt::new(0, 0)
}
