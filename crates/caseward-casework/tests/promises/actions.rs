//! What is decided in a case conference: written down in the room, undertaken until a day, and seen again by those who sat there.

mod before_signing;
mod parts;

use caseward_casework::conference::{
    ActionLine, ActionOutcome, Actions, AfterMeeting, Attesting, NewAction, NewMeeting, Out,
    RoomActions,
};
use caseward_casework::gate::EntryText;
use caseward_casework::people::Amiss;
use caseward_casework::staff::Colleague;
use caseward_casework::tasks::Task;
use caseward_casework::{CaseworkError, Office};
use caseward_model::{
    ActionState, Category, DecidedKind, Id, Joining, Language, Meeting, Organization, Role, Seat,
    SeatEnd, TaskKind,
};

use crate::agenda::{Table, on_each_engine};
use crate::conference::{amiss, is_none};
use crate::roads::text_of;

const DAY: i64 = 86_400_000;
const SAID: Attesting = Attesting {
    reminded: true,
    attests: true,
};
const BED: &str = "We keep a bed free for three nights.";

/// An open room in which Alma is spoken of by an identifier and Bea by name; Lena, Dana and the orchard's Heather sit in it.
struct Room {
    table: Table,
    meeting: Id<Meeting>,
    dana: Id<Seat>,
    heather: Id<Seat>,
    orchard: Id<Organization>,
}

impl Room {
    async fn opened(table: Table) -> Self {
        let office = &table.house.office;
        let shielded = office.decide_protection(None, table.alma, true).await;
        shielded.expect("protection");
        let hidden = table.item(true, &[Category::Housing, Category::Services]);
        table.on_agenda(table.alma, hidden).await;
        let named = table.item(false, &[Category::Demographics]);
        table.on_agenda(table.bea, named).await;
        let meeting = held(&table, 1).await;
        let orchard = office.organization("orchard").await.expect("a partner").id;
        sits(&table, &table.lena, meeting).await;
        Self {
            dana: sits(&table, &table.dana, meeting).await,
            heather: sits(&table, &table.heather, meeting).await,
            meeting,
            orchard,
            table,
        }
    }

    fn office(&self) -> &Office {
        &self.table.house.office
    }

    async fn shown(&self, who: &Colleague, at: (Id<Meeting>, Id<Seat>)) -> RoomActions {
        let person = self.table.person(who).await;
        let mut found = match self.office().room_actions(&person, at).await {
            Ok(Ok(found)) => found,
            Ok(Err(out)) => panic!("{out:?}"),
            Err(error) => panic!("{error}"),
        };
        for delivery in std::mem::take(&mut found.deliveries) {
            delivery.delivered(None);
        }
        found
    }

    /// What Dana's page calls the item by identifier, or the other one.
    async fn item(&self, by_identifier: bool) -> String {
        let found = self
            .shown(&self.table.dana, (self.meeting, self.dana))
            .await;
        let mut all = found.items.into_iter();
        let it = all.find(|it| it.by_identifier == by_identifier);
        it.expect("an item").item
    }

    async fn tries(
        &self,
        by_identifier: bool,
        new: NewAction,
    ) -> Result<Result<(), Out>, CaseworkError> {
        let item = self.item(by_identifier).await;
        self.writes(&item, new).await
    }

    async fn writes(&self, item: &str, new: NewAction) -> Result<Result<(), Out>, CaseworkError> {
        let person = self.table.person(&self.table.dana).await;
        let at = (self.meeting, self.dana);
        self.office().record_action(&person, at, (item, new)).await
    }

    /// Something for the orchard to do within a week.
    fn action(&self, text: &str) -> NewAction {
        NewAction {
            kind: Some(DecidedKind::Action),
            text: text.into(),
            organization: Some(self.orchard),
            person: None,
            due_at: Some(self.table.house.clock.now_ms() + 7 * DAY),
        }
    }

    async fn undertaken(&self, by_identifier: bool, text: &str) {
        let done = self.tries(by_identifier, self.action(text)).await;
        assert_eq!(done.expect("an action"), Ok(()));
    }

    async fn closes(&self) {
        let closed = self.office().close_room(self.table.lena.id, self.meeting);
        closed.await.expect("closed");
    }

