//! How soon sixty people at one conference see what has changed: asked at the gate, written down durably for each of them, written out,
//! sent over sockets, and read.
//!
//! A plain program. It serves an office with a meeting of so many items and people, on SQLite, and on PostgreSQL where
//! `CASEWARD_TEST_POSTGRES` holds an address; each person reads their line in a thread of their own. How many items, people and rounds
//! can be given, and a folder into which the frames of the first engine are written for others to send:
//! `cargo bench -p caseward-web --bench board -- 500 60 200 FOLDER` (`benches/peers/run board` does that).

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a benchmark reads the stopwatch, and stops where something is missing; nothing of it is shipped"
)]

use std::io::{BufRead, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use caseward_casework::Office;
use caseward_casework::conference::{NewSeries, SeriesChange};
use caseward_casework::gate::{
    AgreedItem, AgreedStaff, CardDeed, DeedText, Drawer, GateError, ItemFact, PlacedItem,
    can_be_offered,
};
use caseward_casework::staff::Colleague;
use caseward_model::{
    Category, Client, Conference, ConferenceKind, Id, ItemPurpose, Organization, OrganizationKind,
    Role,
};
use caseward_testkit::{Engine, Export, House, engines, run, signing_for_series};
use caseward_web::visit::local;
use serde_json::{Map, Value, json};
use tower::ServiceExt;

/// The number of the one series, and of its one meeting.
const ONE: i64 = 1;
/// How many people are of the office itself; the others come from so many partners.
const OWN: usize = 20;
const PARTNERS: usize = 10;
const SECTIONS: [Category; 2] = [Category::Housing, Category::Services];
/// How often everybody comes anew.
const COLD: usize = 10;
/// How long anything may take.
const NEVER: Duration = Duration::from_secs(60);

fn main() {
    let all: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| it != "--bench")
        .collect();
    let number = |at: usize, otherwise| {
        let found = all.get(at).and_then(|it| it.parse::<usize>().ok());
        found.unwrap_or(otherwise)
    };
    let (items, people, rounds) = (number(0, 500), number(1, 60), number(2, 200));
    let mut folder = all.get(3).map(PathBuf::from);
    for engine in engines() {
        run(measure(
            &engine,
            (items.max(rounds + 2), people.max(2), rounds),
            folder.take(),
        ));
    }
}

async fn measure(
    engine: &Engine,
    (items, people, rounds): (usize, usize, usize),
    folder: Option<PathBuf>,
) {
    let table = Table::laid(engine, (items, people)).await;
    let name = match engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres(_) => "PostgreSQL",
    };
    let before = resident_kib();
    let (lines, storm) = table.storm();
    let grown = resident_kib().saturating_sub(before) as f64 / people as f64;
    table.next(0).await;
    table.shown(&lines).await;
    // Everybody comes anew, while somebody is spoken of.
    let (mut lines, mut cold) = (lines, Vec::new());
    for _ in 0..COLD {
        let took;
        (lines, took) = table.storm();
        cold.push(took);
    }
    let (mut updates, mut whole, mut frames) = (Vec::new(), Vec::new(), Vec::new());
    for step in 1..=rounds {
        let begun = Instant::now();
        table.next(step).await;
        let acted = begun.elapsed();
        let (took, told) = table.shown(&lines).await;
        updates.push(took);
        whole.push(acted + took);
        frames.push(told);
    }
    let measured = Measured {
        storm,
        grown,
        cold,
        updates,
        whole,
        frames,
    };
    let of = format!("{name}: {items} items, {people} people, {rounds} rounds");
    measured.report(&of);
    if let Some(folder) = folder {
        measured.write(&folder);
    }
}

/// What was measured.
struct Measured {
    storm: Duration,
    grown: f64,
    cold: Vec<Duration>,
    updates: Vec<Duration>,
    whole: Vec<Duration>,
    frames: Vec<Vec<String>>,
}

