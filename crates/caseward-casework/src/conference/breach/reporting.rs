//! Reporting a breach, or conduct against the code, in one action and without naming a client; and answering where one is asked
//! oneself (CC-2.8, CC-2.10, CC-3).

use caseward_gate::{About, Drawer, Works};
use caseward_model::{BreachKind, BreachReport, Conference, Id, OfficeAct, Role, TaskKind, Worker};

use super::settings::settings_in;
use super::stored::{self, Report, Said};
use super::{SAYS, about, handlers, says, series_stored, unknown};
use crate::conference::worker;
use crate::people::{Amiss, Mending};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// A report that is to be made. It isn't printable by accident.
#[derive(Clone, Default)]
pub struct NewBreachReport {
    /// What kind of thing happened; it may be left open where something is written.
    pub kind: Option<BreachKind>,
    /// What happened, naming no client; it may be empty where a kind is chosen.
    pub what: String,
    /// When it happened, in ms since 1970; now, if nobody says.
    pub happened_at: Option<i64>,
    /// In which conference; the only one that the reporter takes part in, if nobody says.
    pub series: Option<Id<Conference>>,
    /// Whom it is about, if that is known.
    pub whom: Option<Id<Worker>>,
}

impl Office {
    /// Reports a breach. Whoever leads the conference is told at once; never whom it is about. Gives the report's id.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] with all that has to be mended; [`CaseworkError::NotPermitted`].
    pub async fn report_breach(
        &self,
        by: Id<Worker>,
        new: NewBreachReport,
    ) -> Result<Id<BreachReport>, CaseworkError> {
        let (act, about) = (OfficeAct::ReportBreach, About::Worker(by));
        let work = move |works: &mut Works<'_, '_>| {
            let mut report = checked(works, &new)?;
            let (no, id) = stored::insert(works, &mut report)?;
            works.keep_apart((Drawer::Breaches, no));
            works.note("breach", id.to_string());
            works.note("kind", report.kind().word());
            tell(works, (no, &report))?;
            Ok(id)
        };
        self.gate
            .perform(by, act, about, "breach_reported", work)
            .await
    }

    /// Answers what was put to oneself, once.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`] when nothing is said or it is too late; [`CaseworkError::Unknown`] where nothing was put to this
    /// person; [`CaseworkError::NotPermitted`].
    pub async fn answer_breach(
        &self,
        me: Id<Worker>,
        id: Id<BreachReport>,
        answer: String,
    ) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::ReportBreach, About::Worker(me));
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut report) = stored::find(works, id)?;
            let (my_no, now_ms) = (works.actor_no(), works.now_ms());
            if report.whom != Some(my_no) {
                return Err(unknown(id));
            }
            let decided = report.finding.is_some();
            let put = report.put.as_mut().ok_or_else(|| unknown(id))?;
            let mut mending = Mending::default();
            mending.note(decided.then_some(Amiss::BreachFound));
            mending.note(put.answer.is_some().then_some(Amiss::BreachAnswered));
            let said = says(&answer, SAYS);
            mending.note(said.is_none().then_some(Amiss::BreachAnswer));
            mending.done()?;
            put.answer = Some(Said {
                by: my_no,
                at: now_ms,
                text: said.unwrap_or_default(),
            });
            works.keep_apart((Drawer::Breaches, no));
            works.note("breach", id.to_string());
            tasks::finish_all(works, TaskKind::BreachToAnswer, &put_about(no), "answered")?;
            stored::keep(works, no, &report)
        };
        self.gate
            .perform(me, act, about, "breach_answered", work)
            .await
    }
}

/// What the task of whom a report is about is about.
pub(super) const fn put_about(no: i64) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: None,
        item: Some(no),
    }
}

/// Tells those who take it up, at once; privacy officers where nobody else can.
pub(super) fn tell(
    works: &mut Works<'_, '_>,
    (no, report): (i64, &Report),
) -> Result<(), CaseworkError> {
    let due_at = report.at + settings_in(works)?.wait_ms();
    let about = about(works, (no, report))?;
    let mut all: Vec<Whom> = handlers(works, report)?
        .into_iter()
        .map(Whom::Worker)
        .collect();
    if all.is_empty() {
        all.push(Whom::Role(Role::PrivacyOfficer));
    }
    for whom in all {
        let task = NewTask {
            kind: TaskKind::BreachReported,
            whom,
            about,
            due_at,
        };
        tasks::add(works, &task)?;
    }
    Ok(())
}

fn checked(works: &mut Works<'_, '_>, new: &NewBreachReport) -> Result<Report, CaseworkError> {
    let (me, now_ms) = (works.actor_no(), works.now_ms());
    let what = says(&new.what, (1, SAYS.1));
    let left_empty = new.what.trim().is_empty() && new.kind.is_some();
    let mut mending = Mending::default();
    mending.note((what.is_none() && !left_empty).then_some(Amiss::BreachWhat));
    let later = new.happened_at.is_some_and(|it| it > now_ms);
    mending.note(later.then_some(Amiss::BreachWhen));
    mending.done()?;
    let whom = match new.whom {
        Some(id) => {
            let (no, _) = worker(works, id)?.ok_or(Amiss::BreachWhom)?;
            Some(no)
        }
        None => None,
    };
    Ok(Report {
        kind: new.kind,
        what: what.unwrap_or_default(),
        happened_at: new.happened_at,
        series: series(works, (me, whom), new.series)?,
        by: me,
        at: now_ms,
        whom,
        ..Report::default()
    })
}

/// The series that it is about: one for which the reporter was named, and whom it is about as well. Where none is chosen, the only one
/// that it can be; none, and so for privacy officers, where there are several.
fn series(
    works: &mut Works<'_, '_>,
    (me, whom): (i64, Option<i64>),
    chosen: Option<Id<Conference>>,
) -> Result<Option<i64>, CaseworkError> {
    let all = series_stored::all_in(works)?;
    let mine = all.iter().filter(|(_, it)| it.was_named(me));
    let mine: Vec<_> = mine.collect();
    if let Some(id) = chosen {
        let mut mine = mine.into_iter();
        let found = mine.find(|(_, it)| it.id == Some(id));
        let (no, series) = found.ok_or(Amiss::BreachSeries)?;
        let sits = whom.is_none_or(|whom| series.was_named(whom));
        return if sits {
            Ok(Some(*no))
        } else {
            Err(Amiss::BreachWhom.into())
        };
    }
    let sits = |series: &super::Series| whom.is_none_or(|whom| series.was_named(whom));
    let together: Vec<i64> = mine
        .iter()
        .filter(|(_, it)| sits(it))
        .map(|(no, _)| *no)
        .collect();
    if whom.is_some() && together.is_empty() {
        return Err(Amiss::BreachWhom.into());
    }
    Ok(together.first().copied().filter(|_| together.len() == 1))
}
