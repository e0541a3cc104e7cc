//! Planned absences: from one day to another someone else covers, and the cover ends by itself.
//!
//! NASW-o, CR-7. The one who is away keeps their access and their clients. Where a wall stands before the
//! cover, the next in line covers this client, and the cover learns nothing.

use caseward_gate::{About, AbsenceFact, Actor, Assignee, AssignmentFact, AssignmentRole, Works};
use caseward_model::{Id, OfficeAct, Worker};
use serde_json::Map;

use super::Colleague;
use super::amiss::Amiss;
use super::custodians::{InLine, must_take_charge};
use super::hand_over::{is_open, open_of};
use super::register::Staff;
use super::teams::TeamRow;
use crate::{CaseworkError, Office};

/// The longest absence that can be planned: two years.
const LONGEST_MS: i64 = 2 * 366 * 86_400_000;

/// An absence to be planned; times in ms since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Absence {
    /// From when.
    pub from: i64,
    /// Until when.
    pub until: i64,
    /// Who covers.
    pub cover: Id<Worker>,
}

impl Office {
    /// Plans an absence: the cover is assigned to each client of theirs for so long. It is to say who works
    /// with whom, and so it is for those who may assign.
    ///
    /// # Errors
    /// [`Amiss::AbsencePeriod`], [`Amiss::AbsenceTwice`], [`Amiss::CustodianUnfit`],
    /// [`Amiss::CustodianOneself`], [`Amiss::EndedAlready`]; [`CaseworkError::NotPermitted`].
    pub async fn plan_absence(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
        absence: Absence,
    ) -> Result<(), CaseworkError> {
        let by = by.into();
        self.colleague_for(by, worker).await?;
        let about = self.about(by, Some(absence.cover)).await?;
        self.gate
            .perform(
                by,
                OfficeAct::Assign,
                about,
                "absence_planned",
                move |works| plan(works, worker, absence),
            )
            .await
    }

    /// Ends a planned absence before its time, or takes it back: the one that begins at this time, in ms.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`].
    pub async fn end_absence(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
        from: i64,
    ) -> Result<(), CaseworkError> {
        let by = by.into();
        self.colleague_for(by, worker).await?;
        self.gate
            .perform(
                by,
                OfficeAct::Assign,
                About::Office,
                "absence_ended",
                move |works| {
                    let mut staff = Staff::read(works)?;
                    let away = staff.get(worker)?.clone();
                    let known = away.sheet.absences.iter().find(|it| it.from == from);
                    let Some(absence) = known.copied() else {
                        return Ok(());
                    };
                    works.note("worker", worker.to_string());
                    uncover(works, &away, absence)?;
                    staff.change(works, away.no, "absence_ended", |sheet| {
                        sheet.absences.retain(|it| it.from != from);
                    })
                },
            )
            .await
    }

    /// Clears away what absences that are over left on lists. What they opened has ended by itself. Gives how
    /// many there were.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn clear_past_absences(&self) -> Result<usize, CaseworkError> {
        let now_ms = self.clock.now_ms();
        let over = |it: &AbsenceFact| it.until <= now_ms;
        let colleagues = self.colleagues().await?;
        if !colleagues
            .iter()
            .any(|it| it.sheet.absences.iter().any(over))
        {
            return Ok(0);
        }
        self.gate
            .perform(
                Actor::KeyHolder,
                OfficeAct::Assign,
                About::Office,
                "absences_over",
                clear,
            )
            .await
    }
}

fn clear(works: &mut Works<'_, '_>) -> Result<usize, CaseworkError> {
    let mut staff = Staff::read(works)?;
    let now_ms = works.now_ms();
    let all: Vec<Colleague> = staff.all().cloned().collect();
    let mut cleared = 0;
    for away in all {
        let absences = away.sheet.absences.iter();
        let over: Vec<_> = absences.filter(|it| it.until <= now_ms).copied().collect();
        for absence in over {
            uncover(works, &away, absence)?;
            staff.change(works, away.no, "absence_over", |sheet| {
                sheet.absences.retain(|it| it.from != absence.from);
            })?;
            cleared += 1;
        }
    }
    Ok(cleared)
}

