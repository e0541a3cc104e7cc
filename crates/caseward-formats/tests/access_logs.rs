//! Logs as other systems send them: each line is understood, or refused with its line, column and reason (CR-2).

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first thing that isn't as promised"
)]

use std::io::Cursor;

use caseward_formats::access_log::{
    LogProblem, LogReader, LogReason, Mapping, MappingFault, TimeForm, propose,
};
use caseward_formats::hmis::Reason;
use caseward_model::AccessKind;
use proptest::prelude::*;

const NOW: i64 = 1_800_000_000_000;

fn mapping() -> Mapping {
    Mapping {
        user: "Login".into(),
        person: Some("Case".into()),
        time: "When".into(),
        zone: Some("America/New_York".into()),
        kind: Some("Action".into()),
        kinds: [
            ("VIEW".to_owned(), AccessKind::Opened),
            ("Query".to_owned(), AccessKind::Searched),
        ]
        .into(),
        ..Mapping::default()
    }
}

type Line = Result<(u64, String, String, AccessKind), LogProblem>;

fn read(log: &[u8], mapping: &Mapping) -> Result<Vec<Line>, LogProblem> {
    let mut reader = LogReader::open(Cursor::new(log), mapping, NOW)?;
    let mut lines = Vec::new();
    while let Some(row) = reader.next_row() {
        lines.push(row.map(|it| (it.line, it.user.to_owned(), it.person.to_owned(), it.kind)));
    }
    assert_eq!(
        reader.lines() as usize,
        lines.len(),
        "every line is accounted for"
    );
    Ok(lines)
}

fn reason(line: &Line) -> (Option<u64>, Option<&str>, &LogReason) {
    let problem = line.as_ref().unwrap_err();
    (problem.line, problem.column.as_deref(), &problem.reason)
}

const HEADER: &str = "When,Login,Action,Case\n";

fn log(lines: &str) -> Vec<u8> {
    format!("{HEADER}{lines}").into_bytes()
}

