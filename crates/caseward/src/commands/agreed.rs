//! `caseward agreed`: what is agreed with partners about one client, who of them was told, and who said that they know (DV-5.5).

use caseward_casework::Office;
use caseward_casework::gate::Request;
use caseward_casework::partnership::{ClientProtocol, Kept, Knows, LawError, NewClientProtocol};
use caseward_model::{Category, Channel, Client, Id, Purpose};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::json;

use super::recipient::{begins, ends};
use super::tasks::moment;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct AgreedArgs {
    /// Who does it: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
    /// About which client: an id
    #[arg(long)]
    client: Id<Client>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// What was agreed about the client, and who knows of it
    List,
    /// Agree on something; it binds nobody who wasn't told
    Add(AddArgs),
    /// Note that an organization was told: it binds them from then on
    Told {
        #[command(flatten)]
        who: KnowsArgs,
        /// How it was handed over
        #[arg(long, value_parser = word::<Channel>)]
        how: Channel,
    },
    /// Note that an organization said that they know of it
    Acknowledged {
        #[command(flatten)]
        who: KnowsArgs,
    },
    /// End it at once, for all whom it binds
    End {
        /// Its number
        agreed: i64,
    },
}

#[derive(Debug, Args)]
struct AddArgs {
    /// An organization that it is to bind, by short name or id; several times for several
    #[arg(long = "organization", required = true)]
    organizations: Vec<String>,
    /// What the paper is called
    #[arg(long)]
    reference: String,
    /// The last day
    #[arg(long)]
    until: Date,
    /// For which purposes
    #[arg(long, value_parser = word::<Purpose>, value_delimiter = ',', required = true)]
    purposes: Vec<Purpose>,
    /// What they may receive
    #[arg(long, value_parser = word::<Category>, value_delimiter = ',', required = true)]
    categories: Vec<Category>,
}

#[derive(Debug, Args)]
struct KnowsArgs {
    /// The number of what was agreed
    agreed: i64,
    /// Which organization: a short name or id
    #[arg(long)]
    organization: String,
    /// On which day
    #[arg(long)]
    on: Date,
    /// To which role or office there, or which of them said so
    #[arg(long)]
    whom: String,
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &AgreedArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let who = office.colleague(&order.worker).await?;
    let by = (who.id, who.no, who.sheet.role);
    let request = match office.question_by(by, order.client, Channel::Api).await {
        Ok(request) => request,
        Err(refusal) => return refused(refusal.into(), terminal),
    };
    let (done, no) = match &order.what {
        What::List => return list(&office, request, terminal).await,
        What::Add(new) => match agree(&office, request, new).await? {
            Ok(no) => (Ok(()), no),
            Err(error) => (Err(error), 0),
        },
        What::Told { who, how } => {
            let told = knows(&office, who, Some(*how)).await?;
            (
                office.told_of_agreed(request, who.agreed, told).await,
                who.agreed,
            )
        }
        What::Acknowledged { who } => {
            let said = knows(&office, who, None).await?;
            (
                office.acknowledged_agreed(request, who.agreed, said).await,
                who.agreed,
            )
        }
        What::End { agreed } => (
            office.end_agreed_about_client(request, *agreed).await,
            *agreed,
        ),
    };
    match done {
        Ok(()) => {
            terminal.json(&json!({ "agreed": no }))?;
            terminal.say(format!("Kept, under number {no}."));
            Ok(Ended::Done)
        }
        Err(error) => refused(error, terminal),
    }
}

async fn agree(
    office: &Office,
    request: Request,
    add: &AddArgs,
) -> anyhow::Result<Result<i64, LawError>> {
    let mut bound = Vec::new();
    for handle in &add.organizations {
        bound.push(office.organization(handle).await?.id);
    }
    let new = NewClientProtocol {
        organizations: bound,
        reference: add.reference.clone(),
        from: office.clock().now_ms(),
        until: ends(add.until)?,
        purposes: add.purposes.clone(),
        categories: add.categories.clone(),
    };
    Ok(office.agree_about_client(request, new).await)
}

async fn knows(office: &Office, who: &KnowsArgs, how: Option<Channel>) -> anyhow::Result<Knows> {
    Ok(Knows {
        organization: office.organization(&who.organization).await?.id,
        on: begins(who.on)?,
        how,
        whom: who.whom.clone(),
    })
}

async fn list(office: &Office, request: Request, terminal: &Terminal) -> anyhow::Result<Ended> {
    let found = match office.law_about_client(request).await {
        Ok(found) => found,
        Err(error) => return refused(error, terminal),
    };
    let register = office.register().await?;
    let called = |id| {
        register
            .iter()
            .find(|it| it.id == id)
            .map_or("", |it| it.name.as_str())
    };
    let rows: Vec<_> = found.protocols.iter().map(row).collect();
    terminal.json(&rows)?;
    for kept in &found.protocols {
        let until = moment(kept.it.until);
        terminal.say(format!(
            "{:<5}{}, until {until}",
            kept.no, kept.it.reference
        ));
        for bound in &kept.it.binds {
            let state = match (&bound.told, &bound.acknowledged) {
                (None, _) => "not told: it doesn't bind them",
                (Some(_), None) => "told: it binds them",
                (Some(_), Some(_)) => "told, and they said that they know",
            };
            terminal.say(format!("     {}: {state}", called(bound.organization)));
        }
    }
    found.delivery.delivered(None);
    Ok(Ended::Done)
}

fn row(kept: &Kept<ClientProtocol>) -> serde_json::Value {
    let it = &kept.it;
    json!({ "number": kept.no, "reference": it.reference, "from": moment(it.from), "until": moment(it.until),
            "ended_at": it.ended_at.map(moment), "purposes": it.purposes, "categories": it.categories, "binds": it.binds })
}

fn refused(error: LawError, terminal: &Terminal) -> anyhow::Result<Ended> {
    match error {
        LawError::Desk(error) => Err(error.into()),
        LawError::Refused(refusal) => {
            terminal.json(&json!({ "refused": refusal.entry() }))?;
            terminal.say("The gate said no, and that is on record.");
            Ok(Ended::Refused)
        }
    }
}
