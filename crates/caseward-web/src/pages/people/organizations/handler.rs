//! Showing the register, taking an organisation into it, and changing what was agreed with one.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::people::{OrganizationChange, RegisteredOrganization};
use caseward_model::{Id, OfficeAct, Organization, OrganizationKind};

use super::super::{key, may, mending};
use super::{OrganizationForm, OrganizationPage, RegisterPage, Row, kinds};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::view::When;
use crate::visit::{Posted, Visit, local};
use crate::{Place, Words, answer, forms};

const SEES: Class = Class::Office(OfficeAct::SeePeople);
const MANAGES: Class = Class::Office(OfficeAct::ManagePeople);
const REGISTER: &str = "/people/organizations";

/// The addresses of the register.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(SEES, "/people/organizations", list)
        .post(MANAGES, "/people/organizations", add)
        .get(SEES, "/people/organizations/{id}", show)
        .post(MANAGES, "/people/organizations/{id}", change)
}

fn address(id: Id<Organization>) -> String {
    format!("{REGISTER}/{id}")
}

async fn list(visit: Visit) -> Response {
    page(&visit, OrganizationForm::default(), Problems::default()).await
}

async fn add(posted: Posted<OrganizationForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::ManagePeople, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let change = match read(&form) {
        Ok(change) => change,
        Err(problems) => return page(&visit, form, problems).await,
    };
    let who = visit.person().worker;
    let added = visit
        .front
        .casework
        .register_organization(who, &form.handle, change);
    match added.await {
        Ok(added) => forms::sent_on(&address(added.id)),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, form, problems).await,
            None => visit.failed(&error),
        },
    }
}

/// What a form says, or what it still needs.
fn read(form: &OrganizationForm) -> Result<OrganizationChange, Problems> {
    let mut problems = Problems::default();
    let kind = form.kind.parse::<OrganizationKind>().ok();
    if kind.is_none() {
        problems.note("kind", "organization-needs-kind");
    }
    match (kind, problems.is_empty()) {
        (Some(kind), true) => Ok(OrganizationChange {
            name: form.name.clone(),
            kind,
        }),
        _ => Err(problems),
    }
}

async fn one(visit: &Visit, id: &str, act: OfficeAct) -> Result<RegisteredOrganization, Response> {
    visit.unless_forbidden(act, About::Office).await?;
    let register = visit
        .front
        .casework
        .register_for(visit.person().worker)
        .await;
    let register = register.map_err(|error| visit.failed(&error))?;
    let wanted = id.parse().ok();
    let found = register.into_iter().find(|it| Some(it.id) == wanted);
    found.ok_or_else(|| visit.not_found())
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match one(&visit, &id, OfficeAct::SeePeople).await {
        Ok(it) => one_page(&visit, &it, None, Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn change(Path(id): Path<String>, posted: Posted<OrganizationForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let it = match one(&visit, &id, OfficeAct::ManagePeople).await {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let change = match read(&form) {
        Ok(change) => change,
        Err(problems) => return one_page(&visit, &it, Some(form), problems).await,
    };
    let who = visit.person().worker;
    let changed = visit.front.casework.change_organization(who, it.id, change);
    match changed.await {
        Ok(()) => forms::sent_on(&address(it.id)),
        Err(error) => match mending(&error) {
            Some(problems) => one_page(&visit, &it, Some(form), problems).await,
            None => visit.failed(&error),
        },
    }
}

fn row(visit: &Visit, it: &RegisteredOrganization) -> Row {
    let words = Words::of(visit.language());
    let now_ms = visit.front.casework.clock().now_ms();
    // The moment at which it is over belongs to the day after.
    let protocol = |until: i64| (When::day(words, local(until - 1).date()), until <= now_ms);
    Row {
        href: address(it.id),
        name: it.name.clone(),
        kind: key("kind", it.sheet.kind.word()),
        own: it.sheet.keeps_records_here,
        protocol: it.sheet.protocol_until.map(protocol),
        assessed: it.sheet.policy_assessed_at(now_ms),
    }
}

async fn page(visit: &Visit, form: OrganizationForm, problems: Problems) -> Response {
    let made = async {
        let register = visit
            .front
            .casework
            .register_for(visit.person().worker)
            .await?;
        let manages = may(visit, OfficeAct::ManagePeople, About::Office).await?;
        Ok::<_, CaseworkError>((register, manages))
    };
    let (register, manages) = match made.await {
        Ok(made) => made,
        Err(error) => return visit.failed(&error),
    };
    let page = RegisterPage {
        rows: register.iter().map(|it| row(visit, it)).collect(),
        kinds: manages.then(|| kinds(Words::of(visit.language()))),
        form,
        shell: visit.shell(Place::People, REGISTER),
        problems,
    };
    answer(page.problems.status(), &page)
}

async fn one_page(
    visit: &Visit,
    it: &RegisteredOrganization,
    typed: Option<OrganizationForm>,
    problems: Problems,
) -> Response {
    let manages = match may(visit, OfficeAct::ManagePeople, About::Office).await {
        Ok(manages) => manages,
        Err(error) => return visit.failed(&error),
    };
    let stands = || OrganizationForm {
        name: it.name.clone(),
        kind: it.sheet.kind.word().to_owned(),
        ..OrganizationForm::default()
    };
    let sees = match may(visit, OfficeAct::SeeRecipients, About::Office).await {
        Ok(sees) => sees && !it.sheet.keeps_records_here,
        Err(error) => return visit.failed(&error),
    };
    let page = OrganizationPage {
        row: row(visit, it),
        partner: sees.then(|| format!("/partners/{}", it.id)),
        kinds: manages.then(|| kinds(Words::of(visit.language()))),
        form: typed.unwrap_or_else(stands),
        shell: visit.shell(Place::People, &address(it.id)),
        problems,
    };
    answer(page.problems.status(), &page)
}
