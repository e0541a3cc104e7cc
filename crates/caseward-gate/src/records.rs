//! The records of a file as they lie in the database: each section of a record sealed by itself, so that
//! one can be opened while the others stay shut.
//!
//! A record is one row. Its `sealed` column holds, section after section in the order of their
//! numbers: the section's number (1 byte), the length (4 bytes, big-endian), and so many sealed bytes. The
//! row's own numbers are authenticated with each section: a record that is given to another client,
//! moved, taken for another kind, called deleted or put back to an earlier version does not open.
//! Design §6; NASW-l.

use caseward_db::{DbError, Reader, Row, Transaction, Value};
use caseward_model::{Category, read_part};
use zeroize::Zeroizing;

use crate::facts::RecordsSum;
use crate::permit::{RecordKeys, SealedPart};
use crate::vault::{Place, Table, Vault};
use crate::{DisclosedPart, GateError, Text};

/// Bytes before each sealed section.
const FRAME: usize = 5;

/// Which record, and how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordMark {
    /// Whose.
    pub client_no: i64,
    /// Its number within the client's file.
    pub record_no: i64,
    /// 0 for an entry that was written here, otherwise the number of the source file.
    pub kind: i64,
    /// How often it was written, from 1.
    pub version: i64,
    /// It was deleted in the system it came from.
    pub gone: bool,
}

impl RecordMark {
    fn place(&self, vault: &Vault, section: Category) -> Place {
        vault
            .place(Table::Records)
            .row(self.client_no)
            .second(self.record_no)
            .column(section.number())
            .version(self.version)
            .kind(self.kind, self.gone)
    }

    /// A number that stands for this state of this record.
    pub(crate) fn print(&self, vault: &Vault) -> u128 {
        let mut bytes = [0; 33];
        let numbers = [self.client_no, self.record_no, self.kind, self.version];
        let from = numbers.into_iter().flat_map(i64::to_be_bytes);
        for (to, from) in bytes.iter_mut().zip(from.chain([u8::from(self.gone)])) {
            *to = from;
        }
        vault.record_print(&bytes)
    }

    /// Of a row that begins with record, kind, version and whether it is gone.
    pub(crate) fn of_row(client_no: i64, row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            client_no,
            record_no: row.int(0)?,
            kind: row.int(1)?,
            version: row.int(2)?,
            gone: row.int(3)? != 0,
        })
    }
}

/// Seals the sections of a record, each by itself.
pub(crate) fn seal<'s>(
    vault: &Vault,
    keys: &RecordKeys,
    mark: &RecordMark,
    sections: impl Iterator<Item = (Category, &'s [u8])>,
) -> Result<Vec<u8>, GateError> {
    let mut sealed = Vec::new();
    for (section, plain) in sections {
        let key = keys.get(section.compartment()).ok_or(GateError::Damaged)?;
        let bytes = vault.seal(key, &mark.place(vault, section), plain);
        let length = u32::try_from(bytes.len())
            .map_err(|_| GateError::Unfit("a section of a record is too long; split it"))?;
        sealed.push(section.number());
        sealed.extend_from_slice(&length.to_be_bytes());
        sealed.extend_from_slice(&bytes);
    }
    Ok(sealed)
}

/// The columns of a record's row.
pub(crate) const COLUMNS: [&str; 6] = [
    "client_no",
    "record_no",
    "kind",
    "version",
    "gone",
    "sealed",
];

/// How many of them, from the first, are its key.
pub(crate) const KEY: usize = 2;

/// The row of a sealed record.
pub(crate) fn row(mark: &RecordMark, sealed: Vec<u8>) -> Vec<Value> {
    vec![
        mark.client_no.into(),
        mark.record_no.into(),
        mark.kind.into(),
        mark.version.into(),
        mark.gone.into(),
        sealed.into(),
    ]
}

/// Keeps a record; a later version replaces the earlier one.
pub(crate) fn store(
    tx: &mut Transaction<'_>,
    mark: &RecordMark,
    sealed: Vec<u8>,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO records (client_no, record_no, kind, version, gone, sealed) \
         VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (client_no, record_no) DO UPDATE SET kind = excluded.kind, \
         version = excluded.version, gone = excluded.gone, sealed = excluded.sealed",
        &row(mark, sealed),
    )?;
    Ok(())
}

