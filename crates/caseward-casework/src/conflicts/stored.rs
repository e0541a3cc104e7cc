//! The rows of declarations and of possible conflicts. Whose a declaration is stands readable as a number; about whom a
//! possible conflict is doesn't, for one that appears after a declaration would tell whom it names (NASW-l).

use std::collections::{BTreeMap, BTreeSet};

use caseward_db::{Reader, Row};
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::{Client, ConflictLink, ConflictState, Id, Worker};
use serde::{Deserialize, Serialize};

use super::Declaration;
use crate::CaseworkError;
use crate::rows::written;

/// The second number of a declaration's place; conflicts have 0 there.
const DECLARED: i64 = 1;

/// The sealed part of a possible conflict.
#[derive(Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) worker: Id<Worker>,
    pub(super) worker_no: i64,
    pub(super) client: Id<Client>,
    pub(super) client_no: i64,
    pub(super) links: BTreeSet<ConflictLink>,
    pub(super) found_at: i64,
    pub(super) state: ConflictState,
    /// The wall between them was raised for this, and for nothing else.
    #[serde(default)]
    pub(super) raised: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) decided_by: Option<Id<Worker>>,
    #[serde(default)]
    pub(super) because: String,
}

/// Number and version of a possible conflict.
pub(super) type Place = (i64, i64);

const COLUMNS: &str = "SELECT no, version, sealed FROM conflicts ";

pub(super) fn declaration(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    worker_no: i64,
) -> Result<Declaration, CaseworkError> {
    let sql = "SELECT version, sealed FROM conflict_declarations WHERE worker_no = $1";
    let Some(row) = reader.query_optional(sql, &[worker_no.into()])? else {
        return Ok(Declaration::default());
    };
    let place = (worker_no, DECLARED, row.int(0)?);
    let plain = drawers.open(Drawer::Conflicts, place, row.bytes(1)?)?;
    serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)
}

pub(super) fn keep_declaration(
    works: &mut Works<'_, '_>,
    worker_no: i64,
    declaration: &Declaration,
) -> Result<(), CaseworkError> {
    let sql = "SELECT version FROM conflict_declarations WHERE worker_no = $1";
    let row = works
        .transaction()
        .query_optional(sql, &[worker_no.into()])?;
    let version = row.map_or(Ok(0), |row| row.int(0))? + 1;
    let plain = zeroize::Zeroizing::new(
        serde_json::to_vec(declaration).map_err(|_| CaseworkError::Damaged)?,
    );
    let sealed = works.seal(Drawer::Conflicts, (worker_no, DECLARED, version), &plain);
    works.transaction().execute(
        "INSERT INTO conflict_declarations (worker_no, version, sealed) VALUES ($1, $2, $3) \
         ON CONFLICT (worker_no) DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
        &[worker_no.into(), version.into(), sealed.into()],
    )?;
    Ok(())
}

fn print(works: &Works<'_, '_>, worker: Id<Worker>, client: Id<Client>) -> [u8; 16] {
    works.fingerprint(
        "conflict",
        &[worker.as_bytes().as_slice(), client.as_bytes().as_slice()],
    )
}

pub(super) fn insert(works: &mut Works<'_, '_>, text: &Text) -> Result<i64, CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM conflicts";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let about = print(works, text.worker, text.client);
    let sealed = works.seal(Drawer::Conflicts, (no, 0, 1), &written(text)?);
    works.transaction().execute(
        "INSERT INTO conflicts (no, about, version, sealed) VALUES ($1, $2, 1, $3)",
        &[no.into(), about.into(), sealed.into()],
    )?;
    Ok(no)
}

pub(super) fn change(
    works: &mut Works<'_, '_>,
    (no, version): Place,
    text: &Text,
) -> Result<(), CaseworkError> {
    let version = version + 1;
    let sealed = works.seal(Drawer::Conflicts, (no, 0, version), &written(text)?);
    works.transaction().execute(
        "UPDATE conflicts SET version = $1, sealed = $2 WHERE no = $3",
        &[version.into(), sealed.into(), no.into()],
    )?;
    Ok(())
}

/// What is on record between a worker and a client: its number, version and text.
pub(super) fn between(
    works: &mut Works<'_, '_>,
    worker: Id<Worker>,
    client: Id<Client>,
) -> Result<Option<(i64, i64, Text)>, CaseworkError> {
    let about = print(works, worker, client);
    let sql = format!("{COLUMNS}WHERE about = $1");
    let Some(row) = works.transaction().query_optional(&sql, &[about.into()])? else {
        return Ok(None);
    };
    let plain = works.open(Drawer::Conflicts, place(&row)?, row.bytes(2)?)?;
    Ok(Some((row.int(0)?, row.int(1)?, text(&plain)?)))
}

/// One of them, with its version.
pub(super) fn one(works: &mut Works<'_, '_>, no: i64) -> Result<(i64, Text), CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let found = works.transaction().query_optional(&sql, &[no.into()])?;
    let row = found.ok_or(CaseworkError::Damaged)?;
    let plain = works.open(Drawer::Conflicts, place(&row)?, row.bytes(2)?)?;
    Ok((row.int(1)?, text(&plain)?))
}

/// All of them, with number and version.
pub(super) fn all(works: &mut Works<'_, '_>) -> Result<Vec<(Place, Text)>, CaseworkError> {
    let rows = works.transaction().query(COLUMNS, &[])?;
    let mut all = Vec::new();
    for row in &rows {
        let plain = works.open(Drawer::Conflicts, place(row)?, row.bytes(2)?)?;
        all.push(((row.int(0)?, row.int(1)?), text(&plain)?));
    }
    Ok(all)
}

/// What is known already, by worker and client.
pub(super) fn all_links(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
) -> Result<BTreeMap<(i64, i64), BTreeSet<ConflictLink>>, CaseworkError> {
    let rows = reader.query(COLUMNS, &[])?;
    let mut known = BTreeMap::new();
    for row in &rows {
        let plain = drawers.open(Drawer::Conflicts, place(row)?, row.bytes(2)?)?;
        let text = text(&plain)?;
        known.insert((text.worker_no, text.client_no), text.links);
    }
    Ok(known)
}

/// Which worker a possible conflict is about.
pub(super) fn worker_of(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    no: i64,
) -> Result<Option<Id<Worker>>, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let Some(row) = reader.query_optional(&sql, &[no.into()])? else {
        return Ok(None);
    };
    let plain = drawers.open(Drawer::Conflicts, place(&row)?, row.bytes(2)?)?;
    Ok(Some(text(&plain)?.worker))
}

fn place(row: &Row) -> Result<(i64, i64, i64), CaseworkError> {
    Ok((row.int(0)?, 0, row.int(1)?))
}

fn text(plain: &[u8]) -> Result<Text, CaseworkError> {
    serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)
}
