//! How long an emergency lasts at most, how many a team has in a month, when the next working day ends, and within how many hours
//! somebody who is threatened is warned (RE-7, NASW-c, DV-4.2b): the office's own settings.

use caseward_db::Reader;
use caseward_gate::{About, Actor, Drawer, Drawers, Works};
use caseward_model::OfficeAct;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use serde::{Deserialize, Serialize};

use crate::{CaseworkError, Office};

/// The most minutes that an emergency can last, whatever the settings say.
pub const LONGEST_MINUTES: i64 = 60;
/// How long one lasts at most when the team has used up its month, until a supervisor has confirmed.
pub const OVER_BUDGET_MINUTES: i64 = 15;
/// The most hours that an office can give itself until somebody who is threatened is warned.
pub const MOST_WARN_HOURS: i64 = 72;

/// The settings of emergency access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Minutes that one lasts at most: 1 to 60.
    pub minutes: i64,
    /// How many a team has in a month before each further one needs a confirmation.
    pub per_team: i64,
    /// The office's time zone by its IANA name; the machine's if empty.
    pub zone: String,
    /// Days of the week on which nobody works, Monday being 1.
    pub days_off: Vec<i8>,
    /// Days on which nobody works.
    pub holidays: Vec<Date>,
    /// Within so many hours of a danger report somebody who is threatened is warned, or it is said why nobody is: 1 to 72.
    pub warn_hours: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            minutes: LONGEST_MINUTES,
            per_team: 6,
            zone: String::new(),
            days_off: vec![6, 7],
            holidays: Vec::new(),
            warn_hours: 4,
        }
    }
}

impl Limits {
    /// Whether they can be kept.
    fn check(&self) -> Result<(), CaseworkError> {
        let reason = if !(1..=LONGEST_MINUTES).contains(&self.minutes) {
            "an emergency lasts 1 to 60 minutes"
        } else if !(0..=1000).contains(&self.per_team) {
            "a team has 0 to 1,000 emergencies in a month"
        } else if !self.zone.is_empty() && TimeZone::get(&self.zone).is_err() {
            "there is no such time zone; write it like America/New_York"
        } else if self.days_off.iter().any(|day| !(1..=7).contains(day)) || self.all_off() {
            "days off are numbers from 1 (Monday) to 7, and on some day somebody works"
        } else if self.holidays.len() > 1000 {
            "write at most 1,000 holidays"
        } else if !(1..=MOST_WARN_HOURS).contains(&self.warn_hours) {
            "somebody who is threatened is warned within 1 to 72 hours"
        } else {
            return Ok(());
        };
        Err(CaseworkError::Unfit(reason.to_owned()))
    }

    fn all_off(&self) -> bool {
        (1..=7).all(|day| self.days_off.contains(&day))
    }

    /// The office's time zone.
    #[must_use]
    pub fn zone(&self) -> TimeZone {
        if self.zone.is_empty() {
            return TimeZone::system();
        }
        TimeZone::get(&self.zone).unwrap_or_else(|_| TimeZone::system())
    }

    fn local(&self, at_ms: i64) -> ZonedDateTime {
        let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
        at.to_zoned_datetime(self.zone())
    }

    fn works_on(&self, day: Date) -> bool {
        !self
            .days_off
            .contains(&day.weekday().to_monday_one_offset())
            && !self.holidays.contains(&day)
    }

    /// The end of the next working day after a moment, both in ms since 1970.
    #[must_use]
    pub fn next_working_day_ends(&self, at_ms: i64) -> i64 {
        let first = self.local(at_ms).date().tomorrow().unwrap_or(Date::MAX);
        let mut day = first;
        // Holidays are a list of finite length; a year of them without a gap is a mistake in it.
        for _ in 0..366 {
            if self.works_on(day) {
                return self.begins(day.tomorrow().unwrap_or(Date::MAX), at_ms);
            }
            day = day.tomorrow().unwrap_or(Date::MAX);
        }
        self.begins(first.tomorrow().unwrap_or(Date::MAX), at_ms)
    }

    /// When the month of a moment began, both in ms since 1970.
    #[must_use]
    pub fn month_began(&self, at_ms: i64) -> i64 {
        self.begins(self.local(at_ms).date().first_of_month(), at_ms)
    }

