//! How an office stands, seen from beside its gate: what an answer left behind in the ledger and changed
//! elsewhere, and a client's keys destroyed.

use caseward_casework::CaseworkError;
use caseward_db::{DbError, Reader};
use caseward_model::{Client, Id};

use crate::House;

/// What a stranger sees of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryShape {
    /// The number of its kind; 3 is an outcome, which comes by itself when an answer has gone.
    pub kind: i64,
    /// The number of the worker who made it.
    pub actor: i64,
    /// Whether it stands under a subject's tag.
    pub is_tagged: bool,
    /// How many bytes are sealed in it.
    pub bytes: i64,
}

/// How far an office is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How many entries the ledger has.
    pub size: i64,
    /// How often anything but the ledger was changed.
    pub changes: i64,
    /// The entries from the asked one on.
    pub entries: Vec<EntryShape>,
}

impl House {
    /// How the office stands, with the entries from this number on.
    ///
    /// # Panics
    /// When the database can't be read.
    pub async fn standing(&self, from: i64) -> Standing {
        let read = move |reader: &mut Reader<'_>| stands(reader, from);
        self.office.db().glance(read).await.expect("a database")
    }

    /// Destroys a client's keys as shredding does: their row stays, and opens nothing any more.
    ///
    /// # Panics
    /// When there is no such client.
    pub async fn destroy_keys(&self, client: Id<Client>) {
        let id = *client.as_bytes();
        let sql = "UPDATE clients SET keys = $1 WHERE ref = $2";
        let destroy = move |tx: &mut caseward_db::Transaction<'_>| {
            Ok::<_, CaseworkError>(tx.execute(sql, &[Vec::<u8>::new().into(), id.into()])?)
        };
        let destroyed = self.office.gate.keep_books(destroy).await;
        assert_eq!(destroyed.expect("a database"), 1, "one client");
    }
}

fn stands(reader: &mut Reader<'_>, from: i64) -> Result<Standing, DbError> {
    let head = "SELECT size, changes FROM ledger_head WHERE id = 1";
    let head = reader.query_one(head, &[])?;
    let entries = "SELECT kind, actor, CASE WHEN tag IS NULL THEN 0 ELSE 1 END, \
                   CAST(length(sealed) AS BIGINT) FROM ledger WHERE idx >= $1 ORDER BY idx";
    let rows = reader.query(entries, &[from.into()])?;
    let shape = |row: &caseward_db::Row| {
        Ok::<_, DbError>(EntryShape {
            kind: row.int(0)?,
            actor: row.int(1)?,
            is_tagged: row.int(2)? != 0,
            bytes: row.int(3)?,
        })
    };
    Ok(Standing {
        size: head.int(0)?,
        changes: head.int(1)?,
        entries: rows.iter().map(shape).collect::<Result<_, _>>()?,
    })
}
