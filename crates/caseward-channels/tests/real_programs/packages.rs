//! A package with a canary in it, and what another program finds when it opens one.

use caseward_channels::package::{File, FileFormat, FileKind, FileName, Package, pack};
use zeroize::Zeroizing;

use crate::programs::{are_here, attempt, run, write};

/// The time in these tests, in ms since 1970: now, for other programs know no other.
pub(crate) fn now_ms() -> i64 {
    caseward_model::Clock::system().now_ms()
}

/// What must never be seen outside.
pub(crate) const CANARY: &str = "Canary Birdsong sleeps at 12 Hidden Lane";

fn file(kind: FileKind, format: FileFormat, bytes: Vec<u8>) -> File {
    let number = 1;
    File {
        name: FileName {
            kind,
            number,
            format,
        },
        bytes: Zeroizing::new(bytes),
    }
}

/// A small package.
pub(crate) fn package() -> Package {
    sized(0)
}

/// A package with so many bytes more, which are hard to guess.
pub(crate) fn sized(more: usize) -> Package {
    let mut bytes = vec![0; more];
    caseward_model::Randomness::seeded(1).fill(&mut bytes);
    let files = [
        file(FileKind::Record, FileFormat::Text, CANARY.into()),
        file(FileKind::Attachment, FileFormat::Png, bytes),
    ];
    pack(&files, "Please pass this on to nobody.").unwrap()
}

/// Whether bytes hold the canary.
pub(crate) fn holds_the_canary(bytes: &[u8]) -> bool {
    let canary = CANARY.as_bytes();
    bytes.windows(canary.len()).any(|it| it == canary)
}

#[test]
fn unzip_opens_a_package_and_finds_nothing_wrong_with_it() {
    if !are_here(&["unzip"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("package.zip");
    write(&path, package().bytes());
    let path = path.to_str().unwrap();
    let said = String::from_utf8(run("unzip", &["-t", path])).unwrap();
    assert!(said.contains("No errors detected"), "{said}");
    let record = run("unzip", &["-p", path, "record-001.txt"]);
    assert_eq!(record, CANARY.as_bytes());
    let notice = attempt("unzip", &["-p", path, "READ-FIRST.txt"], b"").stdout;
    assert!(notice.starts_with(b"Please pass this on to nobody."));
}
