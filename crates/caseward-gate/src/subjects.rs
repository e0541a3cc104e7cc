//! Workers, organisations and clients as the gate keeps them: a sealed sheet of what decides, and what
//! they are called.
//!
//! Every change of a sheet is a deed in the ledger, written in the same transaction. Design §3, §5.

use std::sync::Arc;

use caseward_db::{Reader, Transaction, Value};
use caseward_model::{Client, Compartment, Id, Kind, Organization, Worker};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::GateError;
use crate::ask::{Core, Gate};
use crate::deed::{deed, write_deed};
use crate::facts::{
    ClientRow, ClientSheet, OrganizationSheet, Subject, SupervisedIn, WorkerSheet, open_newest,
    read_client, read_organization_by_no, read_organization_sheet, read_worker_sheet, seal_sheet,
    subjects_sql,
};
use crate::mine;
use crate::record::{DeedText, EntryKind, Under};
use crate::supervision;
use crate::vault::{Table, Vault};

/// What an organisation, worker or programme is called: shown to colleagues, sealed at rest.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Particulars {
    /// The name on screen.
    pub name: String,
    /// A short name to sign in or be assigned by, unique in the office.
    pub handle: String,
    /// Where mail reaches a worker; empty when nothing is known.
    pub email: String,
    /// Where a worker is called; empty when nothing is known.
    pub phone: String,
    /// What a worker's position is called.
    pub position: String,
}

/// Someone or something of the register: its number, its id, what decides about it, what it is called.
pub type Registered<K, S> = (i64, Id<K>, S, Particulars);

