//! Who is gone from the rooms of a meeting, and which of them are over: worked out from what was heard of each seat, by whoever looks
//! (CC-2.2, CC-2.7).
//!
//! A seat is lost when nothing was heard of it for longer than its page can be silent, and it is lost as of the moment in which something
//! was heard last. A room in which nobody has been for five minutes is over as of then, however late somebody looks.

use caseward_gate::RoomState;
use caseward_model::{Id, Seat, SeatEnd};

use super::stored::{Attended, Beat, Beats, Meeting};

/// How often a page says that it is there, in ms.
pub(super) const BEAT_MS: i64 = 10_000;
/// How long nothing can be heard of a page that says so by itself, in ms: two beats, and the one by which a server writes down late what it
/// has heard.
pub(super) const LOST_MS: i64 = 3 * BEAT_MS;
/// The same for a page without scripts, which somebody renews by hand, in ms. Whoever listens doesn't press a button every few seconds, and
/// people with a screen reader would lose their place each time; longer than this, it would be untrue that they are there. Such a page
/// covers itself after the time of rest that was set, which is shorter.
pub(super) const BY_HAND_MS: i64 = 10 * 60_000;
/// How long nobody can be in a room before it closes, in ms.
pub(super) const EMPTY_MS: i64 = 5 * 60_000;
/// How long an attestation reaches, in ms; whoever stays longer says it again.
pub(super) const ATTESTED_MS: i64 = 4 * 3_600_000;

/// What has to be written down about the rooms of a meeting.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Due {
    /// Who is gone, as of when, and why.
    pub(super) gone: Vec<(Id<Seat>, i64, SeatEnd)>,
    /// Which of its sittings are closed, and as of when.
    pub(super) closed: Vec<(i64, i64)>,
}

impl Due {
    /// What is due about the rooms at this time, in ms; nothing about those that aren't open.
    pub(super) fn of(meeting: &Meeting, beats: &Beats, now_ms: i64) -> Self {
        let mut due = Self::default();
        for sitting in meeting.rooms.sittings() {
            due.look_at((meeting, sitting), beats, now_ms);
        }
        due
    }

    fn look_at(&mut self, (meeting, sitting): (&Meeting, i64), beats: &Beats, now_ms: i64) {
        let RoomState::Open { since, .. } = meeting.room(sitting) else {
            return;
        };
        // Since when nobody has been there; nothing while somebody is.
        let mut empty_since = Some(since);
        for it in meeting.attended(sitting) {
            let gone = match it.left {
                Some(_) => None,
                None => gone(it, beats.get(&it.seat), now_ms),
            };
            self.gone.extend(gone.map(|(at, why)| (it.seat, at, why)));
            let left = it.left.or(gone).map(|(at, _)| at);
            empty_since = empty_since.zip(left).map(|(since, left)| since.max(left));
        }
        let closes_at = empty_since.map(|it| it + EMPTY_MS);
        let over = closes_at.filter(|it| *it <= now_ms);
        self.closed.extend(over.map(|at| (sitting, at)));
    }

    /// As of when the room of a sitting is closed.
    pub(super) fn closed_at(&self, sitting: i64) -> Option<i64> {
        let mut all = self.closed.iter();
        all.find(|it| it.0 == sitting).map(|it| it.1)
    }

    /// Nothing is due.
    pub(super) const fn is_nothing(&self) -> bool {
        self.gone.is_empty() && self.closed.is_empty()
    }
}

/// Whether somebody who hasn't left is gone all the same: as of when, and why.
fn gone(it: &Attended, beat: Option<&Beat>, now_ms: i64) -> Option<(i64, SeatEnd)> {
    let (heard, patience) = match beat {
        Some(beat) if beat.paced => (beat.at, LOST_MS),
        Some(beat) => (beat.at, BY_HAND_MS),
        None => (it.came_at, LOST_MS),
    };
    let ends = it.came_at + ATTESTED_MS;
    if now_ms - heard > patience && heard < ends {
        return Some((heard, SeatEnd::Lost));
    }
    (ends <= now_ms).then_some((ends, SeatEnd::RanOut))
}

#[cfg(test)]
mod tests {
    use caseward_gate::Rooms;
    use caseward_model::Joining;

    use super::super::stored::SITTING;
    use super::*;

