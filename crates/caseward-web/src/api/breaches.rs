//! `/api/v1/breach-reports`: what went wrong in a case conference: reported, followed by whoever reported it, and answered by whom it
//! is about (CC-2.8, CC-2.10, CC-3). No client stands in any of it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::conference::breach::{MyBreach, NewBreachReport};
use caseward_casework::gate::About;
use caseward_casework::people::Amiss;
use caseward_model::{BreachKind, BreachReport, Id, OfficeAct, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Problem, ProblemBody};
use super::recipients::{time, word};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// The reports that you made, and what was put to you.
#[derive(Serialize, ToSchema)]
pub(crate) struct BreachReports {
    /// The newest first.
    reports: Vec<Own>,
}

/// A report that you made, or one that was put to you.
#[derive(Serialize, ToSchema)]
#[schema(as = BreachReport)]
pub(crate) struct Own {
    id: String,
    /// `reported`, `acknowledged`, `under_inquiry`, `substantiated` or `unsubstantiated`.
    #[schema(example = "acknowledged")]
    state: &'static str,
    /// What kind of thing you reported; nothing of a report by somebody else.
    kind: Option<&'static str>,
    /// What you wrote; empty of a report by somebody else.
    what: String,
    /// When you reported it; nothing of a report by somebody else.
    reported_at: Option<String>,
    /// When it was taken up; nothing of a report by somebody else.
    acknowledged_at: Option<String>,
    /// What was put to you.
    put: Option<Put>,
}

/// What was put to you.
#[derive(Serialize, ToSchema)]
#[schema(as = BreachPut)]
pub(crate) struct Put {
    told: String,
    at: String,
    answer: Option<String>,
    /// It ended your part in conferences and coordinated assessment.
    ended: bool,
}

fn own(it: MyBreach) -> Own {
    Own {
        id: it.id.to_string(),
        state: it.state.word(),
        kind: it.kind.map(BreachKind::word),
        what: it.what,
        reported_at: it.reported_at.map(moment),
        acknowledged_at: it.taken_up_at.map(moment),
        put: it.put.map(|it| Put {
            told: it.told,
            at: moment(it.at),
            answer: it.answer,
            ended: it.ended,
        }),
    }
}

/// Lets in whoever may report; to a client of the office there is nothing to report to.
async fn reports(front: &Front, caller: &Caller) -> Answered<Id<Worker>> {
    caller.works_here()?;
    let who = caller.session.person.worker;
    let act = OfficeAct::ReportBreach;
    front
        .casework
        .asks_for(who, act, About::Worker(who))
        .await?;
    Ok(who)
}

/// A worker's id; one that can't be read is of nobody whom it could be about.
pub(super) fn whom(sent: Option<&str>) -> Answered<Option<Id<Worker>>> {
    let read = |it: &str| it.parse().map_err(|_| amiss(Amiss::BreachWhom));
    sent.map(read).transpose()
}

fn amiss(it: Amiss) -> Problem {
    caseward_casework::CaseworkError::from(it).into()
}

/// The reports that you made, and what was put to you.
#[utoipa::path(
    get, path = "/api/v1/breach-reports", tag = "conferences",
    responses(
        (status = 200, description = "Your reports", body = BreachReports),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in no conference", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn mine(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let who = reports(&front, &caller).await?;
    let all = front.casework.my_breaches(who).await?;
    json(&BreachReports {
        reports: all.into_iter().map(own).collect(),
    })
}

/// A report that is to be made. It names no client.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBreachReport)]
pub(crate) struct SentReport {
    /// What happened, in plain words; it may be empty where a kind is given.
    #[serde(default)]
    what: String,
    /// `seen`, `heard`, `sent`, `left_open`, `otherwise`; for conduct `disrespect`, `standards`, `discrimination`, `fraud`.
    #[serde(default)]
    #[schema(example = "left_open")]
    kind: Option<String>,
    /// When it happened.
    #[serde(default)]
    happened_at: Option<String>,
    /// The id of the conference; the only one that you take part in if it is missing.
    #[serde(default)]
    conference: Option<String>,
    /// The id of the worker whom it is about, if that is known.
    #[serde(default)]
    about: Option<String>,
}

/// The id of a report.
#[derive(Serialize, ToSchema)]
#[schema(as = BreachReportId)]
pub(crate) struct Made {
    id: String,
}

/// Reports a breach, or conduct against the code. Whoever leads the conference is told at once; never whom it is about.
#[utoipa::path(
    post, path = "/api/v1/breach-reports", tag = "conferences", request_body = SentReport,
    responses(
        (status = 201, description = "Reported", body = Made),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in no conference", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentReport>,
) -> Answered<(StatusCode, axum::Json<Made>)> {
    let who = reports(&front, &caller).await?;
    let kinds = || BreachKind::ALL.iter().map(|it| it.word());
    let kind = sent.kind.as_deref();
    let happened = sent.happened_at.as_deref();
    let series = sent.conference.as_deref();
    let series = series.map(|it| it.parse().map_err(|_| amiss(Amiss::BreachSeries)));
    let new = NewBreachReport {
        kind: kind.map(|it| word("kind", it, kinds())).transpose()?,
        happened_at: happened.map(|it| time("happened_at", it)).transpose()?,
        series: series.transpose()?,
        whom: whom(sent.about.as_deref())?,
        what: sent.what,
    };
    let id = front.casework.report_breach(who, new).await?;
    let id = id.to_string();
    Ok((StatusCode::CREATED, axum::Json(Made { id })))
}

/// A report that you made, or one that was put to you.
#[utoipa::path(
    get, path = "/api/v1/breach-reports/{id}", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The report, as far as you may see it", body = Own),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in no conference", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one_of_mine(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
) -> Answered<Response> {
    let who = reports(&front, &caller).await?;
    json(&own(front.casework.my_breach(who, id.found()?).await?))
}

/// Something that is said about a report; it names no client.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BreachText)]
pub(crate) struct SentText {
    /// 10 to 4,000 characters.
    pub(super) text: String,
}

/// Answers what was put to you, once.
#[utoipa::path(
    post, path = "/api/v1/breach-reports/{id}/answer", tag = "conferences", request_body = SentText,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Answered"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in no conference", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Nothing was put to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Nothing is said, or it is too late", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn respond(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
    Sent(sent): Sent<SentText>,
) -> Answered<StatusCode> {
    let who = reports(&front, &caller).await?;
    front
        .casework
        .answer_breach(who, id.found()?, sent.text)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
