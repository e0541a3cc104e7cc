//! That whoever is threatened isn't forgotten: from the report on, somebody has it as a task that they are warned, and supervisors have it
//! too once the office's time is over, until somebody was warned or it is written down why nobody is (DV-4.2b).

use caseward_db::Reader;
use caseward_gate::{About, Actor, Amend, Assignee, ClientSheet, Drawers, FileWorks, Works};
use caseward_model::{AssignmentRole, AtRisk, Channel, Client, Id, OfficeAct, TaskKind};

use super::telling::kept;
use super::{WarningError, WarningNeed};
use crate::danger::report::about;
use crate::danger::{DangerError, Ending, stored};
use crate::emergency::limits_in;
use crate::sign_in::SignedIn;
use crate::tasks::{self, NewTask, Task, TaskAbout, Whom, supervisors};
use crate::{CaseworkError, Office, mail};

const HOUR_MS: i64 = 3_600_000;

/// Gives it as a task to whoever answers for the client, within the office's time and while the report stands, that somebody is warned.
/// The entry doesn't name it: who may be harmed isn't told there.
pub(in crate::danger) fn begin(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, until): (i64, i64),
) -> Result<(), CaseworkError> {
    let (by, now_ms) = (desk.works.actor_no(), desk.works.now_ms());
    let (_, limits) = limits_in(desk.works)?;
    let due_at = until.min(now_ms + limits.warn_hours * HOUR_MS);
    let about = about(desk.client(), no);
    for worker_no in who_answers(desk.sheet(), (by, now_ms)) {
        let new = NewTask {
            kind: TaskKind::WarningDue,
            whom: Whom::Worker(worker_no),
            about,
            due_at,
        };
        tasks::add_unnoted(desk.works, &new)?;
    }
    Ok(())
}

/// Nobody is reminded any more: somebody was warned, or it is written down why nobody is.
pub(in crate::danger) fn end(
    works: &mut Works<'_, '_>,
    about: &TaskAbout,
    outcome: &'static str,
) -> Result<(), CaseworkError> {
    for kind in [TaskKind::WarningDue, TaskKind::WarningOverdue] {
        tasks::finish_all_unnoted(works, kind, about, outcome)?;
    }
    Ok(())
}

/// Who sees to it, by number: whoever leads the work with the client, and whoever reported it if they are assigned by name; whoever
/// reported it alone where nobody leads.
fn who_answers(client: &ClientSheet, (by, now_ms): (i64, i64)) -> Vec<i64> {
    let holding = client.assignments.iter().filter(|it| it.holds_at(now_ms));
    let by_name = holding.filter_map(|it| match it.to {
        Assignee::Worker(no) => Some((no, it.role)),
        Assignee::Programme(_) | Assignee::Team(_) => None,
    });
    let answers = by_name.filter(|(no, role)| *no == by || *role == AssignmentRole::Lead);
    let mut all: Vec<i64> = answers.map(|(no, _)| no).collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        all.push(by);
    }
    all
}

impl Office {
    /// Writes down why nobody is warned of a danger to somebody other than the client. Nobody is reminded of it any more.
    ///
    /// # Errors
    /// [`WarningError::Refused`] for whoever may not write into this client's notes; [`WarningError::Unknown`] when there is no such report;
    /// [`WarningError::Mend`] without a reason, and for a report of which nobody has to be warned.
    pub async fn note_nobody_warned(
        &self,
        person: &SignedIn,
        (client, report): (Id<Client>, i64),
        channel: Channel,
        why: String,
    ) -> Result<(), WarningError> {
        let request = self.about_danger(person, client, channel).await?;
        let by = person.worker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let found = stored::one(desk, report).map_err(|error| match error {
                DangerError::Unknown => WarningError::Unknown,
                other => other.into(),
            });
            let (version, mut text) = found?;
            if text.at_risk == AtRisk::Client || text.not_warned.is_some() {
                return Err(WarningError::Mend(vec![WarningNeed::Over]));
            }
            let (at, why) = (desk.works.now_ms(), kept(&why, WarningNeed::Why)?);
            text.not_warned = Some(Ending { at, by, why });
            desk.works.note("danger", report);
            let about = about(desk.client(), report);
            end(desk.works, &about, "nobody_warned")?;
            Ok(stored::update(desk, (report, version), &text)?)
        };
        self.gate
            .work_on_file::<Amend, _, WarningError, _>(&request, "nobody_warned", work)
            .await
    }

    /// Lets supervisors know of each danger of which nobody was warned within the office's time, once, and writes to whoever answers for
    /// it. Says how many there are; writes nothing when there is none.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn remind_of_warnings(&self) -> Result<usize, CaseworkError> {
        let (drawers, now_ms) = (self.gate.drawers()?, self.clock.now_ms());
        let due = self
            .db
            .read(move |reader| overdue(reader, &drawers, now_ms))
            .await?;
        if due.is_empty() {
            return Ok(0);
        }
        let (act, about) = (OfficeAct::Assign, About::Office);
        let work = move |works: &mut Works<'_, '_>| remind(works, &due);
        let gate = &self.gate;
        gate.perform(Actor::KeyHolder, act, about, "warnings_overdue", work)
            .await
    }
}

/// The tasks that are past due, and of which no supervisor has heard.
fn overdue(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    now_ms: i64,
) -> Result<Vec<Task>, CaseworkError> {
    let kinds = [TaskKind::WarningDue, TaskKind::WarningOverdue];
    let all = tasks::all_waiting(reader, drawers, &kinds)?;
    let (told, mut due): (Vec<Task>, Vec<Task>) = all
        .into_iter()
        .partition(|it| it.kind == TaskKind::WarningOverdue);
    due.retain(|it| it.due_at <= now_ms && told.iter().all(|told| told.about != it.about));
    Ok(due)
}

fn remind(works: &mut Works<'_, '_>, due: &[Task]) -> Result<usize, CaseworkError> {
    let mut reports: Vec<TaskAbout> = Vec::new();
    for task in due {
        let (Some(client), Whom::Worker(worker_no)) = (task.about.client, task.whom) else {
            continue;
        };
        let Some(client) = works.client(client)? else {
            // There is nobody left whom it could be about.
            tasks::withdraw(works, task.no)?;
            continue;
        };
        let asked = supervisors::to_tell(works, &client.sheet, worker_no)?;
        let new = NewTask {
            kind: TaskKind::WarningOverdue,
            whom: Whom::SupervisorsOf(worker_no),
            about: task.about,
            due_at: task.due_at,
        };
        if asked.nobody {
            tasks::add(works, &new)?;
        } else {
            asked.tell(works, new.kind, new.about, new.due_at)?;
        }
        // Whoever answers for it has the task already: they are only written to.
        let letter = NewTask {
            whom: task.whom,
            ..new
        };
        mail::tell(works, &letter)?;
        if !reports.contains(&task.about) {
            reports.push(task.about);
        }
    }
    Ok(reports.len())
}
