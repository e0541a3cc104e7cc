//! One connection to the database, whichever engine it is: what a reader and a writer see is the
//! same on both (design part 7).

use std::ops::ControlFlow;

use crate::ledger::Tree;
use crate::postgres::Postgres;
use crate::sqlite::{self, Sqlite};
use crate::{DbError, OpenError, Place, Row, Value, Weakness};

/// A connection, and what it remembers of the ledger's unfinished tiles.
pub(crate) struct Connection {
    pub(crate) engine: Engine,
    pub(crate) tree: Option<Tree>,
    /// The first statement that failed since the last savepoint. PostgreSQL does nothing more in
    /// such a transaction and answers its commit with a silent rollback; so on both engines what
    /// comes after a failure is not kept.
    failed: Option<DbError>,
    savepoint: Savepoint,
    /// Whether a statement of this transaction may have changed something.
    changed: bool,
    /// Whether this transaction asked for more memory than others have.
    roomy: bool,
}

/// Where the running job can be rolled back to. A job that touches no table needs no such place,
/// so it is made at the first statement.
#[derive(Clone, Copy, PartialEq)]
enum Savepoint {
    /// Nothing has run in this transaction that is to be kept apart.
    None,
    /// The running job has done nothing yet; an earlier one may have left its savepoint.
    Wanted { earlier: bool },
    /// The running job can be rolled back.
    Made,
}

pub(crate) enum Engine {
    Sqlite(Box<Sqlite>),
    Postgres(Box<Postgres>),
}

/// A row that is still the engine's: nothing was copied yet.
pub(crate) enum RowRef<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

/// The words that differ between the engines.
pub(crate) struct Dialect {
    /// How a column that is the table's number is declared.
    pub(crate) id: &'static str,
    /// After a table whose rows lie in the order of its key of several columns.
    pub(crate) by_key: &'static str,
    /// Begins a reading that sees one moment.
    pub(crate) begin_read: &'static str,
    /// Begins a writing.
    pub(crate) begin_write: &'static str,
    /// Ends a job's savepoint and makes the next one's, in as few round trips as can be.
    pub(crate) next_savepoint: &'static [&'static str],
    /// At the end of a query: other servers wait for this row.
    pub(crate) for_update: &'static str,
    /// Lets two servers that prepare one database do so one after the other.
    pub(crate) take_turn: &'static str,
}

/// Where many rows go at once, and what happens to a row whose key is there already.
pub(crate) struct Many<'m> {
    pub(crate) table: &'m str,
    pub(crate) columns: &'m [&'m str],
    pub(crate) how: How,
}

/// The key is the first so many columns.
#[derive(Clone, Copy)]
pub(crate) enum How {
    /// Only new rows.
    Insert,
    /// New rows, and in the place of those with their key.
    Put { key: usize },
    /// Only rows that are there.
    Change { key: usize },
}

impl Many<'_> {
    /// The statement, where `source` gives the values: `VALUES (…)`, or a query of many rows.
    pub(crate) fn insertion(&self, source: &str) -> String {
        let names = self.columns.join(", ");
        let ending = match self.how {
            How::Put { key } => {
                let (key, others) = self.columns.split_at(key.min(self.columns.len()));
                let set = others.iter().map(|it| format!("{it} = excluded.{it}"));
                let (key, set) = (key.join(", "), set.collect::<Vec<_>>().join(", "));
                format!(" ON CONFLICT ({key}) DO UPDATE SET {set}")
            }
            How::Insert | How::Change { .. } => String::new(),
        };
        let table = self.table;
        format!("INSERT INTO {table} ({names}) {source}{ending}")
    }

    /// The statement that changes rows; `value` gives what a column is set to or compared with.
    pub(crate) fn change(&self, key: usize, value: impl Fn(usize) -> String, from: &str) -> String {
        let pairs = |range: std::ops::Range<usize>, between: &str| {
            let of = |at: usize| Some(format!("{} = {}", self.columns.get(at)?, value(at)));
            range.filter_map(of).collect::<Vec<_>>().join(between)
        };
        let (table, set) = (self.table, pairs(key..self.columns.len(), ", "));
        let this = pairs(0..key, " AND ");
        format!("UPDATE {table} SET {set}{from} WHERE {this}")
    }
}

