//! Looking over all clients for files that nobody answers for, and giving one to somebody.

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::people::{Colleague, WaitingFile};
use caseward_model::{Id, OfficeAct, Worker};

use super::super::{Choice, mending, staff};
use super::{ChargeForm, Row, WaitingPage};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::Assign);

/// The addresses of files that wait.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/people/waiting", list)
        .post(CLASS, "/people/waiting", give)
}

async fn list(visit: Visit) -> Response {
    page(&visit, ChargeForm::default(), Problems::default()).await
}

async fn give(posted: Posted<ChargeForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::Assign, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let Ok(taker) = form.custodian.parse::<Id<Worker>>() else {
        let mut problems = Problems::default();
        problems.note("custodian", "people-needs-taker");
        return page(&visit, form, problems).await;
    };
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let given = casework.take_charge_of_marked(who, &form.file, taker);
    match given.await {
        // A file that doesn't wait for them, or not any more, is not on the list that comes.
        Ok(()) | Err(CaseworkError::Unknown { .. }) => forms::sent_on("/people/waiting"),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, form, problems).await,
            None => visit.failed(&error),
        },
    }
}

async fn page(visit: &Visit, form: ChargeForm, problems: Problems) -> Response {
    match made(visit, form, problems).await {
        Ok(page) if page.problems.is_empty() => answer(StatusCode::OK, &page),
        Ok(page) => answer(StatusCode::UNPROCESSABLE_ENTITY, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    form: ChargeForm,
    problems: Problems,
) -> Result<WaitingPage, CaseworkError> {
    let casework = &visit.front.casework;
    let found = casework
        .look_for_waiting_files(visit.person().worker)
        .await?;
    let now_ms = casework.clock().now_ms();
    let can = |it: &&Colleague| it.sheet.role.takes_charge() && !it.sheet.is_shut_at(now_ms);
    let row = |it: &WaitingFile| {
        Ok::<_, CaseworkError>(Row {
            mark: casework.waiting_mark(it.client)?,
            left_by: it.left_by.as_ref().map(Choice::to),
        })
    };
    let all = found.waiting.iter().chain(&found.nobody);
    Ok(WaitingPage {
        rows: all.map(row).collect::<Result<_, _>>()?,
        more: found.more,
        kept: found.kept,
        by_programme: found.by_programme,
        takers: staff(visit)
            .await?
            .iter()
            .filter(can)
            .map(Choice::of)
            .collect(),
        form,
        problems,
        shell: visit.shell(Place::People, "/people/waiting"),
    })
}
