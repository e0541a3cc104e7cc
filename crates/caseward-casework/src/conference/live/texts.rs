//! What is typed about an item while it is spoken of: it lies sealed beside the item, and goes with it, or when the room closes (CC-2.4).

use caseward_db::Reader;
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::SaidKind;
use serde::{Deserialize, Serialize};

use crate::CaseworkError;

/// The most asks and offers of an item.
pub(super) const MOST: usize = 200;

const ROW: &str = "SELECT version, sealed FROM board_texts WHERE no = $1";

/// What somebody typed. People and organisations stand there by number. It isn't printable by accident.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SaidText {
    pub(super) by: i64,
    /// For which organisation.
    pub(super) organization: i64,
    pub(super) kind: SaidKind,
    pub(super) text: String,
}

/// What was typed about an item, by the number of its row, in the order in which it was.
pub(super) fn read(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    item: i64,
) -> Result<Vec<SaidText>, CaseworkError> {
    Ok(open(reader, drawers, item)?.1)
}

/// Keeps one more; says whether there was room for it.
pub(super) fn add(
    works: &mut Works<'_, '_>,
    item: i64,
    said: SaidText,
) -> Result<bool, CaseworkError> {
    let drawers = works.drawers();
    let (before, mut all) = open(works.transaction(), &drawers, item)?;
    if all.len() >= MOST {
        return Ok(false);
    }
    all.push(said);
    let version = before + 1;
    let plain = serde_json::to_vec(&all).map_err(|_| CaseworkError::Damaged)?;
    let sealed = works.seal(Drawer::Boards, (item, 0, version), &plain);
    works.transaction().execute(
        "INSERT INTO board_texts (no, version, sealed) VALUES ($1, $2, $3) \
         ON CONFLICT (no) DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
        &[item.into(), version.into(), sealed.into()],
    )?;
    Ok(true)
}

/// Lets what was typed about an item go.
pub(in super::super) fn forget(works: &mut Works<'_, '_>, item: i64) -> Result<(), CaseworkError> {
    let sql = "DELETE FROM board_texts WHERE no = $1";
    works.transaction().execute(sql, &[item.into()])?;
    Ok(())
}

fn open(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    item: i64,
) -> Result<(i64, Vec<SaidText>), CaseworkError> {
    let Some(row) = reader.query_optional(ROW, &[item.into()])? else {
        return Ok((0, Vec::new()));
    };
    let version = row.int(0)?;
    let plain = drawers.open(Drawer::Boards, (item, 0, version), row.bytes(1)?)?;
    let all = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    Ok((version, all))
}
