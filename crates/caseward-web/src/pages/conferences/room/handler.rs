//! Showing a room, hearing that its page is still open, and leaving it.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::conference::{Heard, Out, ShownBoard, ShownRoom};
use caseward_model::{Id, Meeting, OfficeAct, Seat, SeatEnd};
use serde::Serialize;

use super::super::sits;
use super::board::Board;
use super::{RoomPage, opened, said};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::pages::partners::Typed;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words, answer, forms};

/// The addresses of a room.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    Addresses::new()
        .get(sits, "/meetings/{id}/room/{seat}", show)
        .post(sits, "/meetings/{id}/beat", beat)
        .post(sits, "/meetings/{id}/leave", leave)
}

/// What a page hears that said that it is there.
#[derive(Serialize)]
struct HeardHere {
    seated: bool,
    minutes_left: i64,
    changes: usize,
}

/// A meeting and a seat in its room; what can't be read as one is none.
pub(super) fn place(id: &str, seat: &str) -> Option<(Id<Meeting>, Id<Seat>)> {
    id.parse().ok().zip(seat.parse().ok())
}

pub(super) fn unanswered(visit: &Visit, error: &CaseworkError) -> Response {
    match error {
        CaseworkError::Unknown { .. } => visit.not_found(),
        error => visit.failed(error),
    }
}

async fn show(visit: Visit, Path((id, seat)): Path<(String, String)>) -> Response {
    if let Err(answer) = sits(&visit).await {
        return answer;
    }
    let Some(place) = place(&id, &seat) else {
        return visit.not_found();
    };
    page(&visit, place, Problems::default()).await
}

/// The page of a room, as it is now; with what still has to be mended of something that was sent.
pub(super) async fn page(
    visit: &Visit,
    place: (Id<Meeting>, Id<Seat>),
    problems: Problems,
) -> Response {
    let (open, board) = match found(visit, place).await {
        Ok(Ok((room, board))) => (Ok(room), Some(board)),
        Ok(Err(out)) => (Err(out), None),
        Err(error) => return unanswered(visit, &error),
    };
    let (language, words) = (visit.language(), Words::of(visit.language()));
    let lobby = format!("/meetings/{}", place.0);
    let href = format!("{lobby}/room/{}", place.1);
    let status = match open {
        Ok(_) => problems.status(),
        Err(_) => StatusCode::GONE,
    };
    let page = RoomPage {
        shell: visit.shell(Place::Conferences, &href),
        href,
        lobby,
        seat: place.1.to_string(),
        why: open
            .as_ref()
            .err()
            .map_or_else(String::new, |out| said(words, *out)),
        open: open.ok().map(|room| opened(language, &room)),
        board: board.as_ref().map(|it| Board::of(language, it)),
        problems,
    };
    match board.and_then(|it| it.view.item) {
        Some(item) => answer_watched(status, &page, closing(item.delivery)),
        None => answer(status, &page),
    }
}

/// The room and its board, for whoever sits there.
async fn found(
    visit: &Visit,
    place: (Id<Meeting>, Id<Seat>),
) -> Result<Result<(ShownRoom, ShownBoard), Out>, CaseworkError> {
    let casework = &visit.front.casework;
    let room = match casework.room(visit.person(), place).await? {
        Ok(room) => room,
        Err(out) => return Ok(Err(out)),
    };
    let board = casework.board(visit.person(), place).await?;
    Ok(board.map(|board| (room, board)))
}

async fn beat(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    if let Err(answer) = sits(&visit).await {
        return answer;
    }
    let Some(place) = place(&id, typed.one("seat")) else {
        return visit.not_found();
    };
    let heard = visit.front.casework.hear_seat(visit.person(), place).await;
    match heard {
        Ok(Heard::Seated {
            minutes_left,
            changes,
        }) => Json(HeardHere {
            seated: true,
            minutes_left,
            changes,
        })
        .into_response(),
        Ok(Heard::Out(_)) => {
            let covered = HeardHere {
                seated: false,
                minutes_left: 0,
                changes: 0,
            };
            (StatusCode::GONE, Json(covered)).into_response()
        }
        Err(error) => unanswered(&visit, &error),
    }
}

async fn leave(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    if let Err(answer) = sits(&visit).await {
        return answer;
    }
    let Some(place) = place(&id, typed.one("seat")) else {
        return visit.not_found();
    };
    let why = typed.one("why").parse().unwrap_or(SeatEnd::Left);
    let casework = &visit.front.casework;
    match casework.leave_seat(visit.person(), place, why).await {
        Ok(()) => forms::sent_on(&format!("/meetings/{}", place.0)),
        Err(error) => unanswered(&visit, &error),
    }
}