    async fn mine(&self, who: &Colleague) -> Vec<ActionLine> {
        let person = self.table.person(who).await;
        let found = self.office().my_actions(&person).await;
        let Actions { lines, deliveries } = match found {
            Ok(found) => found,
            Err(error) => panic!("{error}"),
        };
        for delivery in deliveries {
            delivery.delivered(None);
        }
        lines
    }

    async fn after(&self, who: &Colleague) -> Result<AfterMeeting, CaseworkError> {
        let person = self.table.person(who).await;
        self.office().after_meeting(&person, self.meeting).await
    }

    /// The minutes that somebody takes, as text.
    async fn minutes(&self, who: &Colleague) -> Result<String, CaseworkError> {
        let person = self.table.person(who).await;
        let office = self.office();
        let made = office.meeting_minutes(&person, self.meeting, Language::English);
        let (pdf, deliveries) = made.await?;
        for delivery in deliveries {
            delivery.delivered(None);
        }
        Ok(text_of(&pdf))
    }

    async fn decided(&self, who: &Colleague) -> Vec<String> {
        let after = match self.after(who).await {
            Ok(after) => after,
            Err(error) => panic!("{error}"),
        };
        let lines = after.actions.lines.iter();
        lines.map(|it| it.text.to_string()).collect()
    }

    async fn tasks(&self, who: &Colleague) -> Vec<Task> {
        let mut all = self.office().my_tasks(who.no).await.expect("tasks");
        let kinds = [
            TaskKind::ConferenceAction,
            TaskKind::ConferenceActionOverdue,
        ];
        all.retain(|it| kinds.contains(&it.kind));
        all
    }

    async fn ends(
        &self,
        who: &Colleague,
        handle: &str,
        (done, word): (bool, &str),
    ) -> Result<(), CaseworkError> {
        let outcome = ActionOutcome {
            done: Some(done),
            word: word.into(),
        };
        let person = self.table.person(who).await;
        self.office().end_action(&person, handle, outcome).await
    }
}

/// Sets the meeting with this number, closes its agenda and opens its room.
async fn held(table: &Table, no: i64) -> Id<Meeting> {
    let office = &table.house.office;
    let new = NewMeeting {
        begins_at: Some(table.house.clock.now_ms() + 3_600_000),
        minutes: 60,
        how: Some(Joining::Remote),
        place: String::new(),
        asked: Vec::new(),
        purpose: "Homes for everybody on the list of the north side.".into(),
    };
    let meeting = office.set_meeting(table.lena.id, table.series, new).await;
    let meeting = meeting.expect("a meeting");
    let closed = office.close_agenda(table.lena.id, table.series, no).await;
    closed.expect("a closed agenda");
    let opened = office.open_room(table.lena.id, meeting).await;
    opened.expect("an open room");
    meeting
}

async fn sits(table: &Table, who: &Colleague, meeting: Id<Meeting>) -> Id<Seat> {
    let person = table.person(who).await;
    let seat = table.house.office.take_seat(&person, meeting, SAID).await;
    seat.expect("a seat")
}

fn named(line: &ActionLine) -> Option<String> {
    line.about.name.as_ref().map(ToString::to_string)
}

