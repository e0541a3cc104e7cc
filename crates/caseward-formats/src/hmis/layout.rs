//! What the columns of one file are, in the order in which they came.
//!
//! A layout is made once per file from its header and kept with the import: the field numbers in
//! sealed parts mean the table's columns ([`crate::fields::Field::number`], below 10,000) or, from
//! [`EXTRA_COLUMNS`] on, the place of a column that HUD doesn't have in this very header.
//! [`Layout::from_headers`] makes it again from the kept headers.

use std::collections::HashMap;
use std::sync::Arc;

use caseward_model::{Category, Label, Language, RedactionClass};

use super::check::{Check, checks};
use super::problem::{Notice, NoticeKind, Problem, Reason};
use super::protection::{Signal, signal_columns};
use crate::fields::{
    ByValue, CategoryRule, Edition, Field, FileFields, field_elsewhere, label_of_unknown,
    spelled_alike, table,
};

/// Numbers of columns that HUD doesn't have: this plus their place in the header.
pub const EXTRA_COLUMNS: u32 = 10_000;

/// The longest key, in characters.
pub const KEY_LENGTH: usize = 32;

/// Whose the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belongs {
    /// Each row is about one client: the file has a PersonalID.
    ToClient,
    /// Each row is about a client who is only named by an enrolment or a household: find out whose
    /// it is, or keep it as closely as a client's.
    ToEnrollment,
    /// The rows are about the office: organisations, projects, workers.
    ToOffice,
}

/// One column as it came.
#[derive(Debug, Clone)]
pub struct Column {
    /// The header as it was written.
    pub header: Box<str>,
    /// What HUD says about it; `None` when HUD doesn't have it.
    pub field: Option<&'static Field>,
    /// The number under which its values are sealed.
    pub number: u32,
    /// What it gives away about who it is.
    pub redaction: RedactionClass,
    /// How its category is found.
    pub(super) category: ColumnCategory,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnCategory {
    Fixed(Category),
    /// By the rule at this place of [`Layout::rules`].
    ByRule(usize),
}

/// A rule and the column that decides in this file, if the file has it.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) rule: &'static ByValue,
    pub(super) decider: Option<usize>,
}

/// Where the columns stand that tie rows together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(
    missing_docs,
    reason = "each is the place of the HUD column of that name"
)]
pub struct Places {
    pub personal_id: Option<usize>,
    pub enrollment_id: Option<usize>,
    pub household_id: Option<usize>,
    pub project_id: Option<usize>,
    pub organization_id: Option<usize>,
    pub user_id: Option<usize>,
    pub export_id: Option<usize>,
    pub date_created: Option<usize>,
    pub date_updated: Option<usize>,
    /// A value here means: the row was deleted in the system it comes from.
    pub date_deleted: Option<usize>,
}

/// The columns of one file.
#[derive(Debug, Clone)]
pub struct Layout {
    /// The file without `.csv`: in HUD's spelling, or as it is called when HUD doesn't have it.
    pub file: Arc<str>,
    /// What HUD says about the file; `None` when HUD doesn't have it.
    pub standard: Option<&'static FileFields>,
    /// The columns in the order of the header.
    pub columns: Vec<Column>,
    /// Where the columns stand that tie rows together.
    pub places: Places,
    /// The column with the row's own id, if it has one.
    pub own_id: Option<usize>,
    /// Whose the rows are.
    pub belongs: Belongs,
    pub(super) rules: Vec<Rule>,
    pub(super) checks: Vec<Check>,
    pub(super) signals: Vec<(usize, Signal)>,
    pub(super) by_number: HashMap<u32, usize>,
}

impl Column {
    /// What a worker reads above the values: the table's label, also for a column that only other HUD
    /// files have, and otherwise the header as it came.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        self.field
            .or_else(|| field_elsewhere(&self.header))
            .map_or(&*self.header, |field| field.label(language))
    }
}

