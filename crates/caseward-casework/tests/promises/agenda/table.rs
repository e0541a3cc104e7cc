//! A table of a case conference, as tests lay it: its people, its clients, its one series and meeting.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use caseward_casework::CaseworkError;
use caseward_casework::conference::{
    AgendaLine, Attesting, ItemError, ItemState, NewItem, NewMeeting, NewSeries, OwnAgenda,
    SeriesChange, WaitingItem,
};
use caseward_casework::gate::{
    AgreedStaff, CardDeed, DeedText, Drawer, EntryKind, GateError, PlacedItem, RoomState, Rooms,
    SeatFact, WallAgainst, WallFact, can_be_offered,
};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::Colleague;
use caseward_model::{
    Category, Client, Conference, ConferenceKind, Id, ItemPurpose, Joining, Meeting, Organization,
    OrganizationKind, Role, Seat,
};
use caseward_testkit::{Engine, Export, House, engines, run, signing_for_series};
use serde_json::{Map, Value as Json, json};

/// The number of the one series, and of its one meeting.
const SERIES: i64 = 1;
const MEETING: i64 = 1;
const RUN: [u8; 16] = [7; 16];
const SAID: Attesting = Attesting {
    reminded: true,
    attests: true,
};

/// A house with a series that Lena leads. Dana and Omar work with Alma and Bea; Dana and a partner's Heather take part.
pub(crate) struct Table {
    pub(crate) house: House,
    pub(crate) lena: Colleague,
    pub(crate) dana: Colleague,
    pub(crate) omar: Colleague,
    pub(crate) heather: Colleague,
    pub(crate) orchard: Id<Organization>,
    pub(crate) alma: Id<Client>,
    pub(crate) bea: Id<Client>,
    pub(crate) series: Id<Conference>,
    /// The meeting, once it is set.
    meeting: Mutex<Option<Id<Meeting>>>,
    /// Where people sat down last, by their numbers.
    seats: Mutex<HashMap<i64, Id<Seat>>>,
}

impl Table {
    pub(crate) async fn laid(engine: &Engine) -> Self {
        let house = House::on(engine, false).await;
        let orchard = house.partner("orchard", OrganizationKind::Health).await;
        let export = Export::new()
            .client("1", "Alma", "Reyes")
            .client("2", "Bea", "Santos");
        house.import(&export).await;
        let (alma, bea) = (house.client("1").await, house.client("2").await);
        let lena = house.worker("lena", Role::ConferenceLead).await;
        let dana = house.worker("dana", Role::Caseworker).await;
        let omar = house.worker("omar", Role::Caseworker).await;
        let partner = (Role::PartnerWorker, "orchard");
        let heather = house.worker_with("heather", partner.0, true, true, partner.1);
        let heather = heather.await;
        // A partner's people are covered by name only.
        let named = AgreedStaff {
            worker: heather.no,
            categories: Category::ALL.to_vec(),
        };
        let agreed = house
            .office
            .gate
            .change_organization(orchard.id, "agreed", |it| {
                it.agreed[0].staff.push(named);
            });
        agreed.await.expect("a protocol");
        house.publish_conferencing().await;
        for one in [&lena, &dana, &omar, &heather] {
            house.sign_conferencing(one).await;
        }
        for client in [alma, bea] {
            house.assign(&dana, client).await;
            house.assign(&omar, client).await;
        }
        let new = NewSeries {
            title: "Northside housing table".into(),
            kind: Some(ConferenceKind::ByNameList),
            purpose: "A home for everybody on the list of the north side.".into(),
            organizations: vec![orchard.id],
            ..NewSeries::default()
        };
        let series = house.office.begin_conference(lena.id, new).await;
        let table = Self {
            series: series.expect("a series"),
            house,
            lena,
            dana,
            omar,
            heather,
            orchard: orchard.id,
            alma,
            bea,
            meeting: Mutex::default(),
            seats: Mutex::default(),
        };
        table.signs(&table.lena).await;
        table.offers(table.orchard, &can_be_offered()).await;
        for one in [&table.dana, &table.heather] {
            table.takes_part(one).await;
        }
        table
    }

    pub(crate) async fn takes_part(&self, who: &Colleague) {
        let office = &self.house.office;
        let named = office.name_participant(self.lena.id, self.series, who.id);
        named.await.expect("a participant");
        self.signs(who).await;
    }

    pub(crate) async fn signs(&self, who: &Colleague) {
        let signing = signing_for_series(1);
        let office = &self.house.office;
        let signed = office.sign_for_conference(who.id, self.series, signing);
        signed.await.expect("a signature");
    }

    /// Lena says on what an organization can act.
    pub(crate) async fn offers(&self, organization: Id<Organization>, sections: &[Category]) {
        let change = SeriesChange::Offer {
            organization,
            sections: sections.to_vec(),
        };
        let office = &self.house.office;
        let said = office.change_conference(self.lena.id, self.series, change);
        said.await.expect("an offer");
    }

