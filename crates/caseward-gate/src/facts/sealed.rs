//! How a sheet lies sealed, and how one that was put back to an earlier state is noticed.
//!
//! A sheet opens only under its own row, reference and version. That alone would not stop anyone who
//! can write the file from putting back a sheet of last month, from before a client was shielded. So
//! each sheet says inside which entry of the ledger made it, and every change of a sheet is a deed
//! under the subject's own tag: a sheet is believed only while the ledger holds no later one. Whoever
//! removes that entry as well breaks the ledger, which anyone can verify (design §5, I3; CR-4).

use caseward_db::{Reader, Row, Value};
use caseward_model::{Client, Id};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::ClientSheet;
use crate::GateError;
use crate::permit::RecordKeys;
use crate::record::tag_of;
use crate::vault::{Place, Table, Vault};

/// Whose sheet: the number of the row and the reference by which it is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject<'s> {
    pub(crate) table: Table,
    pub(crate) no: i64,
    pub(crate) id: &'s [u8; 16],
}

impl Subject<'_> {
    fn place(&self, vault: &Vault, version: i64) -> Place {
        vault
            .place(self.table)
            .row(self.no)
            .reference(self.id)
            .version(version)
    }
}

/// A sheet that was opened, and what goes with it.
pub(crate) struct Sheet<S> {
    pub(crate) no: i64,
    pub(crate) id: [u8; 16],
    pub(crate) version: i64,
    /// The entry of the ledger that made it.
    pub(crate) made_in: u64,
    pub(crate) facts: S,
}

/// Seals a sheet that the entry `made_in` makes.
pub(crate) fn seal_sheet<S: Serialize>(
    vault: &Vault,
    subject: Subject<'_>,
    version: i64,
    made_in: u64,
    facts: &S,
) -> Result<Vec<u8>, GateError> {
    let mut text = Zeroizing::new(Vec::with_capacity(512));
    text.extend_from_slice(&made_in.to_be_bytes());
    serde_json::to_writer(&mut *text, facts).map_err(|_| GateError::Damaged)?;
    Ok(vault.seal(vault.facts_key(), &subject.place(vault, version), &text))
}

/// Opens a sheet out of a row that begins with number, reference, version and sealed sheet. It isn't
/// believed yet: see [`is_newest`].
pub(crate) fn open_sheet<S: DeserializeOwned>(
    vault: &Vault,
    table: Table,
    row: &Row,
) -> Result<Sheet<S>, GateError> {
    let (no, id, version) = (row.int(0)?, row.array(1)?, row.int(2)?);
    let place = Subject { table, no, id: &id }.place(vault, version);
    let plain = vault.facts_key().unlock(&place, row.bytes(3)?)?;
    let (made_in, text) = plain.split_first_chunk().ok_or(GateError::Damaged)?;
    Ok(Sheet {
        no,
        id,
        version,
        made_in: u64::from_be_bytes(*made_in),
        facts: serde_json::from_slice(text).map_err(|_| GateError::Damaged)?,
    })
}

/// A statement that reads workers or organisations: for each the columns of [`open_newest`], and the
/// particulars after them.
macro_rules! subjects_sql {
    ($table:literal, $which:literal) => {
        concat!(
            "SELECT s.no, s.ref, s.version, s.sheet, s.tag, \
             (SELECT MAX(l.idx) FROM ledger l WHERE l.tag = s.tag AND l.kind = 4), s.particulars \
             FROM ",
            $table,
            " s ",
            $which
        )
    };
}
pub(crate) use subjects_sql;

/// Opens the sheet of a worker or an organisation out of a row of number, reference, version, sealed
/// sheet, tag, and the last deed under that tag, and makes sure that it is the newest.
pub(crate) fn open_newest<S: DeserializeOwned>(
    vault: &Vault,
    table: Table,
    row: &Row,
) -> Result<Sheet<S>, GateError> {
    let sheet = open_sheet(vault, table, row)?;
    let last = row.opt_int(5)?;
    let later = last.is_some_and(|last| u64::try_from(last).is_ok_and(|it| it > sheet.made_in));
    if later || row.bytes(4)? != vault.subject_tag(table, &sheet.id) {
        return Err(GateError::PutBack);
    }
    Ok(sheet)
}

