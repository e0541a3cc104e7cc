// expect: ok
//! Control: the lawful way. Ask, open with the permit, hand on, and say what became of it.

use caseward_gate::{Gate, Read, Refusal, Request};
use caseward_model::{Client, Id, Worker};

pub async fn read(gate: &Gate, dana: Id<Worker>, client: Id<Client>) -> Result<usize, Refusal> {
    let request = Request::to_serve(dana, client);
    let answer = gate.ask::<Read>(&request).await?;
    let disclosed = gate.unseal(answer.permit, answer.sealed)?;
    let delivery = gate.deliver(&disclosed);
    let shown: usize = disclosed.parts.iter().map(|part| part.fields.len()).sum();
    delivery.delivered(None);
    Ok(shown)
}