impl Gate {
    /// Takes an organisation into the register.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn add_organization(
        &self,
        sheet: OrganizationSheet,
        particulars: Particulars,
    ) -> Result<(i64, Id<Organization>), GateError> {
        let core = Arc::clone(&self.core);
        let id = Id::<Organization>::make_random(&self.core.randomness);
        let write = move |tx: &mut Transaction<'_>| {
            let deed = deed(
                "organization_added",
                None,
                None,
                [("kind", sheet.kind.word().into())],
            );
            let what = (&sheet, &particulars);
            insert_subject(&core, tx, &ORGANIZATIONS, id.as_bytes(), what, deed)
        };
        Ok((self.ledger.write(write).await?, id))
    }

    /// Takes a worker into the office.
    ///
    /// # Errors
    /// When the office is sealed or the database refuses.
    pub async fn add_worker(
        &self,
        sheet: WorkerSheet,
        particulars: Particulars,
    ) -> Result<(i64, Id<Worker>), GateError> {
        let core = Arc::clone(&self.core);
        let id = Id::<Worker>::make_random(&self.core.randomness);
        let write = move |tx: &mut Transaction<'_>| {
            let mut sheet = sheet;
            sheet.supervises_in = supervision::found(tx, &*core.vault()?, &sheet.supervises)?;
            let deed = deed(
                "worker_added",
                Some(id),
                None,
                [("role", sheet.role.word().into())],
            );
            let what = (&sheet, &particulars);
            insert_subject(&core, tx, &WORKERS, id.as_bytes(), what, deed)
        };
        Ok((self.ledger.write(write).await?, id))
    }

    /// Changes what decides about a worker.
    ///
    /// # Errors
    /// [`GateError::UnknownWorker`] when there is no such worker.
    pub async fn change_worker<F>(
        &self,
        worker: Id<Worker>,
        what: &'static str,
        change: F,
    ) -> Result<(), GateError>
    where
        F: FnOnce(&mut WorkerSheet) + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let vault = core.vault()?;
                let found = read_worker_sheet(tx, &vault, &worker)?;
                let (no, mut sheet) = found.ok_or(GateError::UnknownWorker)?;
                let before = SupervisedIn::of(&sheet);
                change(&mut sheet);
                let deed = deed(what, Some(worker), None, []);
                let kept = (&before, sheet);
                supervision::keep_worker(&core, tx, (no, worker), kept, (no, deed)).map(drop)
            })
            .await
    }

    /// Changes what decides about an organisation.
    ///
    /// # Errors
    /// [`GateError::Unfit`] when there is no such organisation.
    pub async fn change_organization<F>(
        &self,
        organization: Id<Organization>,
        what: &'static str,
        change: F,
    ) -> Result<(), GateError>
    where
        F: FnOnce(&mut OrganizationSheet) + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let vault = core.vault()?;
                let found = read_organization_sheet(tx, &vault, &organization)?;
                let (no, mut sheet) = found.ok_or(GateError::Unfit(
                    "no organization of the register has this id",
                ))?;
                change(&mut sheet);
                let subject = ORGANIZATIONS.subject(no, organization.as_bytes());
                let under = Under::Subject(vault.subject_tag(subject.table, subject.id));
                let deed = deed(what, None, None, []);
                let made_in = write_deed(&core, tx, 0, EntryKind::Deed, &under, deed)?;
                rewrite_sheet(&vault, tx, &ORGANIZATIONS, subject, made_in, &sheet)
            })
            .await
    }

    /// Changes what decides about a client, on record in the client's own history. `also` runs in
    /// the same transaction, for the lists that go with the fact.
    ///
    /// # Errors
    /// [`GateError::Unfit`] when there is no such client.
    pub async fn change_client<F>(
        &self,
        by: Option<Id<Worker>>,
        client: Id<Client>,
        what: &'static str,
        particulars: Map<String, Json>,
        change: F,
    ) -> Result<(), GateError>
    where
        F: FnOnce(&mut ClientSheet, i64, &mut Transaction<'_>, i64) -> Result<(), GateError>
            + Send
            + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let vault = core.vault()?;
                let found = read_client(tx, &vault, &client)?;
                let mut row =
                    found.ok_or(GateError::Unfit("no client of this office has this id"))?;
                let (now_ms, before) = (tx.now_ms(), row.sheet.assignments.clone());
                change(&mut row.sheet, now_ms, tx, row.no)?;
                mine::settle(tx, row.no, (&before, &row.sheet.assignments))?;
                let file_key = row.keys.get(Compartment::File);
                let under = file_key.map_or(Under::Office, Under::Client);
                let text = DeedText {
                    deed: what.to_owned(),
                    by,
                    client: Some(client),
                    particulars,
                };
                let made_in = write_deed(&core, tx, 0, EntryKind::Deed, &under, text)?;
                rewrite_client(tx, &vault, &row, made_in)
            })
            .await
    }

    /// What the office calls its workers and organisations, for pages and commands.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn workers(&self) -> Result<Vec<Registered<Worker, WorkerSheet>>, GateError> {
        self.subjects::<Worker, WorkerSheet>(&WORKERS).await
    }

    /// All organisations of the register.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn organizations(
        &self,
    ) -> Result<Vec<Registered<Organization, OrganizationSheet>>, GateError> {
        self.subjects::<Organization, OrganizationSheet>(&ORGANIZATIONS)
            .await
    }

    async fn subjects<K: Kind, S: DeserializeOwned + Send + 'static>(
        &self,
        table: &'static SubjectTable,
    ) -> Result<Vec<Registered<K, S>>, GateError> {
        let vault = self.core.vault()?;
        self.db
            .read(move |reader| subjects_in(reader, &vault, table))
            .await
    }

    /// One worker, by their number.
    ///
    /// # Errors
    /// When the office is sealed or the row doesn't open.
    pub async fn worker(
        &self,
        no: i64,
    ) -> Result<Option<(Id<Worker>, WorkerSheet, Particulars)>, GateError> {
        let roster = self.roster()?;
        let found = self.db.glance(move |reader| roster.worker(reader, no));
        found.await
    }

    /// The register of those who work here, to be looked at within a reading.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when the office isn't open.
    pub fn roster(&self) -> Result<Roster, GateError> {
        Ok(Roster(self.core.vault()?))
    }
}

/// Opens the rows of workers and organisations, and says whom a wall keeps from a client. It opens nothing of a file.
pub struct Roster(Arc<Vault>);

impl Roster {
    /// One worker, by their number.
    ///
    /// # Errors
    /// When the row doesn't open.
    pub fn worker(
        &self,
        reader: &mut Reader<'_>,
        no: i64,
    ) -> Result<Option<(Id<Worker>, WorkerSheet, Particulars)>, GateError> {
        let found = subject_by_no(reader, &self.0, &WORKERS, no)?;
        Ok(found.map(|(_, id, sheet, particulars)| (id, sheet, particulars)))
    }

