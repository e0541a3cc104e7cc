//! One job's part of a write: it reads, changes rows and appends to the ledger, and either all of
//! that stays or none (design part 5, I1).

use std::ops::{Deref, DerefMut};

use caseward_model::Clock;

use crate::connection::{How, Many};
use crate::ledger::tree::Tree;
use crate::ledger::{Draft, LedgerRow, Receipt, read, store};
use crate::{DbError, Reader, Standing, Value};

/// How many entries a job that writes alone keeps in memory before they are stored.
const WAITING_MAX: usize = 2048;

const ENTRY_COLUMNS: [&str; 7] = ["idx", "at", "kind", "actor", "tag", "commitment", "sealed"];

const fn inserted<'m>(table: &'m str, columns: &'m [&'m str]) -> Many<'m> {
    Many {
        table,
        columns,
        how: How::Insert,
    }
}

/// What the writer knows of the ledger while a batch runs.
pub(crate) struct Tail {
    /// The tree over everything that was stored.
    pub(crate) tree: Tree,
    /// When the last stored entry was recorded.
    pub(crate) last_at_ms: i64,
    /// How often anything but the ledger was changed.
    pub(crate) changes: i64,
    /// Entries that have a number and a time but aren't stored yet.
    pub(crate) waiting: Vec<LedgerRow>,
    /// What is done once all of it is on the disk.
    pub(crate) then: Vec<Then>,
}

/// Something that is done once a write is on the disk.
pub(crate) type Then = Box<dyn FnOnce() + Send>;

impl Tail {
    fn next_index(&self) -> u64 {
        self.tree.size() + self.waiting.len() as u64
    }

    /// Stores what waits: the rows, the tiles that become whole, and the head.
    pub(crate) fn store(&mut self, reader: &mut Reader<'_>) -> Result<(), DbError> {
        let connection = &mut *reader.connection;
        let changed = connection.take_changed();
        self.changes += i64::from(changed);
        if let Some(last) = self.waiting.last() {
            self.last_at_ms = last.at_ms;
        } else if !changed {
            return Ok(());
        }
        let mut tiles = Vec::new();
        for row in &self.waiting {
            self.tree
                .push(row.leaf_hash(), |whole| tiles.push(store::tile_row(&whole)));
        }
        let mut rows = self.waiting.drain(..).map(|row| {
            vec![
                read::number(row.index),
                row.at_ms.into(),
                row.kind.into(),
                row.actor.into(),
                row.tag.into(),
                row.commitment.into(),
                row.sealed.into(),
            ]
        });
        connection.write_many(&inserted("ledger", &ENTRY_COLUMNS), &mut rows)?;
        drop(rows);
        if !tiles.is_empty() {
            let mut tiles = tiles.into_iter();
            let tiles_table = inserted("ledger_tiles", &store::TILE_COLUMNS);
            connection.write_many(&tiles_table, &mut tiles)?;
        }
        let frontier = self.tree.frontier();
        let updated = connection.execute(
            "UPDATE ledger_head SET size = $1, root = $2, frontier = $3, last_at = $4, changes = $5 \
             WHERE id = 1",
            &[
                read::number(self.tree.size()),
                crate::ledger::tree::root_of(&frontier).into(),
                frontier.concat().into(),
                self.last_at_ms.into(),
                self.changes.into(),
            ],
        )?;
        // The ledger's own rows are no such change.
        connection.take_changed();
        if updated == 1 {
            Ok(())
        } else {
            Err(DbError::LedgerAltered)
        }
    }
}

/// A job's view of the database: everything a [`Reader`] can do, and writing.
pub struct Transaction<'t> {
    pub(crate) reader: Reader<'t>,
    pub(crate) tail: &'t mut Tail,
    pub(crate) clock: &'t Clock,
    pub(crate) alone: bool,
}

