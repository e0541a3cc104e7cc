//! The one place that speaks to a terminal, and the exit codes that scripts rely on.

use std::io::{BufRead, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use caseward_casework::CaseworkError;
use caseward_casework::standing::SigningError;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::cli::Format;

/// The most bytes of a line that is asked for.
const LONGEST_LINE: u64 = 64 * 1024;

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

/// The command was written wrongly, in a way that shows only when it is carried out.
#[derive(Debug)]
pub(crate) struct WrongUsage(pub(crate) &'static str);

impl std::fmt::Display for WrongUsage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for WrongUsage {}

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
            put(&mut std::io::stdout().lock(), &harmless(line.as_ref()));
        }
    }

    /// A line beside the answer: hints, progress, warnings.
    pub(crate) fn note(&self, line: impl AsRef<str>) {
        put(&mut std::io::stderr().lock(), &harmless(line.as_ref()));
    }

    /// Asks for a line. What is said about people comes in so, and not as an argument.
    pub(crate) fn ask(&self, question: &str) -> anyhow::Result<Zeroizing<String>> {
        self.note(question);
        let mut line = Zeroizing::new(String::new());
        std::io::stdin()
            .lock()
            .take(LONGEST_LINE)
            .read_line(&mut line)?;
        Ok(line)
    }

    /// Asks for a secret: unseen where someone sits there, from standard input otherwise.
    pub(crate) fn secret(&self, question: &str) -> anyhow::Result<Zeroizing<String>> {
        let mut typed = if std::io::stdin().is_terminal() {
            Zeroizing::new(rpassword::prompt_password(format!("{question} "))?)
        } else {
            self.ask(question)?
        };
        let length = typed.trim_end_matches(['\n', '\r']).len();
        typed.truncate(length);
        Ok(typed)
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
                if self.is_json() {
                    put_error(&format!("{error:#}"));
                }
                ExitCode::from(if error.is::<WrongUsage>() {
                    2
                } else if is_refused(&error) {
                    3
                } else {
                    1
                })
            }
        }
    }
}

/// Whether the gate said no.
fn is_refused(error: &anyhow::Error) -> bool {
    let refused = |it: Option<&CaseworkError>| matches!(it, Some(CaseworkError::NotPermitted(_)));
    let signing = match error.downcast_ref() {
        Some(SigningError::Casework(error)) => Some(error),
        _ => None,
    };
    refused(error.downcast_ref()) || refused(signing)
}

/// What a command line that can't be understood ends with, and what asking for help does.
pub(crate) fn not_understood(error: &clap::Error) -> ExitCode {
    // A closed pipe is the reader's choice.
    drop(error.print());
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    let words: Vec<_> = std::env::args_os().collect();
    let wanted = |pair: &[std::ffi::OsString]| pair == ["--format", "json"];
    if words.windows(2).any(wanted) || words.iter().any(|word| word == "--format=json") {
        put_error(error.render().to_string().trim_end());
    }
    ExitCode::from(2)
}

/// The answer for programs when there is none.
fn put_error(error: &str) {
    let value = serde_json::json!({ "error": error });
    put(&mut std::io::stdout().lock(), &format!("{value:#}"));
}

/// What was written by someone else must not steer the terminal or turn its lines around: signs that do
/// are shown as what they are.
fn harmless(text: &str) -> String {
    let steers = |c: char| {
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || (c.is_control() && c != '\n' && c != '\t')
    };
    text.chars()
        .fold(String::with_capacity(text.len()), |mut shown, c| {
            if steers(c) {
                shown.extend(c.escape_unicode());
            } else {
                shown.push(c);
            }
            shown
        })
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

/// What a log said that is listened to.
static HEARD: LazyLock<Heard> = LazyLock::new(Heard::default);

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Heard {
    fn held(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.held().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Starts the log so that everything is kept that it says, and only what is amiss is shown: for whoever looks whether it says too much.
pub(crate) fn start_log_to_be_heard() {
    use tracing_subscriber::EnvFilter;
    use tracing_subscriber::fmt::writer::MakeWriterExt;
    let shown = std::io::stderr.with_max_level(tracing::Level::WARN);
    let log = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(shown.and(|| HEARD.clone()))
        .with_env_filter(EnvFilter::new("trace"));
    drop(log.try_init());
}

/// Everything that the log said since it was [started to be heard](start_log_to_be_heard).
pub(crate) fn heard() -> Vec<u8> {
    HEARD.held().clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_does_not_steer_the_terminal() {
        let written = "Dana\u{1b}[2J\u{202e}anaD\r\u{9b}1m";
        assert_eq!(harmless(written), r"Dana\u{1b}[2J\u{202e}anaD\u{d}\u{9b}1m");
        let plain = "Zoë O’Brien-Ng 王\n\ttwo lines";
        assert_eq!(harmless(plain), plain);
    }
}
