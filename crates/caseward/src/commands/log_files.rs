//! `caseward lookups import`, `match`, `logs`: other systems' access logs, taken in whole or not at all (CR-2).

use std::io::Read as _;
use std::path::PathBuf;

use caseward_casework::Office;
use caseward_casework::look_ups::User;
use caseward_casework::look_ups::logs::{
    LARGEST_EVENTS, LogAccount, LogEnd, LogOrder, NameSeen, TakenLog,
};
use clap::Args;
use serde_json::json;

use super::look_ups::{Managed, opened, said};
use super::tasks::moment;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(super) struct Matched {
    #[command(flatten)]
    system: Managed,
    /// The name in that system
    #[arg(long)]
    name: String,
    /// Someone who works here: a short name
    #[arg(long, required_unless_present_any = ["not_ours", "nobody"], conflicts_with_all = ["not_ours", "nobody"])]
    worker: Option<String>,
    /// Somebody of another office, or a program
    #[arg(long, conflicts_with = "nobody")]
    not_ours: bool,
    /// Take back what was said
    #[arg(long)]
    nobody: bool,
}

#[derive(Debug, Args)]
pub(super) struct Imported {
    #[command(flatten)]
    system: Managed,
    /// The log: CSV, or audit events of FHIR in a file that ends in `.json`
    log: PathBuf,
    /// Only say what would come of it
    #[arg(long = "try")]
    only_try: bool,
    /// Leave out lines that can't be understood, instead of refusing the log
    #[arg(long)]
    leave_out: bool,
}

pub(super) async fn matched(
    office: &Office,
    order: &Matched,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let asker = office.colleague(&order.system.asker).await?;
    let system = office.other_system(&order.system.system).await?;
    let user = match &order.worker {
        Some(handle) => Some(User::Worker(office.colleague(handle).await?.no)),
        None => order.not_ours.then_some(User::NotOurs),
    };
    office
        .match_user(asker.id, system.no, &order.name, user)
        .await?;
    said(terminal, "Saved. The next review goes by it.")
}

pub(super) async fn take_in(
    office: &Office,
    order: &Imported,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let asker = office.colleague(&order.system.asker).await?;
    let system = office.other_system(&order.system.system).await?;
    let how = LogOrder {
        only_try: order.only_try,
        leave_out: order.leave_out,
    };
    let events = order.log.extension().is_some_and(|it| it == "json");
    let mut log = opened(&order.log)?;
    let account = if events {
        let mut bytes = Vec::new();
        let most = LARGEST_EVENTS as u64 + 1;
        log.by_ref().take(most).read_to_end(&mut bytes)?;
        office
            .take_events_in(asker.id, system.no, how, bytes)
            .await?
    } else {
        office.take_log_in(asker.id, system.no, how, log).await?
    };
    terminal.json(&account)?;
    tell(&account, terminal);
    Ok(match account.end {
        LogEnd::Taken(_) | LogEnd::SameFile(_) => Ended::Done,
        LogEnd::Tried if account.bad == 0 => Ended::Done,
        LogEnd::Tried | LogEnd::NotTaken => Ended::Failed,
    })
}

/// The account of a log for people.
fn tell(account: &LogAccount, terminal: &Terminal) {
    if let LogEnd::SameFile(no) = account.end {
        terminal.say(format!(
            "This very file was taken in already, as log {no}. Nothing was changed."
        ));
        return;
    }
    terminal.say(format!(
        "{} lines: {} new, {} known already, {} that can't be taken",
        account.lines, account.new, account.known, account.bad
    ));
    if let Some((first, last)) = account.span {
        terminal.say(format!("from {} to {}", moment(first), moment(last)));
    }
    for problem in &account.problems {
        terminal.say(problem.to_string());
    }
    let untold = account.bad.saturating_sub(account.problems.len() as u64);
    if untold > 0 {
        terminal.say(format!("and {untold} more lines that can't be taken"));
    }
    let unknown = |what: &str, all: u64, names: &[NameSeen]| {
        if all > 0 {
            terminal.say(format!("{all} {what}, those with the most lines first:"));
        }
        for it in names {
            terminal.say(format!("  {:<32}{} lines", it.name, it.lines));
        }
    };
    unknown(
        "users who are nobody known here",
        account.unknown_users_count,
        &account.unknown_users,
    );
    unknown(
        "persons who are no client of ours",
        account.unknown_persons_count,
        &account.unknown_persons,
    );
    terminal.say(match account.end {
        LogEnd::Taken(no) => format!("Taken in as log {no}. The next review compares it."),
        LogEnd::Tried => "Nothing was kept; it was only tried.".to_owned(),
        _ => "Nothing was kept. Mend the mapping or the log, or leave those lines out with --leave-out.".to_owned(),
    });
}

pub(super) async fn logs(office: &Office, terminal: &Terminal) -> anyhow::Result<Ended> {
    let systems = office.other_systems().await?;
    let logs = office.taken_logs().await?;
    let name = |no: i64| {
        let known = systems.iter().find(|it| it.no == no);
        known.map_or("", |it| it.name.as_str())
    };
    let row = |it: &TakenLog| {
        json!({
            "number": it.no, "system": name(it.system), "taken_at": moment(it.at_ms),
            "lines": it.lines, "left_out": it.left_out,
            "from": it.span.map(|span| moment(span.0)), "until": it.span.map(|span| moment(span.1)),
        })
    };
    terminal.json(&logs.iter().map(row).collect::<Vec<_>>())?;
    for it in &logs {
        terminal.say(format!(
            "{:<6}{:<20}{:<24}{} lines",
            it.no,
            name(it.system),
            moment(it.at_ms),
            it.lines
        ));
    }
    if logs.is_empty() {
        terminal.say("No log was taken in yet.");
    }
    Ok(Ended::Done)
}
