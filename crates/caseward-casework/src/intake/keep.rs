//! The keeping side of an intake: each row is looked up, sealed and written, all in one transaction.

use std::collections::{HashMap, HashSet};
use std::sync::mpsc::Receiver;

use caseward_db::{DbError, Value};
use caseward_formats::hmis::{Belongs, EXTRA_COLUMNS, Part, Signal, decode_part, encode_part};
use caseward_gate::{Bench, ClientSheet, ProtectionSource, RecordMark};
use caseward_model::Protection;
use serde_json::Map;

use super::read::{FileHead, ReadRow, Told};
use super::victims::Held;
use super::{FileCount, Reported};
use crate::CaseworkError;
use crate::layout::{LAYOUT_ROW, SourceFile, household_place};

/// Imported records are numbered from here, so that they never meet an entry written here.
const FIRST_RECORD: i64 = 1 << 32;

/// The office that takes the records in.
pub(super) struct House {
    pub(super) organization: i64,
    /// It serves survivors, so all its clients are shielded by where they come from.
    pub(super) from_victim_service: bool,
}

/// What was kept.
#[derive(Default)]
pub(super) struct KeptAccount {
    pub(super) files: Vec<FileCount>,
    pub(super) problems: Vec<Reported>,
}

/// Why nothing was kept.
pub(super) enum KeepError {
    /// The reading side stopped before the end.
    Stopped,
    /// The office couldn't.
    Casework(CaseworkError),
}

impl<E: Into<CaseworkError>> From<E> for KeepError {
    fn from(error: E) -> Self {
        Self::Casework(error.into())
    }
}

/// Keeps what the reading side hands over, until it says that it is at the end.
pub(super) fn keep(
    bench: &mut Bench<'_, '_>,
    house: &House,
    from: &Receiver<Told>,
) -> Result<KeptAccount, KeepError> {
    let mut keeping = Keeping::begin(bench, house)?;
    loop {
        match from.recv() {
            Ok(Told::File(head)) => keeping.file(&head)?,
            Ok(Told::Rows(rows)) => {
                for row in rows {
                    keeping.row(&row)?;
                }
            }
            Ok(Told::End) => return keeping.finish(),
            Err(_) => return Err(KeepError::Stopped),
        }
    }
}

/// What the database holds of a row.
struct Known {
    content: Vec<u8>,
    client_no: i64,
    record_no: i64,
    version: i64,
}

struct Keeping<'k, 'b, 'tx> {
    bench: &'k mut Bench<'b, 'tx>,
    house: &'k House,
    import_no: i64,
    next_record: i64,
    now_ms: i64,
    account: KeptAccount,
    file: OpenFile,
    programmes: HashMap<[u8; 16], i64>,
}

/// The file whose rows are coming in.
#[derive(Default)]
struct OpenFile {
    no: i64,
    name: String,
    belongs: Option<Belongs>,
    client_file_no: i64,
    enrollment_file_no: i64,
    /// For columns that HUD doesn't have: their number in this export, and the one they are kept under.
    renumbered: HashMap<u32, u32>,
    seen: HashSet<[u8; 16]>,
    count: FileCount,
}

impl<'k, 'b, 'tx> Keeping<'k, 'b, 'tx> {
    fn begin(bench: &'k mut Bench<'b, 'tx>, house: &'k House) -> Result<Self, KeepError> {
        let tx = bench.transaction();
        let now_ms = tx.now_ms();
        let import_no = tx
            .query_one("SELECT COALESCE(MAX(no), 0) + 1 FROM imports", &[])?
            .int(0)?;
        let last = tx
            .query_one("SELECT COALESCE(MAX(record_no), 0) FROM source_rows", &[])?
            .int(0)?;
        Ok(Self {
            bench,
            house,
            import_no,
            next_record: last.max(FIRST_RECORD - 1) + 1,
            now_ms,
            account: KeptAccount::default(),
            file: OpenFile::default(),
            programmes: HashMap::new(),
        })
    }

