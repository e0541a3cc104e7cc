//! What every row is looked at for, decided once per file so that a row costs little.
//!
//! Which finding rejects a row and which is only noticed stands in [`super::problem`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::is_hidden;
use super::date::{DateFault, is_plain, read_date_time};
use super::layout::{KEY_LENGTH, Layout};
use super::problem::{Notice, NoticeKind, Reason};
use crate::fields::{CodeList, Shape};

/// One look at one column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Check {
    pub(super) column: usize,
    pub(super) look: Look,
    pub(super) required: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Look {
    /// Not empty, not too long, nothing invisible in it.
    Key,
    Day,
    Whole,
    Money,
    Code(&'static CodeList),
    Length(usize),
    Ssn,
}

/// The looks that a file's columns need.
pub(super) fn checks(layout: &Layout) -> Vec<Check> {
    let mut checks = Vec::new();
    for (column, place) in layout.columns.iter().enumerate() {
        let own = layout.own_id == Some(column) || layout.places.personal_id == Some(column);
        let look = match (own, place.field) {
            (true, _) => Look::Key,
            (false, None) => continue,
            (false, Some(field)) if field.name == "SSN" => Look::Ssn,
            (false, Some(field)) => match field.shape {
                Shape::Text(longest) => Look::Length(longest),
                Shape::Integer => Look::Whole,
                Shape::Money => Look::Money,
                Shape::Date | Shape::DateTime => Look::Day,
                Shape::Code(list) => Look::Code(list),
            },
        };
        checks.push(Check {
            column,
            look,
            required: place.field.is_some_and(|field| field.required),
        });
    }
    checks
}

impl Check {
    /// Looks at a value: an error rejects the row, a notice doesn't.
    pub(super) fn look(&self, value: &str) -> Result<Option<NoticeKind>, Reason> {
        if let Look::Key = self.look {
            return key(value).map(|()| None);
        }
        if value.is_empty() {
            return Ok(self.required.then_some(NoticeKind::Blank));
        }
        Ok(match self.look {
            Look::Key => None,
            Look::Day => return day(value),
            Look::Whole => whole(value),
            Look::Money => money(value),
            Look::Code(list) => (!list.has(value)).then_some(NoticeKind::UnknownCode),
            Look::Length(longest) => too_long(value, longest),
            Look::Ssn => ssn(value),
        })
    }
}

fn key(value: &str) -> Result<(), Reason> {
    let trimmed = value.trim();
    if trimmed.is_empty() {
        return Err(Reason::EmptyKey);
    }
    if too_long(value, KEY_LENGTH).is_some() {
        return Err(Reason::KeyTooLong(KEY_LENGTH));
    }
    let plain = value.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    if !plain && value.chars().any(|c| c.is_control() || is_hidden(c)) {
        return Err(Reason::KeyHasControls);
    }
    Ok(())
}

fn day(value: &str) -> Result<Option<NoticeKind>, Reason> {
    if is_plain(value) {
        return Ok(None);
    }
    if value.trim().is_empty() {
        return Ok(Some(NoticeKind::Blank));
    }
    match read_date_time(value) {
        Err(DateFault::Impossible) => Err(Reason::ImpossibleDate),
        Err(DateFault::Unreadable) => Err(Reason::NotADate),
        Ok((at, _)) if !(1900..=2100).contains(&at.year()) => Ok(Some(NoticeKind::FarDate)),
        Ok((_, super::date::Order::MonthFirst)) => Ok(Some(NoticeKind::MonthFirst)),
        Ok((_, super::date::Order::YearFirst)) => Ok(None),
    }
}

fn whole(value: &str) -> Option<NoticeKind> {
    let digits = value.trim();
    let (negative, digits) = digits
        .strip_prefix('-')
        .map_or((false, digits), |rest| (true, rest));
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(NoticeKind::NotANumber);
    }
    negative.then_some(NoticeKind::Negative)
}

fn money(value: &str) -> Option<NoticeKind> {
    let amount = value.trim().trim_start_matches('$');
    let (negative, amount) = amount
        .strip_prefix('-')
        .map_or((false, amount), |rest| (true, rest));
    let mut points = 0;
    for byte in amount.bytes() {
        points += usize::from(byte == b'.');
        if !matches!(byte, b'0'..=b'9' | b'.' | b',') {
            return Some(NoticeKind::NotANumber);
        }
    }
    if amount.is_empty() || points > 1 {
        return Some(NoticeKind::NotANumber);
    }
    negative.then_some(NoticeKind::Negative)
}

fn too_long(value: &str, longest: usize) -> Option<NoticeKind> {
    (value.len() > longest && value.chars().count() > longest).then_some(NoticeKind::TooLong)
}

/// Partial numbers are written with `x`; those are as the standard wants them.
fn ssn(value: &str) -> Option<NoticeKind> {
    let digits: Vec<u8> = value
        .bytes()
        .filter(|byte| !matches!(byte, b'-' | b' '))
        .collect();
    if let &[a, b, c, d, e, f, g, h, i] = digits.as_slice() {
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let never = matches!(
            [a, b, c],
            [b'0', b'0', b'0'] | [b'6', b'6', b'6'] | [b'9', _, _]
        ) || [d, e] == *b"00"
            || [f, g, h, i] == *b"0000";
        return never.then_some(NoticeKind::ImpossibleSsn);
    }
    too_long(value, 9)
}

/// Counts what was noticed, once per column and kind, so that a million odd rows take no room.
#[derive(Debug, Default)]
pub(super) struct NoticeBook {
    seen: BTreeMap<(Option<usize>, NoticeKind), (u64, u64)>,
}

impl NoticeBook {
    pub(super) fn note(&mut self, column: Option<usize>, kind: NoticeKind, line: u64) {
        let (_, rows) = self.seen.entry((column, kind)).or_insert((line, 0));
        *rows += 1;
    }

    pub(super) fn notices(&self, layout: &Layout) -> Vec<Notice> {
        let mut all = layout.notices();
        all.extend(
            self.seen
                .iter()
                .map(|(&(column, kind), &(line, rows))| Notice {
                    file: Arc::clone(&layout.file),
                    line: Some(line),
                    column: column.map(|column| layout.say(column)),
                    kind,
                    rows,
                }),
        );
        all
    }
}
