//! How long it takes to find one name among a million, and how much memory that costs.
//!
//! A plain program and not a statistics run: it prints building time, memory and percentiles, and
//! the same exact queries against SQLite's full-text search in the same process. Who else finds
//! names, and how fast, is measured in `benches/peers`. With permissions on, a search looks among the
//! caller's own clients, and for one exact match beyond them: that is measured as well, with what the
//! gate decides afterwards left out. The number of people can be given: `cargo bench -p caseward-gate --bench names -- 200000`.
//! Design §6.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark reads the stopwatch; nothing of it is shipped"
)]

#[allow(
    dead_code,
    unused_imports,
    reason = "the index is measured here, the rest of it is used by the gate"
)]
#[path = "../src/names/mod.rs"]
mod names;
#[path = "names/people.rs"]
mod people;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

use names::{NameIndex, NameIndexBuilder};
use people::{Dice, Person, mistype, people};
use rusqlite::Connection;

const PEOPLE: usize = 1_000_000;
const QUERIES: usize = 2_000;
const SHOWN: usize = 50;
/// How many clients are somebody's own: a full caseload, and everyone in a large programme.
const OWN: [usize; 2] = [60, 2_000];

/// One line of the report: percentiles of the time that each query took.
fn timed(
    report: &mut String,
    label: &str,
    queries: &[String],
    mut run: impl FnMut(&str) -> usize,
) -> Duration {
    let mut hits = 0;
    let mut times: Vec<Duration> = Vec::new();
    for query in queries {
        let start = Instant::now();
        hits += black_box(run(black_box(query)));
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get((times.len() * share / 1000).min(times.len() - 1))
            .copied()
            .unwrap_or_default()
    };
    let _infallible = writeln!(
        report,
        "{label:<34} p50 {:>9.1?}  p90 {:>9.1?}  p99 {:>9.1?}  max {:>9.1?}  hits/query {:.1}",
        at(500),
        at(900),
        at(990),
        at(1000),
        hits as f64 / queries.len() as f64,
    );
    at(500)
}

/// Kilobytes that the process has in memory, on Linux; 0 elsewhere.
fn resident_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}

fn build(people: &[Person], report: &mut String) -> NameIndex {
    let before = resident_kib();
    let start = Instant::now();
    let mut builder = NameIndexBuilder::new();
    for (number, person) in people.iter().enumerate() {
        builder.add(
            number as i64,
            &[&person.first, &person.middle, &person.last],
        );
        builder.face(number as i64, &person.first, &person.last, None);
    }
    let added = start.elapsed();
    let index = builder.finish();
    let _infallible = writeln!(
        report,
        "{} people, {} distinct words: built in {:.2?} (of it finishing {:.2?}); memory {} MiB counted, {} MiB resident",
        index.len(),
        index.distinct_words(),
        start.elapsed(),
        start.elapsed() - added,
        index.memory_bytes() >> 20,
        resident_kib().saturating_sub(before) >> 10,
    );
    index
}

fn full_text(people: &[Person]) -> rusqlite::Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    db.execute_batch("CREATE VIRTUAL TABLE names USING fts5(first, middle, last, content='', tokenize=\"unicode61 remove_diacritics 2\")")?;
    let act = db.transaction()?;
    {
        let mut insert =
            act.prepare("INSERT INTO names (rowid, first, middle, last) VALUES (?, ?, ?, ?)")?;
        for (number, person) in people.iter().enumerate() {
            insert.execute((number as i64, &person.first, &person.middle, &person.last))?;
        }
    }
    act.commit()?;
    db.execute_batch("INSERT INTO names (names) VALUES ('optimize')")?;
    Ok(db)
}

fn compare_with_full_text(
    people: &[Person],
    queries: &[(&str, Vec<String>, Duration)],
    report: &mut String,
) -> rusqlite::Result<()> {
    let db = full_text(people)?;
    let mut select = db.prepare("SELECT rowid FROM names WHERE names MATCH ? LIMIT 50")?;
    for (label, queries, ours) in queries {
        let quoted: Vec<String> = queries
            .iter()
            .map(|query| {
                query
                    .split([' ', '-'])
                    .map(|word| format!("\"{word}\" "))
                    .collect()
            })
            .collect();
        let theirs = timed(report, &format!("FTS5, {label}"), &quoted, |query| {
            let rows = select.query_map([query], |row| row.get::<_, i64>(0));
            rows.map_or(0, |rows| rows.flatten().count())
        });
        let _infallible = writeln!(
            report,
            "    ours takes {:.2} times as long",
            ours.as_secs_f64() / theirs.as_secs_f64()
        );
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let asked = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let people = people(asked.unwrap_or(PEOPLE));
    let mut report = String::new();
    let mut index = build(&people, &mut report);
    let mut dice = Dice(7);
    let mut draw = |query: &dyn Fn(&Person, &mut Dice) -> String| -> Vec<String> {
        let mut one = || {
            people
                .get(dice.below(people.len()))
                .map(|person| query(person, &mut dice))
        };
        (0..QUERIES).filter_map(|_| one()).collect()
    };
    let both = draw(&|person, _| format!("{} {}", person.first, person.last));
    let last = draw(&|person, _| person.last.clone());
    let first = draw(&|person, _| person.first.clone());
    let both_typo =
        draw(&|person, dice| format!("{} {}", person.first, mistype(&person.last, dice)));
    let last_typo = draw(&|person, dice| mistype(&person.last, dice));
    let two_typos = draw(&|person, dice| {
        format!(
            "{}, {}",
            mistype(&person.last, dice),
            mistype(&person.first, dice)
        )
    });
    let mut ours = |label: &str, queries: &[String]| {
        timed(&mut report, label, queries, |query| {
            index.search(query, SHOWN).hits.len()
        })
    };
    let exact_both = ours("exact first and last", &both);
    let exact_last = ours("exact last", &last);
    let exact_first = ours("exact first", &first);
    ours("first, last with a typo", &both_typo);
    ours("last with a typo", &last_typo);
    ours("both with a typo", &two_typos);
    for many in OWN {
        // Every so-and-so-many-th person, spread over all.
        let step = people.len() / many.min(people.len()).max(1);
        let own: Vec<i64> = (0..many).map(|place| (place * step) as i64).collect();
        let mut permitted = |label: &str, queries: &[String]| {
            let label = format!("{label}, {many} own");
            timed(&mut report, &label, queries, |query| {
                let mine = index.among(query, None, &own).len();
                mine + index.exactly(query, None).len()
            })
        };
        permitted("permitted: first and last", &both);
        permitted("permitted: last with a typo", &both_typo);
        permitted("permitted: last", &last);
    }
    let renamed: Vec<String> = both_typo.iter().take(500).cloned().collect();
    timed(
        &mut report,
        "replace one client's names",
        &renamed,
        |name| {
            index.insert(0, &[name]);
            1
        },
    );
    let exact = [
        ("first and last", both, exact_both),
        ("last", last, exact_last),
        ("first", first, exact_first),
    ];
    compare_with_full_text(&people, &exact, &mut report)?;
    std::io::stdout().lock().write_all(report.as_bytes())?;
    Ok(())
}
