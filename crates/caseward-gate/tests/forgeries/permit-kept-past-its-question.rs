// expect: E0515
//! Keeps a permit when its question is long forgotten.

use caseward_gate::{Gate, Permit, Read, Request};
use caseward_model::{Client, Id, Worker};

pub async fn keep(gate: &Gate, dana: Id<Worker>, client: Id<Client>) -> Option<Permit<'_, Read>> {
    let request = Request::to_serve(dana, client);
    gate.ask::<Read>(&request).await.ok().map(|answer| answer.permit)
}
