//! Archives as they are sent by mistake or in malice: each is read, or refused with a reason before
//! anything is kept. Corpus B of the bad input, made here byte by byte.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_macros,
    reason = "a test may stop at the first thing that isn't as promised, and say so"
)]

use std::io::{self, Cursor, Read, Write};

use caseward_formats::fields::Edition;
use caseward_formats::hmis::{
    ArchiveError, ArchiveLimits, Directive, ExportError, HashStatus, Opener, Package, PackageError,
    PackageNotice, PackageNoticeKind, RowReader, ScanLimits, SourceKind,
};
use caseward_model::Language;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const EXPORT: &str = "ExportID,SourceType,SourceID,SourceName,ExportDate,ExportStartDate,ExportEndDate,SoftwareName,SoftwareVersion,CSVVersion,ExportPeriodType,ExportDirective,HashStatus,ImplementationID\n\
E1,2,S1,House,02-07-2023 12:00:00,2021-10-01,2022-09-30,Lab,1.0,2026 v1.0,3,2,4,I1\n";
const CLIENT: &str = "PersonalID,FirstName\nP1,Ana\nP2,Bo\n";

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn good() -> Vec<u8> {
    zipped(&[
        ("Client.csv", CLIENT.as_bytes()),
        ("Export.csv", EXPORT.as_bytes()),
    ])
}

fn open(bytes: Vec<u8>) -> Result<Package<'static, Cursor<Vec<u8>>>, PackageError> {
    Package::from_zip(Cursor::new(bytes), &ArchiveLimits::default())
}

fn refused(bytes: Vec<u8>) -> ArchiveError {
    match open(bytes).err().unwrap() {
        PackageError::Archive(error) => error,
        other => panic!("{other}"),
    }
}

fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8], times: usize) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut done = 0;
    for at in 0..=bytes.len() - from.len() {
        if done < times && &bytes[at..at + from.len()] == from {
            bytes[at..at + to.len()].copy_from_slice(to);
            done += 1;
        }
    }
    assert_eq!(done, times, "the archive has what was to be replaced");
    bytes
}

/// Where the first entry of the central directory begins.
fn central(bytes: &[u8]) -> usize {
    bytes
        .windows(4)
        .position(|four| four == b"PK\x01\x02")
        .unwrap()
}

fn names(package: &Package<'_, impl Read + io::Seek>) -> Vec<String> {
    package
        .files()
        .iter()
        .map(|file| file.name.to_string())
        .collect()
}

#[test]
fn a_good_zip_opens_with_its_facts_in_the_order_of_intake() {
    let mut package = open(good()).unwrap();
    assert_eq!(names(&package), ["Export", "Client"]);
    let facts = package.facts();
    assert_eq!(facts.edition, Edition::Fy2026);
    assert_eq!(
        (facts.directive, facts.source),
        (Directive::Full, SourceKind::OwnSystem)
    );
    assert_eq!(facts.exported.unwrap().to_string(), "2023-02-07T12:00:00");
    assert_eq!(facts.hash_status, HashStatus::Sha256);
    assert!(
        facts
            .hash_status
            .sentence(Language::English)
            .unwrap()
            .contains("identified")
    );
    package.verify().unwrap();
    let client = package.files()[1].clone();
    let mut reader = RowReader::open(
        &client.name,
        package.open(&client).unwrap(),
        ScanLimits::default(),
    )
    .unwrap();
    let mut rows = 0;
    while let Some(row) = reader.next_row() {
        row.unwrap();
        rows += 1;
    }
    assert_eq!(rows, 2);
}

#[test]
fn a_zip_that_was_written_as_a_stream_opens_too() {
    let mut zip = ZipWriter::new_stream(Vec::new());
    zip.add_directory("out/", SimpleFileOptions::default())
        .unwrap();
    for (name, text) in [("out/Export.csv", EXPORT), ("out/Client.csv", CLIENT)] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let mut package = open(zip.finish().unwrap().into_inner()).unwrap();
    assert_eq!(names(&package), ["Export", "Client"]);
    package.verify().unwrap();
}

