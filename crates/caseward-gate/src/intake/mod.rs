//! The bench where records of other systems are sealed, many at a time, in one transaction.
//!
//! Intake writes and never reads text back: the bench seals what it is given and can't open a part.
//! The whole of it is one act in the ledger (issue: nothing half-imported). A thread beside the writing
//! one does the sealing.

mod held;
mod sealing;

use std::sync::Arc;

use caseward_db::{Transaction, Value};
use caseward_model::{Category, Compartment, Id};
use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::GateError;
use crate::ask::{Core, Gate};
use crate::deed::{deed, write_deed};
use crate::facts::{ClientSheet, NOBODY, Subject, seal_sheet};
use crate::record::{DeedText, EntryKind, Under};
use crate::records::{self, RecordMark};
use crate::vault::{Key, Table, Vault};
use held::{Earlier, Held};
use sealing::{NewClient, Order, Record, Sealing};
pub use sealing::{SealedRow, SealedTable};

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

/// How many changed sheets are written together.
const CHANGED_TOGETHER: usize = 1000;

/// The bench of one intake.
///
/// What decides about each client whom the intake touches is held here and sealed once, when all is in:
/// a sheet half-way through an import never lies on the disk, and nobody can put it back later.
pub struct Bench<'b, 'tx> {
    tx: &'b mut Transaction<'tx>,
    core: Arc<Core>,
    vault: Arc<Vault>,
    held: Held,
    sealing: Sealing,
}

impl Gate {
    /// The fingerprints of this office.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when it isn't open.
    pub fn fingerprints(&self) -> Result<Fingerprints, GateError> {
        Ok(Fingerprints(self.core.vault()?.fingerprints()))
    }

    /// The slow prints of this office, for those who sign in with a passphrase.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when it isn't open.
    pub fn slow_prints(&self) -> Result<crate::SlowPrints, GateError> {
        Ok(self.core.vault()?.slow_prints())
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
            tx.make_room()?;
            let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM clients";
            let first_new = tx.query_one(next, &[])?.int(0)?;
            std::thread::scope(|scope| {
                let sealing = Sealing::start(scope, Arc::clone(&vault), first_new)?;
                work(&mut Bench {
                    tx,
                    core,
                    vault,
                    held: Held::new(first_new),
                    sealing,
                })
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

    /// The same for many texts.
    #[must_use]
    pub fn fingerprints(&self) -> Fingerprints {
        Fingerprints(self.vault.fingerprints())
    }

    /// Takes a new client in, and gives their number.
    ///
    /// # Errors
    /// When there are too many.
    pub fn new_client(&mut self, sheet: ClientSheet) -> Result<i64, GateError> {
        self.held.add(sheet)
    }

    /// Changes what decides about a client; it is written when the intake ends. What the sheet says of
    /// the records is the bench's own and stays.
    ///
    /// # Errors
    /// [`GateError::Damaged`] when the sheet is missing or doesn't open.
    pub fn change_client(
        &mut self,
        no: i64,
        change: impl FnOnce(&mut ClientSheet),
    ) -> Result<(), GateError> {
        self.held.fetch(self.tx, &self.vault, no)?;
        self.held.change(no, change)
    }

    /// Seals and stores a record, each of its sections by itself; `replaces` says that there is an
    /// earlier version of it. A section is what [`caseward_model::PartWriter`] made. It lies in the
    /// database when the intake ends, at the latest.
    ///
    /// # Errors
    /// When the database refuses, also what was put before.
    pub fn put_record(
        &mut self,
        mark: &RecordMark,
        replaces: bool,
        sections: Vec<(Category, Vec<u8>)>,
    ) -> Result<(), GateError> {
        if replaces {
            self.forget_record(mark.client_no, mark.record_no)?;
        }
        self.held.fetch(self.tx, &self.vault, mark.client_no)?;
        let print = mark.print(&self.vault);
        self.held.standing(mark.client_no)?.records.add(print);
        let record = Record {
            mark: *mark,
            keys: self.held.keys(mark.client_no),
            sections,
        };
        self.sealing.order(self.tx, Order::Record(record))
    }

    /// Seals what the office knows about itself into the last column of a row, and stores it; the place is
    /// that of [`Bench::open_office`]. It lies in the database after [`Bench::settle`].
    ///
    /// # Errors
    /// When the database refuses, also what was put before.
    pub fn put_row(&mut self, row: SealedRow) -> Result<(), GateError> {
        self.sealing.order(self.tx, Order::Row(row))
    }

    /// Waits until everything that was put lies in the database.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn settle(&mut self) -> Result<(), GateError> {
        self.sealing.settle(self.tx)
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
            self.held.fetch(self.tx, &self.vault, client_no)?;
            self.held.standing(client_no)?.records.take_away(print);
        }
        Ok(())
    }

    /// Ends the intake: writes it into the ledger, and what now decides about each client whom it
    /// touched onto their sheets. Who was here before gets an entry in their own history.
    ///
    /// # Errors
    /// When the ledger or the database refuses.
    pub fn finish(&mut self, what: &str, particulars: Map<String, Json>) -> Result<(), GateError> {
        if self.held.new_clients() > 0 {
            let more = self.held.new_clients() as u64;
            self.held.fetch(self.tx, &self.vault, NOBODY)?;
            self.held.standing(NOBODY)?.records.count_more(more);
        }
        let text = deed(what, None, None, []);
        let text = DeedText {
            particulars,
            ..text
        };
        let kind = EntryKind::Office;
        let entry = write_deed(&self.core, self.tx, 0, kind, &Under::Office, text)?;
        let at_ms = self.tx.now_ms();
        for (no, standing) in self.held.take_new() {
            let client = NewClient {
                no,
                standing,
                made_in: entry,
                at_ms,
            };
            self.sealing.order(self.tx, Order::Client(client))?;
        }
        self.sealing.settle(self.tx)?;
        for some in self.held.take_changed().chunks(CHANGED_TOGETHER) {
            let rows: Result<Vec<_>, _> = some
                .iter()
                .map(|it| self.change_row(what, entry, it))
                .collect();
            let columns = ["no", "version", "sheet"];
            self.tx.change_many("clients", &columns, 1, rows?)?;
        }
        Ok(())
    }

    /// Writes a change into the client's own history, and gives the row of the new sheet.
    fn change_row(
        &mut self,
        what: &str,
        entry: u64,
        it: &Earlier,
    ) -> Result<Vec<Value>, GateError> {
        let text = deed(
            what,
            None,
            Some(Id::from_bytes(it.id)),
            [("of", entry.into())],
        );
        let file_key = it.keys.get(Compartment::File);
        let under = file_key.map_or(Under::Office, Under::Client);
        let made_in = write_deed(&self.core, self.tx, 0, EntryKind::Deed, &under, text)?;
        let subject = Subject {
            table: Table::ClientFacts,
            no: it.no,
            id: &it.id,
        };
        let version = it.version + 1;
        let sheet = seal_sheet(&self.vault, subject, version, made_in, &it.now.sheet())?;
        Ok(vec![it.no.into(), version.into(), sheet.into()])
    }

    /// Seals something that the office knows about itself, for a row of one of the intake's tables.
    #[must_use]
    pub fn seal_office(&self, row: i64, second: i64, version: i64, plain: &[u8]) -> Vec<u8> {
        sealing::seal_office(&self.vault, (row, second, version), plain)
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
