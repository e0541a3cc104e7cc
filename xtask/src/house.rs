//! Where the house stands, and how a check says what it found.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

/// What a check found.
pub(crate) struct Found {
    /// What was looked at, for the line that says that all is well.
    pub(crate) looked_at: String,
    /// What is wrong, each a sentence with its place.
    pub(crate) faults: Vec<String>,
}

/// The workspace's own folder: the one around where this is run, not the one where it was built.
///
/// # Errors
/// When it is run outside.
pub(crate) fn root() -> anyhow::Result<PathBuf> {
    let here = std::env::current_dir().context("the current folder can't be read")?;
    let mut around = here.ancestors();
    around
        .find(|folder| folder.join("xtask/Cargo.toml").is_file())
        .map(Path::to_owned)
        .context("this isn't the house; run it in Caseward's own folder")
}

/// What the workspace's manifests declare; nothing is resolved or fetched.
///
/// # Errors
/// When a manifest can't be read.
pub(crate) fn manifests() -> anyhow::Result<cargo_metadata::Metadata> {
    cargo_metadata::MetadataCommand::new()
        .manifest_path(root()?.join("Cargo.toml"))
        .no_deps()
        .exec()
        .context("cargo can't read the workspace; run `cargo metadata` to see why")
}

/// Cargo, as if it were called from a terminal: what an outer cargo tells its children about
/// themselves is taken away, because it would make build scripts run again.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(variable("CARGO").unwrap_or_else(|| PathBuf::from("cargo")));
    for (name, _) in variables() {
        let told = [
            "CARGO_PKG_",
            "CARGO_MANIFEST_",
            "CARGO_BIN_",
            "CARGO_CRATE_",
            "CARGO_CFG_",
        ];
        if told.iter().any(|start| name.starts_with(start)) {
            command.env_remove(name);
        }
    }
    command
        .env_remove("CARGO_PRIMARY_PACKAGE")
        .env_remove("CARGO_TARGET_TMPDIR");
    command
}

/// The compiler that cargo uses.
pub(crate) fn rustc() -> Command {
    Command::new(variable("RUSTC").unwrap_or_else(|| PathBuf::from("rustc")))
}

#[expect(
    clippy::disallowed_methods,
    reason = "cargo says by the environment which cargo and which compiler to use"
)]
fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

#[expect(
    clippy::disallowed_methods,
    reason = "only their names are read, so that some are not handed on"
)]
fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars()
}
