//! What the ledger costs against its limits, all in one run, since machines are noisy: durable
//! acknowledgements, checking, appending in memory, proofs.
//!
//! `cargo bench -p caseward-db --bench ledger`; `CASEWARD_BENCH_ENTRIES` sets the ledger's length
//! (a million unless told), `CASEWARD_BENCH_FILE` keeps it for the next run, and
//! `CASEWARD_TEST_POSTGRES` adds PostgreSQL.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark may end at once when something is not as it must be"
)]

use std::io::Write;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use caseward_db::ledger::proof::{inclusion_proof, root_at};
use caseward_db::ledger::tree::Tree;
use caseward_db::ledger::{leaf, path::check_inclusion, read, verify};
use caseward_db::{Db, DbError, Draft, Ledger, Place, Settings, open};
use caseward_model::{Clock, Randomness};
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use sha2::Sha256;

const WRITERS: u64 = 16;

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").expect("standard output is open");
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

#[expect(clippy::disallowed_methods, reason = "a benchmark is told its size")]
fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn draft(number: u64) -> Draft {
    let mut commitment = [7; 32];
    commitment[..8].copy_from_slice(&number.to_be_bytes());
    let mut tag = [0; 16];
    tag[..8].copy_from_slice(&(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48).to_be_bytes());
    Draft {
        kind: 1,
        actor: (number % 60) as i64,
        tag: Some(tag),
        commitment,
        sealed: [commitment.as_slice(); 8].concat()[..240].to_vec(),
    }
}

fn open_at(place: Place) -> (Db, Ledger) {
    let settings = Settings {
        place,
        clock: Clock::system(),
        randomness: Randomness::system(),
    };
    open(settings).expect("the database opens")
}

/// Acknowledgements a second, each from a thread that waits for it.
fn acknowledgements(each: u64, write: impl Fn(u64) + Sync) -> f64 {
    let write = &write;
    let (time, ()) = timed(|| {
        std::thread::scope(|scope| {
            for thread in 0..WRITERS {
                scope.spawn(move || (0..each).for_each(|n| write(thread * each + n)));
            }
        });
    });
    (WRITERS * each) as f64 / time.as_secs_f64()
}

/// What an acknowledgement is of: an entry alone, or what one question at the gate does, four
/// selects by primary key and an entry.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    selects: u64,
}

const SELECT: &str = "SELECT at, tag, sealed FROM ledger WHERE idx = $1";

fn through_the_ledger(ledger: &Ledger, each: u64, kind: Kind) -> f64 {
    acknowledgements(each, |number| {
        let kept = ledger.write_blocking(move |transaction| {
            for n in 0..kind.selects {
                let index = ((number / WRITERS + n * 17) / 2).cast_signed();
                std::hint::black_box(transaction.query_optional(SELECT, &[index.into()])?);
            }
            transaction.append(draft(number))
        });
        let kept: Result<_, DbError> = kept;
        kept.expect("the entry is kept");
    })
}

/// The limit: the same rows in the same table, one thread, one commit for all that wait, no tree.
fn bare_group_commit(file: &Path, each: u64, kind: Kind) -> f64 {
    let connection = rusqlite::Connection::open(file).expect("opens");
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
             PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -65536;
             CREATE TABLE ledger (idx INTEGER PRIMARY KEY, at BIGINT NOT NULL, kind BIGINT NOT NULL,
               actor BIGINT NOT NULL, tag BYTEA, commitment BYTEA NOT NULL, sealed BYTEA NOT NULL);
             CREATE INDEX ledger_by_tag ON ledger (tag, idx) WHERE tag IS NOT NULL;
             CREATE INDEX ledger_by_actor ON ledger (actor, at);",
        )
        .expect("is set");
    let (to, queue) = sync_channel::<(Draft, std::sync::mpsc::Sender<i64>)>(4096);
    let clock = Clock::system();
    let writer = std::thread::Builder::new()
        .spawn(move || {
            let mut index = 0_i64;
            while let Ok(first) = queue.recv() {
                let mut batch = vec![first];
                while batch.len() < 256
                    && let Ok(next) = queue.try_recv()
                {
                    batch.push(next);
                }
                connection.execute_batch("BEGIN IMMEDIATE").expect("begins");
                let mut answers = Vec::with_capacity(batch.len());
                for (draft, answer) in batch {
                    for n in 0..kind.selects {
                        let mut select = connection
                            .prepare_cached(&SELECT.replace('$', "?"))
                            .expect("prepares");
                        let found = select.query_row([index / 2 + (n * 17).cast_signed()], |row| {
                            let row: (i64, Option<[u8; 16]>, Vec<u8>) =
                                (row.get(0)?, row.get(1)?, row.get(2)?);
                            Ok(row)
                        });
                        std::hint::black_box(found.ok());
                    }
                    let sql = "INSERT INTO ledger VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
                    let values = (
                        index,
                        clock.now_ms(),
                        draft.kind,
                        draft.actor,
                        draft.tag,
                        draft.commitment,
                        draft.sealed,
                    );
                    let mut statement = connection.prepare_cached(sql).expect("prepares");
                    statement.execute(values).expect("inserts");
                    answers.push((answer, index));
                    index += 1;
                }
                connection.execute_batch("COMMIT").expect("commits");
                for (answer, index) in answers {
                    answer.send(index).expect("is awaited");
                }
            }
        })
        .expect("starts");
    let rate = acknowledgements(each, |number| {
        let (answer, answered) = std::sync::mpsc::channel();
        to.send((draft(number), answer)).expect("is taken");
        answered.recv().expect("is answered");
    });
    drop(to);
    writer.join().expect("ends");
    rate
}

