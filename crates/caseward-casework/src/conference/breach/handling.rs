//! Taking a report up, looking into it, and putting it to the person whom it is about; and what happens when nobody takes it up
//! (CC-2.8, CC-2.10).

use caseward_gate::{About, Actor, Drawer, Works};
use caseward_model::{BreachReport, Id, OfficeAct, TaskKind, Worker};

use super::reporting::{put_about, tell};
use super::stored::{self, Put, Report, Said};
use super::{DAY_MS, SAYS, about, for_privacy_officers, says, series_of};
use crate::conference::worker;
use crate::people::{Amiss, Mending};
use crate::tasks::{self, NewTask, Whom};
use crate::{CaseworkError, Office};

/// By when a finding should be made, and an answer be given: three days, in ms.
const WITHIN_MS: i64 = 3 * DAY_MS;

/// What was looked into. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct Inquiry {
    /// What was asked, seen and heard, naming no client.
    pub text: String,
    /// Whom it is about, where that is known by now.
    pub whom: Option<Id<Worker>>,
}

impl Office {
    /// Takes a report up: whoever made it sees that, and how long it took is measured.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when somebody has; [`CaseworkError::Unknown`], also for whoever doesn't handle it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn acknowledge_breach(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
    ) -> Result<(), CaseworkError> {
        let how = (OfficeAct::HandleBreach, About::Office);
        let change = |works: &mut Works<'_, '_>, (no, report): (i64, &mut Report)| {
            if report.taken_up.is_some() {
                return Err(Amiss::BreachTakenUp.into());
            }
            let now_ms = works.now_ms();
            report.taken_up = Some((works.actor_no(), now_ms));
            works.note("after_ms", now_ms - report.at);
            let about = about(works, (no, &*report))?;
            tasks::finish_all(works, TaskKind::BreachReported, &about, "acknowledged")?;
            Ok(())
        };
        self.at_breach(by, how, (id, "breach_acknowledged"), change)
            .await
    }

    /// Notes what was looked into, and whom it is about where that is known by now. A finding waits for privacy officers from then
    /// on.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::Unknown`], also for whoever doesn't handle it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn inquire_into_breach(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
        inquiry: Inquiry,
    ) -> Result<(), CaseworkError> {
        let how = (OfficeAct::HandleBreach, About::Office);
        let change = move |works: &mut Works<'_, '_>, (no, report): (i64, &mut Report)| {
            under_way(report)?;
            let text = says(&inquiry.text, SAYS).ok_or(Amiss::BreachInquiry)?;
            report.notes.push(Said {
                by: works.actor_no(),
                at: works.now_ms(),
                text,
            });
            if let Some(whom) = inquiry.whom {
                named(works, (no, &mut *report), whom)?;
            }
            let due_at = works.now_ms() + WITHIN_MS;
            for_privacy_officers(works, (no, &*report), (TaskKind::BreachToFind, due_at))
        };
        self.at_breach(by, how, (id, "breach_inquired"), change)
            .await
    }

    /// Puts it to the person whom it is about, in words that don't say who reported it. They can answer, and see nothing else.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::Unknown`], also for whoever doesn't handle it;
    /// [`CaseworkError::NotPermitted`].
    pub async fn put_breach(
        &self,
        by: Id<Worker>,
        id: Id<BreachReport>,
        told: String,
    ) -> Result<(), CaseworkError> {
        let how = (OfficeAct::HandleBreach, About::Office);
        let change = move |works: &mut Works<'_, '_>, (no, report): (i64, &mut Report)| {
            under_way(report)?;
            let whom = report.whom.ok_or(Amiss::BreachWhomFirst)?;
            let text = says(&told, SAYS);
            let mut mending = Mending::default();
            mending.note(report.put.is_some().then_some(Amiss::BreachPut));
            mending.note(text.is_none().then_some(Amiss::BreachTold));
            mending.done()?;
            let told = Said {
                by: works.actor_no(),
                at: works.now_ms(),
                text: text.unwrap_or_default(),
            };
            report.put = Some(Put { told, answer: None });
            let task = NewTask {
                kind: TaskKind::BreachToAnswer,
                whom: Whom::Worker(whom),
                about: put_about(no),
                due_at: works.now_ms() + WITHIN_MS,
            };
            tasks::add(works, &task)?;
            Ok(())
        };
        self.at_breach(by, how, (id, "breach_put"), change).await
    }

    /// Tells privacy officers of reports that nobody took up within the office's time, each once; says how many. It is a job of
    /// the server.
    ///
    /// # Errors
    /// When the office is sealed or a card was put back.
    pub async fn press_breaches(&self) -> Result<usize, CaseworkError> {
        let (cards, now_ms) = (self.gate.cards()?, self.clock.now_ms());
        let wait_ms = self.breach_settings().await?.wait_ms();
        let all = self.db.read(move |reader| stored::all(reader, &cards));
        let late = |report: &Report| waits_too_long(report, (now_ms, wait_ms));
        let all = all.await?.into_iter();
        let due: Vec<_> = all
            .filter(|(_, report)| late(report))
            .filter_map(|(_, report)| report.id)
            .collect();
        let (act, about) = (OfficeAct::HandleBreach, About::Office);
        let mut pressed = 0;
        for id in due {
            let work = move |works: &mut Works<'_, '_>| press(works, id, (now_ms, wait_ms));
            let deed = "breach_pressed";
            let gate = &self.gate;
            let done =
                gate.perform::<_, CaseworkError, _>(Actor::KeyHolder, act, about, deed, work);
            done.await?;
            pressed += 1;
        }
        Ok(pressed)
    }
}

