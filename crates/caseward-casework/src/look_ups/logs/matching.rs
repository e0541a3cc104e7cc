//! Who of another system's names works here, and which of its persons are clients of ours (CR-2, CR-4).
//!
//! A name counts as somebody's when it is their short name, their e-mail address or their name, and nobody else's; what
//! was said by hand comes first. Of numbers of persons nothing is guessed: one that only looks like ours is theirs.

use std::collections::HashMap;

use caseward_db::Reader;
use caseward_gate::Fingerprints;
use caseward_model::{Client, Id};

use crate::CaseworkError;
use crate::look_ups::{System, User};
use crate::people::Colleague;

/// The users of a system.
pub(crate) struct Users<'s> {
    system: &'s System,
    /// By name in small letters; nothing where two bear it.
    known: HashMap<String, Option<i64>>,
}

impl<'s> Users<'s> {
    pub(crate) fn of(system: &'s System, colleagues: &[Colleague]) -> Self {
        let mut known: HashMap<String, Option<i64>> = HashMap::new();
        for it in colleagues {
            let mut names = [&it.handle, &it.email, &it.name].map(|name| small(name));
            names.sort_unstable();
            let mut before: Option<&String> = None;
            for name in &names {
                if name.is_empty() || before == Some(name) {
                    continue;
                }
                before = Some(name);
                let same = known.entry(name.clone()).or_insert(Some(it.no));
                if *same != Some(it.no) {
                    *same = None;
                }
            }
        }
        Self { system, known }
    }

    /// Who it is; nobody when that isn't known.
    pub(crate) fn find(&self, name: &str) -> Option<User> {
        let name = small(name);
        if let Some(said) = self.system.users.get(&name) {
            return Some(*said);
        }
        self.known.get(&name).copied().flatten().map(User::Worker)
    }
}

fn small(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The persons of a system that knows them by our numbers.
pub(crate) struct Persons {
    fingerprints: Fingerprints,
    sources: Vec<Vec<u8>>,
}

impl Persons {
    pub(crate) fn of(
        reader: &mut Reader<'_>,
        fingerprints: Fingerprints,
    ) -> Result<Self, CaseworkError> {
        let rows = reader.query("SELECT DISTINCT source_key FROM imports", &[])?;
        let sources = rows.iter().map(|row| Ok(row.bytes(0)?.to_vec()));
        Ok(Self {
            fingerprints,
            sources: sources.collect::<Result<_, CaseworkError>>()?,
        })
    }

    /// The client's number; nobody when the number is no client's, or several systems gave it to different ones.
    pub(crate) fn find(
        &self,
        reader: &mut Reader<'_>,
        number: &str,
    ) -> Result<Option<i64>, CaseworkError> {
        let number = number.trim();
        if let Ok(id) = number.parse::<Id<Client>>() {
            let sql = "SELECT no FROM clients WHERE ref = $1";
            let found = reader.query_optional(sql, &[(*id.as_bytes()).into()])?;
            return Ok(found.map(|row| row.int(0)).transpose()?);
        }
        let mut found: Option<i64> = None;
        for source in &self.sources {
            let parts: [&[u8]; 3] = [source, b"Client", number.as_bytes()];
            let key = self.fingerprints.of("row", &parts);
            let sql = "SELECT client_no FROM source_rows WHERE row_key = $1 AND client_no > 0";
            for row in reader.query(sql, &[key.into()])? {
                let no = row.int(0)?;
                if found.is_some_and(|it| it != no) {
                    return Ok(None);
                }
                found = Some(no);
            }
        }
        Ok(found)
    }
}
