//! An office of our own program, as it ships: made, filled, staffed and served on loopback.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};

use super::{Place, Running, Took, measured, note_down, output, said};

/// The one worker who reads.
const WORKER: &str = "reader";

/// What a caseworker signs and learns, and where it stands.
const TEXTS: [(&[&str], &str); 3] = [
    (
        &["agreement", "sign", "procedure", "--agree"],
        include_str!("../../../policies/domestic-violence/forms/procedure.en.toml"),
    ),
    (
        &["agreement", "sign", "case-conferencing", "--agree"],
        include_str!("../../../policies/case-conferencing/forms/agreement.en.toml"),
    ),
    (
        &["training", "take", "induction"],
        include_str!("../../../policies/domestic-violence/forms/induction.en.toml"),
    ),
];

/// An office and how to reach it.
pub(super) struct Office {
    program: PathBuf,
    /// `--data` or `--database`, and what follows.
    place: [String; 2],
    key: PathBuf,
}

/// A served office with a session.
pub(super) struct Served {
    pub(super) address: SocketAddr,
    pub(super) session: String,
    pub(super) running: Running,
}

impl Office {
    /// Makes a new office.
    pub(super) fn make(
        bench: &Place,
        program: &Path,
        name: &str,
        place: [String; 2],
    ) -> anyhow::Result<Self> {
        let passphrase = bench.path(format!("{name}.passphrase"));
        note_down(&passphrase, "four words for a bench\n")?;
        restrict(&passphrase)?;
        let key = bench.path(format!("{name}.key"));
        let office = Self {
            program: program.to_owned(),
            place,
            key,
        };
        let by_passphrase = |arguments: &[&str]| {
            let mut command = Command::new(program);
            command.args(&office.place).arg("--passphrase-file");
            command.arg(&passphrase).args(arguments);
            said("caseward", &command.stdin(Stdio::null()).output()?)
        };
        by_passphrase(&["init"])?;
        by_passphrase(&["key", "add-file", &office.key.to_string_lossy()])?;
        Ok(office)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.place).arg("--key-file").arg(&self.key);
        command.args(arguments);
        command
    }

    fn said(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let ended = self.command(arguments).stdin(Stdio::null()).output()?;
        said(&format!("caseward {}", arguments.join(" ")), &ended)
    }

    /// Takes an export in.
    pub(super) fn import(&self, export: &Path) -> anyhow::Result<Took> {
        let export = export.to_string_lossy();
        measured(
            self.command(&["import", "hmis", &export])
                .stderr(Stdio::null()),
        )
    }

    /// Takes in a worker who may read whoever is enrolled in the project.
    pub(super) fn staff(&self, project: &str) -> anyhow::Result<()> {
        self.said(&["worker", "add", WORKER, "--name", "Reader"])?;
        for (words, file) in TEXTS {
            self.comes_in(words, file)?;
        }
        self.said(&["assign", WORKER, "--project", project])?;
        Ok(())
    }

    /// Answers the questions about a text as its file says, and signs it where it is signed.
    fn comes_in(&self, words: &[&str], file: &str) -> anyhow::Result<()> {
        let right = file
            .lines()
            .filter_map(|line| line.strip_prefix("right = "));
        let answers: Vec<_> = right.collect();
        let answers = answers.join(",");
        let mut command = self.command(words);
        command.args(["--as", WORKER, "--answers", &answers]);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let mut running = command.spawn()?;
        if let Some(mut typed) = running.stdin.take() {
            typed.write_all(b"A Reader\nA bench\nReader\nreader@bench.example\n555 0100\n")?;
        }
        ensure!(running.wait()?.success(), "caseward {}", words.join(" "));
        Ok(())
    }

    /// Serves it, and signs the worker in through the API.
    pub(super) fn serve(&self) -> anyhow::Result<Served> {
        // Everybody in here is made up.
        self.said(&["sign-in", "links-alone"])?;
        let link: serde_json::Value =
            serde_json::from_str(&self.said(&["--format", "json", "sign-in-link", WORKER])?)?;
        let link = text(&link, "link")?;
        let secret = link.rsplit('/').next().context("no secret")?;
        let address = free_address()?;
        let mut command = self.command(&["serve", "--listen", &address.to_string()]);
        let running = command.stdin(Stdio::null()).stderr(Stdio::null());
        let running = Running(running.spawn()?);
        reachable(address)?;
        let body = serde_json::json!({ "link": secret }).to_string();
        let answer = request(address, "POST /api/v1/sessions", "", &body)?;
        let answer: serde_json::Value = serde_json::from_str(&answer)?;
        let session = text(&answer, "session")?;
        Ok(Served {
            address,
            session: session.to_owned(),
            running,
        })
    }
}

