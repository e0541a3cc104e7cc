// expect: E0308
//! Passes a worker off as an organisation (RE-2).

use caseward_gate::RecipientAsked;
use caseward_model::{Id, Worker};

pub fn person(officer: Id<Worker>) -> RecipientAsked {
    RecipientAsked::Organization(officer)
}
