//! Saying what came of an action, once, and being reminded until somebody did (CC-1).

use caseward_db::Reader;
use caseward_gate::{About, Actor, Drawers, Works};
use caseward_model::{ActionState, OfficeAct, TaskKind};

use super::super::{line, takes_part, typing};
use super::stored::{self, Ended, Kept};
use super::{KINDS, about, handle, unknown};
use crate::people::{Amiss, Mending};
use crate::sign_in::SignedIn;
use crate::tasks::{self, NewTask, Task};
use crate::{CaseworkError, Office};

/// The most characters of what came of an action.
const LONGEST: usize = 300;
/// The deed by which it stands in the client's own history.
const DEED: &str = "conference_action_ended";

/// What came of an action. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct ActionOutcome {
    /// Whether it was done; nothing when nobody said.
    pub done: Option<bool>,
    /// A word on it, in one line; where it wasn't done, why.
    pub word: String,
}

impl Office {
    /// Says what came of an action of one's own organisation. From then on nobody waits for it.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended, and nothing of the text; [`CaseworkError::Unknown`] when none that they
    /// may see is called so for them; [`CaseworkError::NotPermitted`].
    pub async fn end_action(
        &self,
        person: &SignedIn,
        called: &str,
        outcome: ActionOutcome,
    ) -> Result<(), CaseworkError> {
        let (me, act) = (person.worker, OfficeAct::TakePart);
        self.must_be_let(me, act, About::Worker(me)).await?;
        let mut found = None;
        for kept in self.theirs(person).await? {
            if self.action_handle(person.no, kept.no)? == called {
                found = Some(kept.row.series);
            }
        }
        let series = found.ok_or_else(unknown)?;
        let called = called.to_owned();
        let work = move |works: &mut Works<'_, '_>| ended(works, (series, &called), &outcome);
        self.gate
            .perform::<_, CaseworkError, _>(me, act, About::Worker(me), DEED, work)
            .await
    }

    /// Reminds whoever undertook something whose day is over, once, by mail and in their tasks. Says of how many actions; writes nothing
    /// when there is none.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn remind_of_actions(&self) -> Result<usize, CaseworkError> {
        let (drawers, now_ms) = (self.gate.drawers()?, self.clock.now_ms());
        let read = move |reader: &mut Reader<'_>| overdue(reader, &drawers, now_ms);
        let due = self.db.read(read).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let (key, act) = (Actor::KeyHolder, OfficeAct::Assign);
        let work = move |works: &mut Works<'_, '_>| remind(works, &due);
        self.gate
            .perform(key, act, About::Office, "conference_actions_overdue", work)
            .await
    }
}

fn ended(
    works: &mut Works<'_, '_>,
    (series, called): (i64, &str),
    outcome: &ActionOutcome,
) -> Result<(), CaseworkError> {
    let me = works.actor().ok_or_else(unknown)?;
    let (my_no, sheet) = works.worker(me)?;
    if !takes_part(works, series)? {
        return Err(unknown());
    }
    let mut all = stored::of_series_in(works, series)?.into_iter();
    let is_it = |it: &Kept| {
        let print = |domain: &str, parts: &[&[u8]]| works.fingerprint(domain, parts);
        handle(print, (my_no, it.no)) == called
    };
    let kept = all.find(is_it).ok_or_else(unknown)?;
    let mut row = kept.row.clone();
    let own = sheet.organization;
    if row.owner.is_none_or(|it| it.organization != own) {
        return Err(unknown());
    }
    if row.ended.is_some() {
        return Err(Amiss::ActionOver.into());
    }
    let (state, word) = checked(works, &kept, outcome)?;
    let place = (row.client, row.item);
    let words = (stored::next_word(&kept), word.as_bytes());
    let sealed = works.word_on_decision(place, DEED, words)?;
    row.ended = Some(Ended {
        state,
        by: my_no,
        at: works.now_ms(),
    });
    stored::end(works, &kept, (&row, sealed.ok_or_else(unknown)?))?;
    works.note("outcome", state.word());
    for kind in KINDS {
        tasks::finish_all(works, kind, &about(row.client, kept.no), state.word())?;
    }
    Ok(())
}

/// What came of it, if nothing has to be mended. What was done needs no word.
fn checked(
    works: &mut Works<'_, '_>,
    kept: &Kept,
    outcome: &ActionOutcome,
) -> Result<(ActionState, String), CaseworkError> {
    let state = outcome.done.map(|it| match it {
        true => ActionState::Done,
        false => ActionState::NotDone,
    });
    let is_empty = outcome.word.trim().is_empty();
    let word = line(&outcome.word, LONGEST);
    let needs = !is_empty || state == Some(ActionState::NotDone);
    let about = (kept.row.series, kept.row.by_identifier);
    let told = match &word {
        Some(word) => typing::tells(works, about, word)?,
        None => false,
    };
    let mut mending = Mending::default();
    mending.note(state.is_none().then_some(Amiss::ActionOutcome));
    mending.note((needs && word.is_none()).then_some(Amiss::ActionWord));
    mending.note(told.then_some(Amiss::ActionWordNames));
    mending.done()?;
    let state = state.ok_or(Amiss::ActionOutcome)?;
    Ok((state, word.unwrap_or_default()))
}

/// The tasks about actions whose day is over, and of which nobody was reminded.
fn overdue(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    now_ms: i64,
) -> Result<Vec<Task>, CaseworkError> {
    let mut due = tasks::all_waiting(reader, drawers, &[TaskKind::ConferenceAction])?;
    due.retain(|it| it.due_at <= now_ms);
    Ok(due)
}

/// Gives each as a task that is overdue instead, which is told by mail.
fn remind(works: &mut Works<'_, '_>, due: &[Task]) -> Result<usize, CaseworkError> {
    let mut actions = Vec::new();
    for task in due {
        tasks::withdraw(works, task.no)?;
        let new = NewTask {
            kind: TaskKind::ConferenceActionOverdue,
            whom: task.whom,
            about: task.about,
            due_at: task.due_at,
        };
        tasks::add(works, &new)?;
        if !actions.contains(&task.about.item) {
            actions.push(task.about.item);
        }
    }
    Ok(actions.len())
}
