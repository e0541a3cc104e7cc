//! What is set weaker than promised: the part of `caseward doctor` that asks the database
//! (F-27): nothing acknowledged may be lost, nothing deleted may linger.

use crate::connection::{Connection, Engine};
use crate::{Db, OpenError, Place, Reader, postgres, sqlite};

/// One setting that is weaker than promised.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting} is {found}, it should be {wanted}")]
pub struct Weakness {
    /// Its name, and where it is set.
    pub setting: String,
    /// How it is.
    pub found: String,
    /// How it should be.
    pub wanted: &'static str,
    /// True when a server doesn't start with it; false when it is advice.
    pub refuses: bool,
}

/// Looks for weak settings. A server refuses to start on most of them; this finds them also where
/// a server isn't running or was started before they were weakened.
///
/// # Errors
/// [`OpenError`] when the database can't be asked at all.
pub fn weaknesses(db: &Db) -> Result<Vec<Weakness>, OpenError> {
    match db.place() {
        Place::Sqlite(path) => of_sqlite(path),
        Place::Postgres(_) => of_postgres(db),
    }
}

fn of_sqlite(path: &std::path::Path) -> Result<Vec<Weakness>, OpenError> {
    let connection = sqlite::Sqlite::open_to_read(path)?;
    let mut found = Vec::new();
    for (setting, wanted, good) in sqlite::PROMISED {
        let value = connection.setting(setting)?;
        if !good.contains(&value.as_str()) {
            found.push(Weakness {
                setting: setting.to_owned(),
                found: value,
                wanted,
                refuses: true,
            });
        }
    }
    Ok(found)
}

/// Settings kept for roles and databases, whoever they are; PostgreSQL applies them silently at
/// the next sign-in.
const KEPT: &str = "SELECT setting, coalesce(rolname::text, 'every role'), coalesce(datname::text, 'every database')
    FROM (SELECT unnest(setconfig) AS setting, setrole, setdatabase FROM pg_db_role_setting) kept
    LEFT JOIN pg_roles ON pg_roles.oid = setrole LEFT JOIN pg_database ON pg_database.oid = setdatabase";

fn of_postgres(db: &Db) -> Result<Vec<Weakness>, OpenError> {
    let mut found = Vec::new();
    let mut connection = match Connection::to_read(db.place()) {
        Err(OpenError::Weak {
            setting,
            found: value,
            wanted,
        }) => {
            return Ok(vec![Weakness {
                setting: setting.to_owned(),
                found: value,
                wanted,
                refuses: true,
            }]);
        }
        other => other?,
    };
    let mut reader = Reader {
        connection: &mut connection,
    };
    for row in reader.query(KEPT, &[])? {
        let Some((setting, value)) = row.text(0)?.split_once('=') else {
            continue;
        };
        if postgres::PROMISED.contains(&setting) && is_off(value) {
            found.push(Weakness {
                setting: format!("{setting} of {} in {}", row.text(1)?, row.text(2)?),
                found: value.to_owned(),
                wanted: "on",
                refuses: false,
            });
        }
    }
    let superuser = reader.query_one(
        "SELECT CAST(rolsuper AS INTEGER) FROM pg_roles WHERE rolname = current_user",
        &[],
    )?;
    if superuser.int(0)? == 1 {
        found.push(advice(
            "the role that Caseward uses",
            "a superuser",
            "an ordinary role",
        ));
    }
    if let Engine::Postgres(engine) = &mut connection.engine
        && engine.setting("data_checksums")? != "on"
    {
        found.push(advice("data_checksums", "off", "on"));
    }
    Ok(found)
}

fn is_off(value: &str) -> bool {
    matches!(
        value.to_ascii_lowercase().as_str(),
        "off" | "false" | "no" | "0" | "f" | "n"
    )
}

fn advice(setting: &str, found: &str, wanted: &'static str) -> Weakness {
    Weakness {
        setting: setting.to_owned(),
        found: found.to_owned(),
        wanted,
        refuses: false,
    }
}
