//! A room, one for each sitting: opened by whoever leads that, closed for good, and looked after by whoever looks at the meeting first
//! (CC-2.2, CC-2.4).

use caseward_gate::{About, Actor, RoomState, Works};
use caseward_model::{Id, Meeting as Kind, OfficeAct, Seat, SeatEnd, Worker};

use super::super::live;
use super::super::stored::Series;
use super::super::{agenda, notes};
use super::admission::{AtMeeting, Division, comes, is_open, is_planned};
use super::due::Due;
use super::stored::{self, Meeting};
use super::{leading, none};
use crate::people::Amiss;
use crate::{CaseworkError, Office};

/// How far a machine's clock may be behind the ledger, in ms, as at the gate: beyond that, nothing that lasts seconds can be judged.
const BEHIND_MAX_MS: i64 = 10_000;

/// A meeting, as somebody found it.
pub(in super::super) struct Looked {
    pub(super) no: i64,
    pub(super) meeting: Meeting,
    /// How it is divided into sittings.
    pub(super) division: Division,
    pub(super) due: Due,
    /// When it was looked at, by the ledger, in ms.
    pub(super) now_ms: i64,
    /// The clock of this server is behind.
    pub(super) clock_behind: bool,
}

impl Office {
    /// Opens the room of a sitting, for whoever leads that: lead or deputy of the series, or, where neither sits in it, whose part it is.
    /// From now on those who sit in it can come in, and if nobody does for five minutes it closes.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when it was opened, closed or called off; [`CaseworkError::Unknown`], also for whoever doesn't lead it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn open_room(
        &self,
        me: Id<Worker>,
        at: impl Into<AtMeeting>,
    ) -> Result<(), CaseworkError> {
        let at: AtMeeting = at.into();
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut meeting, sitting) = led_sitting(works, me, &at, is_planned)?;
            if works.clock_went_back() {
                return Err(Amiss::RoomClock.into());
            }
            let (run, now_ms) = (works.random(), works.now_ms());
            if !meeting.rooms.open(sitting, run, now_ms) {
                return Err(Amiss::MeetingOver.into());
            }
            works.note("meeting", at.meeting.to_string());
            leading::taken_over(works, no)?;
            stored::keep(works, no, &meeting)
        };
        self.gate
            .perform(me, act, about, "conference_room_opened", work)
            .await
    }

    /// Closes the room of a sitting for good, for whoever leads that; everybody is out at once.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when it isn't open; [`CaseworkError::Unknown`], also for whoever doesn't lead it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn close_room(
        &self,
        me: Id<Worker>,
        at: impl Into<AtMeeting>,
    ) -> Result<(), CaseworkError> {
        let at: AtMeeting = at.into();
        let (act, about) = (OfficeAct::HoldConference, About::Office);
        self.must_be_let(me, act, about).await?;
        // Whatever was over before is over as of then.
        self.looked_at(at.meeting).await?;
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut meeting, sitting) = led_sitting(works, me, &at, is_open)?;
            if !is_open(meeting.room(sitting)) {
                return Err(Amiss::RoomNotOpen.into());
            }
            works.note("meeting", at.meeting.to_string());
            let now_ms = works.now_ms();
            leading::taken_over(works, no)?;
            close(works, &mut meeting, (sitting, now_ms))?;
            stored::keep(works, no, &meeting)
        };
        self.gate
            .perform(me, act, about, "conference_room_closed", work)
            .await
    }

    /// A meeting as it stands now. Who is gone from its rooms, and which are over, is written down first, by whoever looks: nothing is
    /// answered about a room that should be closed.
    pub(in super::super) async fn looked_at(&self, id: Id<Kind>) -> Result<Looked, CaseworkError> {
        self.settle_notes().await?;
        // What is spoken of is let out by consents: how each was signed is known before the gate is asked (DV-2.2).
        self.know_signatures().await?;
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
                let agenda = agenda::read(reader, &cards, meeting.rooms.series())?;
                let clock_ms = clock.now_ms();
                let now_ms = clock_ms.max(last_ms);
                let due = Due::of(&meeting, &stored::beats(reader)?, now_ms);
                Ok::<_, CaseworkError>(Looked {
                    no,
                    division: Division::of(&agenda, no),
                    due,
                    now_ms,
                    clock_behind: now_ms - clock_ms > BEHIND_MAX_MS,
                    meeting,
                })
            })
            .await
    }
}

