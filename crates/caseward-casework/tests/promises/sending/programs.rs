//! Programs of this machine that partners have: age, GnuPG, an SSH server, a mail server.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use caseward_channels::carry::mail::{Account, MailServer};
use tempfile::TempDir;
use zeroize::Zeroizing;

#[expect(
    clippy::disallowed_methods,
    reason = "a test takes the strictness from whoever runs it"
)]
fn everything_is_required() -> bool {
    std::env::var("CASEWARD_REQUIRE_ALL").is_ok_and(|it| it == "1")
}

/// Where a program is. Debian keeps servers where not everybody looks.
fn find(program: &str) -> Option<String> {
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

/// Whether all of these are here; fails where they must be.
#[expect(
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test that was not run has to be heard of"
)]
pub(super) fn are_here(programs: &[&str]) -> bool {
    let missing = programs.iter().find(|it| find(it).is_none());
    if let Some(missing) = missing {
        assert!(!everything_is_required(), "NOT RUN: needs {missing}");
        eprintln!("NOT RUN: this test needs {missing}; .ci/run says which Debian package has it");
    }
    missing.is_none()
}

/// Runs a program that must do what it is told, and gives what it said.
pub(super) fn run<A: AsRef<OsStr>>(program: &str, arguments: &[A]) -> Vec<u8> {
    let output = Command::new(find(program).unwrap())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}");
    output.stdout
}

#[expect(clippy::disallowed_methods, reason = "what a test seals is nobody's")]
fn write(path: &Path, bytes: &[u8]) {
    std::fs::write(path, bytes).unwrap();
}

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

/// OpenSSH's own server with a folder of its own, on loopback, as whoever runs the test; it runs until it is dropped.
pub(super) struct SshServer {
    folder: TempDir,
    process: Child,
    port: u16,
}

impl SshServer {
    /// Starts one that lets in whoever has this key.
    pub(super) fn start(line: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let host = at("host");
        let host = host.to_str().unwrap();
        run(
            "ssh-keygen",
            &["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", host],
        );
        write(&at("authorized"), line.as_bytes());
        std::fs::create_dir(at("files")).unwrap();
        // OpenSSH, started by root, wants this folder to drop rights in; a service makes it elsewhere.
        std::fs::create_dir_all("/run/sshd").ok();
        let port = free_port();
        let authorized = at("authorized");
        let config = format!(
            "ListenAddress 127.0.0.1\nPort {port}\nPidFile none\nUsePAM no\nStrictModes no\nHostKey {host}\n\
             AuthorizedKeysFile {}\nPermitRootLogin yes\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n",
            authorized.display(),
        );
        write(&at("config"), config.as_bytes());
        let mut process = Command::new(find("sshd").unwrap())
            .args(["-D", "-e", "-f"])
            .arg(at("config"))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        wait_for(&mut process);
        Self {
            folder,
            process,
            port,
        }
    }

    /// Its address, as the register has it.
    pub(super) fn address(&self) -> String {
        let user = String::from_utf8(run("id", &["-un"])).unwrap();
        let files = self.folder.path().join("files");
        format!("{}@127.0.0.1:{}{}", user.trim(), self.port, files.display())
    }

    /// Its key and the key's fingerprint, as `ssh-keygen` prints them.
    pub(super) fn key(&self) -> (String, String) {
        let path = self.folder.path().join("host.pub");
        let line = std::fs::read_to_string(&path).unwrap();
        let printed = run("ssh-keygen", &["-lf", path.to_str().unwrap()]);
        (line, String::from_utf8(printed).unwrap().trim().to_owned())
    }

    /// They fetch it, as they do: it isn't there any more.
    pub(super) fn fetch(&self, name: &str) {
        std::fs::remove_file(self.folder.path().join("files").join(name)).unwrap();
    }

    /// What lies there, by name, with its bytes.
    pub(super) fn lying_there(&self) -> Vec<(String, Vec<u8>)> {
        let entries = std::fs::read_dir(self.folder.path().join("files")).unwrap();
        let read = |it: std::io::Result<std::fs::DirEntry>| {
            let it = it.unwrap();
            let name = it.file_name().into_string().unwrap();
            (name, std::fs::read(it.path()).unwrap())
        };
        entries.map(read).collect()
    }
}

impl Drop for SshServer {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

/// A port that nothing listens at.
pub(super) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// Waits until it says that it listens, and goes on reading what it says, so that it never waits for us.
fn wait_for(process: &mut Child) {
    let mut said = BufReader::new(process.stderr.take().unwrap());
    let mut all = String::new();
    loop {
        let mut line = String::new();
        let read = said.read_line(&mut line).unwrap();
        assert!(read > 0, "sshd ended: {all}");
        all.push_str(&line);
        if line.contains("Server listening") {
            break;
        }
    }
    let reader = std::thread::Builder::new().name("what sshd says".to_owned());
    let reading = move || drop(std::io::copy(&mut said, &mut std::io::sink()));
    reader.spawn(reading).unwrap();
}

/// A mail server on loopback, the one of the browser tests; it runs until it is dropped.
pub(super) struct PostOffice {
    folder: TempDir,
    process: Child,
    port: u16,
}

impl PostOffice {
    pub(super) fn open() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().unwrap();
        let script = here.join("../caseward-channels/tests/real_programs/smtp-server.mjs");
        let mut process = Command::new(find("node").unwrap())
            .arg(script)
            .arg(folder.path())
            .arg("starttls")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        stdout.read_line(&mut said).unwrap();
        let port = said.trim().parse().expect("the packages of e2e/ (npm ci)");
        Self {
            folder,
            process,
            port,
        }
    }

    /// As the office would be set up for it.
    pub(super) fn settings(&self) -> MailServer {
        let authority = self.folder.path().join("authority.pem");
        MailServer {
            host: "localhost".to_owned(),
            port: Some(self.port),
            account: Some(Account {
                user: "office".to_owned(),
                password: Zeroizing::new("only for this test".to_owned()),
            }),
            authority: Some(std::fs::read(authority).unwrap()),
            whole_in_tls: false,
            is_this_machine: true,
            patience: Duration::from_secs(10),
        }
    }

    /// The letter with this number that it took.
    pub(super) fn taken(&self, number: u32) -> Option<String> {
        std::fs::read_to_string(self.folder.path().join(format!("{number}.eml"))).ok()
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
