//! A seat in a room: taken with an attestation each time, held while its page says that it is there, and left at once when the word is
//! taken back (CC-2, CC-2.2, NASW-i, DV-4.6.2).

use caseward_gate::{About, Actor, SeatFact, Works};
use caseward_model::{Id, Joining, Meeting as Kind, OfficeAct, Seat, SeatEnd, Worker};

use super::super::live;
use super::super::notes;
use super::super::stored as series;
use super::super::{has_signed, sittings};
use super::admission::{AtMeeting, comes, is_open};
use super::due::ATTESTED_MS;
use super::none;
use super::reading::{Attendee, attendees, leads_sitting};
use super::room::{Looked, must_be, rise, run_of, settle};
use super::stored::{self, Attended, Meeting};
use crate::people::{Amiss, Mending};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// What somebody says in the lobby, each time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Attesting {
    /// They have read the reminder.
    pub reminded: bool,
    /// Nobody else can hear or see this where they are; or, for a meeting in a place, the place is fit.
    pub attests: bool,
}

/// Why a page of a room shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Out {
    /// The seat has ended.
    Ended(SeatEnd),
    /// The seat was taken in another session of the same person.
    Elsewhere,
    /// The clock of this server is behind, so that nothing that lasts seconds can be judged.
    Clock,
}

impl Out {
    /// Its word, for programs and for the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ended(why) => why.word(),
            Self::Elsewhere => "elsewhere",
            Self::Clock => "clock",
        }
    }
}

/// What a page is told that says that it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Its seat counts.
    Seated {
        /// How many minutes are left of what was planned; none when it is over.
        minutes_left: i64,
        /// How often somebody has come or gone: what a page shows is old when this is another number.
        changes: usize,
    },
    /// It has to be covered.
    Out(Out),
}

/// What somebody sees who sits in a room.
#[derive(Debug, Clone)]
pub struct ShownRoom {
    /// They lead this sitting: as lead or deputy of the series, or where neither sits in it.
    pub leads: bool,
    /// How they sit there.
    pub how: Joining,
    /// Until when the meeting is planned, in ms since 1970.
    pub ends_at: i64,
    /// How many minutes are left of what was planned; none when it is over.
    pub minutes_left: i64,
    /// Until when their attestation reaches at most, in ms since 1970.
    pub attested_until: i64,
    /// How often somebody has come or gone.
    pub changes: usize,
    /// Who is there and who was, organisation by organisation.
    pub attendance: Vec<Attendee>,
}

