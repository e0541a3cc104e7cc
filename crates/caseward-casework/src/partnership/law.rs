//! "Ask the Law Department": a question about a release, or in general; the release waits for the answer (CR-5).
//!
//! A question about a client lies under that client's own key, words and answer alike. Its words are for whoever may read the
//! client's notes, as they say as much; that there is a question is for whoever may know of the client. While it is open, the
//! client's sheet says so and the gate lets nothing go that it is about. Whoever answers for the Law Department records the duty
//! to look, finds the client, sees the question that was put to them, and nothing more. An answer can be published as guidance in
//! which nobody can be recognised.

use caseward_db::{DbError, Reader, Row};
use caseward_gate::{
    About, Delivery, Drawer, Drawers, DutyFact, FileWorks, Find, GateError, LawFact, Refusal,
    Request, RowPlace, Works,
};
use caseward_model::{
    Category, Client, Id, LawState, LawVerdict, OfficeAct, Organization, Purpose, Role, TaskKind,
    Worker,
};
use serde::{Deserialize, Serialize};
use serde_json::Map;

use super::guidance::{self, NewGuidance};
use super::stored::written;
use super::{recipient_no, says, unknown};
use crate::people::{Amiss, Mending};
use crate::tasks::{self, NewTask, TaskAbout, Whom};
use crate::{CaseworkError, Office};

/// Within which time an answer is due, in ms.
const ANSWER_WITHIN_MS: i64 = 5 * 86_400_000;
/// How long the duty holds that somebody records who answers, in ms.
const DUTY_MS: i64 = 14 * 86_400_000;
const DAY_MS: i64 = 86_400_000;
/// The longest that an approval reaches, in days.
const LONGEST_APPROVAL: i64 = 90;
/// The second numbers of a question's places in the drawer: its office part, and its words under the client's key.
const OFFICE_PART: i64 = 1 << 40;
const OWN_PART: i64 = 1;

