//! Asking for access to a file that isn't one's own, and answering (CR-2, CR-4, CR-7).
//!
//! A search told somebody that they may ask, and nothing else. They say what for and why; whoever supervises
//! those who work with that client decides, and gives as little as the work needs, until a day. Who asks
//! never learns whom it was about before they may, and a no sounds like nobody (DV-3.3.1). What they wrote
//! is read by those alone who may know of the client.

mod answering;
mod stored;

use caseward_gate::{About, Assignee, ClientSeen, Works};
use caseward_model::{Client, Id, OfficeAct, Purpose, Role, TaskKind, Worker};
use zeroize::Zeroizing;

use crate::search::purposes;
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};
pub use answering::{Answer, Answered, LONGEST_DAYS, ToAnswer};
use stored::{State, Text};

/// How long after a search one can ask about what it told, in ms.
pub(crate) const ASK_WITHIN_MS: i64 = 3_600_000;

/// How long a question may wait before it is late, in ms.
const DUE_MS: i64 = 24 * 3_600_000;

/// The most characters of a reason.
pub const LONGEST_WHY: usize = 1_000;

/// What was typed into the form of a question.
#[derive(Default)]
pub struct AskForm {
    /// The number of the search that told of it.
    pub search: String,
    /// What for, as a word.
    pub purpose: String,
    /// Why, in a sentence or two.
    pub why: Zeroizing<String>,
}

/// What a question still needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskNeed {
    /// The search that told of it.
    Search,
    /// A purpose of this person's part.
    Purpose,
    /// Why.
    Why,
    /// A shorter reason.
    TooLong,
}

/// A question that can be put.
pub struct Question {
    search: i64,
    purpose: Purpose,
    why: Zeroizing<String>,
}

impl AskForm {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Everything that is still needed, in the order of the form.
    pub fn check(&self, role: Role) -> Result<Question, Vec<AskNeed>> {
        let search = self.search.trim().parse::<i64>().ok();
        let usual = purposes(role).iter();
        let purpose = usual.copied().find(|it| it.word() == self.purpose.trim());
        let why = self.why.trim();
        let needs = [
            (search.is_none(), AskNeed::Search),
            (purpose.is_none(), AskNeed::Purpose),
            (why.is_empty(), AskNeed::Why),
            (why.chars().count() > LONGEST_WHY, AskNeed::TooLong),
        ];
        let needs: Vec<_> = needs
            .into_iter()
            .filter_map(|(lacks, need)| lacks.then_some(need))
            .collect();
        match (search, purpose, needs.is_empty()) {
            (Some(search), Some(purpose), true) => Ok(Question {
                search,
                purpose,
                why: Zeroizing::new(why.to_owned()),
            }),
            _ => Err(needs),
        }
    }
}

/// How one's own question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Nobody has answered yet.
    Waiting,
    /// The client is theirs, until a moment in ms.
    Given(Id<Client>, i64),
    /// There is nobody whom they may know of.
    Nobody,
}

/// One's own question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyQuestion {
    /// Its number.
    pub no: i64,
    /// When it was put, in ms since 1970.
    pub asked_at: i64,
    /// What for.
    pub purpose: Purpose,
    /// How it stands.
    pub stands: Stands,
}

