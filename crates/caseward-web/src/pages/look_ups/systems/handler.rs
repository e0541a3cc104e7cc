//! The list of systems, and putting one on it.

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::look_ups::NewSystem;
use caseward_model::OfficeAct;

use super::{SystemForm, SystemLine, SystemsPage, system};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// The addresses of the list.
pub fn routes() -> Addresses {
    let manage = Class::Office(OfficeAct::ManageLookUps);
    Addresses::new()
        .get(manage, "/look-ups/systems", show)
        .post(manage, "/look-ups/systems", keep)
        .merge(system::routes())
}

async fn show(visit: Visit) -> Response {
    page(&visit, SystemForm::default(), Problems::default()).await
}

async fn keep(posted: Posted<SystemForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let new = NewSystem {
        name: form.name.clone(),
    };
    let casework = &visit.front.casework;
    match casework.keep_system(visit.person().worker, new).await {
        Ok(_) => forms::sent_on("/look-ups/systems"),
        Err(CaseworkError::Unfit(_)) => {
            let mut problems = Problems::default();
            problems.note("name", "system-needs-name");
            page(&visit, form, problems).await
        }
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit, form: SystemForm, problems: Problems) -> Response {
    let status = problems.status();
    match made(visit, form, problems).await {
        Ok(page) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    form: SystemForm,
    problems: Problems,
) -> Result<SystemsPage, CaseworkError> {
    let casework = &visit.front.casework;
    casework
        .asks_for(
            visit.person().worker,
            OfficeAct::ManageLookUps,
            About::Office,
        )
        .await?;
    let logs = casework.taken_logs().await?;
    let systems = casework.other_systems().await?;
    let line = |it: caseward_casework::look_ups::System| SystemLine {
        no: it.no,
        kept: it.kept,
        mapped: it.mapping.is_some(),
        logs: logs.iter().filter(|log| log.system == it.no).count(),
        name: it.name,
    };
    Ok(SystemsPage {
        systems: systems.into_iter().map(line).collect(),
        form,
        problems,
        shell: visit.shell(Place::LookUps, "/look-ups/systems"),
    })
}
