//! Programs of this machine, and what to do where they are missing. The tests of the desks use this file too.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

#[expect(
    clippy::disallowed_methods,
    reason = "a test takes the strictness from whoever runs it"
)]
fn everything_is_required() -> bool {
    std::env::var("CASEWARD_REQUIRE_ALL").is_ok_and(|it| it == "1")
}

/// Says that a test wasn't run; fails where it must be.
#[expect(
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test that was not run has to be heard of"
)]
pub(crate) fn not_run(why: &str) {
    assert!(!everything_is_required(), "NOT RUN: {why}");
    eprintln!("NOT RUN: {why}");
}

/// Whether all of these are here.
pub(crate) fn are_here(programs: &[&str]) -> bool {
    let missing = programs.iter().find(|it| find(it).is_none());
    if let Some(missing) = missing {
        not_run(&format!(
            "this test needs {missing}; .ci/run says which Debian package has it"
        ));
    }
    missing.is_none()
}

/// Where a program is. Debian keeps servers where not everybody looks.
pub(crate) fn find(program: &str) -> Option<String> {
    let found = Command::new("sh")
        .args(["-c", "command -v \"$0\"", program])
        .env(
            "PATH",
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        )
        .output()
        .ok()?;
    let path = String::from_utf8(found.stdout).ok()?;
    (!path.trim().is_empty()).then(|| path.trim().to_owned())
}

/// Runs a program that must do what it is told, and gives what it said.
pub(crate) fn run<A: AsRef<OsStr>>(program: &str, arguments: &[A]) -> Vec<u8> {
    let output = attempt(program, arguments, b"");
    assert!(
        output.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Runs a program with something to read.
pub(crate) fn attempt<A: AsRef<OsStr>>(program: &str, arguments: &[A], read: &[u8]) -> Output {
    let mut child = Command::new(find(program).unwrap())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that doesn't want it may be gone already.
    child.stdin.take().unwrap().write_all(read).ok();
    child.wait_with_output().unwrap()
}

/// Writes a file of a test.
#[expect(clippy::disallowed_methods, reason = "what a test seals is nobody's")]
pub(crate) fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    std::fs::write(path, bytes).unwrap();
}
