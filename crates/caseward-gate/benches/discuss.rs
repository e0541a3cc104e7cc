//! What it costs to put one item of an agenda to the gate for sixty people who sit in a conference: facts, decisions, an INTENT for
//! each who gets something, one flush to the disk, and what was let out, opened (CC-2.5).

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark may stop where it stands, and nothing of it is shipped"
)]

use std::hint::black_box;

use caseward_db::{Place, Settings};
use caseward_gate::{
    AgreedFact, AgreedItem, AgreedStaff, CardDeed, ClientSheet, DeedText, Drawer, Gate, GateError,
    ItemAsked, ItemFact, NewOffice, Offers, OrganizationSheet, Particulars, PlacedItem, RecordMark,
    Rooms, SeatFact, Shown, SlotSettings, WorkerSheet,
};
use caseward_model::{
    Category, Client, Clock, Id, ItemPurpose, Joining, OrganizationKind, PartWriter, Purpose,
    Randomness, Role, Worker,
};
use caseward_policies::Policies;
use criterion::{Criterion, criterion_group, criterion_main};
use serde_json::Map;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const VIEWERS: i64 = 60;
/// Of whom these are of the organisation that handles the client; the others come from so many partners.
const OWN: i64 = 20;
const PARTNERS: i64 = 10;
const RECORDS: i64 = 12;
const MEETING: i64 = 1;
const RUN: [u8; 16] = [7; 16];
const ITEM: [u8; 16] = [9; 16];

const SECTIONS: [Category; 3] = [Category::Housing, Category::Income, Category::Services];

fn organization(now_ms: i64, own: bool) -> OrganizationSheet {
    let agreed = AgreedFact {
        protocol: 1,
        programme: None,
        from: now_ms,
        until: OrganizationSheet::WITHOUT_END,
        purposes: vec![Purpose::CaseConference],
        categories: SECTIONS.to_vec(),
        staff: (1..=VIEWERS)
            .map(|worker| AgreedStaff {
                worker,
                categories: SECTIONS.to_vec(),
            })
            .collect(),
    };
    OrganizationSheet {
        kind: OrganizationKind::Agency,
        keeps_records_here: own,
        comparable_database: false,
        shields_everyone: false,
        protocol_until: None,
        agreed: vec![agreed],
        policy_until: Some(OrganizationSheet::WITHOUT_END),
        requirements: 0,
        sensitive: Vec::new(),
    }
}

fn called(handle: &str) -> Particulars {
    Particulars {
        name: handle.to_owned(),
        handle: handle.to_owned(),
        ..Particulars::default()
    }
}

fn worker(no: i64, organization: i64, now_ms: i64) -> WorkerSheet {
    let role = if organization == 1 {
        Role::Caseworker
    } else {
        Role::PartnerWorker
    };
    WorkerSheet {
        agreement_until: i64::MAX,
        training_until: i64::MAX,
        seat: Some(SeatFact {
            id: Id::from_bytes([u8::try_from(no).unwrap(); 16]),
            series: 1,
            meeting: MEETING,
            sitting: 1,
            run: RUN,
            how: Joining::Remote,
            since: now_ms,
            attested_until: i64::MAX,
            session: None,
        }),
        ..WorkerSheet::new(organization, role)
    }
}

/// A client of the first organisation who is spoken of by identifier.
fn client(now_ms: i64) -> ClientSheet {
    let yes = AgreedItem { by: 1, at: now_ms };
    ClientSheet {
        organization: 1,
        items: vec![ItemFact {
            item: Id::from_bytes(ITEM),
            series: 1,
            purpose: ItemPurpose::Housing,
            sections: SECTIONS.to_vec(),
            minutes: 10,
            identifier: Some(1),
            proposed_by: 1,
            proposed_at: now_ms,
            organization: Some(yes),
            lead: Some(yes),
            placed: Some(PlacedItem {
                meeting: MEETING,
                sitting: 1,
                walls: Vec::new(),
            }),
            off_at: None,
            offers: Vec::new(),
        }],
        ..ClientSheet::default()
    }
}

fn section(text: &str) -> Vec<u8> {
    let mut writer = PartWriter::new();
    writer.field(1, text);
    writer.finish()
}