    fn file(&mut self, head: &FileHead) -> Result<(), KeepError> {
        self.close_file();
        if self.file.client_file_no == 0 {
            let (key, now_ms) = (head.source, self.now_ms);
            self.bench.transaction().execute(
                "INSERT INTO imports (no, at, source_key) VALUES ($1, $2, $3)",
                &[self.import_no.into(), now_ms.into(), key.into()],
            )?;
        }
        let client_file_no = self.known_file("Client")?;
        let enrollment_file_no = self.known_file("Enrollment")?;
        let came = SourceFile {
            name: head.name.clone(),
            headers: head.headers.clone(),
        };
        let (no, renumbered) = self.source_file(&head.key, came)?;
        self.file = OpenFile {
            no,
            name: head.name.clone(),
            belongs: Some(head.belongs),
            client_file_no,
            enrollment_file_no,
            renumbered,
            seen: HashSet::new(),
            count: FileCount {
                file: format!("{}.csv", head.name),
                ..FileCount::default()
            },
        };
        Ok(())
    }

    fn known_file(&mut self, name: &str) -> Result<i64, KeepError> {
        let key = self.bench.fingerprint("file", &[name.as_bytes()]);
        let file = SourceFile {
            name: name.to_owned(),
            headers: Vec::new(),
        };
        Ok(self.source_file(&key, file)?.0)
    }

    /// The number of a file, and how this export's own columns are numbered in what is kept.
    fn source_file(
        &mut self,
        key: &[u8; 16],
        came: SourceFile,
    ) -> Result<(i64, HashMap<u32, u32>), KeepError> {
        let sql = "SELECT no, version, sealed FROM source_files WHERE name_key = $1";
        let found = self
            .bench
            .transaction()
            .query_optional(sql, &[key.into()])?;
        let Some(row) = found else {
            let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM source_files";
            let no = self.bench.transaction().query_one(next, &[])?.int(0)?;
            let sealed = self.seal_layout(no, 1, &came)?;
            self.bench.transaction().execute(
                "INSERT INTO source_files (no, name_key, version, sealed) VALUES ($1, $2, 1, $3)",
                &[no.into(), key.into(), sealed.into()],
            )?;
            return Ok((no, HashMap::new()));
        };
        let (no, version) = (row.int(0)?, row.int(1)?);
        let plain = self
            .bench
            .open_office(no, LAYOUT_ROW, version, row.bytes(2)?)?;
        let mut kept: SourceFile =
            serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
        let before = kept.headers.len();
        let mut renumbered = HashMap::new();
        for (place, header) in came.headers.iter().enumerate() {
            let kept_place = kept
                .headers
                .iter()
                .position(|it| it == header)
                .unwrap_or_else(|| {
                    kept.headers.push(header.clone());
                    kept.headers.len() - 1
                });
            if let (Some(from), Some(to), true) =
                (extra(place), extra(kept_place), place != kept_place)
            {
                renumbered.insert(from, to);
            }
        }
        if kept.headers.len() > before {
            let sealed = self.seal_layout(no, version + 1, &kept)?;
            self.bench.transaction().execute(
                "UPDATE source_files SET version = $1, sealed = $2 WHERE no = $3",
                &[(version + 1).into(), sealed.into(), no.into()],
            )?;
        }
        Ok((no, renumbered))
    }

    fn seal_layout(&self, no: i64, version: i64, file: &SourceFile) -> Result<Vec<u8>, KeepError> {
        let plain = serde_json::to_vec(file).map_err(|_| CaseworkError::Damaged)?;
        Ok(self.bench.seal_office(no, LAYOUT_ROW, version, &plain))
    }

    fn row(&mut self, row: &ReadRow) -> Result<(), KeepError> {
        if let Some(held) = row.refused {
            self.file.count.refused += 1;
            self.report(row, held.reason());
            return match held {
                Held::Provider => self.shield_refused(row),
                Held::Unclear => Ok(()),
            };
        }
        if row.unique && !self.file.seen.insert(row.key) {
            self.file.count.rejected += 1;
            self.report(row, "another row of this file has the same key; the first one was taken, give this one a key of its own");
            return Ok(());
        }
        let known = self.known(&row.key)?;
        if let Some(known) = &known
            && known.content == row.content
        {
            self.file.count.unchanged += 1;
            return Ok(());
        }
        let Some(client_no) = self.client_of(row, known.as_ref())? else {
            self.file.count.rejected += 1;
            self.report(row, "no client of this office or export goes with this row; add them to Client.csv (and Enrollment.csv), then import again");
            return Ok(());
        };
        self.keep_row(row, known.as_ref(), client_no)?;
        if row.deleted {
            self.file.count.deleted += 1;
        } else {
            self.file.count.imported += 1;
        }
        Ok(())
    }

