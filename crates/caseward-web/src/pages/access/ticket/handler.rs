//! Seeing and ending one's own emergency (RE-7).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::TicketPage;
use crate::addresses::{Addresses, Class};
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// The addresses of one's own emergency.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Own, "/access/emergency/{no}", show)
        .post(Class::Own, "/access/emergency/{no}/end", end)
}

#[derive(Deserialize)]
struct Nothing {}

async fn show(visit: Visit, Path(no): Path<String>) -> Response {
    let (casework, person) = (&visit.front.casework, visit.person());
    let own = match casework.own_emergencies(person.no).await {
        Ok(own) => own,
        Err(error) => return visit.failed(&error),
    };
    let wanted = no.parse::<i64>().ok();
    let Some(ticket) = own.into_iter().find(|it| Some(it.no) == wanted) else {
        return visit.not_found();
    };
    let now_ms = casework.clock().now_ms();
    let finding = |it: &caseward_casework::emergency::Reviewed| {
        format!("finding-{}", it.finding.word().replace('_', "-"))
    };
    let page = TicketPage {
        no: ticket.no,
        open: ticket.is_open(now_ms),
        until: visit.moment(ticket.until),
        due: visit.due(ticket.review_due),
        href: format!("/clients/{}", ticket.client),
        unconfirmed: ticket.over_budget && ticket.confirmed.is_none() && ticket.review.is_none(),
        finding: ticket.review.as_ref().map(finding),
        sections: ticket.sections,
        shell: visit.shell(
            Place::Elsewhere,
            &format!("/access/emergency/{}", ticket.no),
        ),
    };
    answer(StatusCode::OK, &page)
}

async fn end(Path(no): Path<String>, posted: Posted<Nothing>) -> Response {
    let visit = posted.visit;
    let Ok(no) = no.parse::<i64>() else {
        return visit.not_found();
    };
    let mine = |it: &caseward_casework::gate::EmergencyMark| it.ticket == no;
    if !visit.person().sheet.emergencies.iter().any(mine) {
        return visit.not_found();
    }
    let ended = visit
        .front
        .casework
        .end_emergency(visit.person().worker, no);
    match ended.await {
        Ok(()) => forms::sent_on(&format!("/access/emergency/{no}")),
        Err(error) => visit.failed(&error),
    }
}
