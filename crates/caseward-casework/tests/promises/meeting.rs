//! Meetings of case conferences: an attestation each time, a seat that ends at once, and a room that closes for good.

use std::sync::Arc;

use caseward_casework::conference::{
    Attesting, Heard, NewMeeting, Out, RoomStands, SeriesChange, ShownMeeting, ShownRoom,
};
use caseward_casework::gate::Actor;
use caseward_casework::people::Amiss;
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::Colleague;
use caseward_casework::{CaseworkError, Office};
use caseward_model::{Conference, Id, Joining, Meeting, Role, Seat, SeatEnd};
use caseward_testkit::{Engine, engines, run};

use crate::conference::{Table, amiss, is_none, on_each_engine, second_version};

const MINUTE: i64 = 60_000;
const SAID: Attesting = Attesting {
    reminded: true,
    attests: true,
};

/// A table with a series that all three have signed for, and a meeting of it.
struct Room {
    table: Table,
    series: Id<Conference>,
    meeting: Id<Meeting>,
}

impl Room {
    async fn planned(table: Table, how: Joining) -> Self {
        let series = table.begun().await;
        for one in [&table.omar, &table.heather] {
            table.named(one, series).await.expect("named");
            table.signs(one, series).await.expect("a signature");
        }
        let new = plan(&table, how);
        let office = &table.house.office;
        let set = office.set_meeting(table.lena.id, series, new).await;
        Self {
            meeting: set.expect("a meeting"),
            table,
            series,
        }
    }

    /// The same, open.
    async fn open(table: Table) -> Self {
        let room = Self::planned(table, Joining::Remote).await;
        let lena = room.table.lena.id;
        let opened = room.office().open_room(lena, room.meeting).await;
        opened.expect("an open room");
        room
    }

    fn office(&self) -> &Office {
        &self.table.house.office
    }

    fn wait(&self, ms: i64) {
        self.table.house.clock.advance(ms);
    }

    async fn sits(&self, who: &Colleague) -> Id<Seat> {
        let person = person(self.office(), who).await;
        let seat = self.office().take_seat(&person, self.meeting, SAID).await;
        seat.expect("a seat")
    }

    async fn tries(&self, who: &Colleague, said: Attesting) -> Result<Id<Seat>, CaseworkError> {
        let person = person(self.office(), who).await;
        self.office().take_seat(&person, self.meeting, said).await
    }

    async fn leaves(&self, who: &Colleague, seat: Id<Seat>, why: SeatEnd) {
        let person = person(self.office(), who).await;
        let place = (self.meeting, seat);
        let left = self.office().leave_seat(&person, place, why).await;
        left.expect("left");
    }

    async fn beats(&self, who: &Colleague, seat: Id<Seat>) -> Heard {
        heard(self.office(), (who, self.meeting, seat)).await
    }

    async fn sees(&self, who: &Colleague, seat: Id<Seat>) -> Result<ShownRoom, Out> {
        let person = person(self.office(), who).await;
        let room = self.office().room(&person, (self.meeting, seat)).await;
        room.expect("an answer")
    }

    async fn shown_to(&self, who: &Colleague) -> Result<ShownMeeting, CaseworkError> {
        self.office().meeting(who.id, self.meeting).await
    }

    async fn stands(&self) -> RoomStands {
        let shown = self.shown_to(&self.table.lena).await.expect("a meeting");
        shown.told.expect("everything").stands
    }
}

fn plan(table: &Table, how: Joining) -> NewMeeting {
    NewMeeting {
        begins_at: Some(table.house.clock.now_ms() + 60 * MINUTE),
        minutes: 60,
        how: Some(how),
        place: "Room 4 of the old mill".into(),
        asked: Vec::new(),
        purpose: "Homes for everybody on the list of the north side.".into(),
    }
}

async fn person(office: &Office, who: &Colleague) -> SignedIn {
    office.person_numbered(who.no).await.expect("a worker")
}

async fn heard(
    office: &Office,
    (who, meeting, seat): (&Colleague, Id<Meeting>, Id<Seat>),
) -> Heard {
    let person = person(office, who).await;
    let heard = office.hear_seat(&person, (meeting, seat)).await;
    heard.expect("an answer")
}