/// Refuses a client's sheet when the ledger holds a later change of it. The tag of a client's entries
/// is known only to who has the client's key, and stands in no other table.
fn is_newest(reader: &mut Reader<'_>, tag: &[u8; 16], made_in: u64) -> Result<(), GateError> {
    // The number stands in the text, so that the small index of deeds alone is used.
    let sql = "SELECT idx FROM ledger WHERE tag = $1 AND kind = 4 ORDER BY idx DESC LIMIT 1";
    let last = reader.query_optional(sql, &[Value::Bytes(tag.to_vec())])?;
    let last = last.map(|row| row.index(0)).transpose()?;
    if last.is_some_and(|last| last > made_in) {
        return Err(GateError::PutBack);
    }
    Ok(())
}

/// A client's row: what decides about them, and their own keys.
pub(crate) struct ClientRow {
    pub(crate) no: i64,
    pub(crate) id: [u8; 16],
    pub(crate) version: i64,
    pub(crate) sheet: ClientSheet,
    pub(crate) keys: RecordKeys,
}

impl ClientRow {
    /// Opens a row of number, reference, version, sheet and keys, and makes sure that it is the newest.
    pub(crate) fn open(
        reader: &mut Reader<'_>,
        vault: &Vault,
        row: &Row,
    ) -> Result<Self, GateError> {
        let sheet = open_sheet::<ClientSheet>(vault, Table::ClientFacts, row)?;
        let keys = vault.open_record_keys(sheet.no, row.bytes(4)?)?;
        // Of a client whose keys were destroyed no entry can be found any more.
        if let Some(file_key) = keys.get(caseward_model::Compartment::File) {
            is_newest(reader, &tag_of(file_key), sheet.made_in)?;
        }
        Ok(Self {
            no: sheet.no,
            id: sheet.id,
            version: sheet.version,
            sheet: sheet.facts,
            keys,
        })
    }

    pub(crate) const fn subject(&self) -> Subject<'_> {
        Subject {
            table: Table::ClientFacts,
            no: self.no,
            id: &self.id,
        }
    }
}

/// Reads a client's row by their id. Whose keys were destroyed is no client any more.
pub(crate) fn read_client(
    reader: &mut Reader<'_>,
    vault: &Vault,
    id: &Id<Client>,
) -> Result<Option<ClientRow>, GateError> {
    let sql = "SELECT no, ref, version, sheet, keys FROM clients \
               WHERE ref = $1 AND length(keys) > 0";
    let found = reader.query_optional(sql, &[Value::Bytes(id.as_bytes().to_vec())])?;
    found
        .map(|row| ClientRow::open(reader, vault, &row))
        .transpose()
}

/// Reads a client's row by their number. Whose keys were destroyed is no client any more.
pub(crate) fn read_kept_client(
    reader: &mut Reader<'_>,
    vault: &Vault,
    no: i64,
) -> Result<Option<ClientRow>, GateError> {
    let sql = "SELECT no, ref, version, sheet, keys FROM clients \
               WHERE no = $1 AND length(keys) > 0";
    let found = reader.query_optional(sql, &[Value::Int(no)])?;
    found
        .map(|row| ClientRow::open(reader, vault, &row))
        .transpose()
}

/// Reads a client's row by their number, with keys or without.
pub(crate) fn read_client_by_no(
    reader: &mut Reader<'_>,
    vault: &Vault,
    no: i64,
) -> Result<Option<ClientRow>, GateError> {
    let sql = "SELECT no, ref, version, sheet, keys FROM clients WHERE no = $1";
    let found = reader.query_optional(sql, &[Value::Int(no)])?;
    found
        .map(|row| ClientRow::open(reader, vault, &row))
        .transpose()
}
