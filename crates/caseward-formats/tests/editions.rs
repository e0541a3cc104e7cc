//! The columns of the three editions, in their order and spelling, as other readers and the real
//! headers of exports have them (`docs/reference/hmis.md` says which).
//!
//! `editions.txt` was typed from those and not from the table that is tested: `File 22 24: its
//! columns`, where `+` stands for the five columns that end nearly every file.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may stop at the first thing that isn't as promised"
)]

use std::collections::BTreeMap;

use caseward_formats::fields::{Edition, table};
use caseward_formats::hmis::{standard_files, standard_header};

const LAST_FIVE: [&str; 5] = [
    "DateCreated",
    "DateUpdated",
    "UserID",
    "DateDeleted",
    "ExportID",
];

fn edition(year: &str) -> Edition {
    match year {
        "22" => Edition::Fy2022,
        "24" => Edition::Fy2024,
        "26" => Edition::Fy2026,
        _ => panic!("{year} is no edition"),
    }
}

fn standards() -> BTreeMap<(Edition, &'static str), Vec<&'static str>> {
    let mut standards = BTreeMap::new();
    for line in include_str!("editions.txt").lines() {
        let (file, columns) = line.split_once(": ").unwrap();
        let mut file = file.split(' ');
        let name = file.next().unwrap();
        let columns: Vec<&str> = columns
            .split(' ')
            .flat_map(|column| match column {
                "+" => LAST_FIVE.to_vec(),
                column => vec![column],
            })
            .collect();
        for year in file {
            let before = standards.insert((edition(year), name), columns.clone());
            assert!(before.is_none(), "{name} {year} stands there twice");
        }
    }
    standards
}

#[test]
fn every_edition_has_exactly_its_files_with_their_columns_in_order() {
    let standards = standards();
    for edition in Edition::ALL {
        let ours: Vec<&str> = standard_files(edition).map(|file| file.name).collect();
        let theirs = standards.keys().filter(|(of, _)| *of == edition);
        assert_eq!(theirs.clone().count(), ours.len(), "{edition:?}");
        for (_, name) in theirs {
            let header = standard_header(name, edition).unwrap();
            assert_eq!(header, standards[&(edition, *name)], "{name} {edition:?}");
        }
    }
}

#[test]
fn the_editions_have_the_files_and_columns_that_the_standard_counts() {
    for (edition, files, columns) in [
        (Edition::Fy2022, 23, 517),
        (Edition::Fy2024, 24, 531),
        (Edition::Fy2026, 24, 519),
    ] {
        assert_eq!(standard_files(edition).count(), files, "{edition:?}");
        let counted: usize = standard_files(edition)
            .map(|file| file.edition(edition).count())
            .sum();
        assert_eq!(counted, columns, "{edition:?}");
    }
}

#[test]
fn a_column_is_found_by_its_spelling_in_every_edition() {
    for ((edition, name), columns) in standards() {
        for column in columns {
            let field = table().field(name, column).unwrap();
            assert!(field.is_in(edition), "{name}.{column} {edition:?}");
            assert_eq!(field.name_in(edition), column);
        }
    }
}