fn is_seated(heard: Heard) -> bool {
    matches!(heard, Heard::Seated { .. })
}

#[test]
fn cc_2_2_whoever_joins_attests_each_time_and_sees_nothing_before() {
    on_each_engine(|table| async move {
        let room = Room::planned(table, Joining::Remote).await;
        let (lena, heather) = (&room.table.lena, &room.table.heather);
        let early = room.tries(heather, SAID).await;
        assert_eq!(amiss(early), [Amiss::RoomNotOpen]);
        let by_omar = room.office().open_room(room.table.omar.id, room.meeting);
        assert!(matches!(by_omar.await, Err(CaseworkError::NotPermitted(_))));
        let opened = room.office().open_room(lena.id, room.meeting).await;
        opened.expect("an open room");
        let again = room.office().open_room(lena.id, room.meeting).await;
        assert_eq!(amiss(again), [Amiss::MeetingOver]);

        let silent = room.tries(heather, Attesting::default()).await;
        assert_eq!(amiss(silent), [Amiss::RoomReminder, Amiss::RoomAlone]);
        let half = Attesting {
            reminded: true,
            attests: false,
        };
        let half = room.tries(heather, half).await;
        assert_eq!(amiss(half), [Amiss::RoomAlone]);
        let lobby = room.shown_to(heather).await.unwrap().told.unwrap();
        assert!(lobby.sittings[0].attendance.is_empty() && !lobby.leads);

        let first = room.sits(heather).await;
        let seen = room.sees(heather, first).await.expect("a room");
        assert_eq!(seen.attendance.len(), 1);
        assert_eq!(seen.attendance[0].organization, "orchard");
        room.leaves(heather, first, SeatEnd::Left).await;
        let silent = room.tries(heather, Attesting::default()).await;
        assert_eq!(amiss(silent).len(), 2, "each time anew");
    });
}

#[test]
fn nasw_i_that_privacy_is_ensured_is_kept_for_each_who_sat_there_with_the_time() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let (lena, heather) = (&room.table.lena, &room.table.heather);
        let came = room.table.house.clock.now_ms();
        let seat = room.sits(heather).await;
        let held = person(room.office(), heather).await.sheet.seat;
        let held = held.expect("a seat on her own sheet");
        assert_eq!((held.id, held.how), (seat, Joining::Remote));
        room.wait(10_000);
        room.leaves(heather, seat, SeatEnd::Left).await;
        let shown = room.shown_to(lena).await.unwrap().told.unwrap();
        let hers = &shown.sittings[0].attendance[0];
        assert_eq!((hers.how, hers.came_at), (Joining::Remote, came));
        assert_eq!(hers.left, Some((came + 10_000, SeatEnd::Left)));
        // The attestation reaches four hours, whatever the page says.
        let again = room.sits(heather).await;
        for _ in 0..23 {
            room.wait(10 * MINUTE);
            assert!(room.sees(heather, again).await.is_ok());
        }
        room.wait(10 * MINUTE);
        let out = Heard::Out(Out::Ended(SeatEnd::RanOut));
        assert_eq!(room.beats(heather, again).await, out);
    });
}

#[test]
fn dv_4_6_2_in_one_place_it_is_attested_that_the_place_is_fit() {
    on_each_engine(|table| async move {
        let room = Room::planned(table, Joining::InPerson).await;
        let lena = &room.table.lena;
        let nowhere = NewMeeting {
            place: " ".into(),
            ..plan(&room.table, Joining::InPerson)
        };
        let nowhere = room
            .office()
            .move_meeting(lena.id, room.meeting, nowhere)
            .await;
        assert_eq!(amiss(nowhere), [Amiss::MeetingPlace]);
        let opened = room.office().open_room(lena.id, room.meeting).await;
        opened.expect("an open room");
        let unfit = Attesting {
            reminded: true,
            attests: false,
        };
        let unfit = room.tries(&room.table.omar, unfit).await;
        assert_eq!(amiss(unfit), [Amiss::RoomFit]);
        let seat = room.sits(&room.table.omar).await;
        let seen = room.sees(&room.table.omar, seat).await.expect("a room");
        assert_eq!(seen.attendance[0].how, Joining::InPerson);
    });
}

