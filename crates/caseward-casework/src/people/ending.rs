//! The end of someone's access: they left, are away for long, can't work, died, or are kept out while
//! something is cleared up.
//!
//! NASW-o, CC-2.10, DV-5.1.8. In one transaction their access shuts, everything that opens anything in their
//! name is gone, and all that they answered for has someone else. Why stays sealed: the ledger says that it
//! ended, and not that anybody is ill.

use caseward_db::Reader;
use caseward_gate::{About, Actor, Drawer, Drawers, Works};
use caseward_model::{EmergencyEnd, Ending, Id, OfficeAct, Role, Worker};

use super::Colleague;
use super::amiss::Amiss;
use super::hand_over::{self, HandOver, HandOverText};
use super::owners;
use super::register::Staff;
use crate::conference;
use crate::keys::{key_holders, slots_known_to};
use crate::sign_in::end_everything;
use crate::{CaseworkError, Office};

/// What whoever ended an access has to know. No count of files is in it: from one a custodian could learn
/// that a wall stands between them and someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The ways to open the office that they knew: to be replaced.
    pub slots: Vec<i64>,
    /// Nobody is left who knows a way to open the office, as far as it was recorded.
    pub last_key: bool,
    /// Nobody is left who can take people in.
    pub nobody_manages: bool,
    /// Those whom they supervised and whom nobody supervises now.
    pub unsupervised: Vec<Id<Worker>>,
}

/// Why and since when someone's access is shut; for those who may end it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shut {
    /// The number of the hand-over.
    pub no: i64,
    /// Since when, in ms.
    pub since: i64,
    /// Why.
    pub ending: Option<Ending>,
    /// The ways to open the office that they knew.
    pub slots: Vec<i64>,
}

impl Office {
    /// Ends or pauses someone's access, and hands over what they answered for. Once more with another reason
    /// changes the reason.
    ///
    /// # Errors
    /// [`Amiss::EndedAlready`] for the same reason again; [`CaseworkError::NotPermitted`].
    pub async fn end_access(
        &self,
        by: impl Into<Actor>,
        worker: Id<Worker>,
        ending: Ending,
    ) -> Result<Ended, CaseworkError> {
        let by = by.into();
        self.colleague_for(by, worker).await?;
        let deed = if ending.pauses() {
            "access_paused"
        } else {
            "access_ended"
        };
        self.gate
            .perform(
                by,
                OfficeAct::EndAccess,
                About::Worker(worker),
                deed,
                move |works| {
                    let ended = end(works, worker, ending)?;
                    let (no, _) = works.worker(worker)?;
                    // Their access shuts whatever comes of this.
                    if let Err(error) = conference::lead_changed(works, no) {
                        tracing::error!(%error, "who leads a conference from now on was not told");
                    }
                    Ok(ended)
                },
            )
            .await
    }

    /// Why and since when someone's access is shut, for those who may end it; nothing when it is open, or was
    /// shut without a hand-over.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`].
    pub async fn shut_for(
        &self,
        by: impl Into<Actor>,
        worker: &Colleague,
    ) -> Result<Option<Shut>, CaseworkError> {
        self.must_be_let(by, OfficeAct::EndAccess, About::Worker(worker.id))
            .await?;
        let (drawers, no) = (self.gate.drawers()?, worker.no);
        self.db
            .read(move |reader| read_shut(reader, &drawers, no))
            .await
    }
}

fn read_shut(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    worker_no: i64,
) -> Result<Option<Shut>, CaseworkError> {
    let sql = "SELECT no, at, version, sealed FROM hand_overs \
               WHERE worker_no = $1 AND returned_at IS NULL ORDER BY no DESC LIMIT 1";
    let Some(row) = reader.query_optional(sql, &[worker_no.into()])? else {
        return Ok(None);
    };
    let place = (row.int(0)?, worker_no, row.int(2)?);
    let plain = drawers.open(Drawer::HandOvers, place, row.bytes(3)?)?;
    let text: HandOverText = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    Ok(Some(Shut {
        no: row.int(0)?,
        since: row.int(1)?,
        ending: text.ending,
        slots: text.slots,
    }))
}

fn end(
    works: &mut Works<'_, '_>,
    worker: Id<Worker>,
    ending: Ending,
) -> Result<Ended, CaseworkError> {
    let mut staff = Staff::read(works)?;
    let before = staff.get(worker)?.clone();
    let shut_already = before.sheet.is_shut_at(works.now_ms());
    let open = HandOver::open_of(works, before.no)?;
    if shut_already
        && open
            .as_ref()
            .is_some_and(|it| it.text.ending == Some(ending))
    {
        return Err(Amiss::EndedAlready.into());
    }
    let mut hand_over = match open {
        Some(open) => open,
        None => HandOver::begin(works, before.no)?,
    };
    if !shut_already {
        hand_over.text.agreed_until = before.sheet.ended_at;
    }
    hand_over.text.ending = Some(ending);
    hand_over.text.slots = slots_known_to(works.transaction(), before.no)?;
    shut(works, &mut staff, &before, ending)?;
    hand_over::everything(works, &mut staff, &before, &mut hand_over)?;
    owners::tell_of_waiting(works, &staff, &before)?;
    works.end_emergencies_of(before.no, None, EmergencyEnd::AccessEnded)?;
    end_everything(works.transaction(), before.no)?;
    told(works, &staff, &before, hand_over.text.slots)
}

fn shut(
    works: &mut Works<'_, '_>,
    staff: &mut Staff,
    before: &Colleague,
    ending: Ending,
) -> Result<(), CaseworkError> {
    let now_ms = works.now_ms();
    let (deed, ended_at) = if ending.pauses() {
        ("access_paused", None)
    } else {
        ("access_ended", Some(now_ms))
    };
    staff.change(works, before.no, deed, |sheet| {
        sheet.suspended = true;
        sheet.ended_at = ended_at;
        sheet.duties.clear();
        sheet.absences.clear();
        sheet.supervises.clear();
    })
}

fn told(
    works: &mut Works<'_, '_>,
    staff: &Staff,
    before: &Colleague,
    slots: Vec<i64>,
) -> Result<Ended, CaseworkError> {
    let now_ms = works.now_ms();
    let holders = key_holders(works.transaction())?;
    let open = |it: &&Colleague| !it.sheet.is_shut_at(now_ms);
    let mut working = staff.all().filter(open);
    let last_key = !slots.is_empty() && !working.any(|it| holders.contains(&it.no));
    let manages = |it: &Colleague| matches!(it.sheet.role, Role::Administrator | Role::LineManager);
    let unsupervised = before.sheet.supervises.iter().filter_map(|no| {
        let nobody = staff.supervisors_of(*no).next().is_none();
        staff.numbered(*no).filter(|_| nobody).map(|it| it.id)
    });
    Ok(Ended {
        last_key,
        nobody_manages: !staff.all().filter(open).any(manages),
        unsupervised: unsupervised.collect(),
        slots,
    })
}
