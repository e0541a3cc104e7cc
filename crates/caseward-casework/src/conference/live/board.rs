//! Which item is spoken of in a room, since when, who wants to speak: on one card under the number of the meeting, of which only the
//! newest is believed (CC-1).

use caseward_db::Reader;
use caseward_gate::{Cards, Drawer, RoomState, Rooms, Works};
use caseward_model::{Id, Meeting, Seat};
use serde::{Deserialize, Serialize};

use super::super::agenda::{self, Sitting};
use super::texts;
use crate::CaseworkError;

/// The boards of a meeting, one for each room that was begun.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Board {
    rooms: Vec<RoomBoard>,
}

/// The board of one room.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct RoomBoard {
    pub(super) sitting: i64,
    /// Counted up with each change: a server that didn't hear of one sees it here.
    pub(super) version: i64,
    /// What is spoken of now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) now: Option<Now>,
    /// The numbers of the items that were begun.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) begun: Vec<i64>,
    /// No further item is spoken of.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) over: bool,
}

/// An item that is spoken of.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Now {
    /// The number of its row.
    pub(super) item: i64,
    /// Until when it has time, in ms.
    pub(super) until: i64,
    /// The seats of those who want to speak, in the order in which they said so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) hands: Vec<Id<Seat>>,
    /// The seat of whoever has the word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) speaking: Option<Id<Seat>>,
}

impl Board {
    fn room(self, sitting: i64) -> RoomBoard {
        let found = self.rooms.into_iter().find(|it| it.sitting == sitting);
        found.unwrap_or_else(|| RoomBoard {
            sitting,
            ..RoomBoard::default()
        })
    }

    fn change(&mut self, sitting: i64, change: impl FnOnce(&mut RoomBoard)) -> i64 {
        if !self.rooms.iter().any(|it| it.sitting == sitting) {
            self.rooms.push(RoomBoard {
                sitting,
                ..RoomBoard::default()
            });
        }
        let room = self.rooms.iter_mut().find(|it| it.sitting == sitting);
        room.map_or(0, |room| {
            change(room);
            room.version += 1;
            room.version
        })
    }
}

/// The board of a room, to be read: a meeting's number, and that of the sitting.
pub(super) fn read(
    reader: &mut Reader<'_>,
    cards: &Cards,
    (meeting, sitting): (i64, i64),
) -> Result<RoomBoard, CaseworkError> {
    let card = cards.read::<Board>(reader, Drawer::Boards, meeting)?;
    Ok(card.unwrap_or_default().room(sitting))
}

/// The board of a room, while something is done with it.
pub(super) fn of(
    works: &mut Works<'_, '_>,
    (meeting, sitting): (i64, i64),
) -> Result<RoomBoard, CaseworkError> {
    let card = works.card::<Board>((Drawer::Boards, meeting))?;
    Ok(card.unwrap_or_default().room(sitting))
}

/// Changes the board of a room; other servers hear that it was, and nothing else.
pub(super) fn change(
    works: &mut Works<'_, '_>,
    (meeting, sitting): (i64, i64),
    change: impl FnOnce(&mut RoomBoard),
) -> Result<(), CaseworkError> {
    let mut version = 0;
    works.change_card::<Board>((Drawer::Boards, meeting), "board_kept", |board| {
        version = board.change(sitting, change);
    })?;
    let news = format!("{meeting}.{sitting} {version}");
    works.transaction().tell(&news)?;
    Ok(())
}

/// Which room news are about: a meeting's number, and that of the sitting.
pub(super) fn room_of(news: &str) -> Option<(i64, i64)> {
    let (room, _) = news.split_once(' ')?;
    let (meeting, sitting) = room.split_once('.')?;
    Some((meeting.parse().ok()?, sitting.parse().ok()?))
}

/// Rooms of a meeting have closed: what was typed in them goes, and nobody has the word there.
pub(in super::super) fn room_closed(
    works: &mut Works<'_, '_>,
    meeting: Option<Id<Meeting>>,
    rooms: &Rooms,
) -> Result<(), CaseworkError> {
    let id = meeting.ok_or(CaseworkError::Damaged)?;
    let sql = "SELECT no FROM meetings WHERE ref = $1";
    let row = works
        .transaction()
        .query_one(sql, &[id.as_bytes().into()])?;
    let no = row.int(0)?;
    let is_closed = |sitting| matches!(rooms.state(sitting), None | Some(RoomState::Closed { .. }));
    let agenda = agenda::of_series(works, rooms.series())?;
    let over = |it: &&Sitting| it.meeting == no && is_closed(it.no);
    let items = agenda.sittings.iter().filter(over).flat_map(|it| &it.items);
    for item in items {
        texts::forget(works, *item)?;
    }
    let board = works.card::<Board>((Drawer::Boards, no))?;
    let goes_on = |it: &RoomBoard| it.now.is_some() && is_closed(it.sitting);
    let left = board.unwrap_or_default().rooms.into_iter();
    let left: Vec<_> = left.filter(goes_on).map(|it| it.sitting).collect();
    for sitting in left {
        change(works, (no, sitting), |room| {
            room.now = None;
            room.over = true;
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cc_2_5_what_travels_between_servers_is_a_rooms_number_and_its_version() {
        assert_eq!(room_of("7.2 15"), Some((7, 2)));
        for other in ["", "7.2", "x.2 1", "7 1", "7.y 1"] {
            assert_eq!(room_of(other), None, "{other}");
        }
    }

    #[test]
    fn cc_1_each_room_of_a_meeting_has_a_board_of_its_own_that_counts_its_changes() {
        let mut board = Board::default();
        assert_eq!(board.change(1, |room| room.begun.push(4)), 1);
        assert_eq!(board.change(2, |room| room.over = true), 1);
        assert_eq!(board.change(1, |room| room.begun.push(5)), 2);
        let kept = serde_json::to_string(&board).unwrap();
        let read: Board = serde_json::from_str(&kept).unwrap();
        let first = read.clone().room(1);
        assert_eq!(
            (first.version, first.begun, first.over),
            (2, vec![4, 5], false)
        );
        assert!(read.clone().room(2).over);
        assert_eq!(read.room(3).version, 0, "it hasn't begun");
    }
}