#[test]
fn cc_2_2_taking_the_word_back_puts_one_out_at_once() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let (lena, heather) = (&room.table.lena, &room.table.heather);
        let leads = room.sits(lena).await;
        let seat = room.sits(heather).await;
        assert!(is_seated(room.beats(heather, seat).await));
        room.leaves(heather, seat, SeatEnd::Withdrawn).await;
        let out = Out::Ended(SeatEnd::Withdrawn);
        assert_eq!(room.sees(heather, seat).await.unwrap_err(), out);
        assert_eq!(room.beats(heather, seat).await, Heard::Out(out));
        assert_eq!(person(room.office(), heather).await.sheet.seat, None);
        let seen = room.sees(lena, leads).await.expect("a room");
        let hers = seen.attendance.iter().find(|it| it.left.is_some());
        assert_eq!(hers.unwrap().left.unwrap().1, SeatEnd::Withdrawn);
        // Nobody does it for somebody else.
        let other = person(room.office(), &room.table.omar).await;
        let place = (room.meeting, leads);
        let office = room.office();
        is_none(office.leave_seat(&other, place, SeatEnd::Withdrawn).await);
        is_none(office.hear_seat(&other, place).await);
        assert!(is_seated(room.beats(lena, leads).await));
        let again = room.sits(heather).await;
        assert!(is_seated(room.beats(heather, again).await));
        // Why somebody left is for whoever leads.
        let seen = room.sees(heather, again).await.expect("a room");
        let left = seen.attendance.iter().filter_map(|it| it.left);
        let whys: Vec<_> = left.map(|(_, why)| why).collect();
        assert_eq!(whys, [SeatEnd::Left]);
    });
}

#[test]
fn cc_2_2_whoever_comes_in_twice_sits_in_the_second_page_and_the_first_is_covered() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let heather = &room.table.heather;
        let first = room.sits(heather).await;
        let second = room.sits(heather).await;
        let out = Out::Ended(SeatEnd::TakenOver);
        assert_eq!(room.beats(heather, first).await, Heard::Out(out));
        assert_eq!(room.sees(heather, first).await.unwrap_err(), out);
        let seen = room.sees(heather, second).await.expect("a room");
        let here = seen.attendance.iter().filter(|it| it.left.is_none());
        assert_eq!((seen.attendance.len(), here.count()), (2, 1));

        // In another room of the office they leave this one.
        let other = plan(&room.table, Joining::Remote);
        let (office, lena) = (room.office(), room.table.lena.id);
        let other = office.set_meeting(lena, room.series, other).await.unwrap();
        office.open_room(lena, other).await.expect("an open room");
        let whose = person(office, heather).await;
        let third = office.take_seat(&whose, other, SAID).await.unwrap();
        assert_eq!(room.beats(heather, second).await, Heard::Out(out));
        assert!(is_seated(heard(office, (heather, other, third)).await));
        // A seat of one room is none of another.
        let whose = person(office, heather).await;
        is_none(office.hear_seat(&whose, (room.meeting, third)).await);
    });
}

#[test]
fn cc_2_2_a_room_in_which_nobody_is_closes_as_of_then_and_never_opens_again() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let (lena, heather) = (&room.table.lena, &room.table.heather);
        let seat = room.sits(heather).await;
        room.beats(heather, seat).await;
        let heard_last = room.table.house.clock.now_ms();
        room.wait(2 * MINUTE);
        assert_eq!(room.stands().await, RoomStands::Open);
        // A day later somebody who wants to come in is the first to look.
        room.wait(24 * 60 * MINUTE);
        let late = room.tries(lena, SAID).await;
        assert_eq!(amiss(late), [Amiss::RoomClosed]);
        let then = RoomStands::Closed(heard_last + 5 * MINUTE);
        assert_eq!(room.stands().await, then);
        let out = Out::Ended(SeatEnd::Lost);
        assert_eq!(room.beats(heather, seat).await, Heard::Out(out));
        let opened = room.office().open_room(lena.id, room.meeting).await;
        assert_eq!(amiss(opened), [Amiss::MeetingOver]);
        let moved = plan(&room.table, Joining::Remote);
        let moved = room.office().move_meeting(lena.id, room.meeting, moved);
        assert_eq!(amiss(moved.await), [Amiss::MeetingOver]);
        assert_eq!(room.stands().await, then);
    });
}

