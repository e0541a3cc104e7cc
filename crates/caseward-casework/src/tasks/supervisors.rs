//! Which supervisors hear that something about a client waits for them: each by name, and only those who may look at the client
//! (DV-3.3.2c, DV-3.3.2e, NASW-d).
//!
//! Not everyone who supervises whoever acts has to do with the client. So the supervisors are looked for when something is to be given
//! to them, by the facts that the gate decides by, and whoever acts hears if there is none. Supervision, assignments and walls may
//! change afterwards: then what was given isn't shown any more.

use caseward_db::Reader;
use caseward_gate::{ClientSheet, FileWorks, Registered, Roster, WorkerSheet, Works};
use caseward_model::{Id, Role, TaskKind, TaskState, Worker};

use super::{NewTask, Task, TaskAbout, Whom, stored};
use crate::CaseworkError;

/// Who is asked, by number.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    whom: Vec<i64>,
    /// Those who had a hand in it, and so aren't asked.
    apart: Vec<i64>,
    /// Nobody who may look at the client is asked.
    pub(crate) nobody: bool,
}

/// Finds whom to ask about the client: the supervisors of whoever acts, or else other supervisors, who may look. Where nobody may, the
/// supervisors of whoever acts hear all the same that something waits, so that one of them can be assigned. Whoever a wall keeps from
/// the client hears nothing, nor does whoever is `apart`: those who had a hand in what is to be looked at.
///
/// # Errors
/// When a sheet doesn't open.
pub(crate) fn to_ask(
    desk: &mut FileWorks<'_, '_, '_>,
    apart: &[Id<Worker>],
) -> Result<Asked, CaseworkError> {
    let who = (desk.works.actor_no(), desk.works.now_ms());
    let all = desk.works.workers()?;
    Ok(found(&all, desk.sheet(), who, apart))
}

/// The same for somebody whose work the office looks after by itself, by their number.
///
/// # Errors
/// When a sheet doesn't open.
pub(crate) fn to_tell(
    works: &mut Works<'_, '_>,
    client: &ClientSheet,
    worker_no: i64,
) -> Result<Asked, CaseworkError> {
    let who = (worker_no, works.now_ms());
    Ok(found(&works.workers()?, client, who, &[]))
}

/// What those are called who would be asked about the client by this worker, by number; nobody where none may look.
pub(crate) fn who_could_look(
    all: &[Registered<Worker, WorkerSheet>],
    client: &ClientSheet,
    who: (i64, i64),
) -> Vec<String> {
    let asked = found(all, client, who, &[]);
    if asked.nobody {
        return Vec::new();
    }
    let them = all.iter().filter(|(no, ..)| asked.whom.contains(no));
    them.map(|(.., called)| called.name.clone()).collect()
}

fn found(
    all: &[Registered<Worker, WorkerSheet>],
    client: &ClientSheet,
    (by, now_ms): (i64, i64),
    apart: &[Id<Worker>],
) -> Asked {
    let open = all.iter().filter(|(no, id, it, _)| {
        let is_there = it.role == Role::Supervisor && !it.is_shut_at(now_ms);
        is_there && *no != by && !apart.contains(id) && !client.walls_off(*no, it)
    });
    let seen = open.map(|(no, _, it, _)| {
        let stands = now_ms < it.agreement_until && now_ms < it.training_until;
        let able = stands && client.has_supervisor((*no, it), now_ms);
        (*no, able, it.supervises.contains(&by))
    });
    let seen: Vec<(i64, bool, bool)> = seen.collect();
    let those = |is: fn(bool, bool) -> bool| -> Vec<i64> {
        let found = seen.iter().filter(|(_, able, theirs)| is(*able, *theirs));
        found.map(|(no, ..)| *no).collect()
    };
    let barred = all.iter().filter(|(_, id, ..)| apart.contains(id));
    let apart = barred.map(|(no, ..)| *no).collect();
    let own = those(|able, theirs| able && theirs);
    let others = if own.is_empty() {
        those(|able, _| able)
    } else {
        own
    };
    let nobody = others.is_empty();
    let whom = if nobody {
        those(|_, theirs| theirs)
    } else {
        others
    };
    Asked {
        whom,
        apart,
        nobody,
    }
}

impl Asked {
    /// Gives each of them the task by name. From whoever had a hand in it since it was given to them, it is taken back.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn give(
        &self,
        desk: &mut FileWorks<'_, '_, '_>,
        kind: TaskKind,
        about: TaskAbout,
        due_at: i64,
    ) -> Result<(), CaseworkError> {
        for task in stored::open_about(desk.works, kind, &about)? {
            if matches!(task.whom, Whom::Worker(no) if self.apart.contains(&no)) {
                stored::end(desk.works, task.no, TaskState::Withdrawn, None)?;
            }
        }
        self.tell(desk.works, kind, about, due_at)
    }

    /// Gives each of them the task by name.
    ///
    /// # Errors
    /// When the database refuses.
    pub(crate) fn tell(
        &self,
        works: &mut Works<'_, '_>,
        kind: TaskKind,
        about: TaskAbout,
        due_at: i64,
    ) -> Result<(), CaseworkError> {
        for no in &self.whom {
            let new = NewTask {
                kind,
                whom: Whom::Worker(*no),
                about,
                due_at,
            };
            super::add(works, &new)?;
        }
        Ok(())
    }
}

/// What is given to supervisors by name.
const fn is_for_supervisors(kind: TaskKind) -> bool {
    matches!(
        kind,
        TaskKind::DangerReported
            | TaskKind::RiskToDiscuss
            | TaskKind::DisclosureToApprove
            | TaskKind::ConsentPaper
            | TaskKind::WarningOverdue
    )
}

/// Whether a task is still theirs to whom it is shown. One that was given to a supervisor by name is, while they have to do with the
/// client, or supervise whoever asked.
pub(super) fn is_still_theirs(
    reader: &mut Reader<'_>,
    roster: &Roster,
    task: &Task,
    (no, sheet): (i64, &WorkerSheet),
    now_ms: i64,
) -> Result<bool, CaseworkError> {
    let by_name = matches!(task.whom, Whom::Worker(_)) && is_for_supervisors(task.kind);
    let Some(client) = task.about.client.filter(|_| by_name) else {
        return Ok(true);
    };
    if roster.is_supervised(reader, client, (no, sheet), now_ms)? {
        return Ok(true);
    }
    let asked_by = match task.made_by {
        Some(id) => roster.number_of(reader, id)?,
        None => None,
    };
    let theirs = asked_by.is_some_and(|it| sheet.supervises.contains(&it));
    Ok(theirs && sheet.role == Role::Supervisor)
}
