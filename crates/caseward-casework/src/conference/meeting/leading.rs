//! Whoever led a sitting has another part by now, belongs to another organisation, left the series, or can't come in any more: who leads it
//! from then on is told, and privacy officers hear of it where nobody can (CC-1, CC-2.4).
//!
//! Lead and deputy of the series take over only where they sit in it themselves, for a wall may keep them out of the others. There it is
//! whoever of it holds conferences. What waits for somebody says that they lead something, and nothing of a sitting.

use caseward_gate::{RoomState, Works};
use caseward_model::{Role, TaskKind};

use super::super::agenda;
use super::super::stored::{self as series, Series};
use super::admission::{Division, holding};
use super::stored::{self, Meeting};
use crate::CaseworkError;
use crate::tasks::{self, NewTask, TaskAbout, Whom};

/// Those who hear of a sitting that nobody can lead.
const OFFICERS: Whom = Whom::Role(Role::PrivacyOfficer);

/// Looks at the meetings that somebody led, by number, after something has changed about them that decides whether they can: whoever leads in
/// their place is told, and whoever was told before and doesn't any more isn't asked.
pub(crate) fn lead_changed(works: &mut Works<'_, '_>, worker: i64) -> Result<(), CaseworkError> {
    for (series_no, of) in series::all_in(works)? {
        if of.ended_at.is_some() || !of.was_named(worker) {
            continue;
        }
        let agenda = agenda::of_series(works, series_no)?;
        for &no in &of.meetings {
            let meeting = stored::by_no(works, no)?;
            let division = Division::of(&agenda, no);
            looked_after(works, (&of, &division), (no, &meeting), worker)?;
        }
    }
    Ok(())
}

/// What has changed about who leads in the sittings of a meeting that aren't over.
#[derive(Default)]
struct Change {
    /// Who leads one of them.
    lead: Vec<i64>,
    /// Who of them has to be told.
    told: Vec<i64>,
    /// One has nobody.
    without: bool,
}

fn looked_after(
    works: &mut Works<'_, '_>,
    (of, division): (&Series, &Division),
    (no, meeting): (i64, &Meeting),
    worker: i64,
) -> Result<(), CaseworkError> {
    let mut change = Change::default();
    for sitting in meeting.rooms.sittings() {
        let waits =
            meeting.room(sitting) == RoomState::Planned && meeting.plan.ends_at() > works.now_ms();
        let is_open = matches!(meeting.room(sitting), RoomState::Open { .. });
        if !waits && !is_open {
            continue;
        }
        let mut whom = division.first_of(of, sitting);
        whom.extend(division.people(sitting).into_iter().flatten());
        whom.sort_unstable();
        whom.dedup();
        let holding = holding(works, whom)?;
        // In a room that is open, whoever leads in somebody's place was told when that one couldn't any more.
        let is_new = |by_right: i64| waits || by_right == worker;
        change.of_sitting((of, division), (sitting, is_new), &holding);
    }
    told(works, (no, meeting), &change)
}

impl Change {
    fn of_sitting(
        &mut self,
        (of, division): (&Series, &Division),
        (sitting, is_new): (i64, impl Fn(i64) -> bool),
        holding: &[(i64, i64)],
    ) {
        let now = division.leaders(of, sitting, holding);
        let by_right = division.by_right(of, sitting);
        if !now.contains(&by_right) && is_new(by_right) {
            self.told.extend(&now);
        }
        self.without |= now.is_empty();
        self.lead.extend(now);
    }
}

fn told(
    works: &mut Works<'_, '_>,
    (no, meeting): (i64, &Meeting),
    change: &Change,
) -> Result<(), CaseworkError> {
    let (about, due_at) = (about(no), meeting.plan.begins_at.max(works.now_ms()));
    let task = |kind, whom| NewTask {
        kind,
        whom,
        about,
        due_at,
    };
    // The entry of this piece of work isn't to say who sits where.
    for &worker in &change.told {
        let new = task(TaskKind::ConferenceToLead, Whom::Worker(worker));
        tasks::add_unnoted(works, &new)?;
    }
    let lead: Vec<Whom> = change.lead.iter().map(|it| Whom::Worker(*it)).collect();
    tasks::withdraw_others_unnoted(works, TaskKind::ConferenceToLead, (&about, &lead))?;
    let kind = TaskKind::ConferenceWithoutLead;
    if change.without {
        return tasks::add_unnoted(works, &task(kind, OFFICERS));
    }
    tasks::withdraw_others_unnoted(works, kind, (&about, &[]))
}

const fn about(no: i64) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: None,
        item: Some(no),
    }
}

/// Whoever leads a sitting in somebody's place has opened or closed its room: it doesn't wait for them any more.
pub(super) fn taken_over(works: &mut Works<'_, '_>, no: i64) -> Result<(), CaseworkError> {
    let me = Whom::Worker(works.actor_no());
    for task in tasks::waiting(works, TaskKind::ConferenceToLead, me)? {
        if task.about == about(no) {
            tasks::finish_unnoted(works, task.no, "led")?;
        }
    }
    Ok(())
}

/// A room was closed: with the last one of its meeting there is nothing more to lead. The meeting's card is kept by the caller.
pub(super) fn room_closed(
    works: &mut Works<'_, '_>,
    meeting: &Meeting,
) -> Result<(), CaseworkError> {
    let mut sittings = meeting.rooms.sittings().into_iter();
    let is_closed = |it: i64| matches!(meeting.room(it), RoomState::Closed { .. });
    if !sittings.all(is_closed) {
        return Ok(());
    }
    let id = meeting.id.ok_or(CaseworkError::Damaged)?;
    let (no, _) = stored::find(works, id)?;
    nothing_to_lead(works, no)
}

/// Nobody waits any more for somebody to lead a meeting.
pub(super) fn nothing_to_lead(works: &mut Works<'_, '_>, no: i64) -> Result<(), CaseworkError> {
    let kinds = [TaskKind::ConferenceToLead, TaskKind::ConferenceWithoutLead];
    for kind in kinds {
        tasks::withdraw_others_unnoted(works, kind, (&about(no), &[]))?;
    }
    Ok(())
}
