//! Sittings of a meeting: nobody comes into one that isn't theirs, and nothing that they see tells them that it is there.

mod leading;

use std::sync::Arc;

use caseward_casework::conference::{
    Attesting, Heard, ItemState, MeetingLine, MySitting, NewMeeting, Out, RoomStands, SeriesChange,
    ShownMeeting, ShownRoom,
};
use caseward_casework::people::Amiss;
use caseward_casework::staff::Colleague;
use caseward_casework::{CaseworkError, Office};
use caseward_model::{Category, Client, Id, Joining, Meeting, Role, Seat, SeatEnd};
use caseward_testkit::{Engine, engines, run};

use crate::agenda::{Table, on_each_engine};
use crate::conference::{amiss, is_none};

const MINUTE: i64 = 60_000;
/// The number of the first meeting of an office.
const FIRST: i64 = 1;
const SAID: Attesting = Attesting {
    reminded: true,
    attests: true,
};

/// A meeting of the one series.
struct Day {
    table: Table,
    meeting: Id<Meeting>,
}

impl Day {
    async fn set(table: Table) -> Self {
        let office = &table.house.office;
        let new = plan(&table);
        let set = office.set_meeting(table.lena.id, table.series, new).await;
        Self {
            meeting: set.expect("a meeting"),
            table,
        }
    }

    /// The same with both clients on the agenda, and a wall between Heather and Alma: Heather sits with everybody where Bea is spoken
    /// of, and Alma is spoken of elsewhere.
    async fn divided(table: Table) -> Self {
        let day = Self::set(table).await;
        let (alma, bea) = (day.table.alma, day.table.bea);
        day.table.wall(alma, &day.table.heather).await;
        for client in [alma, bea] {
            let new = day.table.item(false, &[Category::Demographics]);
            day.table.on_agenda(client, new).await;
        }
        day.closes_agenda().await.expect("a closed agenda");
        day
    }

    async fn closes_agenda(&self) -> Result<(), CaseworkError> {
        let (lena, series) = (self.table.lena.id, self.table.series);
        self.office().close_agenda(lena, series, FIRST).await
    }

    fn office(&self) -> &Office {
        &self.table.house.office
    }

    fn wait(&self, ms: i64) {
        self.table.house.clock.advance(ms);
    }

    async fn shown_to(&self, who: &Colleague) -> Result<ShownMeeting, CaseworkError> {
        self.office().meeting(who.id, self.meeting).await
    }

    async fn sittings(&self, who: &Colleague) -> Vec<MySitting> {
        let shown = self.shown_to(who).await.expect("a meeting");
        shown.told.expect("everything").sittings
    }

    /// Somebody's sitting: the one with everybody, or the other one.
    async fn sitting(&self, who: &Colleague, everybody: bool) -> MySitting {
        let all = self.sittings(who).await.into_iter();
        let mut its = all.filter(|it| it.everybody == everybody);
        its.next().expect("a sitting")
    }

    /// All that somebody finds out about the meeting without coming in.
    async fn told(&self, who: &Colleague) -> (ShownMeeting, Vec<MeetingLine>, String) {
        let office = self.office();
        let lines = office.meetings_of(who.id, self.table.series).await;
        let file = office.meeting_calendar(who.id, self.meeting).await;
        let shown = self.shown_to(who).await.expect("a meeting");
        (shown, lines.expect("a list"), file.expect("a file"))
    }

    async fn opens(&self, everybody: bool) -> Result<(), CaseworkError> {
        let lena = &self.table.lena;
        let at = self.sitting(lena, everybody).await.handle;
        let at = (self.meeting, Some(at));
        self.office().open_room(lena.id, at).await
    }

    async fn closes(&self, everybody: bool) -> Result<(), CaseworkError> {
        let lena = &self.table.lena;
        let at = self.sitting(lena, everybody).await.handle;
        let at = (self.meeting, Some(at));
        self.office().close_room(lena.id, at).await
    }

    async fn tries(&self, who: &Colleague, at: Option<String>) -> Result<Id<Seat>, CaseworkError> {
        let person = self.table.person(who).await;
        let at = (self.meeting, at);
        self.office().take_seat(&person, at, SAID).await
    }

    async fn sits(&self, who: &Colleague, everybody: bool) -> Id<Seat> {
        let at = self.sitting(who, everybody).await.handle;
        self.tries(who, Some(at)).await.expect("a seat")
    }

    async fn sees(&self, who: &Colleague, seat: Id<Seat>) -> Result<ShownRoom, Out> {
        let person = self.table.person(who).await;
        let room = self.office().room(&person, (self.meeting, seat)).await;
        room.expect("an answer")
    }

