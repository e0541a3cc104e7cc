//! Showing and changing the settings of consents.

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::sign_in::For;
use caseward_model::OfficeAct;

use super::ConsentSettingsPage;
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::clients::consents::Answers;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::ManageSettings);

/// The addresses of the settings of consents.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/settings/consents", show)
        .post(CLASS, "/settings/consents", change)
}

async fn show(visit: Visit) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    match visit.front.casework.consent_settings().await {
        Ok(settings) => page(&visit, Answers::of_settings(&settings), Problems::default()),
        Err(error) => visit.failed(&error),
    }
}

async fn change(posted: Posted<Answers>) -> Response {
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
    let casework = &visit.front.casework;
    let changed = casework.set_consents(visit.person().worker, form.settings());
    match changed.await {
        Ok(()) => forms::sent_on("/settings"),
        Err(CaseworkError::Unfit(_)) => {
            let mut problems = Problems::default();
            problems.note("default_days", "consent-set-unfit");
            page(&visit, form, problems)
        }
        Err(error) => visit.failed(&error),
    }
}

fn page(visit: &Visit, form: Answers, problems: Problems) -> Response {
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = ConsentSettingsPage {
        form,
        problems,
        shell: visit.shell(Place::Settings, "/settings/consents"),
    };
    answer(status, &page)
}