#[test]
fn cc_2_2_when_the_lead_closes_the_room_everybody_is_out_and_it_stays_on_record_who_was_there() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let (lena, heather) = (&room.table.lena, &room.table.heather);
        let seat = room.sits(heather).await;
        let by_her = room.office().close_room(heather.id, room.meeting).await;
        assert!(matches!(by_her, Err(CaseworkError::NotPermitted(_))));
        let closed = room.office().close_room(lena.id, room.meeting).await;
        closed.expect("closed");
        let out = Out::Ended(SeatEnd::Closed);
        assert_eq!(room.beats(heather, seat).await, Heard::Out(out));
        assert_eq!(person(room.office(), heather).await.sheet.seat, None);
        let late = room.tries(heather, SAID).await;
        assert_eq!(amiss(late), [Amiss::RoomClosed]);
        let shown = room.shown_to(lena).await.unwrap().told.unwrap();
        let left = shown.sittings[0].attendance[0].left;
        assert_eq!(left.unwrap().1, SeatEnd::Closed);
        let hers = room.shown_to(heather).await.unwrap().told.unwrap();
        let hers = &hers.sittings[0].attendance;
        assert!(hers.is_empty(), "it is kept for the lead");
    });
}

#[test]
fn cc_2_2_a_page_that_is_silent_for_two_beats_has_lost_its_seat_and_one_by_hand_later() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let (omar, heather) = (&room.table.omar, &room.table.heather);
        let scripted = room.sits(heather).await;
        let by_hand = room.sits(omar).await;
        room.beats(heather, scripted).await;
        for _ in 0..3 {
            room.wait(10_000);
            assert!(is_seated(room.beats(heather, scripted).await));
        }
        room.wait(31_000);
        let out = Heard::Out(Out::Ended(SeatEnd::Lost));
        assert_eq!(room.beats(heather, scripted).await, out);
        let again = room.sits(heather).await;
        assert!(is_seated(room.beats(heather, again).await), "the same run");
        // Nothing but a person's hand renews the other page.
        room.wait(8 * MINUTE);
        assert!(room.sees(omar, by_hand).await.is_ok());
        room.wait(9 * MINUTE);
        assert!(room.sees(omar, by_hand).await.is_ok());
        room.wait(10 * MINUTE + 1);
        let out = room.sees(omar, by_hand).await.unwrap_err();
        assert_eq!(out, Out::Ended(SeatEnd::Lost));
    });
}

#[test]
fn cc_2_10_whoever_is_taken_out_or_has_to_sign_again_is_out_of_the_room_at_once() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let (lena, omar) = (&room.table.lena, &room.table.omar);
        let (office, heather) = (room.office(), &room.table.heather);
        let hers = room.sits(heather).await;
        let his = room.sits(omar).await;
        let out = office.take_out_participant(lena.id, room.series, heather.id);
        out.await.expect("out");
        assert_eq!(person(office, heather).await.sheet.seat, None);
        let no_part = Out::Ended(SeatEnd::NoPart);
        assert_eq!(room.beats(heather, hers).await, Heard::Out(no_part));
        is_none(room.tries(heather, SAID).await);
        is_none(room.shown_to(heather).await);

        let published = office.publish_requirement(Actor::KeyHolder, second_version());
        published.await.expect("a version");
        room.table.house.sign_conferencing(omar).await;
        assert_eq!(room.beats(omar, his).await, Heard::Out(no_part));
        let unsigned = room.tries(omar, SAID).await;
        assert_eq!(amiss(unsigned), [Amiss::ConferenceSignFirst]);
        assert!(room.shown_to(omar).await.unwrap().told.is_none());
        let file = office.meeting_calendar(omar.id, room.meeting).await;
        assert_eq!(amiss(file), [Amiss::ConferenceSignFirst]);
    });
}

