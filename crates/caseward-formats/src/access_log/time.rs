//! Times as logs write them, to the moment they were: quick for the usual spelling, strict for all.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::mapping::TimeForm;
use super::problem::LogReason;

/// 1 January 1990: no log is older.
const ANCIENT_MS: i64 = 631_152_000_000;
/// Clocks of two systems differ.
const AHEAD_MS: i64 = 86_400_000;

/// Understands the times of one log.
pub(crate) struct Times {
    form: TimeForm,
    zone: Option<TimeZone>,
    latest_ms: i64,
    /// The last hour that was looked up, and how far its zone was ahead, in ms.
    last: Option<(Date, i8, i64)>,
    pub(crate) twice: u64,
}

impl Times {
    pub(crate) fn new(form: TimeForm, zone: Option<TimeZone>, now_ms: i64) -> Self {
        Self {
            form,
            zone,
            latest_ms: now_ms.saturating_add(AHEAD_MS),
            last: None,
            twice: 0,
        }
    }

    /// Ms since 1970. `clock` is the time of day, where it stands in a column of its own.
    pub(crate) fn read(&mut self, text: &str, clock: Option<&str>) -> Result<i64, LogReason> {
        let text = text.trim();
        if text.is_empty() {
            return Err(LogReason::NoTime);
        }
        let at_ms = match self.form {
            TimeForm::EpochSeconds => whole(text)?.checked_mul(1000).ok_or(LogReason::NotATime)?,
            TimeForm::EpochMilliseconds => whole(text)?,
            _ => self.civil(text, clock.map(str::trim))?,
        };
        if at_ms < ANCIENT_MS {
            return Err(LogReason::Ancient);
        }
        if at_ms > self.latest_ms {
            return Err(LogReason::Future);
        }
        Ok(at_ms)
    }

    fn civil(&mut self, text: &str, clock: Option<&str>) -> Result<i64, LogReason> {
        let (day, time) = match clock {
            Some(clock) => (text, clock),
            None => apart(text)?,
        };
        let date = read_date(day, self.form)?;
        let (time, millis, offset_ms) = read_clock(time)?;
        let at = date.to_datetime(time);
        let ahead_ms = match offset_ms {
            Some(offset_ms) => offset_ms,
            None => self.ahead(at)?,
        };
        Ok(utc_ms(at) + millis - ahead_ms)
    }

    /// How far the zone was ahead of UTC at a local time, in ms.
    fn ahead(&mut self, at: DateTime) -> Result<i64, LogReason> {
        if let Some((date, hour, ahead)) = self.last
            && date == at.date()
            && hour == at.hour()
        {
            return Ok(ahead);
        }
        let zone = self.zone.as_ref().ok_or(LogReason::NoZone)?;
        let offset = zone.to_ambiguous_timestamp(at).offset();
        let (offset, once) = match offset {
            AmbiguousOffset::Unambiguous { offset } => (offset, true),
            AmbiguousOffset::Gap { .. } => return Err(LogReason::LeftOut),
            AmbiguousOffset::Fold { before, .. } => (before, false),
        };
        let ahead = i64::from(offset.seconds()) * 1000;
        // Clocks are changed at full hours nearly everywhere; the hour before and the hour of a change aren't remembered.
        let steady = [-1, 1].iter().all(|hours| {
            let near = at.checked_add(jiff::SignedDuration::from_hours(*hours));
            near.is_ok_and(|near| {
                zone.to_ambiguous_timestamp(near).offset()
                    == AmbiguousOffset::Unambiguous { offset }
            })
        });
        self.twice += u64::from(!once);
        self.last = (once && steady).then_some((at.date(), at.hour(), ahead));
        Ok(ahead)
    }
}

fn utc_ms(at: DateTime) -> i64 {
    let utc = TimeZone::UTC.to_timestamp(at);
    utc.map_or(i64::MIN / 2, Timestamp::as_millisecond)
}

fn whole(text: &str) -> Result<i64, LogReason> {
    // Some systems write fractions of a second behind it.
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    whole.parse().map_err(|_| LogReason::NotATime)
}

