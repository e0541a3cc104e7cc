//! Showing a meeting, coming in, taking its calendar file along; and what its lead does with the room.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::{AtMeeting, Attesting, CALENDAR_FILE};
use caseward_model::{Id, Meeting, OfficeAct, Worker};

use super::super::{holds, sits};
use super::made::made;
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::file_to_keep;
use crate::pages::partners::Typed;
use crate::pages::people::mending;
use crate::visit::{Posted, Visit};
use crate::{answer, forms};

/// The addresses of a meeting.
pub(super) fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    let holds = Class::Office(OfficeAct::HoldConference);
    Addresses::new()
        .get(sits, "/meetings/{id}", show)
        .get(sits, "/meetings/{id}/calendar", calendar)
        .post(sits, "/meetings/{id}/seat", come_in)
        .post(holds, "/meetings/{id}/open", open)
        .post(holds, "/meetings/{id}/close", close)
        .post(holds, "/meetings/{id}/cancel", cancel)
}

/// Who asks, and about which meeting, where it is about themselves.
async fn own(visit: &Visit, id: &str) -> Result<(Id<Worker>, Id<Meeting>), Response> {
    let me = sits(visit).await?;
    Ok((me, id.parse().map_err(|_| visit.not_found())?))
}

/// Who asks, and about which meeting, where it is about the meeting.
pub(super) async fn held(visit: &Visit, id: &str) -> Result<(Id<Worker>, Id<Meeting>), Response> {
    let me = holds(visit).await?;
    Ok((me, id.parse().map_err(|_| visit.not_found())?))
}

/// Which of their sittings somebody means in a meeting: the one whose handle the form sent, or the first that fits.
fn at(meeting: Id<Meeting>, typed: &Typed) -> AtMeeting {
    let sitting = typed.one("sitting");
    AtMeeting {
        meeting,
        sitting: (!sitting.is_empty()).then(|| sitting.to_owned()),
    }
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match own(&visit, &id).await {
        Ok((_, id)) => page(&visit, id, Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn calendar(visit: Visit, Path(id): Path<String>) -> Response {
    let (me, id) = match own(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    match visit.front.casework.meeting_calendar(me, id).await {
        Ok(file) => {
            let kind = "text/calendar; charset=utf-8";
            file_to_keep(CALENDAR_FILE, kind, file.into_bytes())
        }
        Err(error) => unanswered(&visit, id, &error).await,
    }
}

async fn come_in(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (_, id) = match own(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let said = Attesting {
        reminded: typed.one("reminded") == "yes",
        attests: typed.one("attests") == "yes",
    };
    let casework = &visit.front.casework;
    let at = at(id, &typed);
    match casework.take_seat(visit.person(), at, said).await {
        Ok(seat) => forms::sent_on(&format!("/meetings/{id}/room/{seat}")),
        Err(error) => unanswered(&visit, id, &error).await,
    }
}

async fn open(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let at = at(id, &typed);
    let done = visit.front.casework.open_room(me, at).await;
    ended(&visit, id, done).await
}

async fn close(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let at = at(id, &typed);
    let done = visit.front.casework.close_room(me, at).await;
    ended(&visit, id, done).await
}

async fn cancel(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let visit = posted.visit;
    let (me, id) = match held(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let done = visit.front.casework.cancel_meeting(me, id).await;
    ended(&visit, id, done).await
}

async fn ended(visit: &Visit, id: Id<Meeting>, done: Result<(), CaseworkError>) -> Response {
    match done {
        Ok(()) => forms::sent_on(&format!("/meetings/{id}")),
        Err(error) => unanswered(visit, id, &error).await,
    }
}

/// What wasn't done is told on the page of the meeting. Nothing is ticked there: what is attested is said anew each time.
async fn unanswered(visit: &Visit, id: Id<Meeting>, error: &CaseworkError) -> Response {
    match error {
        CaseworkError::Unknown { .. } => visit.not_found(),
        error => match mending(error) {
            Some(problems) => page(visit, id, problems).await,
            None => visit.failed(error),
        },
    }
}

async fn page(visit: &Visit, id: Id<Meeting>, problems: Problems) -> Response {
    match made(visit, id, problems).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}
