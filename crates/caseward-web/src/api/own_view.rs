//! `/api/v1/clients/{id}/own-view`: a client's own view of their file, for programs: how it stands, turning it on and off,
//! making a link, and answering what the client asked (NASW-e, DV-5.2.4).
//!
//! A program can't open the view itself: that takes the link and the number that were given to the client.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::own_view::{NewView, OwnViewError, Question, ViewNeed};
use caseward_model::{Client, Id};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::consents::asked;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// A client's own view.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnView)]
pub(crate) struct View {
    /// It can be opened.
    on: bool,
    /// On which day safety was discussed, the last time.
    #[schema(example = "2026-11-02")]
    discussed: Option<String>,
    /// What was discussed.
    note: Option<String>,
    /// By which way a link reaches the client safely.
    safe_way: Option<String>,
    /// After how many days the client sees what happened.
    delay_days: Option<i64>,
    turned_off_at: Option<String>,
    /// Until when the link works that is out.
    link_until: Option<String>,
    /// How many wrong numbers were tried with it; after five it is dead.
    link_tries: Option<i64>,
    /// What the client asked, the newest first.
    questions: Vec<Asked>,
}

/// Something that a client asked.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnViewQuestion)]
pub(crate) struct Asked {
    number: i64,
    /// `look`, `shared`, `see_file` or `other`.
    about: &'static str,
    /// The number of the entry or disclosure that it is about.
    item: Option<u64>,
    words: String,
    asked_at: String,
    answer: Option<String>,
    answered_at: Option<String>,
}

impl Asked {
    fn new(number: i64, it: Question) -> Self {
        let answered_at = it.answer.as_ref().map(|it| moment(it.at));
        Self {
            number,
            about: it.about.word(),
            item: it.item,
            words: it.words,
            asked_at: moment(it.at),
            answer: it.answer.map(|it| it.words),
            answered_at,
        }
    }
}

/// What was discussed with the client before it is turned on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OwnViewDiscussed)]
pub(crate) struct Discussed {
    /// On which day, not one to come.
    #[schema(example = "2026-11-02")]
    day: String,
    /// What was discussed.
    note: String,
    /// By which way a link reaches the client safely.
    safe_way: String,
    /// After how many days the client sees what happened: 0 to 90.
    #[schema(example = 0)]
    delay_days: i64,
}

/// A link and its number, shown this once.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnViewLink)]
pub(crate) struct Link {
    /// Its path; the office's address comes before it.
    #[schema(example = "/me/open/…")]
    path: String,
    /// Six digits, to be given by another way.
    #[schema(example = "042117")]
    pin: String,
    until: String,
}

/// An answer to a question of the client's.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OwnViewAnswer)]
pub(crate) struct AnswerBody {
    /// The number of the question.
    number: i64,
    /// What the client is shown.
    words: String,
}

fn failed(caller: &Caller, error: OwnViewError) -> Problem {
    match error {
        OwnViewError::Refused(refusal) => caller.refused(refusal),
        OwnViewError::Absent => caller.nobody(),
        OwnViewError::Off | OwnViewError::TooMany | OwnViewError::Consent(_) => {
            Problem::Conflict(error.to_string())
        }
        OwnViewError::Needs(needs) => {
            let field = |it: ViewNeed| Field::new(it.word(), it.says());
            Problem::Mend(needs.into_iter().map(field).collect())
        }
        OwnViewError::Casework(error) => error.into(),
    }
}

/// A client's own view as it stands.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/own-view", tag = "own view",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "How it stands, and what the client asked", body = View),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let found = front.casework.own_view(&request).await;
    let (overview, delivery) = found.map_err(|error| failed(&caller, error))?;
    let on = overview.is_on();
    let view = overview.view;
    let discussed = view.as_ref().map(|it| &it.discussed);
    let answer = json(&View {
        on,
        discussed: discussed.map(|it| it.day.to_string()),
        note: discussed.map(|it| it.note.clone()),
        safe_way: discussed.map(|it| it.safe_way.clone()),
        delay_days: discussed.map(|it| it.delay_days),
        turned_off_at: view.as_ref().and_then(|it| it.ended).map(|it| moment(it.0)),
        link_until: overview.link.map(|it| moment(it.expires_at)),
        link_tries: overview.link.map(|it| it.tries),
        questions: overview
            .questions
            .into_iter()
            .map(|(no, it)| Asked::new(no, it))
            .collect(),
    });
    delivery.delivered(None);
    answer
}

/// Turns it on, once safety was discussed; or keeps that it was discussed once more.
#[utoipa::path(
    put, path = "/api/v1/clients/{id}/own-view", tag = "own view",
    params(("id" = String, Path, description = "The client's id")),
    request_body = Discussed,
    responses(
        (status = 204, description = "It is on"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something of what was discussed is missing", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn turn_on(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(body): Sent<Discussed>,
) -> Answered<StatusCode> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let casework = &front.casework;
    let new = NewView {
        day: body.day.parse().ok(),
        note: body.note,
        safe_way: body.safe_way,
        delay_days: Some(body.delay_days),
    };
    // Whoever may not learns that before anything about what they sent.
    let found = casework.own_view(&request).await;
    let (_, delivery) = found.map_err(|error| failed(&caller, error))?;
    delivery.broken();
    let done = casework.turn_own_view_on(&request, new).await;
    done.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Turns it off: what is open of it closes, and no link opens it any more.
#[utoipa::path(
    delete, path = "/api/v1/clients/{id}/own-view", tag = "own view",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 204, description = "It is off"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It is off already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn turn_off(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<StatusCode> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let done = front.casework.turn_own_view_off(&request).await;
    done.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes a link and the number that goes with it. Give them to the client by two different ways.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/own-view/link", tag = "own view",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 201, description = "Made; shown this once", body = Link),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It is off", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn link(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let made = front.casework.make_own_view_link(&request).await;
    let made = made.map_err(|error| failed(&caller, error))?;
    let link = Link {
        path: format!("/me/open/{}", made.token),
        pin: made.pin,
        until: moment(made.expires_at),
    };
    Ok((StatusCode::CREATED, json(&link)?).into_response())
}

/// Answers what the client asked; they read it in their view.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/own-view/answer", tag = "own view",
    params(("id" = String, Path, description = "The client's id")),
    request_body = AnswerBody,
    responses(
        (status = 204, description = "Answered"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no question of this number that waits", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(body): Sent<AnswerBody>,
) -> Answered<StatusCode> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let casework = &front.casework;
    let found = casework.own_view(&request).await;
    let (_, delivery) = found.map_err(|error| failed(&caller, error))?;
    delivery.broken();
    let done = casework.answer_own_question(&request, body.number, &body.words);
    done.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