#[test]
fn cc_2_when_a_series_ends_its_rooms_end_too() {
    on_each_engine(|table| async move {
        let room = Room::open(table).await;
        let heather = &room.table.heather;
        let seat = room.sits(heather).await;
        let (office, lena) = (room.office(), room.table.lena.id);
        let next = plan(&room.table, Joining::Remote);
        let next = office.set_meeting(lena, room.series, next).await.unwrap();
        let ended = room.table.change(room.series, SeriesChange::End).await;
        ended.expect("an end");
        let out = Out::Ended(SeatEnd::Closed);
        assert_eq!(room.beats(heather, seat).await, Heard::Out(out));
        let all = office.meetings_of(lena, room.series).await.unwrap();
        let next = all.iter().find(|it| it.id == next).unwrap();
        assert_eq!(next.stands, RoomStands::Cancelled);
        let another = plan(&room.table, Joining::Remote);
        let another = office.set_meeting(lena, room.series, another).await;
        assert_eq!(amiss(another), [Amiss::ConferenceEnded]);
    });
}

#[test]
fn dv_3_3_1_a_meeting_to_which_one_isnt_asked_is_one_that_isnt_there() {
    on_each_engine(|table| async move {
        let room = Room::planned(table, Joining::Remote).await;
        let (lena, heather) = (&room.table.lena, &room.table.heather);
        let without_her = NewMeeting {
            asked: vec![room.table.omar.id],
            ..plan(&room.table, Joining::Remote)
        };
        let office = room.office();
        let moved = office.move_meeting(lena.id, room.meeting, without_her);
        moved.await.expect("changed");
        office.open_room(lena.id, room.meeting).await.unwrap();
        let nowhere = Id::<Meeting>::from_bytes([7; 16]);
        let whose = person(office, heather).await;
        for id in [room.meeting, nowhere] {
            is_none(office.meeting(heather.id, id).await);
            is_none(office.take_seat(&whose, id, SAID).await);
            is_none(office.meeting_calendar(heather.id, id).await);
        }
        let hers = office.meetings_of(heather.id, room.series).await;
        assert!(hers.unwrap().is_empty());
        let his = office.meetings_of(room.table.omar.id, room.series).await;
        assert_eq!(his.unwrap().len(), 1);
        room.sits(&room.table.omar).await;
        // Another lead has no more to say there than anybody.
        let sol = room.table.house.worker("sol", Role::Supervisor).await;
        room.table.house.sign_conferencing(&sol).await;
        for id in [room.meeting, nowhere] {
            is_none(office.close_room(sol.id, id).await);
            is_none(office.cancel_meeting(sol.id, id).await);
        }
        let stranger = NewMeeting {
            asked: vec![sol.id],
            ..plan(&room.table, Joining::Remote)
        };
        let stranger = office.set_meeting(lena.id, room.series, stranger).await;
        assert_eq!(amiss(stranger), [Amiss::MeetingAsked]);
    });
}

#[test]
fn cc_2_2_a_server_whose_clock_went_back_says_so_and_lets_nobody_in() {
    on_each_engine(|table| async move {
        table.house.clock.advance(10 * MINUTE);
        let room = Room::open(table).await;
        let (omar, heather) = (&room.table.omar, &room.table.heather);
        let seat = room.sits(heather).await;
        room.wait(-2 * MINUTE);
        assert_eq!(room.beats(heather, seat).await, Heard::Out(Out::Clock));
        let late = room.tries(omar, SAID).await;
        assert_eq!(amiss(late), [Amiss::RoomClock]);
        assert_eq!(room.stands().await, RoomStands::Open);
        room.wait(2 * MINUTE);
        assert!(is_seated(room.beats(heather, seat).await));
    });
}

#[test]
fn cc_2_2_several_servers_hold_one_room_and_one_that_stops_makes_nobody_leave() {
    let Some(engine) = engines().into_iter().find(|it| *it != Engine::Sqlite) else {
        return;
    };
    run(async {
        let room = Room::open(Table::laid(&engine).await).await;
        let other: Arc<Office> = room.table.house.another_server().await;
        let (lena, heather) = (&room.table.lena, &room.table.heather);
        let leads = room.sits(lena).await;
        let seat = room.sits(heather).await;
        room.beats(lena, leads).await;
        room.beats(heather, seat).await;
        // The first server hears nothing any more; Heather's page finds the second one.
        room.wait(20_000);
        let place = (heather, room.meeting, seat);
        assert!(is_seated(heard(&other, place).await));
        room.wait(15_000);
        assert!(is_seated(heard(&other, place).await));
        let lost = heard(&other, (lena, room.meeting, leads)).await;
        assert_eq!(lost, Heard::Out(Out::Ended(SeatEnd::Lost)));
        // She comes back by the lobby of the second one, into the same room.
        let whose = person(&other, lena).await;
        let again = other.take_seat(&whose, room.meeting, SAID).await.unwrap();
        assert!(is_seated(heard(&other, (lena, room.meeting, again)).await));
        // The first one, awake again, holds the same room and nothing older.
        assert!(is_seated(room.beats(heather, seat).await));
        let shown = room.sees(lena, again).await.expect("a room");
        let here = shown.attendance.iter().filter(|it| it.left.is_none());
        assert_eq!(here.count(), 2);
        other.close_room(lena.id, room.meeting).await.unwrap();
        let out = Heard::Out(Out::Ended(SeatEnd::Closed));
        assert_eq!(room.beats(heather, seat).await, out);
    });
}

