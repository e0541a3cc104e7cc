//! Showing the warnings that aren't said from here, and deciding what is done instead.

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::danger::HeldWarning;
use caseward_casework::gate::About;
use caseward_model::{HeldEnd, OfficeAct};

use super::{HeldPage, Line, SettleForm};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::LowerWall);

/// The address of warnings that are held back.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/held-warnings", show)
        .post(CLASS, "/held-warnings", settle)
}

async fn show(visit: Visit) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::LowerWall, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    page(&visit, SettleForm::default(), Problems::default()).await
}

async fn settle(posted: Posted<SettleForm>) -> Response {
    let allowed = posted
        .visit
        .unless_forbidden(OfficeAct::LowerWall, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let (visit, form) = (posted.visit, posted.form);
    let Ok(end) = form.end.parse::<HeldEnd>() else {
        let mut problems = Problems::default();
        problems.note("end", "held-needs-end");
        return page(&visit, form, problems).await;
    };
    let no = form.held.parse().unwrap_or(0);
    let casework = &visit.front.casework;
    let settled = casework.settle_held_warning(visit.person().worker, no, end);
    match settled.await {
        Ok(true) => forms::sent_on("/held-warnings"),
        Ok(false) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit, form: SettleForm, problems: Problems) -> Response {
    let lines = match lines(visit).await {
        Ok(lines) => lines,
        Err(error) => return visit.failed(&error),
    };
    let status = problems.status();
    let page = HeldPage {
        lines,
        form,
        problems,
        shell: visit.shell(Place::Elsewhere, "/held-warnings"),
    };
    answer(status, &page)
}

async fn lines(visit: &Visit) -> Result<Vec<Line>, CaseworkError> {
    let casework = &visit.front.casework;
    let names = casework.names().await?;
    let line = |it: HeldWarning| Line {
        no: it.no.to_string(),
        who: it
            .by
            .and_then(|by| names.get(&by).cloned())
            .unwrap_or_default(),
        href: format!("/clients/{}/who-looked", it.client),
        since: visit.moment(it.at),
        walled: it.walled,
        partner: it.partner,
    };
    let all = casework.held_warnings(visit.person().worker).await?;
    Ok(all.into_iter().map(line).collect())
}
