//! Taking in what another system exported: every row is imported or reported, and nothing half.
//!
//! Two threads work hand in hand. The one that reads takes rows apart by section and replaces every
//! key of the other system by a keyed fingerprint; the one that keeps looks each row up, seals its
//! sections and writes, all in one transaction. Clauses CC-2.4 (who is shielded), DV-3.3.1, CR-3.

mod each_row;
mod exits;
mod keep;
mod needed;
mod on_file;
mod read;
mod victims;

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::sync::mpsc::sync_channel;

use caseward_formats::hmis::{Notice, Package, PackageError, PackageNotice, Problem};
use caseward_gate::Fingerprints;
use serde::Serialize;

use crate::stated_needs::needs_in;
use crate::{CaseworkError, Office};
pub use needed::Unneeded;
use needed::{Needed, Programmes};
use on_file::{OnFile, SourceKeys};

/// How many rows wait between the two threads, in heaps of [`read::HEAP`].
const HEAPS: usize = 8;

/// What became of the rows of one file; the numbers add up to its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct FileCount {
    /// The file, with `.csv`.
    pub file: String,
    /// New or changed, and kept.
    pub imported: u64,
    /// As they were already.
    pub unchanged: u64,
    /// Deleted in the system they come from: marked here, not gone.
    pub deleted: u64,
    /// Not taken because of a rule (victim service providers' clients).
    pub refused: u64,
    /// Not taken because of a fault.
    pub rejected: u64,
}

/// Why a row wasn't taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reported {
    /// The file, with `.csv`.
    pub file: String,
    /// The line on which the row begins, from 1; 0 for the file as a whole.
    pub line: u64,
    /// The column, where it is one.
    pub column: String,
    /// Why, and what to do; never the value.
    pub reason: String,
}

/// The account of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// File by file, in the order in which they were read.
    pub files: Vec<FileCount>,
    /// Row by row, what wasn't taken.
    pub problems: Vec<Reported>,
    /// What is worth knowing about what was taken.
    pub notices: Vec<String>,
    /// The columns that nobody has stated a need for, with how many values they hold (RE-5).
    pub without_need: Vec<Unneeded>,
    /// Those values were left out; otherwise they came in like the rest.
    pub left_out: bool,
    /// Whether anything was kept: after a fault in a whole file, nothing is.
    pub kept: bool,
}

/// How far an import is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'p> {
    /// The file that is being read, without `.csv`.
    pub file: &'p str,
    /// Rows read so far, over all files.
    pub rows: u64,
}

/// Why an import couldn't be done; nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The export isn't one, or isn't safe to open.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The office couldn't take it.
    #[error(transparent)]
    Casework(#[from] CaseworkError),
}

