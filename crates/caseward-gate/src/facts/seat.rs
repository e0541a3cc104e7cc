//! Who sits in which room of a case conference, and whether that room is open: without both, nothing is shown in one (CC-2.2, NASW-i,
//! DV-4.6.2).
//!
//! A seat stands on the sheet of whoever sits there, from the moment in which they said that nobody else can hear or see this until
//! they leave, for whatever reason; there is no seat without that word. A room's state stands on the card of its meeting. It goes
//! from planned to open to closed, and no way leads back: an open room has a *run*, and a seat counts in the run in which it was
//! taken and in no other.

use caseward_db::Reader;
use caseward_model::{Id, Joining, Seat};
use serde::{Deserialize, Serialize};

use crate::GateError;
use crate::cards;
use crate::office_work::Drawer;
use crate::vault::Vault;

/// One person in one room, from their attestation until they leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatFact {
    /// Its id; the page in which the person sits has it, and none that was opened before.
    pub id: Id<Seat>,
    /// The number of the series.
    pub series: i64,
    /// The number of the meeting.
    pub meeting: i64,
    /// The number of the sitting within the meeting.
    pub sitting: i64,
    /// The run of the room.
    pub run: [u8; 16],
    /// How they sit there, and so what they attested: that nobody else can hear or see this, or that the place is fit.
    pub how: Joining,
    /// Since when, in ms.
    pub since: i64,
    /// Until when the attestation reaches at most, in ms; whoever stays longer attests again.
    pub attested_until: i64,
    /// In which session of theirs they sit there; none for a program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

impl SeatFact {
    /// Whether the attestation reaches as far as this time, in ms.
    #[must_use]
    pub const fn is_attested_at(&self, now_ms: i64) -> bool {
        self.since <= now_ms && now_ms < self.attested_until
    }
}

/// How a room stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomState {
    /// Nobody can come in yet.
    #[default]
    Planned,
    /// People can come in.
    Open {
        /// Drawn when it was opened.
        run: [u8; 16],
        /// Since when, in ms.
        since: i64,
    },
    /// For good.
    Closed {
        /// As of when, in ms.
        at: i64,
    },
}

/// One room: a sitting of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct RoomFact {
    sitting: i64,
    state: RoomState,
}

/// The rooms of a meeting, as they stand on its card under these two names, beside whatever else a desk keeps there. Closed is the
/// last state of each.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rooms {
    series: i64,
    rooms: Vec<RoomFact>,
    /// The agenda of the meeting was closed, whatever became of it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    divided: bool,
}

impl Rooms {
    /// The rooms of a meeting of this series that has one sitting.
    #[must_use]
    pub fn planned(series: i64, sitting: i64) -> Self {
        let state = RoomState::Planned;
        Self {
            series,
            rooms: vec![RoomFact { sitting, state }],
            divided: false,
        }
    }

    /// Makes one room for each of so many sittings, at least one, while all are planned and once only; says whether it did. A second
    /// time would tell whoever tries it whether there was anything the first time.
    pub fn divide(&mut self, sittings: i64) -> bool {
        let planned = self.rooms.iter().all(|it| it.state == RoomState::Planned);
        let divides = planned && !self.divided;
        if divides {
            self.divided = true;
            let state = RoomState::Planned;
            let rooms = 1..=sittings.max(1);
            self.rooms = rooms.map(|sitting| RoomFact { sitting, state }).collect();
        }
        divides
    }

    /// Whether the agenda of the meeting was closed.
    #[must_use]
    pub const fn is_divided(&self) -> bool {
        self.divided
    }

    /// The number of the series.
    #[must_use]
    pub const fn series(&self) -> i64 {
        self.series
    }

    /// The numbers of the sittings.
    #[must_use]
    pub fn sittings(&self) -> Vec<i64> {
        self.rooms.iter().map(|it| it.sitting).collect()
    }

    /// How the room of a sitting stands; nothing where there is no such sitting.
    #[must_use]
    pub fn state(&self, sitting: i64) -> Option<RoomState> {
        let mut all = self.rooms.iter();
        all.find(|it| it.sitting == sitting).map(|it| it.state)
    }

    /// Opens a planned room; says whether it was one.
    pub fn open(&mut self, sitting: i64, run: [u8; 16], now_ms: i64) -> bool {
        let since = now_ms;
        self.step(sitting, RoomState::Open { run, since }, |it| {
            it == RoomState::Planned
        })
    }

    /// Closes a room, planned or open, as of this time, in ms; says whether it wasn't closed yet.
    pub fn close(&mut self, sitting: i64, at: i64) -> bool {
        self.step(sitting, RoomState::Closed { at }, |it| {
            !matches!(it, RoomState::Closed { .. })
        })
    }

    /// Whether a seat is one of a room of these that is open, in its run.
    #[must_use]
    pub fn holds(&self, seat: &SeatFact) -> bool {
        let state = self.state(seat.sitting);
        let in_run = |state| matches!(state, RoomState::Open { run, .. } if run == seat.run);
        self.series == seat.series && state.is_some_and(in_run)
    }

    fn step(&mut self, sitting: i64, to: RoomState, from: fn(RoomState) -> bool) -> bool {
        let mut all = self.rooms.iter_mut();
        let found = all.find(|it| it.sitting == sitting && from(it.state));
        found.is_some_and(|room| {
            room.state = to;
            true
        })
    }
}

/// Who sat in the rooms of a meeting, as it stands on its card beside them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Attendance {
    attendance: Vec<Sat>,
}

/// Somebody who sat in a room: they had attested, or they wouldn't have.
#[derive(Debug, Clone, Deserialize)]
struct Sat {
    /// Where nothing is said, there was one.
    #[serde(default = "the_only_one")]
    sitting: i64,
    worker: i64,
    organization: i64,
}

