//! Showing what was decided in a room, and writing down more.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::NewAction;
use caseward_casework::people::Amiss;
use caseward_model::{Id, Meeting, OfficeAct, Organization, Seat, Worker};

use super::super::super::decided::told;
use super::super::super::sits;
use super::super::said;
use super::{RoomActionsPage, opened};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::pages::partners::Typed;
use crate::pages::people::{ends, mending};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, forms};

/// The addresses of what is decided in a room.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    Addresses::new()
        .get(sits, "/meetings/{id}/room/{seat}/actions", show)
        .post(sits, "/meetings/{id}/room/{seat}/actions", record)
}

/// Where somebody says that they sit.
type At = (Id<Meeting>, Id<Seat>);

/// Lets in whoever takes part; what can't be read as a seat is none.
async fn at(visit: &Visit, (id, seat): (&str, &str)) -> Result<At, Response> {
    sits(visit).await?;
    let place = id.parse().ok().zip(seat.parse().ok());
    place.ok_or_else(|| visit.not_found())
}

async fn show(visit: Visit, Path((id, seat)): Path<(String, String)>) -> Response {
    match at(&visit, (id.as_str(), seat.as_str())).await {
        Ok(at) => page(&visit, at, &Typed::default(), Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn record(Path((id, seat)): Path<(String, String)>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let place = match at(&visit, (id.as_str(), seat.as_str())).await {
        Ok(at) => at,
        Err(answer) => return answer,
    };
    let casework = &visit.front.casework;
    let done = match read(&typed) {
        Ok(new) => {
            let new = (typed.one("item"), new);
            casework.record_action(visit.person(), place, new).await
        }
        Err(amiss) => Err(amiss.into()),
    };
    match done {
        // Whoever is out is told so there.
        Ok(_) => forms::sent_on(&format!("/meetings/{}/room/{}/actions", place.0, place.1)),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, place, &typed, problems).await,
            None => visit.failed(&error),
        },
    }
}

/// What was sent; an organisation or somebody who can't be read is none who could do it.
fn read(typed: &Typed) -> Result<NewAction, Amiss> {
    let organization = match typed.one("organization") {
        "" => None,
        sent => Some(sent.parse::<Id<Organization>>()),
    };
    let person = match typed.one("person") {
        "" => None,
        sent => Some(sent.parse::<Id<Worker>>()),
    };
    Ok(NewAction {
        kind: typed.one("kind").parse().ok(),
        text: typed.one("text").to_owned(),
        organization: organization.transpose().map_err(|_| Amiss::ActionOwner)?,
        person: person.transpose().map_err(|_| Amiss::ActionPerson)?,
        due_at: ends(typed.one("due")),
    })
}

async fn page(visit: &Visit, place: At, typed: &Typed, problems: Problems) -> Response {
    let words = Words::of(visit.language());
    let found = visit.front.casework.room_actions(visit.person(), place);
    let (status, open, why, deliveries) = match found.await {
        Ok(Ok(mut found)) => {
            let deliveries = std::mem::take(&mut found.deliveries);
            let open = opened(visit.language(), found, typed);
            (problems.status(), Some(open), String::new(), deliveries)
        }
        Ok(Err(out)) => (StatusCode::GONE, None, said(words, out), Vec::new()),
        Err(CaseworkError::Unknown { .. }) => return visit.not_found(),
        Err(error) => return visit.failed(&error),
    };
    let lobby = format!("/meetings/{}", place.0);
    let href = format!("{lobby}/room/{}", place.1);
    let page = RoomActionsPage {
        shell: visit.shell(Place::Conferences, &format!("{href}/actions")),
        href,
        lobby,
        seat: place.1.to_string(),
        open,
        why,
        problems,
    };
    answer_watched(status, &page, told(deliveries))
}
