//! `caseward mail`: how the office's letters went, and whether mail arrives at all (NASW-l).

use std::sync::Arc;

use anyhow::bail;
use caseward_casework::gate::Actor;
use caseward_model::LetterState;
use clap::{Args, Subcommand};
use serde_json::json;

use super::tasks::moment;
use crate::cli::address;
use crate::house::HouseArgs;
use crate::post::{self, MailArgs};
use crate::terminal::{Ended, Terminal};

/// How many letters are shown unless more are wanted.
const SHOWN: i64 = 20;

#[derive(Debug, Args)]
pub(crate) struct MailCommandArgs {
    #[command(subcommand)]
    what: MailWhat,
}

#[derive(Debug, Subcommand)]
enum MailWhat {
    /// The newest letters: what for, how far, and what went wrong; not to whom
    List {
        /// At most so many
        #[arg(long, default_value_t = SHOWN, value_parser = clap::value_parser!(i64).range(1..=10_000))]
        most: i64,
    },
    /// Write a trial letter to a worker and send it now, with all that is due
    Try {
        /// The worker's short name
        worker: String,
        /// Where people find the pages, as the letter names it
        #[arg(long, default_value = "http://localhost:7311", env = "CASEWARD_ADDRESS", value_parser = address)]
        address: String,
        #[command(flatten)]
        mail: Box<MailArgs>,
    },
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &MailCommandArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    match &order.what {
        MailWhat::List { most } => list(house, *most, terminal).await,
        MailWhat::Try {
            worker,
            address,
            mail,
        } => try_out(house, worker, (address, mail), terminal).await,
    }
}

async fn list(house: &HouseArgs, most: i64, terminal: &Terminal) -> anyhow::Result<Ended> {
    let letters = house.opened().await?.letters(most).await?;
    let rows: Vec<_> = letters
        .iter()
        .map(|it| {
            json!({
                "number": it.no, "kind": it.kind, "state": it.state, "made_at": moment(it.made_at),
                "tries": it.tries, "trouble": it.trouble,
            })
        })
        .collect();
    terminal.json(&rows)?;
    for it in &letters {
        let trouble = it.trouble.map(|it| it.word()).unwrap_or_default();
        let (no, state, kind) = (it.no, it.state.word(), it.kind.word());
        let at = moment(it.made_at);
        terminal.say(format!("{no:<6}{state:<13}{kind:<17}{at}  {trouble}"));
    }
    if letters.is_empty() {
        terminal.say("No letter was written so far.");
    }
    Ok(Ended::Done)
}

async fn try_out(
    house: &HouseArgs,
    worker: &str,
    (address, mail): (&str, &MailArgs),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let Some(carrier) = mail.carrier()? else {
        bail!("no mail server is named; give --mail and --mail-from, as for `caseward serve`");
    };
    let office = house.opened().await?;
    let worker = office.colleague(worker).await?;
    let no = office
        .write_trial_letter(Actor::KeyHolder, worker.id)
        .await?;
    post::carry(&office, &Arc::new(carrier), address).await?;
    let written = office.letters(10_000).await?;
    let Some(letter) = written.into_iter().find(|it| it.no == no) else {
        bail!("the letter is gone");
    };
    terminal.json(&json!({ "number": no, "state": letter.state, "trouble": letter.trouble }))?;
    if letter.state == LetterState::Sent {
        terminal.say(format!(
            "The mail server took letter {no}. Ask whether it arrived."
        ));
        return Ok(Ended::Done);
    }
    let trouble = letter.trouble.map(|it| it.advice()).unwrap_or_default();
    terminal.say(format!("Letter {no} didn't go: {trouble}."));
    Ok(Ended::Failed)
}
