//! `caseward lookups`: the systems in which people are looked up, and look-ups that are stated first (CR-2).

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::look_ups::{LookedUp, NewLookUp, NewSystem, System};
use caseward_formats::access_log::{LogReader, Mapping, propose};
use caseward_model::Purpose;
use clap::{Args, Subcommand};
use serde_json::json;

use super::log_files::{Imported, Matched, logs, matched, take_in};
use super::tasks::moment;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal, WrongUsage};

#[derive(Debug, Args)]
pub(crate) struct LookUpsArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The systems of the office's list
    Systems,
    /// Put a system on the list, or back on it
    Keep(Managed),
    /// Take a system off the list; what was looked up there stays on record
    Drop(Managed),
    /// State a duty before looking somebody up in another system
    State(Stated),
    /// The look-ups that a worker stated, the newest first
    List {
        /// Whose: a worker's short name
        #[arg(long = "as")]
        asker: String,
    },
    /// Suggest how a system's access log may be understood, as a mapping to look at and correct
    Propose {
        /// The log, as CSV
        log: PathBuf,
        /// The zone of times that don't say theirs, such as America/New_York
        #[arg(long)]
        zone: String,
    },
    /// Show how the first lines of a log are understood by a mapping; nothing is taken in
    Preview {
        /// The log, as CSV
        log: PathBuf,
        /// The mapping, as a TOML file
        #[arg(long)]
        mapping: PathBuf,
        /// How many lines
        #[arg(long, default_value_t = 20)]
        lines: usize,
    },
    /// Save how a system's access log is to be understood
    Mapping {
        #[command(flatten)]
        system: Managed,
        /// The mapping, as a TOML file
        #[arg(long)]
        mapping: PathBuf,
    },
    /// Say who stands behind a name under which somebody signs in to a system
    Match(Matched),
    /// Say whether a system knows people by this office's own numbers
    Numbers {
        #[command(flatten)]
        system: Managed,
        /// A client's id or the number of an imported case
        #[arg(long, required_unless_present = "theirs", conflicts_with = "theirs")]
        ours: bool,
        /// Numbers of its own
        #[arg(long)]
        theirs: bool,
    },
    /// Take a system's access log in, whole or not at all
    Import(Imported),
    /// The logs that were taken in, the newest first
    Logs,
}

/// A system, and who looks after it.
#[derive(Debug, Args)]
pub(super) struct Managed {
    /// What the system is called
    pub(super) system: String,
    /// Who does it: a worker's short name
    #[arg(long = "as")]
    pub(super) asker: String,
}

#[derive(Debug, Args)]
struct Stated {
    /// Who will look: a worker's short name
    #[arg(long = "as")]
    asker: String,
    /// In which system
    #[arg(long)]
    system: String,
    /// Why
    #[arg(long)]
    purpose: Purpose,
    /// For which client: an id
    #[arg(long, required_unless_present = "case", conflicts_with = "case")]
    client: Option<String>,
    /// For someone who is no client here: the number of the case
    #[arg(long)]
    case: Option<String>,
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &LookUpsArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    match &order.what {
        What::Propose { log, zone } => suggest(log, zone, terminal),
        What::Preview {
            log,
            mapping,
            lines,
        } => preview(log, mapping, *lines, terminal),
        with_office => {
            let office = house.opened().await?;
            in_office(&office, with_office, terminal).await
        }
    }
}

async fn in_office(office: &Office, what: &What, terminal: &Terminal) -> anyhow::Result<Ended> {
    match what {
        What::Keep(order) => {
            let asker = office.colleague(&order.asker).await?;
            let name = order.system.clone();
            office.keep_system(asker.id, NewSystem { name }).await?;
            said(terminal, "The system is on the list.")
        }
        What::Drop(order) => {
            let asker = office.colleague(&order.asker).await?;
            let system = office.other_system(&order.system).await?;
            office.drop_system(asker.id, system.no).await?;
            said(
                terminal,
                "The system is off the list; its past stays on record.",
            )
        }
        What::Mapping { system, mapping } => {
            let asker = office.colleague(&system.asker).await?;
            let system = office.other_system(&system.system).await?;
            let mapping = read_mapping(mapping)?;
            office.save_mapping(asker.id, system.no, mapping).await?;
            said(terminal, "Saved. The system's next log is read by it.")
        }
        What::Match(order) => matched(office, order, terminal).await,
        What::Numbers { system, ours, .. } => {
            let asker = office.colleague(&system.asker).await?;
            let system = office.other_system(&system.system).await?;
            office.say_whose_numbers(asker.id, system.no, *ours).await?;
            said(terminal, "Saved. The next review goes by it.")
        }
        What::Import(order) => take_in(office, order, terminal).await,
        What::Logs => logs(office, terminal).await,
        What::State(order) => state(office, order, terminal).await,
        What::List { asker } => list(office, asker, terminal).await,
        What::Systems | What::Propose { .. } | What::Preview { .. } => {
            systems(office, terminal).await
        }
    }
}

pub(super) fn said(terminal: &Terminal, sentence: &str) -> anyhow::Result<Ended> {
    terminal.json(&json!({ "done": true }))?;
    terminal.say(sentence);
    Ok(Ended::Done)
}