impl Office {
    /// Takes an export in. Blocks until everything is on the disk; the second import of the same
    /// export changes nothing.
    ///
    /// # Errors
    /// [`IntakeError`] when nothing could be done at all. Faults of single rows stand in the account.
    pub fn import_hmis<R: Read + Seek>(
        &self,
        package: &mut Package<'_, R>,
        own: &crate::people::RegisteredOrganization,
        mut progress: impl FnMut(Progress<'_>),
    ) -> Result<Account, IntakeError> {
        let mut account = Account {
            notices: said_before(package),
            ..Account::default()
        };
        read::look_over(package, &mut account)?;
        if !account.problems.is_empty() {
            return Ok(account);
        }
        let fingerprints = self.gate.fingerprints().map_err(CaseworkError::from)?;
        let found = read::FoundBefore {
            victims: victims::find(package, own.sheet.comparable_database)?,
            exits: exits::Exits::find(package)?,
            needed: self.needed_of(package, &fingerprints)?,
            held_before: self.holds_rows()?,
        };
        account.left_out = found.needed.leaves_out();
        let (to, from) = sync_channel(HEAPS);
        let office = keep::House {
            organization: own.no,
            from_victim_service: own.sheet.comparable_database,
            by_need: account.left_out,
        };
        let outcome = std::thread::scope(|scope| {
            let keeper = std::thread::Builder::new()
                .name("caseward-intake".to_owned())
                .spawn_scoped(scope, || {
                    self.gate
                        .intake(move |bench| keep::keep(bench, &office, &from))
                });
            let read = read::read(package, &fingerprints, &found, &to, &mut progress);
            drop(to);
            let kept = keeper.map(std::thread::ScopedJoinHandle::join);
            (read, kept)
        });
        let (read, kept) = outcome;
        let kept = match kept {
            Ok(Ok(kept)) => kept,
            Ok(Err(_)) | Err(_) => return Err(CaseworkError::Damaged.into()),
        };
        match kept {
            Ok(kept) => account.take(read?, kept),
            Err(keep::KeepError::Stopped) => account.take_fault(read?),
            Err(keep::KeepError::Casework(error)) => return Err(error.into()),
        }
        Ok(account)
    }

    /// Whether rows are held that an earlier import took.
    fn holds_rows(&self) -> Result<bool, CaseworkError> {
        let sql = "SELECT file_no FROM source_rows LIMIT 1";
        let found = self
            .db
            .read_blocking(move |reader| Ok::<_, CaseworkError>(reader.query_optional(sql, &[])?));
        Ok(found?.is_some())
    }

    /// What is needed of an export.
    fn needed_of<R: Read + Seek>(
        &self,
        package: &mut Package<'_, R>,
        fingerprints: &Fingerprints,
    ) -> Result<Needed, IntakeError> {
        let cards = self.gate.cards().map_err(CaseworkError::from)?;
        let prints = self.gate.fingerprints().map_err(CaseworkError::from)?;
        let sql = "SELECT no, source_key FROM programmes";
        let found = self.db.read_blocking(move |reader| {
            let needs = needs_in(&cards, reader)?;
            let mut programmes = Programmes::new();
            for row in reader.query(sql, &[])? {
                programmes.insert(row.array(1)?, row.int(0)?);
            }
            // Where all programmes need the same, it is all one who is in which.
            let on_file = if needs.imports_by_need() && needs.tells_programmes_apart() {
                OnFile::read(reader, &prints)?
            } else {
                OnFile::default()
            };
            Ok::<_, CaseworkError>((needs, programmes, on_file))
        });
        let (needs, programmes, on_file) = found?;
        let source = read::source_of(package, fingerprints);
        let keys = SourceKeys {
            fingerprints,
            source,
        };
        Ok(Needed::find(package, keys, (needs, &programmes, on_file))?)
    }
}

impl Account {
    fn take(&mut self, read: read::ReadAccount, kept: keep::KeptAccount) {
        self.kept = true;
        let mut rejected: BTreeMap<String, u64> = BTreeMap::new();
        for problem in &read.problems {
            *rejected.entry(problem.file.clone()).or_default() += 1;
        }
        self.files = kept.files;
        for file in &mut self.files {
            file.rejected += rejected.get(&file.file).copied().unwrap_or(0);
        }
        self.problems = read.problems;
        self.problems.extend(kept.problems);
        let left_out = self.left_out;
        let became = |(at, it): (usize, Unneeded)| {
            if !left_out {
                return it;
            }
            let taken = kept.taken.get(&it.file).map(|taken| taken.of(at));
            it.with(taken.unwrap_or_default())
        };
        self.without_need = read.without_need.into_iter().map(became).collect();
        self.problems
            .sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        self.notices
            .extend(read.notices.iter().map(Notice::to_string));
    }

    fn take_fault(&mut self, read: read::ReadAccount) {
        self.problems = read.problems;
        self.notices
            .extend(read.notices.iter().map(Notice::to_string));
    }
}

fn said_before<R: Read + Seek>(package: &Package<'_, R>) -> Vec<String> {
    let say = |notice: &PackageNotice| match &notice.file {
        Some(file) => format!("{file}: {}", notice.kind),
        None => notice.kind.to_string(),
    };
    let mut said: Vec<String> = package.notices().iter().map(say).collect();
    let hashed = package
        .facts()
        .hash_status
        .sentence(caseward_model::Language::English);
    said.extend(hashed.map(str::to_owned));
    said
}

fn reported(problem: &Problem) -> Reported {
    Reported {
        file: format!("{}.csv", problem.file),
        line: problem.line.unwrap_or(0),
        column: problem.column.as_deref().unwrap_or_default().to_owned(),
        reason: format!("{}; {}", problem.reason, problem.what_to_do()),
    }
}