impl Transaction<'_> {
    /// Runs a statement that gives no rows; says how many rows it changed.
    ///
    /// # Errors
    /// [`DbError::Conflict`] when a rule of a table forbids it; others when the engine can't.
    pub fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, DbError> {
        self.reader.connection.execute(sql, values)
    }

    /// Says that this will be much: more may be held in memory until it ends.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    pub fn make_room(&mut self) -> Result<(), DbError> {
        self.reader.connection.make_room()
    }

    /// Tells other servers something as soon as this job's work is kept, and never if it isn't. It goes through the database in the
    /// clear: numbers that say nothing. Where the database is a file, there is no other server.
    ///
    /// # Errors
    /// As [`Transaction::execute`].
    pub fn tell(&mut self, what: &str) -> Result<(), DbError> {
        self.reader.connection.tell(what)
    }

    /// Does something as soon as this job's work is on the disk, and never if it certainly isn't: for what lies in memory alone and goes
    /// with a row. Whoever waits for the job gets their answer afterwards. Where nobody knows how far a commit came, it is done. It is to
    /// be quick, and doesn't write.
    pub fn when_durable(&mut self, then: impl FnOnce() + Send + 'static) {
        self.tail.then.push(Box::new(then));
    }

    /// Inserts many rows into a table, as fast as the engine can; says how many.
    ///
    /// # Errors
    /// As [`Transaction::execute`]; then none of them is kept.
    pub fn insert_many(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> Result<u64, DbError> {
        let many = inserted(table, columns);
        self.reader
            .connection
            .write_many(&many, &mut rows.into_iter())
    }

    /// Inserts many rows, or puts them in the place of those that have their key: the first `key` of the
    /// columns, which are the table's own. No two of the rows may have one key.
    ///
    /// # Errors
    /// As [`Transaction::insert_many`].
    pub fn put_many(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        key: usize,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> Result<u64, DbError> {
        let how = How::Put { key };
        let many = Many {
            table,
            columns,
            how,
        };
        self.reader
            .connection
            .write_many(&many, &mut rows.into_iter())
    }

    /// Changes many rows that are there: those with this key, which is the first `key` of the columns.
    /// No two of the rows may have one key. Says how many were found.
    ///
    /// # Errors
    /// As [`Transaction::insert_many`].
    pub fn change_many(
        &mut self,
        table: &'static str,
        columns: &[&'static str],
        key: usize,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> Result<u64, DbError> {
        let how = How::Change { key };
        let many = Many {
            table,
            columns,
            how,
        };
        self.reader
            .connection
            .write_many(&many, &mut rows.into_iter())
    }

    /// The time that an entry appended now would have: the clock's, but never before the last
    /// entry's (I10).
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        let last = self.tail.waiting.last();
        let last = last.map_or(self.tail.last_at_ms, |row| row.at_ms);
        self.clock.now_ms().max(last)
    }

    /// Whether nothing but the ledger was changed since the database stood so.
    #[must_use]
    pub fn still(&self, standing: Standing) -> bool {
        self.tail.changes == standing.changes && !self.reader.connection.is_changed()
    }

    /// Gives an entry its number and time. It is stored when the write ends, with all else that
    /// the job did; a job knows its own entries by their receipts, not by reading the ledger.
    ///
    /// # Errors
    /// [`DbError`] when a job that writes alone can't store the entries it has gathered.
    pub fn append(&mut self, draft: Draft) -> Result<Receipt, DbError> {
        if self.alone && self.tail.waiting.len() >= WAITING_MAX {
            self.tail.store(&mut self.reader)?;
        }
        let receipt = Receipt::new(self.tail.next_index(), self.now_ms());
        self.tail.waiting.push(LedgerRow {
            index: receipt.index(),
            at_ms: receipt.at_ms(),
            kind: draft.kind,
            actor: draft.actor,
            tag: draft.tag,
            commitment: draft.commitment,
            sealed: draft.sealed,
        });
        Ok(receipt)
    }
}

impl<'t> Deref for Transaction<'t> {
    type Target = Reader<'t>;

    fn deref(&self) -> &Self::Target {
        &self.reader
    }
}

impl DerefMut for Transaction<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.reader
    }
}
