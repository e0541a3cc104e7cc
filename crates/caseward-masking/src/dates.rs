//! Days as people write them, in English and Spanish, with names of months and without (CR-9).

use jiff::civil::Date;

use crate::filing::birth_key;
use crate::gap::{COMMA, Gap, HYPHEN, JOINT, SPACE, STOP};
use crate::lexicon::{BORN, MONTH, ORDINAL, PARTICLE};
use crate::scan::Scan;
use crate::span::{Kind, Ways};
use crate::token::Token;

/// A part of a date.
#[derive(Clone, Copy)]
enum Part {
    Number(u64, u8),
    Month(u8),
}

impl Scan<'_> {
    /// Looks at the date that ends with the last token.
    pub(crate) fn date(&mut self) {
        let Some(last) = self.back(0).copied() else {
            return;
        };
        if last.digits > 8 || last.lead_digits == 0 {
            return;
        }
        if self.compact(&last) {
            return;
        }
        let mut parts = [None; 3];
        let mut start = last.start;
        let mut right = last;
        let mut count = 0;
        let mut places = 0;
        while count < 3 {
            let Some(token) = self.back(places).copied() else {
                return;
            };
            let gap = self.gap(&token, &right);
            if places > 0 && !is_within(gap, &token, &right) {
                return;
            }
            places += 1;
            right = token;
            if let Some(part) = part(&token) {
                if let Some(place) = parts.get_mut(2 - count) {
                    *place = Some(part);
                }
                count += 1;
                start = token.start;
            } else if !is_filling(&token) || places > 7 {
                return;
            }
        }
        let [Some(first), Some(second), Some(third)] = parts else {
            return;
        };
        let named = matches!(first, Part::Month(_)) || matches!(second, Part::Month(_));
        let text = self.text.get(start..last.end).unwrap_or("");
        // *1984; Nov. 5*: the year belongs to what stands before.
        let year_first = matches!(first, Part::Number(_, 4)) && named;
        if year_first && text.contains([',', ';']) {
            return;
        }
        if !named && !self.is_one_number(start, last.end) {
            return;
        }
        let days = readings(first, second, third);
        let written_by_programs = !named && matches!(first, Part::Number(_, 4));
        if written_by_programs && self.is_moment(start, &last) {
            self.nobodys_days(start, last.end, &days);
        } else {
            self.days(start, last.end, &days);
        }
    }

    /// Whether a time of day follows: *2018-07-18 10:23* is when something happened and nobody's day of birth, unless a word says that
    /// somebody was born, or the time is that of a table in which all days have one: midnight.
    fn is_moment(&self, start: usize, last: &Token) -> bool {
        let is_digit = |it: char| it.is_ascii_digit();
        let after = self.text.get(last.start..).unwrap_or("");
        let after = after.trim_start_matches(is_digit);
        let Some(after) = after.strip_prefix(['T', ' ']) else {
            return false;
        };
        let time = after.get(..5).and_then(|it| it.split_once(':'));
        let number = |text: &str| text.parse::<u8>().ok().filter(|_| text.len() == 2);
        let Some((hour, minute)) = time.and_then(|it| number(it.0).zip(number(it.1))) else {
            return false;
        };
        let midnight = (hour, minute) == (0, 0);
        hour < 24 && minute < 60 && !midnight && self.senses_before(start, 4) & BORN == 0
    }

    /// Whether three numbers have the same single sign between them: *11/05/2026*. With a point and two digits for the year all have two,
    /// unless a word says that somebody was born: else it is a version or a chapter.
    fn is_one_number(&self, start: usize, end: usize) -> bool {
        let text = self.text.get(start..end).unwrap_or("");
        let invisible = crate::letters::is_invisible;
        let mut signs = text
            .chars()
            .filter(|it| !it.is_numeric() && !invisible(*it));
        let (one, other) = (signs.next(), signs.next());
        if one != other
            || signs
                .next()
                .is_some_and(|it| !matches!(it, 's' | 't' | 'n' | 'r' | 'd' | 'h'))
        {
            // *11 / 05 / 2026*
            let spaced: String = text.chars().filter(|it| !it.is_whitespace()).collect();
            let strokes = spaced.matches(['/', '-']).count() == 2;
            return strokes
                && spaced
                    .chars()
                    .all(|it| it.is_numeric() || matches!(it, '/' | '-'));
        }
        if one == Some('.') && text.len() < 8 {
            return self.senses_before(start, 4) & BORN != 0;
        }
        matches!(
            one,
            Some('/' | '-' | '.' | ' ' | '\u{2011}' | '\u{2013}' | '\\')
        )
    }

    /// A date that begins with the year and ends with a word is passed by; one that ends with a month's name is *2026 November 5*.
    fn days(&mut self, start: usize, end: usize, days: &[Option<Date>]) {
        for day in days.iter().flatten() {
            if let Some(bearers) = self.index.bearers(birth_key(*day)) {
                let what = (Kind::Birth, Kind::Birth.class());
                if self.known(start..end, what, Ways::NONE, &[bearers]) {
                    return;
                }
            }
        }
        self.nobodys_days(start, end, days);
    }

    /// A date that isn't the day of birth of anybody who is known.
    fn nobodys_days(&mut self, start: usize, end: usize, days: &[Option<Date>]) {
        if days.iter().any(Option::is_some) && self.scope.unknown {
            if self.senses_before(start, 4) & BORN != 0 {
                self.unknown(start..end, Kind::Birth, Kind::Birth.class());
            } else if self.scope.dates {
                self.unknown(start..end, Kind::Date, Kind::Date.class());
            }
        }
    }

    /// *20261105*, *11052026*, *5Nov2026*.
    fn compact(&mut self, last: &Token) -> bool {
        let range = (last.start, last.end);
        if last.letters == 0 && last.digits == 8 {
            let number = last.lead;
            let days = [
                day(number / 10_000, number / 100 % 100, number % 100),
                day(number % 10_000, number / 1_000_000, number / 10_000 % 100),
                day(number % 10_000, number / 10_000 % 100, number / 1_000_000),
            ];
            self.days(range.0, range.1, &days);
            return true;
        }
        if !(3..=9).contains(&last.letters) || last.digits < 3 || last.lead_digits > 2 {
            return false;
        }
        let text = self.text.get(last.start..last.end).unwrap_or("");
        let name: String = text.chars().filter(|it| it.is_alphabetic()).collect();
        let year = text.trim_start_matches(|it: char| it.is_ascii_digit());
        let year = year.trim_start_matches(char::is_alphabetic);
        let known = self.look_up(crate::letters::Word::of(&name));
        let entry = self.index.vocabulary.entry(known.id);
        let Ok(year_number) = year.parse::<u64>() else {
            return false;
        };
        if entry.senses & MONTH == 0 {
            return false;
        }
        let digits = u8::try_from(year.len()).unwrap_or(0);
        let parts = (
            Part::Number(last.lead, last.lead_digits),
            Part::Month(entry.code),
            Part::Number(year_number, digits),
        );
        self.days(range.0, range.1, &readings(parts.0, parts.1, parts.2));
        true
    }
}

