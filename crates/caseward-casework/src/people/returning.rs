//! Coming back: whoever returns gets their work back, as far as nobody decided otherwise meanwhile.
//!
//! NASW-o. A client who was given to someone else for good stays there; one before whom a wall went up in the
//! meantime stays with the custodian. Nothing is taken from anyone before the other has it.

use caseward_gate::{About, Actor, Assignee, AssignmentFact, AssignmentRole, ClientSheet, Works};
use caseward_model::{Id, OfficeAct, Role, Worker};
use serde_json::{Map, Value as Json};

use super::Colleague;
use super::amiss::Amiss;
use super::custodians::can_answer_for;
use super::hand_over::{HandOver, is_open};
use super::owners;
use super::register::Staff;
use super::supervision::{self, answers_for};
use super::teams::{TeamRow, add_member, remove_member};
use crate::{CaseworkError, Office, conference};

impl Office {
    /// Opens someone's access again and gives back what was handed over.
    ///
    /// # Errors
    /// [`Amiss::NotEnded`] when their access is open; [`CaseworkError::NotPermitted`].
    pub async fn let_return(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        let by = by.into();
        self.colleague_for(by, worker).await?;
        self.gate
            .perform(
                by,
                OfficeAct::EndAccess,
                About::Worker(worker),
                "returned",
                move |works| take_back(works, worker),
            )
            .await
    }
}

fn take_back(works: &mut Works<'_, '_>, worker: Id<Worker>) -> Result<(), CaseworkError> {
    let mut staff = Staff::read(works)?;
    let back = staff.get(worker)?.clone();
    if !back.sheet.is_shut_at(works.now_ms()) {
        return Err(Amiss::NotEnded.into());
    }
    let hand_over = HandOver::open_of(works, back.no)?;
    let agreed_until = hand_over.as_ref().and_then(|it| it.text.agreed_until);
    staff.change(works, back.no, "access_opened", |sheet| {
        sheet.suspended = false;
        sheet.ended_at = agreed_until;
    })?;
    conference::lead_changed(works, back.no)?;
    let back = staff.get(worker)?.clone();
    let Some(hand_over) = hand_over else {
        return Ok(());
    };
    files(works, &staff, &back, hand_over.no)?;
    supervised(works, &mut staff, &back, &hand_over)?;
    places(works, &mut staff, &back, &hand_over)?;
    owners::settle_waiting(works, &staff, back.no, "returned")?;
    hand_over.end(works)
}

/// Gives files back: their own, and those that they kept for someone who is still away.
fn files(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    back: &Colleague,
    hand_over: i64,
) -> Result<(), CaseworkError> {
    let sql = "SELECT client_no, instead_of, taker_no FROM handed_over \
               WHERE hand_over_no = $1 ORDER BY client_no, instead_of";
    let rows = works.transaction().query(sql, &[hand_over.into()])?;
    for row in &rows {
        let (client, instead_of, taker) = (row.int(0)?, row.int(1)?, row.int(2)?);
        let place = Place {
            instead_of,
            held_by: (instead_of != back.no).then_some(taker),
        };
        give_back(works, staff, back, client, place)?;
    }
    Ok(())
}

/// Whose place with a client is given back, and from whom: from anyone, if it is their own.
struct Place {
    instead_of: i64,
    held_by: Option<i64>,
}

impl Place {
    fn is_held(&self, fact: &AssignmentFact, now_ms: i64) -> bool {
        let by = |no: i64| fact.to == Assignee::Worker(no);
        fact.instead_of == Some(self.instead_of)
            && is_open(fact, now_ms)
            && self.held_by.is_none_or(by)
    }

    fn is_own(&self) -> bool {
        self.held_by.is_none()
    }
}

fn give_back(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    back: &Colleague,
    client: i64,
    place: Place,
) -> Result<(), CaseworkError> {
    let (now_ms, by) = (works.now_ms(), works.actor_no());
    works.revise_client(client, "taken_back", |sheet| {
        let held: Vec<AssignmentFact> = sheet
            .assignments
            .iter()
            .filter(|it| place.is_held(it, now_ms))
            .cloned()
            .collect();
        // Nobody keeps this place any more: somebody decided otherwise.
        let kept = held.iter().find(|it| it.role != AssignmentRole::Cover);
        let kept = kept
            .or(held.first())
            .filter(|_| can_answer_for(back, sheet, now_ms))?;
        let mut fact = kept.clone();
        (fact.to, fact.by) = (Assignee::Worker(back.no), by);
        fact.from = fact.from.max(now_ms);
        if place.is_own() {
            fact.instead_of = None;
            fact.role = role_before(sheet, staff, back, now_ms);
        }
        for ended in &mut sheet.assignments {
            if place.is_held(ended, now_ms) {
                ended.until = Some(now_ms);
            }
        }
        sheet.assignments.push(fact);
        let mut particulars = Map::new();
        let id: Json = back.id.to_string().into();
        particulars.insert("to".to_owned(), id);
        Some(particulars)
    })?;
    Ok(())
}

/// In which part they worked with this client before. Where somebody else leads now, they come back beside.
fn role_before(
    sheet: &ClientSheet,
    staff: &Staff,
    back: &Colleague,
    now_ms: i64,
) -> AssignmentRole {
    let own = |it: &&AssignmentFact| it.to == Assignee::Worker(back.no) && it.instead_of.is_none();
    let before = sheet.assignments.iter().rfind(own).map(|it| it.role);
    let before = before.unwrap_or(AssignmentRole::Lead);
    let leads = |it: &AssignmentFact| {
        let Assignee::Worker(no) = it.to else {
            return false;
        };
        let able = staff
            .numbered(no)
            .is_some_and(|it| can_answer_for(it, sheet, now_ms));
        it.role == AssignmentRole::Lead && no != back.no && it.holds_at(now_ms) && able
    };
    if before == AssignmentRole::Lead && sheet.assignments.iter().any(leads) {
        AssignmentRole::Support
    } else {
        before
    }
}

/// They answer again for those whom they supervised.
fn supervised(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    back: &Colleague,
    hand_over: &HandOver,
) -> Result<(), CaseworkError> {
    if back.sheet.role != Role::Supervisor {
        return Ok(());
    }
    for &(below, above) in &hand_over.text.supervised {
        let goes_on = above == 0 || staff.supervisors_of(below).any(|it| it.no == above);
        if !goes_on || answers_for(staff, below, back.no) {
            continue;
        }
        supervision::begin(works, staff, back.no, below)?;
        if above != 0 {
            supervision::end(works, staff, above, below)?;
        }
    }
    Ok(())
}

/// They lead their teams again, and whoever stood in for the last of a team or programme leaves it.
fn places(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    back: &Colleague,
    hand_over: &HandOver,
) -> Result<(), CaseworkError> {
    for mut row in TeamRow::all(works)? {
        let led_by = |it: &&(i64, i64)| it.0 == row.no && row.text.lead == Some(it.1);
        let led = hand_over.text.led.iter().find(led_by).is_some();
        if led && row.text.ended_at.is_none() {
            add_member(works, staff, row.no, back.no)?;
            row.text.lead = Some(back.no);
            row.keep(works)?;
        }
    }
    for &(team, taker) in &hand_over.text.teams {
        remove_member(works, staff, team, taker)?;
    }
    for &(programme, taker) in &hand_over.text.programmes {
        staff.change(works, taker, "released_from_programme", |sheet| {
            sheet.programmes.retain(|it| *it != programme);
        })?;
    }
    Ok(())
}
