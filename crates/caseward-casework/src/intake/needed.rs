//! Which columns of an export somebody stated a need for, with the client whom a row is about (RE-5, NASW-a).
//!
//! Keys, and what only says how a record is kept, always come in, and so does what is about the office. Whether somebody is fleeing is
//! read from the row itself, so that a column that is left out takes the shield from nobody (CC-2.4).

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};
use std::rc::Rc;
use std::sync::Arc;

use caseward_formats::hmis::{Belongs, Column, Layout, Package, PackageError, Row};
use caseward_model::{Language, RedactionClass};
use serde::Serialize;

use super::each_row::each_row;
use super::exits::{digest, enrolment_of};
use super::on_file::{OnFile, SourceKeys};
use crate::stated_needs::{StatedNeeds, strange_field, tells_of_a_person};

/// How many values stand in a column that nobody has stated a need for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unneeded {
    /// The file, with `.csv`.
    pub file: String,
    /// The column, as a standard calls it or as it came.
    pub column: String,
    /// The values in rows that weren't refused; blanks are none.
    pub values: u64,
    /// Of these, the ones that stayed out: their rows are new, or were held without them. None of all three where everything comes in.
    pub stayed_out: u64,
    /// The ones that were taken out: their rows were held with them, and are held without them from now on.
    pub taken_out: u64,
    /// The ones in rows that were held and came otherwise changed: whatever stood there of this column is gone from them too, if anything
    /// did.
    pub unclear: u64,
}

impl Unneeded {
    /// What became of the values, once it is known which were in rows that were held.
    pub(super) fn with(self, (taken_out, unclear): (u64, u64)) -> Self {
        Self {
            stayed_out: self.values.saturating_sub(taken_out + unclear),
            taken_out,
            unclear,
            ..self
        }
    }
}

/// What of a row was left out, where a row like it may be held.
pub(super) struct LeftOut {
    /// The places of its columns in the header.
    pub(super) columns: Vec<usize>,
    /// The fingerprint that the row has with all of them.
    pub(super) whole: [u8; 16],
}

/// What was taken out of held rows of one file, by the places of the columns: how many values, and of how many it isn't clear.
#[derive(Default)]
pub(super) struct TakenOut(BTreeMap<usize, (u64, u64)>);

impl TakenOut {
    /// Notes that a held row, whose fingerprint this is, is written anew without what was left out.
    pub(super) fn note(&mut self, left: &LeftOut, held: [u8; 16]) {
        let alike = held == left.whole;
        for at in &left.columns {
            let (taken, unclear) = self.0.entry(*at).or_default();
            *if alike { taken } else { unclear } += 1;
        }
    }

    /// What was taken out of a column.
    pub(super) fn of(&self, at: usize) -> (u64, u64) {
        self.0.get(&at).copied().unwrap_or_default()
    }

    /// All values that were taken out.
    pub(super) fn taken(&self) -> u64 {
        self.0.values().map(|(taken, _)| taken).sum()
    }
}

/// The office's programmes, by what stands for their ids in another system.
pub(super) type Programmes = HashMap<[u8; 16], i64>;

/// What the office needs, and who is in which of its programmes: by the export, and by what earlier ones brought.
#[derive(Default)]
pub(super) struct Needed {
    needs: StatedNeeds,
    all: Vec<i64>,
    /// By a digest of their ids, as there may be a million; nothing where all columns come in, or all programmes need the same.
    enrolments: HashMap<u64, Option<i64>>,
    clients: HashMap<u64, Vec<i64>>,
    on_file: OnFile,
}

impl Needed {
    /// Looks the export through for who is in which programme, where it matters.
    pub(super) fn find<R: Read + Seek>(
        package: &mut Package<'_, R>,
        keys: SourceKeys<'_>,
        (needs, programmes, on_file): (StatedNeeds, &Programmes, OnFile),
    ) -> Result<Self, PackageError> {
        let mut needed = Self {
            needs,
            all: programmes.values().copied().collect(),
            on_file,
            ..Self::default()
        };
        // Where all programmes need the same, it is all one who is in which.
        if needed.leaves_out() && needed.needs.tells_programmes_apart() {
            each_row(package, "Enrollment", |row| {
                let project = row.layout().places.project_id;
                let project = project.map_or("", |at| row.value(at));
                let programme = programmes.get(&keys.programme(project));
                needed.enrolled(row, programme.copied(), keys);
            })?;
        }
        Ok(needed)
    }

    /// Columns without a need are left out; otherwise they are only counted.
    pub(super) fn leaves_out(&self) -> bool {
        self.needs.imports_by_need()
    }

    fn enrolled(&mut self, row: &Row<'_>, programme: Option<i64>, keys: SourceKeys<'_>) {
        if let Some(enrolment) = enrolment_of(row) {
            self.enrolments.insert(digest(enrolment), programme);
            self.on_file.set_aside(keys, enrolment);
        }
        let standing = programme.filter(|_| !row.is_deleted());
        if let (Some(personal), Some(no)) = (row.personal_id(), standing) {
            let of = self.clients.entry(digest(personal)).or_default();
            if let Err(at) = of.binary_search(&no) {
                of.insert(at, no);
            }
        }
    }

