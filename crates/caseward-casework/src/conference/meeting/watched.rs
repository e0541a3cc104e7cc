//! A room as somebody finds it who watches over many seats of it at once: which of them still count (CC-2.2).

use std::collections::HashMap;

use caseward_gate::{SeatFact, WorkerSheet};
use caseward_model::{Id, Seat, SeatEnd};

use super::super::stored::Series;
use super::Out;
use super::room::Looked;

impl Looked {
    /// The number of the meeting.
    pub(in super::super) const fn no(&self) -> i64 {
        self.no
    }

    /// The number of its series.
    pub(in super::super) const fn series(&self) -> i64 {
        self.meeting.rooms.series()
    }

    /// When it was looked at, in ms.
    pub(in super::super) const fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Who sits there, by their seats: the numbers of people and of the organisations for which they came.
    pub(in super::super) fn here(&self) -> HashMap<Id<Seat>, (i64, i64)> {
        let all = self.meeting.attendance.iter();
        let here = all.filter(|it| it.left.is_none());
        here.map(|it| (it.seat, (it.worker, it.organization)))
            .collect()
    }

    /// Whether somebody is asked to come who takes part in its series.
    pub(in super::super) fn asks(&self, series: &Series, worker: i64) -> bool {
        self.meeting.asks(series, worker)
    }

    /// A seat that counts now for the page of this session, as it stands on the sheet of whoever sits there; why not otherwise.
    pub(in super::super) fn held<'s>(
        &self,
        (seat, session): (Id<Seat>, &Option<String>),
        sheet: &'s WorkerSheet,
    ) -> Result<&'s SeatFact, Out> {
        if let Some((_, why)) = self.meeting.seat(seat).and_then(|it| it.left) {
            return Err(Out::Ended(why));
        }
        if self.clock_behind {
            return Err(Out::Clock);
        }
        // What ended on the sheet alone ended with the session in which it stood.
        let held = sheet.seat.as_ref().filter(|it| it.id == seat);
        let held = held.ok_or(Out::Ended(SeatEnd::SignedOut))?;
        if held.session != *session {
            return Err(Out::Elsewhere);
        }
        if !held.is_attested_at(self.now_ms) || !self.meeting.rooms.holds(held) {
            return Err(Out::Ended(SeatEnd::RanOut));
        }
        Ok(held)
    }
}