    async fn beats(&self, who: &Colleague, seat: Id<Seat>) -> Heard {
        let person = self.table.person(who).await;
        let heard = self.office().hear_seat(&person, (self.meeting, seat));
        heard.await.expect("an answer")
    }

    /// In which sitting somebody sits, as the gate believes it.
    async fn seated(&self, who: &Colleague) -> Option<i64> {
        let seat = self.table.person(who).await.sheet.seat;
        seat.map(|it| it.sitting)
    }

    async fn spoken_in(&self, client: Id<Client>) -> i64 {
        let placed = self.table.placed(client).await;
        placed.expect("a sitting").sitting
    }
}

fn plan(table: &Table) -> NewMeeting {
    NewMeeting {
        begins_at: Some(table.house.clock.now_ms() + 60 * MINUTE),
        minutes: 60,
        how: Some(Joining::Remote),
        place: String::new(),
        asked: Vec::new(),
        purpose: "Homes for everybody on the list of the north side.".into(),
    }
}

#[test]
fn cc_2_4_whom_a_wall_keeps_away_sees_a_meeting_as_if_that_sitting_werent_there() {
    on_each_engine(|table| async move {
        let day = Day::set(table).await;
        let (lena, dana, heather) = (&day.table.lena, &day.table.dana, &day.table.heather);
        day.table.wall(day.table.alma, heather).await;
        let new = day.table.item(false, &[Category::Demographics]);
        day.table.on_agenda(day.table.alma, new).await;
        let before = day.told(heather).await;
        day.closes_agenda().await.expect("a closed agenda");
        assert_eq!(day.told(heather).await, before);
        assert_eq!(day.sittings(lena).await.len(), 2);
        assert_eq!(day.sittings(dana).await.len(), 2);

        day.opens(false).await.expect("an open room");
        assert_eq!(day.told(heather).await, before);
        let early = day.tries(heather, None).await;
        assert_eq!(amiss(early), [Amiss::RoomNotOpen], "hers isn't open");
        let theirs = [
            day.sitting(lena, false).await.handle,
            day.sitting(dana, false).await.handle,
        ];
        assert_ne!(theirs[0], theirs[1], "nobody's handle is another's");
        let nowhere = Id::<Meeting>::from_bytes([7; 16]).to_string();
        for handle in [theirs[0].clone(), theirs[1].clone(), nowhere] {
            is_none(day.tries(heather, Some(handle)).await);
        }
        let leads = day.sits(lena, false).await;
        let seat = day.sits(dana, false).await;
        let room = day.sees(dana, seat).await.expect("a room");
        assert_eq!(room.attendance.len(), 2);
        assert_eq!(day.told(heather).await, before);
        // Nobody's seat is an address for her.
        let person = day.table.person(heather).await;
        let place = (day.meeting, leads);
        is_none(day.office().room(&person, place).await.map(drop));

        day.opens(true).await.expect("an open room");
        let hers = day.sits(heather, true).await;
        let room = day.sees(heather, hers).await.expect("a room");
        assert_eq!((room.attendance.len(), room.changes), (1, 1));
        day.closes(false).await.expect("closed");
        let room = day.sees(heather, hers).await.expect("a room");
        assert_eq!((room.attendance.len(), room.changes), (1, 1));
        let out = Out::Ended(SeatEnd::Closed);
        assert_eq!(day.sees(dana, seat).await.unwrap_err(), out);
    });
}