/// Why a question couldn't be asked or answered.
#[derive(Debug, thiserror::Error)]
pub enum LawError {
    /// The gate let nothing be known of the client, or said why not.
    #[error("the gate said no")]
    Refused(Refusal),
    /// The desk couldn't do it.
    #[error(transparent)]
    Desk(#[from] CaseworkError),
}

impl From<Refusal> for LawError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<GateError> for LawError {
    fn from(error: GateError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<DbError> for LawError {
    fn from(error: DbError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<Amiss> for LawError {
    fn from(amiss: Amiss) -> Self {
        Self::Desk(amiss.into())
    }
}

/// Question and answer in their own words. It isn't printable by accident.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawTexts {
    /// What is asked.
    pub question: String,
    /// What the Law Department said; empty while it hasn't.
    #[serde(default)]
    pub answer: String,
}

/// The part of a question that lies under the office's key: no word of it, when it is about a client.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Text {
    asked_by: Id<Worker>,
    asked_by_no: i64,
    asked_at: i64,
    client: Option<Id<Client>>,
    recipient: Option<Id<Organization>>,
    recipient_no: i64,
    state: LawState,
    #[serde(default)]
    verdict: Option<LawVerdict>,
    #[serde(default)]
    answered_by: Option<Id<Worker>>,
    #[serde(default)]
    answered_at: Option<i64>,
    #[serde(default)]
    guidance: Option<i64>,
    #[serde(default)]
    texts: Option<LawTexts>,
}

/// A question to the Law Department.
#[derive(Clone)]
pub struct LawQuestion {
    /// Its number.
    pub no: i64,
    /// What stands there as it is now.
    pub version: i64,
    /// Who asked.
    pub asked_by: Id<Worker>,
    /// When, in ms since 1970.
    pub asked_at: i64,
    /// About which client; nobody for a question in general.
    pub client: Option<Id<Client>>,
    /// Whom something would go to; nobody when it isn't about one organisation.
    pub recipient: Option<Id<Organization>>,
    /// How it stands.
    pub state: LawState,
    /// What the Law Department said.
    pub verdict: Option<LawVerdict>,
    /// When it was answered, in ms since 1970.
    pub answered_at: Option<i64>,
    /// The number of the guidance that came of it.
    pub guidance: Option<i64>,
    /// Its words, where they were opened: nothing for whoever may not read the notes of the client whom it is about.
    pub texts: Option<LawTexts>,
}

/// A question to be asked.
#[derive(Clone)]
pub struct NewQuestion {
    /// Whom something would go to; nobody when it isn't about one organisation.
    pub recipient: Option<Id<Organization>>,
    /// What is asked.
    pub question: String,
}

/// An answer.
#[derive(Clone)]
pub struct LawAnswer {
    /// The [`version`](LawQuestion::version) that was looked at.
    pub seen: i64,
    /// What is said.
    pub verdict: LawVerdict,
    /// In words.
    pub text: String,
    /// For how many days an approval reaches.
    pub days: i64,
    /// What everyone can read of it.
    pub guidance: Option<NewGuidance>,
}

/// A question's number, its version, and its office part.
pub(super) type Numbered = (i64, i64, Text);

pub(super) const COLUMNS: &str = "SELECT no, version, state, sealed, own FROM law_questions ";

pub(super) const fn own_place(no: i64, version: i64) -> RowPlace {
    (no, OWN_PART, version)
}

pub(super) fn text_of(drawers: &Drawers, row: &Row) -> Result<Numbered, CaseworkError> {
    let (no, version) = (row.int(0)?, row.int(1)?);
    let place = (no, OFFICE_PART, version);
    let plain = drawers.open(Drawer::Recipients, place, row.bytes(3)?)?;
    let text: Text = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    if row.int(2)? != i64::from(text.state.number()) {
        return Err(CaseworkError::Damaged);
    }
    Ok((no, version, text))
}

pub(super) fn question((no, version, text): Numbered) -> LawQuestion {
    LawQuestion {
        no,
        version,
        asked_by: text.asked_by,
        asked_at: text.asked_at,
        client: text.client,
        recipient: text.recipient,
        state: text.state,
        verdict: text.verdict,
        answered_at: text.answered_at,
        guidance: text.guidance,
        texts: text.texts,
    }
}

fn all(reader: &mut Reader<'_>, drawers: &Drawers) -> Result<Vec<LawQuestion>, CaseworkError> {
    let rows = reader.query(&format!("{COLUMNS}ORDER BY no DESC"), &[])?;
    let one = |row: &Row| Ok(question(text_of(drawers, row)?));
    rows.iter().map(one).collect()
}

impl Office {
    /// Asks the Law Department something in general. Gives the question's number.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`]; [`CaseworkError::NotPermitted`].
    pub async fn ask_law(&self, who: Id<Worker>, new: NewQuestion) -> Result<i64, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let (act, about) = (OfficeAct::AskLaw, About::Worker(who));
        let work = move |works: &mut Works<'_, '_>| {
            let texts = LawTexts {
                question: new.question.trim().to_owned(),
                answer: String::new(),
            };
            let text = Text {
                texts: Some(texts),
                ..asked(works, (who, None), &new)?
            };
            let no = insert(works, &drawers, &text)?;
            waits(works, no)?;
            Ok(no)
        };
        self.gate.perform(who, act, about, "law_asked", work).await
    }

    /// Asks the Law Department about a client: whoever may know of them may. What goes to the recipient that it names, or
    /// to anybody when it names none, waits for the answer. `request` is the question by which the asker knows of the
    /// client.
    ///
    /// # Errors
    /// [`LawError::Refused`] as for finding the client; [`CaseworkError::Amiss`].
    pub async fn ask_law_about(&self, request: Request, new: NewQuestion) -> Result<i64, LawError> {
        let request = request.sections([Category::Existence]);
        let drawers = self.gate.drawers()?;
        let who = request.asker;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let client = desk.client();
            let text = asked(desk.works, (who, Some(client)), &new)?;
            let no = insert(desk.works, &drawers, &text)?;
            let texts = LawTexts {
                question: new.question.trim().to_owned(),
                answer: String::new(),
            };
            keep_own(desk, (no, 1), &texts)?;
            let recipient = text.recipient_no;
            desk.change(|sheet| {
                sheet.law.push(LawFact {
                    recipient,
                    question_open: true,
                    question: no,
                    ..LawFact::default()
                });
            });
            waits(desk.works, no)?;
            Ok(no)
        };
        let gate = &self.gate;
        gate.work_on_file::<Find, _, LawError, _>(&request, "law_asked", work)
            .await
    }