#[test]
fn cr_2_a_log_is_read_by_its_mapping_whatever_its_encoding_and_separator() {
    let plain = "When,Login,Action,Case\n2026-03-02 08:30:00,josé,view,C-1\n2026-03-02 08:31:00,dana,QUERY,\n";
    let expected = [
        Ok((2, "josé".to_owned(), "C-1".to_owned(), AccessKind::Opened)),
        Ok((3, "dana".to_owned(), String::new(), AccessKind::Searched)),
    ];
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(plain.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let windows: Vec<u8> = plain.chars().map(|it| u8::try_from(it).unwrap()).collect();
    for bytes in [
        plain.as_bytes().to_vec(),
        format!("\u{feff}{plain}").into_bytes(),
        plain.replace(',', ";").into_bytes(),
        plain.replace(',', "\t").replace('\n', "\r\n").into_bytes(),
        utf16,
        windows,
    ] {
        assert_eq!(read(&bytes, &mapping()).unwrap(), expected);
    }
}

#[test]
fn cr_2_a_bad_line_is_refused_with_its_place_and_the_good_ones_beside_it_are_kept() {
    let lines = read(
        &log("2026-03-02 08:30:00,dana,VIEW,C-1\n\
              2026-03-02 08:30:00,,VIEW,C-1\n\
              2026-03-08 02:30:00,dana,VIEW,C-1\n\
              2026-03-02,dana,VIEW,C-1\n\
              2026-03-02 08:30:00,dana,teleported,C-1\n\
              2026-03-02 08:30:00,dana,VIEW\n\
              2026-03-02 08:30:00,dana,VIEW,\"C-1\" x\n\
              2026-03-02 08:30:00,dana,VIEW,C-\u{202e}1\n\
              2026-03-02 08:31:00,dana,VIEW,C-2\n"),
        &mapping(),
    )
    .unwrap();
    assert!(lines[0].is_ok() && lines[8].is_ok());
    assert_eq!(
        reason(&lines[1]),
        (Some(3), Some("Login"), &LogReason::NoUser)
    );
    assert_eq!(
        reason(&lines[2]),
        (Some(4), Some("When"), &LogReason::LeftOut)
    );
    assert_eq!(
        reason(&lines[3]),
        (Some(5), Some("When"), &LogReason::NotATime)
    );
    assert_eq!(
        reason(&lines[4]),
        (Some(6), Some("Action"), &LogReason::UnknownKind)
    );
    let ragged = LogReason::Csv(Reason::Ragged {
        expected: 4,
        found: 3,
    });
    assert_eq!(reason(&lines[5]), (Some(7), None, &ragged));
    assert_eq!(reason(&lines[6]).2, &LogReason::Csv(Reason::TextAfterQuote));
    assert_eq!(
        reason(&lines[7]),
        (Some(9), Some("Case"), &LogReason::Controls)
    );
}

#[test]
fn a_problem_never_repeats_what_stands_there() {
    let lines = read(&log("soon,Secret Name,VIEW,Secret Case\n"), &mapping()).unwrap();
    let said = lines[0].as_ref().unwrap_err().to_string();
    assert!(said.starts_with("line 2, column When: "), "{said}");
    assert!(!said.contains("Secret") && !said.contains("soon"));
}

#[test]
fn cr_2_times_without_a_zone_are_refused_unless_the_mapping_names_one() {
    let without = Mapping {
        zone: None,
        ..mapping()
    };
    let lines = read(
        &log("2026-03-02 08:30:00,dana,VIEW,C-1\n2026-03-02 08:30:00Z,dana,VIEW,C-1\n"),
        &without,
    )
    .unwrap();
    assert_eq!(
        reason(&lines[0]),
        (Some(2), Some("When"), &LogReason::NoZone)
    );
    assert!(lines[1].is_ok());
}

#[test]
fn huge_fields_and_names_are_refused_and_the_next_line_is_read() {
    let huge = "x".repeat(70_000);
    let long = "y".repeat(300);
    let lines = read(
        &log(&format!(
            "2026-03-02 08:30:00,{huge},VIEW,C-1\n2026-03-02 08:30:00,dana,VIEW,{long}\n2026-03-02 08:30:00,dana,VIEW,C-2\n"
        )),
        &mapping(),
    )
    .unwrap();
    assert!(matches!(
        reason(&lines[0]).2,
        LogReason::Csv(Reason::FieldTooLong(_))
    ));
    assert_eq!(
        reason(&lines[1]),
        (Some(3), Some("Case"), &LogReason::TooLong(200))
    );
    assert!(lines[2].is_ok());
}

#[test]
fn a_mapping_that_doesn_t_fit_refuses_the_whole_log_before_a_line_is_read() {
    let refused = |mapping: &Mapping| {
        let problem = read(&log("2026-03-02 08:30:00,dana,VIEW,C-1\n"), mapping).unwrap_err();
        assert!(problem.stops);
        (problem.column.map(String::from), problem.reason)
    };
    let wrong = Mapping {
        person: Some("Client".into()),
        ..mapping()
    };
    assert_eq!(
        refused(&wrong),
        (Some("Client".into()), LogReason::NoSuchColumn)
    );
    let zone = Mapping {
        zone: Some("Mars/Olympus".into()),
        ..mapping()
    };
    assert_eq!(refused(&zone).1, LogReason::Mapping(MappingFault::Zone));
    let twice = Mapping {
        person: Some("login".into()),
        ..mapping()
    };
    assert_eq!(
        refused(&twice).1,
        LogReason::Mapping(MappingFault::Twice("user", "person"))
    );
    let empty = Mapping {
        user: " ".into(),
        ..mapping()
    };
    assert_eq!(
        refused(&empty).1,
        LogReason::Mapping(MappingFault::Missing("user"))
    );
    let by_name = Mapping {
        without_header: true,
        ..mapping()
    };
    assert_eq!(
        refused(&by_name).1,
        LogReason::Mapping(MappingFault::NotANumber("user"))
    );
    for nothing in ["", "\u{feff}"] {
        let problem = read(nothing.as_bytes(), &mapping()).unwrap_err();
        assert_eq!(problem.reason, LogReason::Csv(Reason::NoHeader));
    }
}

#[test]
fn a_log_without_a_header_loses_no_line() {
    let by_number = Mapping {
        without_header: true,
        user: "#2".into(),
        person: Some("#3".into()),
        time: "#1".into(),
        kind: None,
        ..mapping()
    };
    let lines = read(
        b"2026-03-02 08:30:00,dana,C-1\n2026-03-02 08:31:00,omar,C-2\n",
        &by_number,
    )
    .unwrap();
    let users: Vec<_> = lines
        .iter()
        .map(|it| it.as_ref().unwrap().1.as_str())
        .collect();
    assert_eq!(users, ["dana", "omar"]);
}

#[test]
fn a_mapping_is_suggested_and_reads_the_log_it_was_suggested_for() {
    let log = b"Audit ID,Event Date,User Name,Case Number,Event Type\n\
        1,3/2/2026 8:30:00 AM,dana,C-1,Record viewed\n2,3/2/2026 8:31:00 AM,dana,C-2,Name search\n";
    let proposal = propose(Cursor::new(log), "America/New_York", NOW).unwrap();
    let mapping = &proposal.mapping;
    assert_eq!(mapping.user, "User Name");
    assert_eq!(mapping.person.as_deref(), Some("Case Number"));
    assert_eq!(mapping.time_form, TimeForm::MonthFirst);
    assert_eq!(mapping.number.as_deref(), Some("Audit ID"));
    assert_eq!(proposal.words, ["Record viewed", "Name search"]);
    let lines = read(log, mapping).unwrap();
    let kinds: Vec<_> = lines.iter().map(|it| it.as_ref().unwrap().3).collect();
    assert_eq!(kinds, [AccessKind::Opened, AccessKind::Searched]);
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader_or_make_it_lose_count(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut log = HEADER.as_bytes().to_vec();
        log.extend(bytes);
        drop(read(&log, &mapping()));
        drop(propose(Cursor::new(&log), "UTC", NOW));
    }
}
