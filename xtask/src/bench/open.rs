//! Opening files over HTTP: facts, decision, sealed sections, durable entry, JSON; beside the bare
//! limit, our own program on PostgreSQL, and PostgreSQL's own means without HTTP.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use clap::Args;

use super::django::Django;
use super::office::{self, Office, Served};
use super::postgres::{Database, Peer};
use super::wrk::{Asker, Reading};
use super::{Place, Running, disk, export, is_there, median, note_down, output, tell};

#[derive(Debug, Clone, Args)]
pub(super) struct Order {
    /// How many people
    #[arg(long, default_value_t = 100_000)]
    clients: u64,
    /// How many people in our own office on PostgreSQL; as many if missing
    #[arg(long)]
    postgres_clients: Option<u64>,
    /// How long each server is asked in each round
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// How many rounds
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Beside Django with guardian and auditlog too, with as many people: needs python3 and --postgres
    #[arg(long)]
    django: bool,
}

const CONNECTIONS: [u32; 2] = [1, 16];

/// Someone who opens files.
enum Opener {
    /// Over HTTP, with our ids and, where one is needed, a session.
    Http {
        address: SocketAddr,
        ids: PathBuf,
        session: Option<String>,
        _running: Running,
    },
    /// Without.
    Postgres(Peer),
}

struct Contestant {
    name: &'static str,
    opener: Opener,
    readings: Vec<(u32, Reading)>,
}

pub(super) fn run(order: &Order, place: &Place, postgres: Option<&str>) -> anyhow::Result<()> {
    ensure!(is_there("wrk"), "`wrk` isn't installed; Debian has it");
    ensure!(
        is_there("sqlite3"),
        "`sqlite3` isn't installed; Debian has it"
    );
    let program = place.program()?;
    let limit = place.built(&["-p", "limit", "--example", "limit"], "examples/limit")?;
    let export = place.path("export");
    let rows = export::write(&export, order.clients, export::Detail::Full)?;
    tell(format!("{} clients, {rows} rows", order.clients));

    let data = place.path("office");
    let (ours, sizes) = on_sqlite(place, &program, &export, &data)?;
    let mut all = vec![
        ours,
        contestant("limit", bare(place, &limit, sizes, order.clients)?),
    ];
    if let Some(database) = Database::make(postgres, "peer") {
        let peer = Peer::make(database?, place, order.clients, sizes.file)?;
        all.push(contestant(
            "PostgreSQL's own means, no HTTP",
            Opener::Postgres(peer),
        ));
    } else {
        tell("PostgreSQL: not run; give --postgres, and install psql and pgbench");
    }
    // Dropped last, after the server on it.
    let database = Database::make(postgres, "office").transpose()?;
    if let Some(database) = &database {
        let export = match order.postgres_clients {
            Some(fewer) => {
                let export = place.path("export-postgres");
                export::write(&export, fewer, export::Detail::Full)?;
                tell(format!("{fewer} clients in our office on PostgreSQL"));
                export
            }
            None => export,
        };
        all.push(on_postgres(place, &program, &export, database)?);
    }
    all.extend(django(order, postgres));
    let asker = Asker::new(place)?;
    let mut disk = Vec::new();
    for round in 1..=order.rounds {
        tell(format!("round {round} of {}", order.rounds));
        disk.push(disk::fdatasync(place)?);
        measure(&mut all, &asker, order.seconds)?;
    }
    report(&all, median(disk));
    Ok(())
}

/// How much a file and an entry of ours are, in bytes.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    file: usize,
    entry: usize,
}

fn contestant(name: &'static str, opener: Opener) -> Contestant {
    Contestant {
        name,
        opener,
        readings: Vec::new(),
    }
}

fn on_sqlite(
    place: &Place,
    program: &Path,
    export: &Path,
    data: &Path,
) -> anyhow::Result<(Contestant, Sizes)> {
    let at = ["--data".to_owned(), data.to_string_lossy().into_owned()];
    let office = Office::make(place, program, "sqlite", at)?;
    let took = office.import(export)?;
    let (seconds, memory) = (took.time.as_secs_f64(), took.memory >> 20);
    tell(format!(
        "imported into SQLite in {seconds:.1} s, {memory} MiB"
    ));
    office.staff(export::PROJECT)?;
    let ids = place.path("sqlite.ids");
    note_down(&ids, &office::ids(&office::sqlite_references(data)?)?)?;
    let served = office.serve()?;
    let file = look_at_one(&served, &ids)?;
    served.running.settle()?;
    let database = data.join("caseward.db");
    let sql = "SELECT CAST(avg(length(sealed)) AS INTEGER) FROM ledger WHERE kind = 1";
    let entry = output("sqlite3", &[&*database.to_string_lossy(), sql])?;
    let entry = entry.trim().parse().context("no entry was written")?;
    tell(format!(
        "a file is {file} bytes of JSON, its entry {entry} bytes"
    ));
    Ok((
        http("caseward on SQLite", served, ids),
        Sizes { file, entry },
    ))
}

