//! `caseward need`: what is collected and why, by programme, and what is held that nobody has stated a need for (RE-5, NASW-a).

use caseward_casework::entries::SECTIONS;
use caseward_casework::purpose_needs::{PURPOSES, can_be_needed, of_purpose};
use caseward_casework::stated_needs::{For, NewNeed, Stated, of_section};
use caseward_casework::{Office, asked_fields};
use caseward_model::{Category, Language};
use clap::{Args, Subcommand, ValueEnum};
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
    /// What can be written into a file or asked on a form and why, and the columns of imports without a need
    List,
    /// State what something is needed for; asks for the need
    State {
        /// A section as `section.housing`, a field of a form as `consent.if_missing`, a column as `Client.VeteranStatus`, or what goes for a
        /// purpose as `purpose.eligibility.income`
        field: String,
        /// It has to be answered; some fields of forms can be required, and nothing else
        #[arg(long)]
        required: bool,
        /// Who says so: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
    /// Say that something isn't needed any more: it isn't asked then
    Withdraw {
        /// A section as `section.housing`, a field of a form as `consent.if_missing`, a column as `Client.VeteranStatus`, or what goes for a
        /// purpose as `purpose.eligibility.income`
        field: String,
        /// Who says so: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
    /// Say what becomes of columns without a need when an export comes in
    Imports {
        /// `leave-out`: they stay out and are counted, as long as nobody says otherwise; `keep`: they come in and are counted
        #[arg(value_enum)]
        what: Unneeded,
        /// Who says so: a worker's short name or id
        #[arg(long = "as")]
        worker: String,
    },
}

/// What becomes of columns without a need.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Unneeded {
    Keep,
    LeaveOut,
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &NeedArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        What::List => list(&office, order.programme, terminal).await?,
        What::State {
            field,
            required,
            worker,
        } => {
            let me = office.colleague(worker).await?;
            let why = terminal.ask("What it is needed for:")?.to_string();
            anyhow::ensure!(
                !why.trim().is_empty(),
                "say in a sentence what it is needed for; `caseward need withdraw` takes a need back"
            );
            let about = (order.programme, field.clone());
            let required = *required;
            let new = NewNeed { why, required };
            office.state_need(me.id, about, new).await?;
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
        What::Imports { what, worker } => {
            let me = office.colleague(worker).await?;
            let by_need = matches!(what, Unneeded::LeaveOut);
            office.take_in_by_need(me.id, by_need).await?;
            terminal.json(&json!({ "imports_by_need": by_need }))?;
            terminal.say(imports(by_need));
        }
    }
    Ok(Ended::Done)
}

const fn imports(by_need: bool) -> &'static str {
    if by_need {
        "Columns without a stated need are left out of imports."
    } else {
        "Columns without a stated need come in with imports, and are counted."
    }
}

async fn list(office: &Office, programme: For, terminal: &Terminal) -> anyhow::Result<()> {
    let needs = office.stated_needs().await?;
    let stated = |field: &str| needs.stated_for(programme, field, Language::English);
    let sections = SECTIONS.iter().filter(|it| **it != Category::ThirdParty);
    let sections: Vec<_> = sections
        .map(|it| (of_section(*it), stated(&of_section(*it))))
        .collect();
    let fields: Vec<_> = asked_fields::with_a_need()
        .map(|it| (it.name.to_owned(), stated(it.name)))
        .collect();
    let purposes = PURPOSES.iter().flat_map(|purpose| {
        let all = Category::ALL.iter();
        let can_be = all.filter(move |it| can_be_needed(*purpose, **it));
        can_be.map(move |it| of_purpose(*purpose, *it))
    });
    let purposes: Vec<_> = purposes.map(|it| (it.clone(), stated(&it))).collect();
    let (held, strange) = office.held_fields().await?;
    let unneeded: Vec<_> = held
        .into_iter()
        .filter(|it| stated(&it.field).is_none())
        .map(|it| it.field)
        .collect();
    let told = |all: &[(String, Option<Stated>)]| {
        let one = |(field, stated): &(String, Option<Stated>)| {
            let why = stated.as_ref().map(|it| it.why.as_str());
            let required = stated.as_ref().is_some_and(|it| it.required);
            json!({ "field": field, "why": why, "required": required })
        };
        all.iter().map(one).collect::<Vec<_>>()
    };
    terminal.json(&json!({
        "sections": told(&sections),
        "fields": told(&fields),
        "purposes": told(&purposes),
        "imports_by_need": needs.imports_by_need(),
        "held_without_need": unneeded,
        "columns_of_no_standard": strange,
    }))?;
    for (field, stated) in sections.iter().chain(&fields) {
        let why = stated.as_ref().map(|it| it.why.as_str());
        let why = why.unwrap_or("not asked: no need is stated");
        let required = stated.as_ref().is_some_and(|it| it.required);
        let duty = if required { " (required)" } else { "" };
        terminal.say(format!("{field:<26}{why}{duty}"));
    }
    terminal.say("What goes for each purpose if nobody says more:");
    let goes = |it: &&(String, Option<Stated>)| it.1.is_some();
    for (field, _) in purposes.iter().filter(goes) {
        terminal.say(format!("  {field}"));
    }
    terminal.say("Columns of imports without a stated need:");
    for field in &unneeded {
        terminal.say(format!("  {field}"));
    }
    terminal.say(format!("Columns that no standard knows: {strange}."));
    terminal.say(imports(needs.imports_by_need()));
    Ok(())
}