    /// Someone's own questions, the newest first. The words of one about a client are on that client's page.
    ///
    /// # Errors
    /// When the office is sealed or a row doesn't open.
    pub async fn my_law_questions(
        &self,
        who: Id<Worker>,
    ) -> Result<Vec<LawQuestion>, CaseworkError> {
        let drawers = self.gate.drawers()?;
        let mut mine = self.db.read(move |reader| all(reader, &drawers)).await?;
        mine.retain(|it| it.asked_by == who);
        Ok(mine)
    }

    /// The questions of everyone, those that wait first, for whoever answers for the Law Department; none about a client
    /// from whom a wall keeps them.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`], which is on record.
    pub async fn law_questions(&self, by: Id<Worker>) -> Result<Vec<LawQuestion>, CaseworkError> {
        self.must_be_let(by, OfficeAct::AnswerLaw, About::Office)
            .await?;
        let drawers = self.gate.drawers()?;
        let mut questions = self.db.read(move |reader| all(reader, &drawers)).await?;
        let clients = questions.iter().filter_map(|it| it.client).collect();
        let walled = self.gate.walled_off(by, clients).await?;
        questions.retain(|it| it.client.is_none_or(|client| !walled.contains(&client)));
        questions.sort_by_key(|it| it.state != LawState::Open);
        Ok(questions)
    }

    /// Opens a question to be answered: the duty to look is recorded first, then the gate is asked for the client. Its words were
    /// written to whoever answers; of a question that was answered they stay with the client.
    ///
    /// # Errors
    /// [`CaseworkError::NotPermitted`]; [`CaseworkError::Unknown`] when there is none for this person;
    /// [`LawError::Refused`] when the client can't be found.
    pub async fn open_law_question(
        &self,
        by: Id<Worker>,
        no: i64,
    ) -> Result<(LawQuestion, Option<Delivery>), LawError> {
        let all = self.law_questions(by).await?;
        let mut found = all
            .into_iter()
            .find(|it| it.no == no)
            .ok_or_else(|| no_question(no))?;
        let (Some(client), LawState::Open) = (found.client, found.state) else {
            return Ok((found, None));
        };
        self.take_on(by, client).await?;
        let (questions, _) = self.law_rows(client).await?;
        let asked = |it: &(Numbered, Vec<u8>)| it.0.0 == no && it.0.2.state == LawState::Open;
        let asked = questions.into_iter().find(asked);
        let ((_, version, _), own) = asked.ok_or_else(|| no_question(no))?;
        let request = legal(by, client).sections([Category::Existence]);
        let answer = self.gate.ask::<Find>(&request).await?;
        let sealed = (answer.permit, answer.sealed);
        let rows = [(own_place(no, version), own)];
        let (opened, delivery) = self.gate.open_drawer(sealed, Drawer::Recipients, &rows)?;
        let plain = opened.first().ok_or(CaseworkError::Damaged)?;
        found.texts = Some(texts_of(plain)?);
        Ok((found, Some(delivery)))
    }

    /// Records that somebody who answers for the Law Department looks at a client because of a question.
    async fn take_on(&self, by: Id<Worker>, client: Id<Client>) -> Result<(), CaseworkError> {
        let (act, about) = (OfficeAct::AnswerLaw, About::Office);
        let work = move |works: &mut Works<'_, '_>| {
            let (worker, until) = (works.actor_no(), works.now_ms() + DUTY_MS);
            let now_ms = works.now_ms();
            let Some(seen) = works.client(client)? else {
                return Ok(());
            };
            works.revise_client(seen.no, "law_duty_recorded", |sheet| {
                let holds = |it: &DutyFact| {
                    it.worker == worker && it.purpose == Purpose::Legal && now_ms < it.until
                };
                if sheet.duties.iter().any(holds) {
                    return None;
                }
                sheet.duties.push(DutyFact {
                    worker,
                    purpose: Purpose::Legal,
                    until,
                });
                Some(Map::from_iter([("until_ms".to_owned(), until.into())]))
            })?;
            Ok(())
        };
        let gate = &self.gate;
        gate.perform(by, act, about, "law_question_taken", work)
            .await
    }

