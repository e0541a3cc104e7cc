//! Files as the world sends them: each is read, or refused with a line and a reason; nothing is lost.
//! Corpus A (CSV) of the bad input; the small files are checked in, the large ones made here.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a test may stop at the first thing that isn't as promised, and say so"
)]

use std::io::{self, Cursor, Read};

use caseward_formats::hmis::{
    Belongs, Key, Layout, Notice, NoticeKind, Problem, Reason, RowReader, ScanLimits, Signal,
    protection_signals,
};
use caseward_model::{Category, Language};

type Read1 = (Vec<Vec<String>>, Vec<Problem>, Vec<Notice>);

fn bytes(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/");
    std::fs::read(format!("{folder}{name}.csv")).unwrap()
}

fn read_as(file: &str, inner: impl Read) -> Result<Read1, Problem> {
    let mut reader = RowReader::open(file, inner, ScanLimits::default())?;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    while let Some(row) = reader.next_row() {
        match row {
            Ok(row) => rows.push(row.values().map(str::to_owned).collect()),
            Err(problem) => problems.push(problem),
        }
    }
    assert_eq!(
        reader.rows() as usize,
        rows.len() + problems.len(),
        "every row is accounted for"
    );
    Ok((rows, problems, reader.notices()))
}

fn read(name: &str) -> Read1 {
    read_as("Client.csv", Cursor::new(bytes(name))).unwrap()
}

fn refused(name: &str) -> Problem {
    let problem = read_as("Client.csv", Cursor::new(bytes(name)))
        .err()
        .unwrap();
    assert!(problem.stops);
    problem
}

fn has(notices: &[Notice], kind: NoticeKind) -> bool {
    notices.iter().any(|notice| notice.kind == kind)
}

fn keys(rows: &[Vec<String>]) -> Vec<&str> {
    rows.iter().map(|row| row[0].as_str()).collect()
}

#[test]
fn whatever_the_encoding_the_same_rows_come_out() {
    for name in ["bom", "crlf", "cr_only", "no_final_break", "blank_lines"] {
        let (rows, problems, _) = read(name);
        assert_eq!(keys(&rows), ["P1", "P2"], "{name}");
        assert!(problems.is_empty(), "{name}: {problems:?}");
    }
    for name in ["utf16le", "utf16be"] {
        let (rows, problems, notices) = read(name);
        assert_eq!(rows[1][1], "José", "{name}");
        assert!(problems.is_empty() && has(&notices, NoticeKind::Utf16));
    }
}

#[test]
fn windows_1252_is_read_and_said_so() {
    let (rows, problems, notices) = read("windows1252");
    assert_eq!(
        (rows[0][1].as_str(), rows[0][2].as_str()),
        ("José", "O’Brien")
    );
    assert!(problems.is_empty());
    let notice = notices
        .iter()
        .find(|n| n.kind == NoticeKind::Windows1252)
        .unwrap();
    assert_eq!((notice.line, notice.rows), (Some(2), 1));
}

#[test]
fn a_character_is_never_made_of_two_fields() {
    let (rows, _, notices) = read("split_character");
    assert_eq!((rows[0][1].as_str(), rows[0][2].as_str()), ("Ã", "©"));
    assert!(has(&notices, NoticeKind::Windows1252));
}

#[test]
fn what_cannot_be_decoded_is_refused() {
    assert_eq!(
        refused("utf16_without_mark").reason,
        Reason::UnreadableHeader
    );
    let (rows, problems, _) = read("utf16_broken_pair");
    assert_eq!(keys(&rows), ["P2"]);
    assert_eq!(
        (problems[0].line, &problems[0].reason),
        (Some(2), &Reason::Undecodable)
    );
}

#[test]
fn nul_bytes_cost_their_row_and_no_other() {
    let (rows, problems, _) = read("nul");
    assert_eq!(keys(&rows), ["P2"]);
    assert_eq!(problems[0].column.as_deref(), Some("FirstName"));
    assert_eq!(problems[0].reason, Reason::NulByte);
    let (rows, problems, _) = read("trailing_nul");
    assert_eq!(keys(&rows), ["P1", "P2"]);
    assert_eq!(
        (problems[0].line, &problems[0].reason),
        (Some(4), &Reason::NulByte)
    );
}