macro_rules! on_engine {
    ($self:ident, $it:ident => $work:expr) => {
        match &mut $self.engine {
            Engine::Sqlite($it) => $work,
            Engine::Postgres($it) => $work,
        }
    };
}

impl Connection {
    pub(crate) fn to_read(place: &Place) -> Result<Self, OpenError> {
        Ok(Self::of(match place {
            Place::Sqlite(path) => Engine::Sqlite(Box::new(Sqlite::open_to_read(path)?)),
            Place::Postgres(address) => Engine::Postgres(Box::new(Postgres::open(address)?)),
        }))
    }

    pub(crate) fn to_write(place: &Place) -> Result<Self, OpenError> {
        Ok(Self::of(match place {
            Place::Sqlite(path) => Engine::Sqlite(Box::new(Sqlite::open_to_write(path)?)),
            Place::Postgres(address) => Engine::Postgres(Box::new(Postgres::open(address)?)),
        }))
    }

    const fn of(engine: Engine) -> Self {
        Self {
            engine,
            tree: None,
            failed: None,
            savepoint: Savepoint::None,
            changed: false,
            roomy: false,
        }
    }

    /// Whether a statement since the beginning, or since it was last taken, may have changed something.
    pub(crate) const fn is_changed(&self) -> bool {
        self.changed
    }

    /// The same, and from here on it is asked anew.
    pub(crate) const fn take_changed(&mut self) -> bool {
        std::mem::replace(&mut self.changed, false)
    }

