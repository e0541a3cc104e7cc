//! `caseward accounting`: what left about a client, as a regime asks for it, on the screen or as a file (RE-2, NASW-d).

use std::path::Path;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::disclosure::{Accounted, AccountingFile, Knows, LeftAs};
use caseward_casework::people::RegisteredOrganization;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{Client, Id};
use serde_json::{Value, json};

use super::args::AccountingArgs;
use super::{Stop, ended, files, listed};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

pub(crate) async fn accounting(
    house: &HouseArgs,
    order: &AccountingArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let who = office.colleague(&order.worker).await?;
    let person = office.person_numbered(who.no).await?;
    let client = office.client_called(&order.client).await?;
    let done = match &order.into {
        Some(path) => written(&office, (&person, client), order, (path, terminal)).await,
        None => shown(&office, (&person, client), order, terminal).await,
    };
    office.write_tally().await?;
    ended(done, terminal)
}

async fn shown(
    office: &Office,
    (person, client): (&SignedIn, Id<Client>),
    order: &AccountingArgs,
    terminal: &Terminal,
) -> Result<(), Stop> {
    let (accounting, delivery) = office.accounting_of(person, client, order.regime).await?;
    let lines = &accounting.lines;
    let told: Vec<Value> = lines.iter().map(line).collect();
    terminal.json(&json!({ "regime": order.regime, "disclosures": told }))?;
    let csv = accounting.csv().context("the table can't be made")?;
    if order.csv && !terminal.is_json() {
        terminal.text(&String::from_utf8_lossy(&csv));
    } else {
        for it in lines {
            let (no, purpose) = (it.disclosure.no, it.disclosure.purpose);
            let what = match it.left_as {
                LeftAs::Disclosure => String::new(),
                other => format!(" ({})", other.word()),
            };
            terminal.say(format!("{no}  {}: {purpose}{what}", it.recipient));
        }
        terminal.say(format!("{} in all.", lines.len()));
    }
    delivery.delivered(Some(&csv));
    Ok(())
}

/// A line as its disclosure, with as what it left.
fn line(it: &Accounted) -> Value {
    let mut line = listed(&it.disclosure);
    let more = json!({
        "left_as": it.left_as.word(),
        "client_told": it.knows.map(Knows::word),
        "let_out_by": it.by,
        "clauses": it.clauses,
    });
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more);
    }
    line
}

async fn written(
    office: &Office,
    (person, client): (&SignedIn, Id<Client>),
    order: &AccountingArgs,
    (path, terminal): (&Path, &Terminal),
) -> Result<(), Stop> {
    let ending = path.extension().and_then(|it| it.to_str());
    if ending == Some("json") {
        return events(office, (person, client), order, (path, terminal)).await;
    }
    let file = ending
        .and_then(AccountingFile::of_ending)
        .context("name a file that ends in .csv, .xlsx, .pdf or .json")?;
    let asked = (order.regime, file);
    let made = office.accounting_file(person, client, asked, order.language);
    let (bytes, delivery) = made.await?;
    if let Err(error) = files::write(path, &bytes) {
        delivery.broken();
        return Err(error.into());
    }
    delivery.delivered(Some(&bytes));
    terminal.json(&json!({ "regime": order.regime, "bytes": bytes.len() }))?;
    terminal.say(format!("Written into {}.", path.display()));
    Ok(())
}

/// What left to one organization, as FHIR audit events for it.
async fn events(
    office: &Office,
    (person, client): (&SignedIn, Id<Client>),
    order: &AccountingArgs,
    (path, terminal): (&Path, &Terminal),
) -> Result<(), Stop> {
    let name = order.recipient.as_deref();
    let name = name.context("say with --recipient for which organization the events are")?;
    let register = office.register().await?;
    let named = |it: &&RegisteredOrganization| it.handle == name || it.id.to_string() == name;
    let recipient = register.iter().find(named).map(|it| it.id);
    let recipient = recipient
        .context("no organization goes by this; `caseward organization list` shows all")?;
    let made = office.fhir_events(person, client, recipient).await?;
    let bytes = serde_json::to_vec_pretty(&made.bundle).context("the events can't be written")?;
    if let Err(error) = files::write(path, &bytes) {
        made.delivery.broken();
        return Err(error.into());
    }
    made.delivery.delivered(Some(&bytes));
    terminal.json(&json!({ "resources": made.resources, "kept_in": made.kept_in }))?;
    terminal.say(format!(
        "{} written; {} more do not leave as things stand.",
        made.resources, made.kept_in
    ));
    Ok(())
}
