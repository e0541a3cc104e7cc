//! The reading side of an intake: rows become parts and fingerprints, heap by heap.

use std::collections::HashMap;
use std::io::{Read, Seek};
use std::sync::mpsc::SyncSender;

use caseward_formats::hmis::{
    Belongs, Key, Layout, Notice, Package, PackagedFile, Part, Row, RowReader, ScanLimits, Signal,
    protection_signals,
};
use caseward_gate::Fingerprints;
use caseward_model::Category;

use super::exits::{self, Exit, Exits};
use super::needed::{Columns, LeftOut, Needed, Unneeded};
use super::on_file::SourceKeys;
use super::victims::{Held, Victims};
use super::{Account, IntakeError, Progress, Reported, reported};
use crate::layout::household_key;

/// How many rows are handed over at a time.
pub(super) const HEAP: usize = 256;

/// The longest key of the other system that is looked at.
type Fingerprint = [u8; 16];

/// One row, taken apart. Nothing in it can be read but the parts that are about to be sealed.
pub(super) struct ReadRow {
    pub(super) line: u64,
    pub(super) key: Fingerprint,
    pub(super) content: Fingerprint,
    /// The row of Client.csv that it is about.
    pub(super) client: Option<Fingerprint>,
    /// The row of Enrollment.csv that it is about, where it names no client itself, or ends it.
    pub(super) enrollment: Option<Fingerprint>,
    pub(super) programme: Option<Fingerprint>,
    /// The household, of a row of Enrollment.csv.
    pub(super) household: Option<Fingerprint>,
    /// What the export says of the end of the enrolment that this row is, or that it names as an exit.
    pub(super) exit: Option<Exit>,
    pub(super) signal: Option<Signal>,
    pub(super) deleted: bool,
    /// Why it may not come in, if it may not.
    pub(super) refused: Option<Held>,
    /// No other row of the file should have this key.
    pub(super) unique: bool,
    /// What of it was left out, where rows are held from before.
    pub(super) left: Option<LeftOut>,
    pub(super) parts: Vec<Part>,
}

/// What the keeping side is told.
pub(super) enum Told {
    /// A file begins.
    File(FileHead),
    /// Some of its rows.
    Rows(Vec<ReadRow>),
    /// Everything was read to its end.
    End,
}

/// What is known of a file before its rows.
pub(super) struct FileHead {
    /// Without `.csv`.
    pub(super) name: String,
    pub(super) headers: Vec<String>,
    /// Names the file in the database without saying its name.
    pub(super) key: Fingerprint,
    pub(super) belongs: Belongs,
    pub(super) source: Fingerprint,
}

/// What the reading side has to say at the end.
#[derive(Default)]
pub(super) struct ReadAccount {
    pub(super) problems: Vec<Reported>,
    pub(super) notices: Vec<Notice>,
    /// With the places of the columns.
    pub(super) without_need: Vec<(usize, Unneeded)>,
}

/// What was found when the export was looked through.
pub(super) struct FoundBefore {
    pub(super) victims: Victims,
    pub(super) exits: Exits,
    pub(super) needed: Needed,
    /// Rows are held that an earlier import took.
    pub(super) held_before: bool,
}

/// What stands for the system that an export comes from.
pub(super) fn source_of<R: Read + Seek>(
    package: &Package<'_, R>,
    fingerprints: &Fingerprints,
) -> Fingerprint {
    let facts = package.facts();
    let source = if facts.source_id.trim().is_empty() {
        &facts.source_name
    } else {
        &facts.source_id
    };
    fingerprints.of("source", &[source.trim().as_bytes()])
}

/// Opens every file once and reports what would stop the whole import, before anything is touched.
pub(super) fn look_over<R: Read + Seek>(
    package: &mut Package<'_, R>,
    account: &mut Account,
) -> Result<(), IntakeError> {
    for file in package.files().to_vec() {
        if let Err(problem) =
            RowReader::open(&file.name, package.open(&file)?, ScanLimits::default())
        {
            account.problems.push(reported(&problem));
        }
    }
    Ok(())
}

