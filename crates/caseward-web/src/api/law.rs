//! `/api/v1/law/questions`, `/api/v1/clients/{id}/law` and `/api/v1/guidance`: asking the Law Department, its answers, and what
//! everyone can read of them (CR-5).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::gate::{About, Request};
use caseward_casework::partnership::{LawAnswer, LawError, LawQuestion, NewGuidance, NewQuestion};
use caseward_model::{Channel, Client, Id, LawVerdict, OfficeAct, Organization, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{bytes_of, json};
use super::clients::moment;
use super::decided::Answered;
use super::file::handed_over;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// A question.
#[derive(Serialize, ToSchema)]
#[schema(as = LawQuestion)]
pub(crate) struct One {
    number: i64,
    /// What you send with an answer, as what you looked at.
    version: i64,
    /// `open`, `answered` or `withdrawn`.
    state: &'static str,
    /// `approved`, `not_approved` or `guidance`.
    verdict: Option<&'static str>,
    asked_at: String,
    /// The client whom it is about.
    #[schema(value_type = Option<String>)]
    client: Option<Id<Client>>,
    /// Whom something would go to.
    #[schema(value_type = Option<String>)]
    recipient: Option<Id<Organization>>,
    /// What was asked, where that is told here: about a client, to whoever may read the client's notes.
    question: Option<String>,
    /// What was answered, where that is told here: about a client, to whoever may read the client's notes.
    answer: Option<String>,
}

/// Questions.
#[derive(Serialize, ToSchema)]
pub(crate) struct LawQuestions {
    /// Yours.
    mine: Vec<One>,
    /// Everyone's, where answering them is your part.
    to_answer: Vec<One>,
}

fn one(it: LawQuestion) -> One {
    let (question, answer) = match it.texts {
        Some(texts) => (Some(texts.question), Some(texts.answer)),
        None => (None, None),
    };
    One {
        number: it.no,
        version: it.version,
        state: it.state.word(),
        verdict: it.verdict.map(LawVerdict::word),
        asked_at: moment(it.asked_at),
        client: it.client,
        recipient: it.recipient,
        question,
        answer: answer.filter(|it| !it.is_empty()),
    }
}

fn problem(caller: &Caller, error: LawError) -> Problem {
    match error {
        LawError::Refused(refusal) => caller.refused(refusal),
        LawError::Desk(error) => error.into(),
    }
}

/// A question to be asked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLawQuestion)]
pub(crate) struct SentQuestion {
    /// Whom something would go to, by id; nobody for what would go to anyone.
    #[serde(default)]
    recipient: Option<String>,
    question: String,
}

impl SentQuestion {
    fn read(self) -> Answered<NewQuestion> {
        let recipient = self.recipient.map(|it| it.parse()).transpose();
        let detail = "Give a recipient's id, or nothing.";
        Ok(NewQuestion {
            recipient: recipient
                .map_err(|_| Problem::Mend(vec![Field::new("recipient", detail)]))?,
            question: self.question,
        })
    }
}

/// A number.
#[derive(Serialize, ToSchema)]
#[schema(as = LawNumber)]
pub(crate) struct Number {
    number: i64,
}

type Created = (StatusCode, axum::Json<Number>);

/// Your questions, and those that you answer.
#[utoipa::path(
    get, path = "/api/v1/law/questions", tag = "recipients",
    responses(
        (status = 200, description = "The questions", body = LawQuestions),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    caller.works_here()?;
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let may = casework.gate.may(who, OfficeAct::AnswerLaw, About::Office);
    let to_answer = match may.await?.permitted {
        true => casework.law_questions(who).await?,
        false => Vec::new(),
    };
    let mine = casework.my_law_questions(who).await?;
    json(&LawQuestions {
        mine: mine.into_iter().map(one).collect(),
        to_answer: to_answer.into_iter().map(one).collect(),
    })
}

/// Asks the Law Department something in general.
#[utoipa::path(
    post, path = "/api/v1/law/questions", tag = "recipients", request_body = SentQuestion,
    responses(
        (status = 201, description = "Asked", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn ask(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentQuestion>,
) -> Answered<Created> {
    let who = asker(&front, &caller).await?;
    let number = front.casework.ask_law(who, sent.read()?).await?;
    Ok((StatusCode::CREATED, axum::Json(Number { number })))
}

/// Takes your own question in general back; one about a client is taken back at that client's address.
#[utoipa::path(
    delete, path = "/api/v1/law/questions/{no}", tag = "recipients",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "None of yours waits under this number", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<StatusCode> {
    let who = asker(&front, &caller).await?;
    let casework = &front.casework;
    let done = casework.withdraw_law_question(who, no.number(), None).await;
    done.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that you have read the answer to a question of yours, in general or about a client.
#[utoipa::path(
    post, path = "/api/v1/law/questions/{no}/read", tag = "recipients",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "It waits for you no longer"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "It is none of yours", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn read(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<StatusCode> {
    let who = asker(&front, &caller).await?;
    front.casework.law_answer_read(who, no.number()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever may ask the Law Department.
async fn asker(front: &Front, caller: &Caller) -> Answered<Id<Worker>> {
    caller.works_here()?;
    let who = caller.session.person.worker;
    let asks = front
        .casework
        .asks_for(who, OfficeAct::AskLaw, About::Worker(who));
    asks.await?;
    Ok(who)
}

/// Opens a question to be answered; your looking is on record with the client.
#[utoipa::path(
    get, path = "/api/v1/law/questions/{no}", tag = "recipients",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The question", body = One),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<Response> {
    let who = caller.session.person.worker;
    let opened = front.casework.open_law_question(who, no.number()).await;
    let (question, delivery) = opened.map_err(|error| problem(&caller, error))?;
    match delivery {
        Some(delivery) => handed_over(bytes_of(&one(question), 1024)?, delivery),
        None => json(&one(question)),
    }
}

/// An answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LawAnswer)]
pub(crate) struct SentAnswer {
    /// The `version` that you looked at.
    seen: i64,
    /// `approved`, `not_approved` or `guidance`.
    verdict: String,
    text: String,
    /// For how many days an approval reaches: 1 to 90.
    #[serde(default)]
    days: i64,
    /// What everyone can read of it.
    #[serde(default)]
    guidance: Option<SentGuidance>,
}

/// Guidance to be published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewGuidance)]
pub(crate) struct SentGuidance {
    topic: String,
    text: String,
    /// You have looked through it, and nobody can be recognised.
    confirmed: bool,
}

impl SentGuidance {
    fn read(self) -> NewGuidance {
        NewGuidance {
            topic: self.topic,
            text: self.text,
            confirmed: self.confirmed,
        }
    }
}

/// Answers a question.
#[utoipa::path(
    post, path = "/api/v1/law/questions/{no}/answer", tag = "recipients", request_body = SentAnswer,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Answered: what waited goes by it"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<SentAnswer>,
) -> Answered<StatusCode> {
    let no = opened_by(&front, &caller, no).await?;
    let verdict = sent.verdict.parse();
    let verdicts = LawVerdict::ALL.iter().map(|it| it.word());
    let answer = LawAnswer {
        seen: sent.seen,
        verdict: verdict.map_err(|_| Problem::Mend(vec![Field::one_of("verdict", verdicts)]))?,
        text: sent.text,
        days: sent.days,
        guidance: sent.guidance.map(SentGuidance::read),
    };
    let who = caller.session.person.worker;
    let done = front.casework.answer_law(who, no, answer).await;
    done.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The number of a question that is there, for whoever may answer it.
async fn opened_by(front: &Front, caller: &Caller, no: Named<i64>) -> Answered<i64> {
    may_answer(front, caller).await?;
    let no = no.found()?;
    let who = caller.session.person.worker;
    let all = front.casework.law_questions(who).await?;
    if all.iter().any(|it| it.no == no) {
        Ok(no)
    } else {
        Err(Problem::NotFound)
    }
}

async fn may_answer(front: &Front, caller: &Caller) -> Answered<()> {
    let who = caller.session.person.worker;
    let act = OfficeAct::AnswerLaw;
    Ok(front.casework.asks_for(who, act, About::Office).await?)
}

/// The question by which somebody who works here knows of a client.
async fn known(front: &Front, caller: &Caller, id: Named<Id<Client>>) -> Answered<Request> {
    known_of(front, caller, caller.client(id)?).await
}

async fn known_of(front: &Front, caller: &Caller, client: Id<Client>) -> Answered<Request> {
    let person = &caller.session.person;
    let request = front.casework.question_of(person, client, Channel::Api);
    request.await.map_err(|refusal| caller.refused(refusal))
}

/// Questions about one client.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClientLaw {
    /// The newest first.
    questions: Vec<One>,
}

/// What was asked about a client, and what the Law Department said: that there is a question for whoever may know of the client, its words for whoever
/// may read the client's notes.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/law", tag = "recipients",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The questions", body = ClientLaw),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such client for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn about_client(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Client>>,
) -> Answered<Response> {
    let request = known(&front, &caller, id).await?;
    let found = front.casework.law_about_client(request).await;
    let found = found.map_err(|error| problem(&caller, error))?;
    let questions = found.questions.into_iter().map(one).collect();
    let bytes = bytes_of(&ClientLaw { questions }, 1024)?;
    handed_over(bytes, found.delivery)
}

/// Asks the Law Department about a client: what it is about waits for the answer.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/law", tag = "recipients", request_body = SentQuestion,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 201, description = "Asked", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such client for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn ask_about(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Client>>,
    Sent(sent): Sent<SentQuestion>,
) -> Answered<Created> {
    let request = known(&front, &caller, id).await?;
    let asked = front.casework.ask_law_about(request, sent.read()?).await;
    let number = asked.map_err(|error| problem(&caller, error))?;
    Ok((StatusCode::CREATED, axum::Json(Number { number })))
}

/// Takes your own question about a client back: what waited for its answer waits no longer.
#[utoipa::path(
    delete, path = "/api/v1/clients/{id}/law/{no}", tag = "recipients",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "The question's number")),
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such client for you, or none of yours waits under this number", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw_about(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<StatusCode> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let request = known_of(&front, &caller, client).await?;
    let who = caller.session.person.worker;
    let casework = &front.casework;
    let done = casework.withdraw_law_question(who, place.no, Some(request));
    done.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Guidance.
#[derive(Serialize, ToSchema)]
#[schema(as = AllGuidance)]
pub(crate) struct All {
    /// The newest first.
    guidance: Vec<OneGuidance>,
}

/// A guidance.
#[derive(Serialize, ToSchema)]
#[schema(as = Guidance)]
pub(crate) struct OneGuidance {
    number: i64,
    topic: String,
    text: String,
    published_at: String,
}

/// What the Law Department said before.
#[utoipa::path(
    get, path = "/api/v1/guidance", tag = "recipients",
    responses(
        (status = 200, description = "All of it", body = All),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn guidance(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    let all = front
        .casework
        .guidance(caller.session.person.worker, "")
        .await?;
    let guidance = all.into_iter().map(|kept| OneGuidance {
        number: kept.no,
        topic: kept.it.topic,
        text: kept.it.text,
        published_at: moment(kept.it.at),
    });
    json(&All {
        guidance: guidance.collect(),
    })
}

/// Publishes guidance.
#[utoipa::path(
    post, path = "/api/v1/guidance", tag = "recipients", request_body = SentGuidance,
    responses(
        (status = 201, description = "Published", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn publish(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentGuidance>,
) -> Answered<Created> {
    let who = caller.session.person.worker;
    let number = front.casework.publish_guidance(who, sent.read()).await?;
    Ok((StatusCode::CREATED, axum::Json(Number { number })))
}

/// Takes guidance back.
#[utoipa::path(
    delete, path = "/api/v1/guidance/{no}", tag = "recipients",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Nobody finds it any more"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw_guidance(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<StatusCode> {
    let who = caller.session.person.worker;
    front.casework.withdraw_guidance(who, no.number()).await?;
    Ok(StatusCode::NO_CONTENT)
}
