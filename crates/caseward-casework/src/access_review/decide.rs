//! What a reviewer does with a matter: finds it right, asks the worker, or opens an incident; and what the worker answers. Each
//! is on record, and nobody does it about themselves (CR-10, DV-5.1.8).

use caseward_gate::{About, Drawers, Works};
use caseward_model::{Id, MatterState, OfficeAct, Role, TaskKind, Worker};

use super::matters::{self, Asked, Decided, Stored, Which};
use super::queue::no_matter;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// The fewest and the most characters of a reason, a question or an answer.
pub const REASON_CHARS: (usize, usize) = (10, 2_000);
/// How long a worker has to answer, and a manager to look into an incident.
const DUE_MS: i64 = 7 * 86_400_000;

/// A question to a worker about an access of their own.
#[derive(Clone, PartialEq, Eq)]
pub struct MyQuestion {
    /// The matter's number.
    pub no: i64,
    /// The question.
    pub question: String,
    /// When it was asked, in ms since 1970.
    pub at_ms: i64,
    /// The first look, in ms since 1970.
    pub first_ms: i64,
    /// The last one.
    pub last_ms: i64,
    /// How many.
    pub accesses: u32,
    /// In which systems, by number; 0 is our own.
    pub systems: Vec<i64>,
    /// How many people it was about.
    pub people: usize,
}

impl Office {
    /// A reviewer found an access right.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], also for an access of one's own; [`CaseworkError::Unknown`] for one that isn't this
    /// reviewer's; [`CaseworkError::Unfit`] for one that was decided, and without a reason.
    pub async fn explain_access(
        &self,
        who: Id<Worker>,
        no: i64,
        because: &str,
    ) -> Result<(), CaseworkError> {
        let because = said(because, "the reason")?;
        self.on_matter(who, no, "access_explained", move |works, stored| {
            decide(works, stored, (who, because, MatterState::Explained))
        })
        .await
    }

    /// A reviewer opens an incident over an access; the line manager is told.
    ///
    /// # Errors
    /// As [`Office::explain_access`].
    pub async fn open_access_incident(
        &self,
        who: Id<Worker>,
        no: i64,
        because: &str,
    ) -> Result<(), CaseworkError> {
        let because = said(because, "the reason")?;
        self.on_matter(who, no, "access_incident", move |works, stored| {
            let new = NewTask {
                kind: TaskKind::AccessIncident,
                whom: Whom::Role(Role::LineManager),
                about: about(stored),
                due_at: works.now_ms() + DUE_MS,
            };
            tasks::add(works, &new)?;
            decide(works, stored, (who, because, MatterState::Incident))
        })
        .await
    }

    /// A reviewer asks the worker what an access was for.
    ///
    /// # Errors
    /// As [`Office::explain_access`].
    pub async fn question_access(
        &self,
        who: Id<Worker>,
        no: i64,
        question: &str,
    ) -> Result<(), CaseworkError> {
        let question = said(question, "the question")?;
        self.on_matter(who, no, "access_questioned", move |works, stored| {
            let new = NewTask {
                kind: TaskKind::AccessQuestion,
                whom: Whom::Worker(stored.text.worker_no),
                about: TaskAbout {
                    item: Some(stored.no),
                    ..TaskAbout::default()
                },
                due_at: works.now_ms() + DUE_MS,
            };
            tasks::add(works, &new)?;
            stored.text.state = MatterState::Asked;
            stored.text.asked.push(Asked {
                by: who,
                at_ms: works.now_ms(),
                question,
                answer: None,
            });
            Ok(())
        })
        .await
    }

