//! Where the records are kept, and by which clock: everything that opening a database needs (I10).

use std::path::PathBuf;

use caseward_model::{Clock, Randomness};

/// Which database, and where time and chance come from.
#[derive(Clone)]
pub struct Settings {
    /// Where the database is.
    pub place: Place,
    /// What the ledger's times are taken from.
    pub clock: Clock,
    /// What a new ledger's id is drawn from.
    pub randomness: Randomness,
}

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// One file on this machine; the path of the file itself.
    Sqlite(PathBuf),
    /// A PostgreSQL server: `postgres://user@host/name`; `?sslrootcert=FILE` names the
    /// certificates of an office's own authority.
    Postgres(String),
}

impl std::fmt::Debug for Place {
    /// Leaves the address out: it can hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}
