//! The thread that seals for an intake, beside the one that writes.
//!
//! The writing side hands heaps over and takes sealed rows back, which it inserts. No more than
//! [`UNDER_WAY`] heaps are ever under way, so neither side waits for the other with its hands full, and
//! no queue grows. The keys of new clients are made here and leave this thread only wrapped. When
//! anything fails, the writing side hears of it with the next heap and gives everything up. Design §6.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Scope;

use caseward_db::{DbError, Transaction, Value};
use caseward_model::{Category, Client, Id};

use super::held::Standing;
use crate::GateError;
use crate::facts::{Subject, seal_sheet};
use crate::permit::RecordKeys;
use crate::records::{self, RecordMark};
use crate::vault::{Table, Vault};

/// How many heaps are with the sealing thread at most.
const UNDER_WAY: usize = 6;

/// How many orders make a heap.
const HEAP: usize = 512;

/// A record that is to be sealed.
pub(super) struct Record {
    pub(super) mark: RecordMark,
    /// The keys of a client who was here before; those of a new one are with the sealing thread.
    pub(super) keys: Option<Arc<RecordKeys>>,
    pub(super) sections: Vec<(Category, Vec<u8>)>,
}

/// A new client, whose sheet is sealed as made in an entry of the ledger.
pub(super) struct NewClient {
    pub(super) no: i64,
    pub(super) standing: Standing,
    pub(super) made_in: u64,
    pub(super) at_ms: i64,
}

/// Where rows of the intake's own go. A row replaces the one with its key: the first `key` columns.
#[derive(Debug)]
pub struct SealedTable {
    /// The table.
    pub name: &'static str,
    /// Its columns; the last one is sealed.
    pub columns: &'static [&'static str],
    /// How many of them are its key; 0 where no row may replace another.
    pub key: usize,
}

/// A row of the intake's own that is to be sealed and stored.
pub struct SealedRow {
    /// Where it goes.
    pub table: &'static SealedTable,
    /// Its values but the last.
    pub values: Vec<Value>,
    /// The place that its last value opens in: row, second row number, version.
    pub place: (i64, i64, i64),
    /// What is sealed.
    pub plain: Vec<u8>,
}

/// One thing to seal.
pub(super) enum Order {
    Record(Record),
    Row(SealedRow),
    Client(NewClient),
}

static RECORDS: SealedTable = SealedTable {
    name: "records",
    columns: &records::COLUMNS,
    key: records::KEY,
};

static CLIENTS: SealedTable = SealedTable {
    name: "clients",
    columns: &["no", "ref", "version", "changed_at", "keys", "sheet"],
    key: 0,
};

/// Rows that are ready to be stored, by the name of their table.
type Done = BTreeMap<&'static str, (&'static SealedTable, Vec<Vec<Value>>)>;

/// The writing side's end.
pub(super) struct Sealing {
    to: SyncSender<Vec<Order>>,
    from: Receiver<Result<Done, GateError>>,
    under_way: usize,
    heap: Vec<Order>,
}

impl Sealing {
    /// Starts the thread; it ends when this is dropped.
    pub(super) fn start<'s>(
        scope: &'s Scope<'s, '_>,
        vault: Arc<Vault>,
        first_new: i64,
    ) -> Result<Self, GateError> {
        let (to, orders) = sync_channel(UNDER_WAY);
        let (done, from) = sync_channel(UNDER_WAY);
        let sealer = Sealer {
            vault,
            first_new,
            keys: Vec::new(),
        };
        std::thread::Builder::new()
            .name("caseward-sealing".to_owned())
            .spawn_scoped(scope, || sealer.work(orders, done))
            .map_err(|error| DbError::Unavailable {
                code: error.kind().to_string(),
            })?;
        Ok(Self {
            to,
            from,
            under_way: 0,
            heap: Vec::with_capacity(HEAP),
        })
    }

    /// Has something sealed and then stored.
    pub(super) fn order(
        &mut self,
        tx: &mut Transaction<'_>,
        order: Order,
    ) -> Result<(), GateError> {
        self.heap.push(order);
        if self.heap.len() < HEAP {
            return Ok(());
        }
        self.hand_over(tx)
    }

    /// Waits until everything that was ordered is stored.
    pub(super) fn settle(&mut self, tx: &mut Transaction<'_>) -> Result<(), GateError> {
        if !self.heap.is_empty() {
            self.hand_over(tx)?;
        }
        while self.under_way > 0 {
            self.take_back(tx)?;
        }
        Ok(())
    }

    fn hand_over(&mut self, tx: &mut Transaction<'_>) -> Result<(), GateError> {
        if self.under_way == UNDER_WAY {
            self.take_back(tx)?;
        }
        let heap = std::mem::replace(&mut self.heap, Vec::with_capacity(HEAP));
        self.to.send(heap).map_err(|_| GateError::Damaged)?;
        self.under_way += 1;
        Ok(())
    }

    fn take_back(&mut self, tx: &mut Transaction<'_>) -> Result<(), GateError> {
        let done = self.from.recv().map_err(|_| GateError::Damaged)??;
        self.under_way -= 1;
        for (table, rows) in done.into_values() {
            match table.key {
                0 => tx.insert_many(table.name, table.columns, rows)?,
                key => tx.put_many(table.name, table.columns, key, rows)?,
            };
        }
        Ok(())
    }
}

