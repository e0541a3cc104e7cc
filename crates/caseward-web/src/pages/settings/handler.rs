//! Showing how the office is set up, to those whose part its settings are.

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_model::OfficeAct;

use super::{SettingsPage, consents, emergencies, needs, programmes, whereabouts};
use crate::addresses::{Addresses, Class};
use crate::preferences::Screen;
use crate::visit::Visit;
use crate::{Place, answer};

/// The addresses of the settings.
pub fn routes() -> Addresses {
    let class = Class::Office(OfficeAct::ManageSettings);
    Addresses::new()
        .get(class, "/settings", show)
        .merge(emergencies::routes())
        .merge(consents::routes())
        .merge(needs::routes())
        .merge(whereabouts::routes())
        .merge(programmes::routes())
}

async fn show(visit: Visit) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    match page(&visit).await {
        Ok(page) => answer(StatusCode::OK, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit) -> Result<SettingsPage, CaseworkError> {
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let own = casework.own_organization().await?;
    let (act, gate) = (OfficeAct::ManagePeople, &casework.gate);
    let changes = gate.may(who, act, About::Office).await?.permitted;
    let limits = casework.emergency_limits().await?;
    let rules = casework.sign_in_rules().await?;
    Ok(SettingsPage {
        change_name: changes.then(|| format!("/people/organizations/{}", own.id)),
        name: own.name,
        zone: limits.zone,
        minutes: limits.minutes,
        per_team: limits.per_team,
        warn_hours: limits.warn_hours,
        rest_minutes: Screen::default().rest_minutes,
        whereabouts: whereabouts::rule_key(rules.whereabouts),
        shell: visit.shell(Place::Settings, "/settings"),
    })
}
