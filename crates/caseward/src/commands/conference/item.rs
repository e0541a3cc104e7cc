//! `caseward conference item`: clients on the agendas of case conferences: proposed, agreed to, taken off; and what waits for an answer
//! (CC-2.4a, CC-2.5). `caseward conference agenda`: one's own items of a meeting, and closing its agenda.
//!
//! Beside a client no identifier is printed, and beside an identifier no client.

use caseward_casework::Office;
use caseward_casework::conference::{ItemError, ItemOnFile, NewItem, OwnItem, WaitingItem};
use caseward_casework::gate::Refusal;
use caseward_casework::people::Colleague;
use caseward_model::{Category, Conference, Id, ItemPurpose, Meeting, Worker};
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::super::ask::NOT_KNOWN;
use super::super::tasks::moment;
use super::done;
use crate::cli::word;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Subcommand)]
pub(super) enum ItemOrder {
    /// Put a client on the agenda of a series; somebody else of the organization agrees next
    Propose {
        #[command(flatten)]
        which: WhichArgs,
        /// For what: housing, safety, health, income or care_plan
        #[arg(long, value_parser = word::<ItemPurpose>)]
        purpose: ItemPurpose,
        /// A section that this needs; again for each, and as few as do it
        #[arg(long = "section", value_parser = word::<Category>)]
        sections: Vec<Category>,
        /// How many minutes it takes: 1 to 60
        #[arg(long, default_value_t = 10)]
        minutes: i64,
        /// By an identifier, and not by name
        #[arg(long)]
        by_identifier: bool,
    },
    /// Agree to it for the organization, as somebody else than who proposed it
    Agree(WhichArgs),
    /// Take a client off, for everybody and without a reason
    TakeOff(WhichArgs),
    /// Withdraw the identifier, because somebody may have found out whose it is, and have another one drawn
    Identifier(WhichArgs),
    /// Where a client stands on agendas
    List {
        /// About whom: a client's id, or the PersonalID of an imported client
        client: String,
    },
    /// What waits for the worker's answer, and for nobody else's
    Waiting,
    /// Answer an item that waits for the worker
    Answer {
        /// The id of the series
        conference: Id<Conference>,
        /// What the item is called for the worker, as `waiting` prints it
        item: String,
        /// Say no; otherwise it is a yes
        #[arg(long)]
        no: bool,
    },
}

/// A client, and a series.
#[derive(Debug, Args)]
pub(super) struct WhichArgs {
    /// About whom: a client's id, or the PersonalID of an imported client
    client: String,
    /// The id of the series
    conference: Id<Conference>,
}

#[derive(Debug, Subcommand)]
pub(super) enum AgendaOrder {
    /// The worker's own items of a meeting, once its agenda is closed
    Show {
        /// The meeting's id
        meeting: Id<Meeting>,
    },
    /// Close the agenda for good: it is divided into sittings, so that no wall runs through a room; nobody is told how
    Close {
        /// The meeting's id
        meeting: Id<Meeting>,
    },
}

pub(super) async fn run(
    office: &Office,
    me: &Colleague,
    order: &ItemOrder,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let ended = carried_out(office, me, order, terminal).await?;
    office.write_tally().await?;
    Ok(ended)
}

async fn carried_out(
    office: &Office,
    me: &Colleague,
    order: &ItemOrder,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let person = office.person_numbered(me.no).await?;
    let changed = match order {
        ItemOrder::Waiting => return waiting(office, me.id, terminal).await,
        ItemOrder::Answer {
            conference,
            item,
            no,
        } => {
            let said = (item.clone(), !no);
            office.answer_item(me.id, *conference, said).await?;
            Ok(())
        }
        ItemOrder::List { client } => {
            let client = office.client_called(client).await?;
            match office.items_of(&person, client).await {
                Ok(items) => return listed(&items, terminal),
                Err(error) => Err(error),
            }
        }
        ItemOrder::Propose {
            which,
            purpose,
            sections,
            minutes,
            by_identifier,
        } => {
            let new = NewItem {
                series: which.conference,
                purpose: *purpose,
                sections: sections.clone(),
                minutes: *minutes,
                by_identifier: *by_identifier,
            };
            let client = office.client_called(&which.client).await?;
            office.propose_item(&person, client, new).await
        }
        ItemOrder::Agree(which) => {
            let client = office.client_called(&which.client).await?;
            let series = which.conference;
            office.agree_to_item(&person, client, series).await
        }
        ItemOrder::TakeOff(which) => {
            let client = office.client_called(&which.client).await?;
            let series = which.conference;
            office.take_item_off(&person, client, series).await
        }
        ItemOrder::Identifier(which) => {
            let client = office.client_called(&which.client).await?;
            let series = which.conference;
            office.reissue_identifier(&person, client, series).await
        }
    };
    ended(changed, terminal)
}

