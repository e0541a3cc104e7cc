//! What waits for somebody: who is to do what, until when, and about whom, until it is done (NASW-d, NASW-o).
//!
//! A desk adds a task in the same transaction as the work that makes it necessary, and finishes it in the one that
//! does it, so that none is forgotten and none outlives its cause. A task holds ids only and lets nobody do anything:
//! where it is done, the gate is asked as ever. Whom it is for is told by mail that something waits, if mail is set up.

mod stored;
pub(crate) mod supervisors;

use std::collections::BTreeSet;

use caseward_db::Reader;
use caseward_gate::{About, Actor, Drawers, Roster, Works};
use caseward_model::{Client, Id, OfficeAct, Role, TaskKind, TaskState, Worker};
use serde::{Deserialize, Serialize};

use crate::{CaseworkError, Office, mail};

/// For whom a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// One worker, by number.
    Worker(i64),
    /// Whoever supervises this worker, by the worker's number; it follows when that changes. What is about a client is given to
    /// supervisors by name.
    SupervisorsOf(i64),
    /// Everyone of this part who belongs to the organisation that keeps its records here.
    Role(Role),
}

/// What a task is about; ids and numbers only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskAbout {
    /// A client.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<Id<Client>>,
    /// A worker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worker: Option<Id<Worker>>,
    /// A row of the desk that added the task, by its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<i64>,
}

/// A task to be added.
#[derive(Debug, Clone, Copy)]
pub struct NewTask {
    /// What is to be done.
    pub kind: TaskKind,
    /// For whom it is.
    pub whom: Whom,
    /// What it is about.
    pub about: TaskAbout,
    /// Until when, in ms since 1970.
    pub due_at: i64,
}

/// A task as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its number.
    pub no: i64,
    /// What is to be done.
    pub kind: TaskKind,
    /// For whom it is.
    pub whom: Whom,
    /// What it is about.
    pub about: TaskAbout,
    /// Until when, in ms since 1970.
    pub due_at: i64,
    /// Since when it waits, in ms since 1970.
    pub made_at: i64,
    /// Who made it; nobody for the office's own commands.
    pub made_by: Option<Id<Worker>>,
    /// How it stands.
    pub state: TaskState,
    /// With what it ended, in a word of the desk that finished it.
    pub outcome: Option<String>,
}

/// Whether a task must stay unknown to one of those whom it is for: that somebody may be close to a client, or that something was
/// reported about them, is nothing for themselves to know, though deciding about others is their part (DV-3.3.2e, CC-2.8).
pub(crate) fn is_kept_from(kind: TaskKind, about: &TaskAbout, worker: Id<Worker>) -> bool {
    let judged = matches!(
        kind,
        TaskKind::ConflictToDecide
            | TaskKind::BreachReported
            | TaskKind::BreachToFind
            | TaskKind::BreachToTell
    );
    judged && about.worker == Some(worker)
}

/// What was undertaken in a case conference, about somebody who may have been spoken of by an identifier.
const fn is_of_conference(kind: TaskKind) -> bool {
    matches!(
        kind,
        TaskKind::ConferenceAction | TaskKind::ConferenceActionOverdue
    )
}

/// Adds a task, and notes it in the entry of this piece of work; gives its number. One that already waits for
/// the same people about the same thing is not added again.
///
/// # Errors
/// When the database refuses.
pub fn add(works: &mut Works<'_, '_>, new: &NewTask) -> Result<i64, CaseworkError> {
    let (no, is_new) = added(works, new)?;
    if is_new {
        works.note(&format!("task_{no}"), new.kind.word());
    }
    Ok(no)
}

/// [`add`] without a word of it in the entry of this piece of work: where its kind would tell there what the entry doesn't.
///
/// # Errors
/// When the database refuses.
pub(crate) fn add_unnoted(works: &mut Works<'_, '_>, new: &NewTask) -> Result<(), CaseworkError> {
    added(works, new)?;
    Ok(())
}