    /// Whether a wall keeps this worker from a client; from nobody who isn't there.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn walls_off(
        &self,
        reader: &mut Reader<'_>,
        client: Id<Client>,
        (no, worker): (i64, &WorkerSheet),
    ) -> Result<bool, GateError> {
        let row = read_client(reader, &self.0, &client)?;
        Ok(row.is_some_and(|it| it.sheet.walls_off(no, worker)))
    }

    /// Whether this supervisor has to do with a client, as [`ClientSheet::has_supervisor`] says; nobody has with one who isn't there.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn is_supervised(
        &self,
        reader: &mut Reader<'_>,
        client: Id<Client>,
        worker: (i64, &WorkerSheet),
        now_ms: i64,
    ) -> Result<bool, GateError> {
        let row = read_client(reader, &self.0, &client)?;
        Ok(row.is_some_and(|it| it.sheet.has_supervisor(worker, now_ms)))
    }

    /// The number of a worker, by their id; nothing when there is none.
    ///
    /// # Errors
    /// When the row doesn't open.
    pub fn number_of(
        &self,
        reader: &mut Reader<'_>,
        id: Id<Worker>,
    ) -> Result<Option<i64>, GateError> {
        let found = read_worker_sheet(reader, &self.0, &id)?;
        Ok(found.map(|(no, _)| no))
    }

    /// Whether an organisation keeps its records here, by its number.
    ///
    /// # Errors
    /// When the row doesn't open.
    pub fn keeps_records_here(&self, reader: &mut Reader<'_>, no: i64) -> Result<bool, GateError> {
        let sheet = read_organization_by_no(reader, &self.0, no)?;
        Ok(sheet.is_some_and(|it| it.keeps_records_here))
    }

    /// What an organisation is called, by its number.
    ///
    /// # Errors
    /// When the row doesn't open.
    pub fn organization_name(
        &self,
        reader: &mut Reader<'_>,
        no: i64,
    ) -> Result<Option<String>, GateError> {
        let sql = "SELECT particulars FROM organizations WHERE no = $1";
        let Some(row) = reader.query_optional(sql, &[Value::Int(no)])? else {
            return Ok(None);
        };
        let particulars = open_particulars(&self.0, &ORGANIZATIONS, no, row.bytes(0)?)?;
        Ok(Some(particulars.name))
    }
}

/// Where a kind of subject is kept, with its SQL.
pub(crate) struct SubjectTable {
    facts: Table,
    particulars: Table,
    pub(crate) list: &'static str,
    one: &'static str,
    insert: &'static str,
    update: &'static str,
    rename: &'static str,
    version: &'static str,
    next: &'static str,
}

pub(crate) static WORKERS: SubjectTable = SubjectTable {
    facts: Table::WorkerFacts,
    particulars: Table::Workers,
    list: subjects_sql!("workers", "ORDER BY s.no"),
    one: subjects_sql!("workers", "WHERE s.no = $1"),
    insert: "INSERT INTO workers (no, ref, tag, version, sheet, particulars) VALUES ($1, $2, $3, 1, $4, $5)",
    rename: "UPDATE workers SET particulars = $1 WHERE no = $2",
    update: "UPDATE workers SET version = $1, sheet = $2 WHERE no = $3",
    version: "SELECT version FROM workers WHERE no = $1",
    next: "SELECT COALESCE(MAX(no), 0) + 1 FROM workers",
};

pub(crate) static ORGANIZATIONS: SubjectTable = SubjectTable {
    facts: Table::OrganizationFacts,
    particulars: Table::Organizations,
    list: subjects_sql!("organizations", "ORDER BY s.no"),
    one: subjects_sql!("organizations", "WHERE s.no = $1"),
    insert: "INSERT INTO organizations (no, ref, tag, version, sheet, particulars) VALUES ($1, $2, $3, 1, $4, $5)",
    rename: "UPDATE organizations SET particulars = $1 WHERE no = $2",
    update: "UPDATE organizations SET version = $1, sheet = $2 WHERE no = $3",
    version: "SELECT version FROM organizations WHERE no = $1",
    next: "SELECT COALESCE(MAX(no), 0) + 1 FROM organizations",
};

impl SubjectTable {
    pub(crate) const fn subject<'s>(&self, no: i64, id: &'s [u8; 16]) -> Subject<'s> {
        let table = self.facts;
        Subject { table, no, id }
    }
}

/// Takes a subject into its table. The next free number is safe, because every writer holds the
/// ledger's head.
pub(crate) fn insert_subject<S: Serialize>(
    core: &Core,
    tx: &mut Transaction<'_>,
    table: &SubjectTable,
    id: &[u8; 16],
    (sheet, particulars): (&S, &Particulars),
    deed: DeedText,
) -> Result<i64, GateError> {
    let vault = core.vault()?;
    let no = tx.query_one(table.next, &[])?.int(0)?;
    let text = serde_json::to_vec(particulars).map_err(|_| GateError::Damaged)?;
    let place = vault.place(table.particulars).row(no);
    let sealed = vault.seal(vault.office_key(), &place, &text);
    let subject = table.subject(no, id);
    let tag = vault.subject_tag(subject.table, id);
    let under = Under::Subject(tag);
    let made_in = write_deed(core, tx, 0, EntryKind::Deed, &under, deed)?;
    let sheet = seal_sheet(&vault, subject, 1, made_in, sheet)?;
    tx.execute(
        table.insert,
        &[
            no.into(),
            id.into(),
            tag.into(),
            sheet.into(),
            sealed.into(),
        ],
    )?;
    Ok(no)
}

