//! How fast a text is looked through, how much of what is known is found, and what an index costs.
//!
//!   cargo bench -p caseward-masking --bench masking                                   1,000 to 1,000,000 people, 10 MB
//!   cargo bench -p caseward-masking --bench masking -- --people 1000,10000 --megabytes 10 --rounds 7
//!   cargo bench -p caseward-masking --bench masking -- --people 1000 --write FOLDER   also writes what was used, for `benches/peers`
//!   cargo bench -p caseward-masking --bench masking -- --text FILE                    also looks through a text of yours that mentions nobody
//!
//! Times are those that the processor worked for it, so that what else the machine does counts little.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark"
)]

#[path = "../tests/world/mod.rs"]
mod world;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use caseward_masking::{Index, Near, PersonNo, Scope, Span};
use world::dice::Dice;
use world::notes::{Note, note, prose};
use world::people::{Invented, invent};
use world::writing::CELLS;

/// Another one than the tests'.
const SEED: u64 = 4_417;
/// Only so many of the people are mentioned.
const MENTIONED: usize = 20_000;

struct Asked {
    people: Vec<usize>,
    megabytes: usize,
    rounds: usize,
    folder: Option<String>,
    text: Option<String>,
    brief: bool,
}

fn asked() -> Asked {
    let mut asked = Asked {
        people: vec![1_000, 10_000, 100_000, 1_000_000],
        megabytes: 10,
        rounds: 7,
        folder: None,
        text: None,
        brief: false,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().unwrap_or_default();
        match word.as_str() {
            "--people" => asked.people = next().split(',').map(|it| it.parse().unwrap()).collect(),
            "--megabytes" => asked.megabytes = next().parse().unwrap(),
            "--rounds" => asked.rounds = next().parse().unwrap(),
            "--text" => asked.text = Some(next()),
            "--brief" => asked.brief = true,
            "--write" => asked.folder = Some(next()),
            _ => {}
        }
    }
    asked
}

fn main() {
    let asked = asked();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load {load}");
    for people in &asked.people {
        measure(*people, &asked);
    }
}

/// Seconds that the processor has worked for this thread.
fn worked() -> f64 {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = line
        .split_whitespace()
        .next()
        .and_then(|it| it.parse::<f64>().ok());
    first.unwrap_or(0.0) / 1e9
}

fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("VmRSS"));
    let kib = line.and_then(|it| it.split_whitespace().nth(1)?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}

/// Everybody's index, with what it costs.
fn built(count: usize) -> Index {
    let before = resident_mib();
    let began = worked();
    invent(count, SEED).for_each(|it| {
        black_box(it.person());
    });
    let making = worked() - began;
    let began = worked();
    let mut builder = Index::builder(count);
    for (number, person) in invent(count, SEED).enumerate() {
        builder = builder.person(PersonNo(number as u32), &person.person());
    }
    let index = builder.build();
    let built = worked() - began - making;
    let grown = resident_mib() - before;
    println!("\n{count} people");
    println!(
        "  index: {:.2} s, {:.1} MiB counted, process grew by {grown:.0} MiB",
        built,
        index.bytes() as f64 / 1_048_576.0
    );
    index
}

fn measure(count: usize, asked: &Asked) {
    let mut index = built(count);
    adding(&mut index, count);
    let some: Vec<Invented> = invent(count.min(MENTIONED), SEED).collect();
    let mut dice = Dice::seeded(SEED + count as u64);
    let notes: Vec<Note> = (0..asked.megabytes * 500)
        .map(|_| note(&some, 0, 5, 1_990, &mut dice))
        .collect();
    let bytes: usize = notes.iter().map(|it| it.text.len()).sum();
    let text = prose(asked.megabytes * 1_000_000, SEED + 9);
    let of_notes = speed(&notes, asked.rounds, &index, &Scope::default());
    println!(
        "  notes with {} mentions: {of_notes:.1} MB/s (median of {})",
        notes.len() * 5,
        asked.rounds
    );
    let near = Near::of(
        &index,
        &[PersonNo(0), PersonNo(1), PersonNo(2), PersonNo(3)],
    );
    let scope = Scope {
        near: Some(&near),
        ..Scope::default()
    };
    println!(
        "  the same with four people near: {:.1} MB/s",
        speed(&notes, asked.rounds, &index, &scope)
    );
    let whole = Note {
        text,
        mentions: Vec::new(),
    };
    let plain = std::slice::from_ref(&whole);
    println!(
        "  prose without mentions: {:.1} MB/s",
        speed(plain, asked.rounds, &index, &Scope::default())
    );
    false_masks("prose of the generator", &index, &whole.text);
    if let Some(file) = &asked.text {
        let text = std::fs::read_to_string(file).unwrap();
        let whole = Note {
            text,
            mentions: Vec::new(),
        };
        let plain = std::slice::from_ref(&whole);
        println!(
            "  {file}: {:.1} MB/s",
            speed(plain, asked.rounds, &index, &Scope::default())
        );
        false_masks(file, &index, &whole.text);
    }
    table(&index, &notes, asked.brief);
    if let Some(folder) = &asked.folder {
        keep(Path::new(folder), count, &notes, bytes);
    }
}

