//! `/api/v1/meetings/{id}/room/{seat}/…`: the board of a room: what is spoken of, as you may see it, the events that follow it, and what you do
//! at it (CC-1, CC-2.4, CC-2.5). Only for a session: a token has no seat.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::conference::Saying;
use caseward_model::{Id, Meeting, Seat};
use serde::Deserialize;
use utoipa::ToSchema;

use super::answer::JSON;
use super::conferences::{seated, sits};
use super::decided::Answered;
use super::file::handed_over;
use super::problem::{Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::forms;
use crate::front::Front;
use crate::pages::conferences::room::board::{Told, frame, streamed};

/// A meeting, and your seat in its room.
pub(crate) struct At(Option<(Id<Meeting>, Id<Seat>)>);

impl At {
    fn found(self) -> Answered<(Id<Meeting>, Id<Seat>)> {
        self.0.ok_or(Problem::NotFound)
    }
}

impl FromRequestParts<Arc<Front>> for At {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Answered<Self> {
        let text = Path::<(String, String)>::from_request_parts(parts, front).await;
        let read =
            |Path((id, seat)): Path<(String, String)>| id.parse().ok().zip(seat.parse().ok());
        Ok(Self(text.ok().and_then(read)))
    }
}

/// What is spoken of in the room in which you sit, as you may see it.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}/room/{seat}/board", tag = "conferences",
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("seat" = String, Path, description = "Your seat"),
    ),
    responses(
        (status = 200, description = "The board", body = Told),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn board(
    State(front): State<Arc<Front>>,
    caller: Caller,
    at: At,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let shown = seated(front.casework.board(person, at.found()?).await?)?;
    let text = frame(caller.language, &shown.view);
    match shown.view.item {
        Some(item) => handed_over(text.into_bytes(), item.delivery),
        None => Ok(([(header::CONTENT_TYPE, JSON)], Body::from(text)).into_response()),
    }
}

/// The line on which the board follows, as server-sent events: `board` with its JSON whenever it shows another thing, and first of all;
/// `out` with a word when you sit there no more, and `later` when another line was opened from the same seat; then it ends.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}/room/{seat}/events", tag = "conferences",
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("seat" = String, Path, description = "Your seat"),
    ),
    responses(
        (status = 200, description = "The events", body = String, content_type = "text/event-stream"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn events(
    State(front): State<Arc<Front>>,
    caller: Caller,
    at: At,
    headers: HeaderMap,
) -> Answered<Response> {
    if !forms::from_our_own_page(&headers) {
        return Err(Problem::Foreign);
    }
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let stream = front.casework.listen_to_board(person, at.found()?).await?;
    Ok(streamed(caller.language, seated(stream)?))
}

/// Going on to the next item.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingNextItem)]
pub(crate) struct SentNext {
    /// How many items were begun, as your board says: whoever sends it twice goes on once.
    step: usize,
    /// How many minutes it gets, 1 to 60; without it as many as it was proposed for.
    #[schema(example = 5)]
    minutes: Option<i64>,
}

/// Goes on to the next item of the sitting, for whoever leads it.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/room/{seat}/next", tag = "conferences", request_body = SentNext,
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("seat" = String, Path, description = "Your seat"),
    ),
    responses(
        (status = 204, description = "Gone on; also when somebody had done so before"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours, or you don't lead the sitting", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room, or something has to be mended", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn next(
    State(front): State<Arc<Front>>,
    caller: Caller,
    at: At,
    Sent(sent): Sent<SentNext>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let moved = (sent.step, sent.minutes);
    let done = front.casework.next_item(person, at.found()?, moved).await?;
    seated(done).map(|()| StatusCode::NO_CONTENT)
}

/// What you ask or offer about the item that is spoken of.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingSaying)]
pub(crate) struct SentSaying {
    /// The handle of the item.
    item: String,
    /// `ask` or `offer`.
    #[schema(example = "offer")]
    kind: String,
    /// In one line of at most 300 characters. About somebody who is spoken of by an identifier, nothing in it may tell of anybody.
    text: String,
}

/// Asks or offers something about the item that is spoken of; those who see it see that too.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/room/{seat}/say", tag = "conferences", request_body = SentSaying,
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("seat" = String, Path, description = "Your seat"),
    ),
    responses(
        (status = 204, description = "Said"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours, or no such item is spoken of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room, or something has to be mended; nothing of the text was kept", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn say(
    State(front): State<Arc<Front>>,
    caller: Caller,
    at: At,
    Sent(sent): Sent<SentSaying>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let saying = Saying {
        kind: sent.kind.parse().ok(),
        text: sent.text,
    };
    let said = front
        .casework
        .say_on_item(person, at.found()?, &sent.item, saying);
    seated(said.await?).map(|()| StatusCode::NO_CONTENT)
}

/// What you take back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingSayingBack)]
pub(crate) struct SentBack {
    /// The handle of the item.
    item: String,
    /// What it is called for you, as your board says under `mine`.
    said: String,
}

/// Takes back what you asked or offered about the item that is spoken of; from then on nobody sees it.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/room/{seat}/take-back", tag = "conferences", request_body = SentBack,
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("seat" = String, Path, description = "Your seat"),
    ),
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours, no such item is spoken of, or you said nothing of the kind", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn take_back(
    State(front): State<Arc<Front>>,
    caller: Caller,
    at: At,
    Sent(sent): Sent<SentBack>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let said = (sent.item.as_str(), sent.said.as_str());
    let back = front.casework.take_back_said(person, at.found()?, said);
    seated(back.await?).map(|()| StatusCode::NO_CONTENT)
}

/// A hand, raised or lowered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingHand)]
pub(crate) struct SentHand {
    /// The handle of the item.
    item: String,
    up: bool,
}

/// Raises your hand about the item that is spoken of, or lowers it.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/room/{seat}/hand", tag = "conferences", request_body = SentHand,
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("seat" = String, Path, description = "Your seat"),
    ),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours, or no such item is spoken of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn hand(
    State(front): State<Arc<Front>>,
    caller: Caller,
    at: At,
    Sent(sent): Sent<SentHand>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let raised = front
        .casework
        .raise_hand(person, at.found()?, &sent.item, sent.up);
    seated(raised.await?).map(|()| StatusCode::NO_CONTENT)
}

/// The item about which somebody gets the word.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingWord)]
pub(crate) struct SentWord {
    /// The handle of the item.
    item: String,
}

/// Gives the word to whoever has waited longest, for whoever leads the sitting; to nobody when nobody waits.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/room/{seat}/word", tag = "conferences", request_body = SentWord,
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("seat" = String, Path, description = "Your seat"),
    ),
    responses(
        (status = 204, description = "Given"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours, no such item is spoken of, or you don't lead the sitting", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn word(
    State(front): State<Arc<Front>>,
    caller: Caller,
    at: At,
    Sent(sent): Sent<SentWord>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let called = front.casework.call_speaker(person, at.found()?, &sent.item);
    seated(called.await?).map(|()| StatusCode::NO_CONTENT)
}
