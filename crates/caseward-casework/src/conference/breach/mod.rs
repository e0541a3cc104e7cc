//! Breaches in and around case conferences, and conduct against the code: reported in one action from any screen, taken up at once
//! by whoever leads the conference, looked into, found, and what follows from that (CC-2.8, CC-2.9, CC-2.10, CC-3).
//!
//! Nobody handles a report that they made or that is about them, and neither a list nor a task nor the ledger tells whom it is
//! about that there is one: entries of reports are kept apart. A finding is made by a privacy officer, because it reaches every
//! conference of the office. No client stands in any of it.

mod evidence;
mod finding;
mod handling;
mod letters;
mod reading;
mod reporting;
mod settings;
mod stored;

use caseward_gate::{About, Drawer, Works};
use caseward_model::{BreachReport, Id, OfficeAct, Role, TaskKind, Worker};

use super::stored as series_stored;
use super::stored::Series;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};
use stored::Report;

pub use evidence::verify_told;
pub use finding::NewFinding;
pub use handling::Inquiry;
pub use letters::{LetterSent, NewLetter};
pub use reading::{
    BreachChoices, BreachId, BreachLine, FoundLine, HoldLine, LetterLine, MyBreach, PutToMe,
    SaidLine, ShownBreach,
};
pub use reporting::NewBreachReport;
pub use settings::BreachSettings;
pub(super) use stored::holds;

/// The fewest and the most characters of what is written about a report.
const SAYS: (usize, usize) = (10, 4_000);
const DAY_MS: i64 = 86_400_000;

/// What somebody wrote, if it says something and holds nothing that can't be seen.
fn says(text: &str, (fewest, most): (usize, usize)) -> Option<String> {
    let text = text.trim();
    let hides = |it: char| it.is_control() && it != '\n' && it != '\r';
    let long = text.chars().count();
    let fits = text.chars().any(char::is_alphanumeric)
        && (fewest..=most).contains(&long)
        && !text.chars().any(hides);
    fits.then(|| text.to_owned())
}

fn unknown(id: Id<BreachReport>) -> CaseworkError {
    CaseworkError::Unknown {
        what: "breach report",
        name: id.to_string(),
        look: "caseward conference breach desk",
    }
}

/// The series that a report is about.
fn series_of(works: &mut Works<'_, '_>, report: &Report) -> Result<Option<Series>, CaseworkError> {
    let all = series_stored::all_in(works)?.into_iter();
    let mut found = all.filter(|(no, _)| report.series == Some(*no));
    Ok(found.next().map(|(_, series)| series))
}

/// Who takes a report up: lead and deputy of its series whose access is open. Neither whoever made it, nor whom it is about.
fn handlers(works: &mut Works<'_, '_>, report: &Report) -> Result<Vec<i64>, CaseworkError> {
    let Some(series) = series_of(works, report)? else {
        return Ok(Vec::new());
    };
    let now_ms = works.now_ms();
    let mut all = Vec::new();
    for no in std::iter::once(series.lead).chain(series.deputy) {
        let Some((_, sheet)) = works.worker_by_no(no)? else {
            continue;
        };
        let can = sheet.role.leads_conferences() && !sheet.is_shut_at(now_ms) && !sheet.is_barred();
        if can && !report.concerns(no) {
            all.push(no);
        }
    }
    Ok(all)
}

/// A report, for whoever handles it; for anybody else there is none.
fn handled(
    works: &mut Works<'_, '_>,
    id: Id<BreachReport>,
) -> Result<(i64, Report), CaseworkError> {
    let (no, report) = stored::find(works, id)?;
    let me = works.actor().ok_or_else(|| unknown(id))?;
    let (my_no, sheet) = works.worker(me)?;
    let handles = sheet.role == Role::PrivacyOfficer || handlers(works, &report)?.contains(&my_no);
    if report.concerns(my_no) || !handles {
        return Err(unknown(id));
    }
    Ok((no, report))
}

/// What tasks about a report are about: never shown to whom it is about.
fn about(
    works: &mut Works<'_, '_>,
    (no, report): (i64, &Report),
) -> Result<TaskAbout, CaseworkError> {
    let whom = match report.whom {
        Some(whom) => works.worker_by_no(whom)?.map(|(id, _)| id),
        None => None,
    };
    Ok(TaskAbout {
        client: None,
        worker: whom,
        item: Some(no),
    })
}

/// A task for privacy officers about a report.
fn for_privacy_officers(
    works: &mut Works<'_, '_>,
    (no, report): (i64, &Report),
    (kind, due_at): (TaskKind, i64),
) -> Result<(), CaseworkError> {
    let task = NewTask {
        kind,
        whom: Whom::Role(Role::PrivacyOfficer),
        about: about(works, (no, report))?,
        due_at,
    };
    tasks::add(works, &task)?;
    Ok(())
}

impl Office {
    /// Does something to a report, for whoever handles it, and keeps it; its entry is kept apart.
    async fn at_breach<T, F>(
        &self,
        by: Id<Worker>,
        (act, about): (OfficeAct, About),
        (id, deed): (Id<BreachReport>, &'static str),
        change: F,
    ) -> Result<T, CaseworkError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Works<'_, '_>, (i64, &mut Report)) -> Result<T, CaseworkError>
            + Send
            + 'static,
    {
        let work = move |works: &mut Works<'_, '_>| {
            let (no, mut report) = handled(works, id)?;
            works.keep_apart((Drawer::Breaches, no));
            works.note("breach", id.to_string());
            let value = change(works, (no, &mut report))?;
            stored::keep(works, no, &report)?;
            Ok(value)
        };
        self.gate.perform(by, act, about, deed, work).await
    }
}
