//! What a browser on another machine gets from an office that speaks TLS itself, and what whoever runs it is told when it can't
//! (NASW-m). Certificates are made here by `openssl`; the browsers are rustls, and `openssl` once more for what is too old.

#![allow(
    clippy::unwrap_used,
    reason = "a test may stop at the first thing that isn't as promised"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "these tests put files where the program looks for them, and read how strict they have to be"
)]

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use rustls::client::Resumption;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{
    ClientConfig, ClientConnection, ProtocolVersion, RootCertStore, StreamOwned,
    SupportedProtocolVersion,
};
use tempfile::TempDir;

/// The name by which browsers know the office.
const NAME: &str = "caseward.example";
/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

type Line = StreamOwned<ClientConnection, TcpStream>;

/// Whether certificates can be made here; says so where they can't, and fails where they must.
#[expect(
    clippy::disallowed_macros,
    clippy::print_stderr,
    reason = "a test that was not run has to be heard of"
)]
fn can_make_certificates() -> bool {
    let is_here = Command::new("openssl").arg("version").output().is_ok();
    if !is_here {
        let required = std::env::var("CASEWARD_REQUIRE_ALL").is_ok_and(|it| it == "1");
        assert!(!required, "NOT RUN: there is no openssl");
        eprintln!("NOT RUN: this test needs openssl, to make certificates");
    }
    is_here
}

/// A folder with an authority, and with what it vouches for.
struct Authority {
    folder: TempDir,
}

impl Authority {
    fn founded() -> Self {
        let it = Self {
            folder: TempDir::new().unwrap(),
        };
        it.openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Nobody",
        );
        it.vouches_for(NAME, "own", 90);
        it
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn openssl(&self, words: &str) {
        let made = Command::new("openssl")
            .args(words.split(' '))
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        assert!(made.status.success(), "{words}: {}", told(&made));
    }

    /// Makes `file`.pem and `file`.key for a name, good for so many days.
    fn vouches_for(&self, name: &str, file: &str, days: u32) {
        let says = format!("subjectAltName=DNS:{name}\nbasicConstraints=critical,CA:FALSE\n");
        std::fs::write(self.path("says"), says).unwrap();
        self.openssl(&format!(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {file}.key -out {file}.csr -subj /CN={name}"
        ));
        self.openssl(&format!(
            "x509 -req -in {file}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days {days} -extfile says -out {file}.pem"
        ));
        self.only_for_its_owner(&format!("{file}.key"), true);
    }

    fn only_for_its_owner(&self, file: &str, only: bool) {
        let mode = if only { 0o600 } else { 0o644 };
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(self.path(file), permissions).unwrap();
    }

    /// Puts one file in another's place, in one step, as those do who renew certificates.
    fn replaces(&self, file: &str, with: &str) {
        std::fs::copy(self.path(with), self.path("on-its-way")).unwrap();
        std::fs::rename(self.path("on-its-way"), self.path(file)).unwrap();
    }

    fn certificate(&self, file: &str) -> CertificateDer<'static> {
        CertificateDer::from_pem_file(self.path(file)).unwrap()
    }

    /// A browser that believes this authority.
    fn browser(&self, versions: &[&'static SupportedProtocolVersion]) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate("ca.pem")).unwrap();
        believing(roots, versions)
    }
}

fn believing(
    roots: RootCertStore,
    versions: &[&'static SupportedProtocolVersion],
) -> Arc<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    // Whoever comes back isn't shown the certificate again.
    config.resumption = Resumption::disabled();
    Arc::new(config)
}

fn told(output: &Output) -> String {
    let both = [&output.stdout[..], &output.stderr[..]].concat();
    String::from_utf8_lossy(&both).into_owned()
}

