//! What somebody sees of the agenda in the sitting in which they sit: for each item a name, an identifier, or that it isn't their
//! client (CC-1, CC-2.4a, CC-2.5).
//!
//! Which items there are follows from their seat; what each of them shows, the gate decides anew each time.

use std::sync::Arc;

use caseward_gate::{Delivery, DisclosedPart, ItemAsked, SeatFact, Shown};
use caseward_model::{Id, Worker};

use super::agenda::{self, ItemRow};
use super::identifiers;
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

/// Where somebody sits, and which items are spoken of there.
type Sitting = (SeatFact, Vec<ItemRow>);

impl Office {
    /// The agenda of the sitting in which somebody sits now, in its order; nothing for whoever sits in none.
    ///
    /// # Errors
    /// When the gate couldn't answer.
    pub async fn my_agenda(&self, me: Id<Worker>) -> Result<Vec<AgendaLine>, CaseworkError> {
        let Some((seat, rows)) = self.sitting_of(me).await? else {
            return Ok(Vec::new());
        };
        let prints = self.gate.fingerprints()?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let asked = ItemAsked {
                client: row.client,
                item: row.item,
                viewers: vec![me],
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
            let print = |domain: &str, parts: &[&[u8]]| prints.of(domain, parts);
            let handle = agenda::handle(print, seat.id.as_bytes(), row.item);
            lines.push(AgendaLine { handle, seen });
        }
        Ok(lines)
    }

    async fn sitting_of(&self, me: Id<Worker>) -> Result<Option<Sitting>, CaseworkError> {
        let (roster, cards) = (self.gate.roster()?, self.gate.cards()?);
        let drawers = self.gate.drawers()?;
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            let no = roster.number_of(reader, me)?;
            let found = match no {
                Some(no) => roster.worker(reader, no)?,
                None => None,
            };
            let Some(seat) = found.and_then(|(_, sheet, _)| sheet.seat) else {
                return Ok(None);
            };
            let agenda = agenda::read(reader, &cards, seat.series)?;
            let Some(sitting) = agenda.sitting(seat.meeting, seat.sitting) else {
                return Ok(None);
            };
            let items = (seat.series, sitting.items.as_slice());
            let rows = agenda::rows_of(reader, &drawers, items)?;
            let rows: Vec<ItemRow> = rows.into_iter().map(|it| it.1).collect();
            Ok::<_, CaseworkError>(Some((seat, rows)))
        };
        self.db.read(read).await
    }

    async fn written(
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
