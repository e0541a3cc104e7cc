//! A room as somebody finds it who watches over many seats of it at once: which of them still count (CC-2.2).

use std::collections::HashMap;

use caseward_gate::{SeatFact, WorkerSheet, Works};
use caseward_model::{Id, Seat, SeatEnd};

use super::super::agenda;
use super::super::stored::{self as series, Series};
use super::Out;
use super::admission::{Division, Holding, holding, holds};
use super::room::Looked;
use crate::CaseworkError;

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

    /// Who sits in a sitting, by their seats: the numbers of people and of the organisations for which they came.
    pub(in super::super) fn here(&self, sitting: i64) -> HashMap<Id<Seat>, (i64, i64)> {
        let all = self.meeting.attended(sitting);
        let here = all.filter(|it| it.left.is_none());
        here.map(|it| (it.seat, (it.worker, it.organization)))
            .collect()
    }

    /// Whether somebody is asked to come who takes part in its series.
    pub(in super::super) fn asks(&self, series: &Series, worker: i64) -> bool {
        self.meeting.asks(series, worker)
    }

    /// Whether a sitting is one of those in which somebody of this organisation sits.
    pub(in super::super) fn is_theirs(&self, sitting: i64, who: (i64, i64)) -> bool {
        self.division.of_person(who).contains(&sitting)
    }

    /// Who leads a sitting before everybody else of it, by number, whether or not they still can.
    pub(in super::super) fn first_of(&self, series: &Series, sitting: i64) -> Vec<i64> {
        self.division.first_of(series, sitting)
    }

    /// Whether somebody who sits in a sitting leads it; `first` are those who do so before everybody else, as they stand now.
    pub(in super::super) fn is_led_by(
        &self,
        series: &Series,
        (sitting, worker): (i64, i64),
        (first, sheet): (&[(i64, WorkerSheet)], &WorkerSheet),
    ) -> bool {
        let all = first.iter().map(|(no, it)| (*no, it));
        let can = all
            .chain([(worker, sheet)])
            .filter(|(_, it)| holds(it, self.now_ms));
        let holding: Holding = can.map(|(no, it)| (no, it.organization)).collect();
        self.division.is_led_by(series, (sitting, worker), &holding)
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

/// Whether the one who acts leads the sitting in which they have this seat.
pub(in super::super) fn leads_from(
    works: &mut Works<'_, '_>,
    held: &SeatFact,
) -> Result<bool, CaseworkError> {
    let Some(me) = works.actor() else {
        return Ok(false);
    };
    let (no, _) = works.worker(me)?;
    let of = series::by_no(works, held.series)?;
    let agenda = agenda::of_series(works, held.series)?;
    let division = Division::of(&agenda, held.meeting);
    let mut whom = division.first_of(&of, held.sitting);
    whom.push(no);
    let holding = holding(works, whom)?;
    Ok(division.is_led_by(&of, (held.sitting, no), &holding))
}