/// The date and the time of day in one text.
fn apart(text: &str) -> Result<(&str, &str), LogReason> {
    let at = text.find([' ', 'T', 't', ',']);
    let at = at.ok_or(LogReason::NotATime)?;
    let (day, time) = text.split_at_checked(at).ok_or(LogReason::NotATime)?;
    Ok((day, time.get(1..).unwrap_or("").trim_start()))
}

fn read_date(text: &str, form: TimeForm) -> Result<Date, LogReason> {
    let text = text.trim_end_matches(',');
    let mut parts = text.split(['-', '/', '.']);
    let (Some(first), Some(second), Some(third), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(LogReason::NotATime);
    };
    let (year, month, day) = match form {
        TimeForm::MonthFirst => (third, first, second),
        TimeForm::DayFirst => (third, second, first),
        _ => (first, second, third),
    };
    if year.len() != 4 {
        return Err(LogReason::NotATime);
    }
    let (year, month, day) = (digits(year)?, digits(month)?, digits(day)?);
    let month = i8::try_from(month).map_err(|_| LogReason::ImpossibleTime)?;
    let day = i8::try_from(day).map_err(|_| LogReason::ImpossibleTime)?;
    Date::new(year, month, day).map_err(|_| LogReason::ImpossibleTime)
}

/// The time of day, the milliseconds behind it, and how far it says to be ahead of UTC, in ms.
fn read_clock(text: &str) -> Result<(Time, i64, Option<i64>), LogReason> {
    let (clock, offset_ms) = zone_behind(text)?;
    let (clock, afternoon) = half_of_day(clock)?;
    let (clock, millis) = match clock.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, thousandths(fraction)?),
        None => (clock, 0),
    };
    let mut parts = clock.split(':');
    let mut hour = digits(parts.next().unwrap_or(""))?;
    let minute = digits(parts.next().ok_or(LogReason::NotATime)?)?;
    let second = parts.next().map_or(Ok(0), digits)?;
    if parts.next().is_some() {
        return Err(LogReason::NotATime);
    }
    if let Some(afternoon) = afternoon {
        if !(1..=12).contains(&hour) {
            return Err(LogReason::ImpossibleTime);
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    // A leap second is the last second of its minute to everyone else.
    let second = if second == 60 { 59 } else { second };
    let small = |number: i16| i8::try_from(number).map_err(|_| LogReason::ImpossibleTime);
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, 0);
    Ok((
        time.map_err(|_| LogReason::ImpossibleTime)?,
        millis,
        offset_ms,
    ))
}

