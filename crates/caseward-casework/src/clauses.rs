//! How often each clause decided, for the clause explorer: counts per day, and nothing else.

use caseward_db::Value;
use caseward_model::Clause;

use crate::{CaseworkError, Office};

/// One day of one clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct ClauseDay {
    /// Days since 1970.
    pub day: i64,
    /// How often it let something out.
    pub permitted: i64,
    /// How often it refused.
    pub refused: i64,
}

impl Office {
    /// Writes down what was counted since the last time. The server does it every few seconds and
    /// when it stops; what a crash takes away is a few counts, never an entry.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn write_tally(&self) -> Result<(), CaseworkError> {
        let tally = self.gate.take_tally();
        if tally.is_empty() {
            return Ok(());
        }
        self.gate
            .keep_books::<_, CaseworkError, _>(move |tx| {
                for (day, clause, permitted, refused) in tally {
                    tx.execute(
                        "INSERT INTO clause_days (day, clause, permitted, refused) VALUES ($1, $2, $3, $4) \
                         ON CONFLICT (day, clause) DO UPDATE SET \
                         permitted = clause_days.permitted + excluded.permitted, \
                         refused = clause_days.refused + excluded.refused",
                        &[day.into(), clause.as_str().into(), permitted.into(), refused.into()],
                    )?;
                }
                Ok(())
            })
            .await
    }

    /// The last 90 days of a clause, oldest first; days without a decision are missing.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn clause_days(&self, clause: &Clause) -> Result<Vec<ClauseDay>, CaseworkError> {
        self.write_tally().await?;
        let since = self.clock.now_ms().div_euclid(86_400_000) - 89;
        let values = [Value::from(clause.as_str()), since.into()];
        let sql = "SELECT day, permitted, refused FROM clause_days \
                   WHERE clause = $1 AND day >= $2 ORDER BY day";
        let rows = self
            .db
            .read(move |reader| reader.query(sql, &values))
            .await?;
        let day = |row: &caseward_db::Row| {
            Ok(ClauseDay {
                day: row.int(0)?,
                permitted: row.int(1)?,
                refused: row.int(2)?,
            })
        };
        rows.iter().map(day).collect()
    }
}
