//! What is set weaker than promised: the part of `caseward doctor` that asks the database
//! (F-27): nothing acknowledged may be lost, nothing deleted may linger.

use crate::connection::Connection;
use crate::{Db, OpenError};

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

impl Weakness {
    pub(crate) fn advice(setting: String, found: &str, wanted: &'static str) -> Self {
        Self {
            setting,
            found: found.to_owned(),
            wanted,
            refuses: false,
        }
    }
}

/// Looks for weak settings. A server refuses to start on most of them; this finds them also where
/// a server isn't running or was started before they were weakened.
///
/// # Errors
/// [`OpenError`] when the database can't be asked at all.
pub fn weaknesses(db: &Db) -> Result<Vec<Weakness>, OpenError> {
    match Connection::to_read(db.place()) {
        Ok(mut connection) => connection.weaknesses(),
        Err(OpenError::Weak {
            setting,
            found,
            wanted,
        }) => Ok(vec![Weakness {
            setting: setting.to_owned(),
            found,
            wanted,
            refuses: true,
        }]),
        Err(error) => Err(error),
    }
}