#[test]
fn cc_1_an_action_is_a_task_of_whoever_undertook_it_until_they_say_what_came_of_it() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        let (dana, heather) = (&room.table.dana, &room.table.heather);
        let nobody = NewAction {
            organization: None,
            due_at: None,
            ..room.action("")
        };
        let lacks = [Amiss::ActionText, Amiss::ActionOwner, Amiss::ActionDue];
        assert_eq!(amiss(room.tries(false, nobody).await), lacks);
        let of_another = NewAction {
            person: Some(dana.id),
            ..room.action(BED)
        };
        let tried = room.tries(false, of_another).await;
        assert_eq!(amiss(tried), [Amiss::ActionPerson]);
        room.undertaken(false, BED).await;

        let waits = room.tasks(heather).await;
        assert_eq!(waits.len(), 1);
        assert_eq!(waits[0].about.client, None, "nobody is told by a task");
        assert!(room.tasks(dana).await.is_empty() && room.mine(dana).await.is_empty());
        let hers = room.mine(heather).await;
        assert_eq!((hers.len(), hers[0].text.as_str()), (1, BED));
        assert!(hers[0].is_theirs && named(&hers[0]).is_some_and(|it| it.contains("Bea")));
        is_none(room.ends(dana, &hers[0].handle, (true, "")).await);
        let without = room.ends(heather, &hers[0].handle, (false, "")).await;
        assert_eq!(amiss(without), [Amiss::ActionWord]);
        let said = room.ends(heather, &hers[0].handle, (false, "No bed was free."));
        said.await.expect("said");
        assert!(room.tasks(heather).await.is_empty());
        let over = room.mine(heather).await;
        assert_eq!(over[0].state, ActionState::NotDone);
        assert_eq!(over[0].word.as_str(), "No bed was free.");
        let again = room.ends(heather, &hers[0].handle, (true, "")).await;
        assert_eq!(amiss(again), [Amiss::ActionOver]);
    });
}

#[test]
fn cc_1_whoever_undertook_something_is_reminded_once_when_its_day_is_over() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        room.undertaken(true, BED).await;
        let office = room.office();
        assert_eq!(office.remind_of_actions().await.unwrap(), 0, "not yet");
        room.table.house.clock.advance(8 * DAY);
        assert_eq!(office.remind_of_actions().await.unwrap(), 1);
        assert_eq!(office.remind_of_actions().await.unwrap(), 0, "once");
        let waits = room.tasks(&room.table.heather).await;
        assert_eq!(waits.len(), 1);
        assert_eq!(waits[0].kind, TaskKind::ConferenceActionOverdue);
    });
}

#[test]
fn cc_2_4a_what_is_decided_by_identifier_stays_by_identifier_and_no_name_stands_beside_it() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        let (dana, heather) = (&room.table.dana, &room.table.heather);
        for told in ["Alma needs a bed.", "Call her at 555-0147."] {
            let stopped = room.tries(true, room.action(told)).await;
            assert_eq!(amiss(stopped), [Amiss::ActionNames], "{told}");
        }
        let shown = room.shown(dana, (room.meeting, room.dana)).await;
        let hidden = shown.items.iter().find(|it| it.by_identifier).unwrap();
        let identifier = hidden.identifier.clone().expect("an identifier");
        assert!(hidden.name.is_none(), "not even for whoever serves her");
        let beside = room.action(&format!("It is about {identifier} as well."));
        let stopped = room.tries(false, beside).await;
        assert_eq!(amiss(stopped), [Amiss::ActionNames]);
        room.undertaken(true, BED).await;
        let hers = room.mine(heather).await;
        assert!(hers[0].about.by_identifier && hers[0].about.name.is_none());
        assert_eq!(hers[0].about.identifier.as_deref(), Some(&*identifier));
        let told = room
            .ends(heather, &hers[0].handle, (true, "Alma has it."))
            .await;
        assert_eq!(amiss(told), [Amiss::ActionWordNames]);

        // An identifier that was found out leads to nothing any more, and nobody waits for what was undertaken under it.
        let person = room.table.person(dana).await;
        let (alma, series) = (room.table.alma, room.table.series);
        let drawn = room.office().reissue_identifier(&person, alma, series);
        drawn.await.expect("another one");
        assert!(room.mine(heather).await.is_empty());
        assert!(room.tasks(heather).await.is_empty());
    });
}

#[test]
fn cc_2_2_what_is_decided_is_written_down_from_a_seat_and_in_a_closed_room_by_nobody() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        let item = room.item(false).await;
        let foreign = room.table.person(&room.table.heather).await;
        let at = (room.meeting, room.heather);
        let office = room.office();
        let by_another = office.record_action(&foreign, at, (item.as_str(), room.action(BED)));
        is_none(by_another.await);
        room.undertaken(false, BED).await;
        let early = room.after(&room.table.dana).await;
        assert!(early.is_ok_and(|it| it.sittings.is_empty() && it.actions.lines.is_empty()));
        room.closes().await;
        let late = room.writes(&item, room.action("One more bed.")).await;
        assert_eq!(late.expect("an answer"), Err(Out::Ended(SeatEnd::Closed)));
        assert_eq!(room.decided(&room.table.dana).await, [BED]);
        assert_eq!(room.decided(&room.table.heather).await, [BED]);
    });
}

