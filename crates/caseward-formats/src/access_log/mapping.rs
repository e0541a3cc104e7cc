//! How an office understands the log of one system: which column is what, and how its times are written.

use std::collections::BTreeMap;

use caseward_model::AccessKind;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// How times are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeForm {
    /// `2026-03-02 13:45:10` or with a `T`, perhaps with `Z` or `+01:00` behind it.
    #[default]
    YearFirst,
    /// `3/2/2026 1:45:10 PM`, or with dashes, or with 24 hours.
    MonthFirst,
    /// `2/3/2026 13:45`, or with dots or dashes.
    DayFirst,
    /// Seconds since 1970 in UTC.
    EpochSeconds,
    /// Milliseconds since 1970 in UTC.
    EpochMilliseconds,
}

impl TimeForm {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::YearFirst,
        Self::MonthFirst,
        Self::DayFirst,
        Self::EpochSeconds,
        Self::EpochMilliseconds,
    ];

    /// The word in a form and in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::YearFirst => "year_first",
            Self::MonthFirst => "month_first",
            Self::DayFirst => "day_first",
            Self::EpochSeconds => "epoch_seconds",
            Self::EpochMilliseconds => "epoch_milliseconds",
        }
    }

    /// The form with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.word() == word)
    }

    /// Whether such times say by themselves when they were.
    #[must_use]
    pub const fn has_zone(self) -> bool {
        matches!(self, Self::EpochSeconds | Self::EpochMilliseconds)
    }
}

/// How the log of one system is to be understood. Columns are named as in the header, or `#3` for the third.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// The first line isn't a header; every column is named by its number.
    pub without_header: bool,
    /// The column with the user's name.
    pub user: String,
    /// The column that says at whose record they looked; none for a log of sign-ins and searches.
    pub person: Option<String>,
    /// The column with date and time.
    pub time: String,
    /// The column with the time of day, where date and time stand apart.
    pub clock: Option<String>,
    /// How times are written.
    pub time_form: TimeForm,
    /// The zone of times that don't say theirs, as in the IANA list: `America/New_York`.
    pub zone: Option<String>,
    /// The column that says what was done.
    pub kind: Option<String>,
    /// What the words in that column mean. Lower and upper case are alike.
    pub kinds: BTreeMap<String, AccessKind>,
    /// What every other word means; without it a line with another word is refused.
    pub otherwise: Option<AccessKind>,
    /// The column with the log's own number of the line, if it has one: equal lines with different numbers are two
    /// accesses.
    pub number: Option<String>,
}

/// What is wrong with a mapping before any line is read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MappingFault {
    /// A column isn't named that must be.
    #[error("the mapping doesn't say which column holds the {0}")]
    Missing(&'static str),
    /// Without a header there are only numbers.
    #[error("the log has no header, so columns are named by their number, such as `#2`: {0} isn't")]
    NotANumber(&'static str),
    /// A zone that nobody knows.
    #[error("there is no such time zone; write one such as `America/New_York` or `UTC`")]
    Zone,
    /// A column stands for two things.
    #[error("one column stands for both {0} and {1}")]
    Twice(&'static str, &'static str),
}

impl Mapping {
    /// The columns that the mapping names, with what they are for.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let also = [
            ("person", &self.person),
            ("time of day", &self.clock),
            ("kind of access", &self.kind),
            ("number of the line", &self.number),
        ];
        let named = also
            .into_iter()
            .filter_map(|(what, column)| Some((what, column.as_deref()?)));
        [("user", self.user.as_str()), ("time", self.time.as_str())]
            .into_iter()
            .chain(named)
    }

    /// Checks what can be checked without a log.
    ///
    /// # Errors
    /// The first [`MappingFault`].
    pub fn check(&self) -> Result<(), MappingFault> {
        let mut seen: Vec<(&'static str, &str)> = Vec::new();
        for (what, column) in self.columns() {
            let column = column.trim();
            if column.is_empty() {
                return Err(MappingFault::Missing(what));
            }
            if self.without_header && place(column).is_none() {
                return Err(MappingFault::NotANumber(what));
            }
            if let Some((before, _)) = seen.iter().find(|(_, it)| alike(it, column)) {
                return Err(MappingFault::Twice(before, what));
            }
            seen.push((what, column));
        }
        self.time_zone()?;
        Ok(())
    }

    /// The zone of times that don't say theirs.
    pub(crate) fn time_zone(&self) -> Result<Option<TimeZone>, MappingFault> {
        let Some(name) = &self.zone else {
            return Ok(None);
        };
        let zone = TimeZone::get(name.trim()).map_err(|_| MappingFault::Zone)?;
        Ok(Some(zone))
    }

    /// What a word in the kind's column means.
    pub(crate) fn kind_of(&self, word: &str) -> Option<AccessKind> {
        let listed = self.kinds.iter().find(|(it, _)| alike(it, word));
        listed.map(|(_, kind)| *kind).or(self.otherwise)
    }
}

/// The place of a column that is named by its number: `#3` is the third.
pub(crate) fn place(column: &str) -> Option<usize> {
    let number: usize = column.trim().strip_prefix('#')?.parse().ok()?;
    number.checked_sub(1)
}

/// Whether two headers or words are the same to a reader.
pub(crate) fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (a.trim(), b.trim());
    a == b || a.to_lowercase() == b.to_lowercase()
}
