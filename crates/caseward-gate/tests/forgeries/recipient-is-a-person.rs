// expect: E0599
//! Discloses to a person (RE-2: to organisations only).

use caseward_gate::RecipientAsked;
use caseward_model::{Id, Worker};

pub fn person(officer: Id<Worker>) -> RecipientAsked {
    RecipientAsked::Worker(officer)
}