fn false_masks(what: &str, index: &Index, text: &str) {
    let spans = index.find(
        text,
        &Scope {
            unknown: false,
            ..Scope::default()
        },
    );
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for span in &spans {
        *seen.entry(&text[span.range.clone()]).or_default() += 1;
        if std::env::args().any(|it| it == "--why") {
            println!(
                "    {:?} {:?} {:?}",
                &text[span.range.clone()],
                span.kind,
                span.ways.iter().collect::<Vec<_>>()
            );
        }
    }
    let mut seen: Vec<_> = seen.into_iter().collect();
    seen.sort_by_key(|it| std::cmp::Reverse(it.1));
    seen.truncate(60);
    let per_megabyte = spans.len() as f64 / (text.len() as f64 / 1e6);
    println!("  false masks in {what}: {per_megabyte:.2} per MB {seen:?}");
}

fn adding(index: &mut Index, count: usize) {
    let mut all: Vec<f64> = Vec::new();
    let more: Vec<_> = invent(1_000, SEED + 1).map(|it| it.person()).collect();
    for (number, person) in more.iter().enumerate() {
        let began = Instant::now();
        index.add(PersonNo((count + number) as u32), person);
        all.push(began.elapsed().as_secs_f64() * 1e3);
    }
    all.sort_by(f64::total_cmp);
    let began = Instant::now();
    for number in 0..more.len() {
        index.remove(PersonNo((count + number) as u32));
    }
    let removed = began.elapsed().as_secs_f64() * 1e3 / more.len() as f64;
    println!(
        "  one person more: {:.4} ms, 99 of 100 within {:.4} ms, slowest of 1,000 {:.3} ms; one less {removed:.5} ms",
        all[500], all[990], all[999]
    );
}

fn speed(notes: &[Note], rounds: usize, index: &Index, scope: &Scope<'_>) -> f64 {
    let bytes: usize = notes.iter().map(|it| it.text.len()).sum();
    let mut took: Vec<f64> = (0..rounds)
        .map(|_| {
            let began = worked();
            for note in notes {
                black_box(index.find(black_box(&note.text), scope));
            }
            worked() - began
        })
        .collect();
    took.sort_by(f64::total_cmp);
    bytes as f64 / took[took.len() / 2] / 1e6
}

fn is_covered(spans: &[Span], start: usize, end: usize) -> bool {
    let mut at = start;
    for span in spans {
        if span.range.start <= at && span.range.end > at {
            at = span.range.end;
        }
    }
    at >= end
}

fn table(index: &Index, notes: &[Note], brief: bool) {
    let mut cells: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut beside = 0;
    for note in notes {
        let spans = index.find(&note.text, &Scope::default());
        for mention in &note.mentions {
            let cell = cells.entry(mention.cell).or_default();
            cell[1] += 1;
            if is_covered(&spans, mention.start, mention.end) {
                cell[0] += 1;
            }
            let told = |it: &&Span| it.range.start < mention.end && it.range.end > mention.start;
            let rightly = spans
                .iter()
                .filter(told)
                .any(|it| it.many || it.people.contains(&PersonNo(mention.of as u32)));
            cell[2] += usize::from(rightly);
        }
        let apart = |it: &&Span| {
            !note
                .mentions
                .iter()
                .any(|m| it.range.start < m.end && it.range.end > m.start)
        };
        beside += spans.iter().filter(apart).count();
    }
    let mut sums = [0_usize; 3];
    let mut lowest: (f64, &str) = (1.0, "");
    for cell in CELLS {
        let Some(of) = cells.get(cell) else { continue };
        sums.iter_mut().zip(of).for_each(|(sum, more)| *sum += more);
        let share = of[0] as f64 / of[1] as f64;
        if share < lowest.0 {
            lowest = (share, cell);
        }
        if brief {
            continue;
        }
        println!(
            "    {cell:36} {:6} of {:6}  {share:.4}  person named {:.4}",
            of[0],
            of[1],
            of[2] as f64 / of[1] as f64
        );
    }
    println!(
        "  recall {:.4}, lowest {:.4} ({}), person named {:.4}, {beside} spans beside mentions",
        sums[0] as f64 / sums[1] as f64,
        lowest.0,
        lowest.1,
        sums[2] as f64 / sums[1] as f64
    );
}

/// Writes what others are measured with: what is known of each person, the notes one after another, and the places of mentions.
fn keep(folder: &Path, count: usize, notes: &[Note], bytes: usize) {
    std::fs::create_dir_all(folder).unwrap();
    let mut known = String::new();
    for (number, it) in invent(count, SEED).enumerate() {
        let strings = [
            it.full(),
            it.phone(),
            it.mail.clone(),
            it.address(),
            it.ssn(),
            it.record.clone(),
            it.plate.clone(),
            it.born.to_string(),
        ];
        for (kind, string) in [
            "name", "phone", "mail", "address", "number", "number", "number", "birth",
        ]
        .iter()
        .zip(strings)
        {
            writeln!(known, "{number}\t{kind}\t{string}").unwrap();
        }
    }
    let mut text = String::with_capacity(bytes);
    let (mut places, mut bounds) = (String::new(), String::new());
    for note in notes {
        let at = text.len();
        for mention in &note.mentions {
            writeln!(
                places,
                "{}\t{}\t{}\t{}",
                at + mention.start,
                at + mention.end,
                mention.cell,
                mention.of
            )
            .unwrap();
        }
        text.push_str(&note.text);
        writeln!(bounds, "{at}\t{}", text.len()).unwrap();
    }
    for (name, content) in [
        ("known.tsv", known),
        ("notes.txt", text),
        ("mentions.tsv", places),
        ("bounds.tsv", bounds),
        ("prose.txt", prose(1_000_000, SEED + 9)),
    ] {
        std::fs::write(folder.join(name), content).unwrap();
    }
}
