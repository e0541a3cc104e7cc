//! What a value may do to whoever opens the file in a spreadsheet, or reads it on a screen.
//!
//! Values are kept exactly and given back exactly, because they are somebody's record and machines
//! compare them; so nothing here changes or rejects one. It is noticed instead, with file, column and
//! count and never the value, when a file is read and again when it is given back (ASVS 1.2.10;
//! NUL is another matter: it rejects its row, see [`super::Reason::NulByte`]).

use std::collections::BTreeMap;
use std::sync::Arc;

use super::layout::Layout;
use super::problem::{Notice, NoticeKind};

/// As many characters as a spreadsheet keeps of one cell.
pub const CELL_LENGTH: usize = 32_767;

/// Whether a spreadsheet would take the value for a formula. A plain signed number is none.
#[must_use]
pub fn is_formula(value: &str) -> bool {
    let Some(first) = value.chars().next() else {
        return false;
    };
    match first {
        '=' | '@' | '\t' | '\r' | '\n' | '\0' | '＝' | '＋' | '－' | '＠' => true,
        '+' | '-' => !value
            .get(1..)
            .is_some_and(|rest| rest.bytes().all(is_of_number) && !rest.is_empty()),
        _ => false,
    }
}

const fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b',')
}

/// Whether the value has a character that can't be seen, or that turns the direction in which it is
/// shown, so that it looks like another value. Tabs and line breaks are plain text; the joiners that
/// Persian, Indic scripts and emoji need count as well, because only a person can tell.
#[must_use]
pub fn has_hidden_marks(value: &str) -> bool {
    // Nearly every value is plain, and this is asked of every one.
    value.bytes().any(|byte| !(0x20..0x7f).contains(&byte)) && value.chars().any(is_hidden)
}

/// Controls, turning marks, and characters without width.
pub(super) fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        c if c.is_control() => true,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => true,
        _ => false,
    }
}

/// Says of each value of a row what is to be noticed about it.
pub(super) fn look<'v>(
    values: impl Iterator<Item = &'v str>,
    mut notice: impl FnMut(usize, NoticeKind),
) {
    for (column, value) in values.enumerate() {
        if is_formula(value) {
            notice(column, NoticeKind::Formula);
        }
        if has_hidden_marks(value) {
            notice(column, NoticeKind::HiddenMarks);
        }
        if value.len() > CELL_LENGTH && value.chars().count() > CELL_LENGTH {
            notice(column, NoticeKind::BeyondCell);
        }
    }
}

/// Counts what is to be noticed in the rows of one file that is given back.
#[derive(Debug, Default)]
pub struct CellBook {
    seen: BTreeMap<(usize, NoticeKind), u64>,
}

impl CellBook {
    /// Looks at the values of one row.
    pub fn row<S: AsRef<str>>(&mut self, values: &[S]) {
        look(values.iter().map(AsRef::as_ref), |column, kind| {
            *self.seen.entry((column, kind)).or_default() += 1;
        });
    }

    /// What was noticed: file, column and count.
    #[must_use]
    pub fn notices(&self, layout: &Layout) -> Vec<Notice> {
        let notice = |(&(column, kind), &rows): (&(usize, NoticeKind), &u64)| Notice {
            file: Arc::clone(&layout.file),
            line: None,
            column: Some(layout.say(column)),
            kind,
            rows,
        };
        self.seen.iter().map(notice).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_told_from_a_number() {
        for formula in [
            "=1+1",
            "=cmd|' /C calc'!A0",
            "+1-555-0100",
            "-1+1",
            "-",
            "@SUM(A1)",
            "\tx",
            "＝1",
            "-x",
        ] {
            assert!(is_formula(formula), "{formula:?}");
        }
        for plain in ["", "-5", "+12.50", "-1,200", "O'Brien", "a=b", " =1"] {
            assert!(!is_formula(plain), "{plain:?}");
        }
    }

    #[test]
    fn names_of_every_script_are_plain_and_turned_ones_are_not() {
        for plain in [
            "Nguyễn",
            "Łukasz",
            "مريم",
            "שרה",
            "José\u{301}",
            "two\nlines",
            "李",
        ] {
            assert!(!has_hidden_marks(plain), "{plain:?}");
        }
        for odd in [
            "A\u{202e}na",
            "An\u{200b}a",
            "\u{2066}x",
            "a\u{1b}[31m",
            "\u{feff}x",
            "x\u{e0041}",
        ] {
            assert!(has_hidden_marks(odd), "{odd:?}");
        }
    }
}
