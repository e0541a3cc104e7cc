//! The rows of permissions of those who told something, and of their papers: sealed under the client's key for what others told, apart
//! from the file (NASW-l, DV-3.2).

use std::collections::BTreeMap;

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, FileWorks, RowPlace};

use super::{PermissionError, TellerPermission};
use crate::CaseworkError;
use crate::rows::{self, written};

/// What lies where in the drawer: the second number of a row's place.
const PERMISSION: i64 = 0;
const SCAN: i64 = 1;

/// A permission out of its row.
pub(super) fn read(no: i64, plain: &[u8]) -> Result<TellerPermission, CaseworkError> {
    let permission: TellerPermission = rows::read(plain)?;
    Ok(TellerPermission { no, ..permission })
}

/// Keeps a new permission; gives its number.
pub(super) fn insert(
    desk: &mut FileWorks<'_, '_, '_>,
    permission: &TellerPermission,
) -> Result<i64, PermissionError> {
    let client_no = desk.client_no();
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM teller_permissions WHERE client_no = $1";
    let transaction = desk.works.transaction();
    let no = transaction.query_one(next, &[client_no.into()])?.int(0)?;
    let place = (no, PERMISSION, 1);
    let sealed = desk.seal(Drawer::Tellers, place, &written(permission)?)?;
    desk.works.transaction().execute(
        "INSERT INTO teller_permissions (client_no, no, version, sealed) VALUES ($1, $2, 1, $3)",
        &[client_no.into(), no.into(), sealed.into()],
    )?;
    Ok(no)
}

/// A permission about this client, with its version.
pub(super) fn one(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<(i64, TellerPermission), PermissionError> {
    let sql = "SELECT version, sealed FROM teller_permissions WHERE client_no = $1 AND no = $2";
    let values = [desk.client_no().into(), no.into()];
    let row = desk.works.transaction().query_optional(sql, &values)?;
    let row = row.ok_or(PermissionError::Unknown)?;
    let version = row.int(0)?;
    let plain = desk.open(Drawer::Tellers, (no, PERMISSION, version), row.bytes(1)?)?;
    Ok((version, read(no, &plain)?))
}

/// All permissions about this client.
pub(super) fn all(
    desk: &mut FileWorks<'_, '_, '_>,
) -> Result<Vec<TellerPermission>, PermissionError> {
    let client_no = desk.client_no();
    let sealed = rows(desk.works.transaction(), client_no)?;
    let mut all = Vec::new();
    for (place, bytes) in &sealed {
        let plain = desk.open(Drawer::Tellers, *place, bytes)?;
        all.push(read(place.0, &plain)?);
    }
    Ok(all)
}

/// Writes a changed permission under the next version.
pub(super) fn update(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    permission: &TellerPermission,
) -> Result<(), PermissionError> {
    let (client_no, version) = (desk.client_no(), version + 1);
    let place = (no, PERMISSION, version);
    let sealed = desk.seal(Drawer::Tellers, place, &written(permission)?)?;
    desk.works.transaction().execute(
        "UPDATE teller_permissions SET version = $1, sealed = $2 WHERE client_no = $3 AND no = $4",
        &[version.into(), sealed.into(), client_no.into(), no.into()],
    )?;
    Ok(())
}

/// The sealed rows of a client's permissions, the newest first, with their places.
pub(super) fn rows(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<Vec<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT no, version, sealed FROM teller_permissions \
               WHERE client_no = $1 ORDER BY no DESC";
    let found = reader.query(sql, &[client_no.into()])?;
    let place = |row: &Row| {
        let at = (row.int(0)?, PERMISSION, row.int(1)?);
        Ok((at, row.bytes(2)?.to_vec()))
    };
    found.iter().map(place).collect()
}

/// Keeps the scan of a permission's paper; a later one replaces the earlier one.
pub(super) fn store_scan(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    scan: &[u8],
) -> Result<(), PermissionError> {
    let client_no = desk.client_no();
    let version = newest_scan(desk, no)?.unwrap_or(0) + 1;
    let sealed = desk.seal(Drawer::Tellers, (no, SCAN, version), scan)?;
    desk.works.transaction().execute(
        "INSERT INTO teller_permission_scans (client_no, permission_no, version, sealed) \
         VALUES ($1, $2, $3, $4) ON CONFLICT (client_no, permission_no) DO UPDATE SET \
         version = excluded.version, sealed = excluded.sealed",
        &[client_no.into(), no.into(), version.into(), sealed.into()],
    )?;
    Ok(())
}

/// The number of the scan that lies there for a permission.
pub(super) fn newest_scan(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
) -> Result<Option<i64>, PermissionError> {
    let sql = "SELECT version FROM teller_permission_scans \
               WHERE client_no = $1 AND permission_no = $2";
    let values = [desk.client_no().into(), no.into()];
    let found = desk.works.transaction().query_optional(sql, &values)?;
    Ok(found.map(|row| row.int(0)).transpose()?)
}

/// The numbers of the scans that lie there, by the numbers of their permissions.
pub(super) fn newest_scans(
    reader: &mut Reader<'_>,
    client_no: i64,
) -> Result<BTreeMap<i64, i64>, CaseworkError> {
    let sql = "SELECT permission_no, version FROM teller_permission_scans WHERE client_no = $1";
    let found = reader.query(sql, &[client_no.into()])?;
    let numbers = found.iter().map(|row| Ok((row.int(0)?, row.int(1)?)));
    numbers.collect()
}

/// The sealed scan of a permission's paper, with its place.
pub(super) fn sealed_scan(
    reader: &mut Reader<'_>,
    (client_no, no): (i64, i64),
) -> Result<Option<(RowPlace, Vec<u8>)>, CaseworkError> {
    let sql = "SELECT version, sealed FROM teller_permission_scans \
               WHERE client_no = $1 AND permission_no = $2";
    let found = reader.query_optional(sql, &[client_no.into(), no.into()])?;
    let row = |row: Row| Ok(((no, SCAN, row.int(0)?), row.bytes(1)?.to_vec()));
    found.map(row).transpose()
}
