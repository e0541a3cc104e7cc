//! What the house checks about itself: that its crates depend on each other one way only, that its
//! files stay readable, and that nobody can forge a way around the gate (design §2, §1); and how fast it is.
//!
//! `cargo xtask all` runs every check; each prints one line. A failed check says what is wrong and
//! where, and the exit code is 1.

mod bench;
mod files;
mod forgeries;
mod house;
mod layers;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Checks and measures of the house.
#[derive(Debug, Parser)]
#[command(name = "xtask", version)]
struct Order {
    #[command(subcommand)]
    check: Check,
}

#[derive(Debug, Clone, Subcommand)]
enum Check {
    /// Crates depend on each other, and on what is fenced in, only as the list of arrows says
    Layers,
    /// Every source file says what it is for, is short enough, and holds nothing that must not stay
    Files,
    /// Every attempt in the folder of forgeries fails to compile, for the reason that it names
    Forgeries,
    /// All of these
    All,
    /// How fast it is, beside its limits and its peers; takes minutes and a quiet machine
    Bench(bench::Order),
}

fn main() -> ExitCode {
    let order = Order::parse();
    let checks: &[Check] = match &order.check {
        Check::Bench(order) => return measure(order),
        Check::All => &[Check::Layers, Check::Files, Check::Forgeries],
        one => std::slice::from_ref(one),
    };
    let mut passed = true;
    for check in checks {
        let (name, found) = match check {
            Check::Layers => ("layers", layers::check()),
            Check::Files => ("files", files::check()),
            Check::Forgeries | Check::All | Check::Bench(_) => ("forgeries", forgeries::check()),
        };
        passed &= report(name, found);
    }
    if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn measure(order: &bench::Order) -> ExitCode {
    let Err(error) = bench::run(order) else {
        return ExitCode::SUCCESS;
    };
    let written = writeln!(std::io::stderr().lock(), "bench: NOT MEASURED: {error:#}");
    ExitCode::from(if written.is_ok() { 1 } else { 2 })
}

/// Prints how a check went; true when it passed.
fn report(name: &str, found: anyhow::Result<house::Found>) -> bool {
    let mut out = std::io::stdout().lock();
    let written = match &found {
        Ok(found) if found.faults.is_empty() => writeln!(out, "{name}: {}", found.looked_at),
        Ok(found) => found
            .faults
            .iter()
            .try_for_each(|fault| writeln!(out, "{name}: FAILED: {fault}")),
        Err(error) => writeln!(out, "{name}: NOT CHECKED: {error:#}"),
    };
    written.is_ok() && found.is_ok_and(|found| found.faults.is_empty())
}