    fn known(&mut self, key: &[u8; 16]) -> Result<Option<Known>, KeepError> {
        let sql = "SELECT fingerprint, client_no, record_no, version, bound FROM source_rows \
                   WHERE file_no = $1 AND row_key = $2";
        let values = [self.file.no.into(), key.into()];
        let Some(row) = self.bench.transaction().query_optional(sql, &values)? else {
            return Ok(None);
        };
        let known = Known {
            content: row.bytes(0)?.to_vec(),
            client_no: row.int(1)?,
            record_no: row.int(2)?,
            version: row.int(3)?,
        };
        self.check_bound(key, known.client_no, known.record_no, row.bytes(4)?)?;
        Ok(Some(known))
    }

    /// The client of a row: 0 for the office's own rows, a new one for a new row of Client.csv.
    fn client_of(
        &mut self,
        row: &ReadRow,
        known: Option<&Known>,
    ) -> Result<Option<i64>, KeepError> {
        let (file_no, key) = match self.file.belongs {
            Some(Belongs::ToClient) => (self.file.client_file_no, row.client),
            // A file that names households only can't be given to one client: it stays sealed with
            // the office's own rows, and `report` never gives it back.
            Some(Belongs::ToEnrollment) if row.enrollment.is_some() => {
                (self.file.enrollment_file_no, row.enrollment)
            }
            Some(Belongs::ToEnrollment | Belongs::ToOffice) | None => return Ok(Some(0)),
        };
        if self.file.name == "Client" {
            if let Some(known) = known {
                return Ok(Some(known.client_no));
            }
            let mut sheet = ClientSheet {
                organization: self.house.organization,
                ..ClientSheet::default()
            };
            if self.house.from_victim_service {
                sheet.protect(Protection::Victim, ProtectionSource::Origin, self.now_ms);
            }
            return Ok(Some(self.bench.new_client(&sheet)?.0));
        }
        match key {
            Some(key) => self.client_by_key(file_no, &key),
            None => Ok(None),
        }
    }

    fn keep_row(
        &mut self,
        row: &ReadRow,
        known: Option<&Known>,
        client_no: i64,
    ) -> Result<(), KeepError> {
        let (record_no, version) = match known {
            Some(known) => (known.record_no, known.version + 1),
            None => (self.next_record, 1),
        };
        let gone = i64::from(row.deleted);
        if let Some(known) = known {
            self.update_source_row(row, known, client_no, gone)?;
            if known.client_no != client_no {
                self.bench.remove_record(known.client_no, record_no)?;
            }
        } else {
            self.next_record += 1;
            self.insert_source_row(row, client_no, record_no, gone)?;
        }
        if client_no == 0 {
            self.keep_office_row(row, record_no, version, gone)?;
        } else {
            self.keep_record(row, client_no, record_no, version, gone)?;
            self.facts_of(row, client_no, record_no)?;
        }
        self.learn(row)
    }

    fn insert_source_row(
        &mut self,
        row: &ReadRow,
        client_no: i64,
        record_no: i64,
        gone: i64,
    ) -> Result<(), DbError> {
        let values = [
            self.file.no.into(),
            row.key.into(),
            row.content.into(),
            client_no.into(),
            record_no.into(),
            gone.into(),
            self.import_no.into(),
            self.bound(&row.key, client_no, record_no).into(),
        ];
        self.bench.transaction().execute(
            "INSERT INTO source_rows \
             (file_no, row_key, fingerprint, client_no, record_no, version, gone, import_no, bound) \
             VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $8)",
            &values,
        )?;
        Ok(())
    }

