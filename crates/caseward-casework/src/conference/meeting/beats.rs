//! What this server heard of the seats at it and hasn't written down yet: it writes one line of them for a room every ten seconds, and
//! not one for each page that says that it is there (CC-2.2).
//!
//! Nothing hangs on what stands here. A server that stops loses what it heard in its last seconds, and a page that still runs is heard by
//! another one.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use caseward_model::{Id, Seat};

use super::due::BEAT_MS;

/// After how long what was heard of a room is written, in ms: a page that speaks every ten seconds is then never a moment too early.
const WRITE_EVERY_MS: i64 = BEAT_MS - 1_000;
/// After how long without a beat a room is forgotten here, in ms.
const FORGOTTEN_MS: i64 = 3_600_000;

/// What was heard, by the number of the meeting.
#[derive(Default)]
pub(crate) struct HeardBeats(Mutex<HashMap<i64, Room>>);

#[derive(Default)]
struct Room {
    written_at: i64,
    seats: HashMap<Id<Seat>, i64>,
}

impl HeardBeats {
    /// Takes a beat in, and gives what is to be written down now: of each seat of the room when it was heard last, in ms.
    pub(super) fn take(&self, meeting: i64, seat: Id<Seat>, now_ms: i64) -> Vec<(Id<Seat>, i64)> {
        let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.retain(|_, room| now_ms - room.written_at < FORGOTTEN_MS);
        let room = rooms.entry(meeting).or_default();
        room.seats.insert(seat, now_ms);
        // A clock that was set back makes nobody wait.
        let wait = room.written_at..room.written_at + WRITE_EVERY_MS;
        if wait.contains(&now_ms) {
            return Vec::new();
        }
        room.written_at = now_ms;
        room.seats.drain().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cc_2_2_a_server_writes_one_beat_for_its_seats_of_a_room_every_ten_seconds() {
        let heard = HeardBeats::default();
        let seat = |no: u8| Id::<Seat>::from_bytes([no; 16]);
        let first = heard.take(1, seat(1), 1_000_000);
        assert_eq!(first, [(seat(1), 1_000_000)]);
        assert!(heard.take(1, seat(2), 1_004_000).is_empty());
        assert_eq!(heard.take(2, seat(3), 1_005_000).len(), 1, "another room");
        let mut both = heard.take(1, seat(1), 1_010_000);
        both.sort_unstable();
        assert_eq!(both, [(seat(1), 1_010_000), (seat(2), 1_004_000)]);
        assert_eq!(heard.take(1, seat(1), 990_000).len(), 1, "set back");
    }
}
