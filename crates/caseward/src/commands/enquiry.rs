//! `caseward enquiry`: somebody outside asks about a person; noting it, the one letter, and how it was dealt with (NASW-k, DV-3.3.1).

use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use anyhow::Context;
use caseward_casework::enquiries::{Enquiry, NewEnquiry};
use caseward_model::{EnquiryFrom, Language};
use clap::{Args, Subcommand};
use serde_json::json;

use super::tasks::moment;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct EnquiryArgs {
    /// Who does it: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Note an enquiry and pass it to whoever speaks for the office; asks who asked, and what
    Note {
        /// From whom it comes
        #[arg(long, default_value = "media", value_parser = word::<EnquiryFrom>)]
        from: EnquiryFrom,
    },
    /// The worker's own enquiries, or everyone's
    List {
        /// Everyone's, for whoever speaks for the office
        #[arg(long)]
        all: bool,
    },
    /// Write the letter that everybody gets: neither yes nor no
    Letter {
        /// The enquiry's number
        number: i64,
        /// The PDF to be written
        #[arg(long)]
        into: PathBuf,
        /// In which language: en or es
        #[arg(long, default_value = "en", value_parser = word::<Language>)]
        language: Language,
    },
    /// Note how it was dealt with; asks how
    Answer {
        /// The enquiry's number
        number: i64,
    },
    /// Say who speaks for the office; every privacy officer if nobody is named
    Speaker {
        /// A worker's short name or id
        who: Option<String>,
    },
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &EnquiryArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let me = office.colleague(&order.worker).await?;
    match &order.what {
        What::Note { from } => {
            let new = NewEnquiry {
                from: Some(*from),
                who: terminal
                    .ask("Who asked, and how to reach them:")?
                    .to_string(),
                asked: terminal
                    .ask("What they asked, as they put it:")?
                    .to_string(),
            };
            let no = office.note_enquiry(me.id, new).await?;
            terminal.json(&json!({ "enquiry": no }))?;
            terminal.say(format!(
                "Noted as {no} and passed on. Say neither that we know this person nor that we don't."
            ));
        }
        What::List { all } => {
            let found = if *all {
                office.enquiries(me.id).await?
            } else {
                office.my_enquiries(me.no).await?
            };
            let rows: Vec<_> = found.iter().map(row).collect();
            terminal.json(&rows)?;
            for it in &found {
                let state = if it.answered.is_some() {
                    "dealt with"
                } else {
                    "waits"
                };
                let at = moment(it.noted_at);
                terminal.say(format!("{:<5}{at}  {state:<11}{}", it.no, it.who));
            }
        }
        What::Letter {
            number,
            into,
            language,
        } => {
            let pdf = office
                .enquiry_letter((me.no, me.id), *number, *language)
                .await?;
            write_anew(into, &pdf)?;
            terminal.json(&json!({ "letter": into.display().to_string() }))?;
            terminal.say(format!("The letter is in {}.", into.display()));
        }
        What::Answer { number } => {
            let how = terminal.ask("How it was dealt with:")?.to_string();
            office.answer_enquiry(me.id, *number, how).await?;
            terminal.json(&json!({ "answered": number }))?;
            terminal.say("Noted.");
        }
        What::Speaker { who } => {
            let chosen = match who {
                Some(name) => Some(office.colleague(name).await?.id),
                None => None,
            };
            office.choose_spokesperson(me.id, chosen).await?;
            terminal.json(&json!({ "speaker": chosen.map(|it| it.to_string()) }))?;
            terminal.say("Noted.");
        }
    }
    Ok(Ended::Done)
}

/// Writes a file for its owner alone, and never over one that is there.
fn write_anew(into: &std::path::Path, bytes: &[u8]) -> anyhow::Result<()> {
    let opened = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(into);
    let mut file = opened.with_context(|| {
        format!(
            "{} can't be written; name a file that isn't there yet",
            into.display()
        )
    })?;
    Ok(file.write_all(bytes)?)
}

fn row(it: &Enquiry) -> serde_json::Value {
    json!({
        "number": it.no,
        "from": it.from,
        "who": it.who,
        "asked": it.asked,
        "noted_at_ms": it.noted_at,
        "answered": it.answered.as_ref().map(|(_, at_ms, how)| json!({ "at_ms": at_ms, "how": how })),
    })
}
