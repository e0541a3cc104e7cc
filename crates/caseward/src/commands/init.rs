//! `caseward init`: a new office with its own organisation, a custodian of its records and an
//! administrator who holds none (NASW-l, NASW-o).

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::gate::{Actor, NewOffice, OrganizationSheet, SlotSettings};
use caseward_casework::staff::{NewWorker, organization_sheet};
use caseward_db::Place;
use caseward_model::Role;
use serde_json::json;

use crate::cli::InitArgs;
use crate::house::{self, ADMINISTRATOR, CUSTODIAN, HouseArgs, OWN};
use crate::terminal::{Ended, Terminal};

pub(crate) async fn run(
    house: &HouseArgs,
    order: &InitArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let place = house.place()?;
    let (passphrase, short) = house.new_passphrase()?;
    make_folder(&place)?;
    let office = house::open(place)?;
    let new = NewOffice {
        passphrase: &passphrase,
        settings: SlotSettings::OFFICE,
    };
    let paper = office.gate.make_office(new).await?;
    let sheet = OrganizationSheet {
        keeps_records_here: true,
        comparable_database: order.comparable_database,
        shields_everyone: order.shield_everyone,
        policy_until: Some(OrganizationSheet::WITHOUT_END),
        ..organization_sheet(order.kind)
    };
    office
        .add_organization(&order.organization, OWN, sheet)
        .await?;
    first_workers(&office).await?;
    office.publish_shipped(Actor::KeyHolder).await?;
    let administrator = office.colleague(ADMINISTRATOR).await?;
    let token = office.invite(Actor::KeyHolder, administrator.id).await?;
    let link = super::staff::link(&order.address, &token);
    super::ledger::keep(&office).await?;
    if short {
        terminal.note("The passphrase is short. Use 15 characters or more, such as four words.");
    }
    terminal.say("The office is made, and sealed until someone opens it.");
    terminal.say(format!(
        "Paper key (write it down, keep it in a safe, it is not shown again):\n\n    {}\n",
        *paper
    ));
    terminal.say(format!(
        "Link for the administrator (it works once, within 72 hours, when the office is served):\n\n    {link}\n"
    ));
    terminal.say(
        "No file opens to anyone before they have read, understood and signed what their part asks for: on the page once they are signed in (caseward user invite custodian), or here (caseward agreement sign, caseward training take).",
    );
    terminal.say(
        "Next: caseward import hmis PATH, caseward user add, caseward assign, caseward serve.",
    );
    terminal.json(&json!({ "made": true, "paper_key": *paper, "sign_in_link": link, "organization": OWN, "workers": [CUSTODIAN, ADMINISTRATOR] }))?;
    Ok(Ended::Done)
}

/// Who runs the office from the command line: one keeps and exports records, one runs the machine.
async fn first_workers(office: &Office) -> anyhow::Result<()> {
    let workers = [
        ("Records custodian", CUSTODIAN, Role::RecordsCustodian),
        ("Administrator", ADMINISTRATOR, Role::Administrator),
    ];
    for (name, handle, role) in workers {
        office
            .add_worker(&NewWorker {
                name: name.to_owned(),
                handle: handle.to_owned(),
                role,
                organization: OWN.to_owned(),
            })
            .await?;
    }
    Ok(())
}

/// The folder belongs to its owner alone.
pub(crate) fn make_folder(place: &Place) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if let Place::Sqlite(path) = place
        && let Some(folder) = path.parent()
        && !folder.exists()
    {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .with_context(|| format!("{} can't be made", folder.display()))?;
    }
    Ok(())
}
