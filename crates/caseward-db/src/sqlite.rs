//! SQLite: one file on this machine, as safe as it can be set and refused when it is set weaker
//! (design parts 6 and 7). One of the two places where the engines differ.

use std::collections::HashMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{ErrorCode, OpenFlags, ToSql};

use crate::connection::{Dialect, How, Many, RowRef};
use crate::value::wrong;
use crate::{DbError, OpenError, Row, Value, Weakness};

/// SQLite's words.
pub(crate) const DIALECT: Dialect = Dialect {
    id: "INTEGER PRIMARY KEY",
    by_key: " WITHOUT ROWID",
    begin_read: "BEGIN DEFERRED",
    begin_write: "BEGIN IMMEDIATE",
    next_savepoint: &["RELEASE SAVEPOINT job", "SAVEPOINT job"],
    for_update: "",
    take_turn: "",
};

/// How many rewritten statements a connection remembers.
const TEXTS_MAX: usize = 1024;

/// One connection and the statements it has seen.
pub(crate) struct Sqlite {
    inner: rusqlite::Connection,
    texts: HashMap<Box<str>, Arc<str>>,
}

/// Holds a file for one server; let go when dropped or when the process dies.
pub(crate) struct Lock {
    _file: File,
}

/// Takes the file for this server alone.
pub(crate) fn lock(path: &Path) -> Result<Lock, OpenError> {
    let beside = beside(path, ".lock");
    let file = open_private(&beside)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _file: file }),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(file_error(&beside, &error)),
    }
}

/// Makes sure that the file exists and is readable by its owner only; SQLite gives its WAL the
/// same mode.
pub(crate) fn make_file(path: &Path) -> Result<(), OpenError> {
    open_private(path).map(drop)
}

fn open_private(path: &Path) -> Result<File, OpenError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|e| file_error(path, &e))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn file_error(path: &Path, error: &std::io::Error) -> OpenError {
    OpenError::File {
        path: path.to_owned(),
        reason: error.kind().to_string(),
    }
}

/// What a connection must say when asked, and what `doctor` compares.
const PROMISED: [(&str, &str, &[&str]); 6] = [
    ("journal_mode", "wal", &["wal"]),
    ("synchronous", "FULL (2)", &["2", "3"]),
    ("secure_delete", "ON (1)", &["1"]),
    ("foreign_keys", "ON (1)", &["1"]),
    ("trusted_schema", "OFF (0)", &["0"]),
    ("temp_store", "MEMORY (2)", &["2"]),
];

impl Sqlite {
    /// Opens for writing, sets everything that is promised, and refuses if the file won't have it.
    pub(crate) fn open_to_write(path: &Path) -> Result<Self, OpenError> {
        let it = Self::open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        it.set("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 4000;")?;
        it.make_room(false)?;
        for (setting, wanted, good) in PROMISED {
            let found = it.setting(setting)?;
            if !good.contains(&found.as_str()) {
                return Err(OpenError::Weak {
                    setting,
                    found,
                    wanted,
                });
            }
        }
        Ok(it)
    }

    /// Opens for reading; it can't write, whatever it is told.
    pub(crate) fn open_to_read(path: &Path) -> Result<Self, OpenError> {
        let it = Self::open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        it.set("PRAGMA query_only = ON; PRAGMA cache_size = -8192;")?;
        Ok(it)
    }

    fn open(path: &Path, mode: OpenFlags) -> Result<Self, OpenError> {
        let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let inner =
            rusqlite::Connection::open_with_flags(path, flags).map_err(|e| OpenError::File {
                path: path.to_owned(),
                reason: code(&e),
            })?;
        inner.set_prepared_statement_cache_capacity(256);
        // Nobody changes the schema or the file's insides through SQL; and a plan is made once: without
        // the second, statements that compare with a value are planned anew whenever it changes.
        for wanted in [
            DbConfig::SQLITE_DBCONFIG_DEFENSIVE,
            DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG,
        ] {
            inner.set_db_config(wanted, true).map_err(error)?;
        }
        let it = Self {
            inner,
            texts: HashMap::new(),
        };
        it.set(
            "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
             PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;
             PRAGMA cell_size_check = ON;",
        )?;
        Ok(it)
    }