impl Office {
    /// Comes into the open room of a sitting of one's own, out of the lobby. Whoever sits somewhere already leaves there.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with what wasn't said, or that nobody can come in now; [`CaseworkError::Unknown`] for whoever isn't asked
    /// to come or doesn't sit in that sitting; [`CaseworkError::NotPermitted`].
    pub async fn take_seat(
        &self,
        person: &SignedIn,
        at: impl Into<AtMeeting>,
        said: Attesting,
    ) -> Result<Id<Seat>, CaseworkError> {
        let at: AtMeeting = at.into();
        let (me, session) = (person.worker, person.session_called());
        let (act, about) = (OfficeAct::TakePart, About::Worker(me));
        self.must_be_let(me, act, about).await?;
        // A room whose time is over is closed before anybody comes in.
        self.looked_at(at.meeting).await?;
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut meeting) = stored::find(works, at.meeting)?;
            let coming = comes(works, me, (no, &meeting))?;
            if works.clock_went_back() {
                return Err(Amiss::RoomClock.into());
            }
            settle(works, &mut meeting)?;
            let sitting = coming.picked(works, (&at, &meeting), is_open)?;
            let run = run_of(&meeting, sitting)?;
            attested(meeting.plan.how, said)?;
            sittings::without_walled(works, (meeting.rooms.series(), no, sitting), me)?;
            let seat = new_seat(works, (no, &meeting), (sitting, run, session));
            let before = works.take_seat(&seat)?;
            sat_down(works, &mut meeting, (&seat, coming.organization))?;
            if let Some(before) = before {
                left_behind(works, (no, &mut meeting), &before)?;
            }
            works.note("meeting", at.meeting.to_string());
            works.note("how", seat.how.word());
            stored::keep(works, no, &meeting)?;
            Ok(seat.id)
        };
        self.gate
            .perform(me, act, about, "conference_seat_taken", work)
            .await
    }

    /// Leaves a seat of one's own: for good, by taking the attestation back, or because the page was hidden for a minute. Where it has
    /// ended already, nothing is done.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such seat of theirs; [`CaseworkError::NotPermitted`].
    pub async fn leave_seat(
        &self,
        person: &SignedIn,
        (id, seat): (Id<Kind>, Id<Seat>),
        why: SeatEnd,
    ) -> Result<(), CaseworkError> {
        let why = match why {
            SeatEnd::Withdrawn | SeatEnd::Hidden => why,
            _ => SeatEnd::Left,
        };
        let (act, about) = (OfficeAct::TakePart, About::Worker(person.worker));
        self.must_be_let(person.worker, act, about).await?;
        let looked = self.looked_at(id).await?;
        let sat = looked.meeting.seat(seat);
        let sat = sat.filter(|it| it.worker == person.no);
        if sat.ok_or_else(|| none(id))?.left.is_some() {
            return Ok(());
        }
        let deed = match why {
            SeatEnd::Withdrawn => "conference_attestation_withdrawn",
            _ => "conference_seat_left",
        };
        let no = looked.no;
        let work = move |works: &mut Works<'_, '_>| {
            works.note("meeting", id.to_string());
            works.note("why", why.word());
            ended(works, no, seat, why)
        };
        self.gate
            .perform(person.worker, act, about, deed, work)
            .await
    }

    /// Takes the attestation back of whoever sits in a room by this session: somebody may hear or read along where they are (CC-2.2,
    /// DV-4.6.2). For whoever sits in none nothing is done.
    pub(crate) async fn may_be_heard(&self, person: &SignedIn) -> Result<(), CaseworkError> {
        let session = person.session_called();
        let seat = person.sheet.seat.as_ref();
        let Some(seat) = seat.filter(|it| it.session == session) else {
            return Ok(());
        };
        let (no, seat, why) = (seat.meeting, seat.id, SeatEnd::Withdrawn);
        let work = move |works: &mut Works<'_, '_>| {
            works.note("why", why.word());
            ended(works, no, seat, why)
        };
        let (act, about) = (OfficeAct::TakePart, About::Worker(person.worker));
        self.gate
            .perform(
                person.worker,
                act,
                about,
                "conference_attestation_withdrawn",
                work,
            )
            .await
    }

    /// Hears that a page of a room is there; a page does so every ten seconds. It tells whether its seat counts.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such seat of theirs; [`CaseworkError::NotPermitted`].
    pub async fn hear_seat(
        &self,
        person: &SignedIn,
        (id, seat): (Id<Kind>, Id<Seat>),
    ) -> Result<Heard, CaseworkError> {
        let (looked, held) = match self.sits(person, (id, seat)).await? {
            Ok(found) => found,
            Err(out) => return Ok(Heard::Out(out)),
        };
        let heard = self.heard_beats.take(looked.no, seat, looked.now_ms);
        self.write_beats(heard, true).await?;
        Ok(Heard::Seated {
            minutes_left: minutes_left(&looked),
            changes: changes(&looked.meeting, held.sitting),
        })
    }

    /// What somebody sees who sits in a room; that they look counts as a beat.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is no such seat of theirs; [`CaseworkError::NotPermitted`].
    pub async fn room(
        &self,
        person: &SignedIn,
        (id, seat): (Id<Kind>, Id<Seat>),
    ) -> Result<Result<ShownRoom, Out>, CaseworkError> {
        let (looked, held) = match self.sits(person, (id, seat)).await? {
            Ok(found) => found,
            Err(out) => return Ok(Err(out)),
        };
        let (around, of) = self.around_meeting(&looked).await?;
        self.write_beats(vec![(seat, looked.now_ms)], false).await?;
        let leads = leads_sitting(&around, (&of, &looked), (held.sitting, person.no));
        Ok(Ok(ShownRoom {
            leads,
            how: held.how,
            ends_at: looked.meeting.plan.ends_at(),
            minutes_left: minutes_left(&looked),
            attested_until: held.attested_until,
            changes: changes(&looked.meeting, held.sitting),
            attendance: attendees(&around, (&looked.meeting, held.sitting), leads),
        }))
    }

    /// A meeting and the seat of somebody in its room, if that counts now for this very page; why not otherwise.
    pub(in super::super) async fn sits(
        &self,
        person: &SignedIn,
        (id, seat): (Id<Kind>, Id<Seat>),
    ) -> Result<Result<(Looked, SeatFact), Out>, CaseworkError> {
        let me = person.worker;
        self.must_be_let(me, OfficeAct::TakePart, About::Worker(me))
            .await?;
        let looked = self.looked_at(id).await?;
        let sat = looked.meeting.seat(seat);
        must_be(sat.is_some_and(|it| it.worker == person.no), id)?;
        let held = match looked.held((seat, &person.session_called()), &person.sheet) {
            Ok(held) => held.clone(),
            Err(out) => return Ok(Err(out)),
        };
        if !self.still_comes(person, (&looked, held.sitting)).await? {
            self.put_out(looked.no, seat).await?;
            return Ok(Err(Out::Ended(SeatEnd::NoPart)));
        }
        Ok(Ok((looked, held)))
    }

    /// Whether somebody who sits still takes part in the series, has signed for it, is asked to come, and sits in this sitting.
    async fn still_comes(
        &self,
        person: &SignedIn,
        (looked, sitting): (&Looked, i64),
    ) -> Result<bool, CaseworkError> {
        let who = (person.no, person.sheet.organization);
        if !looked.division.of_person(who).contains(&sitting) {
            return Ok(false);
        }
        let (held, cards) = (self.requirements().await?, self.gate.cards()?);
        let series_no = looked.meeting.rooms.series();
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            series::one_by_no(reader, &cards, series_no)
        };
        let of = self.db.read(read).await?;
        let signed = has_signed(&of, (person.no, &person.sheet), &held, looked.now_ms);
        Ok(signed && looked.meeting.asks(&of, person.no))
    }

    /// Ends the seat of somebody who takes no part any more.
    pub(in super::super) async fn put_out(
        &self,
        no: i64,
        seat: Id<Seat>,
    ) -> Result<(), CaseworkError> {
        let work = move |works: &mut Works<'_, '_>| ended(works, no, seat, SeatEnd::NoPart);
        let (by, act) = (Actor::KeyHolder, OfficeAct::HoldConference);
        self.gate
            .perform(by, act, About::Office, "conference_seat_ended", work)
            .await
    }

    /// Writes down what was heard of seats. A row that went with its seat isn't made anew, and nothing is heard earlier than it was.
    async fn write_beats(
        &self,
        heard: Vec<(Id<Seat>, i64)>,
        paced: bool,
    ) -> Result<(), CaseworkError> {
        if heard.is_empty() {
            return Ok(());
        }
        let sql = if paced {
            "UPDATE seat_beats SET at = $1, paced = 1 WHERE seat = $2 AND at <= $1"
        } else {
            "UPDATE seat_beats SET at = $1 WHERE seat = $2 AND at <= $1"
        };
        self.gate
            .keep_books::<_, CaseworkError, _>(move |tx| {
                for (seat, at) in heard {
                    tx.execute(sql, &[at.into(), seat.as_bytes().into()])?;
                }
                Ok(())
            })
            .await
    }
}

