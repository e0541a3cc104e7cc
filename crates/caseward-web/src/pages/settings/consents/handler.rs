//! Showing and changing the settings of consents.

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::sign_in::For;
use caseward_model::{Category, OfficeAct};

use super::ConsentSettingsPage;
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::clients::consents::Answers;
use crate::pages::partners::Typed;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::ManageSettings);

/// The addresses of the settings of consents.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/settings/consents", show)
        .post(CLASS, "/settings/consents", change)
        .post(CLASS, "/settings/consents/sensitive", add)
}

async fn show(visit: Visit) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    match visit.front.casework.consent_settings().await {
        Ok(settings) => {
            let form = Answers::of_settings(&settings);
            page(&visit, (form, settings.sensitive), Problems::default())
        }
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
            match casework.sensitive_categories().await {
                Ok(sensitive) => page(&visit, (form, sensitive), problems),
                Err(error) => visit.failed(&error),
            }
        }
        Err(error) => visit.failed(&error),
    }
}

/// Says anew what is asked by itself besides what the clause names (DV-4.4.2).
async fn add(posted: Posted<Typed>) -> Response {
    let allowed = posted
        .visit
        .unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    if let Err(asked) = posted.step_up(For::Rules).await {
        return asked;
    }
    let (visit, typed) = (posted.visit, posted.form);
    let casework = &visit.front.casework;
    let changed = casework.set_sensitive(visit.person().worker, typed.words("sensitive"));
    match changed.await {
        Ok(()) => forms::sent_on("/settings/consents"),
        Err(CaseworkError::Unfit(_)) => {
            let mut problems = Problems::default();
            problems.note("sensitive", "sensitive-unfit");
            match casework.consent_settings().await {
                Ok(settings) => {
                    let form = Answers::of_settings(&settings);
                    page(&visit, (form, settings.sensitive), problems)
                }
                Err(error) => visit.failed(&error),
            }
        }
        Err(error) => visit.failed(&error),
    }
}

fn page(
    visit: &Visit,
    (form, sensitive): (Answers, Vec<Category>),
    problems: Problems,
) -> Response {
    let status = problems.status();
    let page = ConsentSettingsPage {
        form,
        sensitive,
        problems,
        shell: visit.shell(Place::Settings, "/settings/consents"),
    };
    answer(status, &page)
}
