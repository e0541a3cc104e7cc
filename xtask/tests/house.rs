//! The checks of the house run with its tests, so that nobody has to remember them (design §2, §9).

use std::process::Command;

/// Runs one check, and fails with what it printed.
fn passes(check: &str) -> std::io::Result<()> {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg(check)
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "\n{said}{complained}");
    Ok(())
}

#[test]
fn crates_depend_on_each_other_one_way_only() -> std::io::Result<()> {
    passes("layers")
}

#[test]
fn every_file_says_what_it_is_for() -> std::io::Result<()> {
    passes("files")
}

#[test]
fn no_forgery_compiles() -> std::io::Result<()> {
    passes("forgeries")
}
