//! What somebody sees of the agenda in the sitting in which they sit: for each item a name, an identifier, or that it isn't their
//! client (CC-1, CC-2.4a, CC-2.5).
//!
//! Which items there are follows from their seat; what each of them shows, the gate decides anew each time.

use std::sync::Arc;

use caseward_gate::{Delivery, DisclosedPart, ItemAsked, SeatFact, Shown};
use caseward_model::{Id, Meeting, Seat};

use super::agenda::{self, ItemRow};
use super::identifiers;
use super::meeting::Out;
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// One item, as one person sees it.
pub struct AgendaLine {
    /// What it is called for this person while they sit there, and never again.
    pub handle: String,
    /// What they see; nothing when it isn't their client.
    pub seen: Option<SeenOnAgenda>,
}

/// What somebody sees of an item.
pub struct SeenOnAgenda {
    /// By which identifier the client is spoken of; by name if it is missing.
    pub identifier: Option<String>,
    /// What was opened.
    pub parts: Vec<Arc<DisclosedPart>>,
    /// What becomes of it.
    pub delivery: Delivery,
}

/// An item that somebody pointed at who sits where it is spoken of.
pub(super) struct ItemAt {
    /// Their seat.
    pub(super) seat: SeatFact,
    /// The number of the item's row.
    pub(super) no: i64,
    /// The item.
    pub(super) row: ItemRow,
}

impl Office {
    /// The agenda of the sitting in which somebody sits now, in its order; why nothing is shown when their seat doesn't count.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such seat of theirs; [`CaseworkError::NotPermitted`]; when the gate couldn't answer.
    pub async fn my_agenda(
        &self,
        person: &SignedIn,
        place: (Id<Meeting>, Id<Seat>),
    ) -> Result<Result<Vec<AgendaLine>, Out>, CaseworkError> {
        let (seat, rows) = match self.seated_items(person, place).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let mut lines = Vec::with_capacity(rows.len());
        for (_, row) in rows {
            let asked = ItemAsked {
                client: row.client,
                item: row.item,
                viewers: vec![person.worker],
            };
            let mut seen = None;
            for one in self.gate.discuss_for(&asked).await? {
                if let Shown::Open(shown) = one.shown {
                    let identifier = self.written(row.series, shown.identifier).await?;
                    seen = Some(SeenOnAgenda {
                        identifier,
                        parts: shown.parts,
                        delivery: shown.delivery,
                    });
                }
            }
            let handle = self.item_handle(&seat, &row)?;
            lines.push(AgendaLine { handle, seen });
        }
        Ok(Ok(lines))
    }

    /// The item that has this handle for somebody in their seat. It says nothing about what they may see of it: that the gate decides.
    ///
    /// # Errors
    /// As for [`Office::my_agenda`]; [`CaseworkError::Unknown`] also when no item of their sitting is called so.
    pub(super) async fn item_at(
        &self,
        person: &SignedIn,
        place: (Id<Meeting>, Id<Seat>),
        handle: &str,
    ) -> Result<Result<ItemAt, Out>, CaseworkError> {
        let (seat, rows) = match self.seated_items(person, place).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        for (no, row) in rows {
            if self.item_handle(&seat, &row)? == handle {
                return Ok(Ok(ItemAt { seat, no, row }));
            }
        }
        Err(CaseworkError::Unknown {
            what: "item",
            name: handle.to_owned(),
            look: "caseward conference meeting list",
        })
    }

    /// A seat that counts now for this very page, and the items of its sitting with their numbers, in their order.
    pub(super) async fn seated_items(
        &self,
        person: &SignedIn,
        place: (Id<Meeting>, Id<Seat>),
    ) -> Result<Result<(SeatFact, Vec<(i64, ItemRow)>), Out>, CaseworkError> {
        let seat = match self.sits(person, place).await? {
            Ok((_, seat)) => seat,
            Err(out) => return Ok(Err(out)),
        };
        let (cards, drawers) = (self.gate.cards()?, self.gate.drawers()?);
        let (series, at) = (seat.series, (seat.meeting, seat.sitting));
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            let agenda = agenda::read(reader, &cards, series)?;
            let Some(sitting) = agenda.sitting(at.0, at.1) else {
                return Ok(Vec::new());
            };
            agenda::rows_of(reader, &drawers, (series, sitting.items.as_slice()))
        };
        let rows = self.db.read::<_, CaseworkError, _>(read).await?;
        Ok(Ok((seat, rows)))
    }

    pub(super) fn item_handle(
        &self,
        seat: &SeatFact,
        row: &ItemRow,
    ) -> Result<String, CaseworkError> {
        let prints = self.gate.fingerprints()?;
        let print = |domain: &str, parts: &[&[u8]]| prints.of(domain, parts);
        Ok(agenda::handle(print, seat.id.as_bytes(), row.item))
    }

    /// How an identifier of a series is written; nothing where there is none.
    pub(super) async fn written(
        &self,
        series: i64,
        identifier: Option<i64>,
    ) -> Result<Option<String>, CaseworkError> {
        let Some(no) = identifier else {
            return Ok(None);
        };
        let drawers = self.gate.drawers()?;
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            identifiers::written(reader, &drawers, (series, no))
        };
        let written = self.db.read(read).await?;
        // Without its identifier nobody is spoken of.
        written.map(Some).ok_or(CaseworkError::Damaged)
    }
}