/// Processor time that this process has used, in seconds; says more than the clock when others
/// use the machine too.
fn processor_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    let ticks: f64 = fields
        .skip(11)
        .take(2)
        .filter_map(|n| n.parse::<f64>().ok())
        .sum();
    ticks / 100.0
}

fn durable(folder: &Path, kind: Kind) {
    let (each, rounds, name) = (1500, 5, kind.name);
    let mut ratios = Vec::new();
    for round in 0..rounds {
        let bare = folder.join(format!("bare{round}-{}.db", kind.selects));
        let start = processor_s();
        let bare = bare_group_commit(&bare, each, kind);
        let middle = processor_s();
        let ours = folder.join(format!("ours{round}-{}.db", kind.selects));
        let (_db, ledger) = open_at(Place::Sqlite(ours));
        let ours = through_the_ledger(&ledger, each, kind);
        say(&format!(
            "  {name}, durable, 16 writers: ledger {ours:.0}/s, bare group commit {bare:.0}/s: {:.2}; processor {:.2} s and {:.2} s",
            ours / bare,
            processor_s() - middle,
            middle - start
        ));
        ratios.push(ours / bare);
    }
    ratios.sort_by(f64::total_cmp);
    say(&format!(
        "{name}, durable against bare group commit: {:.2} (goal 0.75)",
        ratios[rounds / 2]
    ));
    if let Some(url) = told("CASEWARD_TEST_POSTGRES") {
        let (server, _) = url.rsplit_once('/').expect("an address");
        let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("connects");
        let database = "caseward_bench_ledger";
        let drop = format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        client.execute(&drop, &[]).expect("drops");
        client
            .execute(&format!("CREATE DATABASE {database}"), &[])
            .expect("makes");
        let (_db, ledger) = open_at(Place::Postgres(format!("{server}/{database}")));
        let ours = through_the_ledger(&ledger, each, kind);
        say(&format!(
            "{name}, durable on PostgreSQL, 16 writers: {ours:.0}/s"
        ));
        std::mem::drop(ledger);
        client.execute(&drop, &[]).expect("drops");
    }
}

fn in_memory(entries: u64) -> f64 {
    let drafts: Vec<Draft> = (0..entries).map(draft).collect();
    let (ours, tree) = timed(|| {
        let mut tree = Tree::default();
        for draft in &drafts {
            let hash = leaf::hash(&leaf::Fields {
                at_ms: 1,
                kind: draft.kind,
                actor: draft.actor,
                tag: draft.tag,
                commitment: draft.commitment,
                sealed: &draft.sealed,
            });
            tree.push(hash, |_| ());
        }
        tree
    });
    let contents: Vec<Vec<u8>> = drafts.into_iter().map(|draft| draft.sealed).collect();
    let (theirs, other) = timed(|| {
        let mut tree = MemoryBackedTree::<Sha256, Vec<u8>>::new();
        for content in contents {
            tree.push(content);
        }
        tree
    });
    let (check, result) = timed(|| other.self_check());
    result.expect("their tree is sound");
    let million = |time: Duration| time.as_secs_f64() * 1e6 / entries as f64;
    say(&format!(
        "append in memory: ours {:.2} us, ct-merkle {:.2} us: {:.1} times as fast (goal 2.7); root {:02x}",
        million(ours),
        million(theirs),
        theirs.as_secs_f64() / ours.as_secs_f64(),
        tree.root()[0],
    ));
    check.as_secs_f64()
}

