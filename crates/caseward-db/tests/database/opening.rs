//! What opening a database checks and refuses.

use caseward_db::ledger::verify;
use caseward_db::{DbError, OpenError, Place, open, open_read_only, weaknesses};

use crate::house::{House, not_run, on_each_engine};

#[test]
fn a_second_server_on_one_file_is_refused() {
    let house = House::sqlite();
    let (_db, ledger) = house.open();
    assert!(matches!(open(house.settings()), Err(OpenError::InUse(_))));
    let beside = open_read_only(house.place.clone()).unwrap();
    assert!(verify(&beside, &Default::default()).is_sound());
    drop(ledger);
    house.open();
}

#[test]
fn a_newer_or_a_changed_database_is_refused_and_left_alone() {
    on_each_engine(|house| {
        house.open();
        house.tamper("UPDATE caseward_migrations SET number = 999 WHERE number = 1");
        assert!(matches!(
            open(house.settings()),
            Err(OpenError::Newer { found: 999, .. })
        ));
        house.tamper("UPDATE caseward_migrations SET number = 1 WHERE number = 999");
        house.open();
        house.tamper("UPDATE caseward_migrations SET checksum = (SELECT root FROM ledger_head)");
        assert!(matches!(
            open(house.settings()),
            Err(OpenError::History { number: 1 })
        ));
    });
}

#[test]
fn an_empty_database_is_not_read_as_an_empty_ledger() {
    on_each_engine(|house| {
        if house.is_sqlite() {
            let missing = open_read_only(house.place.clone());
            assert!(matches!(missing, Err(OpenError::File { .. })));
            house.tamper("CREATE TABLE other (a)");
        }
        let empty = open_read_only(house.place.clone());
        assert!(matches!(empty, Err(OpenError::NotReady)));
    });
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let house = House::sqlite();
    #[expect(clippy::disallowed_methods, reason = "the test writes the broken file")]
    std::fs::write(house.file(), b"once upon a time ".repeat(400)).unwrap();
    let refused = open(house.settings()).map(drop).unwrap_err();
    assert!(
        matches!(refused, OpenError::Database(DbError::Damaged { .. })),
        "{refused:?}"
    );
}

#[test]
fn a_sound_database_has_no_weakness() {
    on_each_engine(|house| {
        let (db, _ledger) = house.open();
        let found = weaknesses(&db).unwrap();
        let found: Vec<_> = found
            .iter()
            .filter(|weakness| weakness.setting != "data_checksums")
            .filter(|weakness| weakness.setting != "the role that Caseward uses")
            .collect();
        assert!(found.is_empty(), "{found:?}");
    });
}

#[test]
fn a_journal_that_can_lose_entries_is_found() {
    let house = House::sqlite();
    let (db, ledger) = house.open();
    drop(ledger);
    house.tamper("PRAGMA journal_mode = DELETE");
    let found = weaknesses(&db).unwrap();
    assert!(
        found
            .iter()
            .any(|w| w.setting == "journal_mode" && w.refuses)
    );
}

#[test]
fn a_database_whose_commits_can_be_lost_is_refused() {
    let Some(house) = House::postgres() else {
        return not_run();
    };
    let (db, ledger) = house.open();
    drop(ledger);
    let Place::Postgres(url) = &house.place else {
        panic!("not PostgreSQL")
    };
    let (_, name) = url.rsplit_once('/').unwrap();
    house.tamper(&format!(
        "ALTER DATABASE {name} SET synchronous_commit = off"
    ));
    assert!(matches!(
        open(house.settings()),
        Err(OpenError::Weak {
            setting: "synchronous_commit",
            ..
        })
    ));
    let found = weaknesses(&db).unwrap();
    assert!(
        found
            .iter()
            .any(|w| w.setting.starts_with("synchronous_commit"))
    );
}

#[test]
fn another_machine_is_not_reached_without_tls() {
    let house = House::sqlite();
    let mut settings = house.settings();
    // An address for documentation: nobody answers; with `sslmode=disable` nobody is even asked
    // for less than TLS.
    let url = "postgres://u@192.0.2.1/x?sslmode=disable&connect_timeout=1&sslrootcert=/nowhere";
    settings.place = Place::Postgres(url.to_owned());
    assert!(matches!(open(settings), Err(OpenError::Certificates)));
    let mut settings = house.settings();
    // On this machine it is a choice.
    let url = "postgres://u@127.0.0.1/x?sslmode=verify-full&sslrootcert=/nowhere";
    settings.place = Place::Postgres(url.to_owned());
    assert!(matches!(open(settings), Err(OpenError::Certificates)));
}

#[test]
fn both_engines_end_in_one_schema() {
    let Some(other) = House::postgres() else {
        return not_run();
    };
    let house = House::sqlite();
    let (db, _ledger) = house.open();
    let (other_db, _other_ledger) = other.open();
    let columns = |db: &caseward_db::Db, sql: &'static str| -> Vec<String> {
        let rows = db
            .read_blocking(move |reader| reader.query(sql, &[]))
            .unwrap();
        let texts = rows.iter().map(|row| {
            let cells: Vec<String> = (0..4)
                .map(|n| {
                    row.text(n)
                        .map_or_else(|_| row.int(n).unwrap().to_string(), str::to_owned)
                })
                .collect();
            cells.join(" ").replace("INTEGER", "BIGINT")
        });
        texts.collect()
    };
    let sqlite = columns(
        &db,
        "SELECT m.name, c.name, upper(c.type), c.\"notnull\" OR (c.pk > 0) FROM sqlite_master m, pragma_table_info(m.name) c
         WHERE m.type = 'table' ORDER BY 1, 2",
    );
    let postgres = columns(
        &other_db,
        "SELECT table_name COLLATE \"C\", column_name COLLATE \"C\", upper(data_type), CAST(is_nullable = 'NO' AS INTEGER)
         FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2",
    );
    assert_eq!(sqlite, postgres);
    assert!(sqlite.len() > 10);
    let indexes = |db: &caseward_db::Db, sql: &'static str| {
        let rows = db
            .read_blocking(move |reader| reader.query(sql, &[]))
            .unwrap();
        rows.iter()
            .map(|row| row.text(0).unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        indexes(&db, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1"),
        indexes(
            &other_db,
            "SELECT CAST(indexname AS TEXT) COLLATE \"C\" FROM pg_indexes WHERE schemaname = 'public'
             AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_key' ORDER BY 1"
        )
    );
}
