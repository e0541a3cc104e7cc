//! The office's own clock: which day and hour it was there, summer time included.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::access::Span;
use crate::rules::OfficeHours;

const MINUTE: i64 = 60_000;
const DAY: i64 = 1_440 * MINUTE;

/// A moment by the office's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Local {
    /// Days since 1970-01-01.
    pub(crate) day: i64,
    /// Minutes since midnight.
    pub(crate) minute: u16,
    /// 0 for Monday to 6 for Sunday.
    pub(crate) weekday: u8,
}

/// How far the office's clock was ahead of UTC, and since when.
#[derive(Debug, Clone)]
pub struct LocalTime(Vec<(i64, i64)>);

impl LocalTime {
    /// The clock of a time zone during a period.
    #[must_use]
    pub fn of(zone: &TimeZone, period: Span) -> Self {
        let begin = Timestamp::from_millisecond(period.from_ms).unwrap_or(Timestamp::MIN);
        let ahead = |seconds: i32| i64::from(seconds) * 1000;
        let mut since = vec![(i64::MIN, ahead(zone.to_offset(begin).seconds()))];
        for change in zone.following(begin) {
            let at_ms = change.timestamp().as_millisecond();
            if at_ms >= period.until_ms {
                break;
            }
            since.push((at_ms, ahead(change.offset().seconds())));
        }
        Self(since)
    }

    pub(crate) fn at(&self, at_ms: i64) -> Local {
        let next = self.0.partition_point(|(since, _)| *since <= at_ms);
        let ahead = self
            .0
            .get(next.saturating_sub(1))
            .map_or(0, |(_, ahead)| *ahead);
        let here = at_ms.saturating_add(ahead);
        let day = here.div_euclid(DAY);
        let minute = here.rem_euclid(DAY) / MINUTE;
        // 1970-01-01 was a Thursday.
        let weekday = (day + 3).rem_euclid(7);
        Local {
            day,
            minute: u16::try_from(minute).unwrap_or(0),
            weekday: u8::try_from(weekday).unwrap_or(0),
        }
    }
}

impl OfficeHours {
    /// Whether the office is open then.
    pub(crate) fn hold(&self, local: Local) -> bool {
        let open = self.days.get(usize::from(local.weekday));
        open.copied().unwrap_or(false)
            && (self.from_minute..self.until_minute).contains(&local.minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn summer_time_changes_the_hour_and_not_the_moment() {
        let zone = TimeZone::get("America/New_York").unwrap();
        let period = Span {
            from_ms: ms("2026-01-01T00:00:00Z"),
            until_ms: ms("2027-01-01T00:00:00Z"),
        };
        let clock = LocalTime::of(&zone, period);
        // Monday, 2 March, 08:30 in winter; Monday, 9 March, 08:30 in summer.
        assert_eq!(clock.at(ms("2026-03-02T13:30:00Z")).minute, 8 * 60 + 30);
        assert_eq!(clock.at(ms("2026-03-09T12:30:00Z")).minute, 8 * 60 + 30);
        assert_eq!(clock.at(ms("2026-03-09T12:30:00Z")).weekday, 0);
        let late = clock.at(ms("2026-03-09T03:30:00Z"));
        assert_eq!((late.weekday, late.minute), (6, 23 * 60 + 30));
        assert!(!OfficeHours::default().hold(late));
    }
}