fn memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|l| l.trim().split(' ').next()?.parse::<u64>().ok());
    number.unwrap_or_default() / 1024
}

fn proofs(db: &Db, entries: u64) {
    let rounds = 2000;
    let indexes: Vec<u64> = (0..rounds).map(|n| n * 7_919_977 % entries).collect();
    let run = |proving: bool, indexes: Vec<u64>| {
        let result = db.read_blocking(move |reader| {
            inclusion_proof(reader, 0, entries)?;
            let mut tiles = 0;
            let (time, outcome) = timed(|| {
                for index in indexes {
                    if proving {
                        std::hint::black_box(inclusion_proof(reader, index, entries)?);
                        continue;
                    }
                    for level in 0..4_u32 {
                        let number = index >> (8 * (level + 1));
                        if (number + 1) << (8 * (level + 1)) <= entries {
                            let place = (i64::from(level) << 56) | number as i64;
                            let sql = "SELECT nodes FROM ledger_tiles WHERE place = $1";
                            tiles += reader.query_one(sql, &[place.into()])?.bytes(0)?.len();
                        }
                    }
                }
                Ok::<_, DbError>(())
            });
            outcome?;
            Ok::<_, DbError>((time, tiles))
        });
        let (time, _) = result.expect("is read");
        time.as_secs_f64() * 1e6 / rounds as f64
    };
    run(true, indexes.clone());
    let tiles = run(false, indexes.clone());
    let proof = run(true, indexes);
    say(&format!(
        "inclusion proof from {entries}: {proof:.1} us, reading its tiles {tiles:.1} us: {:.1} us more (goal 50)",
        proof - tiles
    ));
    let shown: Result<_, DbError> = db.read_blocking(move |reader| {
        let row = read::by_index(reader, entries / 3)?.ok_or(DbError::LedgerAltered)?;
        let proof = inclusion_proof(reader, row.index, entries)?;
        let root = root_at(reader, entries)?;
        Ok(check_inclusion(
            &row.leaf_hash(),
            row.index,
            entries,
            &proof,
            &root,
        ))
    });
    shown.expect("is read").expect("is shown");
}

fn main() {
    let entries = told("CASEWARD_BENCH_ENTRIES").and_then(|n| n.parse().ok());
    let entries: u64 = entries.unwrap_or(1_000_000);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder on the disk");
    let kept = told("CASEWARD_BENCH_FILE").map(Into::into);
    let long = kept.unwrap_or_else(|| folder.path().join("long.db"));
    let (db, ledger) = open_at(Place::Sqlite(long));
    let head: Result<_, DbError> = db.read_blocking(caseward_db::ledger::head);
    let present = head.expect("is read").size;
    let (time, ()) = timed(|| {
        let mut first = present;
        while first < entries {
            let end = entries.min(first + 100_000);
            let written: Result<_, DbError> = ledger.write_alone_blocking(move |transaction| {
                for number in first..end {
                    transaction.append(draft(number))?;
                }
                Ok(())
            });
            written.expect("is written");
            first = end;
        }
    });
    say(&format!(
        "{} entries written in bulk: {:.2} us each",
        entries - present,
        time.as_secs_f64() * 1e6 / (entries - present).max(1) as f64
    ));
    proofs(&db, entries);
    let before = memory_mib();
    let mut times: Vec<f64> = (0..3)
        .map(|_| {
            let (time, report) = timed(|| verify(&db, &Default::default()));
            assert!(report.is_sound(), "{:?}", report.findings);
            time.as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let after = memory_mib();
    let check = in_memory(entries);
    say(&format!(
        "verify {entries}: {:.2} s, ct-merkle in memory {check:.2} s: {:.2} (goal 2.0); peak memory {before} MiB before, {after} MiB after",
        times[1],
        times[1] / check
    ));
    drop(ledger);
    durable(
        folder.path(),
        Kind {
            name: "an entry",
            selects: 0,
        },
    );
    durable(
        folder.path(),
        Kind {
            name: "four selects and an entry",
            selects: 4,
        },
    );
}
