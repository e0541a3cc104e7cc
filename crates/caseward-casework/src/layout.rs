//! How the files of other systems are laid out: what each number in a sealed part is called.
//!
//! File names and headers can say more than they should (someone's own export may be named after a
//! person), so they are sealed like everything else the office knows about itself.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use caseward_db::{DbError, Reader};
use caseward_formats::fields::{FileFields, Shape, table};
use caseward_formats::hmis::EXTRA_COLUMNS;
use caseward_gate::{DisclosedPart, Fingerprints, Text};
use caseward_model::Language;
use serde::{Deserialize, Serialize};

use crate::{CaseworkError, Office};

/// The second row number under which a file's layout is sealed; records have positive ones.
pub(crate) const LAYOUT_ROW: i64 = -1;

/// What stands for a household: the same each time, and telling nothing to whoever lacks the key.
pub(crate) fn household_key(fingerprints: &Fingerprints, id: &str) -> [u8; 16] {
    fingerprints.of("household", &[id.trim().as_bytes()])
}

/// The place under which the household of an enrolment is sealed: row, second row number, version. Files
/// have positive numbers.
pub(crate) const fn household_place(client_no: i64, record_no: i64) -> (i64, i64, i64) {
    (-client_no, record_no, 0)
}

/// What lies sealed about an enrolment: its household, and when the client left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Enrolment {
    /// What stands for the household; missing when none was named.
    pub(crate) household: Option<[u8; 16]>,
    /// When the stay ended, in ms.
    pub(crate) until: Option<i64>,
}

impl Enrolment {
    /// As it is sealed: the household, if there is one, and then the end, if there is one.
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = self.household.map(Vec::from).unwrap_or_default();
        bytes.extend(self.until.map(i64::to_be_bytes).into_iter().flatten());
        bytes
    }

    /// Reads what [`Enrolment::to_bytes`] wrote.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, CaseworkError> {
        let (household, rest) = match bytes.split_first_chunk::<16>() {
            Some((household, rest)) => (Some(*household), rest),
            None => (None, bytes),
        };
        let until = match rest {
            [] => None,
            rest => Some(i64::from_be_bytes(
                rest.try_into().map_err(|_| CaseworkError::Damaged)?,
            )),
        };
        Ok(Self { household, until })
    }
}

/// A file of another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// What it is called, without `.csv`.
    pub name: String,
    /// Its headers as they came; later imports add theirs at the end.
    pub headers: Vec<String>,
}

/// All files of other systems, by their number.
#[derive(Debug, Clone, Default)]
pub struct Layouts(Arc<HashMap<i64, SourceFile>>);

/// The layouts as they were opened last. They are no facts, and they only ever grow: a file keeps its
/// number and its headers keep their places, so what lays out all fields of a record lays them out
/// rightly, however old it is.
pub(crate) type Remembered = RwLock<Layouts>;

impl Layouts {
    /// The file with this number.
    #[must_use]
    pub fn file(&self, no: i64) -> Option<&SourceFile> {
        self.0.get(&no)
    }

    /// Whether every field of these parts is laid out here.
    fn cover<'p>(&self, parts: impl IntoIterator<Item = &'p DisclosedPart>) -> bool {
        let covered = |part: &DisclosedPart| {
            let has = |file: &SourceFile| part.fields.iter().all(|(number, _)| file.has(*number));
            part.kind == 0 || self.file(part.kind).is_some_and(has)
        };
        parts.into_iter().all(covered)
    }

    /// All files, by number.
    pub fn iter(&self) -> impl Iterator<Item = (i64, &SourceFile)> {
        self.0.iter().map(|(no, file)| (*no, file))
    }
}

