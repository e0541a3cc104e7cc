// expect: ok
// as: caseward-web
//! Control: a page asks a desk for a file, shows it, and says what became of it.

use caseward_casework::Office;
use caseward_casework::gate::{Refusal, Request};
use caseward_model::{Client, Id, Worker};

pub async fn page(office: &Office, dana: Id<Worker>, who: Id<Client>) -> Result<usize, Refusal> {
    let (file, delivery) = office.open_file(&Request::to_serve(dana, who)).await?;
    delivery.delivered(None);
    Ok(file.sections.len())
}
