//! What can go wrong between Caseward and its database, said without naming anyone (I9).
//!
//! An engine's own message can quote what a client told; so only codes and the names of tables
//! and constraints are taken from it.

use std::path::PathBuf;

/// Why a read or a write didn't happen, or may not have happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DbError {
    /// A rule of a table (unique, foreign key, check, not null) forbids the row.
    #[error("the database refuses the row: {rule}; nothing was stored")]
    Conflict {
        /// The constraint, or the table and columns, as the engine names it.
        rule: String,
    },
    /// A statement expected one row and found another number.
    #[error("expected one row and found {found}; reload and try again")]
    NotOneRow {
        /// How many there were; 2 stands for more than one.
        found: u8,
    },
    /// A column holds something else than the program expects.
    #[error(
        "column {column} of the answer is not {wanted}; check the database with `caseward doctor`"
    )]
    WrongColumn {
        /// Counted from 0.
        column: usize,
        /// What was expected there.
        wanted: &'static str,
    },
    /// A text holds a zero character, which PostgreSQL can't store.
    #[error("a text with a zero character can't be stored; remove the character")]
    ZeroCharacter,
    /// The disk (or the quota) is full.
    #[error("the disk is full; free some space, then try again")]
    Full,
    /// The file isn't a database any more, or a page of it is damaged.
    #[error(
        "the database is damaged ({code}); run `caseward ledger verify`, then restore from a backup"
    )]
    Damaged {
        /// The engine's code.
        code: String,
    },
    /// The database can't be reached, or is held by someone else.
    #[error("the database can't be reached now ({code}); nothing was stored, try again")]
    Unavailable {
        /// The engine's code.
        code: String,
    },
    /// The server doesn't let this user in, or has no such database.
    #[error(
        "the database server doesn't let you in, or has no such database ({code}); check user, password and name in the address"
    )]
    NotLetIn {
        /// The engine's code.
        code: String,
    },
    /// Any other refusal of the engine.
    #[error(
        "the database refuses the statement (code {code}); this is a fault of the program, please report the code"
    )]
    Refused {
        /// The engine's code.
        code: String,
    },
    /// Too many are waiting.
    #[error("too many requests are waiting for the database; try again in a moment")]
    Busy,
    /// The work itself broke down; it was rolled back.
    #[error(
        "the work broke down and was rolled back; this is a fault of the program, please report it"
    )]
    Panicked,
    /// The database was closed.
    #[error("the database is closed; start Caseward again")]
    Closed,
    /// The commit failed: whether it was stored is known only after the ledger was read again.
    #[error(
        "it is not known whether this was stored; look it up before doing it again (an import can be run again as it is)"
    )]
    CommitUnknown,
    /// An earlier commit failed; nothing more is written until the ledger was opened again.
    #[error(
        "writing has stopped after a failed commit; restart Caseward, it will read the ledger again"
    )]
    Fenced,
    /// The ledger was changed by something else than Caseward.
    #[error("the ledger was altered behind Caseward's back; run `caseward ledger verify`")]
    LedgerAltered,
    /// There is no such entry in the ledger.
    #[error("the ledger has {size} entries; ask for one below that")]
    NoSuchEntry {
        /// The number of entries.
        size: u64,
    },
}

/// Why the database wasn't opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Another server works on the same file.
    #[error("another Caseward server is using {path}; stop it first", path = .0.display())]
    InUse(PathBuf),
    /// The file or folder can't be used.
    #[error("{path} can't be opened ({reason}); check that it exists and belongs to you", path = .path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// The system's word for it.
        reason: String,
    },
    /// The address of the PostgreSQL server can't be read.
    #[error("the database address is not understood; write it like postgres://user@host/name")]
    Address,
    /// A certificate file can't be used.
    #[error("the certificates in sslrootcert can't be read; give a PEM file")]
    Certificates,
    /// A setting is weaker than Caseward promises.
    #[error(
        "the database setting {setting} is {found}, it must be {wanted}; Caseward doesn't start on less"
    )]
    Weak {
        /// Its name in the engine.
        setting: &'static str,
        /// How it is.
        found: String,
        /// How it must be.
        wanted: &'static str,
    },
    /// The database was made by a newer Caseward.
    #[error(
        "the database is of a newer Caseward (migration {found}, this one knows {known}); use the newer program"
    )]
    Newer {
        /// The newest migration in the database.
        found: i64,
        /// The newest in this program.
        known: i64,
    },
    /// The database's history differs from this program's.
    #[error(
        "migration {number} of the database is not the one in this program; use the program that made the database"
    )]
    History {
        /// The migration's number.
        number: i64,
    },
    /// A read-only opening found an empty or outdated database.
    #[error("the database has to be prepared first; run `caseward init` or start the server once")]
    NotReady,
    /// A migration failed; the database is as it was before.
    #[error("migration {name} failed, the database is as it was: {source}")]
    Migration {
        /// The migration's file name.
        name: &'static str,
        /// What the engine said.
        source: DbError,
    },
    /// Anything else.
    #[error(transparent)]
    Database(#[from] DbError),
}

impl From<OpenError> for DbError {
    /// What a connection that is opened again, later, can't do.
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Database(error) => error,
            OpenError::Weak { setting, found, .. } => Self::Unavailable {
                code: format!("{setting} is {found}"),
            },
            other => Self::Unavailable {
                code: other.to_string(),
            },
        }
    }
}
