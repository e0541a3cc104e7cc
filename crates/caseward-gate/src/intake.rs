//! The bench where records of other systems are sealed, many at a time, in one transaction.
//!
//! Intake writes and never reads text back: the bench seals what it is given and can't open a part.
//! The whole of it is one act in the ledger (issue: nothing half-imported).

use std::sync::Arc;

use caseward_db::Transaction;
use caseward_model::{Category, Client, Id};
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::GateError;
use crate::ask::{Core, Gate};
use crate::deed::write_deed;
use crate::facts::{ClientSheet, read_client_by_no};
use crate::office::write_client;
use crate::permit::RecordKeys;
use crate::record::{DeedText, EntryKind, Under};
use crate::records::{self, RecordMark};
use crate::subjects::{CLIENTS, next_no, rewrite_sheet};
use crate::vault::{Key, Table, Vault};

/// Keyed fingerprints, for the thread that reads an export: the same each time, and telling nothing
/// to whoever lacks the key.
pub struct Fingerprints(Key);

impl Fingerprints {
    /// Sixteen bytes that stand for these texts, in this domain.
    #[must_use]
    pub fn of(&self, domain: &str, parts: &[&[u8]]) -> [u8; 16] {
        self.0.fingerprint(domain, parts)
    }
}

/// The bench of one intake.
pub struct Bench<'b, 'tx> {
    tx: &'b mut Transaction<'tx>,
    core: Arc<Core>,
    vault: Arc<Vault>,
    keys: Option<(i64, RecordKeys)>,
    next_client: i64,
}

impl Gate {
    /// The fingerprints of this office.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when it isn't open.
    pub fn fingerprints(&self) -> Result<Fingerprints, GateError> {
        Ok(Fingerprints(self.core.vault()?.fingerprints()))
    }

    /// Runs an intake: everything that `work` does is kept, or nothing. Blocks until the disk has it.
    ///
    /// # Errors
    /// Whatever `work` says; then nothing was changed.
    pub fn intake<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<GateError> + From<caseward_db::DbError> + Send + 'static,
        F: FnOnce(&mut Bench<'_, '_>) -> Result<T, E> + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger.write_alone_blocking(move |tx| {
            let vault = core.vault()?;
            let next_client = next_no(tx, &CLIENTS)?;
            work(&mut Bench {
                tx,
                core,
                vault,
                keys: None,
                next_client,
            })
        })
    }
}

impl<'tx> Bench<'_, 'tx> {
    /// The transaction, for the intake's own tables.
    pub fn transaction(&mut self) -> &mut Transaction<'tx> {
        self.tx
    }

    /// Sixteen bytes that stand for these texts.
    #[must_use]
    pub fn fingerprint(&self, domain: &str, parts: &[&[u8]]) -> [u8; 16] {
        self.vault.fingerprint(domain, parts)
    }

    /// Takes a new client in.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn new_client(&mut self, sheet: &ClientSheet) -> Result<(i64, Id<Client>), GateError> {
        let id = Id::<Client>::make_random(&self.core.randomness);
        let no = self.next_client;
        self.next_client += 1;
        let now_ms = self.tx.now_ms();
        let keys = write_client(self.tx, &self.vault, no, &id, sheet, now_ms)?;
        self.keys = Some((no, keys));
        Ok((no, id))
    }

    /// Reads what decides about a client.
    ///
    /// # Errors
    /// [`GateError::Damaged`] when the sheet is missing or doesn't open.
    pub fn client_sheet(&mut self, no: i64) -> Result<ClientSheet, GateError> {
        let found = read_client_by_no(self.tx, &self.vault, no)?;
        Ok(found.ok_or(GateError::Damaged)?.sheet)
    }

    /// Writes what decides about a client.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn rewrite_client_sheet(&mut self, no: i64, sheet: &ClientSheet) -> Result<(), GateError> {
        let id = self
            .tx
            .query_one("SELECT ref FROM clients WHERE no = $1", &[no.into()])?
            .array(0)?;
        rewrite_sheet(&self.vault, self.tx, &CLIENTS, (no, &id), sheet)
    }

    /// Seals and stores a record, each of its sections by itself; a later version replaces the earlier
    /// one. A section is what [`caseward_model::PartWriter`] made.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_record<'s>(
        &mut self,
        mark: &RecordMark,
        sections: impl Iterator<Item = (Category, &'s [u8])>,
    ) -> Result<(), GateError> {
        let vault = Arc::clone(&self.vault);
        let sealed = records::seal(&vault, self.keys_of(mark.client_no)?, mark, sections)?;
        Ok(records::store(self.tx, mark, sealed)?)
    }

    /// A client's keys; those of the client before are at hand, since rows come client by client.
    fn keys_of(&mut self, client_no: i64) -> Result<&RecordKeys, GateError> {
        let at_hand = self.keys.take().filter(|(no, _)| *no == client_no);
        let keys = match at_hand {
            Some((_, keys)) => keys,
            None => {
                let sql = "SELECT keys FROM clients WHERE no = $1";
                let row = self.tx.query_one(sql, &[client_no.into()])?;
                self.vault.open_record_keys(client_no, row.bytes(0)?)?
            }
        };
        Ok(&self.keys.insert((client_no, keys)).1)
    }

    /// Seals something that the office knows about itself, for a row of one of the intake's tables.
    #[must_use]
    pub fn seal_office(&self, row: i64, second: i64, version: i64, plain: &[u8]) -> Vec<u8> {
        let place = self
            .vault
            .place(Table::OfficeRows)
            .row(row)
            .second(second)
            .version(version);
        self.vault.seal(self.vault.office_key(), &place, plain)
    }

    /// Opens what [`Bench::seal_office`] made.
    ///
    /// # Errors
    /// [`GateError::Vault`] when it doesn't belong there.
    pub fn open_office(
        &self,
        row: i64,
        second: i64,
        version: i64,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, GateError> {
        let place = self
            .vault
            .place(Table::OfficeRows)
            .row(row)
            .second(second)
            .version(version);
        Ok(self.vault.office_key().unlock(&place, sealed)?)
    }

    /// Writes the intake itself into the ledger.
    ///
    /// # Errors
    /// When the ledger refuses.
    pub fn record(&mut self, deed: &str, particulars: Map<String, Json>) -> Result<(), GateError> {
        let text = DeedText {
            deed: deed.to_owned(),
            by: None,
            client: None,
            particulars,
        };
        write_deed(
            &self.core,
            self.tx,
            0,
            EntryKind::Office,
            &Under::Office,
            text,
        )
    }
}
