//! How the tree lies in the database: the head, the whole tiles, and the right edge made again
//! from the rows (design part 5).

use super::tree::{self, TILE_HEIGHT, TILE_WIDTH, Tree, WholeTile};
use super::{Hash, read};
use crate::connection::Connection;
use crate::{DbError, Reader, Row, Value};

/// How long the ledger is and what it hashes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What tells this ledger from every other one; drawn when it was made.
    pub ledger_id: [u8; 16],
    /// How many entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
    /// The roots of its whole subtrees, smallest first.
    pub frontier: Vec<Hash>,
    /// When the last entry was recorded; the smallest number while there is none.
    pub last_at_ms: i64,
    /// How often anything but the ledger was changed.
    pub(crate) changes: i64,
}

impl Head {
    /// The name under which checkpoints of this ledger are signed: `caseward/` and its id in hex.
    #[must_use]
    pub fn origin(&self) -> String {
        let id = data_encoding::HEXLOWER.encode(&self.ledger_id);
        format!("caseward/{id}")
    }
}

const HEAD: &str =
    "SELECT ledger_id, size, root, frontier, last_at, changes FROM ledger_head WHERE id = 1";

/// The ledger's head.
///
/// # Errors
/// [`DbError`] when the engine can't answer.
pub fn head(reader: &mut Reader<'_>) -> Result<Head, DbError> {
    parse_head(&reader.query_one(HEAD, &[])?)
}

/// The same, and whoever else writes waits (PostgreSQL); SQLite has one writer anyway.
pub(crate) fn lock_head(connection: &mut Connection) -> Result<Head, DbError> {
    let sql = format!("{HEAD}{}", connection.dialect().for_update);
    parse_head(&Reader { connection }.query_one(&sql, &[])?)
}

fn parse_head(row: &Row) -> Result<Head, DbError> {
    let (hashes, rest) = row.bytes(3)?.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(DbError::LedgerAltered);
    }
    Ok(Head {
        ledger_id: row.array(0)?,
        size: row.index(1)?,
        root: row.array(2)?,
        frontier: hashes.to_vec(),
        last_at_ms: row.int(4)?,
        changes: row.int(5)?,
    })
}

/// Makes the head of a new ledger, unless there is one.
pub(crate) fn make(connection: &mut Connection, ledger_id: [u8; 16]) -> Result<(), DbError> {
    let exists = Reader { connection }.query_optional(HEAD, &[])?.is_some();
    if exists {
        return Ok(());
    }
    let entry = "SELECT idx FROM ledger LIMIT 1";
    let entries = Reader { connection }.query_optional(entry, &[])?.is_some();
    if entries {
        // Entries without a head: a new head would make another ledger of them.
        return Err(DbError::LedgerAltered);
    }
    let (first, none) = (Value::Int(1), Value::Int(0));
    connection
        .execute(
            "INSERT INTO ledger_head (id, ledger_id, size, root, frontier, last_at, changes)
             VALUES ($1, $2, $3, $4, $5, $6, 0)",
            &[
                first,
                ledger_id.into(),
                none,
                tree::empty_root().into(),
                Value::Bytes(Vec::new()),
                Value::Int(i64::MIN),
            ],
        )
        .map(drop)
}

/// Where a tile is kept.
pub(crate) fn place(level: u32, number: u64) -> Value {
    read::number((u64::from(level) << 56) | number)
}

/// What a whole tile becomes in its table.
pub(crate) fn tile_row(whole: &WholeTile<'_>) -> Vec<Value> {
    vec![
        place(whole.level, whole.number),
        whole.root.into(),
        whole.tile.to_bytes().into(),
    ]
}

pub(crate) const TILE_COLUMNS: [&str; 3] = ["place", "root", "nodes"];

/// Reads the right edge of the tree: at most 255 rows, and the roots of at most 255 tiles a level.
pub(crate) fn load_tree(connection: &mut Connection, head: &Head) -> Result<Tree, DbError> {
    let mut edge = Vec::new();
    let mut below = head.size;
    for level in 0_u32.. {
        if below == 0 {
            break;
        }
        let whole = below >> TILE_HEIGHT;
        let first = whole << TILE_HEIGHT;
        let hashes = if level == 0 {
            leaf_hashes(connection, first, below)?
        } else {
            tile_roots(connection, level - 1, first, below)?
        };
        if hashes.len() as u64 != below - first {
            return Err(DbError::LedgerAltered);
        }
        edge.push(hashes);
        below = whole;
    }
    let tree = Tree::from_edge(head.size, edge);
    if tree.root() == head.root && tree.frontier() == head.frontier {
        Ok(tree)
    } else {
        Err(DbError::LedgerAltered)
    }
}

pub(crate) fn leaf_hashes(
    connection: &mut Connection,
    first: u64,
    end: u64,
) -> Result<Vec<Hash>, DbError> {
    let columns = read::COLUMNS;
    let sql = format!("SELECT {columns} FROM ledger WHERE idx >= $1 AND idx < $2 ORDER BY idx");
    let mut hashes = Vec::with_capacity(TILE_WIDTH);
    connection.each_row(&sql, &[read::number(first), read::number(end)], |row| {
        let (index, fields) = read::fields(&row)?;
        if index != first + hashes.len() as u64 {
            return Err(DbError::LedgerAltered);
        }
        hashes.push(super::leaf::hash(&fields));
        Ok(())
    })?;
    Ok(hashes)
}

fn tile_roots(
    connection: &mut Connection,
    level: u32,
    first: u64,
    end: u64,
) -> Result<Vec<Hash>, DbError> {
    let mut hashes = Vec::with_capacity(TILE_WIDTH);
    connection.each_row(
        "SELECT root FROM ledger_tiles WHERE place >= $1 AND place < $2 ORDER BY place",
        &[place(level, first), place(level, end)],
        |row| {
            let root = row.bytes(0)?.try_into();
            hashes.push(root.map_err(|_| DbError::LedgerAltered)?);
            Ok::<_, DbError>(())
        },
    )?;
    Ok(hashes)
}

/// All nodes of a whole tile, as stored.
pub(crate) fn tile_nodes(
    connection: &mut Connection,
    level: u32,
    number: u64,
) -> Result<Vec<u8>, DbError> {
    let sql = "SELECT nodes FROM ledger_tiles WHERE place = $1";
    let mut row = Reader { connection }.query_one(sql, &[place(level, number)])?;
    row.take_bytes(0)
}