impl Measured {
    fn report(&self, of: &str) {
        let bytes: usize = self.frames[0].iter().map(String::len).sum();
        let times = |what: &str, all: &[Duration]| {
            let (p50, p99) = (at(all, 50), at(all, 99));
            say(&format!("  {what:<32}p50 {p50:.2?}  p99 {p99:.2?}"));
        };
        say(&format!("{of}; one change is {bytes} bytes to all of them"));
        say(&format!(
            "  all come in at once             {:.1?}",
            self.storm
        ));
        times("all come anew, to an item", &self.cold);
        times("a change, read by all", &self.updates);
        times("the same with the leader's act", &self.whole);
        say(&format!(
            "  memory for each line            {:.0} KiB, the reader's thread among it",
            self.grown
        ));
    }

    fn write(&self, folder: &Path) {
        let pair = |all: &[Duration]| [ms(at(all, 50)), ms(at(all, 99))];
        let ours = json!({ "cold": pair(&self.cold), "update": pair(&self.updates) });
        let told = json!({ "ours": ours, "updates": self.frames });
        std::fs::write(folder.join("frames.json"), told.to_string()).expect("a file");
    }
}

fn ms(it: Duration) -> f64 {
    it.as_secs_f64() * 1e3
}

fn at(times: &[Duration], share: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let place = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}

fn say(line: &str) {
    drop(writeln!(std::io::stdout().lock(), "{line}"));
}

/// What this program holds in memory, in KiB; 0 where that can't be read.
fn resident_kib() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|it| it.parse::<u64>().ok());
    pages.unwrap_or(0) * 4
}

/// An office that is served, with a meeting in whose room everybody sits.
struct Table {
    house: House,
    router: Router,
    address: SocketAddr,
    /// Each with their cookie and the address of their room; the leader first.
    people: Vec<(String, String)>,
}

/// The lines of everybody: what came last over each.
struct Lines {
    told: Receiver<(usize, String)>,
    count: usize,
}

impl Table {
    async fn laid(engine: &Engine, (items, people): (usize, usize)) -> Self {
        let house = House::on(engine, false).await;
        let (workers, partners) = staffed(&house, people).await;
        let series = series(&house, &workers, &partners).await;
        let router = caseward_web::router(Arc::clone(&house.office), Vec::new());
        let cookie = signed_in(&house.office, &router, &workers[0]).await;
        let at = local(house.clock.now_ms() + 3_600_000);
        let plan = format!(
            "day={}&time={}&minutes=60&how=remote&place=&purpose=Homes+for+everybody.",
            at.date(),
            at.strftime("%H%%3A%M")
        );
        let meeting = sent(
            &router,
            &cookie,
            &format!("/conferences/{series}/meetings"),
            &plan,
        )
        .await;
        on_agenda(&house, items, &workers).await;
        sent(&router, &cookie, &format!("{meeting}/open"), "").await;
        let mut sitting = Vec::with_capacity(people);
        for worker in &workers {
            let cookie = signed_in(&house.office, &router, worker).await;
            let said = "reminded=yes&attests=yes";
            let room = sent(&router, &cookie, &format!("{meeting}/seat"), said).await;
            sitting.push((cookie, room));
        }
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let served = caseward_web::serve(listener, router.clone(), std::future::pending());
        tokio::spawn(served);
        Self {
            house,
            router,
            address,
            people: sitting,
        }
    }

    /// Everybody opens their line at once; how long it took until the last one saw the board.
    fn storm(&self) -> (Lines, Duration) {
        let (to, told) = channel();
        let begun = Instant::now();
        for (no, (cookie, room)) in self.people.iter().enumerate() {
            let (address, to) = (self.address, to.clone());
            let asked = format!(
                "GET {room}/events HTTP/1.0\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\r\n"
            );
            let thread = std::thread::Builder::new().stack_size(128 * 1024);
            let read = thread.spawn(move || follow(address, &asked, (no, &to)));
            drop(read.expect("a thread"));
        }
        let lines = Lines {
            told,
            count: self.people.len(),
        };
        lines.all();
        (lines, begun.elapsed())
    }

    /// The leader goes on to the next item.
    async fn next(&self, step: usize) {
        let (cookie, room) = &self.people[0];
        let form = format!("step={step}&minutes=5");
        sent(&self.router, cookie, &format!("{room}/next"), &form).await;
    }

