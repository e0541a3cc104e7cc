//! `caseward key`: more ways to open the office, so that no key is lost with a person (NASW-o).

use std::io::Write;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::gate::{Actor, SlotKind, SlotSettings};
use caseward_casework::keys::KeySlot;
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
        order => holders(&office, order, terminal).await?,
    }
    Ok(Ended::Done)
}

/// Who knows which way to open the office, as whoever holds a key writes it down.
async fn holders(office: &Office, order: &KeyWhat, terminal: &Terminal) -> anyhow::Result<()> {
    let key = Actor::KeyHolder;
    match order {
        KeyWhat::Hold { slot, handle } => {
            let holder = office.colleague(handle).await?.id;
            office.hold_key(key, *slot, holder).await?;
        }
        KeyWhat::GiveBack { slot, handle } => {
            let holder = office.colleague(handle).await?.id;
            office.give_key_back(key, *slot, holder).await?;
        }
        KeyWhat::Remove { slot } => office.remove_key(key, *slot).await?,
        KeyWhat::List | KeyWhat::AddFile { .. } | KeyWhat::AddPaper => {}
    }
    let keys = office.keys_for(key).await?;
    let row = |it: &KeySlot| {
        let holders: Vec<_> = it.holders.iter().map(|it| it.handle.clone()).collect();
        json!({ "slot": it.no, "kind": it.kind.word(), "holders": holders, "to_replace": it.to_replace })
    };
    let rows: Vec<_> = keys.slots.iter().map(row).collect();
    terminal.json(&rows)?;
    for it in &keys.slots {
        let holders: Vec<_> = it.holders.iter().map(|it| it.handle.as_str()).collect();
        let replace = if it.to_replace {
            "  (to be replaced)"
        } else {
            ""
        };
        let (kind, holders) = (it.kind.word(), holders.join(", "));
        terminal.say(format!("{:<4}{kind:<14}{holders}{replace}", it.no));
    }
    if keys.nobody {
        terminal
            .note("Nobody here is known to hold any of them; `caseward key hold` writes it down.");
    } else if let Some(only) = keys.only {
        let only = only.handle;
        terminal.note(format!(
            "Only {only} is known to hold one: give another one to someone else."
        ));
    }
    Ok(())
}
