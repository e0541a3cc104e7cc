//! Keeping a worker's sheet, and with it what their supervisors' sheets say of where they work (CR-4, CR-7).
//!
//! In which programmes and teams those are whom somebody supervises follows from other sheets. It is worked out here whenever one of
//! these changes, in the same transaction, so that no question has to. An office that was last open when this wasn't so is looked
//! through when it is opened.

use std::collections::HashMap;

use caseward_db::{Reader, Transaction};
use caseward_model::{Id, Worker};

use crate::GateError;
use crate::ask::Core;
use crate::deed::{deed, write_deed};
use crate::facts::{SupervisedIn, WorkerSheet};
use crate::record::{DeedText, EntryKind, Under};
use crate::subjects::{WORKERS, open_subject, open_worker_by_no, rewrite_sheet, subjects_in};
use crate::vault::Vault;

/// In which programmes and teams these workers are, as their sheets say now.
pub(crate) fn found(
    reader: &mut Reader<'_>,
    vault: &Vault,
    supervised: &[i64],
) -> Result<SupervisedIn, GateError> {
    let mut within = SupervisedIn::nowhere();
    for no in supervised {
        if let Some((_, sheet)) = open_worker_by_no(reader, vault, *no)? {
            within.add(&sheet);
        }
    }
    Ok(within)
}

/// Keeps a worker's changed sheet with its deed, and brings the sheets of their supervisors in line when they work in other programmes
/// and teams than `before`. Gives the number of the deed.
pub(crate) fn keep_worker(
    core: &Core,
    tx: &mut Transaction<'_>,
    (no, id): (i64, Id<Worker>),
    (before, mut sheet): (&SupervisedIn, WorkerSheet),
    (actor, text): (i64, DeedText),
) -> Result<u64, GateError> {
    // Whatever the caller made of it, this is the gate's own.
    sheet.supervises_in = found(tx, &*core.vault()?, &sheet.supervises)?;
    let by = text.by;
    let made_in = written(core, tx, (no, id), &sheet, (actor, text))?;
    if SupervisedIn::of(&sheet) != *before {
        settle(core, tx, no, (actor, by))?;
    }
    Ok(made_in)
}

/// Brings the sheets of those who supervise a worker in line.
fn settle(
    core: &Core,
    tx: &mut Transaction<'_>,
    below: i64,
    (actor, by): (i64, Option<Id<Worker>>),
) -> Result<(), GateError> {
    let vault = core.vault()?;
    for (no, id, mut sheet, _) in subjects_in::<Worker, WorkerSheet>(tx, &vault, &WORKERS)? {
        if !sheet.supervises.contains(&below) {
            continue;
        }
        let within = found(tx, &vault, &sheet.supervises)?;
        if within == sheet.supervises_in {
            continue;
        }
        sheet.supervises_in = within;
        let whom = [("worker", id.to_string().into())];
        let text = deed("supervision_settled", by, None, whom);
        written(core, tx, (no, id), &sheet, (actor, text))?;
    }
    Ok(())
}

/// Brings all sheets in line that aren't: those from before they said where somebody supervises, or until when. It writes nothing
/// where all of them are, so that it can be done at each opening of the office. A sheet that was altered, or that names somebody
/// whose sheet was, is left as it is: the question about them and the doctor say so, and one of them doesn't keep the office shut.
pub(crate) fn settle_all(core: &Core, tx: &mut Transaction<'_>) -> Result<(), GateError> {
    let vault = core.vault()?;
    let rows = tx.query(WORKERS.list, &[])?;
    let sound = rows.iter().filter_map(|row| {
        let opened = open_subject::<Worker, WorkerSheet>(&vault, &WORKERS, row);
        let (no, id, sheet, _) = opened.ok()?;
        Some((no, (id, sheet)))
    });
    let all: HashMap<i64, (Id<Worker>, WorkerSheet)> = sound.collect();
    let mut behind = Vec::new();
    for (no, (id, sheet)) in &all {
        if let Some(supervises_in) = within(&all, &sheet.supervises)
            && supervises_in != sheet.supervises_in
        {
            let sheet = WorkerSheet {
                supervises_in,
                ..sheet.clone()
            };
            behind.push((*no, *id, sheet));
        }
    }
    behind.sort_unstable_by_key(|(no, ..)| *no);
    for (no, id, sheet) in &behind {
        let whom = [("worker", id.to_string().into())];
        let text = deed("supervision_settled", None, None, whom);
        written(core, tx, (*no, *id), sheet, (0, text))?;
    }
    Ok(())
}

/// In which programmes and teams these workers are; nothing where a sheet of theirs isn't there.
fn within(
    all: &HashMap<i64, (Id<Worker>, WorkerSheet)>,
    supervised: &[i64],
) -> Option<SupervisedIn> {
    let mut within = SupervisedIn::nowhere();
    for no in supervised {
        within.add(&all.get(no)?.1);
    }
    Some(within)
}

fn written(
    core: &Core,
    tx: &mut Transaction<'_>,
    (no, id): (i64, Id<Worker>),
    sheet: &WorkerSheet,
    (actor, text): (i64, DeedText),
) -> Result<u64, GateError> {
    let vault = core.vault()?;
    let subject = WORKERS.subject(no, id.as_bytes());
    let under = Under::Subject(vault.subject_tag(subject.table, subject.id));
    let made_in = write_deed(core, tx, actor, EntryKind::Deed, &under, text)?;
    rewrite_sheet(&vault, tx, &WORKERS, subject, made_in, sheet)?;
    Ok(made_in)
}