impl SourceFile {
    /// What its field numbers are called; looked up once for all fields of a record.
    #[must_use]
    pub fn columns(&self) -> Columns<'_> {
        Columns {
            file: self,
            known: table().file(&self.name),
        }
    }

    /// The header of a field number.
    #[must_use]
    pub fn header(&self, number: u32) -> &str {
        self.columns().header(number)
    }

    /// What a worker reads instead of the header.
    #[must_use]
    pub fn label(&self, number: u32, language: Language) -> String {
        self.columns().label(number, language).to_owned()
    }

    /// What a code means; `None` when the value speaks for itself.
    #[must_use]
    pub fn meaning(&self, number: u32, value: &Text, language: Language) -> Option<&'static str> {
        self.columns().meaning(number, value, language)
    }

    /// Whether this field number is laid out here; one of a newer import isn't, in an older layout.
    fn has(&self, number: u32) -> bool {
        let place = number
            .checked_sub(EXTRA_COLUMNS)
            .and_then(|place| usize::try_from(place).ok());
        place.is_none_or(|place| place < self.headers.len())
    }
}

/// The columns of one file.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'f> {
    file: &'f SourceFile,
    known: Option<&'static FileFields>,
}

impl<'f> Columns<'f> {
    /// The header of a field number.
    #[must_use]
    pub fn header(&self, number: u32) -> &'f str {
        let place = number
            .checked_sub(EXTRA_COLUMNS)
            .and_then(|place| usize::try_from(place).ok());
        match place {
            Some(place) => self.file.headers.get(place).map_or("", String::as_str),
            None => self.field(number).map_or("", |field| field.name),
        }
    }

    /// What a worker reads instead of the header.
    #[must_use]
    pub fn label(&self, number: u32, language: Language) -> &'f str {
        self.field(number)
            .map_or_else(|| self.header(number), |field| field.label(language))
    }

    /// What a code means; `None` when the value speaks for itself.
    #[must_use]
    pub fn meaning(&self, number: u32, value: &Text, language: Language) -> Option<&'static str> {
        match self.field(number)?.shape {
            Shape::Code(list) => value.code(|code| list.label(code, language)),
            Shape::Text(_) | Shape::Integer | Shape::Money | Shape::Date | Shape::DateTime => None,
        }
    }

    /// The day in a date field; `None` for other fields and for what isn't a date.
    #[must_use]
    pub fn day(&self, number: u32, value: &Text) -> Option<jiff::civil::Date> {
        match self.field(number)?.shape {
            Shape::Date => value.code(|text| text.parse().ok()),
            _ => None,
        }
    }

    fn field(&self, number: u32) -> Option<&'static caseward_formats::fields::Field> {
        self.known?.by_number(number)
    }
}

/// The number of the programme with this fingerprint.
pub(crate) fn programme_by_key(
    reader: &mut Reader<'_>,
    key: &[u8; 16],
) -> Result<Option<i64>, DbError> {
    let found = reader.query_optional(
        "SELECT no FROM programmes WHERE source_key = $1",
        &[key.into()],
    )?;
    found.map(|row| row.int(0)).transpose()
}

impl Office {
    /// The layouts of everything that was imported.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn layouts(&self) -> Result<Layouts, CaseworkError> {
        let sql = "SELECT no, version, sealed FROM source_files";
        let rows = self.db.read(move |reader| reader.query(sql, &[])).await?;
        let mut layouts = HashMap::new();
        for row in rows {
            let (no, version) = (row.int(0)?, row.int(1)?);
            let plain = self
                .gate
                .open_office_row(no, LAYOUT_ROW, version, row.bytes(2)?)?;
            let file = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
            layouts.insert(no, file);
        }
        let layouts = Layouts(Arc::new(layouts));
        let mut remembered = self
            .remembered
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        remembered.clone_from(&layouts);
        Ok(layouts)
    }

    /// The layouts of these parts: the remembered ones, unless a newer import laid out more.
    ///
    /// # Errors
    /// When the office is sealed.
    pub(crate) async fn layouts_of(
        &self,
        parts: &[DisclosedPart],
    ) -> Result<Layouts, CaseworkError> {
        match self.remembered_layouts(parts) {
            Some(known) => Ok(known),
            None => self.layouts().await,
        }
    }

    /// The remembered layouts, if they lay out all of these parts.
    pub(crate) fn remembered_layouts<'p>(
        &self,
        parts: impl IntoIterator<Item = &'p DisclosedPart>,
    ) -> Option<Layouts> {
        let remembered = self
            .remembered
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        remembered.cover(parts).then_some(remembered)
    }
}
