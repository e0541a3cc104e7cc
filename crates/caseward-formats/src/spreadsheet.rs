//! A table as a spreadsheet (XLSX) for people: every cell is text, so that nothing in it can ever become a formula, a link or a
//! macro, and nothing about the file itself says who made it or on which machine (RE-2, NASW-m). Who fetched it can stand on a sheet of
//! its own behind the table, where whoever reads the table by a program doesn't meet it (RE-6).
//!
//! ```
//! let bytes = caseward_formats::spreadsheet::workbook("Lines", &["day", "what"], &[vec!["2026-11-02".into(), "=1+1".into()]], None, 0)?;
//! assert!(bytes.starts_with(b"PK"));
//! # Ok::<(), caseward_formats::spreadsheet::TooLarge>(())
//! ```

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// The most characters of a cell, as the format has it; what is longer is cut, and says so.
const LONGEST_CELL: usize = 32_767;
const CUT: &str = " […]";

/// The table has more rows or columns, or its name more characters, than a spreadsheet can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is more than a spreadsheet can hold; ask for CSV instead")]
pub struct TooLarge;

impl From<XlsxError> for TooLarge {
    fn from(_: XlsxError) -> Self {
        Self
    }
}

/// A sheet behind the table.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// Its name (up to 31 characters).
    pub name: &'a str,
    /// What it says, line by line: what it is, and its value.
    pub lines: &'a [(&'a str, String)],
}

/// A workbook whose first sheet is the table: its name (up to 31 characters), the header, and row after row; and one behind it, if there
/// is one. `made_at_ms` is what the file says of when it was made, in ms since 1970; the same tables give the same bytes.
///
/// # Errors
/// [`TooLarge`].
pub fn workbook(
    name: &str,
    header: &[&str],
    rows: &[Vec<String>],
    beside: Option<Beside<'_>>,
    made_at_ms: i64,
) -> Result<Vec<u8>, TooLarge> {
    let mut book = Workbook::new();
    let made_at = ExcelDateTime::from_timestamp(made_at_ms.div_euclid(1000))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made_at));
    let bold = Format::new().set_bold();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, title) in (0_u16..).zip(header) {
        sheet.write_string_with_format(0, column, *title, &bold)?;
        sheet.set_column_width(column, 18)?;
    }
    for (number, row) in (1_u32..).zip(rows) {
        for (column, value) in (0_u16..).zip(row) {
            sheet.write_string(number, column, fitted(value))?;
        }
    }
    if let Some(beside) = beside {
        let sheet = book.add_worksheet();
        sheet.set_name(beside.name)?;
        sheet.set_column_width(0, 18)?;
        for (number, (what, value)) in (0_u32..).zip(beside.lines) {
            sheet.write_string_with_format(number, 0, *what, &bold)?;
            sheet.write_string(number, 1, fitted(value))?;
        }
    }
    Ok(book.save_to_buffer()?)
}

/// As much of a value as a cell holds, without what no XML can hold.
fn fitted(value: &str) -> String {
    let seen = |it: &char| !it.is_control() || matches!(it, '\n' | '\t');
    let whole = value.chars().filter(seen);
    if value.chars().count() <= LONGEST_CELL {
        return whole.collect();
    }
    let mut cut: String = whole.take(LONGEST_CELL - CUT.len()).collect();
    cut.push_str(CUT);
    cut
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn read(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
        let range = book.worksheet_range(name).unwrap();
        assert!(
            book.worksheet_formula(name)
                .unwrap()
                .used_cells()
                .next()
                .is_none()
        );
        range.rows().map(<[Data]>::to_vec).collect()
    }

    #[test]
    fn what_looks_like_a_formula_a_link_or_a_date_is_read_as_the_text_that_it_is() {
        let values = [
            "=cmd|' /C calc'!A0",
            "+1",
            "-1",
            "@SUM(A1)",
            "\tx",
            "https://example.org/x",
            "2026-11-02",
            "0012",
            "Ñandú <b>&",
        ];
        let rows = vec![values.map(str::to_owned).to_vec()];
        let header: Vec<_> = (0..values.len()).map(|_| "a").collect();
        let bytes = workbook("Lines", &header, &rows, None, 0).unwrap();
        let read = read(&bytes, "Lines");
        assert_eq!(read.len(), 2);
        for (cell, value) in read[1].iter().zip(values) {
            assert_eq!(cell, &Data::String(value.to_owned()));
        }
    }

    #[test]
    fn the_same_table_gives_the_same_bytes_and_an_overlong_value_is_cut_where_it_shows() {
        let rows = vec![vec!["x".repeat(40_000), "a\u{0}b\u{8}".to_owned()]];
        let made = || workbook("Lines", &["a", "b"], &rows, None, 1_780_000_000_000).unwrap();
        let (bytes, again) = (made(), made());
        assert_eq!(bytes, again);
        let read = read(&bytes, "Lines");
        let Data::String(long) = &read[1][0] else {
            panic!("{:?}", read[1][0])
        };
        assert!(long.ends_with(CUT) && long.chars().count() <= LONGEST_CELL);
        assert_eq!(read[1][1], Data::String("ab".to_owned()));
    }

    #[test]
    fn re_6_what_stands_behind_a_table_changes_nothing_in_it_and_is_text_as_well() {
        let rows = vec![vec!["x".to_owned()]];
        let lines = [("Fetched by", "=HYPERLINK(\"x\")".to_owned())];
        let beside = Beside {
            name: "Fetched",
            lines: &lines,
        };
        let bytes = workbook("Lines", &["a"], &rows, Some(beside), 0).unwrap();
        let alone = workbook("Lines", &["a"], &rows, None, 0).unwrap();
        assert_eq!(read(&bytes, "Lines"), read(&alone, "Lines"));
        let text = |it: &str| Data::String(it.to_owned());
        let told = [vec![text("Fetched by"), text("=HYPERLINK(\"x\")")]];
        assert_eq!(read(&bytes, "Fetched"), told);
    }

    #[test]
    fn a_name_that_no_sheet_can_have_is_refused() {
        assert_eq!(workbook("a/b", &["a"], &[], None, 0), Err(TooLarge));
    }
}
