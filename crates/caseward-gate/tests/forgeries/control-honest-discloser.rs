// expect: ok
//! Control: a question about an organisation, put with every part of a question that there is.

use caseward_gate::{Disclose, Disclosed, Gate, RecipientAsked, Refusal, Request};
use caseward_model::{Basis, Category, Channel, Client, Id, Organization, Purpose, Worker};

pub fn question(dana: Id<Worker>, client: Id<Client>, to: Id<Organization>) -> Request {
    Request {
        asker: dana,
        client,
        sections: vec![Category::Housing],
        purpose: Purpose::ALL[0],
        recipient: RecipientAsked::Organization(to),
        basis: Basis::None,
        channel: Channel::Screen,
        limits_confirmed: false,
        beyond: Vec::new(),
        danger: None,
    }
}

pub async fn disclose<'r>(
    gate: &Gate,
    request: &'r Request,
) -> Result<Disclosed<'r, Disclose>, Refusal> {
    let answer = gate.ask::<Disclose>(request).await?;
    Ok(gate.unseal(answer.permit, answer.sealed)?)
}