fn added(works: &mut Works<'_, '_>, new: &NewTask) -> Result<(i64, bool), CaseworkError> {
    for task in stored::open_about(works, new.kind, &new.about)? {
        if task.whom == new.whom {
            return Ok((task.no, false));
        }
    }
    let no = stored::insert(works, new)?;
    mail::tell(works, new)?;
    Ok((no, true))
}

impl Office {
    /// Gives these tasks in one piece of the office's own work, if there are any. Says how many there were.
    pub(crate) async fn give_tasks(
        &self,
        deed: &'static str,
        all: Vec<NewTask>,
    ) -> Result<usize, CaseworkError> {
        let many = all.len();
        if many == 0 {
            return Ok(0);
        }
        let work = move |works: &mut Works<'_, '_>| {
            for new in all {
                add(works, &new)?;
            }
            Ok(())
        };
        let (key, act) = (Actor::KeyHolder, OfficeAct::Assign);
        self.gate
            .perform::<_, CaseworkError, _>(key, act, About::Office, deed, work)
            .await?;
        Ok(many)
    }
}

/// Finishes a task with an outcome, a word of the desk that does it. One that has ended stays as it ended.
///
/// # Errors
/// [`CaseworkError::Unfit`] when there is no such task.
pub fn finish(
    works: &mut Works<'_, '_>,
    no: i64,
    outcome: &'static str,
) -> Result<(), CaseworkError> {
    stored::end(works, no, TaskState::Done, Some(outcome))
}

/// [`finish`] without a word of it in the entry of this piece of work.
///
/// # Errors
/// As [`finish`].
pub(crate) fn finish_unnoted(
    works: &mut Works<'_, '_>,
    no: i64,
    outcome: &'static str,
) -> Result<(), CaseworkError> {
    stored::end_unnoted(works, no, TaskState::Done, Some(outcome)).map(drop)
}

/// Takes a task back that is no longer needed.
///
/// # Errors
/// [`CaseworkError::Unfit`] when there is no such task.
pub fn withdraw(works: &mut Works<'_, '_>, no: i64) -> Result<(), CaseworkError> {
    stored::end(works, no, TaskState::Withdrawn, None)
}

/// Finishes every task of this kind about this, whomever it waits for; says how many.
///
/// # Errors
/// When the database refuses.
pub fn finish_all(
    works: &mut Works<'_, '_>,
    kind: TaskKind,
    about: &TaskAbout,
    outcome: &'static str,
) -> Result<usize, CaseworkError> {
    let waiting = stored::open_about(works, kind, about)?;
    for task in &waiting {
        stored::end(works, task.no, TaskState::Done, Some(outcome))?;
    }
    Ok(waiting.len())
}

/// [`finish_all`] without a word of it in the entry of this piece of work.
///
/// # Errors
/// When the database refuses.
pub(crate) fn finish_all_unnoted(
    works: &mut Works<'_, '_>,
    kind: TaskKind,
    about: &TaskAbout,
    outcome: &'static str,
) -> Result<(), CaseworkError> {
    for task in stored::open_about(works, kind, about)? {
        stored::end_unnoted(works, task.no, TaskState::Done, Some(outcome))?;
    }
    Ok(())
}

/// Takes every task of this kind about this back; says how many.
///
/// # Errors
/// When the database refuses.
pub fn withdraw_all(
    works: &mut Works<'_, '_>,
    kind: TaskKind,
    about: &TaskAbout,
) -> Result<usize, CaseworkError> {
    let waiting = stored::open_about(works, kind, about)?;
    for task in &waiting {
        stored::end(works, task.no, TaskState::Withdrawn, None)?;
    }
    Ok(waiting.len())
}

