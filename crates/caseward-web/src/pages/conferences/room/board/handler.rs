//! The line on which a board follows, and what people do at it: moving on, asking and offering, taking that back, raising a hand, giving
//! the word.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::conference::{Out, Saying};
use caseward_model::{Id, Meeting, OfficeAct, Seat};
use serde::Deserialize;

use super::super::super::sits;
use super::super::handler::{page, place, unanswered};
use super::events::streamed;
use crate::addresses::{Addresses, Class};
use crate::forms;
use crate::forms::Problems;
use crate::pages::fault::Fault;
use crate::pages::partners::Typed;
use crate::pages::people::mending;
use crate::visit::{Posted, Visit, fault};

/// The addresses of a board.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    Addresses::new()
        .get(sits, "/meetings/{id}/room/{seat}/events", events)
        .post(sits, "/meetings/{id}/room/{seat}/next", next)
        .post(sits, "/meetings/{id}/room/{seat}/say", say)
        .post(sits, "/meetings/{id}/room/{seat}/take-back", take_back)
        .post(sits, "/meetings/{id}/room/{seat}/hand", hand)
        .post(sits, "/meetings/{id}/room/{seat}/word", word)
}

type At = (Id<Meeting>, Id<Seat>);

/// For which page of the room a line is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Follows {
    /// `yes` for one beside the board, which hears only that its person sits there no more.
    beside: String,
}

async fn events(
    visit: Visit,
    Path((id, seat)): Path<(String, String)>,
    follows: Result<Query<Follows>, QueryRejection>,
) -> Response {
    if !forms::from_our_own_page(&visit.headers) {
        return fault(&visit.front, &visit.headers, Fault::Foreign);
    }
    let at = match at(&visit, (&id, &seat)).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    let Ok(Query(follows)) = follows else {
        return visit.not_found();
    };
    let casework = &visit.front.casework;
    let stream = match follows.beside.as_str() {
        "yes" => casework.listen_beside_board(visit.person(), at).await,
        _ => casework.listen_to_board(visit.person(), at).await,
    };
    match stream {
        Ok(Ok(stream)) => streamed(visit.language(), stream),
        Ok(Err(_)) => StatusCode::GONE.into_response(),
        Err(error) => unanswered(&visit, &error),
    }
}

async fn next(Path((id, seat)): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let at = match at(&visit, (&id, &seat)).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    // What is no number is none that fits; where nothing is typed, the item gets what it was proposed for.
    let step = typed.one("step").parse().unwrap_or(usize::MAX);
    let minutes = match typed.one("minutes") {
        "" => None,
        minutes => Some(minutes.parse().unwrap_or(0)),
    };
    let casework = &visit.front.casework;
    let done = casework.next_item(visit.person(), at, (step, minutes));
    done_at(&visit, at, done.await).await
}

async fn say(Path((id, seat)): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let at = match at(&visit, (&id, &seat)).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    let saying = Saying {
        kind: typed.one("kind").parse().ok(),
        text: typed.one("text").to_owned(),
    };
    let casework = &visit.front.casework;
    let done = casework.say_on_item(visit.person(), at, typed.one("item"), saying);
    done_at(&visit, at, done.await).await
}

async fn take_back(Path((id, seat)): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let at = match at(&visit, (&id, &seat)).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    let said = (typed.one("item"), typed.one("said"));
    let casework = &visit.front.casework;
    let done = casework.take_back_said(visit.person(), at, said);
    done_at(&visit, at, done.await).await
}

async fn hand(Path((id, seat)): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let at = match at(&visit, (&id, &seat)).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    let up = typed.one("up") == "yes";
    let casework = &visit.front.casework;
    let done = casework.raise_hand(visit.person(), at, typed.one("item"), up);
    done_at(&visit, at, done.await).await
}

async fn word(Path((id, seat)): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let at = match at(&visit, (&id, &seat)).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    let casework = &visit.front.casework;
    let done = casework.call_speaker(visit.person(), at, typed.one("item"));
    done_at(&visit, at, done.await).await
}

/// The meeting and the seat that an address names, for whoever may sit in one.
async fn at(visit: &Visit, (id, seat): (&str, &str)) -> Result<At, Response> {
    sits(visit).await?;
    place(id, seat).ok_or_else(|| visit.not_found())
}

/// Back to the room; what wasn't done is told there, and nothing that was typed.
async fn done_at(visit: &Visit, at: At, done: Result<Result<(), Out>, CaseworkError>) -> Response {
    match done {
        Ok(Ok(())) => forms::sent_on(&format!("/meetings/{}/room/{}", at.0, at.1)),
        Ok(Err(_)) => page(visit, at, Problems::default()).await,
        Err(error) => match mending(&error) {
            Some(problems) => page(visit, at, problems).await,
            None => unanswered(visit, &error),
        },
    }
}
