//! Who answers for whose work: supervision, without circles, and never over oneself.
//!
//! DV-1, CR-7: a supervisor opens the cases of those whom they supervise, for supervision and nothing else.

use std::collections::HashSet;

use caseward_gate::{About, Actor, Works};
use caseward_model::{Id, OfficeAct, Role, Worker};

use super::Colleague;
use super::amiss::Amiss;
use super::register::Staff;
use crate::{CaseworkError, Office};

impl Office {
    /// Lets a supervisor answer for someone's work, from now on; once more changes nothing.
    ///
    /// # Errors
    /// [`Amiss::SupervisesOneself`], [`Amiss::SupervisionCircle`], [`Amiss::NotASupervisor`],
    /// [`Amiss::NotSupervised`]; [`CaseworkError::NotPermitted`].
    pub async fn let_supervise(
        &self,
        by: impl Into<Actor>,
        supervisor: Id<Worker>,
        worker: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        let by = by.into();
        self.colleague_for(by, worker).await?;
        self.colleague_for(by, supervisor).await?;
        self.gate
            .perform(
                by,
                OfficeAct::ManagePeople,
                About::Worker(supervisor),
                "supervision_begun",
                move |works| {
                    let mut staff = Staff::read(works)?;
                    let now_ms = works.now_ms();
                    let (above, below) = (staff.get(supervisor)?, staff.get(worker)?);
                    if let Some(amiss) = misfit(&staff, above, below, now_ms) {
                        return Err(amiss.into());
                    }
                    let (above, below) = (above.no, below.no);
                    works.note("worker", worker.to_string());
                    begin(works, &mut staff, above, below)
                },
            )
            .await
    }

    /// Ends a supervision, from now on.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`].
    pub async fn end_supervision(
        &self,
        by: impl Into<Actor>,
        supervisor: Id<Worker>,
        worker: Id<Worker>,
    ) -> Result<(), CaseworkError> {
        let by = by.into();
        self.colleague_for(by, worker).await?;
        self.colleague_for(by, supervisor).await?;
        self.gate
            .perform(
                by,
                OfficeAct::ManagePeople,
                About::Worker(supervisor),
                "supervision_ended",
                move |works| {
                    let mut staff = Staff::read(works)?;
                    let (above, below) = (staff.get(supervisor)?.no, staff.get(worker)?.no);
                    works.note("worker", worker.to_string());
                    end(works, &mut staff, above, below)
                },
            )
            .await
    }
}

/// Why this supervisor can't answer for this worker.
fn misfit(staff: &Staff, above: &Colleague, below: &Colleague, now_ms: i64) -> Option<Amiss> {
    if above.no == below.no {
        Some(Amiss::SupervisesOneself)
    } else if above.sheet.role != Role::Supervisor || above.sheet.is_shut_at(now_ms) {
        Some(Amiss::NotASupervisor)
    } else if matches!(below.sheet.role, Role::Client | Role::PartnerWorker) {
        Some(Amiss::NotSupervised)
    } else if answers_for(staff, below.no, above.no) {
        Some(Amiss::SupervisionCircle)
    } else {
        None
    }
}

/// Whether one answers for the other, directly or through others.
pub(super) fn answers_for(staff: &Staff, above: i64, below: i64) -> bool {
    let (mut waiting, mut seen) = (vec![above], HashSet::new());
    while let Some(no) = waiting.pop() {
        let supervises = staff.numbered(no).map(|it| it.sheet.supervises.as_slice());
        for &next in supervises.unwrap_or_default() {
            if next == below {
                return true;
            }
            if seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    false
}

pub(super) fn begin(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    above: i64,
    below: i64,
) -> Result<(), CaseworkError> {
    let known = staff.supervisors_of(below).any(|it| it.no == above);
    if known {
        return Ok(());
    }
    staff.change(works, above, "supervision_begun", |sheet| {
        sheet.supervises.push(below);
    })
}

pub(super) fn end(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    above: i64,
    below: i64,
) -> Result<(), CaseworkError> {
    let known = staff.supervisors_of(below).any(|it| it.no == above);
    if !known {
        return Ok(());
    }
    staff.change(works, above, "supervision_ended", |sheet| {
        sheet.supervises.retain(|it| *it != below);
    })
}
