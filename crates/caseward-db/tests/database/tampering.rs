//! Whatever is changed behind the ledger's back is found, and named.

use caseward_db::ledger::note::{Checkpoint, Note, VerifierKey};
use caseward_db::ledger::{Finding, Report, VerifyOptions, head, verify};
use caseward_db::{Db, DbError, OpenError, open, open_read_only};

use crate::house::{House, append, on_each_engine};

const SEED: [u8; 32] = [5; 32];

fn check(db: &Db, kept: Option<(Note, VerifierKey)>) -> Report {
    let options = VerifyOptions {
        checkpoints: kept.into_iter().collect(),
        progress: None,
    };
    verify(db, &options)
}

fn keep(db: &Db) -> (Note, VerifierKey) {
    let head: Result<_, DbError> = db.read_blocking(head);
    let head = head.unwrap();
    let checkpoint = Checkpoint {
        origin: head.origin(),
        size: head.size,
        root: head.root,
    };
    let key = VerifierKey::of_seed(&head.origin(), &SEED).unwrap();
    (checkpoint.sign(&SEED).unwrap(), key)
}

#[test]
fn an_edit_of_any_column_is_found_and_its_entry_named() {
    on_each_engine(|house| {
        let (db, _ledger) = house.with_entries(1000);
        assert!(check(&db, Some(keep(&db))).is_sound());
        for (change, back) in [
            ("at = at + 1", "at = at - 1"),
            ("kind = kind + 1", "kind = kind - 1"),
            ("actor = -1 - actor", "actor = -1 - actor"),
        ] {
            for index in [0, 300, 767, 999] {
                house.tamper(&format!("UPDATE ledger SET {change} WHERE idx = {index}"));
                let report = check(&db, None);
                let named = report.findings.iter().any(|finding| match finding {
                    Finding::Changed { first, last } if index < 768 => {
                        (*first, *last) == (index, index)
                    }
                    Finding::Changed { first, last } => (*first..=*last).contains(&index),
                    _ => false,
                });
                assert!(named, "{change} at {index}: {:?}", report.findings);
                house.tamper(&format!("UPDATE ledger SET {back} WHERE idx = {index}"));
                assert!(check(&db, None).is_sound());
            }
        }
        for column in ["tag", "commitment", "sealed"] {
            let other = format!("(SELECT {column} FROM ledger WHERE idx = 501)");
            house.tamper(&format!(
                "UPDATE ledger SET {column} = {other} WHERE idx = 303"
            ));
            let report = check(&db, None);
            let only = [Finding::Changed {
                first: 303,
                last: 303,
            }];
            assert_eq!(report.findings, only, "{column}");
            house.tamper("DELETE FROM ledger WHERE idx = 303");
            assert_eq!(
                check(&db, None).findings,
                [Finding::Missing {
                    first: 303,
                    last: 303
                }]
            );
            restore(house, 303);
            assert!(check(&db, None).is_sound());
        }
    });
}

/// Puts an entry back as it was made.
fn restore(house: &House, index: u64) {
    let draft = crate::house::draft(index);
    let hex = |bytes: &[u8]| {
        let digits = data_encoding::HEXLOWER.encode(bytes);
        if house.is_sqlite() {
            format!("x'{digits}'")
        } else {
            format!("'\\x{digits}'::bytea")
        }
    };
    let (kind, actor) = (draft.kind, draft.actor);
    let tag = draft.tag.map_or("NULL".to_owned(), |tag| hex(&tag));
    let (commitment, sealed) = (hex(&draft.commitment), hex(&draft.sealed));
    house.tamper(&format!(
        "INSERT INTO ledger SELECT {index}, at, {kind}, {actor}, {tag}, {commitment}, {sealed}
         FROM ledger WHERE idx = 0"
    ));
}

#[test]
fn missing_exchanged_and_added_entries_are_told_apart() {
    on_each_engine(|house| {
        let (db, ledger) = house.with_entries(20_000);
        drop(ledger);
        house.tamper("DELETE FROM ledger WHERE idx BETWEEN 400 AND 17000");
        let missing = [Finding::Missing {
            first: 400,
            last: 17_000,
        }];
        let report = check(&db, None);
        let found: Vec<_> = report.findings.iter().take(1).cloned().collect();
        assert!(
            found == missing
                || found
                    == [Finding::Missing {
                        first: 400,
                        last: 16_383
                    }],
            "{:?}",
            report.findings
        );
        house.tamper("DELETE FROM ledger WHERE idx > 19990");
        let report = check(&db, None);
        let cut = Finding::Missing {
            first: 19_991,
            last: 19_999,
        };
        assert!(report.findings.contains(&cut), "{:?}", report.findings);
        assert!(matches!(
            open(house.settings()),
            Err(OpenError::Database(DbError::LedgerAltered))
        ));
    });
    on_each_engine(|house| {
        let (db, ledger) = house.with_entries(600);
        drop(ledger);
        house.tamper(
            "UPDATE ledger SET idx = -1 WHERE idx = 10; UPDATE ledger SET idx = 10 WHERE idx = 11;
             UPDATE ledger SET idx = 11 WHERE idx = -1;",
        );
        let exchanged = [Finding::Reordered {
            first: 10,
            last: 11,
        }];
        assert_eq!(check(&db, None).findings, exchanged);
        house.tamper(
            "INSERT INTO ledger SELECT 600, at, kind, actor, tag, commitment, sealed FROM ledger WHERE idx = 5",
        );
        let added = Finding::Surplus {
            first: 600,
            last: 600,
        };
        assert!(check(&db, None).findings.contains(&added));
    });
}