#[test]
fn cc_2_1_minutes_hold_what_their_reader_may_see_and_stand_in_the_ledger_with_their_hash() {
    on_each_engine(|table| async move {
        // A wall keeps Heather from Bea, who is spoken of in a sitting without her.
        table.wall(table.bea, &table.heather).await;
        let office = &table.house.office;
        for client in [table.alma, table.bea] {
            let new = table.item(false, &[Category::Demographics]);
            table.on_agenda(client, new).await;
        }
        let meeting = held_in_two(&table).await;
        let dana = &table.dana;
        for (sitting, text) in [(false, "A flat is found."), (true, BED)] {
            if sitting {
                comes(&table, &table.heather, (meeting, true)).await;
            }
            let seat = comes(&table, dana, (meeting, sitting)).await;
            let person = table.person(dana).await;
            let item = only_item(office.room_actions(&person, (meeting, seat)).await);
            let new = NewAction {
                kind: Some(DecidedKind::Decision),
                text: text.into(),
                ..NewAction::default()
            };
            let done = office.record_action(&person, (meeting, seat), (item.as_str(), new));
            assert_eq!(done.await.expect("a decision"), Ok(()));
        }
        for everybody in [false, true] {
            let at = sitting_of(&table, &table.lena, meeting, everybody).await;
            let closed = office.close_room(table.lena.id, (meeting, Some(at))).await;
            closed.expect("closed");
        }
        let texts = async |who: &Colleague| {
            let person = table.person(who).await;
            let after = office.after_meeting(&person, meeting).await;
            let after = after.expect("what stays");
            let lines = after.actions.lines.iter();
            let texts: Vec<_> = lines.map(|it| it.text.to_string()).collect();
            (after.sittings.len(), texts)
        };
        let both = vec!["A flat is found.".to_owned(), BED.to_owned()];
        assert_eq!(texts(&table.dana).await, (2, both));
        assert_eq!(texts(&table.heather).await, (1, vec![BED.to_owned()]));

        let hers = table.person(&table.heather).await;
        let made = office.meeting_minutes(&hers, meeting, Language::English);
        let (pdf, deliveries) = match made.await {
            Ok(made) => made,
            Err(error) => panic!("{error}"),
        };
        assert!(pdf.starts_with(b"%PDF-") && deliveries.len() == 1);
        let told = text_of(&pdf);
        assert!(
            told.contains(BED) && !told.contains("A flat is found."),
            "{told}"
        );
        assert!(
            told.contains("Fetched by heather of the tests on"),
            "{told}"
        );
        let entries = office.gate.entries(u64::MAX, 20).await.expect("entries");
        let taken = entries.iter().any(|it| match &it.text {
            Some(EntryText::Deed(deed)) => {
                deed.deed == "conference_minutes_taken" && deed.particulars.contains_key("paper")
            }
            _ => false,
        });
        assert!(taken, "with the hash of the paper");
    });
}

/// What somebody calls their sitting with everybody, or the other one.
async fn sitting_of(table: &Table, who: &Colleague, meeting: Id<Meeting>, all: bool) -> String {
    let shown = table.house.office.meeting(who.id, meeting).await;
    let told = shown.expect("a meeting").told.expect("everything");
    let mut its = told.sittings.into_iter().filter(|it| it.everybody == all);
    its.next().expect("a sitting").handle
}

/// Somebody comes into their sitting with everybody, or the other one.
async fn comes(table: &Table, who: &Colleague, (meeting, all): (Id<Meeting>, bool)) -> Id<Seat> {
    let at = (meeting, Some(sitting_of(table, who, meeting, all).await));
    let person = table.person(who).await;
    let seat = table.house.office.take_seat(&person, at, SAID).await;
    seat.expect("a seat")
}

