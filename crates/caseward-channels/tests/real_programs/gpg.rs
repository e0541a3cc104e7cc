//! GnuPG of Debian: it makes keys of every kind, and opens what was sealed for them.

use std::path::PathBuf;
use std::process::Command;

use caseward_channels::keys::{self, KeyAlgorithm, KeyWarning, SeenKey, VerifiedKey};
use caseward_channels::seal::{self, Method, Sealed};
use caseward_model::Randomness;
use tempfile::TempDir;

use crate::packages::{holds_the_canary, now_ms, package};
use crate::programs::{are_here, attempt, find, run, write};

/// A keyring in a folder of its own.
pub(crate) struct Keyring(TempDir);

impl Keyring {
    /// Makes one, if `gpg` is here.
    pub(crate) fn make() -> Option<Self> {
        if !are_here(&["gpg", "gpgconf"]) {
            return None;
        }
        // In /tmp: the path of its agent's socket mustn't be long. `tempdir` makes it for us alone.
        Some(Self(tempfile::tempdir().unwrap()))
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn arguments<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let mut all = vec!["--homedir", self.0.path().to_str().unwrap()];
        all.extend(["--batch", "--yes", "--no-tty", "--quiet"]);
        all.extend(["--pinentry-mode", "loopback", "--passphrase", ""]);
        all.extend(more);
        all
    }

    /// Runs `gpg`, which must do what it is told.
    pub(crate) fn gpg(&self, arguments: &[&str]) -> Vec<u8> {
        run("gpg", &self.arguments(arguments))
    }

    /// Runs `gpg` and answers its questions.
    pub(crate) fn answer(&self, arguments: &[&str], answers: &str) {
        let output = attempt("gpg", &self.arguments(arguments), answers.as_bytes());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
    }

    /// A key pair of some kind: `gpg --quick-generate-key` and, for the other half, `--quick-add-key`.
    pub(crate) fn pair(&self, name: &str, main: &str, sub: &str, more: &[&str]) -> String {
        let mut make = more.to_vec();
        make.extend(["--quick-generate-key", name, main, "sign", "1y"]);
        self.gpg(&make);
        let fingerprint = self.fingerprint(name);
        if !sub.is_empty() {
            let mut add = more.to_vec();
            add.extend(["--quick-add-key", &fingerprint, sub, "encr", "1y"]);
            self.gpg(&add);
        }
        fingerprint
    }

    pub(crate) fn fingerprint(&self, name: &str) -> String {
        let listed = self.gpg(&["--with-colons", "--fingerprint", name]);
        let listed = String::from_utf8(listed).unwrap();
        let line = listed.lines().find(|it| it.starts_with("fpr:")).unwrap();
        line.split(':').nth(9).unwrap().to_owned()
    }

    pub(crate) fn export(&self, name: &str) -> Vec<u8> {
        self.gpg(&["--armor", "--export", name])
    }

    fn open(&self, sealed: &Sealed) -> Vec<u8> {
        let path = self.file("sealed.pgp");
        write(&path, sealed.bytes());
        self.gpg(&["--decrypt", path.to_str().unwrap()])
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        // Its agent, which it started for this folder alone.
        let home = self.0.path();
        if let Some(gpgconf) = find("gpgconf") {
            let mut end = Command::new(gpgconf);
            end.arg("--homedir").arg(home).args(["--kill", "all"]);
            end.output().ok();
        }
    }
}

pub(crate) fn verified(key: SeenKey, read_aloud: &str) -> VerifiedKey {
    key.confirm(read_aloud).unwrap()
}