fn minutes_left(looked: &Looked) -> i64 {
    let left_ms = looked.meeting.plan.ends_at() - looked.now_ms;
    (left_ms.max(0) + 59_999) / 60_000
}

fn changes(meeting: &Meeting, sitting: i64) -> usize {
    let times = |it: &Attended| 1 + usize::from(it.left.is_some());
    meeting.attended(sitting).map(times).sum()
}

/// What was said in the lobby has to be all that is asked.
fn attested(how: Joining, said: Attesting) -> Result<(), CaseworkError> {
    let missing = match how {
        Joining::Remote => Amiss::RoomAlone,
        Joining::InPerson => Amiss::RoomFit,
    };
    let mut mending = Mending::default();
    mending.note((!said.reminded).then_some(Amiss::RoomReminder));
    mending.note((!said.attests).then_some(missing));
    mending.done()
}

fn new_seat(
    works: &Works<'_, '_>,
    (no, meeting): (i64, &Meeting),
    (sitting, run, session): (i64, [u8; 16], Option<String>),
) -> SeatFact {
    let now_ms = works.now_ms();
    SeatFact {
        id: Id::from_bytes(works.random()),
        series: meeting.rooms.series(),
        meeting: no,
        sitting,
        run,
        how: meeting.plan.how,
        since: now_ms,
        attested_until: now_ms + ATTESTED_MS,
        session,
    }
}

/// Notes a seat that was taken, in the attendance and in what is heard; the meeting's card is kept by the caller.
fn sat_down(
    works: &mut Works<'_, '_>,
    meeting: &mut Meeting,
    (seat, organization): (&SeatFact, i64),
) -> Result<(), CaseworkError> {
    let came_at = seat.since;
    meeting.attendance.push(Attended {
        seat: seat.id,
        sitting: seat.sitting,
        worker: works.actor_no(),
        organization,
        how: seat.how,
        came_at,
        left: None,
    });
    let sql = "INSERT INTO seat_beats (seat, at, paced) VALUES ($1, $2, 0)";
    let values = [seat.id.as_bytes().into(), came_at.into()];
    works.transaction().execute(sql, &values)?;
    live::came_in(works, seat)?;
    notes::begun(works, seat, organization)
}

/// Ends the seat that somebody had before this one: in the same room, or in another.
fn left_behind(
    works: &mut Works<'_, '_>,
    (no, meeting): (i64, &mut Meeting),
    before: &SeatFact,
) -> Result<(), CaseworkError> {
    if before.meeting == no {
        let why = (works.now_ms(), SeatEnd::TakenOver);
        return rise(works, meeting, before.id, why);
    }
    ended(works, before.meeting, before.id, SeatEnd::TakenOver)
}

/// Ends one seat of a meeting now.
fn ended(
    works: &mut Works<'_, '_>,
    no: i64,
    seat: Id<Seat>,
    why: SeatEnd,
) -> Result<(), CaseworkError> {
    let mut meeting = stored::by_no(works, no)?;
    let now_ms = works.now_ms();
    rise(works, &mut meeting, seat, (now_ms, why))?;
    stored::keep(works, no, &meeting)
}

/// Ends the seat of somebody in a room of a series in which they take no part any more.
pub(in super::super) fn out_of_rooms(
    works: &mut Works<'_, '_>,
    series_no: i64,
    whom: Id<Worker>,
) -> Result<(), CaseworkError> {
    let (_, sheet) = works.worker(whom)?;
    match sheet.seat.filter(|it| it.series == series_no) {
        Some(seat) => ended(works, seat.meeting, seat.id, SeatEnd::NoPart),
        None => Ok(()),
    }
}
