//! How long it takes to find one name among a million, and how much memory that costs.
//!
//! A plain program and not a statistics run: it prints building time, memory and percentiles, and
//! the same exact queries against SQLite's full-text search in the same process. The people are
//! made up from syllables and spread like real names (Zipf–Mandelbrot), the same on every run.
//! The number of people can be given: `cargo bench -p caseward-gate --bench names -- 200000`.
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

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::Write as _;
use std::time::{Duration, Instant};

use names::{NameIndex, NameIndexBuilder};
use rusqlite::Connection;

const PEOPLE: usize = 1_000_000;
const QUERIES: usize = 2_000;
const SHOWN: usize = 50;

/// SplitMix64, so that every run meets the same people.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.roll() % end.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from.get(self.below(from.len()))
            .copied()
            .unwrap_or_default()
    }
}

/// A list of names of which the n-th is borne by 1/(n + 2.7) of all, in proportion.
struct Spread {
    names: Vec<String>,
    sums: Vec<f64>,
}

impl Spread {
    fn new(count: usize, syllables: usize, dice: &mut Dice) -> Self {
        let mut sum = 0.0;
        let sums = (0..count).map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        });
        let sums = sums.collect();
        let names = (0..count).map(|_| made_up(syllables, dice)).collect();
        Self { names, sums }
    }

    fn draw(&self, dice: &mut Dice) -> &str {
        let whole = self.sums.last().copied().unwrap_or_default();
        let at = dice.roll() as f64 / u64::MAX as f64 * whole;
        let rank = self.sums.partition_point(|sum| *sum < at);
        self.names.get(rank).map_or("Nemo", String::as_str)
    }
}

fn made_up(syllables: usize, dice: &mut Dice) -> String {
    let starts = [
        "b", "c", "ch", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "qu", "r", "s", "sh",
        "st", "t", "th", "tr", "v", "w", "y", "z",
    ];
    let middles = ["a", "e", "i", "o", "u", "ie", "ea", "ou", "á", "é", "ü"];
    let ends = ["", "", "", "n", "r", "s", "l", "ck", "nd", "rt", "tz"];
    let mut name = String::new();
    for _ in 0..syllables + dice.below(2) {
        name.push_str(dice.pick(&starts));
        // Marks on about one vowel in forty.
        let plain = dice.below(40) != 0;
        let middles = if plain {
            middles.get(..8)
        } else {
            middles.get(8..)
        };
        name.push_str(dice.pick(middles.unwrap_or_default()));
        name.push_str(dice.pick(&ends));
    }
    name
}

struct Person {
    first: String,
    middle: String,
    last: String,
}

fn people(count: usize) -> Vec<Person> {
    let mut dice = Dice(2026);
    let firsts = Spread::new(20_000, 2, &mut dice);
    let lasts = Spread::new(400_000, 2, &mut dice);
    let person = |_| {
        let first = firsts.draw(&mut dice).to_owned();
        let middle = match dice.below(10) {
            0..3 => firsts.draw(&mut dice).to_owned(),
            3..5 => firsts.draw(&mut dice).chars().take(1).collect(),
            _ => String::new(),
        };
        let mut last = lasts.draw(&mut dice).to_owned();
        if dice.below(20) == 0 {
            last = format!("{last}-{}", lasts.draw(&mut dice));
        }
        Person {
            first,
            middle,
            last,
        }
    };
    (0..count).map(person).collect()
}

/// One slip: a letter missing, extra, wrong, or swapped with the next.
fn mistype(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = dice.below(letters.len().saturating_sub(1));
    let other = char::from(b'a' + dice.below(26) as u8);
    match dice.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, other),
        2 => letters.swap(at, at + 1),
        _ => letters
            .iter_mut()
            .skip(at)
            .take(1)
            .for_each(|letter| *letter = other),
    }
    letters.into_iter().collect()
}

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