    fn set(&self, pragmas: &str) -> Result<(), DbError> {
        self.inner.execute_batch(pragmas).map_err(error)
    }

    /// What the connection says about one of its settings.
    fn setting(&self, name: &str) -> Result<String, DbError> {
        let read = |row: &rusqlite::Row<'_>| match row.get_ref(0)? {
            ValueRef::Integer(number) => Ok(number.to_string()),
            ValueRef::Text(text) => Ok(String::from_utf8_lossy(text).into_owned()),
            _ => Ok(String::new()),
        };
        self.inner
            .query_row(&format!("PRAGMA {name}"), [], read)
            .map_err(error)
    }

    /// What of the promised settings isn't so.
    pub(crate) fn weaknesses(&self) -> Result<Vec<Weakness>, OpenError> {
        let mut weaknesses = Vec::new();
        for (setting, wanted, good) in PROMISED {
            let found = self.setting(setting)?;
            if !good.contains(&found.as_str()) {
                weaknesses.push(Weakness {
                    setting: setting.to_owned(),
                    found,
                    wanted,
                    refuses: true,
                });
            }
        }
        Ok(weaknesses)
    }

    /// How much is held in memory while writing, in KiB. More would be slower for small writes: SQLite
    /// looks through its whole cache at every commit that split a page. One large write, though, would read
    /// an index again and again that doesn't fit.
    pub(crate) fn make_room(&self, large: bool) -> Result<(), DbError> {
        self.set(if large {
            "PRAGMA cache_size = -65536;"
        } else {
            "PRAGMA cache_size = -16384;"
        })
    }

    /// Runs statements without parameters.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), DbError> {
        self.inner.execute_batch(sql).map_err(error)
    }

    /// Runs one of the few statements that steer a transaction, from the cache.
    pub(crate) fn steer(&mut self, sql: &'static str) -> Result<(), DbError> {
        let mut statement = self.inner.prepare_cached(sql).map_err(error)?;
        statement.raw_execute().map(drop).map_err(error)
    }

    /// Runs a statement and shows each row of its answer.
    pub(crate) fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        visit: &mut dyn FnMut(RowRef<'_>) -> ControlFlow<()>,
    ) -> Result<(), DbError> {
        let text = self.text(sql);
        let mut statement = self.inner.prepare_cached(&text).map_err(error)?;
        bind(&mut statement, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(error)? {
            if visit(RowRef::Sqlite(row)).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Runs a statement that gives no rows; says how many it changed.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value]) -> Result<u64, DbError> {
        let text = self.text(sql);
        let mut statement = self.inner.prepare_cached(&text).map_err(error)?;
        bind(&mut statement, values)?;
        let changed = statement.raw_execute().map_err(error)?;
        Ok(changed as u64)
    }

    /// Writes many rows with one statement, which is looked up once.
    pub(crate) fn write_many(
        &mut self,
        many: &Many<'_>,
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, DbError> {
        let sql = match many.how {
            How::Change { key } => many.change(key, |at| format!("?{}", at + 1), ""),
            How::Insert | How::Put { .. } => {
                let places = (1..=many.columns.len()).map(|n| format!("?{n}"));
                let places = places.collect::<Vec<_>>().join(", ");
                many.insertion(&format!("VALUES ({places})"))
            }
        };
        let mut statement = self.inner.prepare_cached(&sql).map_err(error)?;
        let mut count = 0;
        for row in rows {
            bind(&mut statement, &row)?;
            count += statement.raw_execute().map_err(error)? as u64;
        }
        Ok(count)
    }

    /// True while a transaction is open; an engine failure may have ended it.
    pub(crate) fn in_transaction(&self) -> bool {
        !self.inner.is_autocommit()
    }

    /// The statement with `?1` for `$1`.
    // SQLite reads `$1` as a name and numbers names in the order in which they come, so a text
    // with `$2` before `$1` would be bound the wrong way round.
    fn text(&mut self, sql: &str) -> Arc<str> {
        if let Some(text) = self.texts.get(sql) {
            return Arc::clone(text);
        }
        if self.texts.len() >= TEXTS_MAX {
            self.texts.clear();
        }
        let text: Arc<str> = numbered(sql).into();
        self.texts.insert(sql.into(), Arc::clone(&text));
        text
    }
}

fn numbered(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut quote = None;
    let mut rest = sql.chars().peekable();
    while let Some(c) = rest.next() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '\'' || c == '"' => quote = Some(c),
            None => {}
        }
        let is_place = c == '$' && quote.is_none() && rest.peek().is_some_and(char::is_ascii_digit);
        text.push(if is_place { '?' } else { c });
    }
    text
}

