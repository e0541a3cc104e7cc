//! What a disclosure writes onto the disk: for its owner alone, never over something that is there, and never a name in a
//! file's name (NASW-m).

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context;
use caseward_casework::disclosure::ReleasedPackage;
use caseward_model::WayKind;

/// Makes the folder that a package goes into.
pub(super) fn new_folder(path: &Path) -> anyhow::Result<PathBuf> {
    DirBuilder::new()
        .mode(0o700)
        .create(path)
        .with_context(|| {
            format!(
                "the folder {} can't be made; name one that isn't there yet",
                path.display()
            )
        })?;
    Ok(path.to_owned())
}

/// Takes the folder away again when nothing goes into it.
pub(super) fn take_back(folder: &Path) {
    // An empty folder that stays is nobody's harm.
    std::fs::remove_dir(folder).ok();
}

/// Writes a file that isn't there yet.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let opened = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    let mut file = opened.with_context(|| {
        format!(
            "{} can't be written; name a file that isn't there yet",
            path.display()
        )
    })?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a paper in the clear helps nobody. Should even that fail, the error below names the file.
        std::fs::remove_file(path).ok();
    }
    written.with_context(|| {
        format!(
            "{} couldn't be written to its end, and nothing of it stays; make room and ask again",
            path.display()
        )
    })
}

/// Writes files into a folder that was made for them: all of them, or none and no folder.
pub(super) fn write_all(folder: &Path, files: &[(&str, &[u8])]) -> anyhow::Result<()> {
    for (at, (name, bytes)) in files.iter().enumerate() {
        if let Err(error) = write(&folder.join(name), bytes) {
            for (name, _) in files.iter().take(at) {
                std::fs::remove_file(folder.join(name)).ok();
            }
            take_back(folder);
            return Err(error);
        }
    }
    Ok(())
}

/// Writes what whoever let it out carries, and says what became of it: all of it lies there, or it broke off. Papers that go in an
/// envelope lie there one by one; what was sealed lies there as it travels, and nothing of it in the clear. Of what was sent from
/// here nothing lies there, nor of what broke off. Gives whether something does.
pub(super) fn write_package(folder: &Path, package: &mut ReleasedPackage) -> anyhow::Result<bool> {
    let sealed = package.left.file.as_ref();
    let name = sealed.map_or_else(String::new, |(name, _)| name.to_string());
    let files: Vec<(&str, &[u8])> = match (sealed, package.left.kind) {
        (Some((_, bytes)), _) => vec![(&name, bytes.as_slice())],
        (None, WayKind::Post | WayKind::Hand) => vec![
            ("disclosure.pdf", package.document.as_slice()),
            ("statement.pdf", package.statement.as_slice()),
            ("statement.tlog-proof", package.proof.as_bytes()),
        ],
        (None, _) => Vec::new(),
    };
    if files.is_empty() {
        take_back(folder);
        return Ok(false);
    }
    let done = write_all(folder, &files);
    match &done {
        Ok(()) => package.handed_over(),
        Err(_) => package.broken(),
    }
    done.map(|()| true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

    use super::*;

    #[test]
    fn what_breaks_off_leaves_nothing_of_it_and_nothing_of_anybody_elses_is_touched() {
        let around = tempfile::tempdir().unwrap();
        let folder = new_folder(&around.path().join("out")).unwrap();
        let papers: [(&str, &[u8]); 2] = [("disclosure.pdf", b"all"), ("no/such/place", b"")];
        assert!(write_all(&folder, &papers).is_err());
        assert!(!folder.exists(), "half a package isn't left in the clear");

        let folder = new_folder(&around.path().join("out")).unwrap();
        write(&folder.join("statement.pdf"), b"theirs").unwrap();
        let papers: [(&str, &[u8]); 2] = [("disclosure.pdf", b"all"), ("statement.pdf", b"ours")];
        assert!(write_all(&folder, &papers).is_err());
        assert!(!folder.join("disclosure.pdf").exists());
        assert_eq!(
            std::fs::read(folder.join("statement.pdf")).unwrap(),
            b"theirs"
        );
    }
}
