//! Writing down what a review found: matters that are new, known, or explained by now, and who is told (CR-10, NASW-l).

use caseward_gate::{Drawer, Works};
use caseward_model::{AccessFlag, AccessTemplate, MatterState, Role, TaskKind};

use super::chart;
use super::matters::{self, Decided, Stored, Text};
use super::run::{FoundMatters, Period, QUEUED, RunAccount};
use crate::CaseworkError;
use crate::tasks::{self, NewTask, TaskAbout, Whom};

/// How long a reviewer has.
const DUE_MS: i64 = 7 * 86_400_000;

/// Writes down what was found.
pub(super) fn keep(
    works: &mut Works<'_, '_>,
    period: Period,
    matter_ms: i64,
    found: FoundMatters,
) -> Result<RunAccount, CaseworkError> {
    works.transaction().make_room()?;
    let mut account = account(works.now_ms(), period, &found);
    let whole = found.queue.items.len() <= QUEUED;
    let mut met = Vec::new();
    for (place, text) in (1_i64..).zip(found.items) {
        let (no, is_new) = meet(works, place, text, matter_ms)?;
        met.extend(no);
        account.new += u64::from(is_new);
    }
    if whole {
        met.sort_unstable();
        account.settled = settle(works, period, &met)?;
    }
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM access_runs";
    account.no = works.transaction().query_one(next, &[])?.int(0)?;
    chart::keep(works, found.queue.first_day, &found.days)?;
    let plain = serde_json::to_vec(&account).map_err(|_| CaseworkError::Damaged)?;
    let sealed = works.seal(Drawer::Reviews, (account.no, RUNS, 1), &plain);
    let (no, at_ms) = (account.no, account.at_ms);
    works.transaction().execute(
        "INSERT INTO access_runs (no, at, sealed) VALUES ($1, $2, $3)",
        &[no.into(), at_ms.into(), sealed.into()],
    )?;
    tell(works, &account)?;
    works.note("accesses", account.accesses);
    works.note("unexplained", account.unexplained);
    works.note("matters", account.matters);
    works.note("new", account.new);
    Ok(account)
}

/// The second number of the place where a run's account lies sealed.
const RUNS: i64 = 2;

/// The last review.
pub(super) fn last(
    reader: &mut caseward_db::Reader<'_>,
    drawers: &caseward_gate::Drawers,
) -> Result<Option<RunAccount>, CaseworkError> {
    let sql = "SELECT no, sealed FROM access_runs ORDER BY no DESC LIMIT 1";
    let Some(row) = reader.query_optional(sql, &[])? else {
        return Ok(None);
    };
    let place = (row.int(0)?, RUNS, 1);
    let plain = drawers.open(Drawer::Reviews, place, row.bytes(1)?)?;
    serde_json::from_slice(&plain)
        .map(Some)
        .map_err(|_| CaseworkError::Damaged)
}

fn account(at_ms: i64, period: Period, found: &FoundMatters) -> RunAccount {
    let tally = &found.queue.tally;
    let all = AccessTemplate::ALL.iter().copied();
    let explained = all
        .map(|it| (it, tally.by(it)))
        .filter(|(_, count)| *count > 0);
    let flags = AccessFlag::ALL.iter().copied();
    let flagged = flags.map(|it| (it, found.queue.flagged(it) as u64));
    RunAccount {
        no: 0,
        at_ms,
        from_ms: period.from_ms,
        until_ms: period.until_ms,
        accesses: tally.accesses,
        nobody: tally.nobody,
        unexplained: tally.unexplained,
        explained: explained.collect(),
        matters: found.queue.items.len() as u64,
        new: 0,
        settled: 0,
        flagged: flagged.filter(|(_, count)| *count > 0).collect(),
        unknown_users: found.unknown_users,
        without_reviewer: found.without_reviewer,
    }
}

/// Puts a matter into the queue, or brings the one up to date that stands there; says which, and whether it is new.
fn meet(
    works: &mut Works<'_, '_>,
    place: i64,
    text: Text,
    matter_ms: i64,
) -> Result<(Option<i64>, bool), CaseworkError> {
    let same = |it: &Stored| {
        it.text.first_ms.saturating_sub(matter_ms) <= text.last_ms
            && text.first_ms <= it.text.last_ms.saturating_add(matter_ms)
    };
    let mut known: Vec<Stored> = matters::alike(works, &text)?;
    known.retain(same);
    if let Some(mut stored) = known.iter().find(|it| it.text.state.waits()).cloned() {
        stored.place = place;
        stored.text = merged(stored.text, text);
        matters::update(works, &stored)?;
        return Ok((Some(stored.no), false));
    }
    let decided = |it: &&Stored| it.text.state != MatterState::Settled;
    let covered = |it: &Stored| text.last_ms <= it.text.last_ms;
    if known.iter().filter(decided).any(covered) {
        return Ok((None, false));
    }
    Ok((Some(matters::insert(works, place, &text)?), true))
}

/// What was found anew, with how it stands and what was asked already.
fn merged(before: Text, found: Text) -> Text {
    Text {
        found_ms: before.found_ms,
        state: before.state,
        asked: before.asked,
        decided: before.decided,
        ..found
    }
}

/// What stood in the queue and wasn't found again is explained by a fact that was recorded since then.
fn settle(works: &mut Works<'_, '_>, period: Period, met: &[i64]) -> Result<u64, CaseworkError> {
    let mut settled = 0;
    let at_ms = works.now_ms();
    for mut stored in matters::open(works)? {
        let within =
            period.from_ms <= stored.text.first_ms && stored.text.last_ms < period.until_ms;
        if !within || met.binary_search(&stored.no).is_ok() {
            continue;
        }
        stored.text.state = MatterState::Settled;
        stored.text.decided = Some(Decided {
            by: None,
            at_ms,
            because: String::new(),
        });
        matters::update(works, &stored)?;
        settled += 1;
    }
    Ok(settled)
}

/// Tells those whose turn it is.
fn tell(works: &mut Works<'_, '_>, account: &RunAccount) -> Result<(), CaseworkError> {
    let due_at = account.at_ms + DUE_MS;
    let about = TaskAbout::default();
    if matters::waiting(works)? == 0 {
        tasks::finish_all(works, TaskKind::AccessReview, &about, "settled")?;
    } else {
        let new = NewTask {
            kind: TaskKind::AccessReview,
            whom: Whom::Role(Role::PrivacyOfficer),
            about,
            due_at,
        };
        tasks::add(works, &new)?;
    }
    if account.without_reviewer == 0 {
        tasks::withdraw_all(works, TaskKind::ReviewerMissing, &about)?;
    } else {
        for role in [Role::LineManager, Role::Administrator] {
            let new = NewTask {
                kind: TaskKind::ReviewerMissing,
                whom: Whom::Role(role),
                about,
                due_at,
            };
            tasks::add(works, &new)?;
        }
    }
    Ok(())
}
