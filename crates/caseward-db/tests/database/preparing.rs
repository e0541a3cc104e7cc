//! What is worked out beforehand counts only while what it was worked out from still stands.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use caseward_db::{Db, DbError, Ledger, Look, Reader, Transaction};

use crate::house::{append_one, draft, on_each_engine};

const READ: &str = "SELECT value FROM office_facts WHERE name = 'colour'";

fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

fn paint(ledger: &Ledger, colour: &'static str) {
    let sql = "INSERT INTO office_facts (name, value) VALUES ('colour', $1) \
               ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    let painted = ledger.write_blocking(move |tx| tx.execute(sql, &[colour.into()]));
    let painted: Result<u64, DbError> = painted;
    assert_eq!(painted.unwrap(), 1);
}

/// Reads the colour, lets `meanwhile` happen after the first reading, and writes an entry: gives the
/// colour that it was written for, and how often it was read.
fn prepared(
    (db, ledger): (&Db, &Arc<Ledger>),
    look: Look,
    meanwhile: impl Fn() + Send + Sync + 'static,
) -> (String, u32) {
    let times = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&times);
    let prepare = move |reader: &mut Reader<'_>, _now_ms: i64| {
        let colour = reader.query_one(READ, &[])?.text(0)?.to_owned();
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            meanwhile();
        }
        Ok::<_, DbError>(colour)
    };
    let finish = |tx: &mut Transaction<'_>, colour: String| {
        tx.append(draft(7))?;
        Ok(colour)
    };
    let colour = runtime().block_on(ledger.write_prepared(db, look, prepare, finish));
    (colour.unwrap(), times.load(Ordering::SeqCst))
}

#[test]
fn what_still_stands_is_read_once() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        let ledger = Arc::new(ledger);
        paint(&ledger, "green");
        for look in [Look::Short, Look::Long] {
            let other = Arc::clone(&ledger);
            // Entries alone change nothing that anything is worked out from.
            let meanwhile = move || assert!(append_one(&other, 1).is_ok());
            let (colour, times) = prepared((&db, &ledger), look, meanwhile);
            assert_eq!((colour.as_str(), times), ("green", 1));
        }
    });
}

#[test]
fn what_was_changed_meanwhile_is_read_again_where_nobody_is_in_between() {
    on_each_engine(|house| {
        for look in [Look::Short, Look::Long] {
            let (db, ledger) = house.open();
            let ledger = Arc::new(ledger);
            paint(&ledger, "green");
            let other = Arc::clone(&ledger);
            let (colour, times) = prepared((&db, &ledger), look, move || paint(&other, "red"));
            assert_eq!((colour.as_str(), times), ("red", 2));
        }
    });
}

#[test]
fn what_was_changed_by_another_server_is_read_again_as_well() {
    let Some(house) = crate::house::House::postgres() else {
        return crate::house::not_run();
    };
    let (db, ledger) = house.open();
    let (_, elsewhere) = house.open();
    let ledger = Arc::new(ledger);
    paint(&ledger, "green");
    let (colour, times) = prepared((&db, &ledger), Look::Short, move || {
        paint(&elsewhere, "red")
    });
    assert_eq!((colour.as_str(), times), ("red", 2));
}

#[test]
fn what_waited_too_long_is_read_again() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        let ledger = Arc::new(ledger);
        paint(&ledger, "green");
        let clock = house.clock.clone();
        let (colour, times) = prepared((&db, &ledger), Look::Short, move || clock.advance(1001));
        assert_eq!((colour.as_str(), times), ("green", 2));
    });
}

#[test]
fn a_failure_beforehand_is_no_answer_yet() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        let ledger = Arc::new(ledger);
        let other = Arc::clone(&ledger);
        let first = AtomicU32::new(0);
        let prepare = move |reader: &mut Reader<'_>, _: i64| {
            if first.fetch_add(1, Ordering::SeqCst) == 0 {
                let missing = reader.query_one(READ, &[]);
                paint(&other, "blue");
                return missing.map(|_| String::new());
            }
            Ok::<_, DbError>(reader.query_one(READ, &[])?.text(0)?.to_owned())
        };
        let finish = |_: &mut Transaction<'_>, colour: String| Ok(colour);
        let answer = runtime().block_on(ledger.write_prepared(&db, Look::Short, prepare, finish));
        assert_eq!(answer.unwrap(), "blue");
    });
}
