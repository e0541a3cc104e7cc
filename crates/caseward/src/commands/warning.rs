//! `caseward danger warn`: warning somebody whom a client threatens, from person to person, and what became of it (RE-7, DV-4.2b).
//! Whom it is for and what is said is asked for line by line, so that it stands in no shell's history.

use caseward_casework::Office;
use caseward_casework::danger::{ComposedWarning, NewWarning, Warning, WarningError, WarningToSay};
use caseward_casework::gate::Refusal;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Channel, Client, Id, Language, Told, WarningEnd, WarningWay};
use clap::Subcommand;
use serde_json::json;

use super::ask::NOT_KNOWN;
use super::tasks::moment;
use crate::cli::word;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Subcommand)]
pub(crate) enum Warn {
    /// Prepare a warning and put it together; asks who it is for, what is said, and by which number this office is reached. Nobody is told
    Prepare {
        /// The number of the danger report that it hangs on
        #[arg(long)]
        report: i64,
        /// The number of one that was prepared and never put together: it is written anew
        #[arg(long)]
        number: Option<i64>,
        /// How they are reached: in_person, telephone or letter (put into their hands)
        #[arg(long, value_parser = word::<WarningWay>)]
        way: WarningWay,
        /// Whether they are or were the client's partner
        #[arg(long, action = clap::ArgAction::Set)]
        partner: bool,
        /// They can't keep safe without knowing from whom: the client's name may be said
        #[arg(long)]
        says_name: bool,
        /// In which language it is said
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// Put a warning together again, where it wasn't let out
    Compose {
        /// The warning's number
        warning: i64,
    },
    /// The warnings about a client, the newest first
    List,
    /// Let a warning out, to be said now
    Begin {
        /// The warning's number
        warning: i64,
        /// SHA-256 of the text that was read, as `prepare` and `list` show it
        #[arg(long)]
        content: String,
        /// You read it to its end
        #[arg(long)]
        read: bool,
    },
    /// Write down why nobody is warned of a danger; asks why. Nobody is reminded of it any more
    Nobody {
        /// The number of the danger report
        #[arg(long)]
        report: i64,
    },
    /// Note what became of a warning: warned, not_reached, others_warned or dropped; asks how
    End {
        /// The warning's number
        warning: i64,
        /// What became of it
        #[arg(long, value_parser = word::<WarningEnd>)]
        end: WarningEnd,
    },
    /// Note that the client was told of a warning; asks what
    Told {
        /// The warning's number
        warning: i64,
        /// They are not told; asks why
        #[arg(long)]
        not: bool,
    },
}

type Done<T> = Result<T, WarningError>;

/// Who acts, and about whom.
pub(crate) struct Desk<'t> {
    pub(crate) office: &'t Office,
    pub(crate) person: &'t SignedIn,
    pub(crate) client: Id<Client>,
    pub(crate) terminal: &'t Terminal,
}

