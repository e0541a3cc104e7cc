//! Which row of the other system became which record: looked up a heap at a time, written in runs.
//!
//! Keys are keyed fingerprints, so they come in no order at all. What this very import has taken is
//! therefore held in memory, what earlier ones took is only asked for where they took anything, and new
//! rows are sorted before they are written: the table then grows from page to page instead of all over.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{BuildHasherDefault, Hasher};

use caseward_db::Value;
use caseward_formats::hmis::Belongs;
use caseward_gate::Bench;

use super::KeepError;
use crate::CaseworkError;
use crate::intake::read::ReadRow;

/// A keyed fingerprint.
type Key = [u8; 16];

/// Things by their keyed fingerprint. To whoever lacks the key it is as good as random, so it is hashed
/// already.
type ByKey<T> = HashMap<Key, T, BuildHasherDefault<FirstBytes>>;

/// Takes the first bytes for the hash.
#[derive(Default)]
pub(super) struct FirstBytes(u64);

impl Hasher for FirstBytes {
    fn write(&mut self, bytes: &[u8]) {
        if let Some((first, _)) = bytes.split_first_chunk() {
            self.0 = u64::from_ne_bytes(*first);
        }
    }

    fn write_usize(&mut self, _length: usize) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

/// How many rows are sorted and written together: 20 MiB of them.
const RUN: usize = 1 << 18;

/// How many keys are asked for at once.
const ASKED: usize = 256;

const COLUMNS: [&str; 9] = [
    "file_no",
    "row_key",
    "fingerprint",
    "client_no",
    "record_no",
    "version",
    "gone",
    "import_no",
    "bound",
];

/// What an earlier import made of a row.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) content: Key,
    pub(super) client_no: i64,
    pub(super) record_no: i64,
    pub(super) version: i64,
}

/// A row that is to be written down.
pub(super) struct SourceRow {
    pub(super) key: Key,
    pub(super) content: Key,
    pub(super) client_no: i64,
    pub(super) record_no: i64,
    pub(super) version: i64,
    pub(super) gone: bool,
}

/// A file, and whether an earlier import took rows of it.
#[derive(Clone, Copy, Default)]
struct File {
    no: i64,
    has_rows: bool,
}

/// What was found in the database for one heap of rows.
#[derive(Default)]
pub(super) struct Found {
    rows: ByKey<Known>,
    clients: ByKey<i64>,
    /// Client and record of those that aren't in this export.
    enrollments: ByKey<(i64, i64)>,
}

impl Found {
    /// Client and record of an enrolment that an earlier import took and this export doesn't have.
    pub(super) fn enrolment(&self, key: &Key) -> Option<(i64, i64)> {
        self.enrollments.get(key).copied()
    }

    pub(super) fn row(&self, key: &Key) -> Option<&Known> {
        self.rows.get(key)
    }
}

/// The rows of all files of one import.
pub(super) struct SourceRows {
    import_no: i64,
    next_record: i64,
    open: File,
    clients_file: File,
    enrollments_file: File,
    /// Keys of the open file that were taken, with their clients.
    taken: ByKey<i64>,
    /// The same of Client.csv and Enrollment.csv: other files are about them.
    clients: ByKey<i64>,
    enrollments: ByKey<i64>,
    waiting: Vec<SourceRow>,
}

impl SourceRows {
    pub(super) fn begin(
        bench: &mut Bench<'_, '_>,
        import_no: i64,
        first_record: i64,
    ) -> Result<Self, KeepError> {
        let sql = "SELECT COALESCE(MAX(record_no), 0) FROM source_rows";
        let last = bench.transaction().query_one(sql, &[])?.int(0)?;
        let (clients, enrollments) = ("Client", "Enrollment");
        Ok(Self {
            import_no,
            next_record: last.max(first_record - 1) + 1,
            open: File::default(),
            clients_file: File::known(bench, clients)?,
            enrollments_file: File::known(bench, enrollments)?,
            taken: ByKey::default(),
            clients: ByKey::default(),
            enrollments: ByKey::default(),
            waiting: Vec::new(),
        })
    }

    /// Begins with the next file, when the one before it is closed.
    pub(super) fn open(&mut self, bench: &mut Bench<'_, '_>, no: i64) -> Result<(), KeepError> {
        self.open = File::with(bench, no)?;
        Ok(())
    }

    /// Writes what is left of the open file.
    pub(super) fn close(&mut self, bench: &mut Bench<'_, '_>) -> Result<(), KeepError> {
        self.write(bench)?;
        // Each file comes once, so nothing is lost here; were it twice, its rows would be in the database.
        let taken = std::mem::take(&mut self.taken);
        if self.open.no == self.clients_file.no {
            self.clients = taken;
        } else if self.open.no == self.enrollments_file.no {
            self.enrollments = taken;
        }
        Ok(())
    }

    /// The number of the next new record.
    pub(super) fn next_record(&mut self) -> i64 {
        let no = self.next_record;
        self.next_record += 1;
        no
    }

    /// Takes a key of the open file; false when another row has taken it already.
    pub(super) fn take(&mut self, key: Key, known: Option<&Known>) -> bool {
        let client_no = known.map_or(0, |it| it.client_no);
        match self.taken.entry(key) {
            Entry::Occupied(_) => false,
            Entry::Vacant(place) => {
                place.insert(client_no);
                true
            }
        }
    }

    /// Writes a row down, in time.
    pub(super) fn keep(
        &mut self,
        bench: &mut Bench<'_, '_>,
        row: SourceRow,
    ) -> Result<(), KeepError> {
        if let Some(client_no) = self.taken.get_mut(&row.key) {
            *client_no = row.client_no;
        }
        self.waiting.push(row);
        if self.waiting.len() < RUN {
            return Ok(());
        }
        self.write(bench)
    }