impl Layout {
    /// Makes out what the columns are.
    ///
    /// # Errors
    /// A [`Problem`] that refuses the file: two equal headers, or no column by which a row can be
    /// told from another.
    pub fn from_headers<S: AsRef<str>>(file: &str, headers: &[S]) -> Result<Self, Problem> {
        let standard = table().file(file);
        let name: Arc<str> = standard.map_or_else(|| stem(file).into(), |known| known.name.into());
        let mut layout = Self {
            file: name,
            standard,
            columns: Vec::with_capacity(headers.len()),
            places: Places::default(),
            own_id: None,
            belongs: Belongs::ToOffice,
            rules: Vec::new(),
            checks: Vec::new(),
            signals: Vec::new(),
            by_number: HashMap::new(),
        };
        layout.read_headers(headers)?;
        layout.resolve_rules();
        layout.find_places();
        layout.find_own_id()?;
        layout.checks = checks(&layout);
        layout.signals = signal_columns(&layout);
        Ok(layout)
    }

    fn read_headers<S: AsRef<str>>(&mut self, headers: &[S]) -> Result<(), Problem> {
        let mut seen = HashMap::new();
        for (index, header) in headers.iter().enumerate() {
            let header = header.as_ref();
            let field = self.standard.and_then(|standard| standard.field(header));
            let same =
                field.map_or_else(|| spelled_alike(header), |field| field.name.to_lowercase());
            if seen.insert(same, index).is_some() {
                return Err(self.refusal(Some(index), field, Reason::DuplicateHeader));
            }
            let extra = u32::try_from(index).unwrap_or(u32::MAX - EXTRA_COLUMNS) + EXTRA_COLUMNS;
            let number = field.map_or(extra, |field| field.number);
            let (category, redaction) = match field {
                Some(field) => (self.category(&field.category), field.redaction),
                None => {
                    let Label {
                        category,
                        redaction,
                    } = label_of_unknown(header);
                    (ColumnCategory::Fixed(category), redaction)
                }
            };
            self.by_number.insert(number, index);
            self.columns.push(Column {
                header: header.into(),
                field,
                number,
                redaction,
                category,
            });
        }
        Ok(())
    }

    fn category(&mut self, rule: &'static CategoryRule) -> ColumnCategory {
        match rule {
            CategoryRule::Fixed(category) => ColumnCategory::Fixed(*category),
            CategoryRule::ByValue(rule) => {
                let known = self.rules.iter().position(|known| known.rule == rule);
                ColumnCategory::ByRule(known.unwrap_or_else(|| {
                    self.rules.push(Rule {
                        rule,
                        decider: None,
                    });
                    self.rules.len() - 1
                }))
            }
        }
    }

    fn resolve_rules(&mut self) {
        let mut rules = std::mem::take(&mut self.rules);
        for rule in &mut rules {
            rule.decider = self.place(rule.rule.column);
        }
        self.rules = rules;
    }

    fn find_places(&mut self) {
        self.places = Places {
            personal_id: self.place("PersonalID"),
            enrollment_id: self.place("EnrollmentID"),
            household_id: self.place("HouseholdID"),
            project_id: self.place("ProjectID"),
            organization_id: self.place("OrganizationID"),
            user_id: self.place("UserID"),
            export_id: self.place("ExportID"),
            date_created: self.place("DateCreated"),
            date_updated: self.place("DateUpdated"),
            date_deleted: self.place("DateDeleted"),
        };
        if self.places.personal_id.is_some() {
            self.belongs = Belongs::ToClient;
        } else if self.places.enrollment_id.is_some() || self.places.household_id.is_some() {
            self.belongs = Belongs::ToEnrollment;
        }
    }

