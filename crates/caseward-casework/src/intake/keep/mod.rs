//! The keeping side of an intake: each row is looked up, handed over to be sealed, and written, all in one
//! transaction.

mod enrolments;
mod layouts;
mod source_rows;

use std::collections::HashMap;
use std::sync::mpsc::Receiver;

use caseward_formats::hmis::{Belongs, Signal};
use caseward_gate::{Bench, ClientSheet, ProtectionSource, RecordMark, SealedRow, SealedTable};
use caseward_model::Protection;
use serde_json::Map;

use super::exits::Exit;
use super::needed::TakenOut;
use super::read::{FileHead, ReadRow, Told};
use super::victims::Held;
use super::{FileCount, Reported};
use crate::CaseworkError;
use crate::layout::SourceFile;
use enrolments::{Enrolments, Kept};
use layouts::{Renumbered, source_file};
pub(super) use source_rows::bound;
use source_rows::{Found, Known, SourceRow, SourceRows};

/// Imported records are numbered from here, so that they never meet an entry written here.
const FIRST_RECORD: i64 = 1 << 32;

static OFFICE_ROWS: SealedTable = SealedTable {
    name: "office_rows",
    columns: &["file_no", "record_no", "version", "gone", "sealed"],
    key: 2,
};

/// The office that takes the records in.
pub(super) struct House {
    pub(super) organization: i64,
    /// It serves survivors, so all its clients are shielded by where they come from.
    pub(super) from_victim_service: bool,
    /// What nobody has stated a need for is left out.
    pub(super) by_need: bool,
}

/// What was kept.
#[derive(Default)]
pub(super) struct KeptAccount {
    pub(super) files: Vec<FileCount>,
    pub(super) problems: Vec<Reported>,
    /// What was taken out of held rows, by the names of the files with `.csv`.
    pub(super) taken: HashMap<String, TakenOut>,
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
            Ok(Told::File(head)) => keeping.file(head)?,
            Ok(Told::Rows(rows)) => keeping.rows(rows)?,
            Ok(Told::End) => return keeping.finish(),
            Err(_) => return Err(KeepError::Stopped),
        }
    }
}

struct Keeping<'k, 'b, 'tx> {
    bench: &'k mut Bench<'b, 'tx>,
    house: &'k House,
    import_no: i64,
    now_ms: i64,
    account: KeptAccount,
    file: OpenFile,
    source_rows: SourceRows,
    enrolments: Enrolments,
}

/// The file whose rows are coming in.
#[derive(Default)]
struct OpenFile {
    no: i64,
    name: String,
    belongs: Option<Belongs>,
    renumbered: Renumbered,
    count: FileCount,
    taken: TakenOut,
}

impl<'k, 'b, 'tx> Keeping<'k, 'b, 'tx> {
    fn begin(bench: &'k mut Bench<'b, 'tx>, house: &'k House) -> Result<Self, KeepError> {
        let tx = bench.transaction();
        let now_ms = tx.now_ms();
        let import_no = tx
            .query_one("SELECT COALESCE(MAX(no), 0) + 1 FROM imports", &[])?
            .int(0)?;
        let source_rows = SourceRows::begin(bench, import_no, FIRST_RECORD)?;
        Ok(Self {
            bench,
            house,
            import_no,
            now_ms,
            account: KeptAccount::default(),
            file: OpenFile::default(),
            source_rows,
            enrolments: Enrolments::new(house.organization, now_ms),
        })
    }

    fn file(&mut self, head: FileHead) -> Result<(), KeepError> {
        self.close_file()?;
        if self.account.files.is_empty() {
            let (key, now_ms) = (head.source, self.now_ms);
            self.bench.transaction().execute(
                "INSERT INTO imports (no, at, source_key) VALUES ($1, $2, $3)",
                &[self.import_no.into(), now_ms.into(), key.into()],
            )?;
        }
        let came = SourceFile {
            name: head.name.clone(),
            headers: head.headers,
        };
        let (no, renumbered) = source_file(self.bench, &head.key, came)?;
        self.source_rows.open(self.bench, no)?;
        self.file = OpenFile {
            no,
            count: FileCount {
                file: format!("{}.csv", head.name),
                ..FileCount::default()
            },
            name: head.name,
            belongs: Some(head.belongs),
            renumbered,
            taken: TakenOut::default(),
        };
        Ok(())
    }

