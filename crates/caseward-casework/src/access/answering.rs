//! Answering a colleague's question for access: as little as the work needs, until a day, or a no that tells
//! them nothing (CR-4, CR-7).

use caseward_gate::{About, AssignmentRole, Works};
use caseward_model::{Client, Id, OfficeAct, Purpose, TaskKind, Worker};

use super::stored::{self, State, Text};
use super::task_about;
use crate::assignment::{self, Came, NewAssignment, To};
use crate::tasks::{self, NewTask, Whom};
use crate::{CaseworkError, Office};

/// How many days an access that was asked for lasts at most; whoever works with a client for longer is
/// assigned.
pub const LONGEST_DAYS: i64 = 180;

const DAY_MS: i64 = 86_400_000;

/// A colleague's question, as whoever decides sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct ToAnswer {
    /// Its number.
    pub no: i64,
    /// Who asks.
    pub asker: Id<Worker>,
    /// About whom.
    pub client: Id<Client>,
    /// What for.
    pub purpose: Purpose,
    /// Why, as they wrote it.
    pub why: String,
    /// When, in ms since 1970.
    pub asked_at: i64,
}

/// The answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// They are assigned in this part, until a moment in ms.
    Give(AssignmentRole, i64),
    /// They are not.
    Decline,
}

/// What came of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It is done.
    Done,
    /// There is no question here that this person may answer.
    NoQuestion,
    /// This colleague can't work with this client.
    Apart,
}

impl Office {
    /// The questions that wait for an answer, as far as this person may know of the clients they are about.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn questions_to_answer(
        &self,
        who: Id<Worker>,
    ) -> Result<Vec<ToAnswer>, CaseworkError> {
        let (act, about) = (OfficeAct::AnswerAccess, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let mut open = Vec::new();
            for (no, text) in stored::all_open(works)? {
                if text.worker == who || works.known_client(text.client)?.is_none() {
                    continue;
                }
                open.push(ToAnswer {
                    no,
                    asker: text.worker,
                    client: text.client,
                    purpose: text.purpose,
                    why: text.why,
                    asked_at: text.asked_at,
                });
            }
            Ok(open)
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, about, "access_questions_listed", work)
            .await
    }

    /// Answers a question.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office; [`CaseworkError::Unfit`] when the day doesn't fit.
    pub async fn answer_access(
        &self,
        who: Id<Worker>,
        no: i64,
        answer: Answer,
    ) -> Result<Answered, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let asker = self
            .db
            .read(move |reader| stored::asker(reader, &drawers, no))
            .await?;
        // Whoever may answer nobody's questions is told so, whether there is such a question or not.
        let about = asker.map_or(About::Office, About::Worker);
        let act = OfficeAct::AnswerAccess;
        let work = move |works: &mut Works<'_, '_>| match asker {
            Some(asker) => answered(works, (no, asker), answer),
            None => Ok(Answered::NoQuestion),
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, about, "access_answered", work)
            .await
    }
}

fn answered(
    works: &mut Works<'_, '_>,
    (no, asker): (i64, Id<Worker>),
    answer: Answer,
) -> Result<Answered, CaseworkError> {
    works.note("question", no);
    let (version, text) = stored::one(works, no)?;
    let known = works.known_client(text.client)?;
    if text.state != State::Open || known.is_none() {
        works.note("outcome", "no_question");
        return Ok(Answered::NoQuestion);
    }
    let now_ms = works.now_ms();
    let state = match answer {
        Answer::Decline => State::Declined,
        Answer::Give(role, until) => {
            if until <= now_ms || until - now_ms > LONGEST_DAYS * DAY_MS {
                let reason = "choose a last day within the next 180 days";
                return Err(CaseworkError::Unfit(reason.to_owned()));
            }
            let new = NewAssignment {
                client: text.client,
                to: To::Worker(asker),
                role,
                from: None,
                until: Some(until),
            };
            match assignment::begin(works, &new)? {
                Came::Done => State::Given,
                Came::Apart => return Ok(Answered::Apart),
                Came::NotKnown => return Ok(Answered::NoQuestion),
            }
        }
    };
    let until = match answer {
        Answer::Give(_, until) => Some(until),
        Answer::Decline => None,
    };
    let worker_no = text.worker_no;
    let text = Text {
        state,
        answered_by: works.actor(),
        until,
        ..text
    };
    stored::change(works, (no, version), &text)?;
    let about = task_about(asker, no);
    let outcome = match state {
        State::Given => "given",
        State::Open | State::Declined => "declined",
    };
    tasks::finish_all(works, TaskKind::AccessAsked, &about, outcome)?;
    let told = NewTask {
        kind: TaskKind::AccessAnswered,
        whom: Whom::Worker(worker_no),
        about,
        due_at: now_ms + DAY_MS,
    };
    tasks::add(works, &told)?;
    Ok(Answered::Done)
}