#[test]
fn files_of_the_system_and_other_files_are_left_out_and_named() {
    let bytes = zipped(&[
        ("export 2026/Export.csv", EXPORT.as_bytes()),
        ("export 2026/CLIENT.CSV", CLIENT.as_bytes()),
        ("export 2026/CustomGender.csv", b"PersonalID,Woman\nP1,1\n"),
        ("export 2026/readme.txt", b"hello"),
        ("export 2026/inner.zip", &good()),
        ("old/Client.csv", CLIENT.as_bytes()),
        ("__MACOSX/._Client.csv", b"x"),
        (".DS_Store", b"x"),
    ]);
    let package = open(bytes).unwrap();
    assert_eq!(names(&package), ["Export", "Client", "CustomGender"]);
    let count = |kind| package.notices().iter().filter(|n| n.kind == kind).count();
    assert_eq!(count(PackageNoticeKind::InFolder), 1);
    assert_eq!(
        count(PackageNoticeKind::NotCsv),
        2,
        "an archive inside is not followed"
    );
    assert_eq!(count(PackageNoticeKind::Elsewhere), 1);
    assert_eq!(count(PackageNoticeKind::SystemFile), 2);
    assert_eq!(count(PackageNoticeKind::Missing), 22);
}

#[test]
fn a_package_without_exactly_one_export_is_refused() {
    let only = zipped(&[("Client.csv", CLIENT.as_bytes())]);
    assert!(matches!(open(only), Err(PackageError::NoExport)));
    let two = zipped(&[
        ("a/Export.csv", EXPORT.as_bytes()),
        ("b/Export.csv", EXPORT.as_bytes()),
    ]);
    assert!(matches!(open(two), Err(PackageError::SeveralExports)));
    let twice = zipped(&[
        ("Export.csv", EXPORT.as_bytes()),
        ("Client.csv", CLIENT.as_bytes()),
        ("client.csv", CLIENT.as_bytes()),
    ]);
    assert!(matches!(open(twice), Err(PackageError::SameName(_))));
    for rows in ["", "E1\nE2\n"] {
        let text = format!("ExportID\n{rows}");
        let odd = zipped(&[("Export.csv", text.as_bytes())]);
        let error = open(odd).err().unwrap();
        assert!(
            matches!(error, PackageError::Export(ExportError::Rows(_))),
            "{error}"
        );
    }
}

#[test]
fn the_edition_is_found_by_the_columns_when_it_is_not_named() {
    let export = EXPORT.replace("2026 v1.0", "unknown");
    for (client, edition) in [
        ("PersonalID,Sex,HispanicLatinao\nP1,1,0\n", Edition::Fy2026),
        (
            "PersonalID,Woman,Man,NonBinary,HispanicLatinaeo\nP1,1,0,0,0\n",
            Edition::Fy2024,
        ),
        (
            "PersonalID,Ethnicity,Female,Male,NoSingleGender\nP1,1,0,0,0\n",
            Edition::Fy2022,
        ),
    ] {
        let bytes = zipped(&[
            ("Export.csv", export.as_bytes()),
            ("Client.csv", client.as_bytes()),
        ]);
        assert_eq!(open(bytes).unwrap().facts().edition, edition);
    }
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let zeros = vec![b'0'; 50 << 20];
    let bomb = zipped(&[("Export.csv", EXPORT.as_bytes()), ("Client.csv", &zeros)]);
    assert!(bomb.len() < 100_000);
    assert_eq!(refused(bomb.clone()), ArchiveError::Bomb(2, 250));
    let small = ArchiveLimits {
        total: 1 << 20,
        ..ArchiveLimits::default()
    };
    let error = Package::from_zip(Cursor::new(bomb), &small).err().unwrap();
    assert!(
        matches!(error, PackageError::Archive(ArchiveError::TooLarge(_))),
        "{error}"
    );
    let names: Vec<_> = (0..2_000).map(|n| format!("{n}.csv")).collect();
    let many: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), b"".as_slice()))
        .collect();
    assert_eq!(refused(zipped(&many)), ArchiveError::TooMany(2_000));
}

#[test]
fn sixty_five_thousand_entries_are_too_many() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for entry in 0..65_536 {
        zip.start_file(format!("{entry}"), stored).unwrap();
    }
    assert_eq!(
        refused(zip.finish().unwrap().into_inner()),
        ArchiveError::TooMany(65_536)
    );
}

