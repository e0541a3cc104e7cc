//! Finding whether a breach happened, by a privacy officer and after the person was heard; what ends with it at once, and how somebody
//! is let back in (CC-2.9, CC-2.10).

use caseward_gate::{About, Works};
use caseward_model::{BreachReport, Id, OfficeAct, TaskKind, Worker};
use serde_json::Map;

use super::reporting::put_about;
use super::stored::{self, Found, Hold, Report, Said};
use super::{DAY_MS, SAYS, about, for_privacy_officers, says, unknown};
use crate::conference::{lead_changed, people};
use crate::people::{Amiss, Mending};
use crate::tasks;
use crate::{CaseworkError, Office};

/// By when the letters about a finding should have gone: a day, in ms.
const TELL_WITHIN_MS: i64 = DAY_MS;

/// A finding that is to be made. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct NewFinding {
    /// It happened; nothing when nobody said.
    pub substantiated: Option<bool>,
    /// Why, naming no client.
    pub reasons: String,
    /// Why the person wasn't heard here, where they weren't.
    pub unheard: String,
    /// It ends their part in conferences and coordinated assessment: a breach of confidentiality always does, conduct where this is
    /// said.
    pub ends: bool,
}

impl Office {
    /// Finds whether it happened. A substantiated breach ends, at once, all that its person takes part in; the evidence is on hold
    /// from then on, and the letters wait.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::Unknown`], also for whoever made the report or is
    /// the one whom it is about; [`CaseworkError::NotPermitted`].
    pub async fn find_breach(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
        new: NewFinding,
    ) -> Result<(), CaseworkError> {
        let act = OfficeAct::FindBreach;
        let whom = self.whom_of(by, act, id).await?;
        let how = (act, whom.map_or(About::Office, About::Worker));
        let change = move |works: &mut Works<'_, '_>, (no, report): (i64, &mut Report)| {
            if about(works, (no, &*report))?.worker != whom {
                return Err(Amiss::ChangedMeanwhile.into());
            }
            let found = checked(works, report, &new)?;
            works.note("substantiated", found.substantiated);
            works.note("ends", found.ends);
            let ended = found.ends.then_some(report.whom).flatten();
            let substantiated = found.substantiated;
            report.finding = Some(found);
            settled(works, (no, &*report))?;
            if let Some((worker_no, whom)) = ended.zip(whom) {
                bar(works, (worker_no, whom))?;
            }
            if substantiated {
                let since = works.now_ms();
                report.hold = Some(Hold {
                    since,
                    lifted: None,
                });
            }
            if !report.untold().is_empty() {
                let due_at = works.now_ms() + TELL_WITHIN_MS;
                for_privacy_officers(works, (no, &*report), (TaskKind::BreachToTell, due_at))?;
            }
            Ok(())
        };
        self.at_breach(by, how, (id, "breach_found"), change).await
    }

    /// Lets somebody take part again whose part ended with a finding. They come back into no series by that: whoever leads one names
    /// them, and they sign anew.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] without a reason, or where nothing ended; [`CaseworkError::Unknown`]; [`CaseworkError::NotPermitted`].
    pub async fn reinstate_after_breach(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
        because: String,
    ) -> Result<(), CaseworkError> {
        let act = OfficeAct::Reinstate;
        let whom = self.whom_of(by, act, id).await?;
        let how = (act, whom.map_or(About::Office, About::Worker));
        let change = move |works: &mut Works<'_, '_>, (no, report): (i64, &mut Report)| {
            let ended = report.finding.as_ref().is_some_and(|it| it.ends);
            let text = says(&because, SAYS);
            let mut mending = Mending::default();
            let back = report.reinstated.is_some();
            mending.note((!ended || back).then_some(Amiss::BreachNothingEnded));
            mending.note(text.is_none().then_some(Amiss::BreachBack));
            mending.done()?;
            report.reinstated = Some(Said {
                by: works.actor_no(),
                at: works.now_ms(),
                text: text.unwrap_or_default(),
            });
            let (worker_no, whom) = report.whom.zip(whom).ok_or(CaseworkError::Damaged)?;
            // What another report ended stays ended.
            if still_ended(works, (no, worker_no))? {
                return Ok(());
            }
            works.change_worker_noting(whom, "conferences_reinstated", Map::new(), |sheet| {
                sheet.barred_since = None;
            })?;
            Ok(())
        };
        self.at_breach(by, how, (id, "breach_reinstated"), change)
            .await
    }

    /// Ends the hold of the evidence, once everybody who has to be told was.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] without a reason, where nothing is on hold, or while a letter waits; [`CaseworkError::Unknown`];
    /// [`CaseworkError::NotPermitted`].
    pub async fn lift_breach_hold(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
        because: String,
    ) -> Result<(), CaseworkError> {
        let how = (OfficeAct::FindBreach, About::Office);
        let change = move |works: &mut Works<'_, '_>, (_, report): (i64, &mut Report)| {
            let text = says(&because, SAYS);
            let untold = !report.untold().is_empty();
            let now_ms = works.now_ms();
            let hold = report.hold.as_mut().ok_or(Amiss::BreachNoHold)?;
            let mut mending = Mending::default();
            mending.note(hold.lifted.is_some().then_some(Amiss::BreachNoHold));
            mending.note(untold.then_some(Amiss::BreachTellFirst));
            mending.note(text.is_none().then_some(Amiss::BreachBecause));
            mending.done()?;
            hold.lifted = Some(Said {
                by: works.actor_no(),
                at: now_ms,
                text: text.unwrap_or_default(),
            });
            Ok(())
        };
        self.at_breach(by, how, (id, "breach_hold_lifted"), change)
            .await
    }

