//! `/api/v1/access-review`: what nothing on record explains, deciding on it, and answering about one's own (CR-2, CR-10).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::access_review::{Concerned, Matter, Page, Period};
use caseward_model::{Client, Id, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Parameters, Sent};
use crate::front::Front;

/// About whom it is: a client of whom you may know, `null` for one of whom you may not, or a number of another system.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    /// The client's id.
    #[schema(value_type = Option<String>)]
    client: Option<Id<Client>>,
    /// The other system's number.
    system: Option<i64>,
    /// The number that it has for the person.
    number: Option<String>,
}

/// What speaks against it.
#[derive(Serialize, ToSchema)]
pub(crate) struct Flag {
    #[schema(example = "same_surname")]
    flag: &'static str,
    /// How much it counts.
    decibans: f32,
}

/// A question and its answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct Exchange {
    at: String,
    question: String,
    answer: Option<String>,
}

/// One worker's looks at one person, which nothing on record explains.
#[derive(Serialize, ToSchema)]
#[schema(as = AccessMatter)]
pub(crate) struct Line {
    number: i64,
    /// Who looked.
    #[schema(value_type = String)]
    worker: Id<Worker>,
    people: Vec<Person>,
    first_at: String,
    last_at: String,
    looks: u32,
    /// The numbers of the systems; 0 is this one.
    systems: Vec<i64>,
    kinds: Vec<&'static str>,
    /// Something was written soon after.
    written: bool,
    flags: Vec<Flag>,
    decibans: f32,
    #[schema(example = "open")]
    state: &'static str,
    asked: Vec<Exchange>,
    /// Why, where it was decided.
    because: Option<String>,
}

impl Line {
    fn new(it: Matter) -> Self {
        let person = |it: Concerned| match it {
            Concerned::Client(id) => Person {
                client: Some(id),
                system: None,
                number: None,
            },
            Concerned::Unnamed => Person {
                client: None,
                system: None,
                number: None,
            },
            Concerned::Theirs { system, number } => Person {
                client: None,
                system: Some(system),
                number: Some(number),
            },
        };
        let flag = |(flag, decibans): &(caseward_model::AccessFlag, f32)| Flag {
            flag: flag.word(),
            decibans: *decibans,
        };
        let exchange = |it: caseward_casework::access_review::Asked| Exchange {
            at: moment(it.at_ms),
            question: it.question,
            answer: it.answer.map(|(text, _)| text),
        };
        Self {
            number: it.no,
            worker: it.worker.1,
            people: it.people.into_iter().map(person).collect(),
            first_at: moment(it.first_ms),
            last_at: moment(it.last_ms),
            looks: it.accesses,
            systems: it.systems,
            kinds: it.kinds.iter().map(|it| it.word()).collect(),
            written: it.written,
            flags: it.flags.iter().map(flag).collect(),
            decibans: it.weight,
            state: it.state.word(),
            asked: it.asked.into_iter().map(exchange).collect(),
            because: it.decided.map(|it| it.because),
        }
    }
}

/// A page of the queue.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessQueue {
    /// The most remarkable first.
    matters: Vec<Line>,
    /// How many there are for you.
    all: usize,
    /// Where the next page begins.
    next: Option<usize>,
}

/// What waits for you as a reviewer, or what was decided. That you looked is on record.
#[utoipa::path(
    get, path = "/api/v1/access-review", tag = "review",
    params(
        ("from" = Option<usize>, Query, description = "So many are passed over"),
        ("decided" = Option<bool>, Query, description = "What was decided instead"),
    ),
    responses(
        (status = 200, description = "A page", body = AccessQueue),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Reviewing isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn queue(
    State(front): State<Arc<Front>>,
    caller: Caller,
    parameters: Parameters,
) -> Answered<Response> {
    let parameters = parameters.only(&["from", "decided"])?;
    let number = Field::new("from", "Give a whole number.");
    let flag = Field::new("decided", "Give true or false.");
    let page = Page {
        from: parameters.one("from", &number)?.unwrap_or(0),
        decided: parameters.one("decided", &flag)?.unwrap_or(false),
        worker: None,
    };
    let me = caller.session.person.worker;
    let seen = front.casework.access_queue(me, page).await?;
    json(&AccessQueue {
        matters: seen.matters.into_iter().map(Line::new).collect(),
        all: seen.all,
        next: seen.next,
    })
}

/// How far back to compare.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Compare {
    /// Days, 1 to 1,830.
    #[schema(example = 90)]
    days: u16,
}