    /// Answers a question; never one's own. What waited for it goes by the answer from then on: after a no the gate refuses
    /// it, and a later answer about the same takes its place.
    ///
    /// # Errors
    /// [`CaseworkError::Amiss`], above all when it was answered meanwhile; [`CaseworkError::NotPermitted`];
    /// [`CaseworkError::Unknown`].
    pub async fn answer_law(
        &self,
        by: Id<Worker>,
        no: i64,
        answer: LawAnswer,
    ) -> Result<(), LawError> {
        let all = self.law_questions(by).await?;
        let found = all.into_iter().find(|it| it.no == no);
        let found = found.ok_or_else(|| no_question(no))?;
        if found.state != LawState::Open {
            return Err(Amiss::ChangedMeanwhile.into());
        }
        fit(&answer)?;
        let drawers = self.gate.drawers()?;
        let (act, about) = (OfficeAct::AnswerLaw, About::Worker(found.asked_by));
        let Some(client) = found.client else {
            let work = move |works: &mut Works<'_, '_>| {
                let mut text = waiting(works, &drawers, (no, answer.seen))?;
                if let Some(texts) = &mut text.texts {
                    answer.text.trim().clone_into(&mut texts.answer);
                }
                answered(works, &drawers, (no, &answer), text)
            };
            let gate = &self.gate;
            let done = gate.perform(by, act, about, "law_answered", work);
            return Ok(done.await.map_err(|error: CaseworkError| error)?);
        };
        self.must_be_let(by, act, about).await?;
        self.take_on(by, client).await?;
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let text = waiting(desk.works, &drawers, (no, answer.seen))?;
            let mut texts = own_texts(desk, (no, answer.seen))?;
            answer.text.trim().clone_into(&mut texts.answer);
            let (recipient, now_ms) = (text.recipient_no, desk.works.now_ms());
            answered(desk.works, &drawers, (no, &answer), text)?;
            keep_own(desk, (no, answer.seen + 1), &texts)?;
            let fact = decided(&answer, (no, recipient), now_ms);
            desk.change(|sheet| {
                let stays = |it: &LawFact| {
                    let same = it.question != 0 && it.recipient == recipient && !it.question_open;
                    it.question != no && !(same && fact.is_some())
                };
                sheet.law.retain(stays);
                sheet.law.extend(fact);
            });
            Ok(())
        };
        let request = legal(by, client).sections([Category::Existence]);
        let gate = &self.gate;
        gate.work_on_file::<Find, _, LawError, _>(&request, "law_answered", work)
            .await
    }

    /// Takes one's own question back; what waited for it waits no longer. `request` is needed for a question about a
    /// client: the one by which the asker knows of them.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when there is none of theirs that waits; [`LawError::Refused`].
    pub async fn withdraw_law_question(
        &self,
        who: Id<Worker>,
        no: i64,
        request: Option<Request>,
    ) -> Result<(), LawError> {
        let questions = match &request {
            // Whether there is such a client is answered first.
            Some(request) if request.asker == who => {
                self.law_questions_about(request.clone()).await?
            }
            Some(_) => Vec::new(),
            None => self.my_law_questions(who).await?,
        };
        let is_mine =
            |it: &LawQuestion| it.no == no && it.asked_by == who && it.state == LawState::Open;
        let found = questions.into_iter().find(is_mine);
        let found = found.ok_or_else(|| no_question(no))?;
        let drawers = self.gate.drawers()?;
        let seen = found.version;
        let Some(client) = found.client else {
            let (act, about) = (OfficeAct::AskLaw, About::Worker(who));
            let work = move |works: &mut Works<'_, '_>| {
                let text = waiting(works, &drawers, (no, seen))?;
                taken_back(works, &drawers, (no, seen), text)
            };
            let gate = &self.gate;
            let done = gate.perform(who, act, about, "law_question_withdrawn", work);
            return Ok(done.await.map_err(|error: CaseworkError| error)?);
        };
        let request = request
            .filter(|it| it.client == client && it.asker == who)
            .ok_or_else(|| no_question(no))?
            .sections([Category::Existence]);
        let work = move |desk: &mut FileWorks<'_, '_, '_>| {
            let text = waiting(desk.works, &drawers, (no, seen))?;
            let texts = own_texts(desk, (no, seen))?;
            taken_back(desk.works, &drawers, (no, seen), text)?;
            keep_own(desk, (no, seen + 1), &texts)?;
            desk.change(|sheet| sheet.law.retain(|it| it.question != no));
            Ok(())
        };
        let gate = &self.gate;
        gate.work_on_file::<Find, _, LawError, _>(&request, "law_question_withdrawn", work)
            .await
    }

    /// Whoever asked has read the answer.
    ///
    /// # Errors
    /// [`CaseworkError::Unknown`] when it is none of theirs; [`CaseworkError::NotPermitted`].
    pub async fn law_answer_read(&self, who: Id<Worker>, no: i64) -> Result<(), CaseworkError> {
        let mine = self.my_law_questions(who).await?;
        if mine.iter().all(|it| it.no != no) {
            return Err(no_question(no));
        }
        let (act, about) = (OfficeAct::AskLaw, About::Worker(who));
        let work = move |works: &mut Works<'_, '_>| {
            works.note("question", no);
            tasks::finish_all(works, TaskKind::LawAnswered, &about_question(no), "read")?;
            Ok(())
        };
        let gate = &self.gate;
        gate.perform(who, act, about, "law_answer_read", work).await
    }
}

