//! The one place that speaks to a terminal, and the exit codes that scripts rely on.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::cli::Format;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// 0
    Done,
    /// 1
    Failed,
    /// 3
    Refused,
    /// 4
    NotVerified,
}

/// Where a command prints.
pub(crate) struct Terminal {
    format: Format,
}

impl Terminal {
    pub(crate) const fn new(format: Format) -> Self {
        Self { format }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// A line for people; nothing in JSON mode.
    pub(crate) fn say(&self, line: impl AsRef<str>) {
        if !self.is_json() {
            put(&mut std::io::stdout().lock(), line.as_ref());
        }
    }

    /// A line beside the answer: hints, progress, warnings.
    pub(crate) fn note(&self, line: impl AsRef<str>) {
        put(&mut std::io::stderr().lock(), line.as_ref());
    }

    /// The answer for programs; nothing for people.
    pub(crate) fn json(&self, value: &impl Serialize) -> anyhow::Result<()> {
        if self.is_json() {
            put(
                &mut std::io::stdout().lock(),
                &serde_json::to_string_pretty(value)?,
            );
        }
        Ok(())
    }

    /// Prints a text as it is, in either mode.
    pub(crate) fn text(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        // A closed pipe is the reader's choice.
        drop(out.write_all(text.as_bytes()));
    }

    /// Lets a command write by itself, and take its own exit code.
    pub(crate) fn raw(
        &self,
        command: impl FnOnce(bool, &mut dyn Write) -> anyhow::Result<ExitCode>,
    ) -> ExitCode {
        match command(self.is_json(), &mut std::io::stdout().lock()) {
            Ok(code) => code,
            Err(error) => self.end(Err(error)),
        }
    }

    /// Whether someone sits there who can be shown a moving bar.
    pub(crate) fn is_watched(&self) -> bool {
        !self.is_json() && std::io::stderr().is_terminal()
    }

    /// Prints an error with its causes and gives the exit code.
    pub(crate) fn end(&self, ended: anyhow::Result<Ended>) -> ExitCode {
        match ended {
            Ok(Ended::Done) => ExitCode::SUCCESS,
            Ok(Ended::Failed) => ExitCode::from(1),
            Ok(Ended::Refused) => ExitCode::from(3),
            Ok(Ended::NotVerified) => ExitCode::from(4),
            Err(error) => {
                self.note(format!("caseward: {error:#}"));
                ExitCode::from(1)
            }
        }
    }
}

fn put(out: &mut impl Write, line: &str) {
    // A closed pipe is the reader's choice.
    drop(writeln!(out, "{line}"));
}

/// The operator's log goes to stderr: ids, codes and clause numbers only. `CASEWARD_LOG` says how much.
pub(crate) fn start_log() {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::builder()
        .with_env_var("CASEWARD_LOG")
        .try_from_env()
        .unwrap_or_else(|_| EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(filter);
    // A second start of the log can only happen in a test; then the first one stands.
    drop(log.try_init());
}
