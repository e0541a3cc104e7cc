// expect: E0560
//! Brings the answer with the question: says that it is assigned, instead of being looked up.

use caseward_gate::Request;
use caseward_model::{Client, Id, Worker};

pub fn insist(dana: Id<Worker>, client: Id<Client>) -> Request {
    Request { assigned: true, ..Request::to_serve(dana, client) }
}