    pub(crate) const fn dialect(&self) -> &'static Dialect {
        match self.engine {
            Engine::Sqlite(_) => &sqlite::DIALECT,
            Engine::Postgres(_) => &crate::postgres::DIALECT,
        }
    }

    /// What is set weaker than promised, as this connection sees it.
    pub(crate) fn weaknesses(&mut self) -> Result<Vec<Weakness>, OpenError> {
        on_engine!(self, it => it.weaknesses())
    }

    /// Runs statements without parameters.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        on_engine!(self, it => it.batch(sql))
    }

    fn steer(&mut self, sql: &'static str) -> Result<(), DbError> {
        on_engine!(self, it => it.steer(sql))
    }

    /// The failure after which nothing of the running job may be kept.
    pub(crate) fn failure(&self) -> Option<&DbError> {
        self.failed.as_ref()
    }

    fn note<T>(&mut self, outcome: Result<T, DbError>) -> Result<T, DbError> {
        if let Err(error) = &outcome {
            self.failed.get_or_insert_with(|| error.clone());
        }
        outcome
    }

    pub(crate) fn begin_read(&mut self) -> Result<(), DbError> {
        self.steer(self.dialect().begin_read)
    }

    pub(crate) fn begin_write(&mut self) -> Result<(), DbError> {
        self.failed = None;
        self.savepoint = Savepoint::None;
        self.changed = false;
        self.steer(self.dialect().begin_write)
    }

    pub(crate) fn commit(&mut self) -> Result<(), DbError> {
        let committed = self.steer("COMMIT");
        self.take_room_back();
        committed
    }

    pub(crate) fn rollback(&mut self) -> Result<(), DbError> {
        let rolled_back = self.steer("ROLLBACK");
        self.take_room_back();
        rolled_back
    }

    /// Lets this transaction hold more pages in memory than others may.
    pub(crate) fn make_room(&mut self) -> Result<(), DbError> {
        if let Engine::Sqlite(it) = &mut self.engine {
            it.make_room(true)?;
            self.roomy = true;
        }
        Ok(())
    }

    fn take_room_back(&mut self) {
        if std::mem::take(&mut self.roomy)
            && let Engine::Sqlite(it) = &mut self.engine
            && let Err(error) = it.make_room(false)
        {
            tracing::warn!(%error, "a large write keeps its memory");
        }
    }

    /// From here on another job runs, which can be rolled back alone.
    pub(crate) fn begin_job(&mut self) {
        let earlier = match self.savepoint {
            Savepoint::None => false,
            Savepoint::Wanted { earlier } => earlier,
            Savepoint::Made => true,
        };
        self.savepoint = Savepoint::Wanted { earlier };
    }

    /// What comes now belongs to no job.
    pub(crate) fn end_jobs(&mut self) {
        self.savepoint = Savepoint::None;
    }

    /// Takes back what the running job did.
    pub(crate) fn rollback_job(&mut self) -> Result<(), DbError> {
        self.failed = None;
        match self.savepoint {
            Savepoint::Made => self.steer("ROLLBACK TO SAVEPOINT job"),
            Savepoint::None | Savepoint::Wanted { .. } => Ok(()),
        }
    }

    fn make_savepoint(&mut self) -> Result<(), DbError> {
        if let Savepoint::Wanted { earlier } = self.savepoint {
            if earlier {
                for step in self.dialect().next_savepoint {
                    self.steer(step)?;
                }
            } else {
                self.steer("SAVEPOINT job")?;
            }
            self.savepoint = Savepoint::Made;
        }
        Ok(())
    }

    /// Brings everything into the one file, where there is one: a copy of it is whole then. What can't
    /// be brought in stays safe in the write-ahead log.
    pub(crate) fn settle(&mut self) {
        if matches!(self.engine, Engine::Sqlite(_))
            && let Err(error) = self.each("PRAGMA wal_checkpoint(TRUNCATE)", &[], &mut |_| {
                ControlFlow::Continue(())
            })
        {
            tracing::warn!(%error, "the write-ahead log was not brought in");
        }
    }

    /// False when the engine itself ended the transaction, or the connection is gone.
    pub(crate) fn in_transaction(&self) -> bool {
        match &self.engine {
            Engine::Sqlite(it) => it.in_transaction(),
            Engine::Postgres(it) => it.is_alive(),
        }
    }

    /// True when only a new connection can help.
    pub(crate) fn is_lost(&self) -> bool {
        match &self.engine {
            Engine::Sqlite(_) => false,
            Engine::Postgres(it) => !it.is_alive(),
        }
    }

    pub(crate) fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        visit: &mut dyn FnMut(RowRef<'_>) -> ControlFlow<()>,
    ) -> Result<(), DbError> {
        let made = self.make_savepoint();
        self.note(made)?;
        self.changed |= !sql.trim_start().starts_with("SELECT");
        let outcome = on_engine!(self, it => it.each(sql, values, visit));
        self.note(outcome)
    }

    /// Shows each row until one is refused.
    pub(crate) fn each_row<E: From<DbError>>(
        &mut self,
        sql: &str,
        values: &[Value],
        mut visit: impl FnMut(RowRef<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut outcome = Ok(());
        self.each(sql, values, &mut |row| match visit(row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                outcome = Err(error);
                ControlFlow::Break(())
            }
        })?;
        outcome
    }

    pub(crate) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, DbError> {
        let made = self.make_savepoint();
        self.note(made)?;
        self.changed = true;
        let outcome = on_engine!(self, it => it.execute(sql, values));
        self.note(outcome)
    }

    /// Tells other servers something, once what this job did is kept. It changes nothing.
    pub(crate) fn tell(&mut self, what: &str) -> Result<(), DbError> {
        let Engine::Postgres(_) = self.engine else {
            return Ok(());
        };
        let made = self.make_savepoint();
        self.note(made)?;
        let outcome = match &mut self.engine {
            Engine::Sqlite(_) => Ok(()),
            Engine::Postgres(it) => it.tell(what),
        };
        self.note(outcome)
    }

    pub(crate) fn write_many(
        &mut self,
        many: &Many<'_>,
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, DbError> {
        let made = self.make_savepoint();
        self.note(made)?;
        self.changed = true;
        let outcome = on_engine!(self, it => it.write_many(many, rows));
        self.note(outcome)
    }
}

impl RowRef<'_> {
    /// A copy that outlives the statement.
    pub(crate) fn to_row(&self) -> Result<Row, DbError> {
        match self {
            Self::Sqlite(row) => sqlite::row(row),
            Self::Postgres(row) => crate::postgres::row(row),
        }
    }

    pub(crate) fn int(&self, column: usize) -> Result<i64, DbError> {
        match self {
            Self::Sqlite(row) => sqlite::int(row, column),
            Self::Postgres(row) => crate::postgres::int(row, column),
        }
    }

    pub(crate) fn opt_bytes(&self, column: usize) -> Result<Option<&[u8]>, DbError> {
        match self {
            Self::Sqlite(row) => sqlite::opt_bytes(row, column),
            Self::Postgres(row) => crate::postgres::opt_bytes(row, column),
        }
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<&[u8], DbError> {
        self.opt_bytes(column)?
            .ok_or(crate::value::wrong(column, "bytes"))
    }
}
