// expect: E0308
//! Takes the client for the asker and the asker for the client.

use caseward_gate::Request;
use caseward_model::{Client, Id, Worker};

pub fn swap(dana: Id<Worker>, client: Id<Client>) -> Request {
    Request::to_serve(client, dana)
}