fn bind(statement: &mut rusqlite::Statement<'_>, values: &[Value]) -> Result<(), DbError> {
    if statement.parameter_count() != values.len() {
        return Err(DbError::Refused {
            code: "wrong number of values".to_owned(),
        });
    }
    for (place, value) in (1..).zip(values) {
        if matches!(value, Value::Text(text) if text.contains('\0')) {
            return Err(DbError::ZeroCharacter);
        }
        statement.raw_bind_parameter(place, value).map_err(error)?;
    }
    Ok(())
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// A row of our own.
pub(crate) fn row(from: &rusqlite::Row<'_>) -> Result<Row, DbError> {
    let count = from.as_ref().column_count();
    let mut values = Vec::with_capacity(count);
    for column in 0..count {
        values.push(match from.get_ref(column).map_err(error)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Text(text) => {
                Value::Text(String::from_utf8(text.to_vec()).map_err(|_| wrong(column, "a text"))?)
            }
            ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
            ValueRef::Real(_) => return Err(wrong(column, "a whole number")),
        });
    }
    Ok(Row(values))
}

/// A number in a row that is still the engine's.
pub(crate) fn int(row: &rusqlite::Row<'_>, column: usize) -> Result<i64, DbError> {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(number)) => Ok(number),
        _ => Err(wrong(column, "a number")),
    }
}

/// Bytes or nothing in a row that is still the engine's.
pub(crate) fn opt_bytes<'r>(
    row: &'r rusqlite::Row<'_>,
    column: usize,
) -> Result<Option<&'r [u8]>, DbError> {
    match row.get_ref(column) {
        Ok(ValueRef::Blob(bytes)) => Ok(Some(bytes)),
        Ok(ValueRef::Null) => Ok(None),
        _ => Err(wrong(column, "bytes")),
    }
}

fn code(error: &rusqlite::Error) -> String {
    match error.sqlite_error() {
        Some(failure) => format!("SQLite {}", failure.extended_code),
        None => "SQLite".to_owned(),
    }
}

/// Takes the code and, from a broken rule, the names of table and columns; nothing else.
pub(crate) fn error(error: rusqlite::Error) -> DbError {
    let code = code(&error);
    let rusqlite::Error::SqliteFailure(failure, message) = error else {
        return DbError::Refused { code };
    };
    match failure.code {
        ErrorCode::ConstraintViolation => DbError::Conflict {
            rule: message
                .and_then(|m| m.split_once(": ").map(|(_, names)| names.to_owned()))
                .unwrap_or(code),
        },
        ErrorCode::DiskFull => DbError::Full,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => DbError::Damaged { code },
        ErrorCode::DatabaseBusy
        | ErrorCode::DatabaseLocked
        | ErrorCode::SystemIoFailure
        | ErrorCode::CannotOpen
        | ErrorCode::OutOfMemory => DbError::Unavailable { code },
        _ => DbError::Refused { code },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_and_quoted_text_is_left_alone() {
        assert_eq!(
            numbered("SELECT '$1', \"$2\" WHERE a = $2 AND b=$1"),
            "SELECT '$1', \"$2\" WHERE a = ?2 AND b=?1"
        );
    }
}