/// The thread's own state.
struct Sealer {
    vault: Arc<Vault>,
    first_new: i64,
    /// Of the new clients, in the order of their numbers.
    keys: Vec<RecordKeys>,
}

impl Sealer {
    fn work(mut self, orders: Receiver<Vec<Order>>, done: SyncSender<Result<Done, GateError>>) {
        for heap in orders {
            let sealed = self.heap(heap);
            let failed = sealed.is_err();
            if done.send(sealed).is_err() || failed {
                return;
            }
        }
    }

    fn heap(&mut self, heap: Vec<Order>) -> Result<Done, GateError> {
        let mut done = Done::new();
        for order in heap {
            let (table, row) = match order {
                Order::Record(record) => (&RECORDS, self.record(&record)?),
                Order::Client(new) => (&CLIENTS, self.client(&new)?),
                Order::Row(row) => (row.table, self.row(row)),
            };
            let (_, rows) = done
                .entry(table.name)
                .or_insert_with(|| (table, Vec::with_capacity(HEAP)));
            rows.push(row);
        }
        Ok(done)
    }

    fn record(&mut self, record: &Record) -> Result<Vec<Value>, GateError> {
        let vault = Arc::clone(&self.vault);
        let sections = record.sections.iter().map(|(it, bytes)| (*it, &**bytes));
        let keys = match &record.keys {
            Some(keys) => keys,
            None => self.keys_of_new(record.mark.client_no)?,
        };
        let sealed = records::seal(&vault, keys, &record.mark, sections)?;
        Ok(records::row(&record.mark, sealed))
    }

    fn row(&self, mut row: SealedRow) -> Vec<Value> {
        let sealed = seal_office(&self.vault, row.place, &row.plain);
        row.values.push(sealed.into());
        row.values
    }

    fn client(&mut self, new: &NewClient) -> Result<Vec<Value>, GateError> {
        let vault = Arc::clone(&self.vault);
        let id = Id::<Client>::make_random(vault.randomness());
        let subject = Subject {
            table: Table::ClientFacts,
            no: new.no,
            id: id.as_bytes(),
        };
        let sheet = seal_sheet(&vault, subject, 1, new.made_in, &new.standing.sheet())?;
        let keys = vault.wrap_record_keys(new.no, self.keys_of_new(new.no)?)?;
        Ok(vec![
            new.no.into(),
            id.as_bytes().into(),
            Value::Int(1),
            new.at_ms.into(),
            keys.into(),
            sheet.into(),
        ])
    }

    /// Keys are made when they are first needed.
    fn keys_of_new(&mut self, client_no: i64) -> Result<&RecordKeys, GateError> {
        let place = client_no.checked_sub(self.first_new);
        let place = place.and_then(|it| usize::try_from(it).ok());
        let place = place.ok_or(GateError::Damaged)?;
        while self.keys.len() <= place {
            self.keys.push(self.vault.draw_record_keys());
        }
        self.keys.get(place).ok_or(GateError::Damaged)
    }
}

/// Seals something that the office knows about itself.
pub(super) fn seal_office(
    vault: &Vault,
    (row, second, version): (i64, i64, i64),
    plain: &[u8],
) -> Vec<u8> {
    let place = vault.place(Table::OfficeRows);
    let place = place.row(row).second(second).version(version);
    vault.seal(vault.office_key(), &place, plain)
}
