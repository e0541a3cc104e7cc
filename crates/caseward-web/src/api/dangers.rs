//! `/api/v1/clients/{id}/dangers`: reporting that somebody is in danger, what a supervisor said about it, and that it is over
//! (RE-7, NASW-c, DV-3.3.2c). Nothing leaves by it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::danger::{
    DangerDiscussed, DangerError, DangerNeed, DangerReport, NewDanger, ReportedDanger, USUAL_HOURS,
};
use caseward_model::{AtRisk, Channel, Client, Id, Provenance, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{bytes_of, json};
use super::clients::moment;
use super::decided::Answered;
use super::disclosures::named;
use super::file::handed_over;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// The danger reports of a client.
#[derive(Serialize, ToSchema)]
pub(crate) struct Dangers {
    /// The newest first.
    dangers: Vec<Danger>,
}

/// A danger report.
#[derive(Serialize, ToSchema)]
#[schema(as = DangerReport)]
pub(crate) struct Danger {
    /// Its number.
    number: i64,
    /// Who may be harmed.
    at_risk: &'static str,
    /// Who told of it: `client`, `worker` or `third_party`.
    told_by: &'static str,
    /// What was seen or heard, and why it can't wait.
    seen: String,
    /// Who reported it.
    #[schema(value_type = String)]
    reported_by: Id<Worker>,
    since: String,
    until: String,
    /// It stands: something can go on the ground of danger.
    stands: bool,
    client_told: bool,
    /// What the client was told, or why they weren't.
    told_how: String,
    /// To tell of it may put the client at more risk.
    raises_risk: bool,
    /// A supervisor who may look at it was told when it was reported.
    supervisor_told: bool,
    /// Whether something may be told, as a supervisor said; nothing while none has.
    goes_on: Option<bool>,
    /// What the supervisor said.
    discussed: Option<String>,
    /// Why it ended before its time.
    ended: Option<String>,
    /// Why nobody is warned of it, where somebody said so.
    nobody_warned: Option<String>,
}

impl Danger {
    fn new(it: DangerReport, now_ms: i64) -> Self {
        Self {
            number: it.no,
            at_risk: it.at_risk.word(),
            told_by: it.told_by.word(),
            stands: it.stands_at(now_ms),
            seen: it.seen,
            reported_by: it.by,
            since: moment(it.since),
            until: moment(it.until),
            client_told: it.client_told,
            told_how: it.told_how,
            raises_risk: it.raises_risk,
            supervisor_told: !it.told_nobody,
            goes_on: it.discussed.as_ref().map(|it| it.goes_on),
            discussed: it.discussed.map(|it| it.said),
            ended: it.ended.map(|it| it.why).filter(|it| !it.is_empty()),
            nobody_warned: it.not_warned.map(|it| it.why),
        }
    }
}

/// A danger to be reported.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schema(as = NewDangerReport)]
pub(crate) struct SentDanger {
    /// Who may be harmed.
    #[schema(example = "child")]
    at_risk: String,
    /// Who told of it: `client`, `worker` or `third_party`.
    #[schema(example = "worker")]
    told_by: String,
    /// What was seen or heard, and why it can't wait, in a sentence.
    seen: String,
    /// For how many hours it stands: 1 to 336; 72 if missing.
    #[schema(example = 72)]
    hours: Option<i64>,
    /// Whether the client was told.
    client_told: Option<bool>,
    /// What they were told, or in a sentence why they weren't.
    told_how: String,
    /// Whether telling of it may put the client at more risk.
    raises_risk: Option<bool>,
}

impl SentDanger {
    fn read(self) -> NewDanger {
        NewDanger {
            at_risk: self.at_risk.parse().ok(),
            told_by: self.told_by.parse().ok(),
            seen: self.seen,
            hours: Some(self.hours.unwrap_or(USUAL_HOURS)),
            client_told: self.client_told,
            told_how: self.told_how,
            raises_risk: self.raises_risk,
        }
    }
}

/// What a supervisor discussed with whoever reported a danger.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DangerDiscussion)]
pub(crate) struct SentDiscussion {
    /// What was weighed, in a sentence. It is said once.
    said: String,
    /// Something may be told. If not, the report ends, and nothing goes on the ground of danger before a supervisor says yes about another one.
    goes_on: bool,
}

/// That a danger is over.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DangerEnd)]
pub(crate) struct SentEnd {
    /// Why.
    why: String,
}

/// The number of a danger report.
#[derive(Serialize, ToSchema)]
#[schema(as = DangerNumber)]
pub(crate) struct Number {
    number: i64,
    /// A supervisor who may look at it was told at once. If not, there is none: find one, and have them assigned to the client.
    told: bool,
}

fn problem(caller: &Caller, error: DangerError) -> Problem {
    match error {
        DangerError::Refused(refusal) => caller.refused(refusal),
        DangerError::Unknown => caller.nobody(),
        DangerError::Mend(needs) => Problem::Mend(needs.into_iter().map(field).collect()),
        DangerError::Casework(error) => error.into(),
    }
}

fn field(need: DangerNeed) -> Field {
    match need {
        DangerNeed::AtRisk => Field::one_of("at_risk", AtRisk::ALL.iter().map(|it| it.word())),
        DangerNeed::ToldBy => {
            let all = Provenance::ALL.iter();
            let all = all.filter(|it| **it != Provenance::Import);
            Field::one_of("told_by", all.map(|it| it.word()))
        }
        need => Field::new(need.field(), need.says()),
    }
}

/// The danger reports of a client, for whoever may read the client's notes.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/dangers", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The newest first", body = Dangers),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "They aren't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let found = front.casework.dangers_of(person, client, Channel::Api);
    let (all, delivery) = found.await.map_err(|error| problem(&caller, error))?;
    let now_ms = front.casework.clock().now_ms();
    let dangers = all.into_iter().map(|it| Danger::new(it, now_ms)).collect();
    handed_over(bytes_of(&Dangers { dangers }, 1024)?, delivery)
}

/// Reports a danger. Nothing leaves by it: while it stands, a disclosure can go on the ground of danger.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/dangers", tag = "disclosures", request_body = SentDanger,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 201, description = "Reported", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn report(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(sent): Sent<SentDanger>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let reported = casework.report_danger(person, client, Channel::Api, sent.read());
    let reported = reported.await.map_err(|error| problem(&caller, error))?;
    let ReportedDanger { no: number, told } = reported;
    Ok((StatusCode::CREATED, json(&Number { number, told })?).into_response())
}

/// Keeps that a supervisor discussed a danger report: someone other than whoever reported it.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/dangers/{no}/discussion", tag = "disclosures", request_body = SentDiscussion,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Kept"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn discuss(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentDiscussion>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let new = DangerDiscussed {
        said: sent.said,
        goes_on: Some(sent.goes_on),
    };
    let person = &caller.session.person;
    let casework = &front.casework;
    let kept = casework.discuss_danger(person, which, Channel::Api, new);
    kept.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a danger report before its time. From then on nothing more goes because of it; what may raise the risk and no supervisor discussed
/// holds back until it would have ended.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/dangers/{no}/end", tag = "disclosures", request_body = SentEnd,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "It is over"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentEnd>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let ended = casework.end_danger(person, which, Channel::Api, sent.why);
    ended.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