    fn rows(&mut self, rows: Vec<ReadRow>) -> Result<(), KeepError> {
        let found = self
            .source_rows
            .find(self.bench, &rows, self.file.belongs)?;
        for row in rows {
            self.row(row, &found)?;
        }
        Ok(())
    }

    fn row(&mut self, row: ReadRow, found: &Found) -> Result<(), KeepError> {
        if let Some(held) = row.refused {
            self.file.count.refused += 1;
            self.report(&row, held.reason());
            return match held {
                Held::Provider => self.shield_refused(&row, found),
                Held::Unclear => Ok(()),
            };
        }
        let known = found.row(&row.key);
        if row.unique && !self.source_rows.take(row.key, known) {
            self.file.count.rejected += 1;
            self.report(&row, "another row of this file has the same key; the first one was taken, give this one a key of its own");
            return Ok(());
        }
        if known.is_some_and(|known| known.content == row.content) {
            self.file.count.unchanged += 1;
            return Ok(());
        }
        let Some(client_no) = self.client_of(&row, known, found)? else {
            self.file.count.rejected += 1;
            self.report(&row, "no client of this office or export goes with this row; add them to Client.csv (and Enrollment.csv), then import again");
            return Ok(());
        };
        if let (Some(left), Some(known)) = (&row.left, known) {
            self.file.taken.note(left, known.content);
        }
        if row.deleted {
            self.file.count.deleted += 1;
        } else {
            self.file.count.imported += 1;
        }
        self.keep_row(row, known, client_no, found)
    }

    /// The client of a row: 0 for the office's own rows, a new one for a new row of Client.csv.
    fn client_of(
        &mut self,
        row: &ReadRow,
        known: Option<&Known>,
        found: &Found,
    ) -> Result<Option<i64>, KeepError> {
        if self.file.name == "Client" && self.file.belongs == Some(Belongs::ToClient) {
            return match known {
                Some(known) => Ok(Some(known.client_no)),
                None => Ok(Some(self.new_client()?)),
            };
        }
        let rows = &self.source_rows;
        Ok(match (self.file.belongs, &row.client, &row.enrollment) {
            (Some(Belongs::ToClient), Some(key), _) => rows.client(key, found),
            (Some(Belongs::ToClient), None, _) => None,
            (Some(Belongs::ToEnrollment), _, Some(key)) => rows.client_of_enrollment(key, found),
            // A file that names households only can't be given to one client: it stays sealed with
            // the office's own rows, and `report` never gives it back.
            (Some(Belongs::ToEnrollment | Belongs::ToOffice) | None, _, _) => Some(0),
        })
    }

    fn new_client(&mut self) -> Result<i64, KeepError> {
        let mut sheet = ClientSheet {
            organization: self.house.organization,
            ..ClientSheet::default()
        };
        if self.house.from_victim_service {
            sheet.protect(Protection::Victim, ProtectionSource::Origin, self.now_ms);
        }
        Ok(self.bench.new_client(sheet)?)
    }

    fn keep_row(
        &mut self,
        row: ReadRow,
        known: Option<&Known>,
        client_no: i64,
        found: &Found,
    ) -> Result<(), KeepError> {
        let (record_no, version) = match known {
            Some(known) => (known.record_no, known.version + 1),
            None => (self.source_rows.next_record(), 1),
        };
        let source_row = SourceRow {
            key: row.key,
            content: row.content,
            client_no,
            record_no,
            version,
            gone: row.deleted,
        };
        self.source_rows.keep(self.bench, source_row)?;
        let kept = Kept {
            client_no,
            record_no,
            version,
            before: known.map(|known| known.client_no),
        };
        if let Some(known) = known.filter(|known| known.client_no != client_no) {
            self.bench.remove_record(known.client_no, record_no)?;
        }
        if client_no != 0 {
            let programme = row.programme.filter(|_| self.file.name == "Enrollment");
            self.enrolments
                .facts_of(self.bench, &row, programme, kept)?;
        }
        if let ("Exit", Some(exit)) = (self.file.name.as_str(), row.exit) {
            self.end_of(&row, exit, found)?;
        }
        if let (Some(Signal::SurvivorProject), Some(key)) = (row.signal, row.programme) {
            self.enrolments.serves_survivors(self.bench, key)?;
        }
        if client_no == 0 {
            self.keep_office_row(&row, kept)
        } else {
            self.keep_record(row, kept)
        }
    }

