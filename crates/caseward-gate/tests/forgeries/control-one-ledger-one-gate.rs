// expect: ok
//! Control: a gate is put before the one ledger of a database.

use std::sync::Arc;

use caseward_db::{OpenError, Settings, open};
use caseward_gate::Gate;
use caseward_policies::Policies;

pub fn gate(settings: Settings, policies: Arc<Policies>) -> Result<Gate, OpenError> {
    let (clock, randomness) = (settings.clock.clone(), settings.randomness.clone());
    let (db, ledger) = open(settings)?;
    Ok(Gate::new(db, ledger, policies, clock, randomness))
}
