//! A room: opened by its lead, closed for good, and looked after by whoever looks at it first (CC-2.2).

use caseward_gate::{About, Actor, RoomState, Works};
use caseward_model::{Id, Meeting as Kind, OfficeAct, Seat, SeatEnd, Worker};

use super::super::live;
use super::super::stored::Series;
use super::due::Due;
use super::stored::{self, Meeting, SITTING};
use super::{led_meeting, none};
use crate::people::Amiss;
use crate::{CaseworkError, Office};

/// How far a machine's clock may be behind the ledger, in ms, as at the gate: beyond that, nothing that lasts seconds can be judged.
const BEHIND_MAX_MS: i64 = 10_000;

/// A meeting, as somebody found it.
pub(in super::super) struct Looked {
    pub(super) no: i64,
    pub(super) meeting: Meeting,
    pub(super) due: Due,
    /// When it was looked at, by the ledger, in ms.
    pub(super) now_ms: i64,
    /// The clock of this server is behind.
    pub(super) clock_behind: bool,
}

impl Office {
    /// Opens the room of a meeting, for its lead or deputy. From now on those who are asked can come in, and if nobody does for five
    /// minutes it closes.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when it was opened, closed or called off; [`CaseworkError::Unknown`], also for whoever doesn't lead it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn open_room(&self, me: Id<Worker>, id: Id<Kind>) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut meeting, _) = led_meeting(works, id)?;
            if works.clock_went_back() {
                return Err(Amiss::RoomClock.into());
            }
            let (run, now_ms) = (works.random(), works.now_ms());
            if !meeting.rooms.open(SITTING, run, now_ms) {
                return Err(Amiss::MeetingOver.into());
            }
            works.note("meeting", id.to_string());
            stored::keep(works, no, &meeting)
        };
        self.gate
            .perform(me, act, about, "conference_room_opened", work)
            .await
    }

    /// Closes the room of a meeting for good, for its lead or deputy; everybody is out at once.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when it isn't open; [`CaseworkError::Unknown`], also for whoever doesn't lead it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn close_room(&self, me: Id<Worker>, id: Id<Kind>) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        self.must_be_let(me, act, about).await?;
        // Whatever was over before is over as of then.
        self.looked_at(id).await?;
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut meeting, _) = led_meeting(works, id)?;
            if !matches!(meeting.room(), RoomState::Open { .. }) {
                return Err(Amiss::RoomNotOpen.into());
            }
            works.note("meeting", id.to_string());
            let now_ms = works.now_ms();
            close(works, &mut meeting, now_ms)?;
            stored::keep(works, no, &meeting)
        };
        self.gate
            .perform(me, act, about, "conference_room_closed", work)
            .await
    }

    /// A meeting as it stands now. Who is gone from its room, and that it is over, is written down first, by whoever looks: nothing is
    /// answered about a room that should be closed.
    pub(in super::super) async fn looked_at(&self, id: Id<Kind>) -> Result<Looked, CaseworkError> {
        let looked = self.glanced_at(id).await?;
        if looked.due.is_nothing() {
            return Ok(looked);
        }
        let no = looked.no;
        let work = move |works: &mut Works<'_, '_>| {
            let mut meeting = stored::by_no(works, no)?;
            works.note("meeting", id.to_string());
            settle(works, &mut meeting)?;
            stored::keep(works, no, &meeting)
        };
        // It is the office's own doing, and nobody's act.
        let (by, act) = (Actor::KeyHolder, OfficeAct::HoldConference);
        self.gate
            .perform::<_, CaseworkError, _>(by, act, About::Office, "conference_room_settled", work)
            .await?;
        self.glanced_at(id).await
    }

    async fn glanced_at(&self, id: Id<Kind>) -> Result<Looked, CaseworkError> {
        let (cards, clock) = (self.gate.cards()?, self.clock.clone());
        self.db
            .read(move |reader| {
                let last_ms = reader.standing()?.last_at_ms();
                let (no, meeting) = stored::one(reader, &cards, id)?;
                let clock_ms = clock.now_ms();
                let now_ms = clock_ms.max(last_ms);
                let due = Due::of(&meeting, &stored::beats(reader)?, now_ms);
                Ok::<_, CaseworkError>(Looked {
                    no,
                    due,
                    now_ms,
                    clock_behind: now_ms - clock_ms > BEHIND_MAX_MS,
                    meeting,
                })
            })
            .await
    }
}

