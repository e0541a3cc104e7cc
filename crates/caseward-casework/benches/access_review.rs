//! How many lines of another system's log are taken in each second, and how many accesses are compared with the facts of
//! a large office; and how much memory that takes.
//!
//! A plain program: it makes an office of clients with assignments, invents a log on the fly, takes it in as an office would
//! (read, understood, sealed, written), and runs one review over it. How many lines and clients can be given:
//! `cargo bench -p caseward-casework --bench access_review -- 10000000 100000`.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::cast_precision_loss,
    reason = "a benchmark reads the stopwatch, and stops where something is missing; nothing of it is shipped"
)]

use std::io::{Read, Write as _};
use std::time::Instant;

use caseward_casework::CaseworkError;
use caseward_casework::access_review::Period;
use caseward_casework::gate::{About, Actor, Assignee, AssignmentFact, AssignmentRole};
use caseward_casework::look_ups::logs::LogOrder;
use caseward_casework::look_ups::{Mapping, NewSystem};
use caseward_model::{AccessKind, OfficeAct, Role};
use caseward_testkit::{Export, House, run};

const WORKERS: u64 = 400;
const DAY_MS: i64 = 86_400_000;
/// The log begins on 15 August 2026.
const BEGIN_MS: i64 = 1_786_752_000_000;

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|it| it.parse::<u64>().ok());
    let lines = numbers.next().unwrap_or(10_000_000);
    let clients = numbers.next().unwrap_or(100_000);
    run(measure(lines, clients));
}

async fn measure(lines: u64, clients: u64) {
    let house = House::open().await;
    let office = &house.office;
    let mut workers = Vec::new();
    for no in 0..WORKERS {
        workers.push(house.worker(&format!("w{no}"), Role::Caseworker).await.no);
    }
    let mut export = Export::new();
    for no in 0..clients {
        export = export.client(&format!("{no}"), "Test", &format!("Name{}", no % 20_000));
    }
    house.import(&export).await;
    drop(export);
    assign(&house, clients, workers).await;
    let system = NewSystem {
        name: "Other".to_owned(),
    };
    let system = office.keep_system(Actor::KeyHolder, system).await;
    let system = system.expect("a system");
    let mapping = Mapping {
        user: "user".into(),
        person: Some("person".into()),
        time: "at".into(),
        zone: Some("UTC".into()),
        otherwise: Some(AccessKind::Opened),
        number: Some("no".into()),
        ..Mapping::default()
    };
    let saved = office.save_mapping(Actor::KeyHolder, system, mapping).await;
    saved.expect("a mapping");
    let ours = office.say_whose_numbers(Actor::KeyHolder, system, true);
    ours.await.expect("numbers");
    tell(format!(
        "{clients} clients, {WORKERS} workers; memory so far {} MiB",
        peak_mib()
    ));

    let log = Invented::new(lines, clients);
    let begun = Instant::now();
    let taken = office
        .take_log_in(Actor::KeyHolder, system, LogOrder::default(), log)
        .await
        .expect("a log");
    let seconds = begun.elapsed().as_secs_f64();
    tell(format!(
        "taken in: {} lines in {seconds:.1} s, {:.0} a second; peak {} MiB",
        taken.new,
        taken.new as f64 / seconds,
        peak_mib()
    ));

    let period = Period {
        from_ms: BEGIN_MS - DAY_MS,
        until_ms: BEGIN_MS + 80 * DAY_MS,
    };
    let begun = Instant::now();
    let account = office
        .review_accesses(Actor::KeyHolder, period)
        .await
        .expect("a review");
    let seconds = begun.elapsed().as_secs_f64();
    tell(format!(
        "reviewed: {} accesses in {seconds:.1} s, {:.0} a second; {} unexplained, {} matters; peak {} MiB",
        account.accesses,
        account.accesses as f64 / seconds,
        account.unexplained,
        account.matters,
        peak_mib()
    ));
}

/// Each client has one worker.
async fn assign(house: &House, clients: u64, workers: Vec<i64>) {
    let from = BEGIN_MS - 100 * DAY_MS;
    let work = move |works: &mut caseward_casework::gate::Works<'_, '_>| {
        for (no, worker) in (1..=i64::try_from(clients).unwrap_or(0)).zip(workers.iter().cycle()) {
            works.revise_client(no, "assigned", |sheet| {
                sheet.assignments.push(AssignmentFact {
                    to: Assignee::Worker(*worker),
                    from,
                    until: None,
                    role: AssignmentRole::Lead,
                    by: 0,
                    instead_of: None,
                });
                Some(Default::default())
            })?;
        }
        Ok::<_, CaseworkError>(())
    };
    let act = OfficeAct::Assign;
    let gate = &house.office.gate;
    let done = gate.perform(Actor::KeyHolder, act, About::Office, "assigned_many", work);
    done.await.expect("assignments");
}

/// A log that is made while it is read: most lines are of the client's own worker, some of another one.
struct Invented {
    next: u64,
    lines: u64,
    clients: u64,
    dice: u64,
    text: Vec<u8>,
    read: usize,
}

impl Invented {
    fn new(lines: u64, clients: u64) -> Self {
        Self {
            next: 0,
            lines,
            clients,
            dice: 20_261_102,
            text: b"no,at,user,person\n".to_vec(),
            read: 0,
        }
    }

    fn throw(&mut self, sides: u64) -> u64 {
        self.dice = self
            .dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.dice >> 33) % sides
    }

    fn write_some(&mut self) {
        self.text.clear();
        self.read = 0;
        for _ in 0..1_000 {
            if self.next == self.lines {
                return;
            }
            let person = self.throw(self.clients);
            let own = person % WORKERS;
            let worker = if self.throw(100) < 97 {
                own
            } else {
                self.throw(WORKERS)
            };
            let second = self.next * (75 * 86_400) / self.lines;
            let (day, rest) = (second / 86_400, second % 86_400);
            let (month, day) = match day {
                0..17 => (8, 15 + day),
                17..47 => (9, day - 16),
                _ => (10, day - 46),
            };
            let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
            let line = writeln!(
                self.text,
                "{},2026-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02},w{worker},{person}",
                self.next
            );
            line.expect("memory");
            self.next += 1;
        }
    }
}

impl Read for Invented {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.read == self.text.len() {
            self.write_some();
        }
        let rest = self.text.get(self.read..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.read += count;
        Ok(count)
    }
}

/// The most memory that this program has had so far.
fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("VmHWM:"));
    let kib = line.and_then(|it| it.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

fn tell(line: String) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{line}"));
}
