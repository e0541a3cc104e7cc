//! Reading the names of all clients into memory when the office is opened, so that people can be found by
//! them (CR-2); they lie nowhere else in the clear (DV-3.3.1).

use std::collections::HashMap;

use caseward_db::{Reader, Row};
use caseward_model::{Category, read_part};

use crate::GateError;
use crate::ask::Gate;
use crate::names::{Day, NameIndex, NameIndexBuilder};
use crate::records;
use crate::vault::Vault;

/// Which fields of a source file say who someone is, by their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FaceFields {
    /// The first name.
    pub given: Option<u32>,
    /// The last name.
    pub family: Option<u32>,
    /// All names, the first and last included.
    pub names: Vec<u32>,
    /// The day of birth.
    pub born: Option<u32>,
}

/// Those of each source file, by the file's number.
pub type NameFields = HashMap<i64, FaceFields>;

/// What the index holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indexed {
    /// Clients with a name.
    pub clients: usize,
    /// Bytes of memory.
    pub bytes: usize,
}

impl Gate {
    /// Builds the index of names. `progress` hears how many records were read.
    ///
    /// # Errors
    /// When the office is sealed or a record doesn't open.
    pub async fn index_names<P>(
        &self,
        fields: NameFields,
        mut progress: P,
    ) -> Result<Indexed, GateError>
    where
        P: FnMut(usize) + Send + 'static,
    {
        let vault = self.core.vault()?;
        let index = self
            .db
            .read(move |reader| build(reader, &vault, &fields, &mut progress))
            .await?;
        let indexed = Indexed {
            clients: index.len(),
            bytes: index.memory_bytes(),
        };
        self.core.hold_names(Some(index));
        Ok(indexed)
    }

    /// Whether the index of names was built since the office was opened.
    #[must_use]
    pub fn knows_names(&self) -> bool {
        self.core.names(|_| ()).is_some()
    }
}

fn build(
    reader: &mut Reader<'_>,
    vault: &Vault,
    fields: &NameFields,
    progress: &mut impl FnMut(usize),
) -> Result<NameIndex, GateError> {
    let mut builder = NameIndexBuilder::new();
    let sql = "SELECT r.record_no, r.kind, r.version, r.gone, r.sealed, r.client_no, c.keys \
               FROM records r JOIN clients c ON c.no = r.client_no \
               WHERE r.gone = 0 AND length(c.keys) > 0";
    let mut read = 0;
    reader.for_each(sql, &[], |row| {
        read += 1;
        if read % 4096 == 0 {
            progress(read);
        }
        match fields.get(&row.int(1)?) {
            Some(numbers) => add(&mut builder, vault, &row, numbers),
            None => Ok(()),
        }
    })?;
    progress(read);
    Ok(builder.finish())
}

fn add(
    builder: &mut NameIndexBuilder,
    vault: &Vault,
    row: &Row,
    numbers: &FaceFields,
) -> Result<(), GateError> {
    let client_no = row.int(5)?;
    let keys = vault.open_record_keys(client_no, row.bytes(6)?)?;
    for part in records::of_row(client_no, row, |it| it == Category::Identity)? {
        let plain = records::unlock(vault, &keys, &part)?;
        let fields = read_part(&plain).map_err(|_| GateError::Damaged)?;
        let one = |wanted: Option<u32>| {
            let found = fields.iter().find(|(number, _)| Some(*number) == wanted);
            found.map_or("", |(_, text)| text)
        };
        let names: Vec<&str> = fields
            .iter()
            .filter(|(number, _)| numbers.names.contains(number))
            .map(|(_, text)| *text)
            .collect();
        builder.add(client_no, &names);
        let born = day_of(one(numbers.born));
        builder.face(client_no, one(numbers.given), one(numbers.family), born);
    }
    Ok(())
}

/// A day as the index holds it; nothing for what isn't one.
pub(crate) fn day_of(text: &str) -> Option<Day> {
    let day: jiff::civil::Date = text.trim().parse().ok()?;
    Some(i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day()))
}
