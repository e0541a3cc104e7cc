//! What an acknowledged write promises.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use caseward_db::ledger::{read, verify};
use caseward_db::{Db, DbError, Ledger};

use crate::house::{House, append_one, draft, not_run, on_each_engine, told};

fn sound(db: &Db) {
    let report = verify(db, &Default::default());
    assert!(report.is_sound(), "{:?}", report.findings);
}

fn size(db: &Db) -> u64 {
    let head = db.read_blocking(caseward_db::ledger::head);
    let head: Result<_, DbError> = head;
    head.unwrap().size
}

fn many_threads(ledgers: &[Arc<Ledger>], each: u64) -> Vec<u64> {
    let mut indexes: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|thread| {
                let ledger = &ledgers[thread % ledgers.len()];
                scope.spawn(move || -> Vec<u64> {
                    (0..each)
                        .map(|n| {
                            append_one(ledger, thread as u64 * each + n)
                                .unwrap()
                                .index()
                        })
                        .collect()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|t| t.join().unwrap())
            .collect()
    });
    indexes.sort_unstable();
    indexes
}

#[test]
fn sixteen_writers_get_sixteen_places_without_a_gap() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        let indexes = many_threads(&[Arc::new(ledger)], 40);
        assert_eq!(indexes, (0..640).collect::<Vec<_>>());
        sound(&db);
    });
}

#[test]
fn two_servers_on_one_database_never_fork_the_ledger() {
    let Some(house) = House::postgres() else {
        return not_run();
    };
    let (db, first) = house.open();
    let (_other, second) = house.open();
    let indexes = many_threads(&[Arc::new(first), Arc::new(second)], 40);
    assert_eq!(indexes, (0..640).collect::<Vec<_>>());
    sound(&db);
}

#[test]
fn a_job_that_fails_or_breaks_down_takes_nobody_with_it() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        house.tamper("CREATE TABLE scratch (a BIGINT NOT NULL UNIQUE)");
        let ledger = &ledger;
        std::thread::scope(|scope| {
            for number in 0..60_u64 {
                scope.spawn(move || {
                    let outcome = ledger.write_blocking(move |transaction| {
                        transaction.append(draft(number))?;
                        let value = (number as i64 / 2).into();
                        transaction.execute("INSERT INTO scratch (a) VALUES ($1)", &[value])?;
                        assert!(number != 30 && number != 31, "a job breaks down");
                        if number % 6 > 3 {
                            return Err(DbError::Busy);
                        }
                        Ok(())
                    });
                    match (number, outcome) {
                        (30 | 31, outcome) => {
                            assert!(matches!(
                                outcome,
                                Err(DbError::Panicked | DbError::Conflict { .. })
                            ));
                        }
                        (_, Err(DbError::Busy | DbError::Conflict { .. }) | Ok(())) => {}
                        (_, Err(other)) => panic!("{other:?}"),
                    }
                });
            }
        });
        let rows = db.read_blocking(|reader| reader.query("SELECT a FROM scratch ORDER BY a", &[]));
        let rows: Vec<i64> = rows
            .unwrap()
            .iter()
            .map(|row| row.int(0).unwrap())
            .collect();
        // Of each pair of numbers one was kept, but for the pair that broke down and the pairs
        // (4, 5), (10, 11) … that gave up.
        let kept: Vec<i64> = (0..30).filter(|n| n % 3 != 2 && *n != 15).collect();
        assert_eq!(rows, kept);
        assert_eq!(size(&db), kept.len() as u64);
        sound(&db);
    });
}

#[test]
fn what_is_to_follow_is_done_once_it_is_on_the_disk_and_never_when_it_isnt() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        let done = Arc::new(AtomicU64::new(0));
        let writes = |number: u64, keep: bool| {
            let then = Arc::clone(&done);
            ledger.write_blocking(move |transaction| {
                transaction.append(draft(number))?;
                transaction.when_durable(move || {
                    then.fetch_add(1, Ordering::SeqCst);
                });
                if keep { Ok(()) } else { Err(DbError::Busy) }
            })
        };
        assert!(writes(0, false).is_err());
        assert_eq!(done.load(Ordering::SeqCst), 0);
        writes(1, true).unwrap();
        assert_eq!(done.load(Ordering::SeqCst), 1, "before the answer");
        // Those who share a commit don't share what follows.
        let writes = &writes;
        std::thread::scope(|scope| {
            for number in 2..62_u64 {
                scope.spawn(move || drop(writes(number, number % 3 == 0)));
            }
        });
        assert_eq!(done.load(Ordering::SeqCst), 21);
        assert_eq!(size(&db), 21);
    });
}

#[test]
fn dropping_the_ledger_finishes_what_waits() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        for number in 0..50 {
            // The futures are dropped at once, as when a client is lost.
            let mut write = Box::pin(ledger.write(move |t| t.append(draft(number)).map(drop)));
            let waker = std::task::Waker::noop();
            let polled = write
                .as_mut()
                .poll(&mut std::task::Context::from_waker(waker));
            assert!(!matches!(polled, std::task::Poll::Ready(Err(_))));
        }
        drop(ledger);
        assert_eq!(size(&db), 50);
    });
}

