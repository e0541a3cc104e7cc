//! Dates as the field writes them: yyyy-mm-dd by the standard, month first in practice.
//!
//! The text is kept as it came and given back so; this is only how it is understood. `MM-DD-YYYY`
//! and `M/D/YYYY` are read with the month first, as everywhere in HUD's country; what has no month
//! of that number is refused rather than turned around, because a guessed date is worse than none.

use jiff::civil::{Date, DateTime, Time};

/// Why a text isn't a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// It has the form of a date, and the calendar doesn't have it.
    #[error("there is no such date")]
    Impossible,
    /// It doesn't have the form of a date.
    #[error("this is not a date that can be read")]
    Unreadable,
}

/// How the date was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// yyyy-mm-dd, as the standard wants it.
    YearFirst,
    /// The month first, then the day, then the year.
    MonthFirst,
}

/// Reads a date, with or without a time behind it.
///
/// # Errors
/// [`DateFault`] when it isn't one.
pub fn read_date(text: &str) -> Result<(Date, Order), DateFault> {
    read_date_time(text).map(|(at, order)| (at.date(), order))
}

/// Reads a date and its time; without a time it is midnight. There is no zone in these files, so an
/// hour that a summer-time change left out is an hour like any other.
///
/// # Errors
/// [`DateFault`] when it isn't one.
pub fn read_date_time(text: &str) -> Result<(DateTime, Order), DateFault> {
    let text = text.trim();
    let (date, time) = match text.find([' ', 'T']) {
        Some(at) => {
            let (date, time) = text.split_at_checked(at).ok_or(DateFault::Unreadable)?;
            (date, time.get(1..).unwrap_or("").trim())
        }
        None => (text, ""),
    };
    let separator = if date.contains('/') { '/' } else { '-' };
    let mut parts = date.split(separator);
    let (Some(first), Some(second), Some(third), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(DateFault::Unreadable);
    };
    let (year, month, day, order) = if first.len() == 4 {
        (first, second, third, Order::YearFirst)
    } else {
        (third, first, second, Order::MonthFirst)
    };
    if year.len() != 4 {
        return Err(DateFault::Unreadable);
    }
    let date = Date::new(number(year, 4)?, small(month)?, small(day)?)
        .map_err(|_| DateFault::Impossible)?;
    if date.year() == 0 {
        return Err(DateFault::Impossible);
    }
    Ok((date.to_datetime(read_time(time)?), order))
}

fn read_time(text: &str) -> Result<Time, DateFault> {
    if text.is_empty() {
        return Ok(Time::midnight());
    }
    let upper = text.trim_end_matches('Z').to_ascii_uppercase();
    let (clock, half) = if let Some(clock) = upper.strip_suffix("AM") {
        (clock.trim_end(), Some(false))
    } else if let Some(clock) = upper.strip_suffix("PM") {
        (clock.trim_end(), Some(true))
    } else {
        (upper.as_str(), None)
    };
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let mut parts = clock.split(':');
    let mut hour = small(parts.next().unwrap_or(""))?;
    let minute = small(parts.next().unwrap_or(""))?;
    let second = parts.next().map_or(Ok(0), small)?;
    if parts.next().is_some() {
        return Err(DateFault::Unreadable);
    }
    if let Some(afternoon) = half {
        if !(1..=12).contains(&hour) {
            return Err(DateFault::Impossible);
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    Time::new(hour, minute, second, 0).map_err(|_| DateFault::Impossible)
}

fn number(text: &str, longest: usize) -> Result<i16, DateFault> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || text.len() > longest {
        return Err(DateFault::Unreadable);
    }
    text.parse().map_err(|_| DateFault::Unreadable)
}

fn small(text: &str) -> Result<i8, DateFault> {
    number(text, 2).and_then(|number| i8::try_from(number).map_err(|_| DateFault::Unreadable))
}

/// Whether the text is a plain, existing yyyy-mm-dd (with an optional hh:mm:ss): the quick answer for
/// nearly every value, after which [`read_date_time`] needn't be asked.
pub(crate) fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(date), rest) = (bytes.first_chunk::<10>(), bytes.get(10..).unwrap_or(&[])) else {
        return false;
    };
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = date else {
        return false;
    };
    let two = |high: u8, low: u8| -> Option<u32> {
        (high.is_ascii_digit() && low.is_ascii_digit())
            .then(|| u32::from(high - b'0') * 10 + u32::from(low - b'0'))
    };
    let (Some(century), Some(year), Some(month), Some(day)) =
        (two(y1, y2), two(y3, y4), two(m1, m2), two(d1, d2))
    else {
        return false;
    };
    // Up to the 28th every month has every day; the rest is left to the calendar.
    let date_is_plain = (19..=20).contains(&century)
        && year < 100
        && (1..=12).contains(&month)
        && (1..=28).contains(&day);
    date_is_plain && (rest.is_empty() || is_plain_time(rest))
}