    /// Looks at the room; how long it took until the last one had read what has changed, and what each was told.
    async fn shown(&self, lines: &Lines) -> (Duration, Vec<String>) {
        let begun = Instant::now();
        self.house.office.tick_boards().await.expect("a look");
        let told = lines.all();
        (begun.elapsed(), told)
    }
}

impl Lines {
    /// Waits until something came to everybody.
    fn all(&self) -> Vec<String> {
        let mut told = vec![String::new(); self.count];
        for _ in 0..self.count {
            let (no, text) = self.told.recv_timeout(NEVER).expect("a frame");
            told[no] = text;
        }
        told
    }
}

/// Reads a line, and takes each frame apart as a page does.
fn follow(address: SocketAddr, asked: &str, (no, to): (usize, &Sender<(usize, String)>)) {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    stream.write_all(asked.as_bytes()).expect("a question");
    for line in BufReader::new(stream).lines() {
        let Ok(line) = line else { return };
        let Some(data) = line.strip_prefix("data: ") else {
            continue;
        };
        // A word instead: another line was opened from the same seat.
        let Ok(told) = serde_json::from_str::<Value>(data) else {
            return;
        };
        assert!(told["stage"].is_string());
        if to.send((no, data.to_owned())).is_err() {
            return;
        }
    }
}

/// The people, the leader first, and the partners; a protocol names each of the partners' people.
async fn staffed(house: &House, people: usize) -> (Vec<Colleague>, Vec<Id<Organization>>) {
    let mut partners = Vec::new();
    for no in 0..PARTNERS {
        let handle = format!("partner-{no}");
        let partner = house.partner(&handle, OrganizationKind::Agency).await;
        partners.push(partner.id);
    }
    let mut all = vec![house.worker("lena", Role::ConferenceLead).await];
    for no in 1..people {
        let handle = format!("worker-{no}");
        if no < OWN {
            all.push(house.worker(&handle, Role::Caseworker).await);
            continue;
        }
        let at = no % PARTNERS;
        let of = format!("partner-{at}");
        let worker = house.worker_with(&handle, Role::PartnerWorker, true, true, &of);
        let worker = worker.await;
        let named = AgreedStaff {
            worker: worker.no,
            categories: Category::ALL.to_vec(),
        };
        let gate = &house.office.gate;
        let agreed = gate.change_organization(partners[at], "agreed", |it| {
            it.agreed[0].staff.push(named);
        });
        agreed.await.expect("a protocol");
        all.push(worker);
    }
    house.publish_conferencing().await;
    for one in &all {
        house.sign_conferencing(one).await;
    }
    (all, partners)
}

async fn series(house: &House, all: &[Colleague], partners: &[Id<Organization>]) -> Id<Conference> {
    let office = &house.office;
    let new = NewSeries {
        title: "A table".into(),
        kind: Some(ConferenceKind::ByNameList),
        purpose: "A home for everybody on the list.".into(),
        organizations: partners.to_vec(),
        ..NewSeries::default()
    };
    let lead = all[0].id;
    let series = office.begin_conference(lead, new).await.expect("a series");
    let signed = office.sign_for_conference(lead, series, signing_for_series(1));
    signed.await.expect("a signature");
    for partner in partners {
        let offer = SeriesChange::Offer {
            organization: *partner,
            sections: can_be_offered(),
        };
        let said = office.change_conference(lead, series, offer);
        said.await.expect("an offer");
    }
    for one in &all[1..] {
        let named = office.name_participant(lead, series, one.id);
        named.await.expect("a participant");
        let signed = office.sign_for_conference(one.id, series, signing_for_series(1));
        signed.await.expect("a signature");
    }
    series
}

