//! Whether everything that decides, and every record, is what the ledger says was kept: asked by
//! `caseward doctor`, for the whole office at once.
//!
//! A question about one client checks that client; what was altered about the others shows here. It
//! reads sheets and counts records, opens nothing that was told, and lets nothing out. Design §5;
//! CR-4, NASW-l.

use caseward_db::Reader;

use crate::GateError;
use crate::ask::Gate;
use crate::facts::{
    ClientRow, NOBODY, OrganizationSheet, RecordsSum, WorkerSheet, read_client_by_no,
};
use crate::records::RecordMark;
use crate::subjects::{ORGANIZATIONS, WORKERS, open_subject};
use crate::vault::Vault;

/// What was looked at, and what isn't as it was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Soundness {
    /// Clients.
    pub clients: u64,
    /// Records in their files.
    pub records: u64,
    /// Workers and organisations.
    pub others: u64,
    /// What was altered, in plain words with row numbers; never a name.
    pub altered: Vec<String>,
}

impl Gate {
    /// Looks through the whole office.
    ///
    /// # Errors
    /// When the office is sealed or the database doesn't answer; what was altered is no error here.
    pub async fn check_soundness(&self) -> Result<Soundness, GateError> {
        let vault = self.core.vault()?;
        self.db.read(move |reader| check(reader, &vault)).await
    }
}

fn check(reader: &mut Reader<'_>, vault: &Vault) -> Result<Soundness, GateError> {
    let mut found = Soundness::default();
    check_others(reader, vault, &mut found)?;
    found.altered.extend(crate::cards::altered(reader, vault)?);
    check_clients(reader, vault, &mut found)?;
    check_strays(reader, &mut found)?;
    Ok(found)
}

fn check_others(
    reader: &mut Reader<'_>,
    vault: &Vault,
    found: &mut Soundness,
) -> Result<(), GateError> {
    for row in reader.query(WORKERS.list, &[])? {
        let opened = open_subject::<caseward_model::Worker, WorkerSheet>(vault, &WORKERS, &row);
        found.others += 1;
        found.note(opened.map(drop), || {
            format!("worker {}", row.int(0).unwrap_or(-1))
        })?;
    }
    for row in reader.query(ORGANIZATIONS.list, &[])? {
        let opened = open_subject::<caseward_model::Organization, OrganizationSheet>(
            vault,
            &ORGANIZATIONS,
            &row,
        );
        found.others += 1;
        found.note(opened.map(drop), || {
            format!("organization {}", row.int(0).unwrap_or(-1))
        })?;
    }
    Ok(())
}

/// How many clients are read at a time: each needs a look into the ledger and at its records.
const AT_A_TIME: i64 = 1000;

fn check_clients(
    reader: &mut Reader<'_>,
    vault: &Vault,
    found: &mut Soundness,
) -> Result<(), GateError> {
    let counted = match read_client_by_no(reader, vault, NOBODY) {
        Ok(Some(nobody)) => Some(nobody.sheet.records.count()),
        _ => None,
    };
    let sql =
        "SELECT no, ref, version, sheet, keys FROM clients WHERE no > $1 ORDER BY no LIMIT $2";
    let mut last = NOBODY;
    loop {
        let rows = reader.query(sql, &[last.into(), AT_A_TIME.into()])?;
        let Some(end) = rows.last() else { break };
        last = end.int(0)?;
        for row in &rows {
            found.clients += 1;
            let opened = ClientRow::open(reader, vault, row)
                .and_then(|client| check_records(reader, vault, &client, found));
            found.note(opened, || format!("client {}", row.int(0).unwrap_or(-1)))?;
        }
    }
    if counted != Some(found.clients) {
        found.altered.push(format!(
            "there are {} clients, and not as many as were taken in",
            found.clients
        ));
    }
    Ok(())
}

fn check_records(
    reader: &mut Reader<'_>,
    vault: &Vault,
    client: &ClientRow,
    found: &mut Soundness,
) -> Result<(), GateError> {
    let sql = "SELECT record_no, kind, version, gone FROM records WHERE client_no = $1";
    let mut sum = RecordsSum::default();
    reader.for_each(sql, &[client.no.into()], |row| {
        sum.add(RecordMark::of_row(client.no, &row)?.print(vault));
        Ok::<_, GateError>(())
    })?;
    found.records += sum.count();
    if sum == client.sheet.records {
        Ok(())
    } else {
        Err(GateError::PutBack)
    }
}

/// Records of clients who aren't there.
fn check_strays(reader: &mut Reader<'_>, found: &mut Soundness) -> Result<(), GateError> {
    let sql = "SELECT COUNT(*) FROM records WHERE client_no NOT IN (SELECT no FROM clients)";
    let strays = reader.query_one(sql, &[])?.int(0)?;
    if strays > 0 {
        found.altered.push(format!(
            "{strays} records belong to clients who are not there"
        ));
    }
    Ok(())
}

impl Soundness {
    /// Notes what was altered; a database that doesn't answer is an error and no finding.
    fn note(
        &mut self,
        opened: Result<(), GateError>,
        what: impl FnOnce() -> String,
    ) -> Result<(), GateError> {
        match opened {
            Ok(()) => {}
            Err(GateError::Db(error)) => return Err(error.into()),
            Err(error) => self.altered.push(format!("{}: {error}", what())),
        }
        Ok(())
    }
}
