//! Reading: a question in SQL with its values, and the rows of the answer (design part 7).

use crate::connection::Connection;
use crate::{DbError, Row, Value};

/// Reads the database as it stood when the reading began.
///
/// Statements are written once for both engines, with `$1`, `$2` … for the values. Sums must be
/// cast (`CAST(sum(n) AS BIGINT)`): PostgreSQL adds numbers up to something wider.
pub struct Reader<'c> {
    pub(crate) connection: &'c mut Connection,
}

/// How the database stood when something was read. What was worked out from it holds as long as it
/// [still](crate::Transaction::still) stands so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub(crate) changes: i64,
    /// When the last entry of the ledger was recorded.
    pub(crate) last_at_ms: i64,
}

impl Standing {
    /// When the last entry of the ledger was recorded, in ms since 1970: nothing is dated before that.
    #[must_use]
    pub const fn last_at_ms(self) -> i64 {
        self.last_at_ms
    }
}

impl Reader<'_> {
    /// How the database stands now.
    ///
    /// # Errors
    /// [`DbError`] when the engine can't be reached.
    pub fn standing(&mut self) -> Result<Standing, DbError> {
        let sql = "SELECT changes, last_at FROM ledger_head WHERE id = 1";
        let row = self.query_one(sql, &[])?;
        Ok(Standing {
            changes: row.int(0)?,
            last_at_ms: row.int(1)?,
        })
    }

    /// All rows of an answer.
    ///
    /// # Errors
    /// [`DbError`] when the engine refuses the statement or can't be reached.
    pub fn query(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        let mut rows = Vec::new();
        self.for_each(sql, values, |row| {
            rows.push(row);
            Ok::<_, DbError>(())
        })?;
        Ok(rows)
    }

    /// The one row of an answer.
    ///
    /// # Errors
    /// [`DbError::NotOneRow`] when there is none or more than one, and as [`Reader::query`].
    pub fn query_one(&mut self, sql: &str, values: &[Value]) -> Result<Row, DbError> {
        self.query_optional(sql, values)?
            .ok_or(DbError::NotOneRow { found: 0 })
    }

    /// The row of an answer, if there is one.
    ///
    /// # Errors
    /// [`DbError::NotOneRow`] when there is more than one, and as [`Reader::query`].
    pub fn query_optional(&mut self, sql: &str, values: &[Value]) -> Result<Option<Row>, DbError> {
        let mut found = None;
        self.for_each(sql, values, |row| match found {
            None => {
                found = Some(row);
                Ok(())
            }
            Some(_) => Err(DbError::NotOneRow { found: 2 }),
        })?;
        Ok(found)
    }

    /// Hands over the rows one by one, whatever their number, in little memory; stops at the
    /// first one that is refused.
    ///
    /// # Errors
    /// What the visitor returns, and as [`Reader::query`].
    pub fn for_each<E: From<DbError>>(
        &mut self,
        sql: &str,
        values: &[Value],
        mut visit: impl FnMut(Row) -> Result<(), E>,
    ) -> Result<(), E> {
        self.connection
            .each_row(sql, values, |row| visit(row.to_row()?))
    }
}