    /// A file of HUD's has its id in its first column; an unknown one only if that column is named
    /// like an id and isn't one that points elsewhere.
    fn find_own_id(&mut self) -> Result<(), Problem> {
        if let Some(standard) = self.standard {
            let Some(key) = standard.fields.first() else {
                return Ok(());
            };
            self.own_id = self.place(key.name);
            if self.own_id.is_none() {
                return Err(self.refusal(None, Some(key), Reason::MissingKeyColumn));
            }
            let personal = standard.field("PersonalID");
            if personal.is_some() && self.places.personal_id.is_none() {
                return Err(self.refusal(None, personal, Reason::MissingKeyColumn));
            }
            return Ok(());
        }
        let first = self
            .columns
            .first()
            .map(|column| spelled_alike(&column.header));
        let places = &self.places;
        let points_elsewhere = [
            places.personal_id,
            places.enrollment_id,
            places.household_id,
            places.project_id,
            places.organization_id,
            places.user_id,
            places.export_id,
        ]
        .contains(&Some(0));
        if first.is_some_and(|first| first.ends_with("id")) && !points_elsewhere {
            self.own_id = Some(0);
        }
        Ok(())
    }

    fn refusal(
        &self,
        column: Option<usize>,
        field: Option<&'static Field>,
        reason: Reason,
    ) -> Problem {
        let named = field.map(|field| field.name.to_owned());
        let counted = column.map(|index| format!("column {}", index + 1));
        Problem {
            file: Arc::clone(&self.file),
            line: None,
            column: named.or(counted).map(String::into_boxed_str),
            reason,
            stops: true,
        }
    }

    /// The place of the column with this header, in any of its spellings.
    #[must_use]
    pub fn place(&self, header: &str) -> Option<usize> {
        if let Some(field) = self.standard.and_then(|standard| standard.field(header)) {
            return self.by_number.get(&field.number).copied();
        }
        let header = spelled_alike(header);
        self.columns
            .iter()
            .position(|column| spelled_alike(&column.header) == header)
    }

    /// The place of the column with this number.
    #[must_use]
    pub fn place_of(&self, number: u32) -> Option<usize> {
        self.by_number.get(&number).copied()
    }

    /// What a column is called in messages: HUD's name, or `column 7`, because the header of an unknown
    /// column may itself be somebody's datum.
    #[must_use]
    pub fn say(&self, column: usize) -> Box<str> {
        match self.columns.get(column).and_then(|column| column.field) {
            Some(field) => field.name.into(),
            None => format!("column {}", column + 1).into(),
        }
    }

    /// The headers as they came.
    #[must_use]
    pub fn headers(&self) -> Vec<&str> {
        self.columns.iter().map(|column| &*column.header).collect()
    }

    /// The edition whose columns these are: the one with the fewest strangers among them, then with the
    /// fewest missing, then the newest.
    #[must_use]
    pub fn likely_edition(&self) -> Option<Edition> {
        let standard = self.standard?;
        let strangers = |edition: &Edition| {
            let here = self.columns.iter().filter_map(|column| column.field);
            let not_in_it = here.filter(|field| !field.is_in(*edition)).count();
            let missing = standard
                .edition(*edition)
                .filter(|field| !self.by_number.contains_key(&field.number));
            (not_in_it, missing.count())
        };
        Edition::ALL.into_iter().rev().min_by_key(strangers)
    }

    /// What is odd about the header: unknown and missing columns.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let notice = |column: Option<Box<str>>, kind| Notice {
            file: Arc::clone(&self.file),
            line: None,
            column,
            kind,
            rows: 0,
        };
        let Some(standard) = self.standard else {
            return vec![notice(None, NoticeKind::UnknownFile)];
        };
        let mut notices = Vec::new();
        for (index, column) in self.columns.iter().enumerate() {
            if column.field.is_none() {
                notices.push(notice(Some(self.say(index)), NoticeKind::UnknownColumn));
            }
        }
        if let Some(edition) = self.likely_edition() {
            for field in standard.edition(edition) {
                if !self.by_number.contains_key(&field.number) {
                    let name = field.name_in(edition).into();
                    notices.push(notice(Some(name), NoticeKind::MissingColumn));
                }
            }
        }
        notices
    }
}

/// The name without folder and `.csv`, short and without control characters.
fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).trim();
    let stem = match name
        .len()
        .checked_sub(4)
        .and_then(|at| name.split_at_checked(at))
    {
        Some((stem, end)) if end.eq_ignore_ascii_case(".csv") => stem,
        _ => name,
    };
    stem.chars().filter(|c| !c.is_control()).take(80).collect()
}
