//! What comes in goes out again: through writing and reading, through taking apart and joining.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a test may stop at the first thing that isn't as promised, and say so"
)]

use std::io::Cursor;

use caseward_formats::fields::{Edition, table};
use caseward_formats::hmis::{
    CsvWriter, Layout, Part, RowReader, ScanLimits, decode_part, encode_part, standard_header,
};
use proptest::prelude::*;

fn written(header: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = CsvWriter::begin(Vec::new(), header).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap()
}

/// Anything that a value may be, except NUL, which rejects its row.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[a-z0-9]{1,8}",
        "[ ,;\"'\r\n\tx]{0,8}",
        "\\PC{0,12}",
        Just("=1+1".to_owned()),
        Just("\u{feff}x".to_owned()),
    ]
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    prop::collection::vec(prop::collection::vec(value(), 3), 0..12).prop_map(|mut rows| {
        for (index, row) in rows.iter_mut().enumerate() {
            row.insert(0, format!("T{index}"));
        }
        rows
    })
}

const HEADER: [&str; 4] = ["ThingID", "One", "Two", "Three"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(rows in rows()) {
        let bytes = written(&HEADER, &rows);
        let mut reader = RowReader::open("Things", Cursor::new(bytes), ScanLimits::default()).unwrap();
        let mut back: Vec<Vec<String>> = Vec::new();
        while let Some(row) = reader.next_row() {
            back.push(row.unwrap().values().map(str::to_owned).collect());
        }
        prop_assert_eq!(back, rows);
    }

    #[test]
    fn the_reference_reader_reads_what_we_write(rows in rows()) {
        let bytes = written(&HEADER, &rows);
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let back: Vec<Vec<String>> = reader
            .records()
            .map(|row| row.unwrap().iter().map(str::to_owned).collect())
            .collect();
        prop_assert_eq!(back, rows);
    }

    #[test]
    fn we_read_what_the_reference_writer_writes(rows in rows()) {
        let mut writer = csv::WriterBuilder::new()
            .quote_style(csv::QuoteStyle::Always)
            .from_writer(Vec::new());
        writer.write_record(HEADER).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let mut reader = RowReader::open("Things", Cursor::new(bytes), ScanLimits::default()).unwrap();
        let mut back: Vec<Vec<String>> = Vec::new();
        while let Some(row) = reader.next_row() {
            back.push(row.unwrap().values().map(str::to_owned).collect());
        }
        prop_assert_eq!(back, rows);
    }

    #[test]
    fn a_row_taken_apart_comes_together_again(
        file in 0..table().files().len(),
        edition in prop::sample::select(Edition::ALL.to_vec()),
        values in prop::collection::vec("[0-9A-Za-z]{0,4}", 80),
    ) {
        let name = table().files()[file].name;
        let Some(header) = standard_header(name, edition) else { return Ok(()) };
        let mut row: Vec<String> = values.into_iter().take(header.len()).collect();
        for (value, field) in row.iter_mut().zip(table().files()[file].edition(edition)) {
            // Keys must be there, and dates must be dates, or the row is rejected.
            match field.shape {
                caseward_formats::fields::Shape::Date | caseward_formats::fields::Shape::DateTime =>
                    *value = "2024-05-06".into(),
                _ if field.required => *value = format!("k{value}"),
                _ => {}
            }
        }
        let bytes = written(&header, std::slice::from_ref(&row));
        let mut reader = RowReader::open(name, Cursor::new(bytes), ScanLimits::default()).unwrap();
        let mut parts: Vec<Part> = Vec::new();
        let read = reader.next_row().unwrap().unwrap();
        read.parts(&mut parts);
        let split = read.split();
        prop_assert_eq!(
            split.keys().copied().collect::<Vec<_>>(),
            parts.iter().map(|part| part.category).collect::<Vec<_>>()
        );
        let layout = Layout::from_headers(name, &header).unwrap();
        let fields = parts.iter().flat_map(|part| decode_part(&part.bytes).unwrap());
        let joined = layout.join(fields);
        prop_assert_eq!(joined.values, row.iter().map(String::as_str).collect::<Vec<_>>());
        prop_assert!(joined.unplaced.is_empty());
        // What isn't handed over is blank, and nothing else changes.
        if let Some((hidden, rest)) = parts.split_first() {
            let joined = layout.join(rest.iter().flat_map(|part| decode_part(&part.bytes).unwrap()));
            let gone = decode_part(&hidden.bytes).unwrap();
            for (at, value) in joined.values.iter().enumerate() {
                let was_hidden = gone.iter().any(|(number, _)| layout.place_of(*number) == Some(at));
                prop_assert_eq!(*value, if was_hidden { "" } else { row[at].as_str() });
            }
        }
    }

    #[test]
    fn a_part_survives_its_coding(fields in prop::collection::vec((any::<u32>(), "\\PC{0,20}"), 0..20)) {
        let bytes = encode_part(fields.iter().map(|(number, value)| (*number, value.as_str())));
        let back: Vec<(u32, String)> = decode_part(&bytes)
            .unwrap()
            .into_iter()
            .map(|(number, value)| (number, value.to_owned()))
            .collect();
        prop_assert_eq!(back, fields);
    }

    #[test]
    fn any_bytes_are_a_part_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let read = decode_part(&bytes).map(|fields| fields.len());
        prop_assert!(read.is_err() || read.unwrap() <= bytes.len());
    }

    #[test]
    fn any_bytes_are_a_file_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let mut whole = b"ThingID,One\n".to_vec();
        whole.extend_from_slice(&bytes);
        for text in [bytes, whole] {
            let Ok(mut reader) = RowReader::open("Things", Cursor::new(text), ScanLimits::default()) else {
                continue;
            };
            let mut rows = 0;
            while let Some(row) = reader.next_row() {
                if let Ok(row) = row {
                    prop_assert_eq!(row.values().count(), row.layout().columns.len());
                }
                rows += 1;
            }
            prop_assert_eq!(reader.rows(), rows);
        }
    }
}

#[test]
fn a_row_of_2024_can_be_given_back_by_the_columns_of_2026() {
    let old = Layout::from_headers(
        "Client",
        &standard_header("Client", Edition::Fy2024).unwrap(),
    )
    .unwrap();
    let new = Layout::from_headers(
        "Client",
        &standard_header("Client", Edition::Fy2026).unwrap(),
    )
    .unwrap();
    let number = |header: &str| old.columns[old.place(header).unwrap()].number;
    let joined = new.join([
        (number("PersonalID"), "P1"),
        (number("HispanicLatinaeo"), "1"),
        (number("Woman"), "1"),
    ]);
    assert_eq!(joined.values[new.place("HispanicLatinao").unwrap()], "1");
    assert_eq!(joined.unplaced, [(number("Woman"), "1")]);
}

#[test]
fn every_standard_header_makes_a_layout_without_strangers() {
    for file in table().files() {
        for edition in Edition::ALL {
            let Some(header) = standard_header(file.name, edition) else {
                continue;
            };
            let layout = Layout::from_headers(file.name, &header).unwrap();
            assert!(layout.columns.iter().all(|column| column.field.is_some()));
            assert!(layout.own_id.is_some());
        }
    }
}