    /// The programmes whose needs count for a row: that of the enrolment it names, or all of its client's, also where an earlier import
    /// brought them and this one doesn't. None of a programme that is new in this very export: for it the whole office's needs hold.
    fn programmes_of(&self, row: &Row<'_>, keys: SourceKeys<'_>) -> Cow<'_, [i64]> {
        if let Some(enrolment) = enrolment_of(row) {
            if let Some(programme) = self.enrolments.get(&digest(enrolment)) {
                return Cow::Borrowed(programme.as_slice());
            }
            if let Some(programme) = self.on_file.programme_of(keys, enrolment) {
                return Cow::Owned(vec![programme]);
            }
        }
        let Some(personal) = row.personal_id() else {
            return Cow::Borrowed(&[]);
        };
        let told = self.clients.get(&digest(personal));
        let told: &[i64] = told.map_or(&[], Vec::as_slice);
        let mut all = Cow::Borrowed(told);
        for programme in self.on_file.programmes_of(keys, personal) {
            if let Err(at) = all.binary_search(&programme) {
                all.to_mut().insert(at, programme);
            }
        }
        all
    }

    /// The columns of one file.
    pub(super) fn columns(&self, layout: &Arc<Layout>) -> Columns<'_> {
        let everywhere = (!self.leaves_out()).then(|| {
            let whole_office = mask(&self.needs, layout, &[]);
            let somewhere = mask(&self.needs, layout, &self.all);
            let either = whole_office.iter().zip(somewhere.iter());
            either.map(|(one, other)| *one || *other).collect()
        });
        Columns {
            needed: self,
            layout: Arc::clone(layout),
            everywhere,
            known: HashMap::new(),
            unneeded: vec![0; layout.columns.len()],
        }
    }
}

/// Which columns are needed with a client of these programmes.
fn mask(needs: &StatedNeeds, layout: &Layout, programmes: &[i64]) -> Rc<[bool]> {
    let columns = layout.columns.iter().enumerate();
    let needed = columns.map(|(at, column)| is_needed(needs, (layout, at, column), programmes));
    needed.collect()
}

fn is_needed(
    needs: &StatedNeeds,
    (layout, at, column): (&Layout, usize, &Column),
    programmes: &[i64],
) -> bool {
    if layout.belongs == Belongs::ToOffice {
        return true;
    }
    let why = |name: &str| needs.why(programmes, name, Language::English);
    let Some(field) = column.field else {
        // What no standard knows has no usual need: it comes in where somebody of this office said what for.
        return column.redaction == RedactionClass::UniqueCode
            || ties_rows(layout, at)
            || why(&strange_field(&layout.file, &column.header)).is_some();
    };
    if !tells_of_a_person(field) {
        return true;
    }
    why(&format!("{}.{}", field.file, field.name)).is_some()
}

/// Whether a column ties rows together, or says when a row was made and changed.
fn ties_rows(layout: &Layout, at: usize) -> bool {
    let places = layout.places;
    let ties = [
        layout.own_id,
        places.personal_id,
        places.enrollment_id,
        places.household_id,
        places.project_id,
        places.organization_id,
        places.user_id,
        places.export_id,
        places.date_created,
        places.date_updated,
        places.date_deleted,
    ];
    ties.contains(&Some(at))
}

/// Which columns of a row somebody needs, and whether the others come in all the same.
pub(super) struct Wanted {
    needed: Rc<[bool]>,
    leaves_out: bool,
}

impl Wanted {
    /// Whether the value of this column comes in.
    pub(super) fn comes_in(&self, at: usize) -> bool {
        !self.leaves_out || self.needed.get(at).is_some_and(|it| *it)
    }
}

/// The columns of a file whose rows are being read.
pub(super) struct Columns<'n> {
    needed: &'n Needed,
    layout: Arc<Layout>,
    /// What any programme needs: where nothing is left out, that is all there is to ask.
    everywhere: Option<Rc<[bool]>>,
    known: HashMap<Vec<i64>, Rc<[bool]>>,
    /// How many values nobody needs, column by column.
    unneeded: Vec<u64>,
}

impl Columns<'_> {
    /// Which columns of this row are wanted.
    pub(super) fn of(&mut self, row: &Row<'_>, keys: SourceKeys<'_>) -> Wanted {
        let leaves_out = self.everywhere.is_none();
        let of = self.needed;
        let needed = match self.everywhere.clone() {
            Some(everywhere) => everywhere,
            None => self.with(&of.programmes_of(row, keys)),
        };
        Wanted { needed, leaves_out }
    }

    fn with(&mut self, programmes: &[i64]) -> Rc<[bool]> {
        if let Some(known) = self.known.get(programmes) {
            return Rc::clone(known);
        }
        let made = mask(&self.needed.needs, &self.layout, programmes);
        self.known.insert(programmes.to_vec(), Rc::clone(&made));
        made
    }

    /// Counts the values that nobody needs; gives the places of the columns that are left out and hold one.
    pub(super) fn count(&mut self, row: &Row<'_>, wanted: &Wanted) -> Vec<usize> {
        let mut left = Vec::new();
        let columns = wanted.needed.iter().zip(&mut self.unneeded).enumerate();
        for (at, (needed, values)) in columns {
            if !needed && !row.value(at).is_empty() {
                *values += 1;
                if wanted.leaves_out {
                    left.push(at);
                }
            }
        }
        left
    }

    /// The columns that hold something that nobody needs, in the order of the file, with their places in it.
    pub(super) fn unneeded(&self) -> Vec<(usize, Unneeded)> {
        let columns = self.layout.columns.iter().zip(&self.unneeded);
        let held = columns.enumerate().filter(|(_, (_, values))| **values > 0);
        let held = held.map(|(at, (column, values))| {
            let unneeded = Unneeded {
                file: format!("{}.csv", self.layout.file),
                column: match column.field {
                    Some(field) => field.name.to_owned(),
                    None => column.header.to_string(),
                },
                values: *values,
                stayed_out: 0,
                taken_out: 0,
                unclear: 0,
            };
            (at, unneeded)
        });
        held.collect()
    }
}
