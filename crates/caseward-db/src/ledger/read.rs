//! Looking entries up: who looked at this file, what did this worker look at, what happened since
//! (DV-4.5, NASW-c; design part 5).

use super::{Hash, leaf};
use crate::connection::RowRef;
use crate::{DbError, Reader, Value};

/// An entry as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its number, from 0.
    pub index: u64,
    /// When, in milliseconds since 1970; never earlier than the entry before it.
    pub at_ms: i64,
    /// What kind of entry.
    pub kind: i64,
    /// Whose act.
    pub actor: i64,
    /// Which file, if any.
    pub tag: Option<[u8; 16]>,
    /// The salted commitment to what was recorded.
    pub commitment: [u8; 32],
    /// What was recorded, encrypted.
    pub sealed: Vec<u8>,
}

pub(crate) const COLUMNS: &str = "idx, at, kind, actor, tag, commitment, sealed";

impl LedgerRow {
    /// The entry's hash in the tree.
    #[must_use]
    pub fn leaf_hash(&self) -> Hash {
        leaf::hash_of(&self.leaf())
    }

    /// The entry's leaf: what is hashed of it.
    #[must_use]
    pub fn leaf(&self) -> [u8; leaf::LEN] {
        leaf::data(&leaf::Fields {
            at_ms: self.at_ms,
            kind: self.kind,
            actor: self.actor,
            tag: self.tag,
            commitment: self.commitment,
            sealed: &self.sealed,
        })
    }
}

/// The index and the fields of a row, still the engine's.
pub(crate) fn fields<'r>(row: &'r RowRef<'_>) -> Result<(u64, leaf::Fields<'r>), DbError> {
    let wrong = |column, wanted| DbError::WrongColumn { column, wanted };
    let index = u64::try_from(row.int(0)?).map_err(|_| wrong(0, "an index"))?;
    let tag = match row.opt_bytes(4)? {
        Some(bytes) => Some(bytes.try_into().map_err(|_| wrong(4, "a tag"))?),
        None => None,
    };
    let commitment = row.bytes(5)?;
    Ok((
        index,
        leaf::Fields {
            at_ms: row.int(1)?,
            kind: row.int(2)?,
            actor: row.int(3)?,
            tag,
            commitment: commitment
                .try_into()
                .map_err(|_| wrong(5, "a commitment"))?,
            sealed: row.bytes(6)?,
        },
    ))
}

fn select(reader: &mut Reader<'_>, sql: &str, values: &[Value]) -> Result<Vec<LedgerRow>, DbError> {
    let mut rows = Vec::new();
    reader.connection.each_row(sql, values, |row| {
        let (index, fields) = fields(&row)?;
        rows.push(LedgerRow {
            index,
            at_ms: fields.at_ms,
            kind: fields.kind,
            actor: fields.actor,
            tag: fields.tag,
            commitment: fields.commitment,
            sealed: fields.sealed.to_vec(),
        });
        Ok::<_, DbError>(())
    })?;
    Ok(rows)
}

/// A number that both engines can store; what is larger than any index finds nothing.
pub(crate) fn number(index: u64) -> Value {
    Value::Int(i64::try_from(index).unwrap_or(i64::MAX))
}

/// The entry with this index.
///
/// # Errors
/// [`DbError`] when the engine can't answer, as in every function here.
pub fn by_index(reader: &mut Reader<'_>, index: u64) -> Result<Option<LedgerRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM ledger WHERE idx = $1");
    Ok(select(reader, &sql, &[number(index)])?.pop())
}

/// Up to `limit` entries from an index on, oldest first.
///
/// # Errors
/// See [`by_index`].
pub fn from_index(
    reader: &mut Reader<'_>,
    first: u64,
    limit: u32,
) -> Result<Vec<LedgerRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM ledger WHERE idx >= $1 ORDER BY idx LIMIT $2");
    select(reader, &sql, &[number(first), limit.into()])
}

/// The newest entries before an index (`u64::MAX`: of all), newest first.
///
/// # Errors
/// See [`by_index`].
pub fn latest(reader: &mut Reader<'_>, before: u64, limit: u32) -> Result<Vec<LedgerRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM ledger WHERE idx < $1 ORDER BY idx DESC LIMIT $2");
    select(reader, &sql, &[number(before), limit.into()])
}

/// The newest entries about one file before an index, newest first.
///
/// # Errors
/// See [`by_index`].
pub fn by_tag(
    reader: &mut Reader<'_>,
    tag: &[u8; 16],
    before: u64,
    limit: u32,
) -> Result<Vec<LedgerRow>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ledger WHERE tag = $1 AND idx < $2 ORDER BY idx DESC LIMIT $3"
    );
    select(reader, &sql, &[tag.into(), number(before), limit.into()])
}

/// What one actor did since a time, newest first.
///
/// # Errors
/// See [`by_index`].
pub fn by_actor(
    reader: &mut Reader<'_>,
    actor: i64,
    since_ms: i64,
    limit: u32,
) -> Result<Vec<LedgerRow>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM ledger WHERE actor = $1 AND at >= $2
         ORDER BY at DESC, idx DESC LIMIT $3"
    );
    select(reader, &sql, &[actor.into(), since_ms.into(), limit.into()])
}

/// The index of the first entry at or after a time; the ledger's size when there is none.
///
/// # Errors
/// See [`by_index`].
// Times never go back in the ledger, so the entries are sorted by time already: two dozen looks
// find the place among millions, and no index has to be kept.
pub fn first_since(reader: &mut Reader<'_>, since_ms: i64) -> Result<u64, DbError> {
    let (mut low, mut high) = (0, super::store::head(reader)?.size);
    while low < high {
        let middle = low + (high - low) / 2;
        let row = reader.query_one("SELECT at FROM ledger WHERE idx = $1", &[number(middle)])?;
        if row.int(0)? < since_ms {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}
