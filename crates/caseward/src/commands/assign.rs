//! `caseward assign` and `unassign`: who works with whom, in which part, and for how long (CR-7).

use caseward_casework::assignment::{NewAssignment, To};
use caseward_casework::gate::{Actor, AssignmentRole, Refusal};
use caseward_casework::staff::Colleague;
use caseward_casework::{CaseworkError, Office};
use caseward_model::{Channel, Client, Id};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use crate::cli::{AssignArgs, UnassignArgs};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal, WrongUsage};

pub(crate) async fn begin(
    house: &HouseArgs,
    order: &AssignArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let by = actor(&office, order.whom.asker.as_deref()).await?;
    let Some(client) = &order.whom.client else {
        let (worker, project) = works_for(&office, &order.whom.worker, &order.whom.project).await?;
        let by = as_actor(by.as_ref());
        office.assign_to_programme(by, &worker, project).await?;
        return said(terminal, true);
    };
    let client = office.client_called(client).await?;
    if let Some(ended) = unknown(&office, by.as_ref(), client, terminal).await? {
        return Ok(ended);
    }
    let new = NewAssignment {
        client,
        to: to(&office, &order.whom).await?,
        role: order.role.unwrap_or(AssignmentRole::Lead),
        from: order
            .from
            .map(|day| begins(&office, day))
            .transpose()?
            .flatten(),
        until: order.to.map(ends).transpose()?,
    };
    office.assign(as_actor(by.as_ref()), new).await?;
    said(terminal, true)
}

pub(crate) async fn end(
    house: &HouseArgs,
    order: &UnassignArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let by = actor(&office, order.whom.asker.as_deref()).await?;
    let Some(client) = &order.whom.client else {
        let (worker, project) = works_for(&office, &order.whom.worker, &order.whom.project).await?;
        let by = as_actor(by.as_ref());
        office.release_from_programme(by, &worker, project).await?;
        return said(terminal, false);
    };
    let client = office.client_called(client).await?;
    if let Some(ended) = unknown(&office, by.as_ref(), client, terminal).await? {
        return Ok(ended);
    }
    let whom = to(&office, &order.whom).await?;
    let at = order.to.map(ends).transpose()?;
    let actor = as_actor(by.as_ref());
    office.end_assignment(actor, client, whom, at).await?;
    said(terminal, false)
}

fn said(terminal: &Terminal, begins: bool) -> anyhow::Result<Ended> {
    terminal.json(&json!({ "assigned": begins }))?;
    terminal.say(if begins {
        "Assigned, and on record."
    } else {
        "The assignment ends, and that is on record."
    });
    Ok(Ended::Done)
}

/// To whom a client is assigned.
#[derive(Debug, clap::Args)]
pub(crate) struct Whom {
    /// The worker's short name
    pub(crate) worker: Option<String>,
    /// A client's id, or the PersonalID of an imported client
    #[arg(long, required_unless_present = "project")]
    pub(crate) client: Option<String>,
    /// A team's number: everyone in it
    #[arg(long, conflicts_with_all = ["worker", "project"], requires = "client")]
    pub(crate) team: Option<i64>,
    /// The ProjectID of an imported project: everyone who works for it; without a client, the worker works for it from now on
    #[arg(long)]
    pub(crate) project: Option<String>,
    /// Who assigns: a worker's short name; whoever holds the office's key if missing
    #[arg(long = "as")]
    pub(crate) asker: Option<String>,
}

async fn to(office: &Office, whom: &Whom) -> anyhow::Result<To> {
    match (&whom.worker, whom.team, &whom.project) {
        (Some(worker), None, None) => Ok(To::Worker(office.colleague(worker).await?.id)),
        (None, Some(team), None) => Ok(To::Team(team)),
        (None, None, Some(project)) => Ok(To::Programme(office.programme_called(project).await?)),
        _ => Err(WrongUsage("say one: a worker, --team or --project").into()),
    }
}

async fn works_for<'w>(
    office: &Office,
    worker: &Option<String>,
    project: &'w Option<String>,
) -> anyhow::Result<(Colleague, &'w str)> {
    match (worker, project) {
        (Some(worker), Some(project)) => Ok((office.colleague(worker).await?, project)),
        _ => {
            Err(WrongUsage("say who, and with whom: --client, or --project for a programme").into())
        }
    }
}

async fn actor(office: &Office, handle: Option<&str>) -> Result<Option<Colleague>, CaseworkError> {
    match handle {
        Some(handle) => office.colleague(handle).await.map(Some),
        None => Ok(None),
    }
}

fn as_actor(by: Option<&Colleague>) -> Actor {
    by.map_or(Actor::KeyHolder, |it| it.id.into())
}

/// Asks whether the one who assigns may know of the client at all; that is on record as well.
async fn unknown(
    office: &Office,
    by: Option<&Colleague>,
    client: Id<Client>,
    terminal: &Terminal,
) -> anyhow::Result<Option<Ended>> {
    let Some(by) = by else {
        return Ok(None);
    };
    let who = (by.id, by.no, by.sheet.role);
    let asked = match office.question_by(who, client, Channel::Screen).await {
        Ok(question) => office.responsible(&question).await.map(drop),
        Err(refusal) => Err(refusal),
    };
    match asked {
        Ok(()) => Ok(None),
        Err(Refusal::Unrecorded(error)) => Err(error.into()),
        Err(Refusal::NotKnown { .. } | Refusal::Refused { .. }) => {
            terminal.json(&json!({ "assigned": false }))?;
            terminal.say("There is no client here whom this worker may know of.");
            Ok(Some(Ended::Refused))
        }
    }
}

/// When a day begins by this machine's clock; nothing for today, which has begun: then it is now.
fn begins(office: &Office, day: Date) -> anyhow::Result<Option<i64>> {
    let now = Timestamp::from_millisecond(office.clock().now_ms())?;
    if now.to_zoned_datetime(TimeZone::system()).date() == day {
        return Ok(None);
    }
    let start = TimeZone::system().to_timestamp(day.at(0, 0, 0, 0))?;
    Ok(Some(start.as_millisecond()))
}

/// When a day is over by this machine's clock.
fn ends(day: Date) -> anyhow::Result<i64> {
    let next = day.checked_add(1.day())?;
    let over = TimeZone::system().to_timestamp(next.at(0, 0, 0, 0))?;
    Ok(over.as_millisecond())
}