fn on_postgres(
    place: &Place,
    program: &Path,
    export: &Path,
    database: &Database,
) -> anyhow::Result<Contestant> {
    let at = ["--database".to_owned(), database.url.clone()];
    let office = Office::make(place, program, "postgres", at)?;
    let took = office.import(export)?;
    tell(format!(
        "imported into PostgreSQL in {:.1} s",
        took.time.as_secs_f64()
    ));
    office.staff(export::PROJECT)?;
    database.said("VACUUM ANALYZE")?;
    let ids = place.path("postgres.ids");
    let references = database.said("SELECT encode(ref, 'hex') FROM clients WHERE no > 0")?;
    note_down(&ids, &office::ids(&references)?)?;
    let served = office.serve()?;
    look_at_one(&served, &ids)?;
    served.running.settle()?;
    Ok(http("caseward on PostgreSQL", served, ids))
}

fn http(name: &'static str, served: Served, ids: PathBuf) -> Contestant {
    let opener = Opener::Http {
        address: served.address,
        ids,
        session: Some(served.session),
        _running: served.running,
    };
    contestant(name, opener)
}

/// The bare server, answering with as many bytes as ours and keeping as many.
fn bare(place: &Place, limit: &Path, sizes: Sizes, people: u64) -> anyhow::Result<Opener> {
    let (address, database) = (office::free_address()?, place.path("limit.db"));
    let mut command = Command::new(limit);
    command.arg(address.to_string()).arg(database);
    command.args([sizes.file.to_string(), sizes.entry.to_string()]);
    let running = Running(command.stdin(Stdio::null()).spawn()?);
    office::reachable(address)?;
    let ids = place.path("limit.ids");
    let references: Vec<_> = (0..people).map(|it| format!("{it:032x}")).collect();
    note_down(&ids, &office::ids(&references.join("\n"))?)?;
    Ok(Opener::Http {
        address,
        ids,
        session: None,
        _running: running,
    })
}

/// Django, if it is wanted and comes up; otherwise a line that says why not: the others have taken long
/// to fill, and are measured all the same.
fn django(order: &Order, postgres: Option<&str>) -> Option<Contestant> {
    let name = "Django, guardian, auditlog";
    if !order.django {
        tell(format!("{name}: not run; give --django"));
        return None;
    }
    match Django::serve(postgres, order.clients) {
        Ok(served) => {
            let opener = Opener::Http {
                address: served.address,
                ids: served.ids,
                session: Some(served.session),
                _running: served.running,
            };
            Some(contestant(name, opener))
        }
        Err(why) => {
            tell(format!("{name}: NOT RUN: {why:#}"));
            None
        }
    }
}

/// Opens one file, says what is in it, and gives its size: a measure of refusals would be fast.
fn look_at_one(served: &Served, ids: &Path) -> anyhow::Result<usize> {
    let ids = std::fs::read_to_string(ids)?;
    let text = served.file(ids.lines().nth(7).context("too few clients")?)?;
    let file: serde_json::Value = serde_json::from_str(&text)?;
    let list = |of: &serde_json::Value, name| Some(of.get(name)?.as_array()?.clone());
    let sections = list(&file, "sections").context("no sections")?;
    let filled = |it: &&serde_json::Value| list(it, "records").is_some_and(|it| !it.is_empty());
    let open = sections.iter().filter(filled);
    let records: usize = open
        .clone()
        .filter_map(|it| Some(list(it, "records")?.len()))
        .sum();
    let names: Vec<_> = open.filter_map(|it| it.get("section")?.as_str()).collect();
    tell(format!(
        "{} sections asked for, {} open with {records} sealed records: {}",
        sections.len(),
        names.len(),
        names.join(" ")
    ));
    ensure!(names.len() > 5, "too little is let out for a fair measure");
    Ok(text.len())
}

fn measure(all: &mut [Contestant], asker: &Asker, seconds: u32) -> anyhow::Result<()> {
    for connections in CONNECTIONS {
        for contestant in &mut *all {
            let reading = match &contestant.opener {
                Opener::Http {
                    address,
                    ids,
                    session,
                    ..
                } => asker.ask(*address, ids, session.as_deref(), connections, seconds)?,
                Opener::Postgres(peer) => peer.ask(connections, seconds)?,
            };
            contestant.readings.push((connections, reading));
        }
    }
    Ok(())
}

impl Contestant {
    fn median(&self, connections: u32, figure: impl Fn(&Reading) -> f64) -> f64 {
        let own = self.readings.iter().filter(|(it, _)| *it == connections);
        median(own.map(|(_, reading)| figure(reading)).collect())
    }
}

fn report(all: &[Contestant], disk: f64) {
    tell(format!("fdatasync of the disk: p50 {disk:.2} ms"));
    let Some(ours) = all.first() else { return };
    for connections in CONNECTIONS {
        let our_rate = ours.median(connections, |it| it.rate);
        for one in all {
            let rate = one.median(connections, |it| it.rate);
            let (p50, p99) = (
                one.median(connections, |it| it.p50),
                one.median(connections, |it| it.p99),
            );
            tell(format!(
                "open, {connections:>2} connections: {:<32} {rate:>7.0}/s, p50 {p50:>6.2} ms, \
                 p99 {p99:>6.2} ms; caseward on SQLite is {:.2} of it",
                one.name,
                our_rate / rate
            ));
        }
    }
    let alone = ours.median(1, |it| it.p50);
    tell(format!(
        "open, one connection: p50 is {:.1} times the disk's fdatasync",
        alone / disk
    ));
}
