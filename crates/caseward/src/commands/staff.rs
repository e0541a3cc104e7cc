//! `caseward worker`, `organization`, `duty`, `sign-in-link`: who is here, and for what.
//!
//! Whoever is taken in begins with nothing signed and nothing learnt (CC-2, DV-5.1.1, DV-5.10).

use caseward_casework::staff::{NewWorker, organization_sheet};
use serde_json::json;

use crate::cli::{
    DutyArgs, OrganizationArgs, OrganizationWhat, SignInLinkArgs, WorkerArgs, WorkerWhat,
};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

pub(crate) async fn worker(
    house: &HouseArgs,
    order: &WorkerArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        WorkerWhat::Add {
            handle,
            name,
            role,
            organization,
        } => {
            let new = NewWorker {
                name: name.clone(),
                handle: handle.clone(),
                role: *role,
                organization: organization.clone(),
            };
            let added = office.add_worker(&new).await?;
            terminal.json(&json!({ "handle": added.handle, "id": added.id }))?;
            terminal.say(format!(
                "{} is a {} here now.",
                added.handle, added.sheet.role
            ));
            terminal.note("No file opens to them before they have signed what their part asks for and taken the training: caseward agreement missing.");
        }
        WorkerWhat::List => {
            let workers = office.colleagues().await?;
            let rows: Vec<_> = workers
                .iter()
                .map(|it| json!({ "handle": it.handle, "id": it.id, "name": it.name, "role": it.sheet.role }))
                .collect();
            terminal.json(&rows)?;
            for it in &workers {
                terminal.say(format!(
                    "{:<20}{:<20}{}",
                    it.handle,
                    it.sheet.role.word(),
                    it.name
                ));
            }
        }
    }
    Ok(Ended::Done)
}

pub(crate) async fn organization(
    house: &HouseArgs,
    order: &OrganizationArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        OrganizationWhat::Add { handle, name, kind } => {
            let sheet = organization_sheet(*kind);
            let added = office.add_organization(name, handle, sheet).await?;
            terminal.json(&json!({ "handle": added.handle, "id": added.id }))?;
            terminal.say(format!("{} is in the register now.", added.handle));
        }
        OrganizationWhat::List => {
            let register = office.register().await?;
            let rows: Vec<_> = register
                .iter()
                .map(|it| json!({ "handle": it.handle, "id": it.id, "name": it.name, "kind": it.sheet.kind }))
                .collect();
            terminal.json(&rows)?;
            for it in &register {
                terminal.say(format!(
                    "{:<20}{:<26}{}",
                    it.handle,
                    it.sheet.kind.word(),
                    it.name
                ));
            }
        }
    }
    Ok(Ended::Done)
}

pub(crate) async fn duty(
    house: &HouseArgs,
    order: &DutyArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let worker = office.colleague(&order.worker).await?;
    office
        .record_duty(&worker, order.purpose, order.hours)
        .await?;
    terminal.json(&json!({ "recorded": true, "hours": order.hours }))?;
    terminal.say(format!("The duty is on record, for {} hours.", order.hours));
    Ok(Ended::Done)
}

pub(crate) async fn sign_in_link(
    house: &HouseArgs,
    order: &SignInLinkArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let worker = office.colleague(&order.worker).await?;
    let token = office
        .make_sign_in_link(worker.no, order.minutes, 1)
        .await?;
    let link = link(&order.address, &token);
    terminal.json(&json!({ "link": link, "minutes": order.minutes }))?;
    terminal.say(&link);
    terminal.note(format!(
        "It works once, within {} minutes. Hand it to the person themselves.",
        order.minutes
    ));
    Ok(Ended::Done)
}

/// The address of a link. The token is part of the path, is used up by a form, and is never logged.
pub(crate) fn link(address: &str, token: &str) -> String {
    format!("{}/sign-in/{token}", address.trim_end_matches('/'))
}