impl Served {
    /// One file, as the API gives it.
    pub(super) fn file(&self, client: &str) -> anyhow::Result<String> {
        let asked = format!("GET /api/v1/clients/{client}");
        let bearer = format!("authorization: Bearer {}\r\n", self.session);
        request(self.address, &asked, &bearer, "")
    }
}

/// The clients' ids, out of the database's own column of references: the API lists 500 at most, and
/// a measure over all of them shall not be a measure of what lies in the cache.
pub(super) fn ids(references: &str) -> anyhow::Result<String> {
    let mut ids = String::new();
    for hex in references.lines() {
        let number = u128::from_str_radix(hex.trim(), 16)?;
        // 26 letters of 5 bits hold 130: two bits are left over at the end.
        for place in 0..26_u32 {
            let bits = match 123_u32.checked_sub(5 * place) {
                Some(shift) => number >> shift,
                None => number << 2,
            };
            let letters = b"0123456789abcdefghjkmnpqrstvwxyz";
            let at = usize::try_from(bits & 31)?;
            ids.push(char::from(*letters.get(at).context("no such letter")?));
        }
        ids.push('\n');
    }
    ensure!(!ids.is_empty(), "nobody was imported");
    Ok(ids)
}

/// The references of everyone in a SQLite office.
pub(super) fn sqlite_references(folder: &Path) -> anyhow::Result<String> {
    let database = folder.join("caseward.db");
    let sql = "SELECT hex(ref) FROM clients WHERE no > 0";
    output("sqlite3", &[&*database.to_string_lossy(), sql])
}

/// An address of this machine that nobody listens on.
pub(super) fn free_address() -> anyhow::Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// Waits until someone listens.
pub(super) fn reachable(address: SocketAddr) -> anyhow::Result<()> {
    for _ in 0..600 {
        if TcpStream::connect(address).is_ok() {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    anyhow::bail!("the server doesn't come up")
}

/// One request and the body of its answer, which must be a good one.
pub(super) fn request(
    address: SocketAddr,
    what: &str,
    headers: &str,
    body: &str,
) -> anyhow::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    let length = body.len();
    write!(
        stream,
        "{what} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    ensure!(head.starts_with("HTTP/1.1 2"), "{what}: {head}\n{body}");
    Ok(body.to_owned())
}

/// A text in an answer.
pub(super) fn text<'a>(
    answer: &'a serde_json::Value,
    name: &'static str,
) -> anyhow::Result<&'a str> {
    let value = answer.get(name).and_then(serde_json::Value::as_str);
    value.with_context(|| format!("no {name} in the answer"))
}

/// Secrets are for their owner alone, also in a measure: the program refuses others.
fn restrict(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(
        path,
        std::fs::Permissions::from_mode(0o400),
    )?)
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn a_reference_is_spelt_as_an_id() {
        let zero = ids("00000000000000000000000000000000").unwrap();
        assert_eq!(zero, "00000000000000000000000000\n");
        let all = ids("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF").unwrap();
        assert_eq!(all, "zzzzzzzzzzzzzzzzzzzzzzzzzw\n");
    }
}