fn is_plain_time(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        &[
            b' ',
            b'0'..=b'1',
            b'0'..=b'9',
            b':',
            b'0'..=b'5',
            b'0'..=b'9',
            b':',
            b'0'..=b'5',
            b'0'..=b'9'
        ] | &[
            b' ',
            b'2',
            b'0'..=b'3',
            b':',
            b'0'..=b'5',
            b'0'..=b'9',
            b':',
            b'0'..=b'5',
            b'0'..=b'9'
        ]
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_spellings_of_the_field_are_read() {
        for (text, day, order) in [
            ("2024-02-29", date(2024, 2, 29), Order::YearFirst),
            ("02-07-2023", date(2023, 2, 7), Order::MonthFirst),
            ("2/7/2023", date(2023, 2, 7), Order::MonthFirst),
            ("2023/02/07", date(2023, 2, 7), Order::YearFirst),
            ("02-07-2023 12:00:00", date(2023, 2, 7), Order::MonthFirst),
            ("2/7/2023 1:05 PM", date(2023, 2, 7), Order::MonthFirst),
            ("9999-12-31", date(9999, 12, 31), Order::YearFirst),
        ] {
            assert_eq!(read_date(text), Ok((day, order)), "{text}");
        }
        let (at, _) = read_date_time("2026-03-08 02:30:00").unwrap();
        assert_eq!(
            at,
            date(2026, 3, 8).at(2, 30, 0, 0),
            "an hour that summer time leaves out"
        );
        let (at, _) = read_date_time("1/2/2026 12:00 AM").unwrap();
        assert_eq!(at.hour(), 0);
    }

    #[test]
    fn days_that_no_calendar_has_are_refused() {
        for text in [
            "0000-00-00",
            "2023-02-29",
            "2023-13-01",
            "13/02/2020",
            "31/12/2020",
            "2020-04-31",
            "2020-01-01 25:00:00",
            "0000-01-01",
        ] {
            assert_eq!(read_date(text), Err(DateFault::Impossible), "{text}");
        }
        for text in [
            "",
            "soon",
            "2020",
            "20200101",
            "1/2/20",
            "2020-1-1-1",
            "2020-01-01 noon",
            "１９９０-01-01",
            "--",
            "2020--01",
        ] {
            assert_eq!(read_date(text), Err(DateFault::Unreadable), "{text}");
        }
    }

    #[test]
    fn the_quick_answer_never_says_yes_to_what_the_calendar_refuses() {
        for year in [1899, 1900, 1990, 2000, 2024, 2099, 2100] {
            for month in 0..=13 {
                for day in 0..=32 {
                    let text = format!("{year:04}-{month:02}-{day:02}");
                    assert!(!is_plain(&text) || read_date(&text).is_ok(), "{text}");
                    let text = format!("{text} {:02}:{:02}:00", day, month * 5);
                    assert!(!is_plain(&text) || read_date_time(&text).is_ok(), "{text}");
                }
            }
        }
    }
}
