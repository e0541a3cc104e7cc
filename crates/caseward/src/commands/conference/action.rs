//! `caseward conference action` and `minutes`: what the worker's organization undertook in case conferences and what came of it; what was
//! decided in a meeting that is over, and its minutes (CC-1, CC-2.1, CC-2.3). Nothing is decided from here: that is said in a room, before
//! a page that can be covered.

use std::path::PathBuf;

use caseward_casework::Office;
use caseward_casework::conference::{ActionLine, ActionOutcome, Actions};
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Id, Language, Meeting};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::super::breach::keep;
use super::super::tasks::moment;
use super::done;
use crate::cli::word;
use crate::terminal::Terminal;

#[derive(Debug, Subcommand)]
pub(super) enum ActionOrder {
    /// What the worker's organization undertook in the conferences in which the worker takes part
    List,
    /// What was decided in a meeting in which the worker sat, as far as they may see it
    After {
        /// The id of the meeting
        meeting: Id<Meeting>,
    },
    /// An action was done; asks for a word on it, which may be empty
    Done {
        /// What it is called for the worker, as `list` says
        action: String,
    },
    /// An action wasn't done; asks why
    NotDone {
        /// What it is called for the worker, as `list` says
        action: String,
    },
}

/// Which minutes, and where they go.
#[derive(Debug, Args)]
pub(super) struct MinutesArgs {
    /// The id of a meeting in which the worker sat
    meeting: Id<Meeting>,
    /// Where the PDF is written
    #[arg(long)]
    out: PathBuf,
    /// In which language: en or es
    #[arg(long, default_value = "en", value_parser = word::<Language>)]
    language: Language,
}

pub(super) async fn run(
    office: &Office,
    no: i64,
    order: &ActionOrder,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let person = office.person_numbered(no).await?;
    match order {
        ActionOrder::List => show(office.my_actions(&person).await?, terminal),
        ActionOrder::After { meeting } => {
            let after = office.after_meeting(&person, *meeting).await?;
            show(after.actions, terminal)
        }
        ActionOrder::Done { action } => {
            let says = "A word on it, in one line; it may be empty:";
            end(office, &person, (action.as_str(), true, says), terminal).await
        }
        ActionOrder::NotDone { action } => {
            let says = "Why it wasn't done, in one line:";
            end(office, &person, (action.as_str(), false, says), terminal).await
        }
    }
}

/// Writes the minutes of a meeting for the worker's organization.
pub(super) async fn minutes(
    office: &Office,
    no: i64,
    order: &MinutesArgs,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let person = office.person_numbered(no).await?;
    let made = office.meeting_minutes(&person, order.meeting, order.language);
    let (pdf, deliveries) = made.await?;
    keep(&order.out, &pdf)?;
    for delivery in deliveries {
        delivery.delivered(None);
    }
    terminal.json(&json!({ "written": order.out.display().to_string() }))?;
    terminal.say(format!(
        "Written to {}. It goes nowhere by itself; keep it locked away.",
        order.out.display()
    ));
    Ok(())
}

async fn end(
    office: &Office,
    person: &SignedIn,
    (action, is_done, says): (&str, bool, &str),
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let outcome = ActionOutcome {
        done: Some(is_done),
        word: terminal.ask(says)?.trim().to_owned(),
    };
    office.end_action(person, action, outcome).await?;
    done(terminal)
}

fn show(found: Actions, terminal: &Terminal) -> anyhow::Result<()> {
    let rows: Vec<Value> = found.lines.iter().map(row).collect();
    terminal.json(&rows)?;
    for it in &found.lines {
        tell(it, terminal);
    }
    if found.lines.is_empty() {
        terminal.say("There is nothing that they may see.");
    }
    for delivery in found.deliveries {
        delivery.delivered(None);
    }
    Ok(())
}

fn row(it: &ActionLine) -> Value {
    json!({
        "action": it.handle,
        "kind": it.kind,
        "identifier": it.about.identifier,
        "name": it.about.name.as_ref().map(ToString::to_string),
        "text": it.text.as_str(),
        "written_at_ms": it.at,
        "organization": it.organization.as_ref().map(|it| it.id.to_string()),
        "person": it.person.as_ref().map(|it| it.id.to_string()),
        "due_at_ms": it.due_at,
        "state": it.state,
        "late": it.late,
        "ended_at_ms": it.ended_at,
        "word": it.word.as_str(),
        "yours": it.is_theirs,
    })
}

fn tell(it: &ActionLine, terminal: &Terminal) {
    let name = it.about.name.as_ref().map(ToString::to_string);
    let called = it.about.identifier.clone().or(name);
    let called = called.unwrap_or_else(|| "—".to_owned());
    let due = it.due_at.map_or_else(String::new, |at| {
        let late = if it.late { ", overdue" } else { "" };
        format!("  until {}{late}", moment(at))
    });
    let who = it.organization.as_ref().map_or("", |it| it.name.as_str());
    let (kind, state) = (it.kind.word(), it.state.word());
    terminal.say(format!(
        "{}  {kind:<9}{state:<9}{called}: {}",
        it.handle,
        it.text.as_str()
    ));
    if !who.is_empty() {
        terminal.say(format!("    {who}{due}"));
    }
    if !it.word.is_empty() {
        terminal.say(format!("    {}", it.word.as_str()));
    }
}