#[test]
fn a_broken_quote_costs_its_row_and_no_other() {
    let (rows, problems, _) = read("unclosed_quote");
    assert_eq!(keys(&rows), ["P2", "P3"]);
    assert_eq!(
        (problems[0].line, &problems[0].reason),
        (Some(2), &Reason::UnclosedQuote)
    );
    let (rows, problems, _) = read("text_after_quote");
    assert_eq!(keys(&rows), ["P2"]);
    assert_eq!(
        (problems[0].line, &problems[0].reason),
        (Some(2), &Reason::TextAfterQuote)
    );
}

#[test]
fn quotes_and_breaks_inside_values_are_kept() {
    let (rows, problems, _) = read("quote_in_the_middle");
    assert_eq!(rows[0][1], "An\"a\" 5'10\"");
    assert!(problems.is_empty());
    let mut reader = RowReader::open(
        "Client",
        Cursor::new(bytes("embedded_break")),
        ScanLimits::default(),
    )
    .unwrap();
    let first = reader.next_row().unwrap().unwrap();
    assert_eq!((first.value(1), first.line()), ("Ana\nMaria\r\nLuz", 2));
    let second = reader.next_row().unwrap().unwrap();
    assert_eq!((second.key(), second.line()), (Key::Own("P2"), 5));
}

#[test]
fn headers_are_found_in_any_order_and_case() {
    let (rows, problems, _) = read("reordered");
    assert_eq!(rows[0], ["Sample", "E1", "P1", "Ana"]);
    assert!(problems.is_empty());
    let mut reader = RowReader::open(
        "CLIENT.CSV",
        Cursor::new(bytes("header_case")),
        ScanLimits::default(),
    )
    .unwrap();
    let row = reader.next_row().unwrap().unwrap();
    assert_eq!(row.personal_id(), Some("P1"));
    assert_eq!(row.category(4), Some(Category::Identity));
    assert_eq!(
        reader.layout().headers()[0],
        " PERSONALID ",
        "given back as it came"
    );
}

#[test]
fn a_file_without_usable_columns_is_refused_whole() {
    assert_eq!(refused("duplicate_header").reason, Reason::DuplicateHeader);
    assert_eq!(refused("duplicate_alias").reason, Reason::DuplicateHeader);
    let missing = refused("missing_key");
    assert_eq!(missing.reason, Reason::MissingKeyColumn);
    assert_eq!(missing.column.as_deref(), Some("PersonalID"));
    assert_eq!(refused("empty").reason, Reason::NoHeader);
    let (rows, problems, _) = read("header_only");
    assert!(rows.is_empty() && problems.is_empty());
    let (rows, _, notices) = read("one_field");
    assert_eq!(keys(&rows), ["P1", "P2"]);
    assert!(has(&notices, NoticeKind::MissingColumn));
}

#[test]
fn ragged_rows_are_reported_with_their_line() {
    let (rows, problems, _) = read("ragged");
    assert_eq!(keys(&rows), ["P2", "P4"]);
    let found: Vec<_> = problems
        .iter()
        .map(|p| (p.line, p.reason.clone()))
        .collect();
    let ragged = |found| Reason::Ragged {
        expected: 11,
        found,
    };
    assert_eq!(found, [(Some(2), ragged(2)), (Some(4), ragged(13))]);
}

#[test]
fn semicolons_and_tabs_separate_too() {
    let (rows, _, notices) = read("semicolons");
    assert_eq!(rows[0][2], "Sam;ple");
    assert!(has(&notices, NoticeKind::Semicolons));
    let (rows, _, notices) = read("tabs");
    assert_eq!(keys(&rows), ["P1", "P2"]);
    assert!(has(&notices, NoticeKind::Tabs));
}

#[test]
fn impossible_dates_are_refused_and_odd_ones_kept() {
    let (rows, problems, _) = read("impossible_dates");
    assert_eq!(keys(&rows), ["P5"]);
    let reasons: Vec<_> = problems.iter().map(|p| &p.reason).collect();
    use Reason::{ImpossibleDate, NotADate};
    assert_eq!(
        reasons,
        [&ImpossibleDate, &ImpossibleDate, &ImpossibleDate, &NotADate]
    );
    assert!(problems.iter().all(|p| p.column.as_deref() == Some("DOB")));
    let (rows, problems, notices) = read("odd_dates");
    assert!(problems.is_empty());
    assert_eq!(rows[2][4], "03-04-1990", "as it was written");
    assert!(has(&notices, NoticeKind::FarDate) && has(&notices, NoticeKind::MonthFirst));
    let (rows, problems, _) = read("summer_time_hour");
    assert!(rows.len() == 1 && problems.is_empty());
}

