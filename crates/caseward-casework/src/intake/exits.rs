//! When clients left: whoever works for a programme has no business in a file after its exit (CR-7).
//!
//! An exit is a row of its own that names its enrolment. The export is looked through for exits before
//! anything is taken, so that an enrolment comes in together with its end.
//!
//! An exit has a day and no zone. Access ends when that day is over everywhere on earth: never before the
//! worker's own day is, and at most a day and two hours after.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Seek};

use caseward_formats::hmis::{Package, PackageError, Row, read_date};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};

use super::each_row::each_row;

/// A day begins and ends last where clocks are this far behind.
const LATEST_ZONE: SignedDuration = SignedDuration::from_hours(12);

/// What an export says of the end of an enrolment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// It ended: at this time, in ms.
    At(i64),
    /// The exit was deleted: the enrolment stands again.
    Undone,
}

/// The exits of an export, by a digest of their enrolments' ids: there may be a million.
#[derive(Default)]
pub(super) struct Exits(HashMap<u64, Exit>);

impl Exits {
    /// Looks the export through.
    pub(super) fn find<R: Read + Seek>(package: &mut Package<'_, R>) -> Result<Self, PackageError> {
        let mut exits = Self::default();
        each_row(package, "Exit", |row| {
            if let (Some(enrolment), Some(exit)) = (enrolment_of(row), exit_of(row)) {
                exits.say(digest(enrolment), exit);
            }
        })?;
        Ok(exits)
    }

    /// Of several exits of one enrolment the last day counts; a deleted one beside them for nothing.
    fn say(&mut self, enrolment: u64, exit: Exit) {
        match self.0.entry(enrolment) {
            Entry::Vacant(place) => {
                place.insert(exit);
            }
            Entry::Occupied(mut known) => {
                let last = match (*known.get(), exit) {
                    (Exit::At(known), Exit::At(other)) => Exit::At(known.max(other)),
                    (Exit::At(at), Exit::Undone) | (Exit::Undone, Exit::At(at)) => Exit::At(at),
                    (Exit::Undone, Exit::Undone) => Exit::Undone,
                };
                known.insert(last);
            }
        }
    }

    /// What the export says of this enrolment.
    pub(super) fn of(&self, enrolment: &str) -> Option<Exit> {
        self.0.get(&digest(enrolment)).copied()
    }
}

/// The enrolment that a row of Exit.csv names.
pub(super) fn enrolment_of<'r>(row: &Row<'r>) -> Option<&'r str> {
    let at = row.layout().places.enrollment_id?;
    Some(row.value(at).trim()).filter(|id| !id.is_empty())
}

/// What a row of Exit.csv says; nothing when its day can't be read.
pub(super) fn exit_of(row: &Row<'_>) -> Option<Exit> {
    if row.is_deleted() {
        return Some(Exit::Undone);
    }
    let day = row.value(row.layout().place("ExitDate")?).trim();
    let (day, _) = read_date(day).ok()?;
    over_everywhere(day).map(Exit::At)
}

/// When a day is over everywhere on earth, in ms.
fn over_everywhere(day: Date) -> Option<i64> {
    let next = day.checked_add(1.day()).ok()?;
    let midnight = TimeZone::UTC.to_timestamp(next.at(0, 0, 0, 0)).ok()?;
    let over = midnight.checked_add(LATEST_ZONE).ok()?;
    Some(over.as_millisecond())
}

/// What stands for an id of the other system while an export is read.
pub(super) fn digest(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_over_when_it_is_over_everywhere() {
        let over = over_everywhere(jiff::civil::date(2026, 3, 1)).unwrap();
        let expected: jiff::Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
        assert_eq!(over, expected.as_millisecond());
    }

    #[test]
    fn of_several_exits_the_last_day_counts() {
        let mut exits = Exits::default();
        let enrolment = digest("N1");
        for exit in [Exit::Undone, Exit::At(7), Exit::At(3), Exit::Undone] {
            exits.say(enrolment, exit);
        }
        assert_eq!(exits.of("N1"), Some(Exit::At(7)));
        assert_eq!(exits.of("N2"), None);
    }
}
