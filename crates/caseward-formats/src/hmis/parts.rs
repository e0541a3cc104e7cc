//! Takes a row apart by category, so that each is sealed by itself, and puts it back (DV-4.4.2).
//!
//! A part holds only values that are there: a blank is left out, and comes back as a blank. So is a
//! category that whoever reads may not see: what isn't there can't be told from what never was.

use std::collections::BTreeMap;

use caseward_model::{Category, PartError, PartWriter, read_part};

use super::layout::{ColumnCategory, Layout};
use super::reader::Row;

/// One category of one row, ready to be sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The section of the client's file.
    pub category: Category,
    /// The values by column number, as [`decode_part`] reads them.
    pub bytes: Vec<u8>,
}

/// A row put back together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined<'p> {
    /// The values in the order of the layout's columns; blank where nothing was handed over.
    pub values: Vec<&'p str>,
    /// Values whose column this layout doesn't have, by number.
    pub unplaced: Vec<(u32, &'p str)>,
}

/// Writes values, each with its column number, into the bytes that are sealed.
#[must_use]
pub fn encode_part<'v>(fields: impl IntoIterator<Item = (u32, &'v str)>) -> Vec<u8> {
    let mut writer = PartWriter::new();
    for (number, value) in fields {
        writer.field(number, value);
    }
    writer.finish()
}

/// Reads what [`encode_part`] wrote.
///
/// # Errors
/// [`PartError`] when the bytes are damaged; nothing is allocated by an untrusted length.
pub fn decode_part(bytes: &[u8]) -> Result<Vec<(u32, &str)>, PartError> {
    read_part(bytes)
}

impl<'r> Row<'r> {
    /// The category of each rule of the layout, for this row.
    fn rule_categories(&self) -> impl Iterator<Item = Category> + use<'r> {
        let row = *self;
        row.layout().rules.iter().map(move |rule| {
            rule.rule
                .category(rule.decider.map_or("", |at| row.value(at)))
        })
    }

    /// The section of the client's file that the value of this column belongs to, in this row.
    #[must_use]
    pub fn category(&self, column: usize) -> Option<Category> {
        match self.layout().columns.get(column)?.category {
            ColumnCategory::Fixed(category) => Some(category),
            ColumnCategory::ByRule(rule) => self.rule_categories().nth(rule),
        }
    }

    /// The values that are there, by category; each with its place in the header.
    #[must_use]
    pub fn split(&self) -> BTreeMap<Category, Vec<(usize, &'r str)>> {
        let mut split: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (column, value) in self.values().enumerate() {
            if value.is_empty() {
                continue;
            }
            if let Some(category) = self.category(column) {
                split.entry(category).or_default().push((column, value));
            }
        }
        split
    }

    /// The values that are there, one part per category, in the order of the categories. The list
    /// is cleared first; hand the same one over for each row.
    pub fn parts(&self, parts: &mut Vec<Part>) {
        self.parts_of(parts, |_| true);
    }

    /// As [`Row::parts`], of the columns that are wanted, by their places in the header. What decides
    /// about a category decides also where it isn't wanted itself.
    pub fn parts_of(&self, parts: &mut Vec<Part>, wanted: impl Fn(usize) -> bool) {
        parts.clear();
        let by_rule: Vec<Category> = self.rule_categories().collect();
        let mut writers: [Option<PartWriter>; Category::ALL.len()] = [const { None }; _];
        let columns = self.layout().columns.iter().zip(self.values());
        for (at, (column, value)) in columns.enumerate() {
            if value.is_empty() || !wanted(at) {
                continue;
            }
            let category = match column.category {
                ColumnCategory::Fixed(category) => Some(category),
                ColumnCategory::ByRule(rule) => by_rule.get(rule).copied(),
            };
            let slot =
                category.and_then(|category| writers.get_mut(usize::from(category.number())));
            if let Some(slot) = slot {
                slot.get_or_insert_with(PartWriter::new)
                    .field(column.number, value);
            }
        }
        for (category, writer) in Category::ALL.iter().zip(writers) {
            if let Some(writer) = writer {
                parts.push(Part {
                    category: *category,
                    bytes: writer.finish(),
                });
            }
        }
    }
}

impl Layout {
    /// Puts a row back together from the values of its parts, as far as they are handed over.
    pub fn join<'p>(&self, fields: impl IntoIterator<Item = (u32, &'p str)>) -> Joined<'p> {
        let mut joined = Joined {
            values: vec![""; self.columns.len()],
            unplaced: Vec::new(),
        };
        for (number, value) in fields {
            let place = self.place_of(number);
            match place.and_then(|place| joined.values.get_mut(place)) {
                Some(slot) => *slot = value,
                None => joined.unplaced.push((number, value)),
            }
        }
        joined
    }
}