#[test]
fn odd_numbers_and_codes_are_kept_and_noticed() {
    let (rows, problems, notices) = read("odd_ssn");
    assert_eq!(rows.len(), 6);
    assert!(problems.is_empty());
    let notice = notices
        .iter()
        .find(|n| n.kind == NoticeKind::ImpossibleSsn)
        .unwrap();
    assert_eq!(notice.rows, 4, "000, 666, 9xx and a group of 00");
    let (rows, problems, notices) = read("missing_codes");
    assert_eq!(rows.len(), 5);
    assert!(problems.is_empty());
    let notice = notices
        .iter()
        .find(|n| n.kind == NoticeKind::UnknownCode)
        .unwrap();
    assert_eq!((notice.line, notice.rows), (Some(5), 2));
    let (rows, problems, _) = read("negative_id");
    assert_eq!(keys(&rows), ["-5", "P2"]);
    assert!(problems.is_empty());
}

#[test]
fn a_row_without_a_usable_key_is_refused() {
    let (rows, problems, _) = read("empty_key");
    assert_eq!(keys(&rows), ["P3"]);
    assert!(problems.iter().all(|p| p.reason == Reason::EmptyKey) && problems.len() == 2);
    assert_eq!(read("long_key").1[0].reason, Reason::KeyTooLong(32));
    assert_eq!(read("turned_key").1[0].reason, Reason::KeyHasControls);
}

#[test]
fn joined_files_are_noticed() {
    let (rows, problems, _) = read("concatenated");
    assert_eq!(keys(&rows), ["P1", "P2", "P3", "P4"]);
    assert_eq!(
        (problems[0].line, &problems[0].reason),
        (Some(4), &Reason::SecondHeader)
    );
    let (rows, problems, _) = read("concatenated_other");
    assert_eq!(keys(&rows), ["P1", "P2"]);
    assert_eq!(problems.len(), 3);
    assert_eq!(problems[2].reason, Reason::BelowForeignHeader);
}

#[test]
fn unknown_columns_are_kept_with_a_careful_label() {
    let mut reader = RowReader::open(
        "Client",
        Cursor::new(bytes("unknown_columns")),
        ScanLimits::default(),
    )
    .unwrap();
    let row = reader.next_row().unwrap().unwrap();
    assert_eq!(
        (row.value(11), row.category(11)),
        ("42", Some(Category::Notes))
    );
    assert_eq!(
        (row.value(12), row.category(12)),
        ("1", Some(Category::Hiv))
    );
    assert!(has(&reader.notices(), NoticeKind::UnknownColumn));
}

#[test]
fn formulas_come_through_untouched_and_are_told_by_file_column_and_count() {
    let (rows, problems, notices) = read("formulas");
    assert!(problems.is_empty());
    assert_eq!(
        (rows[0][1].as_str(), rows[0][2].as_str()),
        ("=cmd|' /C calc'!A0", "@SUM(1,2)")
    );
    let told: Vec<String> = notices
        .iter()
        .filter(|notice| notice.kind == NoticeKind::Formula)
        .map(ToString::to_string)
        .collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("Client line 2, FirstName: ") && told[0].ends_with("(2 rows)"),
        "{told:?}"
    );
}

#[test]
fn hidden_and_turning_marks_are_kept_and_told_and_names_of_any_script_are_not() {
    let (rows, problems, notices) = read("hidden_marks");
    assert!(problems.is_empty());
    assert_eq!(rows[0][1], "A\u{202e}na");
    assert_eq!(rows[2][1], "مريم");
    let counted: Vec<_> = notices
        .iter()
        .filter(|notice| notice.kind == NoticeKind::HiddenMarks)
        .map(|notice| (notice.column.as_deref().unwrap(), notice.line, notice.rows))
        .collect();
    assert_eq!(
        counted,
        [("FirstName", Some(2), 3), ("LastName", Some(3), 2)]
    );
}

#[test]
fn what_no_spreadsheet_cell_can_hold_is_kept_and_told() {
    let long = "z".repeat(200_000);
    let text = format!("PersonalID,Memo\nP1,{long}\nP2,short\n");
    let (rows, problems, notices) = read_as("CustomMemo", Cursor::new(text)).unwrap();
    assert!(problems.is_empty());
    assert_eq!(rows[0][1], long);
    let notice = notices
        .iter()
        .find(|notice| notice.kind == NoticeKind::BeyondCell)
        .unwrap();
    assert_eq!(
        (notice.column.as_deref(), notice.rows),
        (Some("column 2"), 1)
    );
}

