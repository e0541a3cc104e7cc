//! A generated office of forty workers and twelve months, with sixty people in it who look without a reason:
//! how much of the ordinary work the facts explain, and where in the queue the others stand (CR-2, CR-10).
//!
//! `cargo test -p caseward-review --test office -- --nocapture` prints the figures of `docs/reference/access-review.md`.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_macros,
    unreachable_pub,
    missing_docs,
    reason = "a generator of invented offices; its numbers are small"
)]

mod dice;
mod people;
mod snoops;
mod year;

use std::collections::HashSet;

use caseward_model::AccessTemplate;
use caseward_review::{LocalTime, Queue, Reading, Rules, Span};
use jiff::tz::TimeZone;

use dice::Dice;
use people::Town;
use snoops::{Pattern, Snoop};
use year::Year;

/// The days of the year.
pub const DAYS: i64 = 364;

/// Monday, 3 November 2025.
const BEGIN_MS: i64 = 1_762_128_000_000;

pub fn day_ms(day: i64) -> i64 {
    BEGIN_MS + day * 86_400_000
}

pub fn at(day: i64, minute: i64) -> i64 {
    day_ms(day) + minute * 60_000
}

/// What an office is like.
pub struct Make {
    pub name: &'static str,
    pub seed: u64,
    pub persons: usize,
    pub surnames: usize,
    pub streets: usize,
    /// In how many of the eight programmes everyone works for everyone.
    pub tied: usize,
    /// How many of the programmes have shifts through the night.
    pub night_programmes: usize,
    /// How often assignments are never written down.
    pub unrecorded: f64,
    /// How much later than usual things are written down.
    pub lateness: f64,
    /// How often the office doesn't know someone's address or telephone.
    pub unknown: f64,
    pub well_known: f64,
}

pub const OFFICE: Make = Make {
    name: "the office",
    seed: 20_261_102,
    persons: 6_000,
    surnames: 3_000,
    streets: 400,
    tied: 5,
    night_programmes: 0,
    unrecorded: 0.012,
    lateness: 1.0,
    unknown: 0.05,
    well_known: 0.003,
};

/// The same office with other dice: nothing was adjusted to them.
pub const OTHER_DICE: Make = Make {
    name: "the office with other dice",
    seed: 7_002_611,
    ..OFFICE
};

/// A small town where many share a name and a street, where people work at night, write things down late or never, and
/// the office knows less about everyone.
pub const SMALL_TOWN: Make = Make {
    name: "a small town",
    seed: 42,
    persons: 6_000,
    surnames: 900,
    streets: 120,
    tied: 4,
    night_programmes: 2,
    unrecorded: 0.025,
    lateness: 1.4,
    unknown: 0.08,
    well_known: 0.005,
};

/// The year of an office.
struct Told {
    queue: Queue,
    snoops: Vec<Snoop>,
    ordinary: Vec<u64>,
    ordinary_unexplained: u64,
}

fn tell(make: &Make) -> Told {
    let mut dice = Dice::seeded(make.seed);
    let mut town = Town::build(make, &mut dice);
    let (snoops, conflicts) = snoops::choose(&mut Dice::seeded(make.seed ^ 0x5eed), &mut town);
    let people = town.book(make, &mut dice, &conflicts).build();
    let mut year = Year::begin(make, &town, dice);
    year.run();
    let ordinary = year.accesses.len();
    for snoop in &snoops {
        snoops::look(&mut year, snoop);
    }
    let rules = Rules::default();
    let (facts, accesses) = (year.facts.build(&rules), year.accesses);
    let period = Span {
        from_ms: day_ms(0),
        until_ms: day_ms(DAYS),
    };
    let clock = LocalTime::of(&TimeZone::UTC, period);
    let mut reading = Reading::begin(&facts, &people, &rules, &clock, period);
    let mut told = vec![0; AccessTemplate::ALL.len()];
    let (mut unexplained, mut asked) = (0, 0);
    for (no, access) in accesses.iter().enumerate() {
        let verdict = reading.see(access);
        if no < ordinary {
            match verdict {
                caseward_review::Verdict::Explained(template) => told[template as usize] += 1,
                caseward_review::Verdict::Unexplained => unexplained += 1,
                caseward_review::Verdict::Nobody => continue,
            }
            asked += 1;
        }
    }
    assert_eq!(told.iter().sum::<u64>() + unexplained, asked);
    Told {
        queue: reading.finish(),
        snoops,
        ordinary: told,
        ordinary_unexplained: unexplained,
    }
}

