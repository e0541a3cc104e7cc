//! Taking an export in, sealed and searchable, beside `sqlite3 .import` with three indexes and
//! PostgreSQL's COPY with pgcrypto. The same two files for each: everyone, and one enrolment each.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};
use clap::Args;

use super::office::Office;
use super::postgres::{self, Database};
use super::{Place, Took, export, is_there, measured, note_down, output, tell};

#[derive(Debug, Clone, Args)]
pub(super) struct Order {
    /// How many people; several times for several measures
    #[arg(long = "clients", default_values_t = [100_000, 1_000_000])]
    clients: Vec<u64>,
}

pub(super) fn run(order: &Order, place: &Place, postgres: Option<&str>) -> anyhow::Result<()> {
    let program = place.program()?;
    for people in &order.clients {
        let folder = place.path(format!("export-{people}"));
        let rows = export::write(&folder, *people, export::Detail::Slight)?;
        let data = place.path(format!("office-{people}"));
        let name = format!("office-{people}");
        let at = ["--data".to_owned(), data.to_string_lossy().into_owned()];
        let office = Office::make(place, &program, &name, at)?;
        let ours = office.import(&folder)?;
        told("caseward", *people, rows, ours, ours);
        if is_there("sqlite3") {
            told(
                "sqlite3 .import, 3 indexes",
                *people,
                rows,
                sqlite(place, *people, &folder)?,
                ours,
            );
        } else {
            tell("sqlite3: not run, it isn't installed");
        }
        match Database::make(postgres, "import") {
            Some(database) => {
                let took = postgres::take_in(&database?, place, *people, &folder)?;
                told(
                    "PostgreSQL COPY, pgcrypto, 4 indexes",
                    *people,
                    rows,
                    took,
                    ours,
                );
                let took = on_postgres(place, &program, postgres, *people, &folder)?;
                told("caseward on PostgreSQL", *people, rows, took, ours);
            }
            None => tell("PostgreSQL: not run; give --postgres, and install psql and pgbench"),
        }
        std::fs::remove_dir_all(&folder)?;
        std::fs::remove_dir_all(&data)?;
    }
    Ok(())
}

/// The same export into an office whose database is PostgreSQL.
fn on_postgres(
    place: &Place,
    program: &Path,
    postgres: Option<&str>,
    people: u64,
    export: &Path,
) -> anyhow::Result<Took> {
    let database = Database::make(postgres, "office").context("PostgreSQL went away")??;
    let at = ["--database".to_owned(), database.url.clone()];
    let office = Office::make(place, program, &format!("postgres-{people}"), at)?;
    office.import(export)
}

fn sqlite(place: &Place, people: u64, export: &Path) -> anyhow::Result<Took> {
    let script = place.path(format!("import-{people}.sql"));
    let folder = export.display();
    note_down(
        &script,
        &format!(
            "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\n.mode csv\n\
             .import {folder}/Client.csv Client\n.import {folder}/Enrollment.csv Enrollment\n\
             CREATE INDEX by_name ON Client (LastName, FirstName);\n\
             CREATE INDEX by_number ON Client (SSN);\n\
             CREATE INDEX by_client ON Enrollment (PersonalID);\n"
        ),
    )?;
    let database = place.path(format!("plain-{people}.db"));
    let mut sqlite3 = Command::new("sqlite3");
    sqlite3
        .arg(&database)
        .arg(format!(".read {}", script.display()));
    let took = measured(sqlite3.stderr(Stdio::null()))?;
    let kept = output(
        "sqlite3",
        &[&*database.to_string_lossy(), "SELECT count(*) FROM Client"],
    )?;
    ensure!(kept.trim() == people.to_string(), "it kept {kept} clients");
    std::fs::remove_file(database)?;
    Ok(took)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a rate for people needs few digits"
)]
fn told(what: &str, people: u64, rows: u64, took: Took, ours: Took) {
    let seconds = took.time.as_secs_f64();
    tell(format!(
        "import {people:>8} clients, {rows} rows: {what:<38} {seconds:>7.2} s, {:>7.0} clients/s, \
         {:>5} MiB; caseward takes {:.2} of it",
        people as f64 / seconds,
        took.memory >> 20,
        ours.time.as_secs_f64() / seconds,
    ));
}
