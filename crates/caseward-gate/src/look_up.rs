//! Looking a client up by name: the names lie in memory only, and every look-up is on record, also one
//! without a hit (CR-2).
//!
//! The index is built from the sealed records when the office is opened. It answers with numbers; each
//! is then decided like any other question, so that a look-up shows nobody whom the asker may not
//! know of, and doesn't tell that there was someone (DV-3.3.1, CC-2.4).

use std::collections::HashMap;
use std::sync::Arc;

use caseward_db::{Look, Reader, Row};
use caseward_model::{Category, Channel, Id, Worker, read_part};

use crate::ask::Gate;
use crate::list::{Listed, decided, listed, recorded};
use crate::names::{NameIndex, NameIndexBuilder};
use crate::records;
use crate::vault::Vault;
use crate::{GateError, LONGEST_LIST};

/// How many clients a look-up considers at most.
const CONSIDERED: usize = 50;

/// Which fields of which source file are names: file number, then field numbers.
pub type NameFields = HashMap<i64, Vec<u32>>;

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

    /// Looks for clients by name, among those whom the asker may know of.
    ///
    /// # Errors
    /// [`GateError`] when nothing could be decided or written down; then nothing is shown.
    pub async fn look_up(
        &self,
        asker: Id<Worker>,
        words: &str,
        channel: Channel,
    ) -> Result<Listed, GateError> {
        let found = self.core.find_names(words, CONSIDERED);
        let core = Arc::clone(&self.core);
        let prepare = move |reader: &mut Reader<'_>, now_ms| {
            let rows = |reader: &mut Reader<'_>, _, _: &_| considered(reader, &found);
            decided(&core, reader, now_ms, (asker, "looked_up", channel), rows)
        };
        let (entry, candidates) = self
            .ledger
            .write_prepared(&self.db, Look::Long, prepare, recorded)
            .await?;
        let vault = self.core.vault()?;
        let clients = candidates
            .into_iter()
            .map(|it| listed(&vault, it))
            .collect::<Result<_, _>>()?;
        Ok(Listed { entry, clients })
    }
}

/// These numbers, with the time of the client's last change.
fn considered(reader: &mut Reader<'_>, found: &[i64]) -> Result<Vec<(i64, i64)>, GateError> {
    let mut clients = Vec::new();
    for client_no in found {
        let sql = "SELECT changed_at FROM clients WHERE no = $1";
        if let Some(row) = reader.query_optional(sql, &[(*client_no).into()])? {
            clients.push((*client_no, row.int(0)?));
        }
    }
    Ok(clients)
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
    numbers: &[u32],
) -> Result<(), GateError> {
    let client_no = row.int(5)?;
    let keys = vault.open_record_keys(client_no, row.bytes(6)?)?;
    for part in records::of_row(client_no, row, |it| it == Category::Identity)? {
        let plain = records::unlock(vault, &keys, &part)?;
        let fields = read_part(&plain).map_err(|_| GateError::Damaged)?;
        let names: Vec<&str> = fields
            .into_iter()
            .filter(|(number, _)| numbers.contains(number))
            .map(|(_, text)| text)
            .collect();
        builder.add(client_no, &names);
    }
    Ok(())
}

const _: () = assert!(CONSIDERED <= LONGEST_LIST, "a look-up is a short list");