impl Told {
    fn explained(&self) -> f64 {
        let explained: u64 = self.ordinary.iter().sum();
        explained as f64 / (explained + self.ordinary_unexplained) as f64
    }

    /// Where in the queue each of them stands, from 0.
    fn places(&self) -> Vec<(Pattern, Option<usize>)> {
        let place = |snoop: &Snoop| {
            let persons: HashSet<u32> = snoop.persons.iter().copied().collect();
            let theirs = |item: &caseward_review::Item| {
                item.worker == snoop.worker && item.people().iter().any(|it| persons.contains(it))
            };
            self.queue.items.iter().position(theirs)
        };
        self.snoops
            .iter()
            .map(|snoop| (snoop.pattern, place(snoop)))
            .collect()
    }

    fn print(&self, make: &Make) {
        let items = self.queue.items.len();
        let first = items / 100;
        println!(
            "{}, seed {}: {} accesses, {} of them about nobody",
            make.name, make.seed, self.queue.tally.accesses, self.queue.tally.nobody
        );
        println!(
            "  ordinary: {:.2} % explained, {} not",
            100.0 * self.explained(),
            self.ordinary_unexplained
        );
        for template in AccessTemplate::ALL {
            println!("    {template}: {}", self.ordinary[*template as usize]);
        }
        println!(
            "  queue: {items} matters of {} accesses; the first hundredth is {first}",
            self.queue.tally.unexplained
        );
        for flag in caseward_model::AccessFlag::ALL {
            println!("    {flag}: {}", self.queue.flagged(*flag));
        }
        let places = self.places();
        for pattern in Pattern::ALL {
            let of: Vec<String> = places
                .iter()
                .filter(|(it, _)| *it == pattern)
                .map(|(_, place)| place.map_or("explained".into(), |it| (it + 1).to_string()))
                .collect();
            println!("    {pattern:?}: {}", of.join(" "));
        }
        println!(
            "  planted among the first hundredth: {} of {}",
            self.found(first),
            places.len()
        );
    }

    /// How many of those who were planted stand among the first hundredth of the queue.
    fn found_early(&self) -> usize {
        self.found(self.queue.items.len() / 100)
    }

    fn found(&self, among: usize) -> usize {
        let places = self.places();
        places
            .iter()
            .filter(|(_, place)| place.is_some_and(|it| it < among))
            .count()
    }
}

#[test]
fn cr_2_ordinary_work_is_explained_and_misuse_comes_first() {
    let told = tell(&OFFICE);
    told.print(&OFFICE);
    assert!(told.explained() >= 0.94);
    assert!(told.found_early() >= 54);
}

/// What was adjusted while looking at one office says little about the next one: throws of the dice that
/// nobody looked at before the weights were fixed, for the same office and for one of another kind. The bounds
/// only tell when something broke; the figures are in the book.
#[test]
fn cr_2_other_offices_come_near_it() {
    others(3);
}

/// As above, for the figures in the book.
#[test]
#[ignore = "takes a minute; prints the figures of the book"]
fn cr_2_twenty_other_offices() {
    others(20);
}

fn others(throws: u64) {
    for make in [&OFFICE, &SMALL_TOWN] {
        let (mut explained, mut found) = (Vec::new(), Vec::new());
        for throw in 0..throws {
            let seed = 9_000 + throw;
            let told = tell(&Make { seed, ..*make });
            explained.push(told.explained());
            found.push(told.found_early());
        }
        explained.sort_by(f64::total_cmp);
        found.sort_unstable();
        let middle = explained.len() / 2;
        println!(
            "{}, {throws} seeds: explained {:.2} to {:.2} %, middle {:.2} %; found {found:?}",
            make.name,
            100.0 * explained[0],
            100.0 * explained[explained.len() - 1],
            100.0 * explained[middle]
        );
        assert!(explained[middle] > 0.92 && found[middle] >= 45);
    }
}

/// Without the facts nothing is explained, and without what people have in common nothing stands out: the figures
/// above come from the facts and not from the order of the log.
#[test]
fn an_office_that_records_nothing_has_everything_unexplained() {
    let careless = Make {
        unrecorded: 1.0,
        tied: 0,
        ..OFFICE
    };
    assert!(tell(&careless).explained() < 0.6);
}