/// A sitting for the one who acts, if they lead it in a series that goes on; for anybody else there is none.
fn led_sitting(
    works: &mut Works<'_, '_>,
    me: Id<Worker>,
    at: &AtMeeting,
    wanted: fn(RoomState) -> bool,
) -> Result<(i64, Meeting, i64), CaseworkError> {
    let (no, meeting) = stored::find(works, at.meeting)?;
    let mut coming = comes(works, me, (no, &meeting))?;
    coming.keep_led(works)?;
    must_be(!coming.mine.is_empty(), at.meeting)?;
    if coming.series.ended_at.is_some() {
        return Err(Amiss::ConferenceEnded.into());
    }
    let sitting = coming.picked(works, (at, &meeting), wanted)?;
    Ok((no, meeting, sitting))
}

/// Writes down who is gone from the rooms of a meeting, and which are over; its card is kept by the caller.
pub(super) fn settle(
    works: &mut Works<'_, '_>,
    meeting: &mut Meeting,
) -> Result<(), CaseworkError> {
    let beats = stored::beats(works.transaction())?;
    let due = Due::of(meeting, &beats, works.now_ms());
    for (seat, at, why) in due.gone {
        rise(works, meeting, seat, (at, why))?;
    }
    for (sitting, at) in due.closed {
        close(works, meeting, (sitting, at))?;
    }
    Ok(())
}

/// Closes the room of a sitting as of this time, in ms; the card of its meeting is kept by the caller.
fn close(
    works: &mut Works<'_, '_>,
    meeting: &mut Meeting,
    (sitting, at): (i64, i64),
) -> Result<(), CaseworkError> {
    for seat in meeting.seats(sitting) {
        rise(works, meeting, seat, (at, SeatEnd::Closed))?;
    }
    meeting.rooms.close(sitting, at);
    leading::room_closed(works, meeting)?;
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
    notes::ended(works, seat, (at, why))
}

/// Ends the rooms of a series that has ended: nobody sits in one any more, and those that were planned are called off.
pub(in super::super) fn close_all(
    works: &mut Works<'_, '_>,
    series: &Series,
) -> Result<(), CaseworkError> {
    for &no in &series.meetings {
        let mut meeting = stored::by_no(works, no)?;
        let (now_ms, sittings) = (works.now_ms(), meeting.rooms.sittings());
        let is_over = |it: &i64| matches!(meeting.room(*it), RoomState::Closed { .. });
        if sittings.iter().all(is_over) {
            continue;
        }
        settle(works, &mut meeting)?;
        for sitting in sittings {
            if is_open(meeting.room(sitting)) {
                close(works, &mut meeting, (sitting, now_ms))?;
            }
        }
        call_off(&mut meeting, now_ms);
        leading::nothing_to_lead(works, no)?;
        stored::keep(works, no, &meeting)?;
    }
    Ok(())
}

/// Calls off what of a meeting is still planned: these rooms never open.
pub(super) fn call_off(meeting: &mut Meeting, now_ms: i64) {
    let sittings = meeting.rooms.sittings().into_iter();
    let (planned, begun) = sittings.partition::<Vec<_>, _>(|it| is_planned(meeting.room(*it)));
    if planned.is_empty() {
        return;
    }
    for sitting in planned {
        meeting.rooms.close(sitting, now_ms);
    }
    meeting.begun = begun;
    meeting.cancelled = true;
    meeting.sequence += 1;
    meeting.changed_at = now_ms;
}

/// In which run the room of a sitting is open, as it stands now.
pub(super) fn run_of(meeting: &Meeting, sitting: i64) -> Result<[u8; 16], Amiss> {
    match meeting.room(sitting) {
        RoomState::Open { run, .. } => Ok(run),
        RoomState::Planned => Err(Amiss::RoomNotOpen),
        RoomState::Closed { .. } => Err(Amiss::RoomClosed),
    }
}

/// A meeting of one's own sheet's seat: what isn't that is none.
pub(super) fn must_be(found: bool, id: Id<Kind>) -> Result<(), CaseworkError> {
    if found { Ok(()) } else { Err(none(id)) }
}