#[test]
fn a_changed_tile_or_head_is_found() {
    on_each_engine(|house| {
        let (db, ledger) = house.with_entries(1000);
        drop(ledger);
        house.tamper(
            "UPDATE ledger_tiles SET root = (SELECT root FROM ledger_head) WHERE place = 1",
        );
        let tile = Finding::Tile {
            level: 0,
            number: 1,
            first: 256,
            last: 511,
        };
        assert_eq!(check(&db, None).findings, [tile]);
        house.tamper(
            "UPDATE ledger_head SET root = (SELECT root FROM ledger_tiles WHERE place = 0)",
        );
        assert!(check(&db, None).findings.contains(&Finding::Head));
        house.tamper("DELETE FROM ledger_head");
        // Not another ledger under the old entries: what is left is evidence, and stays as it is.
        assert!(matches!(
            open(house.settings()),
            Err(OpenError::Database(DbError::LedgerAltered))
        ));
        assert!(!check(&db, None).is_sound());
    });
}

/// As someone would who knows the format: every hash is made again to fit.
#[test]
fn a_whole_ledger_written_anew_is_found_by_a_kept_checkpoint() {
    on_each_engine(|house| {
        let (db, ledger) = house.with_entries(700);
        let kept = keep(&db);
        append(&ledger, 700..900);
        assert!(check(&db, Some(kept.clone())).is_sound());
        drop(ledger);
        house.tamper(&format!(
            "DELETE FROM ledger; DELETE FROM ledger_tiles; UPDATE ledger_head SET size = 0, root = {}, frontier = {}",
            literal(house, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            literal(house, ""),
        ));
        let (db, ledger) = house.open();
        append(&ledger, 1..901);
        assert!(check(&db, None).is_sound(), "alone it can't be seen");
        let rewritten = Finding::Rewritten {
            checkpoint: 0,
            size: 700,
        };
        assert_eq!(check(&db, Some(kept.clone())).findings, [rewritten]);
        let (note, _) = kept;
        let other = VerifierKey::of_seed("caseward/other", &SEED).unwrap();
        let report = check(&db, Some((note, other)));
        assert!(matches!(
            report.findings[..],
            [Finding::Checkpoint { checkpoint: 0, .. }]
        ));
    });
}

fn literal(house: &House, digits: &str) -> String {
    if house.is_sqlite() {
        format!("x'{digits}'")
    } else {
        format!("'\\x{digits}'::bytea")
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test puts an old copy of the file back"
)]
fn an_old_copy_of_the_file_is_found_by_a_kept_checkpoint() {
    let house = House::sqlite();
    let (db, ledger) = house.with_entries(500);
    drop((db, ledger));
    house.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
    let old = house.file().with_extension("old");
    std::fs::copy(house.file(), &old).unwrap();
    let (db, ledger) = house.open();
    append(&ledger, 500..600);
    let kept = keep(&db);
    drop((db, ledger));
    house.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
    std::fs::copy(&old, house.file()).unwrap();
    let db = open_read_only(house.place.clone()).unwrap();
    assert!(check(&db, None).is_sound(), "alone it can't be seen");
    let cut = Finding::CutOff {
        checkpoint: 0,
        size: 500,
        kept: 600,
    };
    assert_eq!(check(&db, Some(kept)).findings, [cut]);
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test damages the file")]
fn a_damaged_page_is_a_finding_and_not_a_crash() {
    let house = House::sqlite();
    let (db, ledger) = house.with_entries(5000);
    drop((db, ledger));
    house.tamper("PRAGMA wal_checkpoint(TRUNCATE)");
    let whole = std::fs::read(house.file()).unwrap();
    let (mut found, mut refused) = (0, 0);
    for page in 1..whole.len() / 4096 {
        if page % 9 != 0 {
            continue;
        }
        let mut damaged = whole.clone();
        damaged[page * 4096..(page + 1) * 4096].fill(0xa5);
        std::fs::write(house.file(), damaged).unwrap();
        match open_read_only(house.place.clone()) {
            Ok(db) => found += usize::from(!check(&db, None).is_sound()),
            Err(_) => refused += 1,
        }
    }
    assert!(found > 10, "{found} found, {refused} refused");
}

#[test]
fn a_server_stops_writing_when_its_ledger_is_altered() {
    on_each_engine(|house| {
        let (_db, ledger) = house.with_entries(10);
        house.tamper("UPDATE ledger_head SET size = 9");
        let refused = crate::house::append_one(&ledger, 10);
        assert_eq!(refused, Err(DbError::LedgerAltered));
    });
}
