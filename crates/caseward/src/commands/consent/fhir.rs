//! `caseward consent export --fhir` and `import --fhir`: a client's consents as another system has them (DV-2.1, RE-2).

use std::path::Path;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::consent::ConsentError;
use caseward_casework::disclosure::DisclosureError;
use caseward_casework::exchange::ReceivingError;
use caseward_casework::people::RegisteredOrganization;
use caseward_model::Language;
use serde_json::{Value, json};

use super::{Whose, read, request, save};
use crate::terminal::{Ended, Terminal};

pub(super) async fn export(
    office: &Office,
    whose: &Whose,
    (to, out): (&str, &Path),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let who = office.colleague(&whose.worker).await?;
    let person = office.person_numbered(who.no).await?;
    let client = office.client_called(&whose.client).await?;
    let recipient = registered(office, to).await?.id;
    let made = office.fhir_consents(&person, client, recipient).await;
    let made = made.map_err(|error| match error {
        DisclosureError::Refused(refusal) => ConsentError::Refused(refusal).into(),
        error => anyhow::Error::from(error),
    })?;
    let bytes = serde_json::to_vec_pretty(&made.bundle)?;
    if let Err(error) = save(out, &bytes) {
        made.delivery.broken();
        return Err(error);
    }
    made.delivery.delivered(Some(&bytes));
    terminal.json(&json!({ "resources": made.resources, "kept_in": made.kept_in }))?;
    terminal.say(format!(
        "{} written; {} more do not leave as things stand.",
        made.resources, made.kept_in
    ));
    Ok(Ended::Done)
}

pub(super) async fn import(
    office: &Office,
    whose: &Whose,
    (file, to, language): (&Path, Option<&str>, Language),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = request(office, whose).await?;
    let recipient = match to {
        Some(name) => Some(registered(office, name).await?.id),
        None => None,
    };
    let bytes = read(file)?;
    let told = (recipient, language);
    let received = office.receive_consent(&request, &bytes, told).await;
    let received = received.map_err(|error| match error {
        ReceivingError::Consent(error) => anyhow::Error::from(error),
        ReceivingError::Fault(fault) => fault.into(),
    })?;
    let not_taken = received.not_taken.iter();
    let not_taken: Vec<Value> = not_taken
        .map(|it| json!({ "at": it.at, "why": it.why.to_string() }))
        .collect();
    let needs: Vec<_> = received.needs.iter().map(|it| it.word()).collect();
    let to_ask: Vec<_> = received.to_ask.iter().map(|it| it.word()).collect();
    terminal.json(&json!({
        "number": received.number, "needs": needs, "to_ask": to_ask, "not_taken": not_taken,
    }))?;
    let number = received.number;
    terminal.say(format!(
        "A draft, as number {number}. Nothing of it is in force: go through it with the client, and have it signed."
    ));
    terminal.say(format!(
        "Agreed to there, to be asked anew: {}",
        to_ask.join(", ")
    ));
    for it in &received.not_taken {
        terminal.say(format!("Not taken over: {it}"));
    }
    Ok(Ended::Done)
}

async fn registered(office: &Office, name: &str) -> anyhow::Result<RegisteredOrganization> {
    let register = office.register().await?;
    let named = |it: &RegisteredOrganization| it.handle == name || it.id.to_string() == name;
    let found = register.into_iter().find(named);
    found.context("no organization goes by this; `caseward organization list` shows all")
}