    const OPENED: i64 = 1_000_000;

    fn open_room(people: &[(u8, i64, Option<i64>)]) -> Meeting {
        let mut rooms = Rooms::planned(4, SITTING);
        rooms.open(SITTING, [7; 16], OPENED);
        let attended = |(seat, came_at, left): &(u8, i64, Option<i64>)| Attended {
            seat: Id::from_bytes([*seat; 16]),
            sitting: SITTING,
            worker: i64::from(*seat),
            organization: 1,
            how: Joining::Remote,
            came_at: *came_at,
            left: left.map(|at| (at, SeatEnd::Left)),
        };
        Meeting {
            rooms,
            attendance: people.iter().map(attended).collect(),
            ..Meeting::default()
        }
    }

    fn heard(seat: u8, at: i64, paced: bool) -> Beats {
        Beats::from([(Id::from_bytes([seat; 16]), Beat { at, paced })])
    }

    #[test]
    fn cc_2_2_two_missed_beats_lose_a_seat_as_of_the_last_one() {
        let room = open_room(&[(1, OPENED, None)]);
        let beats = heard(1, OPENED + 60_000, true);
        let due = |at| Due::of(&room, &beats, OPENED + 60_000 + at);
        assert!(due(LOST_MS).is_nothing());
        let lost = due(LOST_MS + 1);
        let seat = Id::from_bytes([1; 16]);
        assert_eq!(lost.gone, [(seat, OPENED + 60_000, SeatEnd::Lost)]);
        assert!(lost.closed.is_empty(), "others can still come in");
        let by_hand = heard(1, OPENED + 60_000, false);
        let after = OPENED + 60_000 + LOST_MS + 1;
        assert!(Due::of(&room, &by_hand, after).is_nothing());
    }

    #[test]
    fn cc_2_2_a_room_is_over_as_of_five_minutes_without_anybody_however_late_one_looks() {
        let never_used = open_room(&[]);
        let none = Beats::new();
        assert!(Due::of(&never_used, &none, OPENED + EMPTY_MS - 1).is_nothing());
        let over = Due::of(&never_used, &none, OPENED + EMPTY_MS);
        assert_eq!(over.closed_at(SITTING), Some(OPENED + EMPTY_MS));

        let left = OPENED + 90_000;
        let one_there = open_room(&[(1, OPENED, Some(left)), (2, OPENED, None)]);
        let beats = heard(2, OPENED + 120_000, true);
        assert!(Due::of(&one_there, &beats, OPENED + 121_000).is_nothing());
        let a_day_later = Due::of(&one_there, &beats, OPENED + 86_400_000);
        assert_eq!(a_day_later.closed, [(SITTING, OPENED + 120_000 + EMPTY_MS)]);
    }

    #[test]
    fn cc_2_2_an_attestation_doesnt_reach_for_ever() {
        let room = open_room(&[(1, OPENED, None)]);
        let ends = OPENED + ATTESTED_MS;
        let beats = heard(1, ends, true);
        assert!(Due::of(&room, &beats, ends - 1).is_nothing());
        let due = Due::of(&room, &beats, ends);
        assert_eq!(due.gone[0].2, SeatEnd::RanOut);
        assert_eq!((due.gone[0].1, due.closed_at(SITTING)), (ends, None));
    }

    #[test]
    fn cc_2_4_one_sitting_that_is_over_leaves_the_others_as_they_are() {
        let mut meeting = open_room(&[(1, OPENED, None)]);
        meeting.rooms = Rooms::planned(4, SITTING);
        assert!(meeting.rooms.divide(3));
        for sitting in [SITTING, 2] {
            meeting.rooms.open(sitting, [7; 16], OPENED);
        }
        let at = OPENED + EMPTY_MS;
        let due = Due::of(&meeting, &heard(1, at, true), at);
        assert_eq!((due.gone, due.closed), (Vec::new(), vec![(2, at)]));
    }

    #[test]
    fn cc_2_2_nothing_is_due_about_a_room_that_isnt_open() {
        let mut room = open_room(&[(1, OPENED, None)]);
        room.rooms.close(SITTING, OPENED + 1);
        assert!(Due::of(&room, &Beats::new(), OPENED + 86_400_000).is_nothing());
    }
}