    /// What a worker is asked about accesses of their own, by their number.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn my_access_questions(
        &self,
        worker_no: i64,
    ) -> Result<Vec<MyQuestion>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        self.db
            .read(move |reader| asked_of(reader, &drawers, worker_no))
            .await
    }

    /// A worker says what an access of their own was for; whoever reviews it decides.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when they aren't asked about this one; [`CaseworkError::Unfit`] without a sentence.
    pub async fn account_for_access(
        &self,
        who: Id<Worker>,
        no: i64,
        answer: &str,
    ) -> Result<(), CaseworkError> {
        let answer = said(answer, "your answer")?;
        let act = OfficeAct::AccountForAccess;
        let work = move |works: &mut Works<'_, '_>| {
            let found = matters::one(works, no)?;
            let mine = |it: &Stored| it.text.worker == who && it.text.state == MatterState::Asked;
            let mut stored = found.filter(mine).ok_or_else(no_matter)?;
            let at_ms = works.now_ms();
            if let Some(last) = stored.text.asked.last_mut() {
                last.answer = Some((answer, at_ms));
            }
            stored.text.state = MatterState::Answered;
            matters::update(works, &stored)?;
            works.note("access", no);
            finish_question(works, no)
        };
        self.gate
            .perform(who, act, About::Worker(who), "access_accounted_for", work)
            .await
    }

    /// Does something with a matter that is this reviewer's and that wasn't decided yet.
    async fn on_matter<F>(
        &self,
        who: Id<Worker>,
        no: i64,
        deed: &'static str,
        work: F,
    ) -> Result<(), CaseworkError>
    where
        F: FnOnce(&mut Works<'_, '_>, &mut Stored) -> Result<(), CaseworkError> + Send + 'static,
    {
        let drawers = self.gate.drawers()?;
        let read = move |reader: &mut caseward_db::Reader<'_>| {
            matters::read(reader, &drawers, Which::One(no))
        };
        let found: Vec<Stored> = self.db.read(read).await?;
        // The rules are asked about whoever looked; about a number that isn't there, as about anybody.
        let about = found
            .first()
            .map_or(About::Office, |it| About::Worker(it.text.worker));
        let act = OfficeAct::ReviewAccess;
        let work = move |works: &mut Works<'_, '_>| {
            let mut stored = matters::one(works, no)?.ok_or_else(no_matter)?;
            // What was asked about may have been nobody's a moment ago, and be one's own by now.
            if works.actor() == Some(stored.text.worker) || is_walled(works, &stored)? {
                return Err(no_matter());
            }
            if !stored.text.state.waits() {
                let reason = "this access was decided already";
                return Err(CaseworkError::Unfit(reason.to_owned()));
            }
            work(works, &mut stored)?;
            matters::update(works, &stored)?;
            works.note("access", no);
            works.note("state", stored.text.state.word());
            if !stored.text.state.waits() {
                finish_question(works, no)?;
                if matters::waiting(works)? == 0 {
                    let all = TaskAbout::default();
                    tasks::finish_all(works, TaskKind::AccessReview, &all, "decided")?;
                }
            }
            Ok(())
        };
        self.gate.perform(who, act, about, deed, work).await
    }
}

fn asked_of(
    reader: &mut caseward_db::Reader<'_>,
    drawers: &Drawers,
    worker_no: i64,
) -> Result<Vec<MyQuestion>, CaseworkError> {
    let stored = matters::read(reader, drawers, Which::AskedOf(worker_no))?;
    let question = |it: Stored| {
        let asked = it.text.asked.last()?;
        Some(MyQuestion {
            no: it.no,
            question: asked.question.clone(),
            at_ms: asked.at_ms,
            first_ms: it.text.first_ms,
            last_ms: it.text.last_ms,
            accesses: it.text.accesses,
            people: it.text.people.len(),
            systems: it.text.systems,
        })
    };
    Ok(stored.into_iter().filter_map(question).collect())
}

/// Whether a wall keeps the one who acts from someone in the matter.
fn is_walled(works: &mut Works<'_, '_>, stored: &Stored) -> Result<bool, CaseworkError> {
    let Some(me) = works.actor() else {
        return Ok(false);
    };
    let (no, sheet) = works.worker(me)?;
    for client in stored.text.clients() {
        let client = works.client_by_no(client)?;
        if client.is_some_and(|it| it.sheet.walls_off(no, &sheet)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn decide(
    works: &mut Works<'_, '_>,
    stored: &mut Stored,
    (who, because, state): (Id<Worker>, String, MatterState),
) -> Result<(), CaseworkError> {
    stored.text.state = state;
    stored.text.decided = Some(Decided {
        by: Some(who),
        at_ms: works.now_ms(),
        because,
    });
    Ok(())
}

/// The question to the worker is no longer needed.
fn finish_question(works: &mut Works<'_, '_>, no: i64) -> Result<(), CaseworkError> {
    let about = TaskAbout {
        item: Some(no),
        ..TaskAbout::default()
    };
    tasks::finish_all(works, TaskKind::AccessQuestion, &about, "answered")?;
    Ok(())
}

const fn about(stored: &Stored) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: Some(stored.text.worker),
        item: Some(stored.no),
    }
}

/// A text that says something.
fn said(text: &str, what: &str) -> Result<String, CaseworkError> {
    let text = text.trim();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let reason = if letters < REASON_CHARS.0 {
        format!("write {what} in a sentence")
    } else if text.chars().count() > REASON_CHARS.1 {
        format!(
            "{what} is too long; write at most {} characters",
            REASON_CHARS.1
        )
    } else {
        return Ok(text.replace("\r\n", "\n"));
    };
    Err(CaseworkError::Unfit(reason))
}
