//! HUD's own test kit, when it stands beside the checkout: every row accounted for, and given back
//! field by field.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a test may stop at the first thing that isn't as promised, and say so"
)]

use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use caseward_formats::fields::Edition;
use caseward_formats::hmis::{
    CsvWriter, Directive, Opener, Package, Part, RowReader, ScanLimits, decode_part,
};

#[test]
fn a_real_export_comes_in_whole_and_goes_out_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/hmis-2026");
    if !folder.exists() {
        eprintln!("NOT RUN: a_real_export… needs the test kit in ../shared/data/hmis-2026");
        #[expect(
            clippy::disallowed_methods,
            reason = "the test's own switch, not a setting"
        )]
        let required = std::env::var_os("CASEWARD_REQUIRE_ALL").is_some_and(|set| set == "1");
        assert!(
            !required,
            "CASEWARD_REQUIRE_ALL is set and the test kit is missing"
        );
        return;
    }
    let mut listing = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let size = path.metadata().unwrap().len();
        let opener: Opener<'static> =
            Box::new(move || Ok(Box::new(File::open(&path)?) as Box<dyn Read>));
        listing.push((name, Some(size), opener));
    }
    let mut package = Package::from_files(listing).unwrap();
    assert_eq!(package.facts().edition, Edition::Fy2026);
    assert_eq!(package.facts().directive, Directive::Full);
    assert!(
        package.facts().exported.is_some(),
        "its date has the month first"
    );
    assert!(package.notices().is_empty(), "{:?}", package.notices());
    let files = package.files().to_vec();
    assert_eq!(files.len(), 26);
    let (mut rows, mut parts) = (0_u64, Vec::<Part>::new());
    for file in &files {
        let mut bytes = Vec::new();
        package.open(file).unwrap().read_to_end(&mut bytes).unwrap();
        let mut reader =
            RowReader::open(&file.name, Cursor::new(&bytes), ScanLimits::default()).unwrap();
        let layout = reader.layout().clone();
        let mut writer = CsvWriter::begin(Vec::new(), &layout.headers()).unwrap();
        while let Some(row) = reader.next_row() {
            let row = row.unwrap_or_else(|problem| panic!("{problem}"));
            row.parts(&mut parts);
            let fields = parts
                .iter()
                .flat_map(|part| decode_part(&part.bytes).unwrap());
            writer.row(&layout.join(fields).values).unwrap();
        }
        rows += reader.rows();
        let back = writer.finish().unwrap();
        assert_eq!(by_reference(&back), by_reference(&bytes), "{}", file.name);
        for notice in reader.notices() {
            eprintln!("{notice}");
        }
    }
    eprintln!("{rows} rows of {} files", files.len());
    assert!(rows > 10_000);
}

/// Header and rows as another reader sees them.
fn by_reference(bytes: &[u8]) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(bytes)
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect()
}