/// The sealed sections that are wanted of all records of a file, in the order of the records; the
/// others are not even carried along.
///
/// # Errors
/// [`GateError::PutBack`] when these aren't exactly the records that the client's sheet speaks of.
pub(crate) fn load(
    reader: &mut Reader<'_>,
    vault: &Vault,
    (client_no, sum): (i64, &RecordsSum),
    with_gone: bool,
    wanted: impl Fn(Category) -> bool,
) -> Result<Vec<SealedPart>, GateError> {
    let sql = "SELECT record_no, kind, version, gone, sealed FROM records \
               WHERE client_no = $1 ORDER BY record_no";
    let (mut parts, mut found) = (Vec::new(), RecordsSum::default());
    reader.for_each(sql, &[Value::Int(client_no)], |row| {
        let mark = RecordMark::of_row(client_no, &row)?;
        found.add(mark.print(vault));
        if with_gone || !mark.gone {
            parts.extend(of_row(client_no, &row, &wanted)?);
        }
        Ok::<_, GateError>(())
    })?;
    if found == *sum {
        Ok(parts)
    } else {
        Err(GateError::PutBack)
    }
}

/// How a record stands that is about to be replaced or taken away.
pub(crate) fn mark_of(
    reader: &mut Reader<'_>,
    client_no: i64,
    record_no: i64,
) -> Result<Option<RecordMark>, DbError> {
    let sql = "SELECT record_no, kind, version, gone FROM records \
               WHERE client_no = $1 AND record_no = $2";
    let found = reader.query_optional(sql, &[client_no.into(), record_no.into()])?;
    found
        .map(|row| RecordMark::of_row(client_no, &row))
        .transpose()
}

/// The wanted sections of a row of record number, kind, version, whether gone, and sealed sections.
pub(crate) fn of_row(
    client_no: i64,
    row: &Row,
    wanted: impl Fn(Category) -> bool,
) -> Result<Vec<SealedPart>, GateError> {
    let mark = RecordMark::of_row(client_no, row)?;
    let found = sections(row.bytes(4)?)?.into_iter();
    let part = |(section, bytes): (Category, &[u8])| SealedPart {
        mark,
        section,
        bytes: bytes.to_vec(),
    };
    Ok(found.filter(|(it, _)| wanted(*it)).map(part).collect())
}

/// The sections of a record, still sealed.
fn sections(mut sealed: &[u8]) -> Result<Vec<(Category, &[u8])>, GateError> {
    let mut found = Vec::with_capacity(4);
    while let Some((&[number, a, b, c, d], rest)) = sealed.split_first_chunk::<FRAME>() {
        let section = Category::from_number(number).ok_or(GateError::Damaged)?;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d]));
        let length = length.map_err(|_| GateError::Damaged)?;
        let (bytes, after) = rest.split_at_checked(length).ok_or(GateError::Damaged)?;
        found.push((section, bytes));
        sealed = after;
    }
    if sealed.is_empty() {
        Ok(found)
    } else {
        Err(GateError::Damaged)
    }
}

/// Opens one section with its client's keys.
pub(crate) fn open(
    vault: &Vault,
    keys: &RecordKeys,
    part: &SealedPart,
) -> Result<DisclosedPart, GateError> {
    let plain = unlock(vault, keys, part)?;
    let fields = read_part(&plain).map_err(|_| GateError::Damaged)?;
    Ok(DisclosedPart {
        record_no: part.mark.record_no,
        section: part.section,
        kind: part.mark.kind,
        version: part.mark.version,
        fields: fields
            .into_iter()
            .map(|(number, text)| (number, Text(Zeroizing::new(text.to_owned()))))
            .collect(),
    })
}

/// The bytes of one section.
pub(crate) fn unlock(
    vault: &Vault,
    keys: &RecordKeys,
    part: &SealedPart,
) -> Result<Zeroizing<Vec<u8>>, GateError> {
    let key = keys
        .get(part.section.compartment())
        .ok_or(GateError::Damaged)?;
    Ok(key.unlock(&part.mark.place(vault, part.section), &part.bytes)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_that_is_cut_short_is_damaged_and_not_read_in_part() {
        let whole = [4, 0, 0, 0, 2, 7, 7, 5, 0, 0, 0, 1, 9];
        assert_eq!(sections(&whole).unwrap().len(), 2);
        assert!(sections(&[]).unwrap().is_empty());
        for end in 1..whole.len() {
            if end != 7 {
                assert!(sections(&whole[..end]).is_err(), "{end}");
            }
        }
    }
}
