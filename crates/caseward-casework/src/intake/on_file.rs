//! Who is in which programme by earlier imports: an export needn't repeat the enrolments that its rows are about (RE-5).

use std::collections::{HashMap, HashSet};

use caseward_db::Reader;
use caseward_gate::Fingerprints;

use super::keep::bound;
use crate::CaseworkError;

/// What stands for the rows and programmes of one other system.
#[derive(Clone, Copy)]
pub(super) struct SourceKeys<'f> {
    pub(super) fingerprints: &'f Fingerprints,
    pub(super) source: [u8; 16],
}

impl SourceKeys<'_> {
    /// A row of a file, by its own id.
    pub(super) fn row(self, file: &str, id: &str) -> [u8; 16] {
        let parts: [&[u8]; 3] = [&self.source, file.as_bytes(), id.as_bytes()];
        self.fingerprints.of("row", &parts)
    }

    /// A programme, by its id.
    pub(super) fn programme(self, id: &str) -> [u8; 16] {
        let parts: [&[u8]; 2] = [&self.source, id.trim().as_bytes()];
        self.fingerprints.of("programme", &parts)
    }
}

/// An enrolment that an earlier import took.
#[derive(Clone, Copy)]
struct Enrolled {
    record_no: i64,
    programme: i64,
}

/// The enrolments on the clients' files. There may be a million, so a part of each key stands for it.
#[derive(Default)]
pub(super) struct OnFile {
    enrolments: HashMap<u64, Enrolled>,
    /// By the client's row.
    clients: HashMap<u64, Vec<Enrolled>>,
    /// The records of those that this export has too: what it says counts.
    told_anew: HashSet<i64>,
}

impl OnFile {
    /// Looks through all that earlier imports took.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        prints: &Fingerprints,
    ) -> Result<Self, CaseworkError> {
        let mut listed: HashMap<i64, Vec<Enrolled>> = HashMap::new();
        let sql = "SELECT client_no, record_no, programme_no FROM programme_clients";
        reader.for_each::<CaseworkError>(sql, &[], |row| {
            let (record_no, programme) = (row.int(1)?, row.int(2)?);
            let enrolled = Enrolled {
                record_no,
                programme,
            };
            listed.entry(row.int(0)?).or_default().push(enrolled);
            Ok(())
        })?;
        let mut on_file = Self::default();
        rows_of(reader, (prints, "Client"), |key, client_no, _| {
            if let Some(theirs) = listed.get(&client_no) {
                on_file.clients.insert(key, theirs.clone());
            }
        })?;
        rows_of(reader, (prints, "Enrollment"), |key, client_no, no| {
            let mut theirs = listed.get(&client_no).into_iter().flatten();
            if let Some(enrolled) = theirs.find(|it| it.record_no == no) {
                on_file.enrolments.insert(key, *enrolled);
            }
        })?;
        Ok(on_file)
    }

    /// This export has this enrolment too, and says itself in which programme, and whose, it is.
    pub(super) fn set_aside(&mut self, keys: SourceKeys<'_>, enrolment: &str) {
        if let Some(enrolled) = self.enrolment(keys, enrolment) {
            self.told_anew.insert(enrolled.record_no);
        }
    }

    /// The programme of an enrolment.
    pub(super) fn programme_of(&self, keys: SourceKeys<'_>, enrolment: &str) -> Option<i64> {
        self.enrolment(keys, enrolment).map(|it| it.programme)
    }

    /// The programmes of a client, but for the enrolments that this export has too.
    pub(super) fn programmes_of(
        &self,
        keys: SourceKeys<'_>,
        personal: &str,
    ) -> impl Iterator<Item = i64> {
        let theirs = self.any().then(|| keys.row("Client", personal));
        let theirs = theirs.and_then(|key| self.clients.get(&part_of(&key)));
        let others = theirs.into_iter().flatten();
        let others = others.filter(|it| !self.told_anew.contains(&it.record_no));
        others.map(|it| it.programme)
    }

    fn enrolment(&self, keys: SourceKeys<'_>, enrolment: &str) -> Option<Enrolled> {
        let key = self.any().then(|| keys.row("Enrollment", enrolment))?;
        self.enrolments.get(&part_of(&key)).copied()
    }

    fn any(&self) -> bool {
        !self.clients.is_empty()
    }
}

/// The rows that earlier imports took of a file: a part of each key, the client and the record.
fn rows_of(
    reader: &mut Reader<'_>,
    (prints, file): (&Fingerprints, &str),
    mut found: impl FnMut(u64, i64, i64),
) -> Result<(), CaseworkError> {
    let key = prints.of("file", &[file.as_bytes()]);
    let known = "SELECT no FROM source_files WHERE name_key = $1";
    let Some(row) = reader.query_optional(known, &[key.into()])? else {
        return Ok(());
    };
    let sql = "SELECT row_key, client_no, record_no, bound FROM source_rows WHERE file_no = $1";
    reader.for_each(sql, &[row.int(0)?.into()], |row| {
        let (key, client_no, record_no) = (row.array(0)?, row.int(1)?, row.int(2)?);
        // A row that was given to another client behind the office's back is noticed here.
        if bound(prints, &key, client_no, record_no) != row.array(3)? {
            return Err(CaseworkError::Damaged);
        }
        found(part_of(&key), client_no, record_no);
        Ok(())
    })
}

/// A keyed fingerprint is as good as random to whoever lacks the key: its first half is enough.
fn part_of(key: &[u8; 16]) -> u64 {
    key.split_first_chunk()
        .map_or(0, |(first, _)| u64::from_ne_bytes(*first))
}
