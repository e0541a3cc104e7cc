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
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .with_context(|| format!("{} can't be written to its end", path.display()))
}

/// Writes what whoever let it out carries, and says what became of it: all of it lies there, or it broke off. Papers that go in an
/// envelope lie there one by one; what was sealed lies there as it travels, and nothing of it in the clear. Of what was sent from
/// here nothing lies there. Gives whether something does.
pub(super) fn write_package(folder: &Path, package: &mut ReleasedPackage) -> anyhow::Result<bool> {
    let files: Vec<(String, &[u8])> = match (&package.left.file, package.left.kind) {
        (Some((name, sealed)), _) => vec![(name.to_string(), sealed.as_slice())],
        (None, WayKind::Post | WayKind::Hand) => vec![
            ("disclosure.pdf".to_owned(), package.document.as_slice()),
            ("statement.pdf".to_owned(), package.statement.as_slice()),
            ("statement.tlog-proof".to_owned(), package.proof.as_bytes()),
        ],
        (None, _) => Vec::new(),
    };
    if files.is_empty() {
        take_back(folder);
        return Ok(false);
    }
    let mut written = files
        .into_iter()
        .map(|(name, bytes)| write(&folder.join(name), bytes));
    let done = written.try_for_each(|it| it);
    match &done {
        Ok(()) => package.handed_over(),
        Err(_) => package.broken(),
    }
    done.map(|()| true)
}