#[test]
fn cc_2_4_two_sittings_are_held_at_once_or_one_after_another_and_each_closes_for_good() {
    on_each_engine(|table| async move {
        let day = Day::divided(table).await;
        let (lena, dana, heather) = (&day.table.lena, &day.table.dana, &day.table.heather);
        let alma = day.spoken_in(day.table.alma).await;
        let bea = day.spoken_in(day.table.bea).await;
        assert_eq!(day.sittings(heather).await.len(), 1);
        for everybody in [false, true] {
            day.opens(everybody).await.expect("an open room");
        }
        let first = day.sits(dana, false).await;
        let hers = day.sits(heather, true).await;
        assert_eq!(day.seated(dana).await, Some(alma));
        assert_eq!(day.seated(heather).await, Some(bea));
        for (who, seat) in [(dana, first), (heather, hers)] {
            let room = day.sees(who, seat).await.expect("a room");
            assert_eq!(room.attendance.len(), 1, "each in their own room");
        }
        // Whoever goes over into another sitting of theirs leaves the first one.
        let second = day.sits(dana, true).await;
        assert_eq!(day.seated(dana).await, Some(bea));
        let out = Out::Ended(SeatEnd::TakenOver);
        assert_eq!(day.sees(dana, first).await.unwrap_err(), out);
        let room = day.sees(heather, hers).await.expect("a room");
        assert_eq!(room.attendance.len(), 2);

        day.closes(false).await.expect("closed");
        assert!(matches!(
            day.beats(heather, hers).await,
            Heard::Seated { .. }
        ));
        assert_eq!(amiss(day.opens(false).await), [Amiss::MeetingOver]);
        let handle = day.sitting(dana, false).await.handle;
        let late = day.tries(dana, Some(handle)).await;
        assert_eq!(amiss(late), [Amiss::RoomClosed]);
        let left = day.sitting(lena, false).await.attendance[0].left;
        assert_eq!(left.unwrap().1, SeatEnd::TakenOver);
        // Without saying which, one comes to the one that is open.
        let again = day.tries(dana, None).await.expect("a seat");
        assert_eq!(day.seated(dana).await, Some(bea));
        assert_ne!(again, second);
        day.closes(true).await.expect("closed");
        let out = Heard::Out(Out::Ended(SeatEnd::Closed));
        assert_eq!(day.beats(heather, hers).await, out);
        let told = day.shown_to(dana).await.unwrap().told.unwrap();
        assert!(matches!(told.stands, RoomStands::Closed(_)));
    });
}

#[test]
fn cc_2_2_a_sitting_in_which_nobody_is_closes_as_of_then_and_leaves_the_others_open() {
    on_each_engine(|table| async move {
        let day = Day::divided(table).await;
        let (lena, heather) = (&day.table.lena, &day.table.heather);
        for everybody in [false, true] {
            day.opens(everybody).await.expect("an open room");
        }
        let opened = day.table.house.clock.now_ms();
        day.sits(heather, true).await;
        day.wait(6 * MINUTE);
        let alma = day.sitting(lena, false).await;
        assert_eq!(alma.stands, RoomStands::Closed(opened + 5 * MINUTE));
        let bea = day.sitting(lena, true).await;
        assert_eq!(bea.stands, RoomStands::Open);
        let told = day.shown_to(lena).await.unwrap().told.unwrap();
        assert_eq!(told.stands, RoomStands::Open, "taken together");
        // What goes on isn't called off with what hasn't begun, and what has begun isn't called off at all.
        let off = day.office().cancel_meeting(lena.id, day.meeting).await;
        assert_eq!(amiss(off), [Amiss::MeetingOver]);
        let ended = SeriesChange::End;
        let (office, series) = (day.office(), day.table.series);
        let ended = office.change_conference(lena.id, series, ended).await;
        ended.expect("an end");
        let hers = day.sitting(heather, true).await;
        assert!(matches!(hers.stands, RoomStands::Closed(_)));
    });
}

#[test]
fn cc_2_4_a_walled_lead_who_closes_an_agenda_learns_nothing_and_somebody_of_it_leads_the_sitting() {
    on_each_engine(|table| async move {
        let day = Day::set(table).await;
        let (lena, dana, alma) = (&day.table.lena, &day.table.dana, day.table.alma);
        let ruth = day.table.house.worker("ruth", Role::PrivacyOfficer).await;
        let sol = day.table.house.worker("sol", Role::Supervisor).await;
        day.table.house.sign_conferencing(&sol).await;
        let named = day.office();
        let named = named.name_participant(lena.id, day.table.series, sol.id);
        named.await.expect("named");
        day.table.signs(&sol).await;
        day.table.wall(alma, lena).await;
        let new = day.table.item(false, &[Category::Demographics]);
        day.table.proposes(alma, new).await.expect("a proposal");
        day.table
            .agrees(&day.table.omar, alma)
            .await
            .expect("a yes");
        for waits in day.table.waits_for(&ruth).await {
            let yes = day.table.answers(&ruth, &waits.handle, true).await;
            yes.expect("a yes");
        }
        let before = day.told(lena).await;
        day.closes_agenda().await.expect("a closed agenda");
        assert_eq!(day.told(lena).await, before);
        let again = day.closes_agenda().await;
        assert_eq!(amiss(again), [Amiss::ChangedMeanwhile], "with or without");

        // Dana sits in it and holds no conferences; Sol does.
        let theirs = (day.meeting, Some(day.sitting(dana, false).await.handle));
        let by_dana = day.office().open_room(dana.id, theirs).await;
        assert!(matches!(by_dana, Err(CaseworkError::NotPermitted(_))));
        let his = day.sitting(&sol, false).await;
        assert!(his.leads && !day.sitting(&sol, true).await.leads);
        is_none(
            day.office()
                .open_room(lena.id, (day.meeting, Some(his.handle.clone())))
                .await,
        );
        let opened = day.office().open_room(sol.id, day.meeting).await;
        opened.expect("an open room");
        day.sits(dana, false).await;
        assert_eq!(day.told(lena).await, before);
        assert_eq!(day.sitting(&sol, false).await.attendance.len(), 1);
        // What has begun elsewhere doesn't keep her from calling off what is hers, and goes on.
        let off = day.office().cancel_meeting(lena.id, day.meeting).await;
        off.expect("called off");
        let told = day.shown_to(lena).await.unwrap().told.unwrap();
        assert_eq!(told.stands, RoomStands::Cancelled);
        assert_eq!(day.sitting(&sol, false).await.stands, RoomStands::Open);
        let closed = day.office().close_room(sol.id, day.meeting).await;
        closed.expect("closed");
    });
}

