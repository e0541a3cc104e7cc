//! What is on the agenda of a series: which items wait, and how those of a meeting were divided into sittings (CC-1, CC-2.4).
//!
//! The card of an agenda has the numbers of its items; a row of each says, sealed, about whom it is. What decides stands on the
//! client's sheet: what lies here opens nothing, and an item that isn't on a sheet is none. On a screen an item has a handle, which is
//! another one for everybody, so that two people who compare what they see find nothing in common.

use caseward_db::{Reader, Row};
use caseward_gate::{Cards, Drawer, Drawers, Works};
use caseward_model::{AgendaItem, Client, Id};
use serde::{Deserialize, Serialize};

use super::live;
use crate::CaseworkError;

/// An item, as it lies in its row.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct ItemRow {
    pub(super) item: Id<AgendaItem>,
    /// The number of the series.
    pub(super) series: i64,
    pub(super) client: Id<Client>,
    /// The conference said no: whoever proposed it isn't told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) refused: bool,
}

impl ItemRow {
    /// About whom it is, and what it is called.
    pub(super) const fn place(&self) -> (Id<Client>, Id<AgendaItem>) {
        (self.client, self.item)
    }
}

/// The agenda of a series, as it lies on its card.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Agenda {
    /// The numbers of the items that wait or are placed.
    pub(super) items: Vec<i64>,
    /// The sittings of the meetings whose agenda was closed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) sittings: Vec<Sitting>,
    /// Items that nobody could lead the sitting of; a privacy officer hears of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) without_lead: Vec<i64>,
}

/// A part of a meeting with one fixed list of people, in which every item may be known to every one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sitting {
    pub(super) meeting: i64,
    /// Its number within the meeting.
    pub(super) no: i64,
    /// The number of the worker who leads it.
    pub(super) lead: i64,
    /// Who sits in it, by number.
    pub(super) people: Vec<i64>,
    /// For which organisation each of them does, in the same order: whoever moves to another one sits in it no more.
    #[serde(default)]
    pub(super) organizations: Vec<i64>,
    /// Everybody sits in it who was asked to come to the meeting.
    #[serde(default)]
    pub(super) everybody: bool,
    /// The numbers of its items, in the order in which they are spoken of.
    pub(super) items: Vec<i64>,
}

impl Sitting {
    /// Whether somebody of this organisation sits in it.
    pub(super) fn seats(&self, worker: i64, organization: i64) -> bool {
        let mut all = self.people.iter().zip(&self.organizations);
        all.any(|it| it == (&worker, &organization))
    }
}

impl Agenda {
    pub(super) fn sitting(&self, meeting: i64, no: i64) -> Option<&Sitting> {
        let mut all = self.sittings.iter();
        all.find(|it| it.meeting == meeting && it.no == no)
    }

    /// Strikes an item out.
    fn strike(&mut self, no: i64) {
        self.items.retain(|it| *it != no);
        self.without_lead.retain(|it| *it != no);
        for sitting in &mut self.sittings {
            sitting.items.retain(|it| *it != no);
        }
    }
}

/// What an item is called on a screen of somebody: within a room after their seat, and elsewhere after themselves.
pub(super) fn handle(
    fingerprint: impl FnOnce(&str, &[&[u8]]) -> [u8; 16],
    viewer: &[u8],
    item: Id<AgendaItem>,
) -> String {
    let parts: [&[u8]; 2] = [viewer, item.as_bytes()];
    Id::<AgendaItem>::from_bytes(fingerprint("caseward/agenda-handle/v1", &parts)).to_string()
}

/// The agenda of a series, while something is done with it; an empty one when nothing was ever proposed.
pub(super) fn of_series(works: &mut Works<'_, '_>, series: i64) -> Result<Agenda, CaseworkError> {
    let card = works.card::<Agenda>((Drawer::Agendas, series))?;
    Ok(card.unwrap_or_default())
}