    fn update_source_row(
        &mut self,
        row: &ReadRow,
        known: &Known,
        client_no: i64,
        gone: i64,
    ) -> Result<(), DbError> {
        let values = [
            row.content.into(),
            client_no.into(),
            (known.version + 1).into(),
            gone.into(),
            self.import_no.into(),
            self.bound(&row.key, client_no, known.record_no).into(),
            self.file.no.into(),
            row.key.into(),
        ];
        self.bench.transaction().execute(
            "UPDATE source_rows SET fingerprint = $1, client_no = $2, version = $3, gone = $4, \
             import_no = $5, bound = $6 WHERE file_no = $7 AND row_key = $8",
            &values,
        )?;
        Ok(())
    }

    fn keep_record(
        &mut self,
        row: &ReadRow,
        client_no: i64,
        record_no: i64,
        version: i64,
        gone: i64,
    ) -> Result<(), KeepError> {
        let mark = RecordMark {
            client_no,
            record_no,
            kind: self.file.no,
            version,
            gone: gone != 0,
        };
        if self.file.renumbered.is_empty() {
            let sections = row.parts.iter().map(|it| (it.category, &*it.bytes));
            return Ok(self.bench.put_record(&mark, version > 1, sections)?);
        }
        let renumbered = row.parts.iter().map(|it| self.renumbered(it));
        let renumbered = renumbered.collect::<Result<Vec<_>, _>>()?;
        let parts = row.parts.iter().zip(&renumbered);
        let sections = parts.map(|(it, bytes)| (it.category, bytes.as_slice()));
        Ok(self.bench.put_record(&mark, version > 1, sections)?)
    }

    fn keep_office_row(
        &mut self,
        row: &ReadRow,
        record_no: i64,
        version: i64,
        gone: i64,
    ) -> Result<(), KeepError> {
        let mut fields = Vec::new();
        for part in &row.parts {
            fields.extend(decode_part(&part.bytes).map_err(|_| CaseworkError::Damaged)?);
        }
        let plain = encode_part(
            fields
                .into_iter()
                .map(|(number, value)| (self.renumber(number), value)),
        );
        let sealed = self
            .bench
            .seal_office(self.file.no, record_no, version, &plain);
        self.bench.transaction().execute(
            "INSERT INTO office_rows (file_no, record_no, version, gone, sealed) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (file_no, record_no) DO UPDATE \
             SET version = excluded.version, gone = excluded.gone, sealed = excluded.sealed",
            &[self.file.no.into(), record_no.into(), version.into(), gone.into(), sealed.into()],
        )?;
        Ok(())
    }

    fn renumber(&self, number: u32) -> u32 {
        self.file.renumbered.get(&number).copied().unwrap_or(number)
    }

    fn renumbered(&self, part: &Part) -> Result<Vec<u8>, KeepError> {
        let fields = decode_part(&part.bytes).map_err(|_| CaseworkError::Damaged)?;
        Ok(encode_part(
            fields
                .into_iter()
                .map(|(number, value)| (self.renumber(number), value)),
        ))
    }

    /// A project that serves survivors: whoever is or will be enrolled there is shielded by origin.
    fn learn(&mut self, row: &ReadRow) -> Result<(), KeepError> {
        let (Some(Signal::SurvivorProject), Some(key)) = (row.signal, row.programme) else {
            return Ok(());
        };
        let no = self.programme(key)?;
        let tx = self.bench.transaction();
        tx.execute(
            "UPDATE programmes SET survivors = 1 WHERE no = $1",
            &[no.into()],
        )?;
        let sql = "SELECT DISTINCT client_no FROM programme_clients WHERE programme_no = $1";
        for row in tx.query(sql, &[no.into()])? {
            self.shield(row.int(0)?)?;
        }
        Ok(())
    }

    /// Someone of whom a row was refused is a survivors' service's client, also where other rows came in.
    fn shield_refused(&mut self, row: &ReadRow) -> Result<(), KeepError> {
        let Some(key) = row.client else { return Ok(()) };
        match self.client_by_key(self.file.client_file_no, &key)? {
            Some(client_no) => self.shield(client_no),
            None => Ok(()),
        }
    }