/// The question by which the Law Department finds a client.
fn legal(by: Id<Worker>, client: Id<Client>) -> Request {
    let mut request = Request::to_serve(by, client);
    request.purpose = Purpose::Legal;
    request
}

fn no_question(no: i64) -> CaseworkError {
    unknown("question", &no.to_string(), "caseward law list")
}

pub(super) fn print_of(
    fingerprint: impl Fn(&str, &[&[u8]]) -> Result<[u8; 16], GateError>,
    client: Option<Id<Client>>,
) -> Result<[u8; 16], GateError> {
    let client = client.map(|it| *it.as_bytes()).unwrap_or_default();
    fingerprint("law-question", &[&client])
}

fn about_question(no: i64) -> TaskAbout {
    TaskAbout {
        item: Some(no),
        ..TaskAbout::default()
    }
}

fn asked(
    works: &mut Works<'_, '_>,
    (who, client): (Id<Worker>, Option<Id<Client>>),
    new: &NewQuestion,
) -> Result<Text, CaseworkError> {
    let mut mending = Mending::default();
    mending.note(says(&new.question));
    mending.done()?;
    let recipient_no = match new.recipient {
        Some(id) => recipient_no(works, id)?,
        None => 0,
    };
    Ok(Text {
        asked_by: who,
        asked_by_no: works.actor_no(),
        asked_at: works.now_ms(),
        client,
        recipient: new.recipient,
        recipient_no,
        state: LawState::Open,
        verdict: None,
        answered_by: None,
        answered_at: None,
        guidance: None,
        texts: None,
    })
}

fn insert(works: &mut Works<'_, '_>, drawers: &Drawers, text: &Text) -> Result<i64, CaseworkError> {
    let next = "SELECT COALESCE(MAX(no), 0) + 1 FROM law_questions";
    let no = works.transaction().query_one(next, &[])?.int(0)?;
    let about = print_of(
        |domain, parts| Ok(works.fingerprint(domain, parts)),
        text.client,
    )?;
    let sealed = drawers.seal(Drawer::Recipients, (no, OFFICE_PART, 1), &written(text)?);
    works.transaction().execute(
        "INSERT INTO law_questions (no, about, state, version, sealed, own) VALUES ($1, $2, 0, 1, $3, $4)",
        &[no.into(), about.into(), sealed.into(), Vec::new().into()],
    )?;
    works.note("question", no);
    Ok(no)
}

/// A question that waits still, as it was looked at.
fn waiting(
    works: &mut Works<'_, '_>,
    drawers: &Drawers,
    (no, seen): (i64, i64),
) -> Result<Text, CaseworkError> {
    let sql = format!("{COLUMNS}WHERE no = $1");
    let row = works.transaction().query_optional(&sql, &[no.into()])?;
    let (_, version, text) = text_of(drawers, &row.ok_or_else(|| no_question(no))?)?;
    if version != seen || text.state != LawState::Open {
        return Err(Amiss::ChangedMeanwhile.into());
    }
    works.note("question", no);
    Ok(text)
}

