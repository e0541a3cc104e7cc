//! My clients: those to whom I am assigned, myself or through a programme (CR-7).

use caseward_gate::Text;
use caseward_model::{Client, ClientState, Id, Worker};

use crate::file::name;
use crate::{CaseworkError, Office};

/// A client in my list.
pub struct MyClient {
    /// Who.
    pub client: Id<Client>,
    /// What they are called; `None` when no name is on file.
    pub name: Option<Text>,
    /// What is known about their need for protection.
    pub standing: ClientState,
    /// Someone proposed to protect them, and nobody has decided.
    pub protection_proposed: bool,
    /// When the file last changed, in ms since 1970.
    pub changed_at: i64,
}

impl Office {
    /// The list of a worker's clients, the last changed first.
    ///
    /// # Errors
    /// When the gate can't answer; then nothing is shown.
    pub async fn my_clients(&self, worker: Id<Worker>) -> Result<Vec<MyClient>, CaseworkError> {
        let layouts = self.layouts().await?;
        let listed = self.gate.list(worker).await?;
        let mine = |it: caseward_gate::ListedClient| MyClient {
            name: name(&it.identity, &layouts),
            client: it.client,
            standing: it.standing,
            protection_proposed: it.protection_proposed,
            changed_at: it.changed_at,
        };
        Ok(listed.clients.into_iter().map(mine).collect())
    }
}
