//! `caseward ledger`: look at it, verify it, prove an entry, keep a checkpoint (CR-10).

use std::path::{Path, PathBuf};

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::gate::{EntryKind, EntryText};
use caseward_db::ledger::note::{Note, VerifierKey};
use caseward_db::ledger::{Report, VerifyOptions, verify};
use caseward_db::{Db, Place};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};

use crate::cli::{LedgerArgs, LedgerWhat};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

pub(crate) async fn run(
    house: &HouseArgs,
    order: &LedgerArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    match &order.what {
        LedgerWhat::Verify { checkpoint, key } => {
            let (place, checkpoint, key) = (house.place()?, checkpoint.clone(), key.clone());
            let report = tokio::task::spawn_blocking(move || {
                if let Place::Sqlite(path) = &place {
                    crate::house::must_be_there(path)?;
                }
                let db = caseward_db::open_read_only(place)?;
                let mut checkpoints: Vec<_> = kept_beside(&db)?.into_iter().collect();
                if let Some(path) = checkpoint {
                    checkpoints.push(kept_checkpoint(&db, &path, key.as_deref())?);
                }
                anyhow::Ok(verify(
                    &db,
                    &VerifyOptions {
                        checkpoints,
                        progress: None,
                    },
                ))
            })
            .await??;
            terminal.json(&report_json(&report))?;
            say_report(&report, terminal);
            Ok(if report.is_sound() {
                Ended::Done
            } else {
                Ended::NotVerified
            })
        }
        LedgerWhat::Show { index, last } => show(house, *index, *last, terminal).await,
        LedgerWhat::Proof { index } => {
            let office = house.opened().await?;
            let proved = office
                .proved_entry(*index)
                .await?
                .context("the ledger has no such entry")?;
            let text = proved.proof.to_string();
            terminal.json(&json!({
                "index": index,
                "leaf": HEXLOWER.encode(&proved.entry.row.leaf_hash()),
                "key": proved.key.to_string(),
                "proof": text,
                "holds": proved.holds,
            }))?;
            terminal.say(text);
            terminal.note(format!("key: {}", proved.key));
            Ok(if proved.holds {
                Ended::Done
            } else {
                Ended::NotVerified
            })
        }
        LedgerWhat::Checkpoint => {
            let office = house.opened().await?;
            let (note, key) = office.gate.checkpoint().await?;
            terminal.json(&json!({ "checkpoint": note.to_string(), "key": key.to_string() }))?;
            if !terminal.is_json() {
                terminal.text(&note.to_string());
                terminal.note(format!("key: {key}"));
            }
            Ok(Ended::Done)
        }
    }
}

/// The name of the checkpoint that the office keeps beside its SQLite file.
const KEPT: &str = "checkpoint";

/// Reads a kept checkpoint. Without its key, the key that the database itself names is used: good
/// against accidents, not against someone who can rewrite the database.
fn kept_checkpoint(db: &Db, path: &Path, key: Option<&str>) -> anyhow::Result<(Note, VerifierKey)> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} can't be read", path.display()))?;
    let note: Note = text
        .parse()
        .with_context(|| format!("{} is not a signed checkpoint", path.display()))?;
    let key = match key {
        Some(key) => key.parse().context("this is not the key of a ledger")?,
        None => own_key(db)
            .context("the database names no key; give the one that was kept with --key")?,
    };
    Ok((note, key))
}

/// The checkpoint beside an SQLite file, if there is one. One that can't be read is no reason to do
/// without it: whoever spoilt it may have spoilt more.
pub(crate) fn kept_beside(db: &Db) -> anyhow::Result<Option<(Note, VerifierKey)>> {
    match beside(db.place()) {
        Some(path) if path.exists() => kept_checkpoint(db, &path, None).map(Some).context(
            "the checkpoint that lies beside the database was altered; use one that you kept elsewhere, and move this one away",
        ),
        _ => Ok(None),
    }
}

fn own_key(db: &Db) -> Option<VerifierKey> {
    let sql = "SELECT value FROM office_facts WHERE name = 'verifier_key'";
    let row = db
        .read_blocking(move |reader| reader.query_optional(sql, &[]))
        .ok()??;
    row.text(0).ok()?.parse().ok()
}

fn beside(place: &Place) -> Option<PathBuf> {
    match place {
        Place::Sqlite(path) => path.parent().map(|folder| folder.join(KEPT)),
        Place::Postgres(_) => None,
    }
}

/// Keeps the newest checkpoint beside an SQLite file: a database rolled back to an older copy is
/// noticed then, as long as the checkpoint wasn't rolled back with it.
pub(crate) async fn keep(office: &Office) -> anyhow::Result<()> {
    let Some(path) = beside(office.db().place()) else {
        return Ok(());
    };
    let (note, _) = office.gate.checkpoint().await?;
    let fresh = path.with_extension("new");
    #[expect(
        clippy::disallowed_methods,
        reason = "a checkpoint is made to be seen by strangers"
    )]
    std::fs::write(&fresh, note.to_string())
        .and_then(|()| std::fs::rename(&fresh, &path))
        .with_context(|| format!("the checkpoint {} can't be written", path.display()))
}

fn say_report(report: &Report, terminal: &Terminal) {
    terminal.say(format!("{}: {} entries", report.origin, report.size));
    terminal.say(format!("root {}", HEXLOWER.encode(&report.root)));
    for finding in &report.findings {
        terminal.say(finding.to_string());
    }
    terminal.say(if report.is_sound() {
        "Everything is as it was recorded."
    } else {
        "The ledger does not verify."
    });
}

async fn show(
    house: &HouseArgs,
    index: Option<u64>,
    last: u32,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let entries = match index {
        Some(index) => vec![
            office
                .gate
                .entry(index)
                .await?
                .context("the ledger has no such entry")?,
        ],
        None => office.ledger_entries(u64::MAX, last).await?,
    };
    let rows: Vec<Value> = entries
        .iter()
        .map(|entry| {
            json!({
                "index": entry.row.index,
                "at": stamp(entry.row.at_ms),
                "kind": entry.kind.map(EntryKind::word),
                "about": if entry.row.tag.is_some() { "someone" } else { "the office" },
                "commitment": HEXLOWER.encode(&entry.row.commitment),
                "leaf": HEXLOWER.encode(&entry.row.leaf_hash()),
                "text": entry.text,
            })
        })
        .collect();
    terminal.json(&rows)?;
    for entry in &entries {
        let says = match &entry.text {
            Some(EntryText::Deed(deed)) => deed.deed.clone(),
            Some(EntryText::List(list)) => {
                format!("a list of {} clients was shown", list.clients.len())
            }
            Some(EntryText::Answer(answer)) => format!("{} for {}", answer.action, answer.purpose),
            Some(EntryText::Outcome(outcome)) => format!("outcome of entry {}", outcome.of),
            None if entry.row.tag.is_some() => "about someone: opens only with a permit".to_owned(),
            None => "can't be opened".to_owned(),
        };
        terminal.say(format!(
            "{:>8}  {}  {:<8}  {says}",
            entry.row.index,
            stamp(entry.row.at_ms),
            entry.kind.map_or("?", EntryKind::word),
        ));
    }
    Ok(Ended::Done)
}

fn report_json(report: &Report) -> Value {
    json!({
        "sound": report.is_sound(),
        "origin": report.origin,
        "size": report.size,
        "root": HEXLOWER.encode(&report.root),
        "findings": report.findings.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn stamp(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms).map_or_else(|_| at_ms.to_string(), |at| at.to_string())
}
