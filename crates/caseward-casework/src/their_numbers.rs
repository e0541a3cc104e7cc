//! Which client of ours a number means that another system gave them (CR-2, CR-7).
//!
//! Numbers of other systems lie here only as keyed fingerprints, one for each system that was imported. Nothing is guessed:
//! a number that several systems gave to different people means several, and one that only looks like ours means nobody.

use std::collections::HashMap;

use caseward_db::{Reader, Value};
use caseward_gate::Fingerprints;
use caseward_model::{Client, Id};

use crate::CaseworkError;

/// So many numbers are looked up at a time.
const AT_ONCE: usize = 256;

/// Whom a number means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    /// No client of ours.
    Nobody,
    /// A client, by number.
    Client(i64),
    /// Different people in different systems.
    Several,
}

impl Whom {
    /// The client, if it is one.
    pub(crate) const fn client(self) -> Option<i64> {
        match self {
            Self::Client(no) => Some(no),
            Self::Nobody | Self::Several => None,
        }
    }

    fn also(&mut self, no: i64) {
        *self = match *self {
            Self::Nobody => Self::Client(no),
            Self::Client(known) if known == no => Self::Client(no),
            Self::Client(_) | Self::Several => Self::Several,
        };
    }
}

/// The numbers that other systems gave to our clients.
pub(crate) struct TheirNumbers {
    fingerprints: Fingerprints,
    sources: Vec<Vec<u8>>,
    /// The file that says who they are; nothing before the first import.
    file_no: Option<i64>,
}

impl TheirNumbers {
    pub(crate) fn of(
        reader: &mut Reader<'_>,
        fingerprints: Fingerprints,
    ) -> Result<Self, CaseworkError> {
        let rows = reader.query("SELECT DISTINCT source_key FROM imports", &[])?;
        let sources = rows.iter().map(|row| Ok(row.bytes(0)?.to_vec()));
        let sources = sources.collect::<Result<_, CaseworkError>>()?;
        let name_key = fingerprints.of("file", &[b"Client"]);
        let sql = "SELECT no FROM source_files WHERE name_key = $1";
        let file = reader.query_optional(sql, &[name_key.into()])?;
        let file_no = file.map(|row| row.int(0)).transpose()?;
        Ok(Self {
            fingerprints,
            sources,
            file_no,
        })
    }

    /// Whom a number means.
    pub(crate) fn find(
        &self,
        reader: &mut Reader<'_>,
        number: &str,
    ) -> Result<Whom, CaseworkError> {
        let found = self.find_all(reader, &[number])?;
        Ok(found.first().copied().unwrap_or(Whom::Nobody))
    }

    /// Whom each of many numbers means, in their order; ids of ours are understood as well.
    pub(crate) fn find_all(
        &self,
        reader: &mut Reader<'_>,
        numbers: &[impl AsRef<str>],
    ) -> Result<Vec<Whom>, CaseworkError> {
        let mut found = Vec::with_capacity(numbers.len());
        for numbers in numbers.chunks(AT_ONCE) {
            found.extend(self.some(reader, numbers)?);
        }
        Ok(found)
    }

    fn some(
        &self,
        reader: &mut Reader<'_>,
        numbers: &[impl AsRef<str>],
    ) -> Result<Vec<Whom>, CaseworkError> {
        let mut found = vec![Whom::Nobody; numbers.len()];
        let numbers = || numbers.iter().map(|it| it.as_ref().trim()).enumerate();
        let ids = numbers().filter_map(|(place, it)| {
            let id = it.parse::<Id<Client>>().ok()?;
            Some((*id.as_bytes(), place))
        });
        let sql = "SELECT ref, no FROM clients WHERE ref IN";
        fill(reader, sql, Vec::new(), ids.collect(), &mut found)?;
        let Some(file_no) = self.file_no else {
            return Ok(found);
        };
        let sql = "SELECT row_key, client_no FROM source_rows WHERE file_no = $1 AND client_no > 0 AND row_key IN";
        for source in &self.sources {
            let key = |number: &str| {
                let parts: [&[u8]; 3] = [source, b"Client", number.as_bytes()];
                self.fingerprints.of("row", &parts)
            };
            let others = numbers().filter(|(_, it)| it.parse::<Id<Client>>().is_err());
            let keys = others.map(|(place, it)| (key(it), place)).collect();
            fill(reader, sql, vec![file_no.into()], keys, &mut found)?;
        }
        Ok(found)
    }
}

/// Asks for keys, many at a time, and notes whom each of them means.
fn fill(
    reader: &mut Reader<'_>,
    sql: &str,
    mut values: Vec<Value>,
    keys: Vec<([u8; 16], usize)>,
    found: &mut [Whom],
) -> Result<(), CaseworkError> {
    if keys.is_empty() {
        return Ok(());
    }
    let first = values.len() + 1;
    let places: Vec<String> = (first..first + AT_ONCE).map(|n| format!("${n}")).collect();
    let sql = format!("{sql} ({})", places.join(", "));
    let mut at: HashMap<[u8; 16], Vec<usize>> = HashMap::with_capacity(keys.len());
    for (key, place) in keys {
        at.entry(key).or_default().push(place);
    }
    values.extend(at.keys().map(|key| Value::from(*key)));
    // Nothing equals nothing: what isn't filled finds no row.
    values.resize(first - 1 + AT_ONCE, Value::Null);
    reader.for_each::<CaseworkError>(&sql, &values, |row| {
        let no = row.int(1)?;
        for place in at.get(&row.array(0)?).into_iter().flatten() {
            if let Some(whom) = found.get_mut(*place) {
                whom.also(no);
            }
        }
        Ok(())
    })
}