    /// A meeting of the series that is planned.
    pub(super) async fn sets_meeting(&self) -> Id<Meeting> {
        let new = NewMeeting {
            begins_at: Some(self.house.clock.now_ms() + 3_600_000),
            minutes: 60,
            how: Some(Joining::Remote),
            purpose: "Homes for everybody on the list of the north side.".into(),
            ..NewMeeting::default()
        };
        let office = &self.house.office;
        let set = office.set_meeting(self.lena.id, self.series, new).await;
        set.expect("a meeting")
    }

    pub(super) async fn own_agenda(&self, who: &Colleague, meeting: Id<Meeting>) -> OwnAgenda {
        let own = self.house.office.own_agenda(who.id, meeting).await;
        own.expect("an agenda")
    }

    pub(crate) async fn person(&self, who: &Colleague) -> SignedIn {
        let person = self.house.office.person_numbered(who.no).await;
        person.expect("somebody who works here")
    }

    pub(crate) fn item(&self, by_identifier: bool, sections: &[Category]) -> NewItem {
        NewItem {
            series: self.series,
            purpose: ItemPurpose::Housing,
            sections: sections.to_vec(),
            minutes: 10,
            by_identifier,
        }
    }

    pub(crate) async fn proposes(&self, client: Id<Client>, new: NewItem) -> Result<(), ItemError> {
        let dana = self.person(&self.dana).await;
        self.house.office.propose_item(&dana, client, new).await
    }

    pub(crate) async fn agrees(
        &self,
        who: &Colleague,
        client: Id<Client>,
    ) -> Result<(), ItemError> {
        let person = self.person(who).await;
        let office = &self.house.office;
        office.agree_to_item(&person, client, self.series).await
    }

    pub(crate) async fn state(&self, client: Id<Client>) -> ItemState {
        let dana = self.person(&self.dana).await;
        let items = self.house.office.items_of(&dana, client).await;
        items.expect("items")[0].state
    }

    pub(crate) async fn waits_for(&self, who: &Colleague) -> Vec<WaitingItem> {
        let waiting = self.house.office.items_waiting(who.id, self.series).await;
        waiting.expect("a list")
    }

    pub(crate) async fn answers(
        &self,
        who: &Colleague,
        handle: &str,
        yes: bool,
    ) -> Result<(), CaseworkError> {
        let answer = (handle.to_owned(), yes);
        let office = &self.house.office;
        office.answer_item(who.id, self.series, answer).await
    }

    /// Puts a client on the agenda, with everybody's yes.
    pub(crate) async fn on_agenda(&self, client: Id<Client>, new: NewItem) {
        self.proposes(client, new).await.expect("a proposal");
        self.agrees(&self.omar, client).await.expect("a yes");
        for waits in self.waits_for(&self.lena).await {
            let yes = self.answers(&self.lena, &waits.handle, true).await;
            yes.expect("a yes");
        }
        assert_eq!(self.state(client).await, ItemState::Agreed);
    }

    /// The rooms of the meeting, as they stand on its card.
    pub(super) async fn rooms(&self) -> Rooms {
        let card = self.card(|_| ()).await;
        serde_json::from_value(card).expect("rooms")
    }

    /// Changes the card of the meeting by hand.
    async fn card(&self, change: impl FnOnce(&mut Json) + Send + 'static) -> Json {
        let place = (Drawer::Meetings, MEETING);
        let gate = &self.house.office.gate;
        let changed = gate.change_card::<Json, _, GateError, _>(place, 0, move |_, card| {
            change(card);
            let told = DeedText {
                deed: "meeting_set".into(),
                by: None,
                client: None,
                particulars: Map::new(),
            };
            Ok((Some(CardDeed::Changed(told)), card.clone()))
        });
        changed.await.expect("a card")
    }

    /// Sets the meeting and closes its agenda.
    pub(crate) async fn closes(&self) {
        let meeting = self.sets_meeting().await;
        *locked(&self.meeting) = Some(meeting);
        let office = &self.house.office;
        let closed = office.close_agenda(self.lena.id, self.series, MEETING);
        closed.await.expect("a closed agenda");
    }

    pub(crate) fn meeting(&self) -> Id<Meeting> {
        locked(&self.meeting).expect("a meeting")
    }

    /// Where somebody sits; a place that nobody has for whoever sits nowhere.
    pub(crate) fn place(&self, who: &Colleague) -> (Id<Meeting>, Id<Seat>) {
        let seat = locked(&self.seats).get(&who.no).copied();
        (self.meeting(), seat.unwrap_or(Id::from_bytes([1; 16])))
    }

    /// Opens the first room of the meeting if it is still planned, and lets somebody come in.
    pub(crate) async fn comes_in(&self, who: &Colleague) {
        let office = &self.house.office;
        if self.rooms().await.state(1) == Some(RoomState::Planned) {
            let opened = office.open_room(self.lena.id, self.meeting()).await;
            opened.expect("an open room");
        }
        self.takes_seat(who).await;
    }

