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
use zeroize::Zeroizing;

use crate::GateError;
use crate::ask::{Core, Gate};
use crate::deed::{deed, write_deed};
use crate::facts::{
    ClientSheet, OrganizationSheet, WorkerSheet, open_sheet, read_client, read_organization_sheet,
    read_worker_sheet, sheet_place,
};
use crate::record::{DeedText, EntryKind, Under};
use crate::vault::{Table, Vault};

/// What an organisation, worker or programme is called: shown to colleagues, sealed at rest.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Particulars {
    /// The name on screen.
    pub name: String,
    /// A short name to sign in or be assigned by, unique in the office.
    pub handle: String,
}

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
            let no = insert_subject(
                &core,
                tx,
                &ORGANIZATIONS,
                id.as_bytes(),
                &sheet,
                &particulars,
            )?;
            let deed = deed(
                "organization_added",
                None,
                None,
                [("kind", sheet.kind.word().into())],
            );
            write_deed(&core, tx, 0, EntryKind::Deed, &Under::Office, deed)?;
            Ok::<_, GateError>(no)
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
            let no = insert_subject(&core, tx, &WORKERS, id.as_bytes(), &sheet, &particulars)?;
            let deed = deed(
                "worker_added",
                Some(id),
                None,
                [("role", sheet.role.word().into())],
            );
            write_deed(&core, tx, 0, EntryKind::Deed, &Under::Office, deed)?;
            Ok::<_, GateError>(no)
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
                change(&mut sheet);
                rewrite_sheet(&vault, tx, &WORKERS, (no, worker.as_bytes()), &sheet)?;
                let deed = deed(what, Some(worker), None, []);
                write_deed(&core, tx, no, EntryKind::Deed, &Under::Office, deed)
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
                rewrite_sheet(
                    &vault,
                    tx,
                    &ORGANIZATIONS,
                    (no, organization.as_bytes()),
                    &sheet,
                )?;
                let deed = deed(what, None, None, []);
                write_deed(&core, tx, 0, EntryKind::Deed, &Under::Office, deed)
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
                let now_ms = tx.now_ms();
                change(&mut row.sheet, now_ms, tx, row.no)?;
                let subject = (row.no, client.as_bytes());
                rewrite_sheet(&vault, tx, &CLIENTS, subject, &row.sheet)?;
                let keys = vault.open_record_keys(row.no, &row.keys)?;
                let under = keys
                    .get(Compartment::File)
                    .map_or(Under::Office, Under::Client);
                let text = DeedText {
                    deed: what.to_owned(),
                    by,
                    client: Some(client),
                    particulars,
                };
                write_deed(&core, tx, 0, EntryKind::Deed, &under, text)
            })
            .await
    }

    /// What the office calls its workers and organisations, for pages and commands.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn workers(
        &self,
    ) -> Result<Vec<(i64, Id<Worker>, WorkerSheet, Particulars)>, GateError> {
        self.subjects::<Worker, WorkerSheet>(&WORKERS).await
    }

    /// All organisations of the register.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn organizations(
        &self,
    ) -> Result<Vec<(i64, Id<Organization>, OrganizationSheet, Particulars)>, GateError> {
        self.subjects::<Organization, OrganizationSheet>(&ORGANIZATIONS)
            .await
    }

    async fn subjects<K: Kind, S: DeserializeOwned + Send + 'static>(
        &self,
        table: &'static SubjectTable,
    ) -> Result<Vec<(i64, Id<K>, S, Particulars)>, GateError> {
        let vault = self.core.vault()?;
        self.db
            .read(move |reader| {
                let rows = reader.query(table.list, &[])?;
                rows.iter()
                    .map(|row| open_subject(&vault, table, row))
                    .collect()
            })
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
        Ok(found.await?)
    }

    /// The register of those who work here, to be looked at within a reading.
    ///
    /// # Errors
    /// [`GateError::OfficeSealed`] when the office isn't open.
    pub fn roster(&self) -> Result<Roster, GateError> {
        Ok(Roster(self.core.vault()?))
    }
}

/// Opens the rows of workers and organisations, and nothing else. It decides nothing.
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
        let sql = "SELECT no, ref, version, sheet, particulars FROM workers WHERE no = $1";
        let Some(row) = reader.query_optional(sql, &[Value::Int(no)])? else {
            return Ok(None);
        };
        let (_, id, sheet, particulars) = open_subject::<Worker, _>(&self.0, &WORKERS, &row)?;
        Ok(Some((id, sheet, particulars)))
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
    list: &'static str,
    insert: &'static str,
    update: &'static str,
    version: &'static str,
    next: &'static str,
}