#[test]
fn nasw_m_a_calendar_file_tells_nothing_but_when_and_no_two_people_get_the_same() {
    on_each_engine(|table| async move {
        let room = Room::planned(table, Joining::InPerson).await;
        let (office, heather) = (room.office(), &room.table.heather);
        let hers = office.meeting_calendar(heather.id, room.meeting).await;
        let his = office.meeting_calendar(room.table.omar.id, room.meeting);
        let (hers, his) = (hers.expect("a file"), his.await.expect("a file"));
        assert!(hers.contains("SUMMARY:Conference\r\n"), "{hers}");
        let id = room.meeting.to_string();
        for told in ["mill", "north", "Northside", "lena", id.as_str()] {
            assert!(!hers.contains(told), "{told}");
        }
        let uid = |file: &str| {
            file.lines()
                .find(|it| it.starts_with("UID:"))
                .map(str::to_owned)
        };
        assert_ne!(uid(&hers), uid(&his));
        let again = office.meeting_calendar(heather.id, room.meeting).await;
        assert_eq!(uid(&hers), uid(&again.unwrap()));

        let titled = office
            .set_calendar_title(Actor::KeyHolder, "Table; round")
            .await;
        titled.expect("a title");
        let lena = room.table.lena.id;
        office.cancel_meeting(lena, room.meeting).await.unwrap();
        let off = office.meeting_calendar(heather.id, room.meeting).await;
        let off = off.unwrap();
        assert!(off.contains("SUMMARY:Table\\; round\r\n"), "{off}");
        assert!(off.contains("STATUS:CANCELLED\r\n") && off.contains("SEQUENCE:1\r\n"));
        let nobody = office.set_calendar_title(lena, "Mine").await;
        assert!(matches!(nobody, Err(CaseworkError::NotPermitted(_))));
    });
}

#[test]
fn nasw_l_what_lies_on_the_disk_says_of_a_meeting_only_that_there_is_one() {
    run(async {
        let table = Table::laid(&Engine::Sqlite).await;
        let room = Room::planned(table, Joining::InPerson).await;
        for file in std::fs::read_dir(room.table.house.folder()).unwrap() {
            let path = file.unwrap().path();
            if !path.is_file() {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            for told in ["old mill", "north side", "in_person"] {
                let found = bytes.windows(told.len()).any(|it| it == told.as_bytes());
                assert!(!found, "{told} in {}", path.display());
            }
        }
    });
}

#[test]
fn cc_2_whoever_was_asked_and_has_not_signed_is_the_leads_to_see() {
    on_each_engine(|table| async move {
        let room = Room::planned(table, Joining::Remote).await;
        let (lena, omar) = (&room.table.lena, &room.table.omar);
        let ada = room.table.house.worker("ada", Role::Caseworker).await;
        let named = room.table.named(&ada, room.series);
        named.await.expect("named");
        let both = NewMeeting {
            asked: vec![omar.id, ada.id],
            ..plan(&room.table, Joining::Remote)
        };
        let moved = room.office().move_meeting(lena.id, room.meeting, both);
        moved.await.expect("changed");
        let asked = async |who: &Colleague| {
            let shown = room.shown_to(who).await.expect("a meeting");
            let told = shown.told.expect("everything");
            told.asked.iter().map(|it| it.id).collect::<Vec<_>>()
        };
        assert_eq!(asked(lena).await, [omar.id, ada.id]);
        assert_eq!(asked(omar).await, [omar.id]);
    });
}
