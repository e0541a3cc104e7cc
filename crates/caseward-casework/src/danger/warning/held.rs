//! Whoever can't be warned from here: whoever tried hears one answer, whatever the reason, and a privacy officer has it as a task, sees
//! why, and decides what is done instead (DV-3.3.2e, DV-3.3.1).
//!
//! A worker who tries a name must not learn by the answer that somebody of that name is known here, nor that they aren't.

use caseward_gate::{About, Actor, FileWorks, Refusal, WarningFact, Works};
use caseward_model::{Client, HeldEnd, Id, OfficeAct, Role, TaskKind, Worker};

use super::WarningError;
use super::prepare::said_no;
use crate::sign_in::SignedIn;
use crate::tasks::{self, NewTask, Task, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// The rule by which somebody isn't warned from here.
const NOT_FROM_HERE: &str = "dv-3.3.2e-not-warned-from-here";

/// Who decides.
const OFFICERS: Whom = Whom::Role(Role::PrivacyOfficer);

/// A warning that isn't said from here, as a privacy officer sees it: who tried, and why not. Neither whom it is for nor its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldWarning {
    /// Its number among those that are held back.
    pub no: i64,
    /// The client from whom the danger comes.
    pub client: Id<Client>,
    /// The number of the warning among the client's.
    pub warning: i64,
    /// Who tried.
    pub by: Option<Id<Worker>>,
    /// When, in ms since 1970.
    pub at: i64,
    /// It may be about somebody from whom a wall keeps the client apart.
    pub walled: bool,
    /// Whoever is to be warned is or was the partner of a client who is protected, or may have to be.
    pub partner: bool,
}

impl Office {
    /// A refusal as whoever tried hears it. Where nobody may learn why, a privacy officer has it as a task first.
    pub(super) async fn not_let_out(
        &self,
        person: &SignedIn,
        which: (Id<Client>, i64),
        refusal: Refusal,
    ) -> WarningError {
        if is_held(&refusal)
            && let Err(error) = self.hold_warning(person.worker, which).await
        {
            return error.into();
        }
        said_no(refusal)
    }

    /// It is the office's own doing, and stands in no client's history: a reason would follow from it.
    async fn hold_warning(
        &self,
        by: Id<Worker>,
        (client, no): (Id<Client>, i64),
    ) -> Result<(), CaseworkError> {
        let (act, deed) = (OfficeAct::ReviewAccess, "warning_held");
        let work = move |works: &mut Works<'_, '_>| {
            let about = TaskAbout {
                client: Some(client),
                worker: Some(by),
                item: Some(no),
            };
            let new = NewTask {
                kind: TaskKind::WarningHeld,
                whom: OFFICERS,
                about,
                due_at: works.now_ms(),
            };
            tasks::add(works, &new)?;
            Ok(())
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(Actor::KeyHolder, act, About::Office, deed, work)
            .await
    }

    /// The warnings that aren't said from here and wait for a decision, the oldest first, for whoever decides on walls; none about a client
    /// from whom a wall keeps them.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn held_warnings(&self, who: Id<Worker>) -> Result<Vec<HeldWarning>, CaseworkError> {
        let (act, deed) = (OfficeAct::LowerWall, "held_warnings_listed");
        let work = move |works: &mut Works<'_, '_>| {
            let mut all = Vec::new();
            for task in tasks::waiting(works, TaskKind::WarningHeld, OFFICERS)? {
                all.extend(held(works, who, &task)?);
            }
            Ok(all)
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, About::Office, deed, work)
            .await
    }

    /// Decides what is done instead of a warning that isn't said from here, by its number in the list; says whether there is one that this
    /// person may decide on. It lets nothing out, and takes no wall down.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn settle_held_warning(
        &self,
        who: Id<Worker>,
        no: i64,
        end: HeldEnd,
    ) -> Result<bool, CaseworkError> {
        let (act, deed) = (OfficeAct::LowerWall, "held_warning_settled");
        let work = move |works: &mut Works<'_, '_>| {
            let waiting = tasks::waiting(works, TaskKind::WarningHeld, OFFICERS)?;
            let Some(task) = waiting.iter().find(|it| it.no == no) else {
                return Ok(false);
            };
            if held(works, who, task)?.is_none() {
                return Ok(false);
            }
            tasks::finish(works, no, end.word())?;
            Ok(true)
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, About::Office, deed, work)
            .await
    }
}

fn is_held(refusal: &Refusal) -> bool {
    let Refusal::Refused { sections, .. } = refusal else {
        return false;
    };
    let mut policies = sections.iter().flat_map(|it| &it.decision.policies);
    policies.any(|it| it == NOT_FROM_HERE)
}

/// What waits, with its reasons as they were found when it was tried last; nothing to whoever a wall keeps from the client.
fn held(
    works: &mut Works<'_, '_>,
    who: Id<Worker>,
    task: &Task,
) -> Result<Option<HeldWarning>, CaseworkError> {
    let (Some(client), Some(warning)) = (task.about.client, task.about.item) else {
        return Ok(None);
    };
    let (worker_no, sheet) = works.worker(who)?;
    let Some(seen) = works.client(client)? else {
        return Ok(None);
    };
    if seen.sheet.walls_off(worker_no, &sheet) {
        return Ok(None);
    }
    let fact = seen.sheet.warnings.iter().find(|it| it.no == warning);
    let is_walled = |it: &WarningFact| it.is_walled(&seen.sheet);
    Ok(Some(HeldWarning {
        no: task.no,
        client,
        warning,
        by: task.about.worker,
        at: task.made_at,
        walled: fact.is_some_and(is_walled),
        partner: fact.is_some_and(|it| it.partner),
    }))
}

/// The warning is over, or can be said now: nobody has to decide on it any more.
pub(super) fn over(
    desk: &mut FileWorks<'_, '_, '_>,
    no: i64,
    outcome: &'static str,
) -> Result<(), CaseworkError> {
    let client = Some(desk.client());
    for task in tasks::waiting(desk.works, TaskKind::WarningHeld, OFFICERS)? {
        if task.about.client == client && task.about.item == Some(no) {
            // Not a word of it in this entry: it stands in the client's history, and only what was held has one.
            tasks::finish_unnoted(desk.works, task.no, outcome)?;
        }
    }
    Ok(())
}