/// Rows made while they are read, which counts how far reading runs ahead of what was handed out.
struct Endless {
    made: u64,
    rows: u64,
    bytes: u64,
    left: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left.len() < buffer.len() && self.made < self.rows {
            self.made += 1;
            let made = self.made;
            let row = match made % 1_000 {
                7 => format!("P{made},\"two\r\nlines\",1990-01-01\r\n"),
                9 => format!("P{made},too few\r\n"),
                _ => format!("P{made},Ana,1990-01-01\r\n"),
            };
            self.left.extend_from_slice(row.as_bytes());
        }
        let now = self.left.len().min(buffer.len());
        buffer[..now].copy_from_slice(&self.left[..now]);
        self.left.drain(..now);
        self.bytes += now as u64;
        Ok(now)
    }
}

#[test]
fn hundreds_of_thousands_of_rows_stream_through_a_window() {
    const ROWS: u64 = 400_000;
    let handed = std::cell::Cell::new(0_u64);
    struct Watched<'w>(Endless, &'w std::cell::Cell<u64>);
    impl Read for Watched<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let read = self.0.read(buffer)?;
            self.1.set(self.0.bytes);
            Ok(read)
        }
    }
    let endless = Endless {
        made: 0,
        rows: ROWS,
        bytes: 0,
        left: b"PersonalID,FirstName,DOB\r\n".to_vec(),
    };
    let mut reader =
        RowReader::open("Client", Watched(endless, &handed), ScanLimits::default()).unwrap();
    let (mut whole, mut rejected, mut out, mut furthest) = (0_u64, 0_u64, 26_u64, 0_u64);
    while let Some(row) = reader.next_row() {
        match row {
            Ok(row) => {
                whole += 1;
                out += row
                    .values()
                    .map(|value| value.len() as u64 + 1)
                    .sum::<u64>()
                    + 1;
            }
            Err(problem) => {
                assert!(matches!(problem.reason, Reason::Ragged { .. }));
                rejected += 1;
            }
        }
        furthest = furthest.max(handed.get().saturating_sub(out));
    }
    assert_eq!((whole, rejected), (ROWS - ROWS / 1_000, ROWS / 1_000));
    assert_eq!(reader.rows(), ROWS);
    // What is ahead is one piece of the file, and here what the rejected rows and quotes weigh.
    assert!(furthest < 64 * 1024 + 32 * ROWS / 1_000, "{furthest}");
    assert!(handed.get() > 8_000_000, "it was no small file");
}

#[test]
fn dv_4_4_2_the_category_of_a_disability_follows_its_row() {
    let mut reader = RowReader::open(
        "Disabilities",
        Cursor::new(bytes("disabilities")),
        ScanLimits::default(),
    )
    .unwrap();
    let mut found = Vec::new();
    while let Some(row) = reader.next_row() {
        let row = row.unwrap();
        let split = row.split();
        let response = row.category(5).unwrap();
        assert!(split[&response].iter().any(|(column, _)| *column == 5));
        assert!(
            split[&Category::Administration]
                .iter()
                .all(|(column, _)| ![0, 4, 5].contains(column))
        );
        found.push(response);
    }
    use Category::{Health, Hiv, MentalHealth, SubstanceUse};
    assert_eq!(found, [Health, Hiv, MentalHealth, SubstanceUse, Hiv, Hiv]);
}

#[test]
fn dv_3_3_1_fleeing_protects_and_survivor_proposes() {
    let mut reader = RowReader::open(
        "HealthAndDV",
        Cursor::new(bytes("fleeing")),
        ScanLimits::default(),
    )
    .unwrap();
    let mut found = Vec::new();
    while let Some(row) = reader.next_row() {
        let row = row.unwrap();
        found.push(protection_signals(row.layout(), &row));
    }
    assert_eq!(
        found,
        [Some(Signal::Fleeing), Some(Signal::Survivor), None, None]
    );
}

#[test]
fn no_message_repeats_a_value() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    for file in std::fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let said = match read_as(
            "Client.csv",
            Cursor::new(std::fs::read(file.path()).unwrap()),
        ) {
            Ok((_, problems, notices)) => {
                let mut said: Vec<_> = problems.iter().map(ToString::to_string).collect();
                said.extend(notices.iter().map(ToString::to_string));
                said
            }
            Err(problem) => vec![problem.to_string()],
        };
        for line in said {
            for value in [
                "Ana",
                "Sample",
                "José",
                "0000-00-00",
                "Shoe",
                "121234",
                "31/12",
                "cmd",
            ] {
                assert!(!line.contains(value), "{line}");
            }
        }
    }
}

