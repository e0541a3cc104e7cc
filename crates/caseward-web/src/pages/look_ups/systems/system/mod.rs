//! `/look-ups/systems/{no}`: one other system: how its access log is to be understood, who its users are, and its logs.
//!
//! CR-2. A mapping is looked at on the first lines of a real log before it is saved. A log is taken in whole or not at all, and
//! what can't be taken is named.

mod handler;
mod typed;

pub use handler::routes;
pub use typed::MappingForm;

use askama::Template;
use caseward_casework::look_ups::logs::{LogAccount, LogEnd, NameSeen};
use caseward_model::{AccessKind, Language};
use serde::Deserialize;

use crate::forms::Problems;
use crate::view::{When, sample_moment};
use crate::{Place, Shell};

/// A name of that system and who stands behind it.
#[derive(Debug, Clone)]
pub struct UserLine {
    /// The name.
    pub name: String,
    /// What a colleague is called; nothing for somebody who isn't ours.
    pub colleague: Option<String>,
}

/// A colleague who can be chosen.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// The short name.
    pub handle: String,
    /// What they are called.
    pub name: String,
}

/// A log that was taken in.
#[derive(Debug, Clone)]
pub struct LogLine {
    /// Its number.
    pub no: i64,
    /// When.
    pub when: When,
    /// How many lines.
    pub lines: u64,
    /// How many were left out.
    pub left_out: u64,
    /// The first and last access.
    pub span: Option<(When, When)>,
}

/// A line of a log as it is understood.
#[derive(Debug, Clone)]
pub struct TriedLine {
    /// Its place in the file.
    pub line: u64,
    /// Who, whom, when, how; or why it can't be taken.
    pub read: Result<TriedRow, String>,
}

/// What was understood.
#[derive(Debug, Clone)]
pub struct TriedRow {
    /// The name in that system.
    pub user: String,
    /// Whom: their number.
    pub person: String,
    /// When.
    pub when: When,
    /// How.
    pub kind: AccessKind,
}

/// What became of trying a mapping.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    /// The columns of the log.
    pub columns: Vec<String>,
    /// The first lines.
    pub lines: Vec<TriedLine>,
    /// Why the log as a whole can't be understood so.
    pub fault: Option<String>,
}

/// What the form for a name posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct UserForm {
    /// The name in that system.
    pub name: String,
    /// A colleague's short name, `-` for somebody who isn't ours; empty takes back what was said.
    pub who: String,
}

/// What the form for numbers posts.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct NumbersForm {
    /// `ours` or `theirs`.
    pub numbers: String,
}

/// The page.
#[derive(Template)]
#[template(path = "look_ups/systems/system/page.html")]
pub struct SystemPage {
    /// Around it.
    pub shell: Shell,
    /// The system's number.
    pub no: i64,
    /// What it is called.
    pub name: String,
    /// It is on the list.
    pub kept: bool,
    /// A mapping was saved.
    pub mapped: bool,
    /// The mapping as it is typed.
    pub mapping: MappingForm,
    /// What became of trying it.
    pub tried: Option<Tried>,
    /// The system knows people by our numbers.
    pub ours: bool,
    /// Who stands behind which name.
    pub users: Vec<UserLine>,
    /// Who can be chosen.
    pub colleagues: Vec<Colleague>,
    /// The logs, the newest first.
    pub logs: Vec<LogLine>,
    /// What came of the log that was just sent.
    pub account: Option<LogAccount>,
    /// From when until when that log reaches.
    pub span: Option<(When, When)>,
    /// What is still needed.
    pub problems: Problems,
}

impl SystemPage {
    fn address(&self) -> String {
        format!("/look-ups/systems/{}", self.no)
    }

    fn kinds(&self) -> &'static [AccessKind] {
        AccessKind::ALL
    }

    fn kind(&self, kind: &AccessKind) -> String {
        self.shell.t(&kind_key(*kind))
    }

    fn ended(&self, account: &LogAccount) -> (&'static str, &'static str, &'static str) {
        match account.end {
            LogEnd::Taken(_) => ("good", "open", "log-taken"),
            LogEnd::Tried => ("watch", "masked", "log-tried"),
            LogEnd::NotTaken => ("bad", "cross", "log-not-taken"),
            LogEnd::SameFile(_) => ("watch", "masked", "log-same-file"),
        }
    }

    fn is_same_file(&self, account: &LogAccount) -> bool {
        matches!(account.end, LogEnd::SameFile(_))
    }

    /// A system with a log that wasn't taken.
    #[must_use]
    pub fn sample(language: Language) -> Self {
        let shell = Shell::sample(language, Place::LookUps, "/look-ups/systems/1");
        let words = shell.words;
        let when = |hour| sample_moment(words, 3, hour, 0);
        Self {
            no: 1,
            name: "FACTS".into(),
            kept: true,
            mapped: true,
            mapping: MappingForm {
                user: "Login".into(),
                person: "Case No".into(),
                time: "When".into(),
                time_form: "year_first".into(),
                zone: "America/New_York".into(),
                kinds: vec![("VIEW".into(), "opened".into())],
                ..MappingForm::default()
            },
            tried: Some(Tried {
                columns: vec!["When".into(), "Login".into(), "Case No".into()],
                lines: vec![
                    TriedLine {
                        line: 2,
                        read: Ok(TriedRow {
                            user: "dquill".into(),
                            person: "C-17".into(),
                            when: when(9),
                            kind: AccessKind::Opened,
                        }),
                    },
                    TriedLine {
                        line: 3,
                        read: Err(
                            "the time doesn't say its zone, and the mapping names none".into()
                        ),
                    },
                ],
                fault: None,
            }),
            ours: false,
            users: vec![UserLine {
                name: "dquill".into(),
                colleague: Some("Dana Ortiz".into()),
            }],
            colleagues: vec![Colleague {
                handle: "dana".into(),
                name: "Dana Ortiz".into(),
            }],
            logs: vec![LogLine {
                no: 1,
                when: when(8),
                lines: 12_000,
                left_out: 3,
                span: Some((when(7), when(8))),
            }],
            account: Some(sample_account()),
            span: Some((when(7), when(9))),
            problems: Problems::default(),
            shell,
        }
    }
}

fn sample_account() -> LogAccount {
    let name = |name: &str, lines| NameSeen {
        name: name.into(),
        lines,
    };
    LogAccount {
        end: LogEnd::NotTaken,
        lines: 120,
        new: 100,
        known: 15,
        bad: 5,
        problems: Vec::new(),
        notice: Default::default(),
        span: None,
        unknown_users: vec![name("svc_batch", 40)],
        unknown_users_count: 1,
        matched_users: 3,
        unknown_persons: vec![name("C-99", 2)],
        unknown_persons_count: 1,
        persons: 44,
    }
}

/// The key of a kind of access.
#[must_use]
pub fn kind_key(kind: AccessKind) -> String {
    format!("access-{}", kind.word())
}