fn part(token: &Token) -> Option<Part> {
    if token.says(MONTH) && token.digits == 0 {
        return Some(Part::Month(token.code));
    }
    let ordinal = token.letters == 2 && token.says(ORDINAL);
    let number = token.letters == 0 || ordinal || token.lead_digits <= 4 && token.digits > 0;
    (number && (1..=4).contains(&token.lead_digits))
        .then_some(Part::Number(token.lead, token.lead_digits))
}

/// *de*, *of*, *the* and *th* between the parts.
fn is_filling(token: &Token) -> bool {
    let short = token.letters <= 3 && token.digits == 0;
    short && (token.says(PARTICLE | ORDINAL) || token.known.is(crate::vocabulary::FUNCTION))
}

fn is_within(gap: Gap, left: &Token, right: &Token) -> bool {
    right.start.saturating_sub(left.end) <= 3
        && gap.only(SPACE | HYPHEN | JOINT | COMMA | STOP | crate::gap::QUOTE | crate::gap::BREAK)
}

fn day(year: u64, month: u64, day: u64) -> Option<Date> {
    let year = i16::try_from(year)
        .ok()
        .filter(|it| (1850..=2150).contains(it))?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Every day that three parts may mean.
fn readings(first: Part, second: Part, third: Part) -> [Option<Date>; 6] {
    use Part::{Month, Number};
    let mut days = [None; 6];
    let mut next = 0;
    let mut put = |year: (u64, u8), month: u64, number: u64| {
        let years = match year {
            (_, 3 | 4) => [Some(year.0), None],
            (_, 2) => [Some(1900 + year.0), Some(2000 + year.0)],
            _ => [None, None],
        };
        for year in years.into_iter().flatten() {
            if let Some(place) = days.get_mut(next) {
                *place = day(year, month, number);
                next += 1;
            }
        }
    };
    match (first, second, third) {
        (Number(a, a_len), Number(b, b_len), Number(c, c_len)) if b_len <= 2 => {
            if a_len == 4 && c_len <= 2 {
                put((a, a_len), b, c);
                put((a, a_len), c, b);
            } else if a_len <= 2 && (c_len == 4 || c_len == 2) {
                put((c, c_len), a, b);
                put((c, c_len), b, a);
                if c_len == 2 && a_len == 2 {
                    put((a, a_len), b, c);
                }
            }
        }
        (Number(a, a_len), Month(month), Number(c, c_len)) => {
            if a_len <= 2 {
                put((c, c_len), month.into(), a);
            }
            if a_len == 4 && c_len <= 2 {
                put((a, a_len), month.into(), c);
            }
        }
        (Month(month), Number(b, b_len), Number(c, c_len)) if b_len <= 2 => {
            put((c, c_len), month.into(), b);
        }
        _ => {}
    }
    days
}