#[test]
fn time_in_the_ledger_never_goes_back() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        let first = append_one(&ledger, 0).unwrap().at_ms();
        house.clock.advance(-7_200_000);
        assert_eq!(append_one(&ledger, 1).unwrap().at_ms(), first);
        drop(ledger);
        let (_db, ledger) = house.open();
        assert_eq!(append_one(&ledger, 2).unwrap().at_ms(), first);
        house.clock.advance(7_200_500);
        assert_eq!(append_one(&ledger, 3).unwrap().at_ms(), first + 500);
        let since = |at| db.read_blocking(move |r| read::first_since(r, at)).unwrap();
        assert_eq!(
            (since(first), since(first + 1), since(first + 501)),
            (0, 3, 4)
        );
    });
}

#[test]
fn many_rows_at_once_are_kept_or_refused_together() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        house.tamper("CREATE TABLE scratch (a BIGINT UNIQUE, b TEXT, c BYTEA)");
        let insert = |from: i64, to: i64| {
            ledger.write_blocking(move |transaction| {
                let rows = (from..to).map(|n| {
                    vec![
                        n.into(),
                        Some(n.to_string()).filter(|_| n % 2 == 0).into(),
                        [1, 2].into(),
                    ]
                });
                transaction.insert_many("scratch", &["a", "b", "c"], rows)
            })
        };
        assert_eq!(insert(0, 2500), Ok(2500));
        assert!(matches!(insert(2499, 5000), Err(DbError::Conflict { .. })));
        let row = db.read_blocking(|r| r.query_one("SELECT count(*), count(b) FROM scratch", &[]));
        let row = row.unwrap();
        assert_eq!((row.int(0), row.int(1)), (Ok(2500), Ok(1250)));
    });
}

#[test]
fn many_rows_are_put_in_the_place_of_others_or_change_them() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        house.tamper(
            "CREATE TABLE scratch (a BIGINT, b BYTEA, c TEXT NOT NULL, d BIGINT, PRIMARY KEY (a, b))",
        );
        let columns = ["a", "b", "c", "d"];
        let row = |n: i64, c: &str, d: i64| vec![n.into(), [7].into(), c.into(), d.into()];
        ledger
            .write_blocking(move |t| {
                t.put_many("scratch", &columns, 2, (0..1500).map(|n| row(n, "old", 1)))?;
                t.put_many(
                    "scratch",
                    &columns,
                    2,
                    (1400..1600).map(|n| row(n, "new", 2)),
                )?;
                let change = |n: i64| vec![n.into(), [7].into(), 3.into()];
                t.change_many("scratch", &["a", "b", "d"], 2, (0..10).map(change))?;
                let missing = [vec![5000.into(), [7].into(), 3.into()]];
                t.change_many("scratch", &["a", "b", "d"], 2, missing)
            })
            .map(|changed| assert_eq!(changed, 0))
            .unwrap();
        let sql = "SELECT c, d, count(*) FROM scratch GROUP BY c, d ORDER BY c, d";
        let found = db.read_blocking(|r| r.query(sql, &[])).unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|row| {
                (
                    row.text(0).unwrap(),
                    row.int(1).unwrap(),
                    row.int(2).unwrap(),
                )
            })
            .collect();
        assert_eq!(found, [("new", 2, 200), ("old", 1, 1390), ("old", 3, 10)]);
    });
}

#[test]
fn a_refusal_names_the_rule_and_never_the_value() {
    on_each_engine(|house| {
        let (_db, ledger) = house.open();
        house.tamper("CREATE TABLE scratch (a TEXT NOT NULL UNIQUE)");
        let insert = |name: &'static str| {
            ledger.write_blocking(move |t| {
                t.execute("INSERT INTO scratch (a) VALUES ($1)", &[name.into()])
            })
        };
        insert("Ana Beispiel").unwrap();
        let said = insert("Ana Beispiel").unwrap_err().to_string();
        assert!(said.contains("scratch") && !said.contains("Ana"), "{said}");
        assert_eq!(insert("A\0"), Err(DbError::ZeroCharacter));
    });
}

#[test]
fn nothing_is_kept_of_a_job_that_passes_over_a_failed_statement() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        house.tamper("CREATE TABLE scratch (a BIGINT NOT NULL UNIQUE)");
        let outcome = ledger.write_blocking(|transaction| {
            let sql = "INSERT INTO scratch (a) VALUES ($1)";
            transaction.execute(sql, &[1.into()])?;
            assert!(transaction.execute(sql, &[1.into()]).is_err());
            Ok(())
        });
        assert!(matches!(outcome, Err(DbError::Conflict { .. })));
        let rows = db.read_blocking(|reader| reader.query("SELECT a FROM scratch", &[]));
        assert_eq!(rows.unwrap().len(), 0);
    });
}

