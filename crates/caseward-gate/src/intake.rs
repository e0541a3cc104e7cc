//! The bench where records of other systems are sealed, many at a time, in one transaction.
//!
//! Intake writes and never reads text back: the bench seals what it is given and can't open a part.
//! The whole of it is one act in the ledger (issue: nothing half-imported).

use std::collections::HashMap;
use std::sync::Arc;

use caseward_db::Transaction;
use caseward_model::{Category, Client, Compartment, Id};
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::GateError;
use crate::ask::{Core, Gate};
use crate::deed::{deed, write_deed};
use crate::facts::{ClientRow, ClientSheet, NOBODY, read_client_by_no};
use crate::office::write_client;
use crate::record::{DeedText, EntryKind, Under};
use crate::records::{self, RecordMark};
use crate::subjects::rewrite_client;
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
///
/// What decides about each client whom the intake touches is held here and sealed once, when all is in:
/// a sheet half-way through an import never lies on the disk, and nobody can put it back later.
pub struct Bench<'b, 'tx> {
    tx: &'b mut Transaction<'tx>,
    core: Arc<Core>,
    vault: Arc<Vault>,
    held: HashMap<i64, HeldClient>,
    new_clients: u64,
    next_client: i64,
}

/// A client whom the intake touches.
struct HeldClient {
    row: ClientRow,
    before: Option<ClientSheet>,
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
            let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM clients";
            let next_client = tx.query_one(next, &[])?.int(0)?;
            work(&mut Bench {
                tx,
                core,
                vault,
                held: HashMap::new(),
                new_clients: 0,
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
        let keys = write_client(self.tx, &self.vault, no, &id, now_ms)?;
        let row = ClientRow {
            no,
            id: *id.as_bytes(),
            version: 1,
            sheet: sheet.clone(),
            keys,
        };
        self.held.insert(no, HeldClient { row, before: None });
        self.new_clients += 1;
        Ok((no, id))
    }

    /// What decides about a client, as it stands so far.
    ///
    /// # Errors
    /// [`GateError::Damaged`] when the sheet is missing or doesn't open.
    pub fn client_sheet(&mut self, no: i64) -> Result<ClientSheet, GateError> {
        Ok(self.held(no)?.sheet.clone())
    }

    /// Changes what decides about a client; it is written when the intake ends.
    ///
    /// # Errors
    /// As [`Bench::client_sheet`].
    pub fn rewrite_client_sheet(&mut self, no: i64, sheet: &ClientSheet) -> Result<(), GateError> {
        self.held(no)?.sheet = sheet.clone();
        Ok(())
    }

    fn held(&mut self, no: i64) -> Result<&mut ClientRow, GateError> {
        if !self.held.contains_key(&no) {
            let row = read_client_by_no(self.tx, &self.vault, no)?.ok_or(GateError::Damaged)?;
            let before = Some(row.sheet.clone());
            self.held.insert(no, HeldClient { row, before });
        }
        let held = self.held.get_mut(&no).ok_or(GateError::Damaged)?;
        Ok(&mut held.row)
    }

    /// Seals and stores a record, each of its sections by itself; `replaces` says that there is an
    /// earlier version of it. A section is what [`caseward_model::PartWriter`] made.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn put_record<'s>(
        &mut self,
        mark: &RecordMark,
        replaces: bool,
        sections: impl Iterator<Item = (Category, &'s [u8])>,
    ) -> Result<(), GateError> {
        if replaces {
            self.forget_record(mark.client_no, mark.record_no)?;
        }
        let vault = Arc::clone(&self.vault);
        let row = self.held(mark.client_no)?;
        let sealed = records::seal(&vault, &row.keys, mark, sections)?;
        row.sheet.records.add(mark.print(&vault));
        Ok(records::store(self.tx, mark, sealed)?)
    }

    /// Takes a record out of a client's file, because it belongs to another one.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn remove_record(&mut self, client_no: i64, record_no: i64) -> Result<(), GateError> {
        self.forget_record(client_no, record_no)?;
        self.tx.execute(
            "DELETE FROM records WHERE client_no = $1 AND record_no = $2",
            &[client_no.into(), record_no.into()],
        )?;
        Ok(())
    }

    fn forget_record(&mut self, client_no: i64, record_no: i64) -> Result<(), GateError> {
        if let Some(before) = records::mark_of(self.tx, client_no, record_no)? {
            let print = before.print(&self.vault);
            self.held(client_no)?.sheet.records.take_away(print);
        }
        Ok(())
    }

    /// Ends the intake: writes it into the ledger, and what now decides about each client whom it
    /// touched onto their sheets. Who was here before gets an entry in their own history.
    ///
    /// # Errors
    /// When the ledger or the database refuses.
    pub fn finish(&mut self, what: &str, particulars: Map<String, Json>) -> Result<(), GateError> {
        if self.new_clients > 0 {
            let more = self.new_clients;
            self.held(NOBODY)?.sheet.records.count_more(more);
        }
        let text = deed(what, None, None, []);
        let text = DeedText {
            particulars,
            ..text
        };
        let kind = EntryKind::Office;
        let entry = write_deed(&self.core, self.tx, 0, kind, &Under::Office, text)?;
        let mut held: Vec<_> = std::mem::take(&mut self.held).into_values().collect();
        held.sort_unstable_by_key(|it| it.row.no);
        for HeldClient { row, before } in held {
            match before {
                Some(before) if before == row.sheet => {}
                Some(_) => {
                    let client = Some(Id::from_bytes(row.id));
                    let text = deed(what, None, client, [("of", entry.into())]);
                    let file_key = row.keys.get(Compartment::File);
                    let under = file_key.map_or(Under::Office, Under::Client);
                    let made_in =
                        write_deed(&self.core, self.tx, 0, EntryKind::Deed, &under, text)?;
                    rewrite_client(self.tx, &self.vault, &row, made_in)?;
                }
                None => rewrite_client(self.tx, &self.vault, &row, entry)?,
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
}
