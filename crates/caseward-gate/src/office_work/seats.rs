//! Taking a seat in a room of a case conference, and leaving it: what says so on the sheet of whoever sits there (CC-2.2, NASW-i).
//!
//! A seat is taken by a person for themselves, and only in a room that is open. Ending one only ever takes away, and so whoever finds
//! that it is over does it.

use std::sync::Arc;

use caseward_db::Transaction;
use caseward_model::SeatEnd;

use super::emergencies::Endings;
use super::{Acting, Works};
use crate::GateError;
use crate::ask::Core;
use crate::deed::{deed, write_deed};
use crate::facts::{Now, SeatFact, seat_counts};
use crate::record::{EntryKind, Under};
use crate::subjects::{WORKERS, open_worker_by_no, rewrite_sheet};

impl Works<'_, '_> {
    /// Whether the machine's clock is behind the ledger: what ends after seconds or minutes can't be judged until it has caught up.
    #[must_use]
    pub fn clock_went_back(&self) -> bool {
        Now::of(self.core, self.tx.now_ms()).went_back()
    }

    /// The seat of a worker that counts now; nothing when they have none, when its attestation ran out, or when its room isn't open
    /// in the run in which it was taken.
    ///
    /// # Errors
    /// When a sheet or the meeting's card doesn't open.
    pub fn seated(&mut self, worker_no: i64) -> Result<Option<SeatFact>, GateError> {
        let found = open_worker_by_no(self.tx, &self.vault, worker_no)?;
        let Some(seat) = found.and_then(|(_, sheet)| sheet.seat) else {
            return Ok(None);
        };
        let now_ms = self.tx.now_ms();
        let counts = seat_counts(self.tx, &self.vault, &seat, now_ms)?;
        Ok(counts.then_some(seat))
    }

    /// Takes a seat for the one who acts, and gives the one that they leave for it. Nothing is written unless the seat counts now.
    ///
    /// # Errors
    /// [`GateError::Unfit`] for the holder of a key, and when the room isn't open.
    pub fn take_seat(&mut self, seat: &SeatFact) -> Result<Option<SeatFact>, GateError> {
        let who = self.acting.id.ok_or(GateError::Unfit(
            "somebody who works here sits in a conference",
        ))?;
        let now_ms = self.tx.now_ms();
        if !seat_counts(self.tx, &self.vault, seat, now_ms)? {
            return Err(GateError::Unfit("this room is not open"));
        }
        let mut before = None;
        self.change_worker(who, "seat_taken", |sheet| {
            before = sheet.seat.replace(seat.clone());
        })?;
        Ok(before)
    }

    /// Ends the seat of a worker, or only this one; gives what was ended.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn end_seat_of(
        &mut self,
        worker_no: i64,
        only: impl Fn(&SeatFact) -> bool,
        why: SeatEnd,
    ) -> Result<Option<SeatFact>, GateError> {
        let by = self.acting;
        end(self.core, self.tx, (worker_no, &only), (by, why))
    }
}

impl Endings {
    /// Ends the seat of a worker, or only this one, in a transaction that is under way; gives what was ended.
    ///
    /// # Errors
    /// When the sheet doesn't open.
    pub fn end_seat_of(
        &self,
        tx: &mut Transaction<'_>,
        worker_no: i64,
        only: impl Fn(&SeatFact) -> bool,
        why: SeatEnd,
    ) -> Result<Option<SeatFact>, GateError> {
        let by = Acting { no: 0, id: None };
        end(self.core(), tx, (worker_no, &only), (by, why))
    }
}

fn end(
    core: &Core,
    tx: &mut Transaction<'_>,
    (worker_no, only): (i64, &dyn Fn(&SeatFact) -> bool),
    (by, why): (Acting, SeatEnd),
) -> Result<Option<SeatFact>, GateError> {
    let vault = core.vault()?;
    let Some((id, mut sheet)) = open_worker_by_no(tx, &vault, worker_no)? else {
        return Ok(None);
    };
    if !sheet.seat.as_ref().is_some_and(only) {
        return Ok(None);
    }
    let ended = sheet.seat.take();
    // Whatever ends a seat forgets the key of its notes, if it is here: once it has ended, and not when that couldn't be kept.
    if let Some(seat) = ended.as_ref().map(|it| it.id) {
        let keys = Arc::clone(&core.seat_keys);
        tx.when_durable(move || keys.forget(seat));
    }
    let subject = WORKERS.subject(worker_no, id.as_bytes());
    let under = Under::Subject(vault.subject_tag(subject.table, subject.id));
    let facts = [
        ("worker", id.to_string().into()),
        ("why", why.word().into()),
    ];
    let text = deed("seat_ended", by.id, None, facts);
    let made_in = write_deed(core, tx, by.no, EntryKind::Deed, &under, text)?;
    rewrite_sheet(&vault, tx, &WORKERS, subject, made_in, &sheet)?;
    Ok(ended)
}
