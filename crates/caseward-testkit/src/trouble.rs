//! A database that fails in the middle: its disk is full, or the line to it is cut, at the very row that a test names.

use caseward_casework::CaseworkError;
use caseward_db::{DbError, Transaction};

use crate::House;

/// How many pages a database may still grow by while its disk is full for what needs more: all that is usual fits.
const ROOM: i64 = 2_000;
/// How much is written beside the row that is too much, in bytes: more than there is room for.
const BALLAST: u64 = 64_000_000;
/// What SQLite itself counts as no limit, in pages.
const NO_LIMIT: i64 = 1_073_741_823;

/// What happens to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The disk is full. On SQLite it truly can't grow; a PostgreSQL server says so.
    Full,
    /// The line is cut once, and a new one can be had. Only on PostgreSQL.
    Cut,
    /// The line is cut in the middle of the commit, so that nobody knows how far it came. Only on PostgreSQL.
    CutAtCommit,
}

impl House {
    /// From now on this happens whenever a row is written into this table for which this holds, such as `NEW.kind = 1`.
    ///
    /// # Panics
    /// When it can't be arranged, such as a line that is cut where there is none.
    pub async fn fails_at(&self, trouble: Trouble, table: &'static str, when: String) {
        let is_file = self.is_file();
        let arrange = move |tx: &mut Transaction<'_>| {
            if is_file {
                assert_eq!(trouble, Trouble::Full, "there is no line to a file");
                on_sqlite(tx, table, &when)
            } else {
                on_postgres(tx, trouble, (table, &when))
            }
        };
        self.behind_the_gate(arrange).await.expect("a trouble");
    }

    /// There is room again, and a line.
    ///
    /// # Panics
    /// When that can't be arranged.
    pub async fn recovers(&self, table: &'static str) {
        let is_file = self.is_file();
        let arrange = move |tx: &mut Transaction<'_>| {
            let all: &[&str] = if is_file {
                &["DROP TRIGGER trouble", "DROP TABLE ballast"]
            } else {
                &["DROP FUNCTION trouble()", "DROP SEQUENCE trouble_times"]
            };
            if !is_file {
                tx.execute(&format!("DROP TRIGGER trouble ON {table}"), &[])?;
            }
            for sql in all {
                tx.execute(sql, &[])?;
            }
            if is_file {
                limit(tx, NO_LIMIT)?;
            }
            Ok(())
        };
        self.behind_the_gate(arrange).await.expect("an end of it");
    }

    /// There is no room for anything that needs a page of its own. Only on SQLite.
    ///
    /// # Panics
    /// When the database can't be told.
    pub async fn has_no_room(&self) {
        let arrange = |tx: &mut Transaction<'_>| {
            let pages = pages(tx)?;
            limit(tx, pages)
        };
        self.behind_the_gate(arrange).await.expect("a limit");
    }

    /// There is room again. Only on SQLite.
    ///
    /// # Panics
    /// When the database can't be told.
    pub async fn has_room(&self) {
        let arrange = |tx: &mut Transaction<'_>| limit(tx, NO_LIMIT);
        self.behind_the_gate(arrange).await.expect("no limit");
    }

    /// Waits until all is written down, or failed, that nobody waits for.
    pub async fn settles(&self) {
        let nothing = |_: &mut Transaction<'_>| Ok(());
        drop(self.behind_the_gate(nothing).await);
    }

    /// How many entries the ledger has.
    ///
    /// # Panics
    /// When it can't be read.
    pub async fn entries(&self) -> u64 {
        let head: Result<_, DbError> = self.office.db().read(caseward_db::ledger::head).await;
        head.expect("the ledger's head").size
    }

    /// That the ledger holds, as a stranger checks it.
    ///
    /// # Panics
    /// When it doesn't.
    pub fn ledger_holds(&self) {
        let check = || caseward_db::ledger::verify(self.office.db(), &Default::default());
        let report = tokio::task::block_in_place(check);
        assert!(report.is_sound(), "{:?}", report.findings);
    }

    async fn behind_the_gate<F>(&self, work: F) -> Result<(), CaseworkError>
    where
        F: FnOnce(&mut Transaction<'_>) -> Result<(), DbError> + Send + 'static,
    {
        let gate = &self.office.gate;
        gate.keep_books::<_, CaseworkError, _>(move |tx| Ok(work(tx)?))
            .await
    }
}

fn pages(tx: &mut Transaction<'_>) -> Result<i64, DbError> {
    tx.query_one("PRAGMA page_count", &[])?.int(0)
}

fn limit(tx: &mut Transaction<'_>, pages: i64) -> Result<(), DbError> {
    tx.query(&format!("PRAGMA max_page_count = {pages}"), &[])
        .map(drop)
}

/// The file can grow by a few pages only, and beside the row something is written that needs more.
fn on_sqlite(tx: &mut Transaction<'_>, table: &str, when: &str) -> Result<(), DbError> {
    let trigger = format!(
        "CREATE TRIGGER trouble AFTER INSERT ON {table} WHEN ({when}) \
         BEGIN INSERT INTO ballast (b) VALUES (zeroblob({BALLAST})); END"
    );
    tx.execute("CREATE TABLE ballast (b BLOB)", &[])?;
    tx.execute(&trigger, &[])?;
    let pages = pages(tx)?;
    limit(tx, pages + ROOM)
}

fn on_postgres(
    tx: &mut Transaction<'_>,
    trouble: Trouble,
    (table, when): (&str, &str),
) -> Result<(), DbError> {
    let does = match trouble {
        // What the server says where its disk is full.
        Trouble::Full => "RAISE EXCEPTION 'no room' USING ERRCODE = 'disk_full';",
        Trouble::Cut | Trouble::CutAtCommit => {
            "IF nextval('trouble_times') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;"
        }
    };
    let (kind, late) = match trouble {
        Trouble::Full | Trouble::Cut => ("TRIGGER", ""),
        Trouble::CutAtCommit => ("CONSTRAINT TRIGGER", "DEFERRABLE INITIALLY DEFERRED"),
    };
    let function = format!(
        "CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS \
         $body$ BEGIN {does} RETURN NULL; END $body$"
    );
    let trigger = format!(
        "CREATE {kind} trouble AFTER INSERT ON {table} {late} \
         FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION trouble()"
    );
    tx.execute("CREATE SEQUENCE trouble_times", &[])?;
    tx.execute(&function, &[])?;
    tx.execute(&trigger, &[])?;
    Ok(())
}
