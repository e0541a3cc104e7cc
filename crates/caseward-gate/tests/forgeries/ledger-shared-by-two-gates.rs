// expect: E0382
//! Puts a second gate before the same ledger.

use std::sync::Arc;

use caseward_db::{Db, Ledger};
use caseward_gate::Gate;
use caseward_model::{Clock, Randomness};
use caseward_policies::Policies;

pub fn gates(db: Db, ledger: Ledger, policies: Arc<Policies>) -> [Gate; 2] {
    let gate = |ledger| {
        let (clock, dice) = (Clock::system(), Randomness::system());
        Gate::new(db.clone(), ledger, Arc::clone(&policies), clock, dice)
    };
    [gate(ledger), gate(ledger)]
}
