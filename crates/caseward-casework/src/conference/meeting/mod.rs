//! Meetings of a series: one day each, with a lobby before its room, and who sat in the room (CC-2, CC-2.2, NASW-i, DV-4.6.2).
//!
//! A lead sets when, how and for what a meeting is, and whom it asks to come. It is *remote* or in a *place*. Whoever comes says each time
//! that nobody else can hear or see it there, or that the place is fit, and that they have read the reminder; only then do they have a
//! *seat*. Whoever takes that word back is out at once. When its agenda is closed, a meeting is divided into *sittings*,
//! each with its people and its room. A room goes from planned to open to closed: its lead opens it, and it closes for
//! good when its lead says so, or as of the moment in which nobody had been in it for five minutes. All of that stands in the database:
//! several servers hold one room, and one that stops makes nobody leave. What is spoken of in it stands on its board.

mod admission;
mod beats;
mod calendar;
mod due;
mod leading;
mod over;
mod reading;
mod room;
mod seat;
mod setting;
mod stored;
mod watched;

use caseward_db::Reader;
use caseward_gate::{Cards, Drawer, RoomState, Works};
use caseward_model::{Id, Meeting as Kind};

use super::stored::Series;
use super::{led, stored as series};
use crate::CaseworkError;
use due::Due;
use stored::Meeting;

pub use admission::AtMeeting;
pub(crate) use beats::HeardBeats;
pub use calendar::CALENDAR_FILE;
pub(crate) use leading::lead_changed;
pub use over::OverSitting;
pub(super) use over::{Here, Over, sat_in, sits_in};
pub use reading::{Attendee, MeetingLine, MySitting, ShownMeeting, ToldMeeting};
pub(super) use room::{Looked, close_all};
pub(super) use seat::out_of_rooms;
pub use seat::{Attesting, Heard, Out, ShownRoom};
pub use setting::NewMeeting;
pub(super) use watched::leads_from;

/// How a room stands, for those who may know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomStands {
    /// Nobody can come in yet.
    Planned,
    /// People can come in.
    Open,
    /// It was closed as of then, in ms since 1970; it never opens again.
    Closed(i64),
    /// The meeting was called off.
    Cancelled,
}

impl RoomStands {
    /// Its word, for programs and for the keys of sentences.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Open => "open",
            Self::Closed(_) => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// How the room of a sitting stands once what is due is done.
    fn of(meeting: &Meeting, sitting: i64, due: &Due) -> Self {
        let (off, over) = (meeting.is_off(sitting), due.closed_at(sitting));
        match (off, over, meeting.room(sitting)) {
            (true, ..) => Self::Cancelled,
            (false, Some(at), _) | (false, None, RoomState::Closed { at }) => Self::Closed(at),
            (false, None, RoomState::Open { .. }) => Self::Open,
            (false, None, RoomState::Planned) => Self::Planned,
        }
    }

    /// How a meeting stands for somebody who sits in these sittings: it is made of theirs, and of nothing else.
    fn of_all(meeting: &Meeting, mine: &[i64], due: &Due) -> Self {
        let each = mine.iter().map(|it| Self::of(meeting, *it, due));
        let in_none = match meeting.cancelled {
            true => Self::Cancelled,
            false => Self::Planned,
        };
        each.reduce(Self::and).unwrap_or(in_none)
    }

    /// Two sittings together: open while one of them is, and over when both are.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Open, _) | (_, Self::Open) => Self::Open,
            (Self::Planned, _) | (_, Self::Planned) => Self::Planned,
            (Self::Closed(at), Self::Closed(other)) => Self::Closed(at.max(other)),
            (Self::Closed(at), Self::Cancelled) | (Self::Cancelled, Self::Closed(at)) => {
                Self::Closed(at)
            }
            (Self::Cancelled, Self::Cancelled) => Self::Cancelled,
        }
    }
}

/// Who of a series is asked to come to a meeting of it, by number; nobody where there is no such meeting.
pub(super) fn asked(
    works: &mut Works<'_, '_>,
    (series_no, of): (i64, &Series),
    no: i64,
) -> Result<Vec<i64>, CaseworkError> {
    let found = works.card::<Meeting>((Drawer::Meetings, no))?;
    let Some(meeting) = found.filter(|it| it.rooms.series() == series_no) else {
        return Ok(Vec::new());
    };
    let people = of.people.iter().map(|it| it.worker);
    Ok(people.filter(|it| meeting.asks(of, *it)).collect())
}

/// Until when people come to the room of a sitting, by the numbers of both, in ms: until it closed, or as long as nobody has opened it until
/// the meeting is planned to end.
pub(super) fn lasts_until(
    reader: &mut Reader<'_>,
    cards: &Cards,
    (no, sitting): (i64, i64),
) -> Result<i64, CaseworkError> {
    let meeting = stored::one_by_no(reader, cards, no)?;
    Ok(match meeting.room(sitting) {
        RoomState::Planned => meeting.plan.ends_at(),
        RoomState::Open { .. } => i64::MAX,
        RoomState::Closed { at } => at,
    })
}

/// A meeting of a series that goes on, for whoever leads that and has signed for it; for anybody else there is none.
fn led_meeting(
    works: &mut Works<'_, '_>,
    id: Id<Kind>,
) -> Result<(i64, Meeting, Series), CaseworkError> {
    let (no, meeting) = stored::find(works, id)?;
    let of = series::by_no(works, meeting.rooms.series())?;
    let of = led(works, of.id.ok_or(CaseworkError::Damaged)?);
    let (_, of) = of.map_err(|error| match error {
        CaseworkError::Unknown { .. } => none(id),
        error => error,
    })?;
    Ok((no, meeting, of))
}

fn none(id: Id<Kind>) -> CaseworkError {
    CaseworkError::Unknown {
        what: "meeting",
        name: id.to_string(),
        look: "caseward conference meeting list",
    }
}