/// Takes `Z`, `+01:00`, `-0500` from the end.
fn zone_behind(text: &str) -> Result<(&str, Option<i64>), LogReason> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Ok((clock.trim_end(), Some(0)));
    }
    if let Some(clock) = text
        .strip_suffix("UTC")
        .or_else(|| text.strip_suffix("GMT"))
    {
        return Ok((clock.trim_end(), Some(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Ok((text, None));
    };
    let (clock, offset) = text.split_at_checked(at).ok_or(LogReason::NotATime)?;
    let ahead = offset.starts_with('+');
    let offset: String = offset.chars().skip(1).filter(|it| *it != ':').collect();
    let (hours, minutes) = match offset.len() {
        2 => (offset.as_str(), "0"),
        4 => offset.split_at_checked(2).ok_or(LogReason::NotATime)?,
        _ => return Err(LogReason::NotATime),
    };
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    if hours > 14 || minutes > 59 {
        return Err(LogReason::ImpossibleTime);
    }
    let ms = (i64::from(hours) * 60 + i64::from(minutes)) * 60_000;
    Ok((clock.trim_end(), Some(if ahead { ms } else { -ms })))
}

fn half_of_day(text: &str) -> Result<(&str, Option<bool>), LogReason> {
    let Some((at, _)) = text.char_indices().rev().nth(1) else {
        return Err(LogReason::NotATime);
    };
    let (clock, half) = text.split_at_checked(at).ok_or(LogReason::NotATime)?;
    if half.eq_ignore_ascii_case("AM") {
        return Ok((clock.trim_end(), Some(false)));
    }
    if half.eq_ignore_ascii_case("PM") {
        return Ok((clock.trim_end(), Some(true)));
    }
    Ok((text, None))
}

fn thousandths(fraction: &str) -> Result<i64, LogReason> {
    if fraction.is_empty() || !fraction.bytes().all(|it| it.is_ascii_digit()) {
        return Err(LogReason::NotATime);
    }
    let first: String = fraction.chars().chain("000".chars()).take(3).collect();
    first.parse().map_err(|_| LogReason::NotATime)
}

fn digits(text: &str) -> Result<i16, LogReason> {
    let sane = (1..=4).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit());
    if !sane {
        return Err(LogReason::NotATime);
    }
    text.parse().map_err(|_| LogReason::NotATime)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    fn times(form: TimeForm, zone: Option<&str>) -> Times {
        let zone = zone.map(|name| TimeZone::get(name).unwrap());
        Times::new(form, zone, NOW)
    }

    fn ms(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn one_moment_in_every_spelling() {
        let at = ms("2026-03-02T18:45:10Z");
        for (form, text) in [
            (TimeForm::YearFirst, "2026-03-02 13:45:10"),
            (TimeForm::YearFirst, "2026-03-02T13:45:10"),
            (TimeForm::YearFirst, "2026-03-02T18:45:10Z"),
            (TimeForm::YearFirst, "2026-03-02 18:45:10 UTC"),
            (TimeForm::YearFirst, "2026-03-02T19:45:10+01:00"),
            (TimeForm::YearFirst, "2026-03-02 13:45:10-0500"),
            (TimeForm::MonthFirst, "3/2/2026 1:45:10 PM"),
            (TimeForm::MonthFirst, "03-02-2026 13:45:10"),
            (TimeForm::DayFirst, "2.3.2026, 13:45:10"),
            (TimeForm::EpochSeconds, "1772477110"),
            (TimeForm::EpochMilliseconds, "1772477110000"),
        ] {
            let read = times(form, Some("America/New_York")).read(text, None);
            assert_eq!(read, Ok(at), "{text}");
        }
        let mut apart = times(TimeForm::MonthFirst, Some("America/New_York"));
        assert_eq!(apart.read("3/2/2026", Some("1:45:10 PM")), Ok(at));
        assert_eq!(apart.read("3/2/2026", Some("1:45:10.250 PM")), Ok(at + 250));
    }

    #[test]
    fn without_a_zone_nothing_is_guessed() {
        let mut times = times(TimeForm::YearFirst, None);
        assert_eq!(
            times.read("2026-03-02 13:45:10", None),
            Err(LogReason::NoZone)
        );
        assert!(times.read("2026-03-02 13:45:10Z", None).is_ok());
    }

    #[test]
    fn an_hour_that_was_left_out_is_refused_and_one_that_was_twice_is_counted() {
        let mut times = times(TimeForm::YearFirst, Some("America/New_York"));
        assert!(times.read("2026-03-08 01:59:00", None).is_ok());
        assert_eq!(
            times.read("2026-03-08 02:30:00", None),
            Err(LogReason::LeftOut)
        );
        assert!(times.read("2026-03-08 03:00:00", None).is_ok());
        assert_eq!(
            times.read("2026-11-01 01:30:00", None),
            Ok(ms("2026-11-01T05:30:00Z"))
        );
        assert_eq!(times.twice, 1);
    }

    #[test]
    fn what_is_no_time_is_refused_for_its_own_reason() {
        for (text, reason) in [
            ("", LogReason::NoTime),
            ("yesterday", LogReason::NotATime),
            ("2026-02-30 10:00", LogReason::ImpossibleTime),
            ("2026-02-20 25:00", LogReason::ImpossibleTime),
            ("2026-02-20", LogReason::NotATime),
            ("2026-02-20 10", LogReason::NotATime),
            ("02/20/2026 10:00", LogReason::NotATime),
            ("1970-01-01 00:00:00", LogReason::Ancient),
            ("2099-01-01 00:00:00", LogReason::Future),
            ("２０２６-01-01 00:00:00", LogReason::NotATime),
            ("2026-01-01 00:00:00+99:00", LogReason::ImpossibleTime),
        ] {
            assert_eq!(
                times(TimeForm::YearFirst, Some("UTC")).read(text, None),
                Err(reason),
                "{text}"
            );
        }
    }
}
