// expect: E0277
//! Invents an act that no rule knows.

use caseward_gate::Act;
use caseward_model::Action;

pub enum Browse {}

impl Act for Browse {
    const ACTION: Action = Action::Read;
}
