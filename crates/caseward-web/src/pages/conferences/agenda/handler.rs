//! Showing somebody their own items, and closing an agenda.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_model::{Id, Meeting, OfficeAct};

use super::super::{holds, sits};
use super::{AgendaPage, item};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::Typed;
use crate::pages::people::mending;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of an agenda.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    let holds = Class::Office(OfficeAct::HoldConference);
    Addresses::new()
        .get(sits, "/meetings/{id}/agenda", show)
        .post(holds, "/meetings/{id}/agenda/close", close)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    if let Err(answer) = sits(&visit).await {
        return answer;
    }
    match id.parse() {
        Ok(id) => page(&visit, id, Problems::default()).await,
        Err(_) => visit.not_found(),
    }
}

async fn close(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let visit = posted.visit;
    let me = match holds(&visit).await {
        Ok(me) => me,
        Err(answer) => return answer,
    };
    let Ok(id) = id.parse::<Id<Meeting>>() else {
        return visit.not_found();
    };
    match visit.front.casework.close_agenda_of(me, id).await {
        Ok(()) => forms::sent_on(&format!("/meetings/{id}/agenda")),
        Err(error) => unanswered(&visit, id, &error).await,
    }
}

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
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let back = format!("/meetings/{id}");
    let own = match casework.own_agenda(me, id).await {
        Ok(own) => own,
        // What is to be signed first stands on the page of the meeting.
        Err(CaseworkError::Amiss(_)) => return forms::sent_on(&back),
        Err(CaseworkError::Unknown { .. }) => return visit.not_found(),
        Err(error) => return visit.failed(&error),
    };
    let words = Words::of(visit.language());
    let page = AgendaPage {
        closed: own.closed,
        can_close: own.can_close,
        items: own
            .items
            .iter()
            .map(|it| item(words, it.purpose, it.minutes))
            .collect(),
        problems,
        shell: visit.shell(Place::Conferences, &format!("{back}/agenda")),
        back,
    };
    answer(page.problems.status(), &page)
}