const fn the_only_one() -> i64 {
    1
}

impl Attendance {
    /// Whether somebody sat in a sitting for this organisation, by their numbers: whoever moved to another one didn't.
    pub(crate) fn has(&self, sitting: i64, (worker, organization): (i64, i64)) -> bool {
        let mut all = self.attendance.iter();
        all.any(|it| (it.sitting, it.worker, it.organization) == (sitting, worker, organization))
    }
}

/// Whether a seat counts at this time, in ms: its attestation reaches so far, and the newest card of its meeting says that its room
/// is open in its run.
pub(crate) fn counts(
    reader: &mut Reader<'_>,
    vault: &Vault,
    seat: &SeatFact,
    now_ms: i64,
) -> Result<bool, GateError> {
    if !seat.is_attested_at(now_ms) {
        return Ok(false);
    }
    let drawer = Drawer::Meetings as u8;
    let card = cards::open::<Rooms>(vault, reader, drawer, seat.meeting)?;
    Ok(card.is_some_and(|(_, rooms)| rooms.holds(seat)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WorkerSheet;

    const RUN: [u8; 16] = [7; 16];

    fn seat() -> SeatFact {
        SeatFact {
            id: Id::from_bytes([3; 16]),
            series: 4,
            meeting: 5,
            sitting: 1,
            run: RUN,
            how: Joining::Remote,
            since: 10,
            attested_until: 20,
            session: None,
        }
    }

    #[test]
    fn cc_2_2_a_seat_counts_in_the_run_in_which_it_was_taken_and_while_its_attestation_reaches() {
        let mut rooms = Rooms::planned(4, 1);
        assert!(!rooms.holds(&seat()), "it isn't open yet");
        assert!(rooms.open(1, RUN, 9));
        assert!(rooms.holds(&seat()));
        let of_another = SeatFact {
            series: 3,
            ..seat()
        };
        let of_a_run_before = SeatFact {
            run: [8; 16],
            ..seat()
        };
        let elsewhere = SeatFact {
            sitting: 2,
            ..seat()
        };
        for other in [of_another, of_a_run_before, elsewhere] {
            assert!(!rooms.holds(&other), "{other:?}");
        }
        assert!(seat().is_attested_at(10) && seat().is_attested_at(19));
        assert!(!seat().is_attested_at(9) && !seat().is_attested_at(20));
    }

    #[test]
    fn cc_2_2_no_way_leads_out_of_a_closed_room() {
        let mut rooms = Rooms::planned(4, 1);
        assert!(rooms.open(1, RUN, 9) && !rooms.open(1, [8; 16], 10));
        assert!(rooms.close(1, 30) && !rooms.close(1, 40));
        assert!(!rooms.open(1, RUN, 50));
        assert_eq!(rooms.state(1), Some(RoomState::Closed { at: 30 }));
        assert!(!rooms.holds(&seat()));
        assert!(!rooms.open(2, RUN, 9), "there is no such sitting");
    }

    #[test]
    fn cc_2_4_a_meeting_is_divided_while_all_of_its_rooms_are_planned() {
        let mut rooms = Rooms::planned(4, 1);
        assert!(rooms.divide(3) && rooms.open(3, RUN, 9));
        assert!(!rooms.divide(1), "somebody can have been there");
        assert_eq!(rooms.state(2), Some(RoomState::Planned));
        assert_eq!(rooms.sittings(), [1, 2, 3]);
        let mut empty = Rooms::planned(4, 1);
        assert!(!empty.is_divided() && empty.divide(0) && empty.is_divided());
        assert!(!empty.divide(0), "whether there was anything isn't told");
    }

    #[test]
    fn cc_2_2_the_gate_reads_the_rooms_among_all_else_that_a_desk_keeps_on_the_card() {
        let mut rooms = Rooms::planned(4, 1);
        rooms.open(1, RUN, 9);
        let mut card = serde_json::to_value(&rooms).unwrap();
        card["place"] = "Town hall".into();
        assert_eq!(serde_json::from_value::<Rooms>(card).unwrap(), rooms);
        assert_eq!(
            serde_json::from_str::<Rooms>("{}").unwrap(),
            Rooms::default()
        );
    }

    #[test]
    fn cc_2_1_who_sat_in_a_room_is_read_among_all_else_that_a_desk_keeps_on_the_card() {
        let card = serde_json::json!({
            "series": 4,
            "attendance": [
                { "seat": "x", "worker": 7, "organization": 2, "came_at": 5 },
                { "seat": "y", "sitting": 2, "worker": 8, "organization": 2, "came_at": 6 },
            ],
        });
        let sat: Attendance = serde_json::from_value(card).unwrap();
        assert!(sat.has(1, (7, 2)), "from before there were several");
        assert!(sat.has(2, (8, 2)) && !sat.has(1, (8, 2)));
        assert!(!sat.has(1, (7, 3)), "for another organization");
        let nobody: Attendance = serde_json::from_str("{}").unwrap();
        assert!(!nobody.has(1, (7, 2)));
    }

    #[test]
    fn cc_2_2_a_sheet_from_before_there_were_seats_has_none() {
        let mut sheet = WorkerSheet::new(1, caseward_model::Role::Caseworker);
        let before = serde_json::to_string(&sheet).unwrap();
        assert!(!before.contains("seat"));
        let read: WorkerSheet = serde_json::from_str(&before).unwrap();
        assert_eq!(read.seat, None);
        sheet.seat = Some(seat());
        let kept = serde_json::to_string(&sheet).unwrap();
        assert_eq!(serde_json::from_str::<WorkerSheet>(&kept).unwrap(), sheet);
    }
}