    /// Whom a report is about, for somebody who may judge it; for whoever made it and for whom it is about there is none.
    async fn whom_of(
        &self,
        by: Id<Worker>,
        act: OfficeAct,
        id: Id<BreachReport>,
    ) -> Result<Option<Id<Worker>>, CaseworkError> {
        self.must_be_let(by, act, About::Office).await?;
        let shown = self.breach_read(id).await?.ok_or_else(|| unknown(id))?;
        let colleagues = self.colleagues().await?;
        let me = colleagues.iter().find(|it| it.id == by);
        if me.is_none_or(|me| shown.1.concerns(me.no)) {
            return Err(unknown(id));
        }
        let whom = colleagues.iter().find(|it| shown.1.whom == Some(it.no));
        Ok(whom.map(|it| it.id))
    }

    /// A report as it lies there; whether somebody may see it is asked before.
    pub(super) async fn breach_read(
        &self,
        id: Id<BreachReport>,
    ) -> Result<Option<(i64, Report)>, CaseworkError> {
        let cards = self.gate.cards()?;
        let all = self.db.read(move |reader| stored::all(reader, &cards));
        Ok(all.await?.into_iter().find(|(_, it)| it.id == Some(id)))
    }
}

/// A finding, if all that it needs is there: it was looked into, and the person was heard or it is said why not.
fn checked(
    works: &Works<'_, '_>,
    report: &Report,
    new: &NewFinding,
) -> Result<Found, CaseworkError> {
    let heard = report.put.as_ref().is_some_and(|it| it.answer.is_some());
    let substantiated = new.substantiated.unwrap_or_default();
    let (reasons, unheard) = (says(&new.reasons, SAYS), says(&new.unheard, SAYS));
    let needs_why = substantiated && report.whom.is_some() && !heard;
    let mut mending = Mending::default();
    mending.note(report.finding.is_some().then_some(Amiss::BreachFound));
    mending.note(report.notes.is_empty().then_some(Amiss::BreachInquireFirst));
    mending.note(new.substantiated.is_none().then_some(Amiss::BreachVerdict));
    mending.note(reasons.is_none().then_some(Amiss::BreachReasons));
    mending.note((needs_why && unheard.is_none()).then_some(Amiss::BreachUnheard));
    mending.done()?;
    let ends = new.ends || !report.kind().is_conduct();
    Ok(Found {
        said: Said {
            by: works.actor_no(),
            at: works.now_ms(),
            text: reasons.unwrap_or_default(),
        },
        substantiated,
        unheard: unheard.unwrap_or_default(),
        ends: substantiated && report.whom.is_some() && ends,
    })
}

/// Nothing waits any more that led to the finding.
fn settled(works: &mut Works<'_, '_>, (no, report): (i64, &Report)) -> Result<(), CaseworkError> {
    let about = about(works, (no, report))?;
    tasks::finish_all(works, TaskKind::BreachToFind, &about, "found")?;
    tasks::withdraw_all(works, TaskKind::BreachReported, &about)?;
    tasks::withdraw_all(works, TaskKind::BreachToAnswer, &put_about(no))?;
    Ok(())
}

/// Ends somebody's part in every conference and in coordinated assessment, at once: as a fact on their sheet, which the rules read,
/// and in every series for which they were named (CC-2.10). Whoever leads in their place from then on is told.
fn bar(
    works: &mut Works<'_, '_>,
    (worker_no, whom): (i64, Id<Worker>),
) -> Result<(), CaseworkError> {
    let since = works.now_ms();
    works.change_worker_noting(whom, "conferences_barred", Map::new(), |sheet| {
        sheet.barred_since = sheet.barred_since.or(Some(since));
    })?;
    let left = people::out_of_all(works, (worker_no, whom))?;
    works.note("left", left);
    // Their part ends whatever comes of this.
    if let Err(error) = lead_changed(works, worker_no) {
        tracing::error!(%error, "who leads a conference from now on was not told");
    }
    Ok(())
}

/// Whether the finding of another report ended somebody's part, and nobody let them back in there.
fn still_ended(
    works: &mut Works<'_, '_>,
    (this, worker_no): (i64, i64),
) -> Result<bool, CaseworkError> {
    let others = stored::all_in(works)?.into_iter();
    let mut others = others.filter(|(no, it)| *no != this && it.whom == Some(worker_no));
    Ok(others.any(|(_, it)| it.reinstated.is_none() && it.finding.is_some_and(|it| it.ends)))
}