/// Reads all files in their order. Stops early, without [`Told::End`], when a whole file is at fault.
pub(super) fn read<R: Read + Seek>(
    package: &mut Package<'_, R>,
    fingerprints: &Fingerprints,
    found: &FoundBefore,
    to: &SyncSender<Told>,
    progress: &mut impl FnMut(Progress<'_>),
) -> Result<ReadAccount, IntakeError> {
    let source = source_of(package, fingerprints);
    let mut reading = Reading {
        fingerprints,
        found,
        to,
        source,
        rows: 0,
        account: ReadAccount::default(),
    };
    for file in package.files().to_vec() {
        let content = package.open(&file)?;
        match reading.file(&file, content, progress) {
            Step::On => {}
            Step::Stop => return Ok(reading.account),
        }
    }
    reading.tell(Told::End);
    Ok(reading.account)
}

enum Step {
    On,
    Stop,
}

struct Reading<'a> {
    fingerprints: &'a Fingerprints,
    found: &'a FoundBefore,
    to: &'a SyncSender<Told>,
    source: Fingerprint,
    rows: u64,
    account: ReadAccount,
}

impl Reading<'_> {
    /// Hands something over; false when the other side has given up.
    fn tell(&self, told: Told) -> bool {
        self.to.send(told).is_ok()
    }

    fn file(
        &mut self,
        file: &PackagedFile,
        content: impl Read,
        progress: &mut impl FnMut(Progress<'_>),
    ) -> Step {
        let mut rows = match RowReader::open(&file.name, content, ScanLimits::default()) {
            Ok(rows) => rows,
            Err(problem) => {
                self.account.problems.push(reported(&problem));
                return Step::Stop;
            }
        };
        if !self.tell(Told::File(self.head(rows.layout()))) {
            return Step::Stop;
        }
        let found = self.found;
        let mut columns = found.needed.columns(rows.layout());
        let mut same = HashMap::new();
        let mut heap = Vec::with_capacity(HEAP);
        let mut before = 0;
        while let Some(row) = rows.next_row() {
            match row {
                Ok(row) => heap.push(self.row(&row, &mut columns, &mut same)),
                Err(problem) => {
                    self.account.problems.push(reported(&problem));
                    if problem.stops {
                        return Step::Stop;
                    }
                }
            }
            if heap.len() == HEAP {
                if !self.tell(Told::Rows(std::mem::replace(
                    &mut heap,
                    Vec::with_capacity(HEAP),
                ))) {
                    return Step::Stop;
                }
                self.rows += rows.rows() - before;
                before = rows.rows();
                progress(Progress {
                    file: &file.name,
                    rows: self.rows,
                });
            }
        }
        self.rows += rows.rows() - before;
        progress(Progress {
            file: &file.name,
            rows: self.rows,
        });
        self.account.notices.extend(rows.notices());
        self.account.without_need.extend(columns.unneeded());
        if heap.is_empty() || self.tell(Told::Rows(heap)) {
            Step::On
        } else {
            Step::Stop
        }
    }

    fn head(&self, layout: &Layout) -> FileHead {
        FileHead {
            name: layout.file.to_string(),
            headers: layout
                .headers()
                .iter()
                .map(|header| (*header).to_owned())
                .collect(),
            key: self.fingerprints.of("file", &[layout.file.as_bytes()]),
            belongs: layout.belongs,
            source: self.source,
        }
    }

    fn row(
        &self,
        row: &Row<'_>,
        columns: &mut Columns<'_>,
        same: &mut HashMap<Fingerprint, u32>,
    ) -> ReadRow {
        let layout = row.layout();
        let keys = self.keys();
        let wanted = columns.of(row, keys);
        let refused = self.found.victims.holds(row);
        let left = match refused {
            None => columns.count(row, &wanted),
            Some(_) => Vec::new(),
        };
        let mut key = self.row_key(&layout.file, &row.key());
        let unique = row.key().is_unique();
        if !unique {
            // Rows without an id of their own are counted, so that none replaces another.
            let count = same.entry(key).or_default();
            key = self.fingerprints.of("nth", &[&key, &count.to_be_bytes()]);
            *count += 1;
        }
        let places = layout.places;
        let programme = (&*layout.file == "Enrollment" || &*layout.file == "Project")
            .then_some(places.project_id)
            .flatten()
            .map(|at| keys.programme(row.value(at)));
        let exit = self.exit(row);
        let mut parts = Vec::new();
        row.parts_of(&mut parts, |at| wanted.comes_in(at));
        ReadRow {
            line: row.line(),
            key,
            content: self.content((row, exit), |at| wanted.comes_in(at), &parts),
            left: self.left_out((row, exit), left),
            client: row.personal_id().map(|id| keys.row("Client", id)),
            enrollment: (layout.belongs == Belongs::ToEnrollment || &*layout.file == "Exit")
                .then_some(places.enrollment_id)
                .flatten()
                .map(|at| keys.row("Enrollment", row.value(at).trim())),
            programme,
            household: (&*layout.file == "Enrollment")
                .then_some(places.household_id)
                .flatten()
                .map(|at| household_key(self.fingerprints, row.value(at))),
            exit,
            signal: protection_signals(layout, row),
            deleted: row.is_deleted(),
            refused,
            unique,
            parts,
        }
    }

    fn keys(&self) -> SourceKeys<'_> {
        SourceKeys {
            fingerprints: self.fingerprints,
            source: self.source,
        }
    }

    fn row_key(&self, file: &str, key: &Key<'_>) -> Fingerprint {
        match key {
            Key::Own(id) => self.keys().row(file, id),
            Key::About {
                personal,
                enrollment,
            } => {
                let file = file.as_bytes();
                let enrollment = enrollment.unwrap_or_default().as_bytes();
                self.fingerprints.of(
                    "about",
                    &[&self.source, file, personal.as_bytes(), enrollment],
                )
            }
            Key::Line(line) => self.fingerprints.of(
                "line",
                &[&self.source, file.as_bytes(), &line.to_be_bytes()],
            ),
        }
    }

    /// The end of the enrolment that a row is, or that it names.
    fn exit(&self, row: &Row<'_>) -> Option<Exit> {
        match &*row.layout().file {
            "Enrollment" => exits::enrolment_of(row).and_then(|id| self.found.exits.of(id)),
            "Exit" => exits::exit_of(row),
            _ => None,
        }
    }

    /// What of a row was left out, with the fingerprint of all of it: it is asked for only where a row like it may be held.
    fn left_out(
        &self,
        (row, exit): (&Row<'_>, Option<Exit>),
        columns: Vec<usize>,
    ) -> Option<LeftOut> {
        if columns.is_empty() || !self.found.held_before {
            return None;
        }
        let mut parts = Vec::new();
        row.parts(&mut parts);
        let whole = self.content((row, exit), |_| true, &parts);
        Some(LeftOut { columns, whole })
    }

    /// All values that come in but the export's own id, which changes with every export; an enrolment that has ended
    /// since is another one. What tells of sexual violence was once sealed with other violence: such a row is another one too,
    /// so that it is sealed anew when it comes again (DV-4.4.2).
    fn content(
        &self,
        (row, exit): (&Row<'_>, Option<Exit>),
        comes_in: impl Fn(usize) -> bool,
        parts: &[Part],
    ) -> Fingerprint {
        let apart = parts
            .iter()
            .any(|it| it.category == Category::SexualViolence)
            .then(|| Category::SexualViolence.word().as_bytes());
        let export = row
            .layout()
            .places
            .export_id
            .filter(|_| &*row.layout().file != "Export");
        let ended = match exit.filter(|_| &*row.layout().file == "Enrollment") {
            Some(Exit::At(until)) => Some(until.to_be_bytes()),
            Some(Exit::Undone) | None => None,
        };
        let values = row
            .values()
            .enumerate()
            .filter(|(at, _)| Some(*at) != export && comes_in(*at))
            .map(|(_, value)| value.as_bytes());
        let values: Vec<&[u8]> = values
            .chain(ended.as_ref().map(<[u8; 8]>::as_slice))
            .chain(apart)
            .collect();
        self.fingerprints.of("content", &values)
    }
}