    /// An exit whose enrolment isn't in this export ends the one that an earlier import took.
    fn end_of(&mut self, row: &ReadRow, exit: Exit, found: &Found) -> Result<(), KeepError> {
        let enrolment = row.enrollment.as_ref();
        match enrolment.and_then(|key| found.enrolment(key)) {
            Some((client_no, record_no)) => {
                self.enrolments.ends(self.bench, client_no, record_no, exit)
            }
            None => Ok(()),
        }
    }

    fn keep_record(&mut self, row: ReadRow, kept: Kept) -> Result<(), KeepError> {
        let mark = RecordMark {
            client_no: kept.client_no,
            record_no: kept.record_no,
            kind: self.file.no,
            version: kept.version,
            gone: row.deleted,
        };
        let section = |part| -> Result<_, KeepError> {
            let part: caseward_formats::hmis::Part = part;
            Ok((part.category, self.file.renumbered.part(part)?))
        };
        let sections: Result<Vec<_>, _> = row.parts.into_iter().map(section).collect();
        Ok(self
            .bench
            .put_record(&mark, kept.before.is_some(), sections?)?)
    }

    fn keep_office_row(&mut self, row: &ReadRow, kept: Kept) -> Result<(), KeepError> {
        let (record_no, version) = (kept.record_no, kept.version);
        let plain = self.file.renumbered.joined(&row.parts)?;
        Ok(self.bench.put_row(SealedRow {
            table: &OFFICE_ROWS,
            values: vec![
                self.file.no.into(),
                record_no.into(),
                version.into(),
                row.deleted.into(),
            ],
            place: (self.file.no, record_no, version),
            plain,
        })?)
    }

    /// Someone of whom a row was refused is a survivors' service's client, also where other rows came in.
    fn shield_refused(&mut self, row: &ReadRow, found: &Found) -> Result<(), KeepError> {
        let client = row.client.as_ref();
        match client.and_then(|key| self.source_rows.client(key, found)) {
            Some(client_no) => self.enrolments.shield(self.bench, client_no),
            None => Ok(()),
        }
    }

    fn report(&mut self, row: &ReadRow, reason: &str) {
        self.account.problems.push(Reported {
            file: self.file.count.file.clone(),
            line: row.line,
            column: String::new(),
            reason: reason.to_owned(),
        });
    }

    fn close_file(&mut self) -> Result<(), KeepError> {
        let count = std::mem::take(&mut self.file.count);
        if !count.file.is_empty() {
            let taken = std::mem::take(&mut self.file.taken);
            self.account.taken.insert(count.file.clone(), taken);
            self.account.files.push(count);
            self.source_rows.close(self.bench)?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<KeptAccount, KeepError> {
        self.close_file()?;
        let mut particulars = Map::new();
        let total = |of: fn(&FileCount) -> u64| self.account.files.iter().map(of).sum::<u64>();
        particulars.insert("import".to_owned(), self.import_no.into());
        particulars.insert("imported".to_owned(), total(|it| it.imported).into());
        particulars.insert("unchanged".to_owned(), total(|it| it.unchanged).into());
        particulars.insert("deleted".to_owned(), total(|it| it.deleted).into());
        particulars.insert("refused".to_owned(), total(|it| it.refused).into());
        particulars.insert("by_need".to_owned(), self.house.by_need.into());
        let taken: u64 = self.account.taken.values().map(TakenOut::taken).sum();
        particulars.insert("taken_out".to_owned(), taken.into());
        let Self {
            bench,
            account,
            source_rows,
            ..
        } = self;
        // What was only needed to tell rows apart makes room for what is written now.
        drop(source_rows);
        bench.finish("imported", particulars)?;
        Ok(account)
    }
}
