//! Where a meeting lies: its number and its random id in a row, and all that is known of it on a card under that number; and when a
//! server last heard of each seat in an open room (NASW-l, CC-2.2).

use std::collections::HashMap;

use caseward_db::{DbError, Reader};
use caseward_gate::{Cards, Drawer, RoomState, Rooms, Works};
use caseward_model::{Id, Joining, Meeting as Kind, Seat, SeatEnd};
use serde::{Deserialize, Serialize};

use super::super::stored::Series;
use super::none;
use crate::CaseworkError;

/// The number of the one sitting that a meeting has until its agenda is closed.
pub(super) const SITTING: i64 = 1;

/// A meeting, as it lies on its card. People and organisations stand there by number.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Meeting {
    /// Its id: a card that was taken from another meeting is noticed.
    pub(super) id: Option<Id<Kind>>,
    /// Of which series it is, and how its rooms stand; this part the gate reads as well.
    #[serde(flatten)]
    pub(super) rooms: Rooms,
    pub(super) plan: Plan,
    /// How often it was changed; calendars go by it.
    pub(super) sequence: u32,
    pub(super) changed_at: i64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) cancelled: bool,
    /// The numbers of the sittings that had begun when the rest was called off: these went on, or had been held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) begun: Vec<i64>,
    /// Who sat in its rooms, in the order in which they came.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) attendance: Vec<Attended>,
}

/// What was set about a meeting. It isn't printable by accident.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Plan {
    pub(super) begins_at: i64,
    pub(super) minutes: i64,
    pub(super) how: Joining,
    /// Where, for one in a place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) place: String,
    /// Who is asked to come besides its lead and deputy; everybody of the series when nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) asked: Option<Vec<i64>>,
    /// For what it is: a sentence of the reminder.
    pub(super) purpose: String,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            begins_at: 0,
            minutes: 0,
            how: Joining::Remote,
            place: String::new(),
            asked: None,
            purpose: String::new(),
        }
    }
}

impl Plan {
    /// When it is planned to end, in ms since 1970.
    pub(super) const fn ends_at(&self) -> i64 {
        self.begins_at + self.minutes * 60_000
    }
}

/// Somebody's seat, as it is kept for the lead.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Attended {
    pub(super) seat: Id<Seat>,
    /// In which sitting.
    #[serde(default = "the_only_one")]
    pub(super) sitting: i64,
    pub(super) worker: i64,
    /// For which organisation they came.
    pub(super) organization: i64,
    pub(super) how: Joining,
    pub(super) came_at: i64,
    /// When they left, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) left: Option<(i64, SeatEnd)>,
}

/// In which sitting somebody sat before there could be several.
const fn the_only_one() -> i64 {
    SITTING
}

impl Meeting {
    /// How the room of a sitting stands.
    pub(super) fn room(&self, sitting: i64) -> RoomState {
        self.rooms.state(sitting).unwrap_or_default()
    }

    /// Whether a sitting was called off before anybody could come in.
    pub(super) fn is_off(&self, sitting: i64) -> bool {
        self.cancelled && !self.begun.contains(&sitting)
    }

    /// Whether somebody is asked to come who takes part in its series.
    pub(super) fn asks(&self, series: &Series, worker: i64) -> bool {
        let named = self.plan.asked.as_ref();
        series.is_led_by(worker) || named.is_none_or(|it| it.contains(&worker))
    }

    /// Who sat in the room of a sitting, in the order in which they came.
    pub(super) fn attended(&self, sitting: i64) -> impl Iterator<Item = &Attended> {
        let all = self.attendance.iter();
        all.filter(move |it| it.sitting == sitting)
    }

    /// The seats in the room of a sitting that nobody has left.
    pub(super) fn seats(&self, sitting: i64) -> Vec<Id<Seat>> {
        let there = self.attended(sitting).filter(|it| it.left.is_none());
        there.map(|it| it.seat).collect()
    }

    /// A seat, whoever sits or sat there.
    pub(super) fn seat(&self, id: Id<Seat>) -> Option<&Attended> {
        self.attendance.iter().find(|it| it.seat == id)
    }
}

/// What was heard of a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beat {
    /// When last, in ms.
    pub(super) at: i64,
    /// The page says by itself every ten seconds that it is there.
    pub(super) paced: bool,
}

/// What was heard of each seat in an open room.
pub(super) type Beats = HashMap<Id<Seat>, Beat>;

/// What was heard of all seats: there are as many rows as people who sit somewhere now.
pub(super) fn beats(reader: &mut Reader<'_>) -> Result<Beats, DbError> {
    let mut beats = Beats::new();
    for row in reader.query("SELECT seat, at, paced FROM seat_beats", &[])? {
        let (at, paced) = (row.int(1)?, row.int(2)? != 0);
        beats.insert(Id::from_bytes(row.array(0)?), Beat { at, paced });
    }
    Ok(beats)
}

/// Keeps a new meeting; gives its number.
pub(super) fn insert(works: &mut Works<'_, '_>, meeting: &Meeting) -> Result<i64, CaseworkError> {
    let id = meeting.id.ok_or(CaseworkError::Damaged)?;
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM meetings";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    works.transaction().execute(
        "INSERT INTO meetings (no, ref) VALUES ($1, $2)",
        &[no.into(), id.as_bytes().into()],
    )?;
    keep(works, no, meeting)?;
    Ok(no)
}

/// Writes the card of a meeting anew.
pub(super) fn keep(
    works: &mut Works<'_, '_>,
    no: i64,
    meeting: &Meeting,
) -> Result<(), CaseworkError> {
    let place = (Drawer::Meetings, no);
    works.change_card::<Meeting>(place, "meeting_kept", |card| card.clone_from(meeting))?;
    Ok(())
}

/// A meeting with its number, while something is done with it.
pub(super) fn find(
    works: &mut Works<'_, '_>,
    id: Id<Kind>,
) -> Result<(i64, Meeting), CaseworkError> {
    let sql = "SELECT no FROM meetings WHERE ref = $1";
    let values = [id.as_bytes().into()];
    let row = works.transaction().query_optional(sql, &values)?;
    let no = row.ok_or_else(|| none(id))?.int(0)?;
    let meeting = by_no(works, no)?;
    if meeting.id != Some(id) {
        return Err(CaseworkError::Damaged);
    }
    Ok((no, meeting))
}

/// A meeting by its number, while something is done with it.
pub(super) fn by_no(works: &mut Works<'_, '_>, no: i64) -> Result<Meeting, CaseworkError> {
    let card = works.card::<Meeting>((Drawer::Meetings, no))?;
    card.ok_or(CaseworkError::Damaged)
}

/// A meeting with its number.
pub(super) fn one(
    reader: &mut Reader<'_>,
    cards: &Cards,
    id: Id<Kind>,
) -> Result<(i64, Meeting), CaseworkError> {
    let sql = "SELECT no FROM meetings WHERE ref = $1";
    let row = reader.query_optional(sql, &[id.as_bytes().into()])?;
    let no = row.ok_or_else(|| none(id))?.int(0)?;
    let meeting = one_by_no(reader, cards, no)?;
    if meeting.id != Some(id) {
        return Err(CaseworkError::Damaged);
    }
    Ok((no, meeting))
}

/// A meeting by its number.
pub(super) fn one_by_no(
    reader: &mut Reader<'_>,
    cards: &Cards,
    no: i64,
) -> Result<Meeting, CaseworkError> {
    let card = cards.read::<Meeting>(reader, Drawer::Meetings, no)?;
    card.ok_or(CaseworkError::Damaged)
}