async fn systems(office: &Office, terminal: &Terminal) -> anyhow::Result<Ended> {
    let systems = office.other_systems().await?;
    let row = |it: &System| json!({ "number": it.no, "name": it.name, "kept": it.kept, "mapping": it.mapping });
    terminal.json(&systems.iter().map(row).collect::<Vec<_>>())?;
    for it in &systems {
        let kept = if it.kept {
            "on the list"
        } else {
            "off the list"
        };
        let mapped = it.mapping.as_ref().map_or("", |_| ", its log can be read");
        terminal.say(format!("{:<4}{:<24}{kept}{mapped}", it.no, it.name));
    }
    if systems.is_empty() {
        terminal.say("No system is on the list; `caseward lookups keep NAME --as …` adds one.");
    }
    Ok(Ended::Done)
}

async fn state(office: &Office, order: &Stated, terminal: &Terminal) -> anyhow::Result<Ended> {
    let asker = office.colleague(&order.asker).await?;
    let about = match (&order.client, &order.case) {
        (Some(client), None) => {
            let id = client.parse();
            LookedUp::Client(id.map_err(|_| WrongUsage("a client's id has 26 letters and digits"))?)
        }
        (None, Some(case)) => LookedUp::Outside(case.clone()),
        _ => return Err(WrongUsage("say for whom: --client or --case").into()),
    };
    let reason = terminal.ask("The duty, in a few words:")?;
    let person =
        terminal.ask("Under which number that system knows the person, if you know it already:")?;
    let person = Some(person.trim()).filter(|it| !it.is_empty());
    let new = NewLookUp {
        system: office.other_system(&order.system).await?.no,
        purpose: order.purpose,
        reason: reason.to_string(),
        about,
        person: person.map(str::to_owned),
    };
    let no = office.state_look_up(asker.id, new).await?;
    terminal.json(&json!({ "number": no }))?;
    terminal.say(format!("Look-up {no} is stated. You can look there now."));
    Ok(Ended::Done)
}

async fn list(office: &Office, asker: &str, terminal: &Terminal) -> anyhow::Result<Ended> {
    let asker = office.colleague(asker).await?;
    let systems = office.other_systems().await?;
    let name = |no: i64| {
        let known = systems.iter().find(|it| it.no == no);
        known.map_or("", |it| it.name.as_str())
    };
    let look_ups = office.my_look_ups(asker.no).await?;
    let rows: Vec<_> = look_ups
        .iter()
        .map(|it| {
            json!({
                "number": it.no, "system": name(it.system), "purpose": it.purpose,
                "reason": it.reason, "about": it.about, "person": it.person,
                "stated_at": moment(it.stated_ms),
            })
        })
        .collect();
    terminal.json(&rows)?;
    for it in &look_ups {
        let (system, at) = (name(it.system), moment(it.stated_ms));
        terminal.say(format!(
            "{:<6}{system:<12}{:<20}{at}",
            it.no,
            it.purpose.word()
        ));
    }
    if look_ups.is_empty() {
        terminal.say("They haven't stated any look-up.");
    }
    Ok(Ended::Done)
}

pub(super) fn opened(log: &Path) -> anyhow::Result<File> {
    File::open(log).context("the log can't be opened; check the path")
}

fn read_mapping(path: &Path) -> anyhow::Result<Mapping> {
    let text =
        std::fs::read_to_string(path).context("the mapping can't be read; check the path")?;
    toml::from_str(&text).context("the file isn't a mapping; `caseward lookups propose` makes one")
}

fn suggest(log: &Path, zone: &str, terminal: &Terminal) -> anyhow::Result<Ended> {
    let proposal = propose(opened(log)?, zone, now_ms())?;
    terminal.json(&json!({
        "mapping": proposal.mapping, "columns": proposal.columns, "words": proposal.words,
    }))?;
    terminal.text(&toml::to_string(&proposal.mapping)?);
    terminal.note("Look at it, correct it, and try it with `caseward lookups preview`.");
    Ok(Ended::Done)
}

/// How the first lines are understood, and what is wrong with them.
fn preview(log: &Path, mapping: &Path, lines: usize, terminal: &Terminal) -> anyhow::Result<Ended> {
    let mapping = read_mapping(mapping)?;
    let mut reader = LogReader::open(opened(log)?, &mapping, now_ms())?;
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    while rows.len() + problems.len() < lines {
        match reader.next_row() {
            None => break,
            Some(Ok(row)) => rows.push(json!({
                "line": row.line, "user": row.user, "person": row.person,
                "at": moment(row.at_ms), "kind": row.kind,
            })),
            Some(Err(problem)) => problems.push(problem),
        }
    }
    terminal.json(&json!({ "rows": rows, "problems": problems }))?;
    for row in &rows {
        let said = |what: &str| {
            row.get(what)
                .and_then(|it| it.as_str())
                .unwrap_or("")
                .to_owned()
        };
        let line = row.get("line").map(ToString::to_string).unwrap_or_default();
        terminal.say(format!(
            "line {line:<7}{:<22}{:<10}{:<20}{}",
            said("at"),
            said("kind"),
            said("user"),
            said("person")
        ));
    }
    for problem in &problems {
        terminal.say(problem.to_string());
    }
    Ok(if problems.is_empty() {
        Ended::Done
    } else {
        Ended::Failed
    })
}

/// No access lies in the future; a preview has no office whose clock it could ask.
fn now_ms() -> i64 {
    caseward_model::Clock::system().now_ms()
}