fn caseward(words: &[&str], office: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caseward"));
    for name in [
        "DATABASE",
        "KEY_FILE",
        "ADDRESS",
        "BEHIND_PROXY",
        "CERTIFICATE",
        "CERTIFICATE_KEY",
        "MAIL",
        "LOG",
    ] {
        command.env_remove(format!("CASEWARD_{name}"));
    }
    command.args(words).arg("--data").arg(office).env(
        "CASEWARD_PASSPHRASE_FILE",
        office.with_file_name("passphrase"),
    );
    command
}

/// An office that is served over TLS, until it is dropped.
struct Served {
    server: Child,
    log: Receiver<String>,
    port: u16,
    _folder: TempDir,
}

impl Served {
    fn by(authority: &Authority, on: &str) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("passphrase"), "four quiet words here\n").unwrap();
        let office = folder.path().join("office");
        let made = caseward(&["init"], &office).output().unwrap();
        assert_eq!(made.status.code(), Some(0), "{}", told(&made));
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let mut server = caseward(&["serve"], &office)
            .args(["--listen", &format!("{on}:{port}")])
            .args(["--address", &format!("https://{NAME}:{port}")])
            .arg("--certificate")
            .arg(authority.path("own.pem"))
            .arg("--certificate-key")
            .arg(authority.path("own.key"))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(server.stderr.take().unwrap());
        let (says, log_lines) = channel();
        std::thread::spawn(move || {
            for line in log.lines().map_while(Result::ok) {
                // Nobody listens any more when the test is over.
                drop(says.send(line));
            }
        });
        let it = Self {
            server,
            log: log_lines,
            port,
            _folder: folder,
        };
        // The address is taken before it is told.
        it.says("Serving on https://");
        it
    }

    /// Waits until the server says something with these words in it.
    fn says(&self, words: &str) {
        let mut all = Vec::new();
        while let Ok(line) = self.log.recv_timeout(PATIENCE) {
            if line.contains(words) {
                return;
            }
            all.push(line);
        }
        unreachable!("it never said {words:?}: {all:?}");
    }

    fn connected(&self) -> TcpStream {
        let line = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        line.set_read_timeout(Some(PATIENCE)).unwrap();
        line
    }

    fn line(&self, browser: &Arc<ClientConfig>) -> Line {
        let name = ServerName::try_from(NAME).unwrap();
        let asking = ClientConnection::new(Arc::clone(browser), name).unwrap();
        StreamOwned::new(asking, self.connected())
    }

    /// Asks for the head of a page.
    fn asks(&self, line: &mut Line) -> std::io::Result<String> {
        let asked = format!(
            "HEAD /sign-in HTTP/1.1\r\nHost: {NAME}:{}\r\n\r\n",
            self.port
        );
        line.write_all(asked.as_bytes())?;
        line.flush()?;
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            line.read_exact(&mut byte)?;
            head.extend_from_slice(&byte);
        }
        Ok(String::from_utf8(head).unwrap().to_ascii_lowercase())
    }

    /// Which certificate a new browser is shown.
    fn shows(&self, browser: &Arc<ClientConfig>) -> CertificateDer<'static> {
        let mut line = self.line(browser);
        self.asks(&mut line).unwrap();
        let chain = line.conn.peer_certificates().unwrap();
        chain.first().unwrap().clone()
    }

    fn ends(mut self) {
        kill_process(Pid::from_child(&self.server), Signal::TERM).unwrap();
        let code = self.server.wait().unwrap().code();
        let rest: Vec<_> = self.log.iter().collect();
        assert_eq!(code, Some(0), "{rest:?}");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

#[test]
fn nasw_m_pages_go_sealed_to_browsers_elsewhere_and_to_nobody_in_the_clear() {
    if !can_make_certificates() {
        return;
    }
    let authority = Authority::founded();
    // Every address of the machine: without TLS that is refused.
    let office = Served::by(&authority, "0.0.0.0");
    // Somebody who connects and says nothing is not waited for.
    let mut silent = office.connected();
    for (version, agreed) in [
        (&rustls::version::TLS13, ProtocolVersion::TLSv1_3),
        (&rustls::version::TLS12, ProtocolVersion::TLSv1_2),
    ] {
        let mut line = office.line(&authority.browser(&[version]));
        let head = office.asks(&mut line).unwrap();
        assert!(head.starts_with("http/1.1 200 "), "{head}");
        assert!(head.contains("\r\nstrict-transport-security: max-age=63072000\r\n"));
        assert_eq!(line.conn.protocol_version(), Some(agreed));
    }
    let stranger = believing(RootCertStore::empty(), rustls::ALL_VERSIONS);
    let refused = office.asks(&mut office.line(&stranger));
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::InvalidData);
    for (version, agrees) in [("-tls1_1", false), ("-tls1_2", true)] {
        let came = Command::new("openssl")
            .args([
                "s_client",
                "-connect",
                &format!("127.0.0.1:{}", office.port),
            ])
            // Its own idea of what is too old is set aside.
            .args([version, "-cipher", "ALL:@SECLEVEL=0"])
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let told = told(&came);
        assert!(told.contains("Cipher is "), "{version}: {told}");
        let none = told.contains("Cipher is (NONE)");
        assert_eq!(!none, agrees, "{version}: {told}");
    }
    let mut clear = office.connected();
    clear
        .write_all(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .unwrap();
    let mut got = Vec::new();
    // The line may be cut while the rest of what was said is still on its way.
    drop(clear.read_to_end(&mut got));
    assert!(!got.starts_with(b"HTTP"), "a page went out in the clear");
    let ended = silent.read(&mut [0]);
    assert!(
        matches!(&ended, Ok(0))
            || matches!(&ended, Err(it) if it.kind() == ErrorKind::ConnectionReset),
        "{ended:?}"
    );
    let idle = office.connected();
    office.ends();
    drop(idle);
}

#[test]
fn nasw_m_a_newer_certificate_is_taken_without_a_stop_and_a_wrong_one_is_not() {
    if !can_make_certificates() {
        return;
    }
    let authority = Authority::founded();
    authority.vouches_for(NAME, "newer", 90);
    authority.vouches_for("somewhere.example", "wrong", 90);
    let (first, newer) = (
        authority.certificate("own.pem"),
        authority.certificate("newer.pem"),
    );
    let office = Served::by(&authority, "127.0.0.1");
    let browser = authority.browser(rustls::ALL_VERSIONS);
    assert_eq!(office.shows(&browser), first);
    // Half of a renewal: the key of the newer one hasn't come yet.
    authority.replaces("own.pem", "newer.pem");
    office.says("doesn't belong to the first certificate");
    assert_eq!(office.shows(&browser), first);
    authority.replaces("own.pem", "wrong.pem");
    office.says("isn't for caseward.example");
    assert_eq!(office.shows(&browser), first);
    let mut open = office.line(&browser);
    office.asks(&mut open).unwrap();
    authority.replaces("own.key", "newer.key");
    authority.replaces("own.pem", "newer.pem");
    let shown = (0..PATIENCE.as_secs() * 5).any(|_| {
        std::thread::sleep(Duration::from_millis(200));
        office.shows(&browser) == newer
    });
    assert!(shown, "the newer certificate is never shown");
    let head = office.asks(&mut open).unwrap();
    assert!(head.starts_with("http/1.1 200 "), "an open line goes on");
    office.ends();
}

#[test]
fn nasw_m_what_browsers_would_turn_away_is_refused_at_the_start_with_what_to_do() {
    if !can_make_certificates() {
        return;
    }
    let authority = Authority::founded();
    authority.vouches_for("somewhere.example", "other", 90);
    authority.vouches_for(NAME, "open", 90);
    authority.only_for_its_owner("open.key", false);
    authority.openssl("pkey -in own.key -aes256 -passout pass:abcd -out locked.key");
    authority.only_for_its_owner("locked.key", true);
    let address = "https://caseward.example";
    for (chain, key, address, code, says) in [
        (
            "none.pem",
            "own.key",
            address,
            1,
            "none.pem can't be read; name",
        ),
        (
            "own.pem",
            "none.key",
            address,
            1,
            "none.key can't be read; name",
        ),
        ("own.key", "own.key", address, 1, "holds no certificate"),
        ("open.pem", "open.key", address, 1, "can be read by others"),
        ("own.pem", "locked.key", address, 1, "without a passphrase"),
        ("own.pem", "other.key", address, 1, "doesn't belong to"),
        (
            "other.pem",
            "other.key",
            address,
            1,
            "isn't for caseward.example",
        ),
        (
            "own.pem",
            "own.key",
            "http://caseward.example",
            2,
            "as https://",
        ),
    ] {
        let ended = caseward(
            &["serve", "--listen", "0.0.0.0:0"],
            &authority.path("office"),
        )
        .args(["--address", address, "--certificate"])
        .arg(authority.path(chain))
        .arg("--certificate-key")
        .arg(authority.path(key))
        .output()
        .unwrap();
        let told = told(&ended);
        assert_eq!(ended.status.code(), Some(code), "{chain} {key}: {told}");
        assert!(told.contains(says), "{chain} {key}: {told}");
    }
    let mut half = caseward(
        &["serve", "--certificate", "own.pem"],
        &authority.path("office"),
    );
    assert_eq!(half.output().unwrap().status.code(), Some(2));
}

#[test]
fn nasw_m_nobody_waits_for_a_certificate_in_a_pipe_or_without_an_end() {
    if !can_make_certificates() {
        return;
    }
    let authority = Authority::founded();
    let made = Command::new("mkfifo")
        .args(["-m", "600"])
        .arg(authority.path("pipe"))
        .status();
    assert!(made.unwrap().success());
    let own = std::fs::read_to_string(authority.path("own.pem")).unwrap();
    std::fs::write(authority.path("long"), own.repeat(500)).unwrap();
    authority.only_for_its_owner("long", true);
    for (chain, key, says) in [
        ("pipe", "own.key", "--certificate: it is no file"),
        ("own.pem", "pipe", "--certificate-key: it is no file"),
        ("long", "own.key", "--certificate: file too large"),
        ("own.pem", "long", "--certificate-key: file too large"),
        (".", "own.key", "--certificate: is a directory"),
    ] {
        let ended = caseward(&["serve"], &authority.path("office"))
            .args(["--address", "https://caseward.example", "--certificate"])
            .arg(authority.path(chain))
            .arg("--certificate-key")
            .arg(authority.path(key))
            .output()
            .unwrap();
        let told = told(&ended);
        assert_eq!(ended.status.code(), Some(1), "{chain} {key}: {told}");
        assert!(told.contains(says), "{chain} {key}: {told}");
    }
    let office = Served::by(&authority, "127.0.0.1");
    std::fs::rename(authority.path("pipe"), authority.path("own.pem")).unwrap();
    office.says("it is no file");
    office.ends();
}

#[test]
fn nasw_m_the_doctor_says_in_time_that_the_certificate_runs_out() {
    if !can_make_certificates() {
        return;
    }
    let authority = Authority::founded();
    authority.vouches_for(NAME, "short", 10);
    for (file, address, says) in [
        (
            "own",
            "https://caseward.example",
            "ok    the certificate holds until 2",
        ),
        (
            "short",
            "https://caseward.example",
            "warn  the certificate holds until 2",
        ),
        (
            "own",
            "https://elsewhere.example",
            "WEAK  the certificate can't be used",
        ),
    ] {
        let ended = caseward(&["doctor", "--address", address], &authority.path("office"))
            .env_remove("CASEWARD_PASSPHRASE_FILE")
            .arg("--certificate")
            .arg(authority.path(&format!("{file}.pem")))
            .arg("--certificate-key")
            .arg(authority.path(&format!("{file}.key")))
            .output()
            .unwrap();
        let told = told(&ended);
        assert!(told.contains(says), "{file}: {told}");
    }
}
