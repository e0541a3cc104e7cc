//! Django with guardian and auditlog, as `benches/peers` sets it up: it opens files over HTTP like ours.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, ensure};

use super::office::text;
use super::{Running, is_there};
use crate::house;

/// A served Django with a session and the ids of its clients.
pub(super) struct Django {
    pub(super) address: SocketAddr,
    pub(super) session: String,
    pub(super) ids: PathBuf,
    pub(super) running: Running,
}

impl Django {
    /// Fills it with so many people, and serves it from a database of its own.
    ///
    /// # Errors
    /// When what it needs isn't there, or it doesn't come up; its own complaint is on standard error.
    pub(super) fn serve(postgres: Option<&str>, people: u64) -> anyhow::Result<Self> {
        let postgres = postgres.context("give --postgres")?;
        ensure!(is_there("python3"), "`python3` isn't installed");
        let mut command = Command::new(house::root()?.join("benches/peers/run"));
        command.args(["django", "--postgres", postgres, "--serve"]);
        command.args(["--clients", &people.to_string()]);
        // It serves until its standard input ends.
        let mut running = Running(
            command
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .context("`benches/peers/run` doesn't start")?,
        );
        let said = running.0.stdout.take().context("no standard output")?;
        let mut line = String::new();
        BufReader::new(said).read_line(&mut line)?;
        ensure!(!line.is_empty(), "it doesn't come up");
        let ready: serde_json::Value = serde_json::from_str(&line)?;
        Ok(Self {
            address: text(&ready, "address")?.parse()?,
            session: text(&ready, "session")?.to_owned(),
            ids: text(&ready, "ids")?.into(),
            running,
        })
    }
}