    fn shield(&mut self, client_no: i64) -> Result<(), KeepError> {
        let mut sheet = self.bench.client_sheet(client_no)?;
        if sheet.protect(Protection::Victim, ProtectionSource::Origin, self.now_ms) {
            self.bench.rewrite_client_sheet(client_no, &sheet)?;
        }
        Ok(())
    }

    /// The client to whom a row of another file belongs.
    fn client_by_key(&mut self, file_no: i64, key: &[u8; 16]) -> Result<Option<i64>, KeepError> {
        let sql = "SELECT client_no, record_no, bound FROM source_rows WHERE file_no = $1 AND row_key = $2";
        let values = [file_no.into(), key.into()];
        let Some(row) = self.bench.transaction().query_optional(sql, &values)? else {
            return Ok(None);
        };
        let client_no = row.int(0)?;
        self.check_bound(key, client_no, row.int(1)?, row.bytes(2)?)?;
        Ok((client_no != 0).then_some(client_no))
    }

    /// A row that was given to another client behind the office's back is noticed here.
    fn check_bound(
        &self,
        key: &[u8; 16],
        client_no: i64,
        record_no: i64,
        bound: &[u8],
    ) -> Result<(), KeepError> {
        if self.bound(key, client_no, record_no) == bound {
            Ok(())
        } else {
            Err(CaseworkError::Damaged.into())
        }
    }

    fn bound(&self, key: &[u8; 16], client_no: i64, record_no: i64) -> [u8; 16] {
        let parts: [&[u8]; 3] = [key, &client_no.to_be_bytes(), &record_no.to_be_bytes()];
        self.bench.fingerprint("source-row", &parts)
    }

    /// What a row about a client decides: enrolment, flight, proposal.
    fn facts_of(&mut self, row: &ReadRow, client_no: i64, record_no: i64) -> Result<(), KeepError> {
        let enrolment = self.file.name == "Enrollment";
        if !enrolment && !matches!(row.signal, Some(Signal::Fleeing | Signal::Survivor)) {
            return Ok(());
        }
        let mut sheet = self.bench.client_sheet(client_no)?;
        let before = sheet.clone();
        if let (true, Some(programme)) = (enrolment, row.programme) {
            let no = self.programme(programme)?;
            self.leave_elsewhere(client_no, record_no)?;
            self.enrol(&mut sheet, no, client_no, record_no, row)?;
            if !row.deleted && self.serves_survivors(no)? {
                sheet.protect(Protection::Victim, ProtectionSource::Origin, self.now_ms);
            }
        }
        match row.signal {
            Some(Signal::Fleeing) if !row.deleted => {
                sheet.protect(Protection::Victim, ProtectionSource::Fleeing, self.now_ms);
            }
            Some(Signal::Survivor) if !row.deleted => {
                sheet.protect(
                    Protection::Proposed,
                    ProtectionSource::Survivor,
                    self.now_ms,
                );
            }
            _ => {}
        }
        if sheet != before {
            self.bench.rewrite_client_sheet(client_no, &sheet)?;
        }
        Ok(())
    }

    /// Writes an enrolment into the lists and onto the sheet. The sheet only ever gains the programme of
    /// this very row: the lists lie readable, and nobody gains access by a line in them.
    fn enrol(
        &mut self,
        sheet: &mut ClientSheet,
        no: i64,
        client_no: i64,
        record_no: i64,
        row: &ReadRow,
    ) -> Result<(), KeepError> {
        let (first, second, version) = household_place(client_no, record_no);
        let household = row.household.unwrap_or_default();
        let household = self.bench.seal_office(first, second, version, &household);
        let tx = self.bench.transaction();
        tx.execute(
            "DELETE FROM programme_clients WHERE client_no = $1 AND record_no = $2",
            &[client_no.into(), record_no.into()],
        )?;
        if !row.deleted {
            tx.execute(
                "INSERT INTO programme_clients (programme_no, client_no, record_no, household) \
                 VALUES ($1, $2, $3, $4)",
                &[
                    no.into(),
                    client_no.into(),
                    record_no.into(),
                    household.into(),
                ],
            )?;
            if !sheet.programmes.contains(&no) {
                sheet.programmes.push(no);
            }
        }
        self.keep_listed(sheet, client_no)
    }

