//! A database for each test, on each engine, gone when the test ends.

use std::io::Write;
use std::path::PathBuf;

use caseward_db::{Db, DbError, Draft, Ledger, Place, Receipt, Settings, open};
use caseward_model::{Clock, Randomness};
use tempfile::TempDir;

pub(crate) struct House {
    pub(crate) place: Place,
    pub(crate) clock: Clock,
    folder: Option<TempDir>,
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests are told here where PostgreSQL is"
)]
pub(crate) fn told(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Runs a promise on SQLite, and on PostgreSQL where there is one.
pub(crate) fn on_each_engine(promise: impl Fn(&House)) {
    promise(&House::sqlite());
    match House::postgres() {
        Some(house) => promise(&house),
        None => not_run(),
    }
}

pub(crate) fn not_run() {
    assert!(
        told("CASEWARD_REQUIRE_ALL").is_none_or(|all| all != "1"),
        "PostgreSQL is required: set CASEWARD_TEST_POSTGRES"
    );
    let line = "NOT RUN: this test needs PostgreSQL (CASEWARD_TEST_POSTGRES)\n";
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

impl House {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            place: Place::Sqlite(folder.path().join("caseward.db")),
            clock: Clock::held_at("2026-03-02T09:00:00Z".parse().unwrap()),
            folder: Some(folder),
        }
    }

    pub(crate) fn postgres() -> Option<Self> {
        let url = told("CASEWARD_TEST_POSTGRES")?;
        let id: [u8; 8] = Randomness::system().bytes();
        let name = format!("caseward_test_{}", u64::from_be_bytes(id));
        let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
        client
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        Some(Self {
            place: Place::Postgres(format!("{server}/{name}")),
            clock: Clock::held_at("2026-03-02T09:00:00Z".parse().unwrap()),
            folder: None,
        })
    }

    pub(crate) fn settings(&self) -> Settings {
        Settings {
            place: self.place.clone(),
            clock: self.clock.clone(),
            randomness: Randomness::system(),
        }
    }

    pub(crate) fn open(&self) -> (Db, Ledger) {
        open(self.settings()).unwrap()
    }

    pub(crate) fn file(&self) -> PathBuf {
        match &self.place {
            Place::Sqlite(path) => path.clone(),
            Place::Postgres(_) => panic!("not a file"),
        }
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.folder.is_some()
    }

    /// Changes the database behind Caseward's back.
    pub(crate) fn tamper(&self, sql: &str) {
        match &self.place {
            Place::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.execute_batch(sql).unwrap();
            }
            Place::Postgres(url) => {
                let mut client = postgres::Client::connect(url, postgres::NoTls).unwrap();
                client.batch_execute(sql).unwrap();
            }
        }
    }

    /// A house with a scratch table and so many entries.
    pub(crate) fn with_entries(&self, count: u64) -> (Db, Ledger) {
        let (db, ledger) = self.open();
        append(&ledger, 0..count);
        (db, ledger)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Place::Postgres(url) = &self.place {
            let (_, name) = url.rsplit_once('/').unwrap();
            let server = told("CASEWARD_TEST_POSTGRES").unwrap();
            let mut client = postgres::Client::connect(&server, postgres::NoTls).unwrap();
            client
                .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
                .unwrap();
        }
    }
}

pub(crate) fn append(ledger: &Ledger, numbers: std::ops::Range<u64>) {
    ledger
        .write_alone_blocking(move |transaction| {
            for number in numbers {
                transaction.append(draft(number))?;
            }
            Ok::<_, DbError>(())
        })
        .unwrap();
}

pub(crate) fn append_one(ledger: &Ledger, number: u64) -> Result<Receipt, DbError> {
    ledger.write_blocking(move |transaction| transaction.append(draft(number)))
}

/// An entry that differs from every other one.
pub(crate) fn draft(number: u64) -> Draft {
    let mut commitment = [7; 32];
    commitment[..8].copy_from_slice(&number.to_be_bytes());
    Draft {
        kind: (number % 5) as i64,
        actor: (number % 3) as i64,
        tag: (!number.is_multiple_of(4)).then_some([(number % 7) as u8; 16]),
        commitment,
        sealed: number.to_be_bytes().repeat(1 + (number % 4) as usize),
    }
}