    /// Opens the room of a sitting on the card, whoever leads it, and lets somebody come in who sits in it.
    pub(crate) async fn sits(&self, who: &Colleague, sitting: i64) {
        self.opens_by_hand(sitting).await;
        self.takes_seat(who).await;
        let seat = self.person(who).await.sheet.seat;
        assert_eq!(seat.map(|it| it.sitting), Some(sitting));
    }

    /// Lets somebody come into the first open room of theirs.
    async fn takes_seat(&self, who: &Colleague) {
        let person = self.person(who).await;
        let office = &self.house.office;
        let seat = office.take_seat(&person, self.meeting(), SAID).await;
        locked(&self.seats).insert(who.no, seat.expect("a seat"));
    }

    async fn opens_by_hand(&self, sitting: i64) {
        let now_ms = self.house.clock.now_ms();
        self.card(move |card| {
            let mut rooms: Rooms = serde_json::from_value(card.clone()).unwrap();
            rooms.open(sitting, RUN, now_ms);
            card["rooms"] = serde_json::to_value(&rooms).unwrap()["rooms"].clone();
        })
        .await;
    }

    /// Puts somebody into a sitting that isn't theirs: its room is opened on the card, and the seat put onto the sheet.
    pub(super) async fn sits_by_hand(&self, who: &Colleague, sitting: i64) {
        let (now_ms, organization) = (self.house.clock.now_ms(), self.organization_of(who).await);
        let seat = SeatFact {
            id: Id::from_bytes([u8::try_from(who.no).unwrap(); 16]),
            series: SERIES,
            meeting: MEETING,
            sitting,
            run: RUN,
            how: Joining::Remote,
            since: now_ms,
            attested_until: now_ms + 3_600_000,
            session: None,
        };
        let attended = json!({
            "seat": seat.id,
            "sitting": sitting,
            "worker": who.no,
            "organization": organization,
            "how": seat.how,
            "came_at": now_ms,
        });
        self.opens_by_hand(sitting).await;
        self.card(move |card| {
            let all = card.as_object_mut().unwrap();
            let all = all.entry("attendance").or_insert_with(|| json!([]));
            all.as_array_mut().unwrap().push(attended);
        })
        .await;
        locked(&self.seats).insert(who.no, seat.id);
        let gate = &self.house.office.gate;
        let sits = gate.change_worker(who.id, "seat_taken", move |it| it.seat = Some(seat));
        sits.await.expect("a seat");
    }

    async fn organization_of(&self, who: &Colleague) -> i64 {
        self.person(who).await.sheet.organization
    }

    pub(super) async fn agenda(&self, who: &Colleague) -> Vec<Line> {
        let person = self.person(who).await;
        let office = &self.house.office;
        match office.my_agenda(&person, self.place(who)).await {
            Ok(Ok(lines)) => lines.into_iter().map(line).collect(),
            Ok(Err(out)) => panic!("{out:?}"),
            Err(CaseworkError::Unknown { .. }) => Vec::new(),
            Err(error) => panic!("{error}"),
        }
    }

    pub(crate) async fn placed(&self, client: Id<Client>) -> Option<PlacedItem> {
        let sheet = self.house.office.gate.sheet_of(client).await.unwrap();
        let item = sheet.expect("a sheet").items.first().cloned();
        item.and_then(|it| it.placed)
    }

    pub(crate) async fn wall(&self, client: Id<Client>, against: &Colleague) {
        let against = WallAgainst::Worker(against.no);
        let gate = &self.house.office.gate;
        let walled = gate.change_client(
            None,
            client,
            "walled",
            Map::new(),
            move |it, since, _, _| {
                it.walls.push(WallFact { against, since });
                Ok(())
            },
        );
        walled.await.expect("a wall");
    }

    pub(crate) async fn intents(&self) -> usize {
        let entries = self
            .house
            .office
            .gate
            .entries(u64::MAX, 1_000)
            .await
            .unwrap();
        let intent = |it: &&caseward_casework::gate::EntryView| it.kind == Some(EntryKind::Intent);
        entries.iter().filter(intent).count()
    }
}

/// What somebody sees of an item: its handle there, its identifier, and the sections of what was opened.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) handle: String,
    pub(super) seen: Option<(Option<String>, Vec<Category>)>,
}

fn line(it: AgendaLine) -> Line {
    let seen = it.seen.map(|seen| {
        seen.delivery.delivered(None);
        let mut sections: Vec<_> = seen.parts.iter().map(|it| it.section).collect();
        sections.sort_unstable();
        sections.dedup();
        (seen.identifier, sections)
    });
    Line {
        handle: it.handle,
        seen,
    }
}

fn locked<T>(it: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(Table) -> F) {
    for engine in engines() {
        run(async { test(Table::laid(&engine).await).await });
    }
}
