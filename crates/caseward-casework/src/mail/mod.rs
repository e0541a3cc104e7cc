//! Letters by mail: that something waits, never what or about whom, for anyone may stand behind the reader.
//!
//! NASW-l, NASW-i. A letter is written down in the same transaction as the task that it tells of, and sent by the
//! server later; if it can't be sent, the task waits all the same. A client is never written to: who else reads
//! their mail isn't known. A letter may arrive twice when the server stops in the middle; it says nothing twice.

mod sending;
mod stored;

use caseward_gate::{About, Actor, Particulars, WorkerSheet, Works};
use caseward_model::{Id, LetterKind, LetterState, OfficeAct, Role, TaskKind, Worker};

pub use sending::{Envelope, Failure};

use crate::tasks::{self, NewTask, Whom};
use crate::{CaseworkError, Office};

/// How long a letter that doesn't press waits for others that it can tell of too, in ms.
const GATHERED_MS: i64 = 10 * 60_000;

/// How a letter stands, for those who look after the mail. Whom it goes to isn't said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterSeen {
    /// Its number.
    pub no: i64,
    /// What it is for.
    pub kind: LetterKind,
    /// How far it has come.
    pub state: LetterState,
    /// When it was written, in ms since 1970.
    pub made_at: i64,
    /// How often it was tried to send it.
    pub tries: u32,
    /// Why it didn't go the last time, in a word.
    pub trouble: Option<Failure>,
}

/// Whether a letter about such a task goes out at once.
const fn presses(kind: TaskKind) -> bool {
    matches!(
        kind,
        TaskKind::EmergencyOpened
            | TaskKind::EmergencyOverBudget
            | TaskKind::EmergencyAttempts
            | TaskKind::DangerReported
            | TaskKind::WarningOverdue
            | TaskKind::WarningHeld
            | TaskKind::BreachReported
    )
}

/// Writes to everyone for whom a task is that it waits. Whoever has a letter waiting gets no second one, and whoever a wall keeps from the
/// client whom it is about gets none.
pub(crate) fn tell(works: &mut Works<'_, '_>, task: &NewTask) -> Result<(), CaseworkError> {
    let (letter, due_at) = match presses(task.kind) {
        true => (LetterKind::Pressing, works.now_ms()),
        false => (LetterKind::SomethingWaits, works.now_ms() + GATHERED_MS),
    };
    let client = match task.about.client {
        Some(id) => works.client(id)?,
        None => None,
    };
    let walled = |no: i64, sheet: &WorkerSheet| {
        let client = client.as_ref();
        client.is_some_and(|it| it.sheet.walls_off(no, sheet))
    };
    for (no, id, sheet) in readers(works, task.whom)? {
        if !tasks::is_kept_from(task.kind, &task.about, id) && !walled(no, &sheet) {
            stored::write(works, no, letter, due_at)?;
        }
    }
    Ok(())
}

/// Those whom a task is for and who can be written to: number, id, and what decides about them.
fn readers(
    works: &mut Works<'_, '_>,
    whom: Whom,
) -> Result<Vec<(i64, Id<Worker>, WorkerSheet)>, CaseworkError> {
    let now_ms = works.now_ms();
    let here: Vec<i64> = works
        .organizations()?
        .into_iter()
        .filter(|(_, _, sheet, _)| sheet.keeps_records_here)
        .map(|(no, ..)| no)
        .collect();
    let is_for = |no: i64, sheet: &WorkerSheet| match whom {
        Whom::Worker(one) => no == one,
        Whom::SupervisorsOf(one) => {
            sheet.role == Role::Supervisor && sheet.supervises.contains(&one)
        }
        Whom::Role(role) => sheet.role == role && here.contains(&sheet.organization),
    };
    let workers = works.workers()?.into_iter();
    Ok(workers
        .filter(|(no, _, sheet, called)| {
            is_for(*no, sheet) && can_be_written_to(sheet, called, now_ms)
        })
        .map(|(no, id, sheet, _)| (no, id, sheet))
        .collect())
}

/// Whether a letter may go to someone: a colleague whose access is open and whose address is known.
fn can_be_written_to(sheet: &WorkerSheet, called: &Particulars, now_ms: i64) -> bool {
    sheet.role != Role::Client && !sheet.is_shut_at(now_ms) && !called.email.is_empty()
}

impl Office {
    /// Writes a letter to a worker that only shows whether mail arrives. Gives its number.
    ///
    /// # Errors
    /// [`CaseworkError::Unfit`] when there is no address to write to; [`CaseworkError::NotPermitted`].
    pub async fn write_trial_letter(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
    ) -> Result<i64, CaseworkError> {
        let (act, about) = (OfficeAct::ManageSettings, About::Office);
        self.gate
            .perform(by, act, about, "trial_letter_written", move |works| {
                let (no, _) = works.worker(worker)?;
                if readers(works, Whom::Worker(no))?.is_empty() {
                    let reason = "there is no address to write to, or their access is shut; \
                                  give them one with `caseward user change`";
                    return Err(CaseworkError::Unfit(reason.to_owned()));
                }
                let now_ms = works.now_ms();
                stored::write(works, no, LetterKind::Trial, now_ms)
            })
            .await
    }

    /// The newest letters, at most so many, for the holder of the key.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn letters(&self, most: i64) -> Result<Vec<LetterSeen>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db
            .read(move |reader| stored::newest(reader, &drawers, most))
            .await
    }
}
