//! What a decision costs beside others who decide: plain Cedar, regorus' virtual machine, casbin and
//! CASL, with the same rules and the same questions, in one run (design §4; CR-4).
//!
//! The rules are put into the others' languages by program, never by hand, and before anything is
//! timed each of them must give our answer to every question of a random sample. They get their
//! inputs ready-made; only ours and plain Cedar are timed with the translation of the question.
//!
//!   cargo run --release -p peers-decide -- [--sample N] [--rounds N]

mod casl;
mod others;
mod questions;
mod rule;

use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use caseward_model::Situation;
use caseward_policies::{Policies, plain};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// How long an engine is asked in one round.
const TURN: Duration = Duration::from_millis(300);

/// One who decides: yes or no to the n-th question of a list.
trait Decider {
    fn name(&self) -> &'static str;
    /// The answers to the whole sample.
    fn answers(&mut self, sample: &[Situation]) -> Outcome<Vec<bool>>;
    /// Nanoseconds of work for one pass over the file of forty fields.
    fn file(&mut self, file: &[Situation]) -> Outcome<f64>;
    /// Nanoseconds of work for one question of a list in which hardly two are alike.
    fn one_by_one(&mut self, sample: &[Situation]) -> Outcome<f64>;
}

/// Nanoseconds that this process has worked.
fn worked() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

/// Nanoseconds of work for one call, from as many calls as fit into a turn. Work and not time: what
/// else the machine has to do shows in time, and hardly in work.
fn timed(mut call: impl FnMut()) -> f64 {
    call();
    let began = Instant::now();
    let before = worked();
    let mut calls = 0_u32;
    while calls == 0 || began.elapsed() < TURN {
        call();
        calls += 1;
    }
    (worked() - before) / f64::from(calls)
}

/// How our own crate is asked.
enum Way {
    /// Nothing remembered.
    Cold,
    /// The same situations were asked before.
    Warm,
    /// Every rule asked for every field, without slices: plain Cedar.
    Cedar,
}

struct Ours {
    way: Way,
    policies: Arc<Policies>,
}

impl Ours {
    fn ask(&self, s: &Situation) -> bool {
        match self.way {
            Way::Cold | Way::Warm => self.policies.decide(s).permitted,
            Way::Cedar => self.policies.decide_by_whole_set(s).permitted,
        }
    }

    fn pass(&self, list: &[Situation]) -> f64 {
        timed(|| {
            if matches!(self.way, Way::Cold) {
                self.policies.forget();
            }
            for s in list {
                black_box(self.ask(black_box(s)));
            }
        })
    }
}

impl Decider for Ours {
    fn name(&self) -> &'static str {
        match self.way {
            Way::Cold => "Caseward, nothing remembered",
            Way::Warm => "Caseward, asked before",
            Way::Cedar => "Cedar, each field, all rules",
        }
    }

    fn answers(&mut self, sample: &[Situation]) -> Outcome<Vec<bool>> {
        Ok(sample.iter().map(|s| self.ask(s)).collect())
    }

    fn file(&mut self, file: &[Situation]) -> Outcome<f64> {
        Ok(self.pass(file))
    }

    fn one_by_one(&mut self, sample: &[Situation]) -> Outcome<f64> {
        Ok(self.pass(sample) / sample.len() as f64)
    }
}

/// The number that follows a flag.
fn number(flag: &str, otherwise: usize) -> usize {
    let mut words = std::env::args().skip_while(|word| word != flag).skip(1);
    let given = words.next().and_then(|word| word.parse().ok());
    given.unwrap_or(otherwise)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

fn written(nanoseconds: f64) -> String {
    match nanoseconds {
        n if n < 10_000.0 => format!("{:.2} µs", n / 1e3),
        n if n < 1e6 => format!("{:.0} µs", n / 1e3),
        n => format!("{:.2} ms", n / 1e6),
    }
}

fn run() -> Outcome<bool> {
    let policies = Policies::embedded()?;
    let rules = rule::all(&policies)?;
    let sample = questions::sample(number("--sample", 20_000));
    let file = questions::file_of_forty();
    // The one-by-one list is short enough for our memory to hold all of it.
    let list: Vec<_> = sample.iter().take(1_000).copied().collect();
    let ours = |way| {
        Box::new(Ours {
            way,
            policies: policies.clone(),
        }) as Box<dyn Decider>
    };
    let mut deciders: Vec<Box<dyn Decider>> = vec![
        ours(Way::Warm),
        ours(Way::Cold),
        ours(Way::Cedar),
        Box::new(others::Regorus::new(&rules, &file, &list)?),
        Box::new(others::Casbin::new(&rules, &file, &list)?),
    ];
    match casl::start(&rules, &file, &list, &sample)? {
        Some(pair) => deciders.extend(pair),
        None => println!("CASL: NOT RUN (needs node, and `npm ci` in benches/peers/casl)"),
    }

    let everything: Vec<_> = sample.iter().chain(&file).copied().collect();
    let expected: Vec<_> = everything.iter().map(plain::permits).collect();
    let permitted = expected.iter().filter(|yes| **yes).count();
    println!(
        "{} rules; {} questions, {permitted} of them answered with yes",
        rules.len(),
        everything.len()
    );
    let mut agreed = true;
    for decider in &mut deciders {
        let answers = decider.answers(&everything)?;
        let differ = answers
            .iter()
            .zip(&expected)
            .filter(|(a, b)| a != b)
            .count();
        let missing = expected.len().abs_diff(answers.len());
        println!(
            "  {:<34} {} disagreements",
            decider.name(),
            differ + missing
        );
        agreed &= differ + missing == 0;
    }
    if !agreed {
        println!("They do not agree, so nothing is timed.");
        return Ok(false);
    }

    let rounds = number("--rounds", 7);
    let mut figures = vec![(Vec::new(), Vec::new()); deciders.len()];
    for _ in 0..rounds {
        for (decider, (of_file, of_one)) in deciders.iter_mut().zip(&mut figures) {
            of_file.push(decider.file(&file)?);
            of_one.push(decider.one_by_one(&list)?);
        }
    }
    let medians: Vec<_> = figures
        .into_iter()
        .map(|(of_file, of_one)| (median(of_file), median(of_one)))
        .collect();
    let (warm, cold) = match medians[..] {
        [warm, cold, ..] => (warm, cold),
        _ => return Err("nothing was measured".into()),
    };
    println!(
        "\nprocessor time, medians of {rounds} interleaved rounds; the ratios say how many times as long as ours"
    );
    println!(
        "{:<34} {:>12} {:>9} {:>9} | {:>12} {:>9} {:>9}",
        "", "40 fields", "/warm", "/cold", "1 of 1,000", "/warm", "/cold"
    );
    for (decider, (of_file, of_one)) in deciders.iter().zip(medians) {
        println!(
            "{:<34} {:>12} {:>9.2} {:>9.2} | {:>12} {:>9.2} {:>9.2}",
            decider.name(),
            written(of_file),
            of_file / warm.0,
            of_file / cold.0,
            written(of_one),
            of_one / warm.1,
            of_one / cold.1,
        );
    }
    Ok(true)
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(4),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
