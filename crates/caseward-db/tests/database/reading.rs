//! What reading promises.

use caseward_db::ledger::read;
use caseward_db::{DbError, Value};

use crate::house::{append_one, on_each_engine};

#[test]
fn a_reader_can_not_write() {
    on_each_engine(|house| {
        let (db, _ledger) = house.open();
        let sql = "UPDATE ledger_head SET size = 5 RETURNING size";
        let tried = db.read_blocking(move |reader| reader.query(sql, &[]));
        assert!(tried.is_err());
    });
}

#[test]
fn a_reading_sees_one_moment() {
    on_each_engine(|house| {
        let (db, ledger) = house.with_entries(3);
        let counts = db.read_blocking(move |reader| {
            let mut count = || reader.query_one("SELECT count(*) FROM ledger", &[])?.int(0);
            let before = count()?;
            append_one(&ledger, 3)?;
            Ok::<_, DbError>((before, count()?))
        });
        assert_eq!(counts, Ok((3, 3)));
    });
}

#[test]
fn values_come_back_as_they_went_in_whatever_their_place_in_the_text() {
    on_each_engine(|house| {
        let (db, _ledger) = house.open();
        let row = db.read_blocking(|reader| {
            reader.query_one(
                "SELECT CAST($2 AS TEXT), CAST($1 AS BIGINT), CAST($3 AS BYTEA), CAST($4 AS TEXT), '$1'",
                &[i64::MIN.into(), "Zoë".into(), [0, 255].into(), Value::Null],
            )
        });
        let row = row.unwrap();
        assert_eq!(row.text(0), Ok("Zoë"));
        assert_eq!(row.int(1), Ok(i64::MIN));
        assert_eq!(row.opt_text(3), Ok(None));
        assert_eq!(row.text(4), Ok("$1"));
        assert!(matches!(
            row.int(0),
            Err(DbError::WrongColumn { column: 0, .. })
        ));
        assert!(matches!(
            row.int(9),
            Err(DbError::WrongColumn { column: 9, .. })
        ));
        if !house.is_sqlite() {
            assert_eq!(row.bytes(2), Ok(&[0, 255][..]));
        }
    });
}

#[test]
fn a_reading_that_breaks_down_or_is_wrong_leaves_the_others_alone() {
    on_each_engine(|house| {
        let (db, _ledger) = house.open();
        for _ in 0..10 {
            let broken = db.read_blocking(|_| -> Result<(), DbError> { panic!("breaks down") });
            assert_eq!(broken, Err(DbError::Panicked));
            let wrong = db.read_blocking(|reader| reader.query("SELECT nothing FROM nowhere", &[]));
            assert!(matches!(wrong, Err(DbError::Refused { .. })));
            let few = db.read_blocking(|r| r.query("SELECT $1, CAST($2 AS TEXT)", &[1.into()]));
            assert!(matches!(few, Err(DbError::Refused { .. })));
        }
        let right = db.read_blocking(|reader| reader.query("SELECT CAST(1 AS BIGINT)", &[]));
        assert_eq!(right.unwrap()[0].int(0), Ok(1));
    });
}

#[test]
fn entries_are_found_by_number_file_worker_and_time() {
    on_each_engine(|house| {
        let (db, _ledger) = house.with_entries(300);
        let found = db.read_blocking(|reader| {
            let one = read::by_index(reader, 9)?.unwrap();
            let range = read::from_index(reader, 290, 100)?;
            let latest = read::latest(reader, u64::MAX, 3)?;
            let file = read::by_tag(reader, &[2; 16], 200, 4)?;
            let worker = read::by_actor(reader, 1, 0, 4)?;
            let none = read::by_actor(reader, 1, i64::MAX, 4)?;
            let indexes = [range, latest, file, worker, none]
                .map(|rows| rows.iter().map(|row| row.index).collect::<Vec<_>>());
            Ok::<_, DbError>((one, indexes))
        });
        let (one, [range, latest, file, worker, none]) = found.unwrap();
        assert_eq!(
            (one.index, one.kind, one.actor, one.tag),
            (9, 4, 0, Some([2; 16]))
        );
        assert_eq!(one.sealed, 9_u64.to_be_bytes().repeat(2));
        assert_eq!(range, (290..300).collect::<Vec<_>>());
        assert_eq!(latest, [299, 298, 297]);
        assert_eq!(file, [198, 191, 177, 170]);
        assert_eq!(worker, [298, 295, 292, 289]);
        assert!(none.is_empty());
    });
}