impl Office {
    /// Asks for access after a search that told of it; gives the question's number, or nothing when that
    /// search told of nobody, or too long ago.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn ask_access(
        &self,
        who: Id<Worker>,
        question: Question,
    ) -> Result<Option<i64>, CaseworkError> {
        let (act, about) = (OfficeAct::AskAccess, About::Worker(who));
        let work = move |works: &mut Works<'_, '_>| ask(works, who, question);
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, about, "access_asked", work)
            .await
    }

    /// One's own questions, the newest first.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn my_questions(&self, worker_no: i64) -> Result<Vec<MyQuestion>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let texts = self
            .db
            .read(move |reader| stored::of_worker(reader, &drawers, worker_no))
            .await?;
        let mine = |(no, text): (i64, Text)| MyQuestion {
            no,
            asked_at: text.asked_at,
            purpose: text.purpose,
            stands: match (text.state, text.until) {
                (State::Open, _) => Stands::Waiting,
                (State::Given, Some(until)) => Stands::Given(text.client, until),
                (State::Given | State::Declined, _) => Stands::Nobody,
            },
        };
        Ok(texts.into_iter().map(mine).collect())
    }

    /// Notes that someone has seen the answer to a question of theirs.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`] by the rules of the office.
    pub async fn saw_answer(&self, who: Id<Worker>, no: i64) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::AskAccess, About::Worker(who));
        let work = move |works: &mut Works<'_, '_>| {
            let told = task_about(who, no);
            tasks::finish_all(works, TaskKind::AccessAnswered, &told, "seen")?;
            Ok(())
        };
        let gate = &self.gate;
        gate.perform::<_, CaseworkError, _>(who, act, about, "access_answer_seen", work)
            .await
    }
}

fn ask(
    works: &mut Works<'_, '_>,
    who: Id<Worker>,
    question: Question,
) -> Result<Option<i64>, CaseworkError> {
    let now_ms = works.now_ms();
    works.note("search", question.search);
    works.note("purpose", question.purpose.word());
    let told = works.told_of(question.search, now_ms - ASK_WITHIN_MS)?;
    let Some(client) = told else {
        works.note("outcome", "nothing");
        return Ok(None);
    };
    works.note("outcome", "asked");
    if let Some(no) = stored::open_question(works, who, client.id)? {
        return Ok(Some(no));
    }
    let text = Text {
        worker: who,
        worker_no: works.actor_no(),
        client: client.id,
        purpose: question.purpose,
        why: question.why.to_string(),
        asked_at: now_ms,
        state: State::Open,
        answered_by: None,
        until: None,
    };
    let no = stored::insert(works, &text)?;
    for whom in deciders(works, &client)? {
        let new = NewTask {
            kind: TaskKind::AccessAsked,
            whom,
            about: task_about(who, no),
            due_at: now_ms + DUE_MS,
        };
        tasks::add(works, &new)?;
    }
    Ok(Some(no))
}

/// What a task about a question is about: who asks, and which question; never whom it is about.
fn task_about(who: Id<Worker>, no: i64) -> TaskAbout {
    TaskAbout {
        client: None,
        worker: Some(who),
        item: Some(no),
    }
}

/// Who decides: whoever supervises those who work with the client, and the records custodian where nobody
/// does. Whoever is walled off from the client isn't among them, and no task tells them that there was something to decide.
fn deciders(works: &mut Works<'_, '_>, client: &ClientSeen) -> Result<Vec<Whom>, CaseworkError> {
    let now_ms = works.now_ms();
    let workers = works.workers()?;
    let mut whom = Vec::new();
    for fact in client
        .sheet
        .assignments
        .iter()
        .filter(|it| it.holds_at(now_ms))
    {
        let Assignee::Worker(no) = fact.to else {
            continue;
        };
        let supervising: Vec<_> = workers
            .iter()
            .filter(|(_, _, sheet, _)| {
                sheet.role == Role::Supervisor
                    && sheet.supervises.contains(&no)
                    && !sheet.is_shut_at(now_ms)
            })
            .map(|(their_no, _, sheet, _)| (*their_no, client.sheet.walls_off(*their_no, sheet)))
            .collect();
        if supervising.iter().any(|(_, walled)| *walled) {
            for (their_no, _) in supervising.iter().filter(|(_, walled)| !walled) {
                add(&mut whom, Whom::Worker(*their_no));
            }
        } else if !supervising.is_empty() {
            add(&mut whom, Whom::SupervisorsOf(no));
        }
    }
    if whom.is_empty() {
        whom.push(Whom::Role(Role::RecordsCustodian));
    }
    Ok(whom)
}

fn add(to: &mut Vec<Whom>, whom: Whom) {
    if !to.contains(&whom) {
        to.push(whom);
    }
}