/// Writes down who is gone from a room, and that it is over; its card is kept by the caller.
pub(super) fn settle(
    works: &mut Works<'_, '_>,
    meeting: &mut Meeting,
) -> Result<(), CaseworkError> {
    let beats = stored::beats(works.transaction())?;
    let due = Due::of(meeting, &beats, works.now_ms());
    for (seat, at, why) in due.gone {
        rise(works, meeting, seat, (at, why))?;
    }
    match due.closed_at {
        Some(at) => close(works, meeting, at),
        None => Ok(()),
    }
}

/// Closes a room as of this time, in ms; its card is kept by the caller.
fn close(works: &mut Works<'_, '_>, meeting: &mut Meeting, at: i64) -> Result<(), CaseworkError> {
    for seat in meeting.seats() {
        rise(works, meeting, seat, (at, SeatEnd::Closed))?;
    }
    meeting.rooms.close(SITTING, at);
    // What was typed in it goes with it.
    live::room_closed(works, meeting.id, &meeting.rooms)
}

/// Ends a seat: on its person's sheet, in the attendance, and in what is heard; the meeting's card is kept by the caller.
pub(super) fn rise(
    works: &mut Works<'_, '_>,
    meeting: &mut Meeting,
    seat: Id<Seat>,
    (at, why): (i64, SeatEnd),
) -> Result<(), CaseworkError> {
    let mut all = meeting.attendance.iter_mut();
    let Some(it) = all.find(|it| it.seat == seat && it.left.is_none()) else {
        return Ok(());
    };
    it.left = Some((at, why));
    works.end_seat_of(it.worker, |held| held.id == seat, why)?;
    let sql = "DELETE FROM seat_beats WHERE seat = $1";
    works
        .transaction()
        .execute(sql, &[seat.as_bytes().into()])?;
    Ok(())
}

/// Ends the rooms of a series that has ended: nobody sits in one any more, and those that were planned are called off.
pub(in super::super) fn close_all(
    works: &mut Works<'_, '_>,
    series: &Series,
) -> Result<(), CaseworkError> {
    for &no in &series.meetings {
        let mut meeting = stored::by_no(works, no)?;
        let now_ms = works.now_ms();
        match meeting.room() {
            RoomState::Closed { .. } => continue,
            RoomState::Planned => call_off(&mut meeting, now_ms),
            RoomState::Open { .. } => {
                settle(works, &mut meeting)?;
                close(works, &mut meeting, now_ms)?;
            }
        }
        stored::keep(works, no, &meeting)?;
    }
    Ok(())
}

/// Calls a planned meeting off: its room never opens.
pub(super) fn call_off(meeting: &mut Meeting, now_ms: i64) {
    meeting.rooms.close(SITTING, now_ms);
    meeting.cancelled = true;
    meeting.sequence += 1;
    meeting.changed_at = now_ms;
}

/// In which run a room is open, as it stands now.
pub(super) fn run_of(meeting: &Meeting) -> Result<[u8; 16], Amiss> {
    match meeting.room() {
        RoomState::Open { run, .. } => Ok(run),
        RoomState::Planned => Err(Amiss::RoomNotOpen),
        RoomState::Closed { .. } => Err(Amiss::RoomClosed),
    }
}

/// A meeting of one's own sheet's seat: what isn't that is none.
pub(super) fn must_be(found: bool, id: Id<Kind>) -> Result<(), CaseworkError> {
    if found { Ok(()) } else { Err(none(id)) }
}