    /// Takes off the sheet what no enrolment stands for any more.
    fn keep_listed(&mut self, sheet: &mut ClientSheet, client_no: i64) -> Result<(), KeepError> {
        let sql = "SELECT DISTINCT programme_no FROM programme_clients WHERE client_no = $1";
        let rows = self.bench.transaction().query(sql, &[client_no.into()])?;
        let listed: Vec<i64> = rows
            .iter()
            .map(|row| row.int(0))
            .collect::<Result<_, _>>()?;
        sheet.programmes.retain(|no| listed.contains(no));
        Ok(())
    }

    /// An enrolment that moved to another client ends with the first.
    fn leave_elsewhere(&mut self, client_no: i64, record_no: i64) -> Result<(), KeepError> {
        let sql = "SELECT DISTINCT client_no FROM programme_clients WHERE record_no = $1 AND client_no <> $2";
        let values = [record_no.into(), client_no.into()];
        for row in self.bench.transaction().query(sql, &values)? {
            let before_no = row.int(0)?;
            self.bench.transaction().execute(
                "DELETE FROM programme_clients WHERE client_no = $1 AND record_no = $2",
                &[before_no.into(), record_no.into()],
            )?;
            let mut sheet = self.bench.client_sheet(before_no)?;
            self.keep_listed(&mut sheet, before_no)?;
            self.bench.rewrite_client_sheet(before_no, &sheet)?;
        }
        Ok(())
    }

    fn serves_survivors(&mut self, no: i64) -> Result<bool, KeepError> {
        let sql = "SELECT survivors FROM programmes WHERE no = $1";
        Ok(self
            .bench
            .transaction()
            .query_one(sql, &[no.into()])?
            .int(0)?
            != 0)
    }

    fn programme(&mut self, key: [u8; 16]) -> Result<i64, KeepError> {
        if let Some(no) = self.programmes.get(&key) {
            return Ok(*no);
        }
        let tx = self.bench.transaction();
        let no = match crate::layout::programme_by_key(tx, &key)? {
            Some(no) => no,
            None => {
                let no = tx
                    .query_one("SELECT COALESCE(MAX(no), 0) + 1 FROM programmes", &[])?
                    .int(0)?;
                let values: [Value; 3] = [no.into(), key.into(), self.house.organization.into()];
                tx.execute(
                    "INSERT INTO programmes (no, source_key, organization_no, survivors) VALUES ($1, $2, $3, 0)",
                    &values,
                )?;
                no
            }
        };
        self.programmes.insert(key, no);
        Ok(no)
    }

    fn report(&mut self, row: &ReadRow, reason: &str) {
        self.account.problems.push(Reported {
            file: self.file.count.file.clone(),
            line: row.line,
            column: String::new(),
            reason: reason.to_owned(),
        });
    }

    fn close_file(&mut self) {
        let count = std::mem::take(&mut self.file.count);
        if !count.file.is_empty() {
            self.account.files.push(count);
        }
    }

    fn finish(mut self) -> Result<KeptAccount, KeepError> {
        self.close_file();
        let mut particulars = Map::new();
        let total = |of: fn(&FileCount) -> u64| self.account.files.iter().map(of).sum::<u64>();
        particulars.insert("import".to_owned(), self.import_no.into());
        particulars.insert("imported".to_owned(), total(|it| it.imported).into());
        particulars.insert("unchanged".to_owned(), total(|it| it.unchanged).into());
        particulars.insert("deleted".to_owned(), total(|it| it.deleted).into());
        particulars.insert("refused".to_owned(), total(|it| it.refused).into());
        self.bench.finish("imported", particulars)?;
        Ok(self.account)
    }
}

/// The number of a column that HUD doesn't have, by its place in the header.
fn extra(place: usize) -> Option<u32> {
    u32::try_from(place).ok()?.checked_add(EXTRA_COLUMNS)
}
