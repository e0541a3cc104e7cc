//! What is promised of finding: in every way of writing, nothing that is known is missed, and ordinary prose stays whole.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::disallowed_macros,
    missing_docs,
    reason = "tests"
)]

mod world;

use std::collections::BTreeMap;

use caseward_masking::{Index, PersonNo, Scope, Span};
use world::dice::Dice;
use world::notes::{Note, note, prose};
use world::people::{Invented, invent};
use world::writing::{CELLS, EXACT};

const SEED: u64 = 20_261_126;

fn index_of(people: &[Invented]) -> Index {
    let mut index = Index::builder(people.len()).build();
    for (number, person) in people.iter().enumerate() {
        assert!(index.add(PersonNo(number as u32), &person.person()));
    }
    index
}

/// Whether a mention is covered by spans that name the person, or may be more than they can name.
fn is_covered(spans: &[Span], start: usize, end: usize) -> bool {
    let mut at = start;
    for span in spans {
        if span.range.start <= at && span.range.end > at {
            at = span.range.end;
        }
    }
    at >= end
}

fn recall(index: &Index, notes: &[Note]) -> BTreeMap<&'static str, (usize, usize, Vec<String>)> {
    let mut cells: BTreeMap<_, (usize, usize, Vec<String>)> = BTreeMap::new();
    for note in notes {
        let spans = index.find(&note.text, &Scope::default());
        for mention in &note.mentions {
            let cell = cells.entry(mention.cell).or_default();
            cell.1 += 1;
            if is_covered(&spans, mention.start, mention.end) {
                cell.0 += 1;
            } else {
                let from = (mention.start.saturating_sub(12)..mention.start)
                    .find(|at| note.text.is_char_boundary(*at));
                let from = from.unwrap_or(mention.start);
                cell.2.push(note.text[from..mention.end].to_owned());
            }
        }
    }
    cells
}

#[test]
fn cr_9_people_are_found_in_every_way_of_writing() {
    let people: Vec<Invented> = invent(10_000, SEED).collect();
    let index = index_of(&people);
    let mut dice = Dice::seeded(SEED + 1);
    let notes: Vec<Note> = (0..3_000)
        .map(|_| note(&people, 0, 8, 2_000, &mut dice))
        .collect();
    let cells = recall(&index, &notes);
    let (mut found, mut all) = (0, 0);
    let mut poor = Vec::new();
    for cell in CELLS {
        let (of_cell, of_all, missed) = &cells[cell];
        found += of_cell;
        all += of_all;
        let share = *of_cell as f64 / *of_all as f64;
        println!(
            "{cell:40} {of_cell:5} of {of_all:5}  {share:.4}  {:?}",
            missed.iter().take(6).collect::<Vec<_>>()
        );
        let least = if EXACT.contains(&cell) { 1.0 } else { 0.95 };
        if share < least {
            poor.push(cell);
        }
    }
    println!("all {found} of {all}: {:.4}", found as f64 / all as f64);
    assert!(poor.is_empty(), "{poor:?}");
    assert!(found as f64 / all as f64 >= 0.97);
}

#[test]
fn cr_9_ordinary_prose_stays_whole() {
    let people: Vec<Invented> = invent(10_000, SEED).collect();
    let index = index_of(&people);
    let text = prose(4_000_000, SEED + 2);
    let spans = index.find(&text, &Scope::default());
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for span in &spans {
        *seen.entry(&text[span.range.clone()]).or_default() += 1;
    }
    println!("{} false masks in 4 MB: {seen:?}", spans.len());
    assert!(spans.len() <= 20);
}
