//! `caseward key`: more ways to open the office, so that no key is lost with a person (NASW-o).

use std::io::Write;

use anyhow::Context;
use caseward_casework::gate::{SlotKind, SlotSettings};
use serde_json::json;

use crate::cli::{KeyArgs, KeyWhat};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

pub(crate) async fn run(
    house: &HouseArgs,
    order: &KeyArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        KeyWhat::AddFile { path } => {
            use std::os::unix::fs::OpenOptionsExt;
            let mut file = std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o400)
                .open(path)
                .with_context(|| {
                    let path = path.display();
                    format!("{path} can't be made; name a new file in a folder of yours")
                })?;
            let made = office
                .gate
                .add_slot(SlotKind::KeyFile, None, SlotSettings::OFFICE)
                .await;
            if made.is_err() {
                // An empty file would be taken for a key on the day it is needed.
                drop(std::fs::remove_file(path));
            }
            let (_, secret) = made?;
            let secret = secret.context("the key file came out empty")?;
            writeln!(file, "{}", *secret)?;
            file.sync_all()?;
            terminal.json(&json!({ "key_file": path }))?;
            terminal.say("The key file opens the office now. Keep it away from the office's data.");
        }
        KeyWhat::AddPaper => {
            let (_, secret) = office
                .gate
                .add_slot(SlotKind::Paper, None, SlotSettings::OFFICE)
                .await?;
            let secret = secret.context("the paper key came out empty")?;
            terminal.json(&json!({ "paper_key": *secret }))?;
            terminal.say(format!(
                "Paper key (it is not shown again):\n\n    {}\n",
                *secret
            ));
        }
    }
    Ok(Ended::Done)
}