fn waits_too_long(report: &Report, (now_ms, wait_ms): (i64, i64)) -> bool {
    let waits = report.taken_up.is_none() && report.finding.is_none();
    waits && report.pressed_at.is_none() && report.at + wait_ms <= now_ms
}

fn press(
    works: &mut Works<'_, '_>,
    id: Id<BreachReport>,
    time: (i64, i64),
) -> Result<(), CaseworkError> {
    let (no, mut report) = stored::find(works, id)?;
    works.keep_apart((Drawer::Breaches, no));
    works.note("breach", id.to_string());
    if !waits_too_long(&report, time) {
        return Ok(());
    }
    let now_ms = works.now_ms();
    report.pressed_at = Some(now_ms);
    for_privacy_officers(works, (no, &report), (TaskKind::BreachReported, now_ms))?;
    stored::keep(works, no, &report)
}

/// It was taken up, and nothing was found yet.
fn under_way(report: &Report) -> Result<(), CaseworkError> {
    let mut mending = Mending::default();
    mending.note(report.finding.is_some().then_some(Amiss::BreachFound));
    mending.note(
        report
            .taken_up
            .is_none()
            .then_some(Amiss::BreachTakeUpFirst),
    );
    mending.done()
}

/// Says whom a report is about: somebody of its series. What waits for anybody is given out anew, and never to that person.
fn named(
    works: &mut Works<'_, '_>,
    (no, report): (i64, &mut Report),
    whom: Id<Worker>,
) -> Result<(), CaseworkError> {
    let (worker_no, _) = worker(works, whom)?.ok_or(Amiss::BreachWhom)?;
    if report.whom == Some(worker_no) {
        return Ok(());
    }
    if report.put.is_some() {
        return Err(Amiss::BreachPut.into());
    }
    let series = series_of(works, report)?;
    if !series.is_some_and(|it| it.was_named(worker_no)) {
        return Err(Amiss::BreachWhom.into());
    }
    let before = about(works, (no, &*report))?;
    for kind in [TaskKind::BreachReported, TaskKind::BreachToFind] {
        tasks::withdraw_all(works, kind, &before)?;
    }
    report.whom = Some(worker_no);
    works.note("whom", whom.to_string());
    // Whoever had taken it up doesn't handle a report about themselves: it begins anew with somebody else.
    if report.taken_up.is_some_and(|(by, _)| by == worker_no) {
        report.taken_up = None;
        tell(works, (no, &*report))?;
    }
    Ok(())
}
