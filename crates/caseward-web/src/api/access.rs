//! `/api/v1/access-requests`: asking for access to a file, how one's own questions stand, and answering those of
//! colleagues (CR-2, CR-4, CR-7).
//!
//! Who asks learns nothing about whom it was before they may; a no sounds like nobody (DV-3.3.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::access::{Answer, Answered as Came, AskForm, AskNeed, Stands};
use caseward_casework::gate::{About, AssignmentRole};
use caseward_casework::search::purposes;
use caseward_model::{Client, Id, OfficeAct, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// Questions for access.
#[derive(Serialize, ToSchema)]
pub(crate) struct Questions {
    /// Your own, the newest first.
    mine: Vec<Mine>,
    /// Those of colleagues that wait for your answer.
    theirs: Vec<Theirs>,
}

/// A question of your own.
#[derive(Serialize, ToSchema)]
#[schema(as = AccessQuestion)]
pub(crate) struct Mine {
    number: i64,
    #[schema(example = "2026-11-02T09:00:00Z")]
    asked_at: String,
    #[schema(example = "direct_service")]
    purpose: &'static str,
    /// `waiting`, `given` or `nobody`.
    #[schema(example = "waiting")]
    stands: &'static str,
    /// The client, once they are yours.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    client: Option<Id<Client>>,
    /// Until when they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// A question of a colleague.
#[derive(Serialize, ToSchema)]
#[schema(as = AccessQuestionToAnswer)]
pub(crate) struct Theirs {
    number: i64,
    #[schema(value_type = String)]
    asker: Id<Worker>,
    #[schema(value_type = String)]
    client: Id<Client>,
    #[schema(example = "direct_service")]
    purpose: &'static str,
    /// As they wrote it.
    why: String,
    asked_at: String,
}

/// A question to be put.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAccessQuestion)]
pub(crate) struct New {
    /// The number that a search gave.
    #[schema(example = 17)]
    search: i64,
    #[schema(example = "direct_service")]
    purpose: String,
    /// Why your work needs it; read only by those who may know of this person.
    why: String,
}

/// An answer to a question.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccessAnswer)]
pub(crate) struct Decision {
    /// `give` or `decline`.
    #[schema(example = "give")]
    answer: String,
    /// In which part, to give.
    #[serde(default)]
    #[schema(example = "support")]
    part: String,
    /// Until when, to give; within 180 days.
    #[serde(default)]
    #[schema(example = "2026-12-01T00:00:00Z")]
    until: String,
}

/// Questions for access.
#[utoipa::path(
    get, path = "/api/v1/access-requests", tag = "tasks",
    responses(
        (status = 200, description = "Your own, and those that wait for you", body = Questions),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    caller.works_here()?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let mut mine = Vec::new();
    for it in casework.my_questions(person.no).await? {
        let (stands, client, until) = match it.stands {
            Stands::Waiting => ("waiting", None, None),
            Stands::Given(client, until) => ("given", Some(client), Some(moment(until))),
            Stands::Nobody => ("nobody", None, None),
        };
        mine.push(Mine {
            number: it.no,
            asked_at: moment(it.asked_at),
            purpose: it.purpose.word(),
            stands,
            client,
            until,
        });
    }
    let may = casework
        .gate
        .may(person.worker, OfficeAct::AnswerAccess, About::Office);
    let mut theirs = Vec::new();
    if may.await?.permitted {
        for it in casework.questions_to_answer(person.worker).await? {
            theirs.push(Theirs {
                number: it.no,
                asker: it.asker,
                client: it.client,
                purpose: it.purpose.word(),
                why: it.why,
                asked_at: moment(it.asked_at),
            });
        }
    }
    json(&Questions { mine, theirs })
}

/// Asks for access after a search.
#[utoipa::path(
    post, path = "/api/v1/access-requests", tag = "tasks",
    request_body = New,
    responses(
        (status = 201, description = "Asked; the question's number", body = i64),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Asking isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first, or no search of the last hour told of anyone", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn ask(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<New>,
) -> Answered<Response> {
    caller.works_here()?;
    let person = &caller.session.person;
    let form = AskForm {
        search: new.search.to_string(),
        purpose: new.purpose,
        why: Zeroizing::new(new.why),
    };
    let role = person.sheet.role;
    let field = |need: &AskNeed| match need {
        AskNeed::Search => no_search(),
        AskNeed::Purpose => Field::one_of("purpose", purposes(role).iter().map(|it| it.word())),
        AskNeed::Why => Field::new("why", "Say why your work needs it."),
        AskNeed::TooLong => Field::new("why", "Shorten it to 1,000 characters."),
    };
    let question = form.check(role);
    let question = question.map_err(|needs| Problem::Mend(needs.iter().map(field).collect()))?;
    match front.casework.ask_access(person.worker, question).await? {
        Some(no) => Ok((StatusCode::CREATED, axum::Json(no)).into_response()),
        None => Err(Problem::Mend(vec![no_search()])),
    }
}

const fn no_search() -> Field {
    Field::new(
        "search",
        "Search again first; give the number that a search of the last hour gave.",
    )
}

/// Answers a colleague's question.
#[utoipa::path(
    post, path = "/api/v1/access-requests/{number}/answer", tag = "tasks",
    params(("number" = i64, Path, description = "The question's number")),
    request_body = Decision,
    responses(
        (status = 204, description = "Answered"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no question here that you may answer", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first, or this colleague can't work with this client", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    number: Named<i64>,
    Sent(decision): Sent<Decision>,
) -> Answered<StatusCode> {
    caller.works_here()?;
    let no = number.found()?;
    let answer = decided(&decision)?;
    let who = caller.session.person.worker;
    match front.casework.answer_access(who, no, answer).await {
        Ok(Came::Done) => Ok(StatusCode::NO_CONTENT),
        Ok(Came::Apart) => Err(Problem::Unsuitable(
            "this colleague can't work with this client; choose someone else, or ask the privacy officer".to_owned(),
        )),
        Ok(Came::NoQuestion) | Err(CaseworkError::NotPermitted(_)) => Err(Problem::NotFound),
        Err(error) => Err(error.into()),
    }
}

fn decided(decision: &Decision) -> Answered<Answer> {
    match decision.answer.as_str() {
        "decline" => Ok(Answer::Decline),
        "give" => {
            let parts = AssignmentRole::ALL.iter().map(|it| it.word());
            let wrong = || Field::one_of("part", parts.clone());
            let part = decision.part.parse();
            let part = part.map_err(|_| Problem::Mend(vec![wrong()]))?;
            let until: Result<jiff::Timestamp, _> = decision.until.parse();
            let field = Field::new("until", "Give a moment like 2026-12-01T00:00:00Z.");
            let until = until.map_err(|_| Problem::Mend(vec![field]))?;
            Ok(Answer::Give(part, until.as_millisecond()))
        }
        _ => {
            let words = ["give", "decline"].into_iter();
            Err(Problem::Mend(vec![Field::one_of("answer", words)]))
        }
    }
}

/// Nothing more is to be said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccessAnswerSeen)]
pub(crate) struct Seen {}

/// Notes that you have seen the answer to your question; of any other number nothing is noted.
#[utoipa::path(
    post, path = "/api/v1/access-requests/{number}/seen", tag = "tasks",
    params(("number" = i64, Path, description = "The question's number")),
    request_body = Seen,
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here, or that is no number", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn seen(
    State(front): State<Arc<Front>>,
    caller: Caller,
    number: Named<i64>,
    Sent(Seen {}): Sent<Seen>,
) -> Answered<StatusCode> {
    caller.works_here()?;
    let no = number.found()?;
    let (casework, person) = (&front.casework, &caller.session.person);
    if casework
        .my_questions(person.no)
        .await?
        .iter()
        .all(|it| it.no != no)
    {
        return Ok(StatusCode::NO_CONTENT);
    }
    casework.saw_answer(person.worker, no).await?;
    Ok(StatusCode::NO_CONTENT)
}