#[test]
fn an_archive_that_lies_about_its_sizes_is_refused() {
    let mut lie = good();
    let at = central(&lie);
    lie[at + 24..at + 28].copy_from_slice(&0xFFFF_FFF0_u32.to_le_bytes());
    let error = refused(lie);
    assert!(matches!(error, ArchiveError::Bomb(1, _)), "{error}");
    let mut lie = good();
    let at = central(&lie);
    lie[at + 24..at + 28].copy_from_slice(&3_u32.to_le_bytes());
    assert!(matches!(refused(lie), ArchiveError::Unreadable(_)));
}

/// A zip made by hand, with a zip64 record that says what it likes.
struct HandMade {
    local: (u64, u64),
    central: (u64, u64),
    /// Entries, size and offset of the central directory in the zip64 end record.
    end: Option<(u64, u64, u64)>,
}

impl HandMade {
    /// One stored file of that name; sizes are (unpacked, packed).
    fn bytes(&self, name: &str, content: &[u8]) -> Vec<u8> {
        let crc = crc32(content);
        let (extra_of, name_length) = (
            |(unpacked, packed): (u64, u64)| {
                let mut extra = vec![1, 0, 16, 0];
                extra.extend_from_slice(&unpacked.to_le_bytes());
                extra.extend_from_slice(&packed.to_le_bytes());
                extra
            },
            u16::try_from(name.len()).unwrap(),
        );
        let fixed = |crc: u32| {
            let mut fixed = vec![45, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
            fixed.extend_from_slice(&crc.to_le_bytes());
            fixed.extend_from_slice(&[0xff; 8]);
            fixed.extend_from_slice(&name_length.to_le_bytes());
            fixed.extend_from_slice(&20_u16.to_le_bytes());
            fixed
        };
        let mut zip = b"PK\x03\x04".to_vec();
        zip.extend(fixed(crc));
        zip.extend_from_slice(name.as_bytes());
        zip.extend(extra_of(self.local));
        zip.extend_from_slice(content);
        let central = zip.len() as u64;
        zip.extend_from_slice(b"PK\x01\x02\x2d\x00");
        zip.extend(fixed(crc));
        zip.extend_from_slice(&[0; 14]);
        zip.extend_from_slice(name.as_bytes());
        zip.extend(extra_of(self.central));
        let size = zip.len() as u64 - central;
        let record = zip.len() as u64;
        let (entries, size, offset) = self.end.unwrap_or((1, size, central));
        zip.extend_from_slice(b"PK\x06\x06");
        zip.extend_from_slice(&44_u64.to_le_bytes());
        zip.extend_from_slice(&[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for number in [entries, entries, size, offset] {
            zip.extend_from_slice(&number.to_le_bytes());
        }
        zip.extend_from_slice(b"PK\x06\x07\0\0\0\0");
        zip.extend_from_slice(&record.to_le_bytes());
        zip.extend_from_slice(&1_u32.to_le_bytes());
        zip.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        zip.extend_from_slice(&[0xff; 12]);
        zip.extend_from_slice(&[0, 0]);
        zip
    }
}

/// The sum that zip keeps of each file (IEEE 802.3), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

/// Bytes that count how often they were read: what is refused must not be read over and over.
struct Counted(Cursor<Vec<u8>>, std::rc::Rc<std::cell::Cell<u64>>);

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.set(self.1.get() + read as u64);
        Ok(read)
    }
}

impl io::Seek for Counted {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

/// Refused, after reading a few kilobytes and no more than some times its own length.
fn refused_cheaply(bytes: Vec<u8>) -> PackageError {
    let (length, read) = (bytes.len() as u64, std::rc::Rc::default());
    let counted = Counted(Cursor::new(bytes), std::rc::Rc::clone(&read));
    let error = Package::from_zip(counted, &ArchiveLimits::default())
        .err()
        .unwrap();
    assert!(
        read.get() < 64 * 1024 + 8 * length,
        "{} of {length}",
        read.get()
    );
    error
}

#[test]
fn zip64_sizes_that_are_true_are_read_and_those_that_lie_are_refused() {
    let (text, size) = (EXPORT.as_bytes(), EXPORT.len() as u64);
    let honest = HandMade {
        local: (size, size),
        central: (size, size),
        end: None,
    };
    let mut package = open(honest.bytes("Export.csv", text)).unwrap();
    package.verify().unwrap();
    let archive = |lie: HandMade| match refused_cheaply(lie.bytes("Export.csv", text)) {
        PackageError::Archive(error) => error,
        other => panic!("{other}"),
    };
    for (unpacked, packed) in [(1 << 40, size), (u64::MAX, size), (u64::MAX, u64::MAX)] {
        let lie = HandMade {
            local: (unpacked, packed),
            central: (unpacked, packed),
            end: None,
        };
        let error = archive(lie);
        assert!(matches!(error, ArchiveError::TooLarge(_)), "{error}");
    }
    let bomb = HandMade {
        local: (1 << 30, size),
        central: (1 << 30, size),
        end: None,
    };
    assert!(matches!(archive(bomb), ArchiveError::Bomb(1, _)));
    for (local, central) in [
        ((size, size), (size, size - 1)),
        ((size, size), (size, size + 1)),
        ((size, 1 << 40), (size, size)),
        ((size, size), (size, 1 << 40)),
    ] {
        let lie = HandMade {
            local,
            central,
            end: None,
        };
        let error = archive(lie);
        assert!(matches!(error, ArchiveError::Unreadable(_)), "{error}");
    }
    for end in [
        (1 << 60, 66, 0),
        (1, 1 << 62, 0),
        (1, 66, 1 << 62),
        (u64::MAX, u64::MAX, u64::MAX),
    ] {
        let lie = HandMade {
            local: (size, size),
            central: (size, size),
            end: Some(end),
        };
        let error = archive(lie);
        assert!(
            matches!(
                error,
                ArchiveError::Unreadable(_) | ArchiveError::TooMany(_)
            ),
            "{end:?}: {error}"
        );
    }
}

#[test]
fn a_file_that_unpacks_to_more_than_both_its_headers_say_stops_before_a_row_is_kept() {
    let mut small = good();
    let at = central(&small);
    small[at + 24..at + 28].copy_from_slice(&3_u32.to_le_bytes());
    small[22..26].copy_from_slice(&3_u32.to_le_bytes());
    let mut package = open(small).unwrap();
    assert!(package.verify().is_err());
    let client = package.files()[1].clone();
    let opened = RowReader::open(
        &client.name,
        package.open(&client).unwrap(),
        ScanLimits::default(),
    );
    let stopped = match opened {
        Err(problem) => problem,
        Ok(mut reader) => {
            let mut last = None;
            while let Some(row) = reader.next_row() {
                last = row.err();
            }
            last.unwrap()
        }
    };
    assert!(stopped.stops, "{stopped}");
}

/// `quine.zip` holds exactly one file, which is `quine.zip`: whoever unpacks what is inside never ends.
#[test]
fn an_archive_that_contains_itself_is_refused_and_not_followed() {
    let quine = include_bytes!("archives/quine.zip");
    let mut inside = Vec::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(quine)).unwrap();
    zip.by_index(0).unwrap().read_to_end(&mut inside).unwrap();
    assert_eq!(inside, quine, "it does contain itself");
    let error = refused_cheaply(quine.to_vec());
    assert!(matches!(error, PackageError::NoExport), "{error}");
    let beside = zipped(&[("Export.csv", EXPORT.as_bytes()), ("quine.zip", quine)]);
    let package = open(beside).unwrap();
    assert_eq!(names(&package), ["Export"]);
    let left_out = |notice: &&PackageNotice| {
        notice.file.as_deref() == Some("quine.zip") && notice.kind == PackageNoticeKind::NotCsv
    };
    assert_eq!(package.notices().iter().filter(left_out).count(), 1);
}

#[test]
fn archives_nested_fifty_deep_are_not_followed() {
    let mut nested = good();
    for _ in 0..50 {
        nested = zipped(&[("inner.zip", &nested)]);
    }
    let error = refused_cheaply(nested.clone());
    assert!(matches!(error, PackageError::NoExport), "{error}");
    let beside = zipped(&[("Export.csv", EXPORT.as_bytes()), ("inner.zip", &nested)]);
    assert_eq!(names(&open(beside).unwrap()), ["Export"]);
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    for name in [
        "../Client.csv",
        "/etc/Client.csv",
        "a/../../Client.csv",
        "C:\\Client.csv",
        "..\\Client.csv",
    ] {
        let from = "x".repeat(name.len());
        let bytes = zipped(&[
            ("Export.csv", EXPORT.as_bytes()),
            (&from, CLIENT.as_bytes()),
        ]);
        let bytes = replaced(bytes, from.as_bytes(), name.as_bytes(), 2);
        assert_eq!(refused(bytes), ArchiveError::Escapes(2), "{name}");
    }
}

#[test]
fn links_and_encrypted_entries_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("Client.csv", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    assert_eq!(
        refused(zip.finish().unwrap().into_inner()),
        ArchiveError::Link(1)
    );
    let mut locked = good();
    let at = central(&locked);
    locked[at + 8] |= 1;
    locked[6] |= 1;
    assert_eq!(refused(locked), ArchiveError::Encrypted(1));
}

#[test]
fn equal_names_and_differing_headers_are_refused() {
    let bytes = zipped(&[
        ("Export.csv", EXPORT.as_bytes()),
        ("Expors.csv", EXPORT.as_bytes()),
    ]);
    let twice = replaced(bytes, b"Expors.csv", b"Export.csv", 2);
    assert_eq!(refused(twice), ArchiveError::Duplicate);
    let differing = replaced(good(), b"Client.csv", b"Other1.csv", 1);
    assert!(matches!(refused(differing), ArchiveError::Unreadable(_)));
}

#[test]
fn overlapping_entries_are_refused() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("Export.csv", SimpleFileOptions::default())
        .unwrap();
    zip.write_all(EXPORT.as_bytes()).unwrap();
    zip.shallow_copy_file("Export.csv", "Client.csv").unwrap();
    assert!(matches!(
        refused(zip.finish().unwrap().into_inner()),
        ArchiveError::Unreadable(_)
    ));
}

