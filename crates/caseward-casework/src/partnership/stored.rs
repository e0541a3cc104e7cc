//! The rows of what is kept about recipients. Whose a row is and on which shelf it lies stands readable, so that it can be
//! found; all the rest is sealed (NASW-l).

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, Drawers, Works};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Kept;
use crate::CaseworkError;
pub(super) use crate::rows::written;

/// Of what kind a row is. The numbers are part of the format: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shelf {
    Way = 1,
    Assessment = 2,
    Protocol = 3,
    Breach = 4,
    Rule = 5,
    Guidance = 6,
}

/// What lies on a shelf of its own.
pub(super) trait Shelved: Serialize + DeserializeOwned {
    const SHELF: Shelf;
}

const COLUMNS: &str = "SELECT no, version, organization_no, sealed FROM recipients ";

/// The second number of a row's place: the shelf, and whose it is, so that a row moved to another organisation
/// opens no more.
const fn second(shelf: Shelf, organization: i64) -> i64 {
    organization * 16 + shelf as i64
}

pub(super) fn insert<T: Shelved>(
    works: &mut Works<'_, '_>,
    organization: i64,
    it: &T,
) -> Result<i64, CaseworkError> {
    let shelf = T::SHELF;
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM recipients WHERE shelf = $1";
    let no = works
        .transaction()
        .query_one(next, &[(shelf as i64).into()])?
        .int(0)?;
    let place = (no, second(shelf, organization), 1);
    let sealed = works.seal(Drawer::Recipients, place, &written(it)?);
    works.transaction().execute(
        "INSERT INTO recipients (shelf, no, organization_no, version, sealed) VALUES ($1, $2, $3, 1, $4)",
        &[
            (shelf as i64).into(),
            no.into(),
            organization.into(),
            sealed.into(),
        ],
    )?;
    Ok(no)
}

/// Writes a row anew; gives its new version.
pub(super) fn change<T: Shelved>(
    works: &mut Works<'_, '_>,
    kept: &Kept<T>,
) -> Result<i64, CaseworkError> {
    let (shelf, version) = (T::SHELF, kept.version + 1);
    let place = (kept.no, second(shelf, kept.organization), version);
    let sealed = works.seal(Drawer::Recipients, place, &written(&kept.it)?);
    works.transaction().execute(
        "UPDATE recipients SET version = $1, sealed = $2 WHERE shelf = $3 AND no = $4",
        &[
            version.into(),
            sealed.into(),
            (shelf as i64).into(),
            kept.no.into(),
        ],
    )?;
    Ok(version)
}

/// One row, while something is done with it.
pub(super) fn one<T: Shelved>(
    works: &mut Works<'_, '_>,
    no: i64,
) -> Result<Option<Kept<T>>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE shelf = $1 AND no = $2");
    let values = [(T::SHELF as i64).into(), no.into()];
    let Some(row) = works.transaction().query_optional(&sql, &values)? else {
        return Ok(None);
    };
    let plain = works.open(Drawer::Recipients, place::<T>(&row)?, row.bytes(3)?)?;
    Ok(Some(kept(&row, &plain)?))
}

/// All rows of a shelf that belong to an organisation, while something is done with them.
pub(super) fn of<T: Shelved>(
    works: &mut Works<'_, '_>,
    organization: i64,
) -> Result<Vec<Kept<T>>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE organization_no = $1 AND shelf = $2 ORDER BY no");
    let values = [organization.into(), (T::SHELF as i64).into()];
    let rows = works.transaction().query(&sql, &values)?;
    let open = |row: &Row| {
        let plain = works.open(Drawer::Recipients, place::<T>(row)?, row.bytes(3)?)?;
        kept(row, &plain)
    };
    rows.iter().map(open).collect()
}

/// All rows of a shelf, to be looked at.
pub(super) fn all<T: Shelved>(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
) -> Result<Vec<Kept<T>>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE shelf = $1 ORDER BY no");
    let rows = reader.query(&sql, &[(T::SHELF as i64).into()])?;
    let open = |row: &Row| {
        let plain = drawers.open(Drawer::Recipients, place::<T>(row)?, row.bytes(3)?)?;
        kept(row, &plain)
    };
    rows.iter().map(open).collect()
}

fn place<T: Shelved>(row: &Row) -> Result<(i64, i64, i64), CaseworkError> {
    Ok((row.int(0)?, second(T::SHELF, row.int(2)?), row.int(1)?))
}

fn kept<T: Shelved>(row: &Row, plain: &[u8]) -> Result<Kept<T>, CaseworkError> {
    Ok(Kept {
        no: row.int(0)?,
        version: row.int(1)?,
        organization: row.int(2)?,
        it: serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)?,
    })
}
