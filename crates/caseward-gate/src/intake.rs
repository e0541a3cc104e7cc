//! The bench where records of other systems are sealed, many at a time, in one transaction.
//!
//! Intake writes and never reads text back: the bench seals what it is given and can't open a part.
//! The whole of it is one act in the ledger (issue: nothing half-imported).

use std::sync::Arc;

use caseward_db::{Transaction, Value};
use caseward_model::{Category, Client, Compartment, Id};
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::GateError;
use crate::ask::{Core, Gate, record_keys};
use crate::deed::write_deed;
use crate::facts::ClientSheet;
use crate::office::write_record_key;
use crate::permit::RecordKeys;
use crate::record::{DeedText, EntryKind, Under};
use crate::subjects::{CLIENTS, next_no, rewrite_sheet, seal_sheet};
use crate::unseal::part_place;
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

/// One section of a record, to be sealed.
pub struct NewPart<'a> {
    /// Whose.
    pub client_no: i64,
    /// Of which record in the client's file.
    pub record_no: i64,
    /// Which section.
    pub section: Category,
    /// The number of the source file.
    pub kind: i64,
    /// 1, or one more than before.
    pub version: i64,
    /// 0 while it stands, 1 when it was deleted in the system it comes from.
    pub gone: i64,
    /// What [`caseward_model::PartWriter`] made.
    pub plain: &'a [u8],
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
        let sealed = seal_sheet(&self.vault, Table::ClientFacts, no, 1, sheet)?;
        let now_ms = self.tx.now_ms();
        self.tx.execute(
            "INSERT INTO clients (no, ref, version, sheet, changed_at) VALUES ($1, $2, 1, $3, $4)",
            &[
                Value::Int(no),
                Value::Bytes(id.as_bytes().to_vec()),
                Value::Bytes(sealed),
                Value::Int(now_ms),
            ],
        )?;
        let key = write_record_key(self.tx, &self.vault, no, Compartment::File)?;
        self.keys = Some((no, RecordKeys(vec![(Compartment::File, key)])));
        Ok((no, id))
    }

    /// Reads what decides about a client.
    ///
    /// # Errors
    /// [`GateError::Damaged`] when the sheet is missing or doesn't open.
    pub fn client_sheet(&mut self, no: i64) -> Result<ClientSheet, GateError> {
        let sql = "SELECT version, sheet FROM clients WHERE no = $1";
        let row = self
            .tx
            .query_optional(sql, &[Value::Int(no)])?
            .ok_or(GateError::Damaged)?;
        let place = self
            .vault
            .place(Table::ClientFacts)
            .row(no)
            .version(row.int(0)?);
        let plain = self.vault.facts_key().unlock(&place, row.bytes(1)?)?;
        serde_json::from_slice(&plain).map_err(|_| GateError::Damaged)
    }

    /// Writes what decides about a client.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn rewrite_client_sheet(&mut self, no: i64, sheet: &ClientSheet) -> Result<(), GateError> {
        rewrite_sheet(&self.vault, self.tx, &CLIENTS, no, sheet)
    }

    /// Seals and stores one section of a record; a later version replaces the earlier one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_part(&mut self, part: &NewPart<'_>) -> Result<(), GateError> {
        let place = part_place(
            &self.vault,
            part.client_no,
            part.record_no,
            part.section,
            part.version,
        );
        let compartment = part.section.compartment();
        self.hold_key(part.client_no, compartment)?;
        let key = self
            .keys
            .as_ref()
            .and_then(|(_, keys)| keys.get(compartment));
        let sealed = self
            .vault
            .seal(key.ok_or(GateError::Damaged)?, &place, part.plain);
        self.tx.execute(
            "INSERT INTO parts (client_no, record_no, section, kind, version, gone, sealed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (client_no, record_no, section) DO UPDATE \
             SET version = excluded.version, gone = excluded.gone, sealed = excluded.sealed",
            &[
                Value::Int(part.client_no),
                Value::Int(part.record_no),
                Value::Int(i64::from(part.section.number())),
                Value::Int(part.kind),
                Value::Int(part.version),
                Value::Int(part.gone),
                Value::Bytes(sealed),
            ],
        )?;
        Ok(())
    }

    /// Makes sure that the key of a client's compartment is at hand.
    fn hold_key(&mut self, client_no: i64, compartment: Compartment) -> Result<(), GateError> {
        if self.keys.as_ref().is_none_or(|(no, _)| *no != client_no) {
            self.keys = Some((client_no, record_keys(self.tx, &self.vault, client_no)?));
        }
        let missing = self
            .keys
            .as_ref()
            .is_some_and(|(_, keys)| keys.get(compartment).is_none());
        if missing {
            let key = write_record_key(self.tx, &self.vault, client_no, compartment)?;
            if let Some((_, keys)) = &mut self.keys {
                keys.0.push((compartment, key));
            }
        }
        Ok(())
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
