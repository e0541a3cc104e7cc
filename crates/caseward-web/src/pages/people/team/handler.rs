//! Making, showing and changing a team, and saying who takes over for its members.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::people::{Colleague, Team};
use caseward_model::{Id, OfficeAct, Role, Worker};

use super::super::{Choice, may, mending, staff};
use super::{TeamForm, TeamPage, address};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

const MANAGES: Class = Class::Office(OfficeAct::ManagePeople);

/// The addresses of teams.
pub fn routes() -> Addresses {
    Addresses::new()
        .post(MANAGES, "/people/teams", make)
        .get(
            Class::Office(OfficeAct::SeePeople),
            "/people/teams/{id}",
            show,
        )
        .post(MANAGES, "/people/teams/{id}", change)
        .post(
            Class::Office(OfficeAct::Assign),
            "/people/teams/{id}/custodian",
            name_custodian,
        )
}

/// The team that an address names, for someone whom the rules let do this.
async fn team(visit: &Visit, id: &str, act: OfficeAct) -> Result<Team, Response> {
    visit.unless_forbidden(act, About::Office).await?;
    let teams = visit.front.casework.teams_for(visit.person().worker).await;
    let teams = teams.map_err(|error| visit.failed(&error))?;
    let wanted = id.parse().ok();
    let found = teams.into_iter().find(|it| Some(it.id) == wanted);
    found.ok_or_else(|| visit.not_found())
}

async fn make(posted: Posted<TeamForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let made = visit
        .front
        .casework
        .make_team(visit.person().worker, &form.name);
    match made.await {
        Ok(id) => forms::sent_on(&address(id)),
        // The form is one line of the list of people; what is wrong with a name is said where it can be changed.
        Err(error) => match mending(&error) {
            Some(problems) => fresh(&visit, form, problems),
            None => visit.failed(&error),
        },
    }
}

/// A team that isn't there yet: the form to name it, once more.
fn fresh(visit: &Visit, form: TeamForm, problems: Problems) -> Response {
    let page = super::MakePage {
        form,
        problems,
        shell: visit.shell(Place::People, "/people"),
    };
    answer(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match team(&visit, &id, OfficeAct::SeePeople).await {
        Ok(team) => page(&visit, &team, None, Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn change(Path(id): Path<String>, posted: Posted<TeamForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let team = match team(&visit, &id, OfficeAct::ManagePeople).await {
        Ok(team) => team,
        Err(answer) => return answer,
    };
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let member = form.member.parse::<Id<Worker>>();
    let done = match (form.action.as_str(), member) {
        ("change", _) => {
            let lead = form.lead.parse().ok();
            casework.change_team(who, team.id, &form.name, lead).await
        }
        ("join", Ok(member)) => casework.join_team(who, team.id, member).await,
        ("leave", Ok(member)) => casework.leave_team(who, team.id, member).await,
        ("end", _) => casework.end_team(who, team.id).await,
        ("join" | "leave", Err(_)) => {
            let mut problems = Problems::default();
            problems.note("member", "people-needs-member");
            return page(&visit, &team, Some(form), problems).await;
        }
        _ => return visit.unreadable(),
    };
    settled(&visit, &team, form, done).await
}

async fn name_custodian(Path(id): Path<String>, posted: Posted<TeamForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let team = match team(&visit, &id, OfficeAct::Assign).await {
        Ok(team) => team,
        Err(answer) => return answer,
    };
    let chosen = form.custodian.parse::<Id<Worker>>().ok();
    let who = visit.person().worker;
    let named = visit
        .front
        .casework
        .name_custodian_of_team(who, team.id, chosen);
    let done = named.await;
    settled(&visit, &team, form, done).await
}

async fn settled(
    visit: &Visit,
    team: &Team,
    form: TeamForm,
    done: Result<(), CaseworkError>,
) -> Response {
    let Err(error) = done else {
        return forms::sent_on(&address(team.id));
    };
    match mending(&error) {
        Some(problems) => page(visit, team, Some(form), problems).await,
        None => visit.failed(&error),
    }
}

async fn page(visit: &Visit, it: &Team, typed: Option<TeamForm>, problems: Problems) -> Response {
    match made(visit, it, typed, problems).await {
        Ok((status, page)) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    it: &Team,
    typed: Option<TeamForm>,
    problems: Problems,
) -> Result<(StatusCode, TeamPage), CaseworkError> {
    let all = staff(visit).await?;
    let now_ms = visit.front.casework.clock().now_ms();
    let open = |one: &&Colleague| !one.sheet.is_shut_at(now_ms);
    let can_come = |one: &&Colleague| {
        one.sheet.role != Role::PartnerWorker && !it.members.iter().any(|here| here.no == one.no)
    };
    let takes = |one: &&Colleague| one.sheet.role.takes_charge();
    let manages = may(visit, OfficeAct::ManagePeople, About::Office).await?;
    let assigns = may(visit, OfficeAct::Assign, About::Office).await?;
    let members = || it.members.iter().map(Choice::of).collect();
    let coming = || {
        all.iter()
            .filter(open)
            .filter(can_come)
            .map(Choice::of)
            .collect()
    };
    let takers = || {
        all.iter()
            .filter(open)
            .filter(takes)
            .map(Choice::of)
            .collect()
    };
    let id = |one: &Option<Colleague>| one.as_ref().map(|it| it.id.to_string());
    let stands = || TeamForm {
        name: it.name.clone(),
        lead: id(&it.lead).unwrap_or_default(),
        custodian: id(&it.custodian).unwrap_or_default(),
        ..TeamForm::default()
    };
    let status = problems.status();
    let page = TeamPage {
        href: address(it.id),
        name: it.name.clone(),
        ended: it.ended_at.is_some(),
        lead: it.lead.as_ref().map(Choice::to),
        custodian: it.custodian.as_ref().map(Choice::to),
        members: it.members.iter().map(Choice::to).collect(),
        manage: manages.then(|| (members(), coming())),
        takers: assigns.then(takers),
        // Only the form that was typed whole comes back whole.
        form: match typed {
            Some(typed) if typed.action == "change" => typed,
            Some(typed) => TeamForm {
                member: typed.member,
                ..stands()
            },
            None => stands(),
        },
        problems,
        shell: visit.shell(Place::People, &address(it.id)),
    };
    Ok((status, page))
}
