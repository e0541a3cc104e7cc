//! The rows that say who takes part in a programme, and the scans of the forms that they signed: sealed under the client's own key, but for
//! the programme's number and whether it is over (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, FileWorks, RowPlace};

use super::{PartError, ProgrammePart};
use crate::CaseworkError;
use crate::rows::{self, written};

/// What lies where in the drawer: the second number of a row's place. It stands in what is sealed.
const PART: i64 = 0;
const SCAN: i64 = 1;

/// A part out of its row.
pub(super) fn read(no: i64, plain: &[u8]) -> Result<ProgrammePart, CaseworkError> {
    let part: ProgrammePart = rows::read(plain)?;
    Ok(ProgrammePart { no, ..part })
}

/// Keeps a new one; gives its number.
pub(super) fn insert(
    desk: &mut FileWorks<'_, '_, '_>,
    part: &ProgrammePart,
) -> Result<i64, PartError> {
    let client_no = desk.client_no();
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM programme_parts WHERE client_no = $1";
    let transaction = desk.works.transaction();
    let no = transaction.query_one(next, &[client_no.into()])?.int(0)?;
    let sealed = desk.seal(Drawer::Programmes, (no, PART, 1), &written(part)?)?;
    desk.works.transaction().execute(
        "INSERT INTO programme_parts (client_no, no, programme_no, ended, version, sealed) \
         VALUES ($1, $2, $3, 0, 1, $4)",
        &[
            client_no.into(),
            no.into(),
            part.programme.into(),
            sealed.into(),
        ],
    )?;
    Ok(no)
}

/// One of this client's, with its version.
pub(super) fn one(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<(i64, ProgrammePart), PartError> {
    let sql = "SELECT version, sealed FROM programme_parts WHERE client_no = $1 AND no = $2";
    let values = [desk.client_no().into(), no.into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    let row = row.ok_or(PartError::Unknown)?;
    let version = row.int(0)?;
    let plain = desk.open(Drawer::Programmes, (no, PART, version), row.bytes(1)?)?;
    Ok((version, read(no, &plain)?))
}

/// All of this client's.
pub(super) fn all(desk: &mut FileWorks<'_, '_, '_>) -> Result<Vec<ProgrammePart>, PartError> {
    let client_no = desk.client_no();
    let sealed = rows(desk.works.transaction(), client_no)?;
    let mut all = Vec::new();
    for (place, bytes) in &sealed {
        let plain = desk.open(Drawer::Programmes, *place, bytes)?;
        all.push(read(place.0, &plain)?);
    }
    Ok(all)
}

/// Writes a changed one under the next version.
pub(super) fn update(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    part: &ProgrammePart,
) -> Result<(), PartError> {
    let (client_no, version) = (desk.client_no(), version + 1);
    let sealed = desk.seal(Drawer::Programmes, (no, PART, version), &written(part)?)?;
    desk.works.transaction().execute(
        "UPDATE programme_parts SET ended = $1, version = $2, sealed = $3 \
         WHERE client_no = $4 AND no = $5",
        &[
            part.is_over().into(),
            version.into(),
            sealed.into(),
            client_no.into(),
            no.into(),
        ],
    )?;
    Ok(())
}

/// The sealed rows of a client, the newest first, with their places.
pub(super) fn rows(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT no, version, sealed FROM programme_parts \
               WHERE client_no = $1 ORDER BY no DESC";
    let found = reader.query(sql, &[client_no.into()])?;
    let place = |row: &Row| {
        let at = (row.int(0)?, PART, row.int(1)?);
        Ok((at, row.bytes(2)?.to_vec()))
    };
    found.iter().map(place).collect()
}

/// Keeps the scan of a signed form; a later one replaces the earlier one. Gives its number.
pub(super) fn store_scan(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    scan: &[u8],
) -> Result<i64, PartError> {
    let client_no = desk.client_no();
    let sql = "SELECT version FROM programme_form_scans WHERE client_no = $1 AND part_no = $2";
    let values = [client_no.into(), no.into()];
    let before = desk.works.transaction().query_optional(sql, &values)?;
    let version = before.map_or(Ok(0), |row| row.int(0))? + 1;
    let sealed = desk.seal(Drawer::Programmes, (no, SCAN, version), scan)?;
    desk.works.transaction().execute(
        "INSERT INTO programme_form_scans (client_no, part_no, version, sealed) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (client_no, part_no) DO UPDATE SET \
         version = excluded.version, sealed = excluded.sealed",
        &[client_no.into(), no.into(), version.into(), sealed.into()],
    )?;
    Ok(version)
}

/// The sealed scan of a signed form, with its place.
pub(super) fn sealed_scan(
    reader: &mut Reader<'_>,
    (client_no, no): (i64, i64),
) -> Result<Option<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT version, sealed FROM programme_form_scans \
               WHERE client_no = $1 AND part_no = $2";
    let found = reader.query_optional(sql, &[client_no.into(), no.into()])?;
    let row = |row: Row| Ok(((no, SCAN, row.int(0)?), row.bytes(1)?.to_vec()));
    found.map(row).transpose()
}