/// Puts so many clients on the closed agenda of the meeting, by identifier, as the desk keeps them. Asking everybody about each of them
/// first would take longer than what is measured here.
async fn on_agenda(house: &House, items: usize, people: &[Colleague]) {
    let mut export = Export::new();
    for no in 0..items {
        export = export.client(&format!("{no}"), "Test", &format!("Name{no}"));
    }
    house.import(&export).await;
    let mut clients = Vec::with_capacity(items);
    for no in 0..items {
        let client = house.client(&format!("{no}")).await;
        let item = Id::from_bytes((no as u128 + 1).to_be_bytes());
        placed(house, client, (item, no as i64 + 1)).await;
        clients.push((client, item));
    }
    let numbers: Vec<i64> = (1..=items as i64).collect();
    let seated: Vec<i64> = people.iter().map(|it| it.no).collect();
    let mut organizations = Vec::with_capacity(people.len());
    for one in people {
        let person = house.office.person_numbered(one.no).await;
        organizations.push(person.expect("a worker").sheet.organization);
    }
    let sitting = json!({
        "meeting": ONE, "no": 1, "lead": people[0].no, "people": seated,
        "organizations": organizations, "everybody": true, "items": numbers,
    });
    let agenda = json!({"items": numbers, "sittings": [sitting]});
    let gate = &house.office.gate;
    let drawers = gate.drawers().expect("drawers");
    let place = (Drawer::Agendas, ONE);
    let kept = gate.change_card::<Value, _, GateError, _>(place, 0, move |tx, card| {
        *card = agenda;
        for (no, (client, item)) in (1..).zip(clients) {
            let row = json!({"item": item, "series": ONE, "client": client}).to_string();
            let row = drawers.seal(Drawer::AgendaItems, (no, 0, 1), row.as_bytes());
            let sql = "INSERT INTO agenda_items (no, version, sealed) VALUES ($1, 1, $2)";
            tx.execute(sql, &[no.into(), row.into()])?;
            let letters = json!({"series": ONE, "letters": format!("BCDF-{no:04}")}).to_string();
            let letters = drawers.seal(Drawer::Identifiers, (no, 0, 1), letters.as_bytes());
            let sql = "INSERT INTO conference_identifiers (no, version, sealed) VALUES ($1, 1, $2)";
            tx.execute(sql, &[no.into(), letters.into()])?;
        }
        let told = DeedText {
            deed: "agenda_made".into(),
            by: None,
            client: None,
            particulars: Map::new(),
        };
        Ok((Some(CardDeed::Changed(told)), ()))
    });
    kept.await.expect("an agenda");
}

async fn placed(
    house: &House,
    client: Id<Client>,
    (item, identifier): (Id<caseward_model::AgendaItem>, i64),
) {
    let yes = AgreedItem { by: 1, at: 1 };
    let fact = ItemFact {
        item,
        series: ONE,
        purpose: ItemPurpose::Housing,
        sections: SECTIONS.to_vec(),
        minutes: 5,
        identifier: Some(identifier),
        proposed_by: 1,
        proposed_at: 1,
        organization: Some(yes),
        lead: Some(yes),
        placed: Some(PlacedItem {
            meeting: ONE,
            sitting: 1,
            walls: Vec::new(),
        }),
        off_at: None,
        offers: Vec::new(),
    };
    let gate = &house.office.gate;
    let kept = gate.change_client(None, client, "placed", Map::new(), move |it, _, _, _| {
        it.items.push(fact);
        Ok(())
    });
    kept.await.expect("an item");
}

async fn answered(router: &Router, request: Request<Body>) -> Response {
    router.clone().oneshot(request).await.expect("an answer")
}

/// Sends a form; gives where it leads.
async fn sent(router: &Router, cookie: &str, path: &str, form: &str) -> String {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", cookie);
    let request = request.body(Body::from(form.to_owned())).expect("a form");
    let answer = answered(router, request).await;
    assert_eq!(answer.status(), 303, "{path}");
    let to = answer.headers().get("location");
    to.and_then(|it| it.to_str().ok())
        .expect("an address")
        .to_owned()
}

/// Signs somebody in; gives their cookie.
async fn signed_in(office: &Office, router: &Router, who: &Colleague) -> String {
    let link = office
        .make_sign_in_link(who.no, 60, 1)
        .await
        .expect("a link");
    let request = Request::post("/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin");
    let form = Body::from(format!("token={link}"));
    let answer = answered(router, request.body(form).expect("a form")).await;
    let cookies = answer.headers().get_all("set-cookie").iter();
    let pairs = cookies.filter_map(|it| it.to_str().ok()?.split(';').next());
    let kept: Vec<&str> = pairs.filter(|it| !it.ends_with('=')).collect();
    kept.join("; ")
}