static WORKERS: SubjectTable = SubjectTable {
    facts: Table::WorkerFacts,
    particulars: Table::Workers,
    list: "SELECT no, ref, version, sheet, particulars FROM workers ORDER BY no",
    insert: "INSERT INTO workers (no, ref, version, sheet, particulars) VALUES ($1, $2, 1, $3, $4)",
    update: "UPDATE workers SET version = $1, sheet = $2 WHERE no = $3",
    version: "SELECT version FROM workers WHERE no = $1",
    next: "SELECT COALESCE(MAX(no), 0) + 1 FROM workers",
};

static ORGANIZATIONS: SubjectTable = SubjectTable {
    facts: Table::OrganizationFacts,
    particulars: Table::Organizations,
    list: "SELECT no, ref, version, sheet, particulars FROM organizations ORDER BY no",
    insert: "INSERT INTO organizations (no, ref, version, sheet, particulars) VALUES ($1, $2, 1, $3, $4)",
    update: "UPDATE organizations SET version = $1, sheet = $2 WHERE no = $3",
    version: "SELECT version FROM organizations WHERE no = $1",
    next: "SELECT COALESCE(MAX(no), 0) + 1 FROM organizations",
};

pub(crate) static CLIENTS: SubjectTable = SubjectTable {
    facts: Table::ClientFacts,
    particulars: Table::ClientFacts,
    list: "",
    insert: "",
    update: "UPDATE clients SET version = $1, sheet = $2 WHERE no = $3",
    version: "SELECT version FROM clients WHERE no = $1",
    next: "SELECT COALESCE(MAX(no), 0) + 1 FROM clients",
};

/// The next free number of a table; safe because every writer holds the ledger's head.
pub(crate) fn next_no(tx: &mut Transaction<'_>, table: &SubjectTable) -> Result<i64, GateError> {
    Ok(tx.query_one(table.next, &[])?.int(0)?)
}

fn insert_subject<S: Serialize>(
    core: &Core,
    tx: &mut Transaction<'_>,
    table: &SubjectTable,
    id: &[u8; 16],
    sheet: &S,
    particulars: &Particulars,
) -> Result<i64, GateError> {
    let vault = core.vault()?;
    let no = next_no(tx, table)?;
    let text = serde_json::to_vec(particulars).map_err(|_| GateError::Damaged)?;
    let sealed = vault.seal(
        vault.office_key(),
        &vault.place(table.particulars).row(no),
        &text,
    );
    let sheet = seal_sheet(&vault, table.facts, (no, id), 1, sheet)?;
    tx.execute(
        table.insert,
        &[
            Value::Int(no),
            Value::Bytes(id.to_vec()),
            Value::Bytes(sheet),
            Value::Bytes(sealed),
        ],
    )?;
    Ok(no)
}

/// Seals a sheet for its row, under the subject's number and reference, and version.
pub(crate) fn seal_sheet<S: Serialize>(
    vault: &Vault,
    table: Table,
    (no, id): (i64, &[u8; 16]),
    version: i64,
    sheet: &S,
) -> Result<Vec<u8>, GateError> {
    let text = Zeroizing::new(serde_json::to_vec(sheet).map_err(|_| GateError::Damaged)?);
    let place = sheet_place(vault, table, no, id).version(version);
    Ok(vault.seal(vault.facts_key(), &place, &text))
}

/// Writes a changed sheet under the next version.
pub(crate) fn rewrite_sheet<S: Serialize>(
    vault: &Vault,
    tx: &mut Transaction<'_>,
    table: &SubjectTable,
    (no, id): (i64, &[u8; 16]),
    sheet: &S,
) -> Result<(), GateError> {
    let version = tx.query_one(table.version, &[Value::Int(no)])?.int(0)? + 1;
    let sealed = seal_sheet(vault, table.facts, (no, id), version, sheet)?;
    tx.execute(
        table.update,
        &[Value::Int(version), Value::Bytes(sealed), Value::Int(no)],
    )?;
    Ok(())
}

fn open_subject<K: Kind, S: DeserializeOwned>(
    vault: &Vault,
    table: &SubjectTable,
    row: &caseward_db::Row,
) -> Result<(i64, Id<K>, S, Particulars), GateError> {
    let (no, sheet) = open_sheet(vault, table.facts, row)?;
    let id = row.array(1)?;
    let particulars = open_particulars(vault, table, no, row.bytes(4)?)?;
    Ok((no, Id::from_bytes(id), sheet, particulars))
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
