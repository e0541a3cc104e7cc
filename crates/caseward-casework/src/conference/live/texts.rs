//! What is typed about an item while it is spoken of: it lies sealed beside the item, and goes with it, when the room closes, or when whoever
//! typed it takes it back (CC-2.4).

use caseward_db::Reader;
use caseward_gate::{Drawer, Drawers, Works};
use caseward_model::{AgendaItem, Id, SaidKind, Seat};
use serde::{Deserialize, Serialize};

use crate::CaseworkError;

/// The most asks and offers of an item.
pub(super) const MOST: usize = 200;

const ROW: &str = "SELECT version, sealed FROM board_texts WHERE no = $1";

/// What somebody typed. People and organisations stand there by number. It isn't printable by accident.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SaidText {
    /// Drawn when it was typed; missing where it was typed before anything could be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<[u8; 16]>,
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
    store(works, (item, before + 1), &all)?;
    Ok(true)
}

/// Takes back what this person typed and calls so from their seat; says whether there was such a thing. Nothing shows that it was there.
pub(super) fn take_back(
    works: &mut Works<'_, '_>,
    item: i64,
    (by, seat, called): (i64, Id<Seat>, &str),
) -> Result<bool, CaseworkError> {
    let drawers = works.drawers();
    let (before, mut all) = open(works.transaction(), &drawers, item)?;
    let print = |domain: &str, parts: &[&[u8]]| works.fingerprint(domain, parts);
    let is_it =
        |it: &SaidText| it.by == by && it.id.is_some_and(|id| handle(print, seat, &id) == called);
    let Some(at) = all.iter().position(is_it) else {
        return Ok(false);
    };
    all.remove(at);
    store(works, (item, before + 1), &all)?;
    Ok(true)
}

/// What something that was typed is called on the page of whoever typed it, from their seat.
pub(super) fn handle(
    fingerprint: impl FnOnce(&str, &[&[u8]]) -> [u8; 16],
    seat: Id<Seat>,
    id: &[u8; 16],
) -> String {
    let parts: [&[u8]; 2] = [seat.as_bytes(), id];
    Id::<AgendaItem>::from_bytes(fingerprint("caseward/said-handle/v1", &parts)).to_string()
}

fn store(
    works: &mut Works<'_, '_>,
    (item, version): (i64, i64),
    all: &[SaidText],
) -> Result<(), CaseworkError> {
    let plain = serde_json::to_vec(all).map_err(|_| CaseworkError::Damaged)?;
    let sealed = works.seal(Drawer::Boards, (item, 0, version), &plain);
    works.transaction().execute(
        "INSERT INTO board_texts (no, version, sealed) VALUES ($1, $2, $3) \
         ON CONFLICT (no) DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
        &[item.into(), version.into(), sealed.into()],
    )?;
    Ok(())
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