/// Compares the accesses of the last days with what is on record, and puts the rest into the queue.
#[utoipa::path(
    post, path = "/api/v1/access-review", tag = "review", request_body = Compare,
    responses(
        (status = 200, description = "What was found", body = Object),
        (status = 403, description = "Reviewing isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn compare(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(order): Sent<Compare>,
) -> Answered<Response> {
    let casework = &front.casework;
    let period = Period::last_days(order.days, casework.clock().now_ms());
    let me = caller.session.person.worker;
    json(&casework.review_accesses(me, period).await?)
}

/// One matter that is yours to review.
#[utoipa::path(
    get, path = "/api/v1/access-review/{no}", tag = "review",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The matter", body = Line),
        (status = 403, description = "Reviewing isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "None that you may review", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<Response> {
    let me = caller.session.person.worker;
    let shown = front.casework.access_matter(me, no.found()?).await?;
    json(&Line::new(shown.matter))
}

/// One day of a worker.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessDay {
    #[schema(example = "2026-11-02")]
    day: String,
    explained: u32,
    unexplained: u32,
    /// What is usual for this worker.
    usual: u32,
    stands_out: bool,
}

/// The days of the worker whose matter it is, beside what is usual for them.
#[utoipa::path(
    get, path = "/api/v1/access-review/{no}/days", tag = "review",
    params(("no" = i64, Path, description = "The matter's number")),
    responses(
        (status = 200, description = "The days with any look, in order", body = Vec<AccessDay>),
        (status = 403, description = "Reviewing isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "None that you may review", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn days(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<Response> {
    let (casework, me) = (&front.casework, caller.session.person.worker);
    let matter = casework.access_matter(me, no.found()?).await?.matter;
    let days = casework.days_of(me, matter.worker.1).await?.days;
    let day = |it: caseward_casework::access_review::DayOfWorker| AccessDay {
        day: it.day.to_string(),
        explained: it.explained,
        unexplained: it.unexplained,
        usual: it.usual,
        stands_out: it.stands_out,
    };
    json(&days.into_iter().map(day).collect::<Vec<_>>())
}

/// What you decide.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessDecision {
    /// `explain`, `ask` or `incident`.
    #[schema(example = "ask")]
    decision: String,
    /// Why, or your question, in a sentence.
    text: String,
}

/// Finds it right, asks the worker, or opens an incident.
#[utoipa::path(
    post, path = "/api/v1/access-review/{no}", tag = "review", request_body = AccessDecision,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "It is on record"),
        (status = 403, description = "Reviewing isn't part of your role, or it is about yourself", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "None that you may review", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It was decided already, or a sentence is missing", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn decide(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(it): Sent<AccessDecision>,
) -> Answered<StatusCode> {
    let (casework, me) = (&front.casework, caller.session.person.worker);
    let no = no.found()?;
    match it.decision.as_str() {
        "explain" => casework.explain_access(me, no, &it.text).await?,
        "ask" => casework.question_access(me, no, &it.text).await?,
        "incident" => casework.open_access_incident(me, no, &it.text).await?,
        _ => {
            let words = ["explain", "ask", "incident"].into_iter();
            return Err(Problem::Mend(vec![Field::one_of("decision", words)]));
        }
    }
    Ok(StatusCode::NO_CONTENT)
}

/// A question about accesses of your own.
#[derive(Serialize, ToSchema)]
pub(crate) struct AccessQuestion {
    number: i64,
    question: String,
    asked_at: String,
    first_at: String,
    last_at: String,
    looks: u32,
    /// The numbers of the systems; 0 is this one.
    systems: Vec<i64>,
    /// How many people it was about.
    people: usize,
}

/// What a reviewer asks you.
#[utoipa::path(
    get, path = "/api/v1/access-questions", tag = "review",
    responses(
        (status = 200, description = "The questions", body = Vec<AccessQuestion>),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn questions(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    caller.works_here()?;
    let me = caller.session.person.no;
    let asked = front.casework.my_access_questions(me).await?;
    let question = |it: caseward_casework::access_review::MyQuestion| AccessQuestion {
        number: it.no,
        question: it.question,
        asked_at: moment(it.at_ms),
        first_at: moment(it.first_ms),
        last_at: moment(it.last_ms),
        looks: it.accesses,
        systems: it.systems,
        people: it.people,
    };
    json(&asked.into_iter().map(question).collect::<Vec<_>>())
}

/// Your answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccessAnswer {
    /// The number of the question.
    number: i64,
    /// What it was for, in a sentence.
    text: String,
}

/// Says what an access of your own was for.
#[utoipa::path(
    post, path = "/api/v1/access-questions", tag = "review", request_body = AccessAnswer,
    responses(
        (status = 204, description = "Whoever reviews it reads it and decides"),
        (status = 422, description = "You aren't asked about this, or a sentence is missing", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn account(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(it): Sent<AccessAnswer>,
) -> Answered<StatusCode> {
    caller.works_here()?;
    let (casework, me) = (&front.casework, caller.session.person.worker);
    let told = casework.account_for_access(me, it.number, &it.text).await;
    match told {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(CaseworkError::Unknown { .. }) => {
            let detail = "You aren't asked about this, or you have answered already.";
            Err(Problem::Mend(vec![Field::new("number", detail)]))
        }
        Err(error) => Err(error.into()),
    }
}
