//! The list of those who work here, for whoever may know that (DV-1); what they lack only for whoever may see it.

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::people::{Colleague, RegisteredOrganization, Team};
use caseward_model::OfficeAct;

use super::super::{Choice, address, key, may, staff, team};
use super::{Access, ListPage, Row, TeamLine};
use crate::addresses::{Addresses, Class};
use crate::view::When;
use crate::visit::{Visit, local};
use crate::{Place, Words, answer};

/// The address of the list.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Office(OfficeAct::SeePeople), "/people", list)
}

async fn list(visit: Visit) -> Response {
    match page(&visit).await {
        Ok(page) => answer(StatusCode::OK, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit) -> Result<ListPage, CaseworkError> {
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let all = staff(visit).await?;
    let register = casework.register_for(who).await?;
    let teams = casework.teams_for(who).await?;
    let now_ms = casework.clock().now_ms();
    let sees_all = may(visit, OfficeAct::SeeStanding, About::Office).await?;
    let mine = &visit.person().sheet.supervises;
    let (mut here, mut shut) = (Vec::new(), Vec::new());
    for it in &all {
        let sees = sees_all
            || (mine.contains(&it.no)
                && may(visit, OfficeAct::SeeStanding, About::Worker(it.id)).await?);
        let row = Row {
            lacks: sees.then(|| lacks(it, now_ms)),
            ..row(visit, it, &register, now_ms)
        };
        if row.access == Access::Shut {
            shut.push(row);
        } else {
            here.push(row);
        }
    }
    Ok(ListPage {
        here,
        shut,
        teams: teams
            .iter()
            .filter(|it| it.ended_at.is_none())
            .map(line)
            .collect(),
        manages: may(visit, OfficeAct::ManagePeople, About::Office).await?,
        assigns: may(visit, OfficeAct::Assign, About::Office).await?,
        shell: visit.shell(Place::People, "/people"),
    })
}

fn line(it: &Team) -> TeamLine {
    TeamLine {
        team: Choice {
            value: team::address(it.id),
            label: it.name.clone(),
        },
        lead: it.lead.as_ref().map(Choice::to),
        members: it.members.iter().map(Choice::to).collect(),
    }
}

fn row(visit: &Visit, it: &Colleague, register: &[RegisteredOrganization], now_ms: i64) -> Row {
    Row {
        href: address(it.id),
        name: it.name.clone(),
        role: it.sheet.role,
        engagement: key("engagement", it.sheet.engagement.word()),
        organization: elsewhere(it, register),
        access: access(visit, it, now_ms),
        lacks: None,
    }
}

/// Where somebody works who doesn't belong to this office.
pub(in crate::pages::people) fn elsewhere(
    it: &Colleague,
    register: &[RegisteredOrganization],
) -> Option<String> {
    let own = register
        .iter()
        .find(|one| one.no == it.sheet.organization)?;
    (!own.sheet.keeps_records_here).then(|| own.name.clone())
}

/// How someone's access stands.
pub(in crate::pages::people) fn access(visit: &Visit, it: &Colleague, now_ms: i64) -> Access {
    let words = Words::of(visit.language());
    // The moment at which something is over belongs to the day after.
    let last_day = |at: i64| When::day(words, local(at - 1).date());
    let sheet = &it.sheet;
    if sheet.is_shut_at(now_ms) {
        return Access::Shut;
    }
    let away = sheet
        .absences
        .iter()
        .filter(|it| it.from <= now_ms && now_ms < it.until);
    if let Some(until) = away.map(|it| it.until).max() {
        return Access::Away(last_day(until));
    }
    sheet
        .ended_at
        .map_or(Access::Open, |at| Access::Until(last_day(at)))
}

/// What someone has not signed or learnt, as keys.
pub(in crate::pages::people) fn lacks(it: &Colleague, now_ms: i64) -> Vec<&'static str> {
    let all = [
        (it.sheet.agreement_until <= now_ms, "people-lacks-agreement"),
        (it.sheet.training_until <= now_ms, "people-lacks-training"),
    ];
    all.into_iter()
        .filter_map(|(lacks, key)| lacks.then_some(key))
        .collect()
}