    fn write(&mut self, bench: &mut Bench<'_, '_>) -> Result<(), KeepError> {
        let mut rows = std::mem::take(&mut self.waiting);
        rows.sort_unstable_by_key(|row| row.key);
        let (file_no, import_no) = (self.open.no, self.import_no);
        let prints = bench.fingerprints();
        let values = rows.drain(..).map(|row| {
            let bound = bound(&prints, &row.key, row.client_no, row.record_no);
            vec![
                file_no.into(),
                row.key.into(),
                row.content.into(),
                row.client_no.into(),
                row.record_no.into(),
                row.version.into(),
                row.gone.into(),
                import_no.into(),
                bound.into(),
            ]
        });
        let tx = bench.transaction();
        tx.put_many("source_rows", &COLUMNS, 2, values)?;
        self.waiting = rows;
        Ok(())
    }

    /// The client of this row of Client.csv.
    pub(super) fn client(&self, key: &Key, found: &Found) -> Option<i64> {
        let open = (self.open.no == self.clients_file.no).then_some(&self.taken);
        let held = open.and_then(|it| it.get(key));
        let held = held.or_else(|| self.clients.get(key));
        let no = held.or_else(|| found.clients.get(key)).copied();
        no.filter(|no| *no != 0)
    }

    /// The client of this row of Enrollment.csv.
    pub(super) fn client_of_enrollment(&self, key: &Key, found: &Found) -> Option<i64> {
        let held = self.enrollments.get(key).copied();
        let no = held.or_else(|| found.enrolment(key).map(|(client_no, _)| client_no));
        no.filter(|no| *no != 0)
    }

    /// Asks the database for everything that these rows may need of earlier imports.
    pub(super) fn find(
        &self,
        bench: &mut Bench<'_, '_>,
        rows: &[ReadRow],
        belongs: Option<Belongs>,
    ) -> Result<Found, KeepError> {
        let mut found = Found::default();
        if self.open.has_rows {
            let keys = rows.iter().map(|row| row.key);
            look_up(bench, self.open.no, keys, |key, known| {
                found.rows.insert(key, known);
            })?;
        }
        if self.clients_file.has_rows {
            let is_about =
                |row: &&ReadRow| row.refused.is_some() || belongs == Some(Belongs::ToClient);
            let keys = rows.iter().filter(is_about).filter_map(|row| row.client);
            let keys = keys.filter(|key| !self.clients.contains_key(key));
            look_up(bench, self.clients_file.no, keys, |key, known| {
                found.clients.insert(key, known.client_no);
            })?;
        }
        // Only rows that name no client, and exits, say which enrolment they are about.
        if self.enrollments_file.has_rows {
            let keys = rows.iter().filter_map(|row| row.enrollment);
            let keys = keys.filter(|key| !self.enrollments.contains_key(key));
            look_up(bench, self.enrollments_file.no, keys, |key, known| {
                found
                    .enrollments
                    .insert(key, (known.client_no, known.record_no));
            })?;
        }
        Ok(found)
    }
}

impl File {
    fn known(bench: &mut Bench<'_, '_>, name: &str) -> Result<Self, KeepError> {
        let no = super::layouts::known_file(bench, name)?;
        Self::with(bench, no)
    }

    fn with(bench: &mut Bench<'_, '_>, no: i64) -> Result<Self, KeepError> {
        let sql = "SELECT file_no FROM source_rows WHERE file_no = $1 LIMIT 1";
        let any = bench.transaction().query_optional(sql, &[no.into()])?;
        let has_rows = any.is_some();
        Ok(Self { no, has_rows })
    }
}

/// Looks keys of a file up, many at a time.
fn look_up(
    bench: &mut Bench<'_, '_>,
    file_no: i64,
    keys: impl Iterator<Item = Key>,
    mut found: impl FnMut(Key, Known),
) -> Result<(), KeepError> {
    let mut keys = keys.peekable();
    let places: Vec<String> = (2..ASKED + 2).map(|n| format!("${n}")).collect();
    let sql = format!(
        "SELECT row_key, fingerprint, client_no, record_no, version, bound FROM source_rows \
         WHERE file_no = $1 AND row_key IN ({})",
        places.join(", ")
    );
    let prints = bench.fingerprints();
    while keys.peek().is_some() {
        let mut values: Vec<Value> = vec![file_no.into()];
        values.extend(keys.by_ref().take(ASKED).map(Value::from));
        // Nothing equals nothing: what isn't filled finds no row.
        values.resize(ASKED + 1, Value::Null);
        bench.transaction().for_each(&sql, &values, |row| {
            let key = row.array(0)?;
            let known = Known {
                content: row.array(1)?,
                client_no: row.int(2)?,
                record_no: row.int(3)?,
                version: row.int(4)?,
            };
            // A row that was given to another client behind the office's back is noticed here.
            if bound(&prints, &key, known.client_no, known.record_no) != row.array(5)? {
                return Err(CaseworkError::Damaged);
            }
            found(key, known);
            Ok(())
        })?;
    }
    Ok(())
}

/// What ties a row to its client and record.
pub(in crate::intake) fn bound(
    prints: &caseward_gate::Fingerprints,
    key: &Key,
    client_no: i64,
    record_no: i64,
) -> Key {
    let parts: [&[u8]; 3] = [key, &client_no.to_be_bytes(), &record_no.to_be_bytes()];
    prints.of("source-row", &parts)
}
