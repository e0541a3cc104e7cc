//! `caseward conflict`: what a worker declares about themselves, deciding on possible conflicts, and on warnings that aren't said from here
//! (DV-3.3.2e). What is said about people is asked for line by line, so that it stands in no shell's history.

use caseward_casework::Office;
use caseward_casework::conflicts::{Decision, Declaration, KnownPerson, Verdict};
use caseward_model::HeldEnd;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

use super::tasks::moment;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct ConflictArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Declare something about a worker; it replaces what they declared before
    Declare {
        /// Who declares: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
    /// The possible conflicts, for whoever decides on them
    List {
        /// Who decides: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
    /// Decide on a possible conflict
    Decide {
        /// Its number
        number: i64,
        /// The version that the list shows: what they looked at
        #[arg(long)]
        seen: i64,
        /// Who decides: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
        /// Keep them apart, or say that there is no conflict
        #[arg(long, value_enum)]
        verdict: Word,
    },
    /// Compare everyone who works here with all clients
    Check,
    /// The warnings that aren't said from here, with the reasons, for whoever decides
    HeldWarnings {
        /// Who decides: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
    /// Decide what is done instead of such a warning. It lets nothing out
    SettleWarning {
        /// Its number in the list
        number: i64,
        /// Who decides: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
        /// What is done: police, another, nobody or mistake
        #[arg(long, value_parser = word::<HeldEnd>)]
        end: HeldEnd,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Word {
    /// They stay apart
    Apart,
    /// There is no conflict
    Cleared,
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &ConflictArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        What::Declare { worker } => declare(&office, worker, terminal).await,
        What::List { worker } => list(&office, worker, terminal).await,
        What::Decide {
            number,
            seen,
            worker,
            verdict,
        } => {
            let who = office.colleague(worker).await?;
            let verdict = match verdict {
                Word::Apart => Verdict::Apart,
                Word::Cleared => Verdict::Cleared,
            };
            let because = terminal.ask("Why, in a sentence:")?;
            let decision = Decision {
                seen: *seen,
                verdict,
                because: because.to_string(),
            };
            let decided = office.decide_conflict(who.id, *number, decision).await?;
            terminal.json(&json!({ "decided": decided }))?;
            if decided {
                terminal.say("Decided, and on record.");
                Ok(Ended::Done)
            } else {
                terminal.say("There is no such possible conflict.");
                Ok(Ended::Refused)
            }
        }
        What::HeldWarnings { worker } => held(&office, worker, terminal).await,
        What::SettleWarning {
            number,
            worker,
            end,
        } => {
            let who = office.colleague(worker).await?;
            let settled = office.settle_held_warning(who.id, *number, *end).await?;
            terminal.json(&json!({ "settled": settled }))?;
            if settled {
                terminal.say("Decided, and on record.");
                Ok(Ended::Done)
            } else {
                terminal.say("There is no such warning.");
                Ok(Ended::Refused)
            }
        }
        What::Check => {
            office.check_conflicts().await?;
            terminal.json(&json!({ "checked": true }))?;
            terminal.say("Compared. What was found waits for the privacy officer.");
            Ok(Ended::Done)
        }
    }
}

async fn declare(office: &Office, worker: &str, terminal: &Terminal) -> anyhow::Result<Ended> {
    let who = office.colleague(worker).await?;
    let line = |question: &str| anyhow::Ok(terminal.ask(question)?.trim().to_owned());
    terminal.note("Leave a line empty for what isn't to be said.");
    let mut declaration = Declaration {
        address: line("Where they live:")?,
        phone: line("Their own telephone:")?,
        email: line("Their own e-mail:")?,
        emergency_contact: line("Whom to call in an emergency:")?,
        emergency_phone: line("At which number:")?,
        partner: KnownPerson {
            name: line("Their partner's first and last name:")?,
            born: line("Their partner's date of birth, like 1990-05-06:")?,
        },
        known: Vec::new(),
    };
    loop {
        let name = line("Somebody else whom they know; empty when that is all:")?;
        if name.is_empty() {
            break;
        }
        let born = line("That person's date of birth:")?;
        declaration.known.push(KnownPerson { name, born });
    }
    office.declare(who.id, declaration).await?;
    terminal.json(&json!({ "declared": true }))?;
    terminal.say("Kept, and compared with the records.");
    Ok(Ended::Done)
}

async fn list(office: &Office, worker: &str, terminal: &Terminal) -> anyhow::Result<Ended> {
    let who = office.colleague(worker).await?;
    let conflicts = office.conflicts(who.id).await?;
    let rows: Vec<_> = conflicts
        .iter()
        .map(|it| {
            json!({ "number": it.no, "version": it.version, "worker": it.worker, "client": it.client, "links": it.links,
                    "apart": it.apart, "found_at": moment(it.found_at), "state": it.state })
        })
        .collect();
    terminal.json(&rows)?;
    for it in &conflicts {
        let links: Vec<_> = it.links.iter().map(|link| link.word()).collect();
        let apart = if it.apart { "apart" } else { "" };
        terminal.say(format!(
            "{:<6}{:<4}{:<9}{apart:<7}{}  {}",
            it.no,
            it.version,
            it.state.word(),
            it.worker,
            links.join(", ")
        ));
    }
    if conflicts.is_empty() {
        terminal.say("There is none that they decide on.");
    }
    Ok(Ended::Done)
}

async fn held(office: &Office, worker: &str, terminal: &Terminal) -> anyhow::Result<Ended> {
    let who = office.colleague(worker).await?;
    let all = office.held_warnings(who.id).await?;
    let rows: Vec<_> = all
        .iter()
        .map(|it| {
            json!({ "number": it.no, "client": it.client, "warning": it.warning, "tried_by": it.by,
                    "tried_at": moment(it.at), "walled": it.walled, "partner": it.partner })
        })
        .collect();
    terminal.json(&rows)?;
    for it in &all {
        let wall = if it.walled { "wall" } else { "" };
        let partner = if it.partner { "partner" } else { "" };
        terminal.say(format!(
            "{:<6}{}  {}  {wall:<6}{partner}",
            it.no,
            moment(it.at),
            it.client
        ));
    }
    if all.is_empty() {
        terminal.say("None waits.");
    }
    Ok(Ended::Done)
}