/// Writes an agenda anew.
pub(super) fn keep(
    works: &mut Works<'_, '_>,
    series: i64,
    agenda: &Agenda,
) -> Result<(), CaseworkError> {
    let place = (Drawer::Agendas, series);
    works.change_card::<Agenda>(place, "agenda_kept", |card| card.clone_from(agenda))?;
    Ok(())
}

/// The agenda of a series, to be read.
pub(super) fn read(
    reader: &mut Reader<'_>,
    cards: &Cards,
    series: i64,
) -> Result<Agenda, CaseworkError> {
    let card = cards.read::<Agenda>(reader, Drawer::Agendas, series)?;
    Ok(card.unwrap_or_default())
}

/// Puts an item on the agenda of its series.
pub(super) fn add(works: &mut Works<'_, '_>, row: &ItemRow) -> Result<(), CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM agenda_items";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let plain = serde_json::to_vec(row).map_err(|_| CaseworkError::Damaged)?;
    let sealed = works.seal(Drawer::AgendaItems, (no, 0, 1), &plain);
    works.transaction().execute(
        "INSERT INTO agenda_items (no, version, sealed) VALUES ($1, 1, $2)",
        &[no.into(), sealed.into()],
    )?;
    let mut agenda = of_series(works, row.series)?;
    agenda.items.push(no);
    keep(works, row.series, &agenda)
}

/// Takes an item off the agenda of its series, with its row: nothing says any more that it was there.
pub(super) fn take_off(
    works: &mut Works<'_, '_>,
    series: i64,
    item: Id<AgendaItem>,
) -> Result<(), CaseworkError> {
    let mut agenda = of_series(works, series)?;
    let rows = rows(works, series)?;
    for (no, _) in rows.into_iter().filter(|(_, row)| row.item == item) {
        agenda.strike(no);
        live::forget(works, no)?;
        let sql = "DELETE FROM agenda_items WHERE no = $1";
        works.transaction().execute(sql, &[no.into()])?;
    }
    keep(works, series, &agenda)
}

/// Notes that the conference said no to an item.
pub(super) fn refuse(
    works: &mut Works<'_, '_>,
    (no, row): (i64, &ItemRow),
) -> Result<(), CaseworkError> {
    let sql = "SELECT version FROM agenda_items WHERE no = $1";
    let version = works.transaction().query_one(sql, &[no.into()])?.int(0)? + 1;
    let refused = ItemRow {
        refused: true,
        ..*row
    };
    let plain = serde_json::to_vec(&refused).map_err(|_| CaseworkError::Damaged)?;
    let sealed = works.seal(Drawer::AgendaItems, (no, 0, version), &plain);
    works.transaction().execute(
        "UPDATE agenda_items SET version = $1, sealed = $2 WHERE no = $3",
        &[version.into(), sealed.into(), no.into()],
    )?;
    Ok(())
}

/// The items of a series with their numbers, while something is done with them.
pub(super) fn rows(
    works: &mut Works<'_, '_>,
    series: i64,
) -> Result<Vec<(i64, ItemRow)>, CaseworkError> {
    let numbers = of_series(works, series)?.items;
    let drawers = works.drawers();
    rows_of(works.transaction(), &drawers, (series, &numbers))
}

/// The items of a series with these numbers, in this order.
pub(super) fn rows_of(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    (series, numbers): (i64, &[i64]),
) -> Result<Vec<(i64, ItemRow)>, CaseworkError> {
    let sql = "SELECT no, version, sealed FROM agenda_items WHERE no = $1";
    let mut found = Vec::with_capacity(numbers.len());
    for no in numbers {
        let Some(row) = reader.query_optional(sql, &[(*no).into()])? else {
            continue;
        };
        let text = open(drawers, &row)?;
        if text.series == series {
            found.push((*no, text));
        }
    }
    Ok(found)
}

fn open(drawers: &Drawers, row: &Row) -> Result<ItemRow, CaseworkError> {
    let place = (row.int(0)?, 0, row.int(1)?);
    let plain = drawers.open(Drawer::AgendaItems, place, row.bytes(2)?)?;
    serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)
}
