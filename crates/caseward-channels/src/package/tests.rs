//! What is promised of what a package holds and how it looks from outside.

use std::io::Read;

use zip::ZipArchive;

use super::*;

fn file(kind: FileKind, number: u16, bytes: &[u8]) -> File {
    let format = FileFormat::Pdf;
    File {
        name: FileName {
            kind,
            number,
            format,
        },
        bytes: Zeroizing::new(bytes.to_vec()),
    }
}

const NOTE: &str = "Please pass this on to nobody.";

#[test]
fn the_same_files_give_the_same_bytes_whatever_their_order() {
    let (one, two) = (
        file(FileKind::Record, 1, b"one"),
        file(FileKind::Statement, 1, b"two"),
    );
    let package = pack(&[one.clone(), two.clone()], NOTE).unwrap();
    let again = pack(&[two, one], &format!("  {NOTE}\n")).unwrap();
    assert_eq!(package.bytes(), again.bytes());
    assert_eq!(package.hash(), again.hash());
}

/// The hash of a package stands in the ledger. If this changes, packages that were approved and not sent yet won't
/// match their entries any more: then it must be a decision and not an update of a library.
#[test]
fn a_package_has_these_bytes_on_every_machine_and_with_every_version() {
    let package = pack(&[file(FileKind::Record, 1, b"one")], NOTE).unwrap();
    let hash = data_encoding::HEXLOWER.encode(package.hash());
    assert_eq!(
        hash,
        "aa8b94e3ea492b16c6d7ed672146780647276d82b4310bc8931afb304fee56e5"
    );
}

#[test]
fn any_change_of_a_file_a_name_or_the_notice_changes_the_hash() {
    let plain = pack(&[file(FileKind::Record, 1, b"one")], NOTE).unwrap();
    let others = [
        pack(&[file(FileKind::Record, 1, b"onf")], NOTE),
        pack(&[file(FileKind::Record, 2, b"one")], NOTE),
        pack(&[file(FileKind::Letter, 1, b"one")], NOTE),
        pack(&[file(FileKind::Record, 1, b"one")], "Another."),
    ];
    for other in others {
        assert_ne!(plain.hash(), other.unwrap().hash());
    }
}

#[test]
fn what_was_packed_is_found_again_with_the_notice_first_and_the_filler_last() {
    let package = pack(
        &[
            file(FileKind::Attachment, 2, b"three"),
            file(FileKind::Record, 1, b"one"),
        ],
        NOTE,
    )
    .unwrap();
    let mut zip = ZipArchive::new(Cursor::new(package.bytes())).unwrap();
    let names: Vec<_> = (0..zip.len())
        .map(|it| zip.by_index(it).unwrap().name().unwrap().into_owned())
        .collect();
    assert_eq!(
        names,
        [NOTICE, "record-001.pdf", "attachment-002.pdf", FILLER]
    );
    let mut notice = String::new();
    let mut first = zip.by_name(NOTICE).unwrap();
    assert_eq!(first.last_modified(), Some(DateTime::default()));
    first.read_to_string(&mut notice).unwrap();
    drop(first);
    assert!(notice.starts_with(NOTE) && notice.contains("filler.bin"));
    let mut record = Vec::new();
    let mut second = zip.by_name("record-001.pdf").unwrap();
    second.read_to_end(&mut record).unwrap();
    assert_eq!(record, b"one");
}

#[test]
fn cc_2_3_packages_of_different_length_have_one_size() {
    let sizes: Vec<usize> = [1, 100, 5_000, 200_000]
        .iter()
        .map(|it| {
            let one = file(FileKind::Record, 1, &vec![7; *it]);
            pack(&[one], NOTE).unwrap().bytes().len()
        })
        .collect();
    assert_eq!(sizes, [256 << 10; 4]);
    let large = |bytes| {
        let one = file(FileKind::Record, 1, &vec![7; bytes]);
        pack(&[one], NOTE).unwrap().bytes().len()
    };
    assert_eq!(large(3_000_000), large(3_010_000));
}

#[test]
fn nothing_leaves_without_its_notice_or_with_a_name_twice() {
    let one = file(FileKind::Record, 1, b"one");
    let refused = |files: &[File], notice: &str| pack(files, notice).unwrap_err();
    assert_eq!(refused(&[], NOTE), PackError::Empty);
    assert_eq!(
        refused(std::slice::from_ref(&one), " \n"),
        PackError::NoNotice
    );
    let turned = "Please \u{202e}on pass";
    assert_eq!(
        refused(std::slice::from_ref(&one), turned),
        PackError::UnclearNotice
    );
    let long = "x".repeat(LONGEST_NOTICE + 1);
    assert_eq!(
        refused(std::slice::from_ref(&one), &long),
        PackError::UnclearNotice
    );
    assert_eq!(
        refused(&[one.clone(), one.clone()], NOTE),
        PackError::SameName(one.name)
    );
    let many: Vec<File> = (1..=501)
        .map(|it| file(FileKind::Record, it, b"x"))
        .collect();
    assert_eq!(refused(&many, NOTE), PackError::TooManyFiles);
}