    fn begins(&self, day: Date, otherwise: i64) -> i64 {
        let zoned = day.at(0, 0, 0, 0).to_zoned_datetime(self.zone());
        zoned.map_or(otherwise, |it| it.timestamp().as_millisecond())
    }
}

const SQL: &str = "SELECT version, sealed FROM emergency_settings WHERE no = 1";

/// The settings within a piece of work.
pub(crate) fn limits_in(works: &mut Works<'_, '_>) -> Result<(i64, Limits), CaseworkError> {
    let Some(row) = works.transaction().query_optional(SQL, &[])? else {
        return Ok((0, Limits::default()));
    };
    let version = row.int(0)?;
    let plain = works.open(Drawer::Emergencies, (1, SETTINGS, version), row.bytes(1)?)?;
    let limits = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    Ok((version, limits))
}

/// The second number of a settings row's place: tickets have 0 there.
const SETTINGS: i64 = 1;

fn read(reader: &mut Reader<'_>, drawers: &Drawers) -> Result<Limits, CaseworkError> {
    let Some(row) = reader.query_optional(SQL, &[])? else {
        return Ok(Limits::default());
    };
    let place = (1, SETTINGS, row.int(0)?);
    let plain = drawers.open(Drawer::Emergencies, place, row.bytes(1)?)?;
    serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)
}

impl Office {
    /// The settings of emergency access.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn emergency_limits(&self) -> Result<Limits, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db.read(move |reader| read(reader, &drawers)).await
    }

    /// Changes the settings of emergency access.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when they can't be kept; [`CaseworkError::NotPermitted`].
    pub async fn set_emergency_limits(
        &self,
        by: impl Into<Actor>,
        limits: Limits,
    ) -> Result<(), CaseworkError> {
        limits.check()?;
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (version, _) = limits_in(works)?;
            let version = version + 1;
            let plain = serde_json::to_vec(&limits).map_err(|_| CaseworkError::Damaged)?;
            let sealed = works.seal(Drawer::Emergencies, (1, SETTINGS, version), &plain);
            works.note("minutes", limits.minutes);
            works.note("per_team", limits.per_team);
            works.note("warn_hours", limits.warn_hours);
            works.transaction().execute(
                "INSERT INTO emergency_settings (no, version, sealed) VALUES (1, $1, $2) \
                 ON CONFLICT (no) DO UPDATE SET version = excluded.version, sealed = excluded.sealed",
                &[version.into(), sealed.into()],
            )?;
            Ok(())
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(by, act, about, "emergency_settings_changed", work)
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn re_7_a_review_is_due_at_the_end_of_the_next_working_day_of_the_office() {
        let limits = Limits {
            zone: "America/New_York".into(),
            holidays: vec![jiff::civil::date(2026, 11, 26)],
            ..Limits::default()
        };
        let due = |at| limits.next_working_day_ends(ms(at));
        // A Monday in New York, though it is Tuesday by UTC already.
        assert_eq!(due("2026-11-03T03:00:00Z"), ms("2026-11-04T05:00:00Z"));
        assert_eq!(
            due("2026-11-06T15:00:00Z"),
            ms("2026-11-10T05:00:00Z"),
            "a weekend"
        );
        assert_eq!(
            due("2026-11-25T15:00:00Z"),
            ms("2026-11-28T05:00:00Z"),
            "a holiday"
        );
        assert_eq!(
            due("2026-03-06T15:00:00Z"),
            ms("2026-03-10T04:00:00Z"),
            "clocks change"
        );
    }

    #[test]
    fn settings_that_can_not_be_kept_are_refused() {
        let wrong = [
            Limits {
                minutes: 61,
                ..Limits::default()
            },
            Limits {
                minutes: 0,
                ..Limits::default()
            },
            Limits {
                per_team: -1,
                ..Limits::default()
            },
            Limits {
                zone: "Nowhere/Land".into(),
                ..Limits::default()
            },
            Limits {
                days_off: (1..=7).collect(),
                ..Limits::default()
            },
            Limits {
                days_off: vec![8],
                ..Limits::default()
            },
            Limits {
                warn_hours: 0,
                ..Limits::default()
            },
            Limits {
                warn_hours: 73,
                ..Limits::default()
            },
        ];
        for limits in wrong {
            assert!(limits.check().is_err(), "{limits:?}");
        }
        assert!(Limits::default().check().is_ok());
    }
}