/// A worker's id and sheet, by their number.
pub(crate) fn open_worker_by_no(
    reader: &mut Reader<'_>,
    vault: &Vault,
    no: i64,
) -> Result<Option<(Id<Worker>, WorkerSheet)>, GateError> {
    let found = subject_by_no(reader, vault, &WORKERS, no)?;
    Ok(found.map(|(_, id, sheet, _)| (id, sheet)))
}

/// All subjects of a table.
pub(crate) fn subjects_in<K: Kind, S: DeserializeOwned>(
    reader: &mut Reader<'_>,
    vault: &Vault,
    table: &SubjectTable,
) -> Result<Vec<Registered<K, S>>, GateError> {
    let rows = reader.query(table.list, &[])?;
    rows.iter()
        .map(|row| open_subject(vault, table, row))
        .collect()
}

/// One subject of a table, by its number.
pub(crate) fn subject_by_no<K: Kind, S: DeserializeOwned>(
    reader: &mut Reader<'_>,
    vault: &Vault,
    table: &SubjectTable,
    no: i64,
) -> Result<Option<Registered<K, S>>, GateError> {
    let found = reader.query_optional(table.one, &[Value::Int(no)])?;
    found
        .map(|row| open_subject(vault, table, &row))
        .transpose()
}

/// Writes changed particulars.
pub(crate) fn rewrite_particulars(
    tx: &mut Transaction<'_>,
    vault: &Vault,
    table: &SubjectTable,
    no: i64,
    particulars: &Particulars,
) -> Result<(), GateError> {
    let text = serde_json::to_vec(particulars).map_err(|_| GateError::Damaged)?;
    let place = vault.place(table.particulars).row(no);
    let sealed = vault.seal(vault.office_key(), &place, &text);
    tx.execute(table.rename, &[sealed.into(), no.into()])?;
    Ok(())
}

/// Writes a changed sheet under the next version.
pub(crate) fn rewrite_sheet<S: Serialize>(
    vault: &Vault,
    tx: &mut Transaction<'_>,
    table: &SubjectTable,
    subject: Subject<'_>,
    made_in: u64,
    sheet: &S,
) -> Result<(), GateError> {
    let no = Value::Int(subject.no);
    let version = tx.query_one(table.version, std::slice::from_ref(&no))?;
    let version = version.int(0)? + 1;
    let sealed = seal_sheet(vault, subject, version, made_in, sheet)?;
    tx.execute(table.update, &[version.into(), sealed.into(), no])?;
    Ok(())
}

/// Writes a client's changed sheet under the next version, as made in this entry.
pub(crate) fn rewrite_client(
    tx: &mut Transaction<'_>,
    vault: &Vault,
    row: &ClientRow,
    made_in: u64,
) -> Result<(), GateError> {
    let version = row.version + 1;
    let sealed = seal_sheet(vault, row.subject(), version, made_in, &row.sheet)?;
    tx.execute(
        "UPDATE clients SET version = $1, sheet = $2 WHERE no = $3",
        &[version.into(), sealed.into(), row.no.into()],
    )?;
    Ok(())
}

pub(crate) fn open_subject<K: Kind, S: DeserializeOwned>(
    vault: &Vault,
    table: &SubjectTable,
    row: &caseward_db::Row,
) -> Result<Registered<K, S>, GateError> {
    let sheet = open_newest(vault, table.facts, row)?;
    let particulars = open_particulars(vault, table, sheet.no, row.bytes(6)?)?;
    Ok((sheet.no, Id::from_bytes(sheet.id), sheet.facts, particulars))
}

fn open_particulars(
    vault: &Vault,
    table: &SubjectTable,
    no: i64,
    sealed: &[u8],
) -> Result<Particulars, GateError> {
    let place = vault.place(table.particulars).row(no);
    let text = vault.office_key().unlock(&place, sealed)?;
    serde_json::from_slice(&text).map_err(|_| GateError::Damaged)
}
