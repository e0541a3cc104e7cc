//! Who is shielded: proposals to protect a client are decided by a person (CC-2.4).

use caseward_gate::ProtectionSource;
use caseward_model::{Client, Id, Protection, Worker};
use serde_json::Map;

use crate::{CaseworkError, Office};

impl Office {
    /// Decides on the proposal to protect a client.
    ///
    /// # Errors
    /// When there is no such client.
    pub async fn decide_protection(
        &self,
        by: Option<Id<Worker>>,
        client: Id<Client>,
        protect: bool,
    ) -> Result<(), CaseworkError> {
        let what = if protect {
            "protected"
        } else {
            "protection_declined"
        };
        self.gate
            .change_client(by, client, what, Map::new(), move |sheet, now_ms, _, _| {
                sheet
                    .protections
                    .retain(|fact| fact.kind != Protection::Proposed);
                if protect {
                    sheet.protect(Protection::Victim, ProtectionSource::Worker, now_ms);
                }
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// Records that a client declined to take part in sharing.
    ///
    /// # Errors
    /// When there is no such client.
    pub async fn decline_sharing(
        &self,
        by: Option<Id<Worker>>,
        client: Id<Client>,
    ) -> Result<(), CaseworkError> {
        self.gate
            .change_client(
                by,
                client,
                "sharing_declined",
                Map::new(),
                move |sheet, now_ms, _, _| {
                    sheet.protect(
                        Protection::DeclinedSharing,
                        ProtectionSource::Client,
                        now_ms,
                    );
                    Ok(())
                },
            )
            .await?;
        Ok(())
    }
}
