//! How the database grows: forward only, all or nothing, and never under a program that is too
//! old for it (F-22). `migrations/README.md` says how to add one.

use sha2::{Digest, Sha256};

use crate::connection::Connection;
use crate::{DbError, OpenError};

macro_rules! history {
    ($( $number:literal $file:literal ),+ $(,)?) => {
        &[$( ($number, $file, include_str!(concat!("../migrations/", $file, ".sql"))) ),+]
    };
}

/// The whole history: number, file, text. A new migration is one more line here.
const MIGRATIONS: &[(i64, &str, &str)] = history![
    1 "0001-ledger",
    2 "0002-office",
    3 "0003-intake",
    4 "0004-desks",
    5 "0005-tasks",
    6 "0006-duty",
    7 "0007-people",
    8 "0008-standing",
    9 "0009-emergencies",
    10 "0010-letters",
    11 "0011-searches",
    12 "0012-conflicts",
    13 "0013-look-ups",
    14 "0014-access-review",
    15 "0015-sign-in",
    16 "0016-disclosures",
    17 "0017-consents",
    18 "0018-recipients",
    19 "0019-own-view",
    20 "0020-enquiries",
    22 "0022-outgoing-links",
    23 "0023-danger-reports",
    24 "0024-danger-warnings",
    25 "0025-papers-that-left",
    28 "0028-conference",
    29 "0029-meetings",
    31 "0031-agenda",
    32 "0032-breach",
    38 "0038-exports",
    40 "0040-custody-signatures",
    41 "0041-teller-permissions",
    43 "0043-disclosure-drafts",
    47 "0047-board-texts",
    48 "0048-session-notes",
    49 "0049-conference-actions",
    50 "0050-programmes",
    51 "0051-whereabouts",
    52 "0052-letter-links",
    53 "0053-consent-signatures",
    54 "0054-programme-form-scans",
];

const BOOK: &str = "CREATE TABLE IF NOT EXISTS caseward_migrations (
    number {id}, name TEXT NOT NULL, checksum BYTEA NOT NULL, at BIGINT NOT NULL)";

/// Brings the database to this program's schema, within the caller's transaction.
pub(crate) fn run(connection: &mut Connection, now_ms: i64) -> Result<(), OpenError> {
    connection.batch(connection.dialect().take_turn)?;
    connection.batch(&in_dialect(BOOK, connection))?;
    let applied = check(connection)?;
    for (number, name, text) in MIGRATIONS.iter().skip(applied) {
        let sql = in_dialect(text, connection);
        let failed = |source| OpenError::Migration { name, source };
        connection.batch(&sql).map_err(failed)?;
        connection.execute(
            "INSERT INTO caseward_migrations (number, name, checksum, at) VALUES ($1, $2, $3, $4)",
            &[
                (*number).into(),
                (*name).into(),
                checksum(text).into(),
                now_ms.into(),
            ],
        )?;
    }
    Ok(())
}

/// How many migrations the database has; refuses a history that isn't this program's.
pub(crate) fn check(connection: &mut Connection) -> Result<usize, OpenError> {
    let mut found = Vec::new();
    connection.each_row(
        "SELECT number, checksum FROM caseward_migrations ORDER BY number",
        &[],
        |row| {
            found.push((row.int(0)?, row.bytes(1)?.to_vec()));
            Ok::<_, DbError>(())
        },
    )?;
    let known = MIGRATIONS.last().map_or(0, |(number, ..)| *number);
    if let Some((newest, _)) = found.last()
        && *newest > known
    {
        return Err(OpenError::Newer {
            found: *newest,
            known,
        });
    }
    for ((number, sum), (expected, _, text)) in found.iter().zip(MIGRATIONS) {
        if number != expected || *sum != checksum(text) {
            return Err(OpenError::History { number: *number });
        }
    }
    Ok(found.len())
}

/// For a read-only opening: everything must be there already.
pub(crate) fn check_complete(connection: &mut Connection) -> Result<(), OpenError> {
    match check(connection) {
        Ok(applied) if applied == MIGRATIONS.len() => Ok(()),
        Ok(_) | Err(OpenError::Database(DbError::Refused { .. })) => Err(OpenError::NotReady),
        Err(error) => Err(error),
    }
}

fn checksum(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

fn in_dialect(text: &str, connection: &Connection) -> String {
    let dialect = connection.dialect();
    text.replace("{id}", dialect.id)
        .replace("{by_key}", dialect.by_key)
}