fn rewrite(
    works: &mut Works<'_, '_>,
    drawers: &Drawers,
    (no, seen): (i64, i64),
    text: &Text,
) -> Result<(), CaseworkError> {
    let version = seen + 1;
    let sealed = drawers.seal(
        Drawer::Recipients,
        (no, OFFICE_PART, version),
        &written(text)?,
    );
    let state = i64::from(text.state.number());
    works.transaction().execute(
        "UPDATE law_questions SET state = $1, version = $2, sealed = $3 WHERE no = $4",
        &[state.into(), version.into(), sealed.into(), no.into()],
    )?;
    tasks::finish_all(
        works,
        TaskKind::LawAsked,
        &about_question(no),
        text.state.word(),
    )?;
    Ok(())
}

fn taken_back(
    works: &mut Works<'_, '_>,
    drawers: &Drawers,
    place: (i64, i64),
    text: Text,
) -> Result<(), CaseworkError> {
    let text = Text {
        state: LawState::Withdrawn,
        ..text
    };
    rewrite(works, drawers, place, &text)
}

fn fit(answer: &LawAnswer) -> Result<(), CaseworkError> {
    let approves = answer.verdict == LawVerdict::Approved;
    let mut mending = Mending::default();
    mending.note(says(&answer.text));
    let reaches = (1..=LONGEST_APPROVAL).contains(&answer.days);
    mending.note((approves && !reaches).then_some(Amiss::PeriodForm));
    mending.done()
}

fn answered(
    works: &mut Works<'_, '_>,
    drawers: &Drawers,
    (no, answer): (i64, &LawAnswer),
    text: Text,
) -> Result<(), CaseworkError> {
    let guidance = match &answer.guidance {
        Some(new) => Some(guidance::publish(works, new)?),
        None => None,
    };
    works.note("verdict", answer.verdict.word());
    let text = Text {
        state: LawState::Answered,
        verdict: Some(answer.verdict),
        answered_by: works.actor(),
        answered_at: Some(works.now_ms()),
        guidance,
        ..text
    };
    rewrite(works, drawers, (no, answer.seen), &text)?;
    let task = NewTask {
        kind: TaskKind::LawAnswered,
        whom: Whom::Worker(text.asked_by_no),
        about: about_question(no),
        due_at: works.now_ms() + ANSWER_WITHIN_MS,
    };
    tasks::add(works, &task)?;
    Ok(())
}

/// What an answer says on the client's sheet; nothing when it only explains.
fn decided(answer: &LawAnswer, (no, recipient): (i64, i64), now_ms: i64) -> Option<LawFact> {
    let fact = LawFact {
        recipient,
        question: no,
        ..LawFact::default()
    };
    match answer.verdict {
        LawVerdict::Approved => Some(LawFact {
            approved: true,
            approved_until: Some(now_ms + answer.days * DAY_MS),
            ..fact
        }),
        LawVerdict::NotApproved => Some(LawFact {
            declined: true,
            ..fact
        }),
        LawVerdict::Guidance => None,
    }
}

fn waits(works: &mut Works<'_, '_>, no: i64) -> Result<(), CaseworkError> {
    let task = NewTask {
        kind: TaskKind::LawAsked,
        whom: Whom::Role(Role::LegalCounsel),
        about: about_question(no),
        due_at: works.now_ms() + ANSWER_WITHIN_MS,
    };
    tasks::add(works, &task)?;
    Ok(())
}

/// Seals the words of a question under the client's own key.
fn keep_own(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
    texts: &LawTexts,
) -> Result<(), CaseworkError> {
    let place = own_place(no, version);
    let own = desk.seal(Drawer::Recipients, place, &written(texts)?)?;
    let sql = "UPDATE law_questions SET own = $1 WHERE no = $2";
    desk.works
        .transaction()
        .execute(sql, &[own.into(), no.into()])?;
    Ok(())
}

fn own_texts(
    desk: &mut FileWorks<'_, '_, '_>,
    (no, version): (i64, i64),
) -> Result<LawTexts, CaseworkError> {
    let sql = "SELECT own FROM law_questions WHERE no = $1";
    let row = desk.works.transaction().query_one(sql, &[no.into()])?;
    let plain = desk.open(Drawer::Recipients, own_place(no, version), row.bytes(0)?)?;
    texts_of(&plain)
}

pub(super) fn texts_of(plain: &[u8]) -> Result<LawTexts, CaseworkError> {
    serde_json::from_slice(plain).map_err(|_| CaseworkError::Damaged)
}
