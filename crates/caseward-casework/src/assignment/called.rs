//! By what a client is called in a command or a form: an id of ours, or a number of the system they were
//! imported from (CR-7, DV-3.3.1).

use caseward_gate::ClientSheet;
use caseward_model::{Client, Id};
use serde_json::Map;

use crate::their_numbers::{TheirNumbers, Whom};
use crate::{CaseworkError, Office};

impl Office {
    /// The client with this id, or with this PersonalID in a system that was imported. Someone who
    /// isn't there gets an id that nobody has: only the gate says who may know of whom.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when several imported systems use the PersonalID.
    pub async fn client_called(&self, text: &str) -> Result<Id<Client>, CaseworkError> {
        if let Ok(id) = text.parse() {
            return Ok(id);
        }
        let (fingerprints, number) = (self.gate.fingerprints()?, text.to_owned());
        let whom = self.db.read(move |reader| {
            let whom = TheirNumbers::of(reader, fingerprints)?.find(reader, &number)?;
            let sql = "SELECT ref FROM clients WHERE no = $1";
            let id = whom
                .client()
                .map(|no| reader.query_one(sql, &[no.into()])?.array(0));
            Ok::<_, CaseworkError>((whom, id.transpose()?))
        });
        match whom.await? {
            (Whom::Client(_), Some(id)) => Ok(Id::from_bytes(id)),
            (Whom::Several, _) => {
                let reason =
                    "several imported systems have this PersonalID; use the client's id here";
                Err(CaseworkError::Unfit(reason.to_owned()))
            }
            _ => Ok(Id::make_random(&self.randomness)),
        }
    }

    /// The number of a client in this office's own tables.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when there is no such client.
    pub async fn client_no(&self, client: Id<Client>) -> Result<i64, CaseworkError> {
        let sql = "SELECT no FROM clients WHERE ref = $1";
        let id = *client.as_bytes();
        let found = self
            .db
            .read(move |reader| reader.query_optional(sql, &[id.into()]))
            .await?;
        let row = found.ok_or_else(|| {
            CaseworkError::Unfit("no client of this office has this id".to_owned())
        })?;
        Ok(row.int(0)?)
    }

    /// Records facts about a client on the office's own authority: walls, consents on paper.
    ///
    /// # Errors
    /// When there is no such client.
    pub async fn change_facts<F>(
        &self,
        client: Id<Client>,
        what: &'static str,
        change: F,
    ) -> Result<(), CaseworkError>
    where
        F: FnOnce(&mut ClientSheet, i64) + Send + 'static,
    {
        self.gate
            .change_client(
                None,
                client,
                what,
                Map::new(),
                move |sheet, now_ms, _, _| {
                    change(sheet, now_ms);
                    Ok(())
                },
            )
            .await?;
        Ok(())
    }

    /// The fingerprints that a key of another system has, one for each system.
    pub(super) async fn source_keys(
        &self,
        domain: &str,
        parts: &[&[u8]],
    ) -> Result<Vec<[u8; 16]>, CaseworkError> {
        let fingerprints = self.gate.fingerprints()?;
        let sql = "SELECT DISTINCT source_key FROM imports";
        let sources = self.db.read(move |reader| reader.query(sql, &[])).await?;
        let mut keys = Vec::new();
        for source in &sources {
            let parts: Vec<&[u8]> = std::iter::once(source.bytes(0)?)
                .chain(parts.iter().copied())
                .collect();
            keys.push(fingerprints.of(domain, &parts));
        }
        Ok(keys)
    }
}
