//! Clients on the agenda of a case conference: who can put them there and by what, who agrees, who sits where, and what each sees.

use caseward_casework::CaseworkError;
use caseward_casework::conference::{
    AgendaLine, ItemError, ItemNeed, ItemState, NewItem, NewSeries, WaitingItem,
};
use caseward_casework::gate::{
    AgreedStaff, CardDeed, DeedText, Discuss, Drawer, EntryKind, GateError, ItemAsked, PlacedItem,
    Refusal, Request, RoomState, Rooms, SeatFact, Shown, WallAgainst, WallFact,
};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::staff::Colleague;
use caseward_model::{
    Category, Client, Conference, ConferenceKind, Id, ItemPurpose, Joining, OrganizationKind,
    Purpose, Role,
};
use caseward_testkit::{Engine, Export, House, engines, run, signing_for_series};
use serde_json::Map;

/// The number of the one series, and of its meeting.
const SERIES: i64 = 1;
const MEETING: i64 = 5;
const RUN: [u8; 16] = [7; 16];

/// Sections that say who somebody is.
const WHO: [Category; 4] = [
    Category::Identity,
    Category::Contact,
    Category::Demographics,
    Category::Household,
];

/// A house with a series that Lena leads. Dana and Omar work with Alma and Bea; Dana and a partner's Heather take part.
pub(crate) struct Table {
    pub(crate) house: House,
    pub(crate) lena: Colleague,
    pub(crate) dana: Colleague,
    pub(crate) omar: Colleague,
    pub(crate) heather: Colleague,
    pub(crate) alma: Id<Client>,
    pub(crate) bea: Id<Client>,
    pub(crate) series: Id<Conference>,
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
            alma,
            bea,
        };
        table.signs(&table.lena).await;
        for one in [&table.dana, &table.heather] {
            let named = &table.house.office;
            let named = named.name_participant(table.lena.id, table.series, one.id);
            named.await.expect("a participant");
            table.signs(one).await;
        }
        table
    }

    pub(crate) async fn signs(&self, who: &Colleague) {
        let signing = signing_for_series(1);
        let office = &self.house.office;
        let signed = office.sign_for_conference(who.id, self.series, signing);
        signed.await.expect("a signature");
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

    async fn rooms(&self, change: impl FnOnce(&mut Rooms) + Send + 'static) -> Rooms {
        let place = (Drawer::Meetings, MEETING);
        let gate = &self.house.office.gate;
        let changed = gate.change_card::<Rooms, _, GateError, _>(place, 0, move |_, rooms| {
            change(rooms);
            let told = DeedText {
                deed: "meeting_set".into(),
                by: None,
                client: None,
                particulars: Map::new(),
            };
            Ok((Some(CardDeed::Changed(told)), rooms.clone()))
        });
        changed.await.expect("a card")
    }

    async fn closes(&self) {
        self.rooms(|it| *it = Rooms::planned(SERIES, 1)).await;
        let office = &self.house.office;
        let closed = office.close_agenda(self.lena.id, self.series, MEETING);
        closed.await.expect("a closed agenda");
    }

    /// Opens all rooms of the meeting, and lets somebody sit in one of them.
    async fn sits(&self, who: &Colleague, sitting: i64) {
        let now_ms = self.house.clock.now_ms();
        self.rooms(move |it| {
            it.open(sitting, RUN, now_ms);
        })
        .await;
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
        let gate = &self.house.office.gate;
        let sits = gate.change_worker(who.id, "seat_taken", move |it| it.seat = Some(seat));
        sits.await.expect("a seat");
    }

    async fn agenda(&self, who: &Colleague) -> Vec<Line> {
        let lines = self
            .house
            .office
            .my_agenda(who.id)
            .await
            .expect("an agenda");
        lines.into_iter().map(line).collect()
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

    async fn intents(&self) -> usize {
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
struct Line {
    handle: String,
    seen: Option<(Option<String>, Vec<Category>)>,
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

fn lacks(done: Result<(), ItemError>) -> ItemNeed {
    match done {
        Err(ItemError::Mend(need)) => need,
        done => panic!("{done:?}"),
    }
}

pub(crate) fn on_each_engine<F: Future<Output = ()>>(test: impl Fn(Table) -> F) {
    for engine in engines() {
        run(async { test(Table::laid(&engine).await).await });
    }
}

#[test]
fn cc_2_4a_a_shielded_client_comes_onto_an_agenda_by_an_identifier_that_both_sides_agreed_to() {
    on_each_engine(|table| async move {
        let office = &table.house.office;
        let shielded = office.decide_protection(None, table.alma, true).await;
        shielded.expect("protection");
        let by_name = table.item(false, &[Category::Demographics]);
        let by_name = table.proposes(table.alma, by_name).await;
        assert_eq!(lacks(by_name), ItemNeed::Identifier);
        let beside = table.item(true, &[Category::Housing, Category::Household]);
        let beside = table.proposes(table.alma, beside).await;
        assert_eq!(lacks(beside), ItemNeed::WhoBesideIdentifier);
        let new = table.item(true, &[Category::Housing, Category::Services]);
        table
            .proposes(table.alma, new.clone())
            .await
            .expect("a proposal");
        let twice = table.proposes(table.alma, new).await;
        assert_eq!(lacks(twice), ItemNeed::Already);

        assert_eq!(
            table.waits_for(&table.lena).await,
            [],
            "the organization first"
        );
        let myself = table.agrees(&table.dana, table.alma).await;
        assert_eq!(lacks(myself), ItemNeed::SomebodyElse);
        let stranger = table.agrees(&table.lena, table.alma).await;
        assert!(matches!(
            stranger,
            Err(ItemError::Refused(Refusal::NotKnown { .. }))
        ));
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        assert_eq!(table.state(table.alma).await, ItemState::WaitsForConference);

        let waiting = table.waits_for(&table.lena).await;
        let identifier = waiting[0].identifier.clone().expect("an identifier");
        assert_eq!(identifier.len(), 9);
        table
            .answers(&table.lena, &waiting[0].handle, true)
            .await
            .expect("a yes");
        table.closes().await;
        for who in [&table.lena, &table.dana, &table.heather] {
            assert_eq!(table.agenda(who).await, [], "nobody sits anywhere");
            table.sits(who, 1).await;
        }
        let mut handles = Vec::new();
        for who in [&table.lena, &table.dana, &table.heather] {
            let mut agenda = table.agenda(who).await;
            let it = agenda.pop().expect("an item");
            let (called, sections) = it.seen.expect("something");
            assert_eq!(called.as_ref(), Some(&identifier));
            assert!(!sections.iter().any(|it| WHO.contains(it)), "{sections:?}");
            assert!(!sections.is_empty());
            handles.push(it.handle);
        }
        handles.push(waiting[0].handle.clone());
        handles.sort_unstable();
        handles.dedup();
        assert_eq!(handles.len(), 4, "nobody's handle is another's");
    });
}

#[test]
fn cc_2_4a_an_identifier_that_was_found_out_is_withdrawn_and_both_sides_agree_anew() {
    on_each_engine(|table| async move {
        let new = table.item(true, &[Category::Housing]);
        table.proposes(table.alma, new).await.expect("a proposal");
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        let before = table.waits_for(&table.lena).await.remove(0);
        let yes = table.answers(&table.lena, &before.handle, true).await;
        yes.expect("a yes");
        table.closes().await;
        table.sits(&table.dana, 1).await;
        assert!(table.agenda(&table.dana).await[0].seen.is_some());

        let (office, dana) = (&table.house.office, table.person(&table.dana).await);
        let anew = office.reissue_identifier(&dana, table.alma, table.series);
        anew.await.expect("another identifier");
        assert_eq!(table.agenda(&table.dana).await, [], "not in its old place");
        assert_eq!(
            table.state(table.alma).await,
            ItemState::WaitsForOrganization
        );
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        let after = table.waits_for(&table.lena).await.remove(0);
        assert_ne!(after.identifier, before.identifier);
        assert_ne!(after.handle, before.handle);
        let off = office.take_item_off(&dana, table.alma, table.series);
        off.await.expect("taken off");
        assert_eq!(table.waits_for(&table.lena).await, []);
    });
}

#[test]
fn cc_2_4a_a_walled_lead_finds_nothing_and_whoever_proposed_it_reads_the_same() {
    on_each_engine(|table| async move {
        let ruth = table.house.worker("ruth", Role::PrivacyOfficer).await;
        table.wall(table.alma, &table.lena).await;
        let new = table.item(true, &[Category::Housing]);
        table.proposes(table.alma, new).await.expect("a proposal");
        table.agrees(&table.omar, table.alma).await.expect("a yes");
        assert_eq!(table.waits_for(&table.lena).await, []);
        let waiting = table.waits_for(&ruth).await;
        assert_eq!(waiting.len(), 1);
        let handle = &waiting[0].handle;
        let nowhere = "0".repeat(26);
        for handle in [handle, &nowhere] {
            let tried = table.answers(&table.lena, handle, true).await;
            assert!(matches!(tried, Err(CaseworkError::Unknown { .. })));
        }
        let omar = &table.house.office;
        let omar = omar.items_waiting(table.omar.id, table.series).await;
        assert!(matches!(omar, Err(CaseworkError::NotPermitted(_))));
        assert_eq!(table.state(table.alma).await, ItemState::WaitsForConference);
        table.answers(&ruth, handle, false).await.expect("a no");
        assert_eq!(table.state(table.alma).await, ItemState::WaitsForConference);
        assert_eq!(table.waits_for(&ruth).await, []);
    });
}

#[test]
fn cc_2_4_no_wall_runs_through_a_room_and_one_that_is_raised_later_takes_the_item_off() {
    on_each_engine(|table| async move {
        table.wall(table.alma, &table.heather).await;
        for client in [table.alma, table.bea] {
            let new = table.item(false, &[Category::Demographics]);
            table.on_agenda(client, new).await;
        }
        table.closes().await;
        let alma = table.placed(table.alma).await.expect("a sitting");
        let bea = table.placed(table.bea).await.expect("a sitting");
        assert_ne!(alma.sitting, bea.sitting);
        assert_eq!(alma.walls, [WallAgainst::Worker(table.heather.no)]);
        let rooms = table.rooms(|_| ()).await;
        assert_eq!(rooms.state(2), Some(RoomState::Planned));
        assert_eq!(rooms.state(3), None);

        table.sits(&table.heather, bea.sitting).await;
        table.sits(&table.dana, bea.sitting).await;
        assert!(table.agenda(&table.heather).await[0].seen.is_some());
        assert!(table.agenda(&table.dana).await[0].seen.is_some());
        // Wherever she sits, there is nothing of Alma for her.
        table.sits(&table.heather, alma.sitting).await;
        assert!(table.agenda(&table.heather).await[0].seen.is_none());

        table.wall(table.bea, &table.lena).await;
        assert!(
            table.agenda(&table.dana).await[0].seen.is_none(),
            "off for everybody"
        );
        assert_eq!(table.state(table.bea).await, ItemState::Off);
    });
}

#[test]
fn cc_2_4_a_client_who_says_no_to_sharing_is_off_at_once_for_everybody() {
    on_each_engine(|table| async move {
        let new = table.item(false, &[Category::Demographics]);
        table.on_agenda(table.alma, new).await;
        table.closes().await;
        for who in [&table.dana, &table.heather] {
            table.sits(who, 1).await;
            assert!(table.agenda(who).await[0].seen.is_some());
        }
        let declined = table.house.office.decline_sharing(None, table.alma).await;
        declined.expect("a no");
        for who in [&table.dana, &table.heather] {
            assert!(table.agenda(who).await[0].seen.is_none());
        }
        assert_eq!(table.state(table.alma).await, ItemState::Off);
    });
}

#[test]
fn cc_2_5_each_sees_what_the_item_needs_and_each_has_an_entry_of_their_own() {
    on_each_engine(|table| async move {
        let beyond = table.item(false, &[Category::Health]);
        let beyond = table.proposes(table.alma, beyond).await;
        assert_eq!(lacks(beyond), ItemNeed::Sections);
        let new = table.item(false, &[Category::Demographics]);
        table.on_agenda(table.alma, new).await;
        table.closes().await;
        for who in [&table.dana, &table.heather] {
            table.sits(who, 1).await;
        }
        let gate = &table.house.office.gate;
        let sheet = gate.sheet_of(table.alma).await.unwrap().expect("a sheet");
        let viewers = vec![table.omar.id, table.heather.id, table.dana.id];
        let asked = ItemAsked {
            client: table.alma,
            item: sheet.items[0].item,
            viewers: viewers.clone(),
        };
        let before = table.intents().await;
        let seen = gate.discuss_for(&asked).await.expect("an answer");
        assert_eq!(table.intents().await, before + 2, "Omar has no seat");
        assert_eq!(seen.iter().map(|it| it.viewer).collect::<Vec<_>>(), viewers);
        for one in seen {
            match one.shown {
                Shown::NotYours => assert_eq!(one.viewer, table.omar.id),
                Shown::Open(shown) => {
                    let sections: Vec<_> = shown.parts.iter().map(|it| it.section).collect();
                    assert!(sections.contains(&Category::Identity));
                    let needed = [Category::Identity, Category::Demographics];
                    assert!(sections.iter().all(|it| needed.contains(it)));
                    shown.delivery.delivered(None);
                }
            }
        }
        // Put like any other question it is about no item, and refused to whoever sits there as well.
        let request = Request {
            purpose: Purpose::CaseConference,
            ..Request::to_serve(table.dana.id, table.alma)
        };
        let request = request.sections([Category::Demographics]);
        let alone = gate.ask::<Discuss>(&request).await;
        assert!(matches!(alone, Err(Refusal::Refused { .. })));
        // The same item, asked about as somebody else's, is nobody's.
        let swapped = ItemAsked {
            client: table.bea,
            ..asked
        };
        let seen = gate.discuss_for(&swapped).await.expect("an answer");
        assert!(seen.iter().all(|it| matches!(it.shown, Shown::NotYours)));
    });
}