fn plan(
    works: &mut Works<'_, '_>,
    worker: Id<Worker>,
    absence: Absence,
) -> Result<(), CaseworkError> {
    let mut staff = Staff::read(works)?;
    let now_ms = works.now_ms();
    let (away, cover) = (
        staff.get(worker)?.clone(),
        staff.get(absence.cover)?.clone(),
    );
    let Absence { from, until, .. } = absence;
    if until <= from || until <= now_ms || until - from > LONGEST_MS {
        return Err(Amiss::AbsencePeriod.into());
    }
    if away.sheet.is_shut_at(now_ms) {
        return Err(Amiss::EndedAlready.into());
    }
    if away.no == cover.no {
        return Err(Amiss::CustodianOneself.into());
    }
    must_take_charge(&cover, now_ms)?;
    let at_once = |it: &AbsenceFact| it.from < until && from < it.until;
    if away.sheet.absences.iter().any(at_once) {
        return Err(Amiss::AbsenceTwice.into());
    }
    let fact = AbsenceFact {
        from,
        until,
        cover: cover.no,
    };
    works.note("worker", worker.to_string());
    staff.change(works, away.no, "absence_planned", |sheet| {
        sheet.absences.retain(|it| now_ms < it.until);
        sheet.absences.push(fact);
    })?;
    cover_files(works, &staff, &away, fact)
}

fn cover_files(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    away: &Colleague,
    absence: AbsenceFact,
) -> Result<(), CaseworkError> {
    let now_ms = works.now_ms();
    let teams = TeamRow::all(works)?;
    let line = InLine::beginning_with(Some(absence.cover), staff, &teams, away, now_ms);
    let sql = "SELECT client_no FROM caseloads WHERE worker_no = $1 ORDER BY client_no";
    let rows = works.transaction().query(sql, &[away.no.into()])?;
    for row in &rows {
        cover_file(works, staff, &line, away, absence, row.int(0)?)?;
    }
    Ok(())
}

fn cover_file(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    line: &InLine,
    away: &Colleague,
    absence: AbsenceFact,
    client: i64,
) -> Result<(), CaseworkError> {
    let (now_ms, by) = (works.now_ms(), works.actor_no());
    works.revise_client(client, "cover_assigned", |sheet| {
        let open = open_of(sheet, away.no, now_ms);
        let longest = open.iter().map(|it| it.until.unwrap_or(i64::MAX)).max()?;
        let cover = line.for_client(staff, sheet, now_ms)?;
        sheet.assignments.push(AssignmentFact {
            to: Assignee::Worker(cover.no),
            from: absence.from.max(now_ms),
            until: Some(absence.until.min(longest)),
            role: AssignmentRole::Cover,
            by,
            instead_of: Some(away.no),
        });
        let mut particulars = Map::new();
        particulars.insert("from".to_owned(), away.id.to_string().into());
        particulars.insert("to".to_owned(), cover.id.to_string().into());
        Some(particulars)
    })?;
    Ok(())
}

/// Ends what an absence opened, and takes it off the lists.
fn uncover(
    works: &mut Works<'_, '_>,
    away: &Colleague,
    absence: AbsenceFact,
) -> Result<(), CaseworkError> {
    let now_ms = works.now_ms();
    let sql = "SELECT client_no FROM caseloads WHERE worker_no = $1 ORDER BY client_no";
    let rows = works.transaction().query(sql, &[away.no.into()])?;
    for row in &rows {
        let covers = |it: &AssignmentFact| {
            it.role == AssignmentRole::Cover
                && it.instead_of == Some(away.no)
                && it.until.is_some_and(|until| until <= absence.until)
                && it.from >= absence.from
        };
        works.revise_client(row.int(0)?, "cover_ended", |sheet| {
            let mut any = false;
            for fact in &mut sheet.assignments {
                if covers(fact) && is_open(fact, now_ms) {
                    fact.until = Some(now_ms);
                    any = true;
                }
            }
            any.then(Map::new)
        })?;
    }
    Ok(())
}
