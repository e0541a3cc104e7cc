//! The `age` program of Debian: it opens what was sealed for its keys, and what was sealed with a passphrase.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use caseward_channels::keys;
use caseward_channels::seal::{self, Method, Passphrase, Sealed};
use caseward_model::Randomness;

use crate::packages::{holds_the_canary, now_ms, package};
use crate::programs::{are_here, find, run, write};

/// A key pair in a folder. Gives the public half.
fn pair(folder: &Path, name: &str) -> String {
    let path = folder.join(name);
    run("age-keygen", &["-o", path.to_str().unwrap()]);
    let public = run("age-keygen", &["-y", path.to_str().unwrap()]);
    String::from_utf8(public).unwrap().trim().to_owned()
}

fn open(folder: &Path, identity: &str, sealed: &Sealed) -> Vec<u8> {
    let path = folder.join("sealed.age");
    write(&path, sealed.bytes());
    let identity = folder.join(identity);
    let (identity, path) = (identity.to_str().unwrap(), path.to_str().unwrap());
    run("age", &["--decrypt", "--identity", identity, path])
}

#[test]
fn cc_2_3_age_opens_what_was_sealed_for_each_of_two_keys() {
    if !are_here(&["age", "age-keygen"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let keys = ["one", "two"].map(|name| {
        let line = pair(folder.path(), name);
        let key = keys::read(line.as_bytes(), now_ms()).unwrap();
        key.confirm(&line).unwrap()
    });
    let package = package();
    let sealed = seal::seal(&package, &keys, &Randomness::system()).unwrap();
    assert_eq!(sealed.method(), Method::Age);
    assert!(!holds_the_canary(sealed.bytes()));
    for identity in ["one", "two"] {
        assert_eq!(open(folder.path(), identity, &sealed), package.bytes());
    }
    let again = seal::seal(&package, &keys, &Randomness::system()).unwrap();
    assert_ne!(again.hash(), sealed.hash());
}

#[test]
fn what_age_keygen_wrote_into_a_file_is_recognized_as_a_secret() {
    if !are_here(&["age-keygen"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    pair(folder.path(), "one");
    let file = std::fs::read(folder.path().join("one")).unwrap();
    let error = keys::read(&file, now_ms()).unwrap_err();
    assert_eq!(error, keys::KeyError::SecretKey);
}

/// `age` reads a passphrase from a terminal only; `script` gives it one.
#[test]
fn cc_2_3_age_opens_what_was_sealed_with_a_passphrase() {
    if !are_here(&["age", "script"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let package = package();
    let passphrase = Passphrase::make(&Randomness::system());
    let sealed = seal::seal_with_passphrase(&package, &passphrase).unwrap();
    assert_eq!(sealed.method(), Method::AgePassphrase);
    write(&folder.path().join("sealed.age"), sealed.bytes());
    let mut child = Command::new(find("script").unwrap())
        .args([
            "-qec",
            "age --decrypt --output opened.zip sealed.age",
            "/dev/null",
        ])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut terminal = child.stdin.take().unwrap();
    writeln!(terminal, "{}", passphrase.told()).unwrap();
    assert!(child.wait().unwrap().success());
    drop(terminal);
    let opened = std::fs::read(folder.path().join("opened.zip")).unwrap();
    assert_eq!(opened, package.bytes());
}