#[test]
fn a_broken_rule_that_is_checked_at_the_end_takes_everything_back() {
    on_each_engine(|house| {
        let (db, ledger) = house.open();
        house.tamper(
            "CREATE TABLE scratch (a BIGINT REFERENCES ledger (idx) DEFERRABLE INITIALLY DEFERRED)",
        );
        let refer = |to: i64| {
            ledger.write_blocking(move |transaction| {
                transaction.execute("INSERT INTO scratch (a) VALUES ($1)", &[to.into()])?;
                transaction.append(draft(0))
            })
        };
        assert!(matches!(refer(70), Err(DbError::Conflict { .. })));
        assert_eq!(refer(0).map(|receipt| receipt.index()), Ok(0));
        assert_eq!(size(&db), 1);
        sound(&db);
    });
}

#[test]
fn after_a_commit_of_unknown_outcome_nothing_is_written_until_the_ledger_is_read_again() {
    let Some(house) = House::postgres() else {
        return not_run();
    };
    let (_db, ledger) = house.with_entries(3);
    // The connection ends in the middle of a commit.
    house.tamper(
        "CREATE TABLE scratch (a BIGINT);
         CREATE FUNCTION hang_up() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
         CREATE CONSTRAINT TRIGGER hang_up AFTER INSERT ON scratch DEFERRABLE INITIALLY DEFERRED
           FOR EACH ROW EXECUTE FUNCTION hang_up();",
    );
    let unknown = ledger.write_blocking(|transaction| {
        transaction.append(draft(3))?;
        transaction.execute("INSERT INTO scratch (a) VALUES (1)", &[])
    });
    assert_eq!(unknown, Err(DbError::CommitUnknown));
    assert!(ledger.is_fenced());
    assert_eq!(append_one(&ledger, 4), Err(DbError::Fenced));
    drop(ledger);
    let (db, ledger) = house.open();
    assert_eq!(append_one(&ledger, 4).unwrap().index(), 3);
    sound(&db);
}

#[test]
fn a_lost_connection_is_made_again() {
    let Some(house) = House::postgres() else {
        return not_run();
    };
    let (db, ledger) = house.with_entries(3);
    assert_eq!(size(&db), 3);
    house.tamper(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    assert_eq!(append_one(&ledger, 3).unwrap().index(), 3);
    for _ in 0..8 {
        assert_eq!(size(&db), 4);
    }
}

#[tokio::test]
async fn tasks_write_and_read_without_holding_up_the_runtime() {
    let postgres = tokio::task::spawn_blocking(House::postgres).await.unwrap();
    let houses = [Some(House::sqlite()), postgres];
    for house in houses.into_iter().flatten() {
        let opened = tokio::task::spawn_blocking(move || (house.open(), house))
            .await
            .unwrap();
        let ((db, ledger), house) = opened;
        for number in 0..5 {
            let receipt: Result<_, DbError> = ledger.write(move |t| t.append(draft(number))).await;
            assert_eq!(receipt.unwrap().index(), number);
        }
        let alone = ledger.write_alone(|t| t.append(draft(5))).await;
        assert_eq!(alone.unwrap().index(), 5);
        let head: Result<_, DbError> = db.read(caseward_db::ledger::head).await;
        assert_eq!(head.unwrap().size, 6);
        // Dropping a house asks PostgreSQL, and waits for it.
        tokio::task::spawn_blocking(move || drop((db, ledger, house)))
            .await
            .unwrap();
    }
}

#[test]
fn a_killed_server_has_kept_everything_it_acknowledged() {
    let house = House::sqlite();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "writing::the_server_that_is_killed",
            "--ignored",
            "--nocapture",
        ])
        .env("CASEWARD_TEST_FILE", house.file())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    for line in lines {
        let line = line.unwrap();
        if let Some(index) = line.strip_prefix("kept ") {
            acknowledged.push(index.parse::<u64>().unwrap());
        }
        if acknowledged.len() == 300 {
            child.kill().unwrap();
        }
    }
    child.wait().unwrap();
    assert!(acknowledged.len() >= 300);
    let (db, _ledger) = house.open();
    assert!(size(&db) > *acknowledged.iter().max().unwrap());
    sound(&db);
}

#[test]
#[ignore = "started and killed by the test above"]
fn the_server_that_is_killed() {
    let mut house = House::sqlite();
    let file = told("CASEWARD_TEST_FILE").expect("started by the test above");
    house.place = caseward_db::Place::Sqlite(file.into());
    let (_db, ledger) = house.open();
    let ledger = &ledger;
    std::thread::scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || {
                for number in 0..100_000 {
                    let receipt = append_one(ledger, thread * 100_000 + number).unwrap();
                    let line = format!("kept {}\n", receipt.index());
                    std::io::stdout().write_all(line.as_bytes()).unwrap();
                }
            });
        }
    });
}
