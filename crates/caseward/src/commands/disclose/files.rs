//! What a disclosure writes onto the disk: for its owner alone, never over something that is there, and never a name in a
//! file's name (NASW-m).

use std::fs::{DirBuilder, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::Context;
use caseward_casework::disclosure::ReleasedPackage;

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

/// Writes a package, and says what became of it: all of it lies there, or it broke off.
pub(super) fn write_package(folder: &Path, package: ReleasedPackage) -> anyhow::Result<()> {
    let files: [(&str, &[u8]); 3] = [
        ("disclosure.pdf", &package.document),
        ("statement.pdf", &package.statement),
        ("statement.tlog-proof", package.proof.as_bytes()),
    ];
    for (name, bytes) in files {
        if let Err(error) = write(&folder.join(name), bytes) {
            package.delivery.broken();
            return Err(error);
        }
    }
    package.delivery.delivered(Some(&package.document));
    Ok(())
}