/// A meeting whose agenda is divided into two sittings, both open.
async fn held_in_two(table: &Table) -> Id<Meeting> {
    let meeting = held(table, 1).await;
    let office = &table.house.office;
    // One of them was opened; whichever it was, the other one is opened as well.
    for everybody in [false, true] {
        let at = sitting_of(table, &table.lena, meeting, everybody).await;
        drop(office.open_room(table.lena.id, (meeting, Some(at))).await);
    }
    meeting
}

fn only_item(found: Result<Result<RoomActions, Out>, CaseworkError>) -> String {
    match found {
        Ok(Ok(mut found)) => {
            assert_eq!(found.items.len(), 1);
            found.items.remove(0).item
        }
        Ok(Err(out)) => panic!("{out:?}"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn cc_1_the_next_meeting_starts_with_the_actions_that_are_still_open() {
    on_each_engine(|table| async move {
        let wes = table.house.worker("wes", Role::Caseworker).await;
        table.wall(table.bea, &wes).await;
        let room = Room::opened(table).await;
        let (dana, heather) = (&room.table.dana, &room.table.heather);
        room.undertaken(true, BED).await;
        room.undertaken(true, "We look for a flat.").await;
        room.undertaken(false, "Bea gets a key on 4 May.").await;
        room.closes().await;
        // Wes joins, from whom a wall keeps Bea: nothing of her is to be seen or heard where he sits.
        room.table.house.sign_conferencing(&wes).await;
        let (lena, series) = (room.table.lena.id, room.table.series);
        let named = room.office().name_participant(lena, series, wes.id).await;
        named.expect("named");
        room.table.signs(&wes).await;
        let next = held(&room.table, 2).await;
        let seat = sits(&room.table, heather, next).await;
        let texts = async || {
            let shown = room.shown(heather, (next, seat)).await;
            assert!(shown.here.is_empty());
            let lines = shown.earlier.iter();
            lines.map(|it| it.text.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(texts().await, [BED, "We look for a flat."]);
        let mine = room.mine(heather).await;
        let done = room.ends(heather, &mine[0].handle, (true, ""));
        done.await.expect("said");
        assert_eq!(texts().await, ["We look for a flat."]);
        assert_eq!(
            room.mine(heather).await.len(),
            3,
            "on her own list it stays"
        );
        // A wall that is raised later closes it for everybody.
        let alma = room.table.alma;
        room.table.wall(alma, dana).await;
        assert!(texts().await.is_empty());
    });
}

#[test]
fn cc_2_10_whoever_is_taken_out_sees_nothing_of_what_was_decided_and_nothing_waits_for_them() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        let heather = &room.table.heather;
        room.undertaken(false, BED).await;
        room.closes().await;
        assert_eq!(room.mine(heather).await.len(), 1);
        let handle = room.mine(heather).await[0].handle.clone();
        let (lena, series) = (room.table.lena.id, room.table.series);
        let out = room.office().take_out_participant(lena, series, heather.id);
        out.await.expect("out");
        assert!(room.mine(heather).await.is_empty());
        assert!(room.tasks(heather).await.is_empty());
        is_none(room.after(heather).await.map(drop));
        is_none(room.ends(heather, &handle, (true, "")).await);
        let person = room.table.person(heather).await;
        let (meeting, english) = (room.meeting, Language::English);
        let paper = room.office().meeting_minutes(&person, meeting, english);
        is_none(paper.await.map(drop));
    });
}

#[test]
fn cc_2_4_a_client_who_is_shielded_or_taken_off_is_in_no_list_of_what_was_decided() {
    on_each_engine(|table| async move {
        let room = Room::opened(table).await;
        room.undertaken(false, BED).await;
        room.undertaken(true, "We look for a flat.").await;
        room.closes().await;
        assert_eq!(room.mine(&room.table.heather).await.len(), 2);
        let (alma, bea) = (room.table.alma, room.table.bea);
        let shielded = room.office().decide_protection(None, bea, true).await;
        shielded.expect("protection");
        assert_eq!(room.mine(&room.table.heather).await.len(), 1);
        let person = room.table.person(&room.table.dana).await;
        let off = room
            .office()
            .take_item_off(&person, alma, room.table.series);
        off.await.expect("off");
        assert!(room.mine(&room.table.heather).await.is_empty());
        assert!(room.decided(&room.table.dana).await.is_empty());
    });
}
