//! What partners have on their side: pairs of age, a keyring of GnuPG.

use std::ffi::OsStr;
use std::process::Command;

use tempfile::TempDir;

use super::programs::{find, run, write};

/// A pair of age keys in a folder of its own.
pub(super) struct AgePair(TempDir);

impl AgePair {
    pub(super) fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("identity");
        run("age-keygen", &["-o", path.to_str().unwrap()]);
        Self(folder)
    }

    pub(super) fn public(&self) -> String {
        let path = self.0.path().join("identity");
        let public = run("age-keygen", &["-y", path.to_str().unwrap()]);
        String::from_utf8(public).unwrap().trim().to_owned()
    }

    /// What the `age` program opens.
    pub(super) fn opens(&self, sealed: &[u8]) -> Vec<u8> {
        let (identity, file) = (self.0.path().join("identity"), self.0.path().join("sealed"));
        write(&file, sealed);
        let arguments = ["--decrypt", "--identity"].map(OsStr::new);
        let more = [identity.as_os_str(), file.as_os_str()];
        run("age", &[&arguments[..], &more[..]].concat())
    }
}

/// A keyring of GnuPG in a folder of its own, with one pair for so long.
pub(super) struct Keyring(TempDir);

impl Keyring {
    pub(super) fn make(lasts: &str) -> Self {
        let ring = Self(tempfile::tempdir().unwrap());
        ring.gpg(&[
            "--quick-generate-key",
            "Records office",
            "ed25519",
            "sign",
            lasts,
        ]);
        ring.gpg(&[
            "--quick-add-key",
            &ring.fingerprint(),
            "cv25519",
            "encr",
            lasts,
        ]);
        ring
    }

    fn gpg(&self, more: &[&str]) -> Vec<u8> {
        let home = self.0.path().to_str().unwrap();
        let mut all = vec!["--homedir", home, "--batch", "--yes", "--no-tty", "--quiet"];
        all.extend(["--pinentry-mode", "loopback", "--passphrase", ""]);
        // The day on which the house's clock stands.
        all.extend(["--faked-system-time", "20261102T080000!"]);
        all.extend(more);
        run("gpg", &all)
    }

    pub(super) fn fingerprint(&self) -> String {
        let listed = self.gpg(&["--with-colons", "--fingerprint", "Records office"]);
        let listed = String::from_utf8(listed).unwrap();
        let line = listed.lines().find(|it| it.starts_with("fpr:")).unwrap();
        line.split(':').nth(9).unwrap().to_owned()
    }

    pub(super) fn public(&self) -> String {
        String::from_utf8(self.gpg(&["--armor", "--export", "Records office"])).unwrap()
    }

    /// What the `gpg` program opens.
    pub(super) fn opens(&self, sealed: &[u8]) -> Vec<u8> {
        let file = self.0.path().join("sealed");
        write(&file, sealed);
        self.gpg(&["--decrypt", file.to_str().unwrap()])
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        // Its agent, which it started for this folder alone.
        if let Some(gpgconf) = find("gpgconf") {
            let mut end = Command::new(gpgconf);
            end.arg("--homedir").arg(self.0.path());
            end.args(["--kill", "all"]).output().ok();
        }
    }
}
