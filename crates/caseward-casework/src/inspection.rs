//! Whether the installation is in order: what the system page shows. No record is in it (NASW-l).

use caseward_db::ledger::{Head, head};
use caseward_db::{Place, Weakness, weaknesses};

use crate::{CaseworkError, Office};

/// What was found.
pub struct Inspection {
    /// Settings of the database that are weaker than they should be.
    pub weaknesses: Vec<Weakness>,
    /// How long the ledger is and what it hashes to.
    pub head: Head,
    /// The database's name.
    pub database: &'static str,
}

impl Office {
    /// Looks the installation over.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn inspect(&self) -> Result<Inspection, CaseworkError> {
        let db = self.db.clone();
        let found = tokio::task::spawn_blocking(move || weaknesses(&db)).await;
        let weaknesses = found
            .map_err(|_| CaseworkError::Damaged)?
            .map_err(|error| CaseworkError::Unfit(error.to_string()))?;
        Ok(Inspection {
            weaknesses,
            head: self.db.read(head).await?,
            database: match self.db.place() {
                Place::Sqlite(_) => "SQLite",
                Place::Postgres(_) => "PostgreSQL",
            },
        })
    }
}
