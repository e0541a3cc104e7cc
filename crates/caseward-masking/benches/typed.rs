//! How fast typed text is checked: a note of 300 characters, and 100 KB of notes, that pass and that don't.

#![allow(missing_docs, reason = "a benchmark")]

use std::hint::black_box;

use caseward_masking::typed::{Allowed, check};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const NOTES: [&str; 4] = [
    "Asked the landlord about the unit; needs ID by Friday. ",
    "Se queda con un familiar y tiene cita con la abogada el jueves. ",
    "Harbour House can do the intake, voucher pays 80% of the rent for 12 months. ",
    "Le ofrecimos tres noches en un hotel y pasajes de autobús. ",
];

/// Notes up to a length in bytes.
fn notes(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes);
    for note in NOTES.iter().cycle() {
        if text.len() + note.len() > bytes {
            break;
        }
        text.push_str(note);
    }
    text
}

fn typed(criterion: &mut Criterion) {
    let allowed = Allowed::new(["Harbour House", "Legal Aid"], ["??-###"]);
    let mut group = criterion.benchmark_group("typed");
    // The vocabulary is read once, when something is checked for the first time.
    black_box(check("", &allowed));
    black_box(check("shelter", &allowed));
    for (name, text) in [
        ("note-300", notes(310)),
        ("notes-100k", notes(100_000)),
        (
            "stopped-100k",
            "Thornberg 12 Elm Lane, 555-0147. ".repeat(3_030),
        ),
    ] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| check(black_box(&text), &allowed));
        });
    }
    group.finish();
}

criterion_group!(benches, typed);
criterion_main!(benches);
