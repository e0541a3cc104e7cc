//! `caseward export hmis`: records are given back, through the gate.

use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, bail};
use caseward_casework::report::ReportOrder;
use caseward_model::Purpose;

use crate::cli::{ExportArgs, ExportWhat};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

/// How long the duty to make a report lasts.
const DUTY_HOURS: i64 = 4;

pub(crate) async fn run(
    house: &HouseArgs,
    order: &ExportArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let ExportWhat::Hmis {
        dir,
        asker,
        recipient,
    } = &order.what;
    let office = house.opened().await?;
    let asker = office.colleague(asker).await?;
    let recipient = match recipient {
        Some(handle) => office.organization(handle).await?,
        None => office.own_organization().await?,
    };
    prepare(dir)?;
    // Whoever runs this command states the duty by it, and it is on record before anything is opened.
    office
        .record_duty(&asker, Purpose::ProgramReporting, DUTY_HOURS)
        .await?;
    let order = ReportOrder {
        asker: asker.id,
        recipient: recipient.id,
    };
    let given = office
        .export_hmis(order, |name| create(&dir.join(name)))
        .await;
    office.end_duty(&asker, Purpose::ProgramReporting).await?;
    let given = given?;
    terminal.json(&given)?;
    for (file, rows) in &given.files {
        terminal.say(format!("{file:<32}{rows:>10} rows"));
    }
    for notice in &given.notices {
        terminal.note(notice);
    }
    terminal.say(format!(
        "{} clients exported, {} left out{}.",
        given.clients,
        given.left_out,
        if given.clauses.is_empty() {
            String::new()
        } else {
            format!(" ({})", given.clauses.join(", "))
        }
    ));
    if given.nobody_to_tell > 0 {
        terminal.note(format!(
            "{} of them have still to be told that their rows go there, and nobody leads the work with them: assign somebody, who is then asked to.",
            given.nobody_to_tell
        ));
    }
    terminal.note("The files name people. Send them only by a protected way, and destroy them when they were used.");
    // A client list that the gate refused as a whole is a refusal, not an empty success.
    Ok(if given.clients == 0 && given.left_out > 0 {
        Ended::Refused
    } else {
        Ended::Done
    })
}

fn prepare(dir: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    if dir.exists() {
        let mut entries =
            std::fs::read_dir(dir).with_context(|| format!("{} can't be read", dir.display()))?;
        if entries.next().is_some() {
            bail!(
                "{} isn't empty; choose a new folder, so that nothing is mixed up",
                dir.display()
            );
        }
        return Ok(());
    }
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("{} can't be made", dir.display()))?;
    Ok(())
}

fn create(path: &Path) -> std::io::Result<Box<dyn Write + Send>> {
    use std::os::unix::fs::OpenOptionsExt;
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    Ok(Box::new(BufWriter::new(file)))
}
