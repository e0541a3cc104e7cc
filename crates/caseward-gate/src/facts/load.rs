//! Reading the sheets, inside the transaction that will also hold the answer.

use caseward_db::{Reader, Row, Value};
use caseward_model::{Id, Organization, Worker};

use super::sealed::{ClientRow, is_newest, open_sheet, read_client, read_client_by_no};
use super::{ClientSheet, OrganizationSheet, WorkerSheet};
use crate::GateError;
use crate::permit::RecordKeys;
use crate::request::{Question, RecipientAsked};
use crate::vault::{Table, Vault};

/// The row that stands for a client who isn't there. A question about an unknown id is asked about
/// this row instead, so that both cases take the same way, the same work and the same time (I8).
pub(crate) const NOBODY: i64 = 0;

/// Everything that was looked up for one question.
pub(crate) struct Facts {
    pub(crate) now_ms: i64,
    pub(crate) worker_no: i64,
    pub(crate) worker: WorkerSheet,
    pub(crate) client_no: i64,
    pub(crate) client: ClientSheet,
    /// The client's own keys.
    pub(crate) keys: RecordKeys,
    pub(crate) handler: Option<OrganizationSheet>,
    pub(crate) recipient_no: i64,
    pub(crate) recipient: Option<OrganizationSheet>,
}

/// Loads the facts of one question.
pub(crate) fn load(
    reader: &mut Reader<'_>,
    vault: &Vault,
    question: &Question,
    now_ms: i64,
) -> Result<Facts, GateError> {
    let (worker_no, worker) =
        read_worker_sheet(reader, vault, &question.asker)?.ok_or(GateError::UnknownWorker)?;
    let client = match read_client(reader, vault, &question.client)? {
        Some(found) => found,
        None => read_nobody(reader, vault)?,
    };
    let handler = read_organization_by_no(reader, vault, client.sheet.organization)?;
    let (recipient_no, recipient) = match &question.recipient {
        RecipientAsked::Organization(id) => match read_organization_sheet(reader, vault, id)? {
            Some((no, sheet)) => (no, Some(sheet)),
            None => (0, None),
        },
        RecipientAsked::Nobody | RecipientAsked::NotAnOrganization => (0, None),
    };
    Ok(Facts {
        now_ms,
        worker_no,
        worker,
        client_no: client.no,
        client: client.sheet,
        keys: client.keys,
        handler,
        recipient_no,
        recipient,
    })
}

/// Reads a worker's sheet by their id.
pub(crate) fn read_worker_sheet(
    reader: &mut Reader<'_>,
    vault: &Vault,
    id: &Id<Worker>,
) -> Result<Option<(i64, WorkerSheet)>, GateError> {
    let sql = "SELECT no, ref, version, sheet FROM workers WHERE ref = $1";
    read_by_ref(reader, vault, Table::WorkerFacts, sql, id.as_bytes())
}

/// Reads an organisation's sheet by its id.
pub(crate) fn read_organization_sheet(
    reader: &mut Reader<'_>,
    vault: &Vault,
    id: &Id<Organization>,
) -> Result<Option<(i64, OrganizationSheet)>, GateError> {
    let sql = "SELECT no, ref, version, sheet FROM organizations WHERE ref = $1";
    read_by_ref(reader, vault, Table::OrganizationFacts, sql, id.as_bytes())
}

fn read_nobody(reader: &mut Reader<'_>, vault: &Vault) -> Result<ClientRow, GateError> {
    read_client_by_no(reader, vault, NOBODY)?.ok_or(GateError::Damaged)
}

fn read_organization_by_no(
    reader: &mut Reader<'_>,
    vault: &Vault,
    no: i64,
) -> Result<Option<OrganizationSheet>, GateError> {
    let sql = "SELECT no, ref, version, sheet FROM organizations WHERE no = $1";
    let Some(row) = reader.query_optional(sql, &[Value::Int(no)])? else {
        return Ok(None);
    };
    let found = open_newest(reader, vault, Table::OrganizationFacts, &row)?;
    Ok(Some(found.1))
}

fn read_by_ref<S: serde::de::DeserializeOwned>(
    reader: &mut Reader<'_>,
    vault: &Vault,
    table: Table,
    sql: &'static str,
    id: &[u8; 16],
) -> Result<Option<(i64, S)>, GateError> {
    let Some(row) = reader.query_optional(sql, &[Value::Bytes(id.to_vec())])? else {
        return Ok(None);
    };
    open_newest(reader, vault, table, &row).map(Some)
}

/// Opens the sheet of a worker or an organisation, and makes sure that it is the newest.
fn open_newest<S: serde::de::DeserializeOwned>(
    reader: &mut Reader<'_>,
    vault: &Vault,
    table: Table,
    row: &Row,
) -> Result<(i64, S), GateError> {
    let sheet = open_sheet(vault, table, row)?;
    is_newest(reader, &vault.subject_tag(table, &sheet.id), sheet.made_in)?;
    Ok((sheet.no, sheet.facts))
}