/// Takes the client in, with a few records; gives their id.
fn take_in(gate: &Gate, sheet: ClientSheet) -> Id<Client> {
    let taken = gate.intake::<_, GateError, _>(move |bench| {
        let client_no = bench.new_client(sheet)?;
        for record_no in 1..=RECORDS {
            let mark = RecordMark {
                client_no,
                record_no,
                kind: 0,
                version: 1,
                gone: false,
            };
            let sections = SECTIONS.map(|it| (it, section("A sentence that somebody told.")));
            bench.put_record(&mark, false, sections.to_vec())?;
        }
        bench.finish("taken_in", Map::new())?;
        let sql = "SELECT ref FROM clients WHERE no = $1";
        let row = bench.transaction().query_one(sql, &[client_no.into()])?;
        Ok(Id::from_bytes(row.array(0)?))
    });
    taken.expect("a client")
}

/// An office with an open room in which everybody sits.
async fn furnished(gate: &Gate, now_ms: i64) -> Vec<Id<Worker>> {
    for no in 0..=PARTNERS {
        let handle = format!("organization-{no}");
        let sheet = organization(now_ms, no == 0);
        let added = gate.add_organization(sheet, called(&handle)).await;
        added.expect("an organisation");
    }
    let mut viewers = Vec::new();
    for no in 1..=VIEWERS {
        let organization = if no <= OWN { 1 } else { 2 + no % PARTNERS };
        let sheet = worker(no, organization, now_ms);
        let added = gate
            .add_worker(sheet, called(&format!("worker-{no}")))
            .await;
        viewers.push(added.expect("a worker").1);
    }
    let place = (Drawer::Meetings, MEETING);
    let opened = gate.change_card::<Rooms, _, GateError, _>(place, 0, move |_, rooms| {
        *rooms = Rooms::planned(1, 1);
        rooms.open(1, RUN, now_ms);
        let told = DeedText {
            deed: "room_opened".to_owned(),
            by: None,
            client: None,
            particulars: Map::new(),
        };
        Ok((Some(CardDeed::Changed(told)), ()))
    });
    opened.await.expect("a room");
    offering(gate).await;
    viewers
}

/// Every organisation can act on what the item needs.
async fn offering(gate: &Gate) {
    let place = (Drawer::Conferences, 1);
    let offered = gate.change_card::<Offers, _, GateError, _>(place, 0, move |_, offers| {
        for organization in 1..=PARTNERS + 1 {
            offers.say(organization, SECTIONS.to_vec());
        }
        let told = DeedText {
            deed: "conference_offer_changed".to_owned(),
            by: None,
            client: None,
            particulars: Map::new(),
        };
        Ok((Some(CardDeed::Changed(told)), ()))
    });
    offered.await.expect("offers");
}

fn sixty_people(criterion: &mut Criterion) {
    let folder = TempDir::with_prefix("caseward-discuss-").expect("a folder");
    let (clock, randomness) = (Clock::system(), Randomness::system());
    let settings = Settings {
        place: Place::Sqlite(folder.path().join("caseward.db")),
        clock: clock.clone(),
        randomness: randomness.clone(),
    };
    let (db, ledger) = caseward_db::open(settings).expect("a database");
    let policies = Policies::embedded().expect("rules");
    let now_ms = clock.now_ms();
    let gate = Gate::new(db, ledger, policies, clock, randomness);
    let runtime = Runtime::new().expect("a runtime");
    let new = NewOffice {
        passphrase: "four calm herons wading",
        settings: SlotSettings::FICTION,
    };
    let made = runtime.block_on(gate.make_office(new));
    drop(made.expect("an office"));
    let viewers = runtime.block_on(furnished(&gate, now_ms));
    let asked = ItemAsked {
        client: take_in(&gate, client(now_ms)),
        item: Id::from_bytes(ITEM),
        viewers,
    };
    let put = || {
        let seen = runtime
            .block_on(gate.discuss_for(&asked))
            .expect("an answer");
        for one in seen {
            match one.shown {
                Shown::Open(shown) => {
                    black_box(&shown.parts);
                    shown.delivery.returned();
                }
                Shown::NotYours => unreachable!("everybody sees something"),
            }
        }
    };
    criterion.bench_function("one item, sixty viewers", |bencher| bencher.iter(put));
}

criterion_group!(benches, sixty_people);
criterion_main!(benches);