impl Desk<'_> {
    pub(crate) async fn carry_out(&self, what: &Warn) -> anyhow::Result<Ended> {
        let done = match what {
            Warn::Prepare { .. } => self.prepare(what).await?,
            Warn::Compose { warning } => self.compose(*warning).await?,
            Warn::List => self.list().await?,
            Warn::Begin {
                warning,
                content,
                read,
            } => self.begin(*warning, (content, *read)).await?,
            Warn::Nobody { report } => {
                let why = self.asked("Why nobody is warned:")?;
                let which = (self.client, *report);
                let noted = self
                    .office
                    .note_nobody_warned(self.person, which, Channel::Api, why);
                let noted = noted.await;
                if noted.is_ok() {
                    self.terminal.json(&json!({ "danger": report }))?;
                    self.terminal.say("Noted, and on record.");
                }
                noted
            }
            Warn::End { warning, end } => {
                let how = self.asked("Who was spoken to and when, or why it isn't needed:")?;
                let which = (self.client, *warning);
                let what = (Some(*end), how);
                let done = self
                    .office
                    .end_warning(self.person, which, Channel::Api, what);
                self.noted(*warning, done.await)?
            }
            Warn::Told { warning, not } => {
                let (told, question) = if *not {
                    (Told::Not, "Why the client is not told:")
                } else {
                    (Told::Before, "What the client was told:")
                };
                let what = (Some(told), self.asked(question)?);
                let which = (self.client, *warning);
                let done = self
                    .office
                    .note_told_of_warning(self.person, which, Channel::Api, what);
                self.noted(*warning, done.await)?
            }
        };
        self.ended(done)
    }

    fn asked(&self, question: &str) -> anyhow::Result<String> {
        Ok(self.terminal.ask(question)?.to_string())
    }

    async fn prepare(&self, what: &Warn) -> anyhow::Result<Done<()>> {
        let Warn::Prepare {
            report,
            number,
            way,
            partner,
            says_name,
            language,
        } = what
        else {
            return Ok(Ok(()));
        };
        let new = NewWarning {
            number: *number,
            report: Some(*report),
            name: self.asked("What they are called, if you know it:")?,
            who: self.asked("Who they are, and how they are found:")?,
            way: Some(*way),
            partner: Some(*partner),
            says_name: *says_name,
            told: self.asked("What is said to them, in a sentence or two:")?,
            callback: self.asked("The number by which this office is reached:")?,
            language: Some(*language),
        };
        let prepared = self
            .office
            .prepare_warning(self.person, self.client, Channel::Api, new);
        let no = match prepared.await {
            Ok(no) => no,
            Err(error) => return Ok(Err(error)),
        };
        let composed = self.compose(no).await?;
        if composed.is_err() {
            self.terminal.note(format!(
                "It is kept as {no}, and nobody was told. Put it together with `warn compose {no}`, or write it anew with `warn prepare --number {no}`."
            ));
        }
        Ok(composed)
    }

    async fn compose(&self, warning: i64) -> anyhow::Result<Done<()>> {
        let which = (self.client, warning);
        let composed = self
            .office
            .compose_warning(self.person, which, Channel::Api);
        let ComposedWarning {
            content,
            said,
            left_out,
        } = match composed.await {
            Ok(composed) => composed,
            Err(error) => return Ok(Err(error)),
        };
        self.terminal.json(&json!({
            "warning": warning, "content": content, "text": said, "left_out": left_out,
        }))?;
        self.terminal.say(format!(
            "Put together as {warning}. Nobody was told. Read it to its end:"
        ));
        for line in said.lines() {
            self.terminal.say(line);
        }
        if left_out > 0 {
            self.terminal
                .say("Something that tells of somebody was taken out of your words.");
        }
        self.terminal.say(format!(
            "Then: caseward danger … warn begin {warning} --read --content {content}"
        ));
        Ok(Ok(()))
    }

    async fn begin(&self, warning: i64, seen: (&str, bool)) -> anyhow::Result<Done<()>> {
        let which = (self.client, warning);
        let begun = self
            .office
            .begin_warning(self.person, which, Channel::Api, seen);
        let WarningToSay { said, entry } = match begun.await {
            Ok(begun) => begun,
            Err(error) => return Ok(Err(error)),
        };
        self.terminal
            .json(&json!({ "warning": warning, "text": said, "entry": entry }))?;
        self.terminal
            .say("Say it now, to them and to nobody else, and nothing beyond it:");
        for line in said.lines() {
            self.terminal.say(line);
        }
        self.terminal.say(format!(
            "Then note what became of it: caseward danger … warn end {warning} --end warned"
        ));
        Ok(Ok(()))
    }

    fn noted(&self, warning: i64, done: Done<()>) -> anyhow::Result<Done<()>> {
        if done.is_ok() {
            self.terminal.json(&json!({ "warning": warning }))?;
            self.terminal.say("Noted, and on record.");
        }
        Ok(done)
    }

    async fn list(&self) -> anyhow::Result<Done<()>> {
        let found = self
            .office
            .warnings_of(self.person, self.client, Channel::Api);
        let (all, delivery) = match found.await {
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        let rows: Vec<_> = all.iter().map(row).collect();
        self.terminal.json(&rows)?;
        for it in &all {
            let whom = if it.name.is_empty() {
                &it.who
            } else {
                &it.name
            };
            self.terminal.say(format!(
                "{:<5}{:<10}{}  {whom}",
                it.no,
                it.state.word(),
                moment(it.at)
            ));
            if let Some(content) = &it.content {
                self.terminal.say(format!("     {content}"));
            }
        }
        delivery.delivered(None);
        Ok(Ok(()))
    }

    fn ended(&self, done: Done<()>) -> anyhow::Result<Ended> {
        let terminal = self.terminal;
        match done {
            Ok(()) => Ok(Ended::Done),
            Err(WarningError::Refused(Refusal::Refused { entry, sections })) => {
                terminal.json(&json!({ "refused": entry }))?;
                terminal.say("The gate said no, and that is on record.");
                // One reason for all that must not be told: the privacy officer has it as a task.
                for section in &sections {
                    if let Some(why) = &section.explanation {
                        terminal.say(&why.decision.reason.en);
                        terminal.say(&why.decision.remedy.en);
                    }
                }
                Ok(Ended::Refused)
            }
            Err(WarningError::Refused(_)) => {
                terminal.json(&json!({ "refused": "not_known" }))?;
                terminal.say(NOT_KNOWN);
                Ok(Ended::Refused)
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn row(it: &Warning) -> serde_json::Value {
    json!({
        "number": it.no,
        "report": it.report,
        "state": it.state,
        "name": it.name,
        "who": it.who,
        "way": it.way,
        "partner": it.partner,
        "content": it.content,
        "text": it.said,
        "ended": it.ended.as_ref().map(|it| it.end),
        "client_told": it.client_told,
    })
}