#[test]
fn a_wrong_checksum_stops_the_file() {
    let mut damaged = good();
    let at = central(&damaged);
    damaged[at + 16] ^= 0xff;
    damaged[14] ^= 0xff;
    let mut package = open(damaged).unwrap();
    assert!(package.verify().is_err());
    let client = package.files()[1].clone();
    let mut reader = RowReader::open(
        &client.name,
        package.open(&client).unwrap(),
        ScanLimits::default(),
    )
    .unwrap();
    let mut last = None;
    while let Some(row) = reader.next_row() {
        last = row.err();
    }
    assert!(last.unwrap().stops);
}

#[test]
fn what_is_no_archive_or_more_than_one_thing_is_refused() {
    for bytes in [
        Vec::new(),
        b"PK".to_vec(),
        vec![0; 4096],
        b"Rar!\x1a\x07".to_vec(),
        CLIENT.as_bytes().to_vec(),
    ] {
        let error = refused(bytes);
        assert!(matches!(error, ArchiveError::Unreadable(_)));
        assert!(error.to_string().contains("something else"), "{error}");
    }
    let half = good();
    assert!(matches!(
        refused(half[..half.len() / 2].to_vec()),
        ArchiveError::Unreadable(_)
    ));
    let mut polyglot = b"%PDF-1.4\n1 0 obj\n".to_vec();
    polyglot.extend_from_slice(&good());
    assert_eq!(refused(polyglot), ArchiveError::Prefixed);
}

#[test]
fn a_workbook_with_macros_is_no_export() {
    let bytes = zipped(&[
        ("xl/vbaProject.bin", b"x"),
        ("[Content_Types].xml", b"<x/>"),
    ]);
    assert!(matches!(open(bytes), Err(PackageError::NoExport)));
}

#[test]
fn a_folder_is_read_like_a_zip() {
    let file = |text: &'static str| -> Opener<'static> {
        Box::new(move || Ok(Box::new(Cursor::new(text)) as Box<dyn Read>))
    };
    let gone: Opener<'static> = Box::new(|| Err(io::ErrorKind::PermissionDenied.into()));
    let mut package = Package::from_files(vec![
        ("Enrollment.csv".into(), None, gone),
        ("Client.csv".into(), Some(30), file(CLIENT)),
        ("Export.csv".into(), None, file(EXPORT)),
    ])
    .unwrap();
    assert_eq!(names(&package), ["Export", "Client", "Enrollment"]);
    let closed = package.files()[2].clone();
    let error = package.open(&closed).err().unwrap();
    assert!(error.to_string().contains("permission"), "{error}");
}
