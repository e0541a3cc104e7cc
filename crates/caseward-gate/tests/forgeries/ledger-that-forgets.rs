// expect: E0308
//! Puts a gate before a ledger that keeps nothing.

use std::sync::Arc;

use caseward_db::Db;
use caseward_gate::Gate;
use caseward_model::{Clock, Randomness};
use caseward_policies::Policies;

pub struct Forgets;

pub fn gate(db: Db, policies: Arc<Policies>) -> Gate {
    Gate::new(db, Forgets, policies, Clock::system(), Randomness::system())
}