#[test]
fn cc_2_3_gpg_opens_what_was_sealed_for_a_key_of_each_kind() {
    let Some(ring) = Keyring::make() else { return };
    for (main, sub, algorithm) in [
        ("ed25519", "cv25519", KeyAlgorithm::X25519),
        ("rsa2048", "rsa3072", KeyAlgorithm::Rsa(3072)),
        ("nistp256", "nistp256", KeyAlgorithm::Nist(256)),
        ("nistp384", "nistp384", KeyAlgorithm::Nist(384)),
        ("nistp521", "nistp521", KeyAlgorithm::Nist(521)),
    ] {
        let fingerprint = ring.pair(main, main, sub, &[]);
        let key = keys::read(&ring.export(main), now_ms()).unwrap();
        assert_eq!(key.algorithm(), algorithm);
        assert_eq!(key.fingerprint().letters(), fingerprint);
        assert_eq!(key.hearsay()[0].said(), main);
        assert!(key.expires_at().unwrap() > now_ms() + 360 * 86_400_000);
        assert_eq!(key.warnings(), []);
        // In binary it is the same key.
        let binary = keys::read(&ring.gpg(&["--export", main]), now_ms()).unwrap();
        assert_eq!(binary.fingerprint(), key.fingerprint());
        let package = package();
        let keys = [verified(key, &fingerprint)];
        let sealed = seal::seal(&package, &keys, &Randomness::system()).unwrap();
        assert_eq!(sealed.method(), Method::OpenPgp);
        assert!(!holds_the_canary(sealed.bytes()));
        assert_eq!(ring.open(&sealed), package.bytes(), "{main}");
        // The same package, sealed again, is the same inside and not outside.
        let again = seal::seal(&package, &keys, &Randomness::system()).unwrap();
        assert_ne!(again.hash(), sealed.hash());
    }
}

#[test]
fn an_old_rsa_key_that_does_everything_itself_is_sealed_for_with_a_warning() {
    let Some(ring) = Keyring::make() else { return };
    ring.gpg(&[
        "--quick-generate-key",
        "old",
        "rsa2048",
        "sign,encr",
        "never",
    ]);
    let key = keys::read(&ring.export("old"), now_ms()).unwrap();
    assert_eq!(key.algorithm(), KeyAlgorithm::Rsa(2048));
    assert_eq!(key.warnings(), [KeyWarning::NoExpiry, KeyWarning::ShortRsa]);
    let fingerprint = ring.fingerprint("old");
    let package = package();
    let keys = [verified(key, &fingerprint)];
    let sealed = seal::seal(&package, &keys, &Randomness::system()).unwrap();
    assert_eq!(ring.open(&sealed), package.bytes());
}

#[test]
fn either_of_two_keys_opens_it_and_a_third_doesnt() {
    let (Some(one), Some(two), Some(other)) = (Keyring::make(), Keyring::make(), Keyring::make())
    else {
        return;
    };
    let both: Vec<_> = [&one, &two]
        .iter()
        .map(|ring| {
            let fingerprint = ring.pair("key", "ed25519", "cv25519", &[]);
            let key = keys::read(&ring.export("key"), now_ms()).unwrap();
            verified(key, &fingerprint)
        })
        .collect();
    other.pair("key", "ed25519", "cv25519", &[]);
    let package = package();
    let sealed = seal::seal(&package, &both, &Randomness::system()).unwrap();
    assert_eq!(one.open(&sealed), package.bytes());
    assert_eq!(two.open(&sealed), package.bytes());
    let path = other.file("sealed.pgp");
    write(&path, sealed.bytes());
    let arguments = other.arguments(&["--decrypt", path.to_str().unwrap()]);
    let refused = attempt("gpg", &arguments, b"");
    assert!(!refused.status.success() && refused.stdout.is_empty());
}

#[test]
fn what_was_changed_on_its_way_doesnt_open() {
    let Some(ring) = Keyring::make() else { return };
    let fingerprint = ring.pair("key", "ed25519", "cv25519", &[]);
    let key = keys::read(&ring.export("key"), now_ms()).unwrap();
    let keys = [verified(key, &fingerprint)];
    let sealed = seal::seal(&package(), &keys, &Randomness::system()).unwrap();
    let mut changed = sealed.bytes().to_vec();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    let path = ring.file("changed.pgp");
    write(&path, &changed);
    let arguments = ring.arguments(&["--decrypt", path.to_str().unwrap()]);
    assert!(!attempt("gpg", &arguments, b"").status.success());
}

#[test]
fn the_newest_of_two_parts_for_encryption_is_taken_and_that_there_are_two_is_said() {
    let Some(ring) = Keyring::make() else { return };
    let a_month_ago = (now_ms() / 1000 - 30 * 86_400).to_string();
    let past = ["--faked-system-time", &a_month_ago];
    let fingerprint = ring.pair("key", "ed25519", "cv25519", &past);
    ring.gpg(&["--quick-add-key", &fingerprint, "nistp256", "encr", "1y"]);
    let key = keys::read(&ring.export("key"), now_ms()).unwrap();
    assert_eq!(key.algorithm(), KeyAlgorithm::Nist(256));
    assert_eq!(key.warnings(), [KeyWarning::SeveralEncryptionKeys]);
}
