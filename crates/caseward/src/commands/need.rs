//! `caseward need`: what is collected and why, by programme, and what is held that nobody has stated a need for (RE-5, NASW-a).

use caseward_casework::entries::SECTIONS;
use caseward_casework::stated_needs::of_section;
use caseward_model::{Category, Language};
use clap::{Args, Subcommand};
use serde_json::json;

use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct NeedArgs {
    /// In one programme, by its number; in the whole office if missing
    #[arg(long, global = true)]
    programme: Option<i64>,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// What can be written into a file and why, and the columns that are held without a need
    List,
    /// State what something is needed for; asks for the need
    State {
        /// A section as `section.housing`, or a column as `Client.VeteranStatus`
        field: String,
        /// Who says so: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
    /// Say that something isn't needed any more: it isn't asked then
    Withdraw {
        /// A section as `section.housing`, or a column as `Client.VeteranStatus`
        field: String,
        /// Who says so: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &NeedArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        What::List => {
            let needs = office.stated_needs().await?;
            let why = |field: &str| needs.why_for(order.programme, field, Language::English);
            let sections = SECTIONS.iter().filter(|it| **it != Category::ThirdParty);
            let sections: Vec<_> = sections
                .map(|it| (of_section(*it), why(&of_section(*it))))
                .collect();
            let (held, strange) = office.held_fields().await?;
            let unneeded: Vec<_> = held
                .into_iter()
                .filter(|it| why(&it.field).is_none())
                .map(|it| it.field)
                .collect();
            terminal.json(&json!({
                "sections": sections.iter().map(|(field, why)| json!({ "field": field, "why": why })).collect::<Vec<_>>(),
                "held_without_need": unneeded,
                "columns_of_no_standard": strange,
            }))?;
            for (field, why) in &sections {
                let why = why.as_deref().unwrap_or("not asked: no need is stated");
                terminal.say(format!("{field:<26}{why}"));
            }
            terminal.say("Held without a stated need:");
            for field in &unneeded {
                terminal.say(format!("  {field}"));
            }
            terminal.say(format!("Columns that no standard knows: {strange}."));
        }
        What::State { field, worker } => {
            let me = office.colleague(worker).await?;
            let why = terminal.ask("What it is needed for:")?.to_string();
            anyhow::ensure!(
                !why.trim().is_empty(),
                "say in a sentence what it is needed for; `caseward need withdraw` takes a need back"
            );
            let about = (order.programme, field.clone());
            office.state_need(me.id, about, why).await?;
            terminal.json(&json!({ "stated": field }))?;
            terminal.say("Stated.");
        }
        What::Withdraw { field, worker } => {
            let me = office.colleague(worker).await?;
            let about = (order.programme, field.clone());
            office.state_need(me.id, about, String::new()).await?;
            terminal.json(&json!({ "withdrawn": field }))?;
            terminal.say("It isn't asked any more. What is held stays as it is.");
        }
    }
    Ok(Ended::Done)
}
