// expect: E0308
//! Opens sealed parts with the rules' yes instead of a permit.

use std::sync::Arc;

use caseward_gate::{Disclosed, Gate, GateError, Read, Sealed};
use caseward_policies::Decision;

pub fn open(
    gate: &Gate,
    yes: Arc<Decision>,
    sealed: Sealed,
) -> Result<Disclosed<'static, Read>, GateError> {
    gate.unseal(yes, sealed)
}
