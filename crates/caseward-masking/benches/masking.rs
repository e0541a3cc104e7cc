//! How fast a text is looked through, how much of what is known is found, and what an index costs.
//!
//!   cargo bench -p caseward-masking                                   1,000 to 1,000,000 people, 10 MB
//!   cargo bench -p caseward-masking -- --people 1000,10000 --megabytes 10 --rounds 7
//!   cargo bench -p caseward-masking -- --people 1000 --write FOLDER   also writes what was used, for `benches/peers`

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
}

fn asked() -> Asked {
    let mut asked = Asked {
        people: vec![1_000, 10_000, 100_000, 1_000_000],
        megabytes: 10,
        rounds: 7,
        folder: None,
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().unwrap_or_default();
        match word.as_str() {
            "--people" => asked.people = next().split(',').map(|it| it.parse().unwrap()).collect(),
            "--megabytes" => asked.megabytes = next().parse().unwrap(),
            "--rounds" => asked.rounds = next().parse().unwrap(),
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

fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|it| it.starts_with("VmRSS"));
    let kib = line.and_then(|it| it.split_whitespace().nth(1)?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}

fn measure(count: usize, asked: &Asked) {
    let before = resident_mib();
    let began = Instant::now();
    invent(count, SEED).for_each(|it| {
        black_box(it.person());
    });
    let making = began.elapsed();
    let began = Instant::now();
    let mut index = Index::builder(count).build();
    for (number, person) in invent(count, SEED).enumerate() {
        index.add(PersonNo(number as u32), &person.person());
    }
    let built = began.elapsed().saturating_sub(making);
    let grown = resident_mib() - before;
    println!("\n{count} people");
    println!(
        "  index: {:.2} s, {:.1} MiB counted, process grew by {grown:.0} MiB",
        built.as_secs_f64(),
        index.bytes() as f64 / 1_048_576.0
    );
    adding(&mut index, count);
    let some: Vec<Invented> = invent(count.min(MENTIONED), SEED).collect();
    let mut dice = Dice::seeded(SEED + count as u64);
    let notes: Vec<Note> = (0..asked.megabytes * 500)
        .map(|_| note(&some, 0, 5, 1_990, &mut dice))
        .collect();
    let bytes: usize = notes.iter().map(|it| it.text.len()).sum();
    let text = prose(asked.megabytes * 1_000_000, SEED + 9);
    let of_notes = speed(&notes, asked.rounds, &index, &Scope::default());
    println!("  notes with {} mentions: {:.1} MB/s (median of {})", notes.len() * 5, of_notes, asked.rounds);
    let near = Near::of(&index, &[PersonNo(0), PersonNo(1), PersonNo(2), PersonNo(3)]);
    let scope = Scope { near: Some(&near), ..Scope::default() };
    println!("  the same with four people near: {:.1} MB/s", speed(&notes, asked.rounds, &index, &scope));
    let whole = Note { text, mentions: Vec::new() };
    let plain = std::slice::from_ref(&whole);
    println!("  prose without mentions: {:.1} MB/s", speed(plain, asked.rounds, &index, &Scope::default()));
    let spans = index.find(&whole.text, &Scope::default());
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for span in &spans {
        *seen.entry(&whole.text[span.range.clone()]).or_default() += 1;
    }
    let mut seen: Vec<_> = seen.into_iter().collect();
    seen.sort_by_key(|it| std::cmp::Reverse(it.1));
    seen.truncate(8);
    println!("  false masks: {:.2} per MB {seen:?}", spans.len() as f64 / asked.megabytes as f64);
    table(&index, &notes);
    if let Some(folder) = &asked.folder {
        keep(Path::new(folder), count, &notes, bytes);
    }
}

fn adding(index: &mut Index, count: usize) {
    let mut slowest = 0.0_f64;
    let mut all = 0.0;
    let more: Vec<_> = invent(1_000, SEED + 1).map(|it| it.person()).collect();
    for (number, person) in more.iter().enumerate() {
        let began = Instant::now();
        index.add(PersonNo((count + number) as u32), person);
        let took = began.elapsed().as_secs_f64() * 1e3;
        slowest = slowest.max(took);
        all += took;
    }
    let began = Instant::now();
    for number in 0..more.len() {
        index.remove(PersonNo((count + number) as u32));
    }
    let removed = began.elapsed().as_secs_f64() * 1e3 / more.len() as f64;
    println!(
        "  one person more: {:.4} ms, slowest of 1,000 {slowest:.3} ms; one less {removed:.5} ms",
        all / more.len() as f64
    );
}

fn speed(notes: &[Note], rounds: usize, index: &Index, scope: &Scope<'_>) -> f64 {
    let bytes: usize = notes.iter().map(|it| it.text.len()).sum();
    let mut took: Vec<f64> = (0..rounds)
        .map(|_| {
            let began = Instant::now();
            for note in notes {
                black_box(index.find(black_box(&note.text), scope));
            }
            began.elapsed().as_secs_f64()
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

fn table(index: &Index, notes: &[Note]) {
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
            let rightly = spans.iter().filter(told).any(|it| {
                it.many || it.people.contains(&PersonNo(mention.of as u32))
            });
            cell[2] += usize::from(rightly);
        }
        let apart = |it: &&Span| {
            !note.mentions.iter().any(|m| it.range.start < m.end && it.range.end > m.start)
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
        println!("    {cell:36} {:6} of {:6}  {share:.4}  person named {:.4}", of[0], of[1], of[2] as f64 / of[1] as f64);
    }
    println!(
        "  recall {:.4}, lowest {:.4} ({}), person named {:.4}, {beside} spans beside mentions",
        sums[0] as f64 / sums[1] as f64, lowest.0, lowest.1, sums[2] as f64 / sums[1] as f64
    );
}

/// Writes what others are measured with: what is known of each person, the notes one after another, and the places of mentions.
fn keep(folder: &Path, count: usize, notes: &[Note], bytes: usize) {
    std::fs::create_dir_all(folder).unwrap();
    let mut known = String::new();
    for (number, it) in invent(count, SEED).enumerate() {
        let strings = [it.full(), it.phone(), it.mail.clone(), it.address(), it.ssn(), it.record.clone(), it.plate.clone(), it.born.to_string()];
        for (kind, string) in ["name", "phone", "mail", "address", "number", "number", "number", "birth"].iter().zip(strings) {
            writeln!(known, "{number}\t{kind}\t{string}").unwrap();
        }
    }
    let mut text = String::with_capacity(bytes);
    let (mut places, mut bounds) = (String::new(), String::new());
    for note in notes {
        let at = text.len();
        for mention in &note.mentions {
            writeln!(places, "{}\t{}\t{}\t{}", at + mention.start, at + mention.end, mention.cell, mention.of).unwrap();
        }
        text.push_str(&note.text);
        writeln!(bounds, "{at}\t{}", text.len()).unwrap();
    }
    for (name, content) in [("known.tsv", known), ("notes.txt", text), ("mentions.tsv", places), ("bounds.tsv", bounds), ("prose.txt", prose(1_000_000, SEED + 9))] {
        std::fs::write(folder.join(name), content).unwrap();
    }
}