#[test]
fn cc_2_4_whoever_joins_after_the_agenda_was_closed_joins_the_next_meeting() {
    on_each_engine(|table| async move {
        let day = Day::divided(table).await;
        let (lena, omar, series) = (&day.table.lena, &day.table.omar, day.table.series);
        let office = day.office();
        let named = office.name_participant(lena.id, series, omar.id);
        named.await.expect("named");
        day.table.signs(omar).await;
        let next = office.set_meeting(lena.id, series, plan(&day.table));
        let next = next.await.expect("a meeting");
        day.opens(true).await.expect("an open room");
        let lines = office.meetings_of(omar.id, series).await.unwrap();
        assert_eq!(lines.iter().map(|it| it.id).collect::<Vec<_>>(), [next]);
        is_none(day.shown_to(omar).await);
        is_none(office.meeting_calendar(omar.id, day.meeting).await);
        is_none(day.tries(omar, None).await);
    });
}

#[test]
fn cc_2_4_a_wall_that_stands_by_now_takes_the_item_off_for_everybody_and_nobody_out_of_a_sitting() {
    on_each_engine(|table| async move {
        let wes = table.house.worker("wes", Role::Caseworker).await;
        table.wall(table.bea, &wes).await;
        let day = Day::divided(table).await;
        let (heather, bea) = (&day.table.heather, day.table.bea);
        let before = day.told(heather).await;
        assert_eq!(day.table.state(bea).await, ItemState::Agreed);
        // The organization for which Heather sits there takes somebody in from whom a wall keeps Bea.
        let orchard = day.table.person(heather).await.sheet.organization;
        let gate = &day.office().gate;
        let moved = gate.change_worker(wes.id, "moved", move |it| it.organization = orchard);
        moved.await.expect("a move");
        assert_eq!(day.told(heather).await, before);
        day.opens(true).await.expect("an open room");
        day.sits(heather, true).await;
        assert_eq!(day.table.state(bea).await, ItemState::Off);

        day.table.wall(day.table.alma, &day.table.dana).await;
        assert_eq!(day.sittings(&day.table.dana).await.len(), 2, "she stays");
        let sheet = gate.sheet_of(day.table.alma).await.unwrap();
        let sheet = sheet.expect("a sheet");
        assert!(sheet.items[0].is_off(&sheet), "for everybody");
    });
}

#[test]
fn cc_2_4_several_servers_hold_the_sittings_of_a_meeting() {
    let Some(engine) = engines().into_iter().find(|it| *it != Engine::Sqlite) else {
        return;
    };
    run(async {
        let day = Day::divided(Table::laid(&engine).await).await;
        let (lena, dana, heather) = (&day.table.lena, &day.table.dana, &day.table.heather);
        let other: Arc<Office> = day.table.house.another_server().await;
        for everybody in [false, true] {
            day.opens(everybody).await.expect("an open room");
        }
        let theirs = day.sitting(dana, false).await.handle;
        let person = day.table.person(dana).await;
        let at = (day.meeting, Some(theirs.clone()));
        let seat = other.take_seat(&person, at, SAID).await.expect("a seat");
        let hers = day.sits(heather, true).await;
        let person = day.table.person(heather).await;
        let tried = (day.meeting, Some(theirs));
        is_none(other.take_seat(&person, tried, SAID).await);
        let heard = other.hear_seat(&person, (day.meeting, hers)).await;
        assert!(matches!(heard.unwrap(), Heard::Seated { .. }));
        let his = (day.meeting, Some(day.sitting(lena, false).await.handle));
        other.close_room(lena.id, his).await.expect("closed");
        let out = Out::Ended(SeatEnd::Closed);
        assert_eq!(day.sees(dana, seat).await.unwrap_err(), out);
        assert!(day.sees(heather, hers).await.is_ok());
    });
}
