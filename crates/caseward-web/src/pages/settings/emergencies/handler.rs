//! Showing and changing the limits of emergency access.

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::sign_in::For;
use caseward_model::OfficeAct;

use super::{LimitsForm, LimitsPage};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::ManageSettings);

/// The addresses of the limits.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/settings/emergencies", show)
        .post(CLASS, "/settings/emergencies", change)
}

async fn show(visit: Visit) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    match visit.front.casework.emergency_limits().await {
        Ok(limits) => page(&visit, LimitsForm::of(&limits), Problems::default()),
        Err(error) => visit.failed(&error),
    }
}

async fn change(posted: Posted<LimitsForm>) -> Response {
    let allowed = posted
        .visit
        .unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    if let Err(asked) = posted.step_up(For::Rules).await {
        return asked;
    }
    let (visit, form) = (posted.visit, posted.form);
    let limits = match form.limits() {
        Ok(limits) => limits,
        Err(problems) => return page(&visit, form, problems),
    };
    let casework = &visit.front.casework;
    match casework
        .set_emergency_limits(visit.person().worker, limits)
        .await
    {
        Ok(()) => forms::sent_on("/settings"),
        Err(CaseworkError::Unfit(_)) => {
            let mut problems = Problems::default();
            problems.note("minutes", "limits-not-kept");
            page(&visit, form, problems)
        }
        Err(error) => visit.failed(&error),
    }
}

fn page(visit: &Visit, form: LimitsForm, problems: Problems) -> Response {
    let status = problems.status();
    let page = LimitsPage {
        form,
        problems,
        shell: visit.shell(Place::Settings, "/settings/emergencies"),
    };
    answer(status, &page)
}
