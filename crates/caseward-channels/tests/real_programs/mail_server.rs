//! A mail server on loopback: `smtp-server` for Node.js, as in the browser tests. The tests of the desks use this file too.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use caseward_channels::carry::mail::{Account, MailServer};
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::programs::{are_here, find, not_run};

/// A server that runs until it is dropped.
pub(crate) struct Running {
    folder: TempDir,
    process: Child,
    port: u16,
}

impl Running {
    /// Starts one, with some encryption.
    pub(crate) fn start(encryption: &str) -> Option<Self> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        if !are_here(&["node"]) {
            return None;
        }
        if !here.join("../../e2e/node_modules/smtp-server").is_dir() {
            not_run("a mail server needs the packages of e2e/ (npm ci)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(find("node").unwrap())
            .arg(here.join("../caseward-channels/tests/real_programs/smtp-server.mjs"))
            .arg(folder.path())
            .arg(encryption)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        stdout.read_line(&mut said).unwrap();
        let port = said.trim().parse().unwrap();
        Some(Self {
            folder,
            process,
            port,
        })
    }

    /// As the office would be set up for it.
    pub(crate) fn settings(&self) -> MailServer {
        MailServer {
            host: "localhost".to_owned(),
            port: Some(self.port),
            account: Some(Account {
                user: "office".to_owned(),
                password: Zeroizing::new("only for this test".to_owned()),
            }),
            authority: Some(std::fs::read(self.file("authority.pem")).unwrap()),
            whole_in_tls: false,
            is_this_machine: true,
            patience: Duration::from_secs(10),
        }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The letter with this number that it took.
    pub(crate) fn letter(&self, number: u32) -> Option<String> {
        std::fs::read_to_string(self.file(&format!("{number}.eml"))).ok()
    }

    /// The first letter that it took, and its envelope.
    pub(crate) fn taken(&self) -> Option<(String, serde_json::Value)> {
        let letter = self.letter(1)?;
        let envelope = std::fs::read(self.file("1.json")).unwrap();
        Some((letter, serde_json::from_slice(&envelope).unwrap()))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
