//! `caseward import hmis`: an export of another system comes in, and every row is accounted for.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use caseward_casework::Office;
use caseward_casework::intake::{Account, Progress, Unneeded};
use caseward_casework::staff::RegisteredOrganization;
use caseward_formats::hmis::{ArchiveLimits, Opener, Package};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::cli::{ImportArgs, ImportWhat};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

/// How many faults are shown to people; programs get all.
const SHOWN: usize = 40;

pub(crate) async fn run(
    house: &HouseArgs,
    order: &ImportArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let ImportWhat::Hmis { path } = &order.what;
    let office = house.opened().await?;
    let own = office.own_organization().await?;
    let started = now();
    let account = tokio::task::block_in_place(|| import(&office, &own, path, terminal))?;
    if account.kept {
        // Whoever came in may be close to somebody who works here.
        office.check_conflicts().await?;
    }
    tell(&account, started.elapsed(), terminal)?;
    Ok(if account.kept {
        Ended::Done
    } else {
        Ended::Failed
    })
}

/// Takes in a folder or a zip.
pub(crate) fn import(
    office: &Office,
    own: &RegisteredOrganization,
    path: &Path,
    terminal: &Terminal,
) -> anyhow::Result<Account> {
    if path.is_dir() {
        let mut package = Package::from_files(listing(path)?)?;
        take(office, own, &mut package, terminal)
    } else {
        let unfit = || format!("{} can't be opened", path.display());
        // A pipe would be waited for, and a zip begins at its end.
        if !std::fs::metadata(path).with_context(unfit)?.is_file() {
            bail!("{} is neither a folder nor a file", path.display());
        }
        let file = File::open(path).with_context(unfit)?;
        let mut package = Package::from_zip(BufReader::new(file), &ArchiveLimits::default())?;
        take(office, own, &mut package, terminal)
    }
}

fn take<R: Read + Seek>(
    office: &Office,
    own: &RegisteredOrganization,
    package: &mut Package<'_, R>,
    terminal: &Terminal,
) -> anyhow::Result<Account> {
    let bar = if terminal.is_watched() {
        ProgressBar::new_spinner()
    } else {
        ProgressBar::hidden()
    };
    bar.set_style(ProgressStyle::with_template(
        "{spinner} {msg}  {pos} rows  {per_sec}  {elapsed}",
    )?);
    bar.enable_steady_tick(Duration::from_millis(120));
    let account = office.import_hmis(package, own, |progress: Progress<'_>| {
        bar.set_message(format!("{}.csv", progress.file));
        bar.set_position(progress.rows);
    });
    bar.finish_and_clear();
    Ok(account?)
}

/// The files of a folder, and of the folders directly in it.
fn listing(folder: &Path) -> anyhow::Result<Vec<(String, Option<u64>, Opener<'static>)>> {
    let mut found = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        let entries = std::fs::read_dir(&folder)
            .with_context(|| format!("{} can't be read", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if kind.is_dir() && prefix.is_empty() {
                folders.push((path, format!("{name}/")));
            } else if kind.is_file() {
                let size = entry.metadata().ok().map(|it| it.len());
                let open = move || {
                    Ok(
                        Box::new(BufReader::with_capacity(1 << 18, File::open(&path)?))
                            as Box<dyn Read>,
                    )
                };
                found.push((name, size, Box::new(open) as Opener<'static>));
            }
        }
    }
    Ok(found)
}

fn tell(account: &Account, took: Duration, terminal: &Terminal) -> anyhow::Result<()> {
    terminal.json(&json!({
        "files": account.files,
        "problems": account.problems,
        "notices": account.notices,
        "without_need": account.without_need,
        "left_out": account.left_out,
        "kept": account.kept,
    }))?;
    if terminal.is_json() {
        return Ok(());
    }
    if account.kept {
        terminal.say(format!(
            "{:<32}{:>10}{:>11}{:>9}{:>9}{:>9}",
            "file", "imported", "unchanged", "deleted", "refused", "rejected"
        ));
        for file in &account.files {
            terminal.say(format!(
                "{:<32}{:>10}{:>11}{:>9}{:>9}{:>9}",
                file.file, file.imported, file.unchanged, file.deleted, file.refused, file.rejected
            ));
        }
    }
    for problem in account.problems.iter().take(SHOWN) {
        let column = if problem.column.is_empty() {
            String::new()
        } else {
            format!(", {}", problem.column)
        };
        terminal.say(format!(
            "{}, line {}{column}: {}",
            problem.file, problem.line, problem.reason
        ));
    }
    if account.problems.len() > SHOWN {
        terminal.say(format!(
            "… and {} more; `--format json` has them all",
            account.problems.len() - SHOWN
        ));
    }
    for notice in &account.notices {
        terminal.note(format!("note: {notice}"));
    }
    tell_unneeded(account, terminal);
    let rows: u64 = account.files.iter().map(rows_of).sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a rate for people needs few digits"
    )]
    let rate = rows as f64 / took.as_secs_f64().max(0.001);
    if account.kept {
        terminal.say(format!(
            "{rows} rows in {:.1} s, {rate:.0} rows per second.",
            took.as_secs_f64()
        ));
    } else {
        terminal.say("Nothing was imported. Mend what is listed above, then import again.");
    }
    Ok(())
}

/// Which columns nobody has stated a need for, and what became of them (RE-5).
fn tell_unneeded(account: &Account, terminal: &Terminal) {
    let values: u64 = account.without_need.iter().map(|it| it.values).sum();
    if values == 0 || !account.kept {
        return;
    }
    let columns = account.without_need.len();
    let became = if account.left_out {
        "were left out"
    } else {
        "came in like the rest"
    };
    terminal.say(format!(
        "{values} values in {columns} columns without a stated need {became}; `--format json` names them, `caseward need` states needs"
    ));
    let sum = |of: fn(&Unneeded) -> u64| account.without_need.iter().map(of).sum::<u64>();
    let (taken, unclear) = (sum(|it| it.taken_out), sum(|it| it.unclear));
    if taken > 0 {
        terminal.say(format!(
            "{taken} of them were taken out of rows that are held: they stood there before, and are gone now."
        ));
    }
    if unclear > 0 {
        terminal.say(format!(
            "{unclear} of them are in held rows that came otherwise changed: whatever stood there of these columns is gone too."
        ));
    }
}

const fn rows_of(file: &caseward_casework::intake::FileCount) -> u64 {
    file.imported + file.unchanged + file.deleted + file.refused + file.rejected
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long an import took is told to a person, and decides nothing"
)]
fn now() -> Instant {
    Instant::now()
}