#[test]
fn a_file_with_a_hundred_thousand_fields_is_refused() {
    let header = "a,".repeat(100_000);
    let problem = read_as("Client", Cursor::new(header.into_bytes()))
        .err()
        .unwrap();
    assert_eq!(problem.reason, Reason::TooManyColumns(2_000));
    let mut row = b"PersonalID,FirstName\nP1".to_vec();
    row.extend_from_slice(",".repeat(100_000).as_bytes());
    row.extend_from_slice(b"\nP2,Bo\n");
    let (rows, problems, _) = read_as("Client", Cursor::new(row)).unwrap();
    assert_eq!(keys(&rows), ["P2"]);
    assert_eq!(problems[0].reason, Reason::TooManyColumns(2_000));
}

#[test]
fn a_field_of_a_gigabyte_is_passed_over_in_little_memory() {
    let head = Cursor::new(b"PersonalID,FirstName\nP1,".to_vec());
    let long = io::repeat(b'x').take(1 << 30);
    let tail = Cursor::new(b"\nP2,Bo\n".to_vec());
    let (rows, problems, _) = read_as("Client", head.chain(long).chain(tail)).unwrap();
    assert_eq!(keys(&rows), ["P2"]);
    assert_eq!(
        (problems[0].line, &problems[0].reason),
        (Some(2), &Reason::FieldTooLong(1 << 20))
    );
}

#[test]
fn a_row_of_many_long_fields_is_refused() {
    let field = "y".repeat(1 << 19);
    let row = vec![field; 12].join(",");
    let text = format!("PersonalID,FirstName\nP1,{row}\nP2,Bo\n");
    let (rows, problems, _) = read_as("Client", Cursor::new(text.into_bytes())).unwrap();
    assert_eq!(keys(&rows), ["P2"]);
    assert_eq!(problems[0].reason, Reason::RowTooLong(4 << 20));
}

#[test]
fn a_damaged_source_stops_the_file() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::new(io::ErrorKind::InvalidData, "checksum"))
        }
    }
    let head = Cursor::new(b"PersonalID,FirstName\nP1,Ana\n".to_vec());
    let (rows, problems, _) = read_as("Client", head.chain(Broken)).unwrap();
    assert_eq!(keys(&rows), ["P1"]);
    assert!(problems[0].stops, "what was read of it must not be kept");
}

#[test]
fn a_file_that_names_clients_only_by_enrolment_is_not_taken_for_the_offices_own() {
    let belongs = |file, headers: &[&str]| Layout::from_headers(file, headers).unwrap().belongs;
    assert_eq!(
        belongs("CustomX", &["EnrollmentID", "HIVStatus"]),
        Belongs::ToEnrollment
    );
    assert_eq!(
        belongs("CustomX", &["PersonalID", "EnrollmentID"]),
        Belongs::ToClient
    );
    assert_eq!(
        belongs("Project", &["ProjectID", "ProjectName"]),
        Belongs::ToOffice
    );
}

#[test]
fn an_unknown_file_about_clients_has_a_key_that_may_be_shared() {
    let text = "EnrollmentID,PersonalID,SexualOrientation\nN1,P1,2\n";
    let mut reader =
        RowReader::open("CustomThings.csv", Cursor::new(text), ScanLimits::default()).unwrap();
    let row = reader.next_row().unwrap().unwrap();
    assert_eq!(
        row.key(),
        Key::About {
            personal: "P1",
            enrollment: Some("N1")
        }
    );
    assert!(!row.key().is_unique());
    assert_eq!(row.personal_id(), Some("P1"));
    assert_eq!(row.category(2), Some(Category::GenderSexuality));
    let column = &row.layout().columns[2];
    assert_eq!(column.label(Language::Spanish), "Orientación sexual");
    let text = "Thing,Colour\nChair,red\n";
    let mut reader = RowReader::open("Things", Cursor::new(text), ScanLimits::default()).unwrap();
    assert_eq!(reader.next_row().unwrap().unwrap().key(), Key::Line(2));
    let text = "ThingID,PersonalID\nT1,P1\n";
    let mut reader = RowReader::open("Things", Cursor::new(text), ScanLimits::default()).unwrap();
    assert_eq!(reader.next_row().unwrap().unwrap().key(), Key::Own("T1"));
}