/// Takes every task of this kind about this back but those that wait for these people, without a word of it in the entry of this piece of
/// work.
///
/// # Errors
/// When the database refuses.
pub(crate) fn withdraw_others_unnoted(
    works: &mut Works<'_, '_>,
    kind: TaskKind,
    (about, keep): (&TaskAbout, &[Whom]),
) -> Result<(), CaseworkError> {
    for task in stored::open_about(works, kind, about)? {
        if !keep.contains(&task.whom) {
            stored::end_unnoted(works, task.no, TaskState::Withdrawn, None)?;
        }
    }
    Ok(())
}

/// The tasks of this kind that wait for these people, the oldest first.
///
/// # Errors
/// When the database refuses.
pub fn waiting(
    works: &mut Works<'_, '_>,
    kind: TaskKind,
    whom: Whom,
) -> Result<Vec<Task>, CaseworkError> {
    let mut all = stored::open_in(works, whom)?;
    all.retain(|it| it.kind == kind);
    Ok(all)
}

/// All tasks of these kinds that wait, whomever they are for: for what the office looks after by itself.
///
/// # Errors
/// When a row doesn't open.
pub(crate) fn all_waiting(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    kinds: &[TaskKind],
) -> Result<Vec<Task>, CaseworkError> {
    let mut all = stored::all_open(reader, drawers)?;
    all.retain(|it| kinds.contains(&it.kind));
    Ok(all)
}

impl Office {
    /// What waits for a worker, by their number: for themselves, for those who supervise whom they supervise, and for
    /// their part. The most urgent first; nothing about a client from whom a wall keeps them, and nothing that was given to a
    /// supervisor by name who has nothing to do with it any more.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn my_tasks(&self, worker_no: i64) -> Result<Vec<Task>, CaseworkError> {
        let (roster, drawers) = (self.gate.roster()?, self.gate.drawers()?);
        let now_ms = self.clock.now_ms();
        self.db
            .read(move |reader| waiting_for(reader, (&roster, &drawers), worker_no, now_ms))
            .await
    }
}

fn waiting_for(
    reader: &mut Reader<'_>,
    (roster, drawers): (&Roster, &Drawers),
    worker_no: i64,
    now_ms: i64,
) -> Result<Vec<Task>, CaseworkError> {
    let Some((id, sheet, _)) = roster.worker(reader, worker_no)? else {
        return Ok(Vec::new());
    };
    let mut mine = vec![Whom::Worker(worker_no)];
    if roster.keeps_records_here(reader, sheet.organization)? {
        mine.push(Whom::Role(sheet.role));
    }
    if sheet.role == Role::Supervisor {
        mine.extend(sheet.supervises.iter().copied().map(Whom::SupervisorsOf));
    }
    let mut tasks = Vec::new();
    for whom in mine {
        tasks.extend(stored::open_for(reader, drawers, whom)?);
    }
    tasks.retain(|task| !is_kept_from(task.kind, &task.about, id));
    // That something waits about a client is nothing to know for whoever a wall keeps from them (DV-3.3.2e).
    let about: BTreeSet<Id<Client>> = tasks.iter().filter_map(|it| it.about.client).collect();
    let mut walled = BTreeSet::new();
    for client in about {
        if roster.walls_off(reader, client, (worker_no, &sheet))? {
            walled.insert(client);
        }
    }
    tasks.retain(|task| task.about.client.is_none_or(|it| !walled.contains(&it)));
    let mut theirs = Vec::with_capacity(tasks.len());
    for task in tasks {
        let who = (worker_no, &sheet);
        if supervisors::is_still_theirs(reader, roster, &task, who, now_ms)? {
            theirs.push(task);
        }
    }
    // About whom an action of a conference is, the gate tells, and no list of tasks: by identifier nothing leads from one to the other.
    for task in theirs.iter_mut().filter(|it| is_of_conference(it.kind)) {
        task.about.client = None;
    }
    theirs.sort_unstable_by_key(|task| (task.due_at, task.no));
    Ok(theirs)
}