pub(super) async fn run_agenda(
    office: &Office,
    me: Id<Worker>,
    order: &AgendaOrder,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let meeting = match order {
        AgendaOrder::Close { meeting } => {
            office.close_agenda_of(me, *meeting).await?;
            return done(terminal);
        }
        AgendaOrder::Show { meeting } => *meeting,
    };
    let own = office.own_agenda(me, meeting).await?;
    let items: Vec<Value> = own.items.iter().map(mine).collect();
    terminal.json(&json!({ "closed": own.closed, "can_close": own.can_close, "items": items }))?;
    if !own.closed {
        terminal.say("The agenda isn't closed yet.");
    } else if own.items.is_empty() {
        terminal.say("Nothing on it is for you.");
    }
    for it in &own.items {
        terminal.say(format!("{:<12}{} minutes", it.purpose.word(), it.minutes));
    }
    Ok(())
}

fn mine(it: &OwnItem) -> Value {
    json!({ "item": it.handle, "purpose": it.purpose, "minutes": it.minutes })
}

async fn waiting(office: &Office, me: Id<Worker>, terminal: &Terminal) -> anyhow::Result<Ended> {
    let all = office.all_items_waiting(me).await?;
    let rows: Vec<Value> = all
        .iter()
        .map(|it| {
            json!({
                "conference": it.id.to_string(),
                "title": it.title,
                "items": it.items.iter().map(waits).collect::<Vec<_>>(),
            })
        })
        .collect();
    terminal.json(&rows)?;
    for it in &all {
        let title = it.title.as_deref().unwrap_or("—");
        terminal.say(format!("{}  {title}", it.id));
        for item in &it.items {
            let called = item.identifier.as_deref().unwrap_or("by name");
            let sections = spelt(&item.sections);
            let (handle, purpose, minutes) = (&item.handle, item.purpose.word(), item.minutes);
            let left = if item.without_lead {
                "  nobody could lead it"
            } else {
                ""
            };
            terminal.say(format!(
                "  {handle}  {called:<10}{purpose}, {minutes} minutes: {sections}{left}"
            ));
        }
    }
    Ok(Ended::Done)
}

fn waits(it: &WaitingItem) -> Value {
    json!({
        "item": it.handle,
        "purpose": it.purpose,
        "sections": it.sections,
        "minutes": it.minutes,
        "identifier": it.identifier,
        "without_lead": it.without_lead,
    })
}

fn listed(items: &[ItemOnFile], terminal: &Terminal) -> anyhow::Result<Ended> {
    let rows: Vec<Value> = items.iter().map(row).collect();
    terminal.json(&rows)?;
    for it in items {
        let by = if it.by_identifier {
            "by identifier"
        } else {
            "by name"
        };
        let at = it
            .meeting_at
            .map_or_else(String::new, |at| format!("  {}", moment(at)));
        terminal.say(format!(
            "{}  {:<24}{by}, {}, {} minutes: {}{at}",
            it.conference,
            it.state.word(),
            it.purpose.word(),
            it.minutes,
            spelt(&it.sections)
        ));
    }
    Ok(Ended::Done)
}

fn row(it: &ItemOnFile) -> Value {
    json!({
        "conference": it.conference.to_string(),
        "state": it.state.word(),
        "purpose": it.purpose,
        "sections": it.sections,
        "minutes": it.minutes,
        "by_identifier": it.by_identifier,
        "meeting_at_ms": it.meeting_at,
        "can_agree": it.can_agree,
    })
}

fn spelt(sections: &[Category]) -> String {
    let words: Vec<_> = sections.iter().map(|it| it.word()).collect();
    words.join(", ")
}

fn ended(changed: Result<(), ItemError>, terminal: &Terminal) -> anyhow::Result<Ended> {
    match changed {
        Ok(()) => {
            done(terminal)?;
            Ok(Ended::Done)
        }
        Err(ItemError::Refused(Refusal::Refused { entry, .. })) => {
            terminal.json(&json!({ "refused": entry }))?;
            terminal.say("The gate said no, and that is on record.");
            Ok(Ended::Refused)
        }
        Err(ItemError::Refused(_)) => {
            terminal.json(&json!({ "refused": "not_known" }))?;
            terminal.say(NOT_KNOWN);
            Ok(Ended::Refused)
        }
        Err(error) => Err(error.into()),
    }
}
