//! Taking somebody in and inviting them. The link stands on the page that answers, and nowhere else.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use caseward_casework::gate::About;
use caseward_casework::people::{Colleague, INVITED_MINUTES};
use caseward_casework::sign_in::For;
use caseward_model::OfficeAct;

use super::super::{PersonForm, PersonLists, address, mending};
use super::{InvitedPage, NewPage};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer};

const CLASS: Class = Class::Office(OfficeAct::ManagePeople);

/// The addresses of taking somebody in.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, "/people/new", fresh)
        .post(CLASS, "/people/new", take_in)
}

async fn fresh(visit: Visit) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ManagePeople, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let form = PersonForm::default();
    page(&visit, form, Problems::default()).await
}

async fn take_in(posted: Posted<PersonForm>) -> Response {
    let allowed = posted
        .visit
        .unless_forbidden(OfficeAct::ManagePeople, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    if let Err(asked) = posted.step_up(For::People).await {
        return asked;
    }
    let (visit, form) = (posted.visit, posted.form);
    let person = match form.person() {
        Ok(person) => person,
        Err(problems) => return page(&visit, form, problems).await,
    };
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    match casework.take_in(who, person).await {
        Ok(taken_in) => invited(&visit, &taken_in).await,
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, form, problems).await,
            None => visit.failed(&error),
        },
    }
}

async fn page(visit: &Visit, form: PersonForm, problems: Problems) -> Response {
    let lists = match PersonLists::read(visit).await {
        Ok(lists) => lists,
        Err(error) => return visit.failed(&error),
    };
    let status = problems.status();
    let page = NewPage {
        form,
        lists,
        problems,
        shell: visit.shell(Place::People, "/people/new"),
    };
    answer(status, &page)
}

/// Makes the link that invites somebody, and shows it this once.
pub async fn invited(visit: &Visit, whom: &Colleague) -> Response {
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let token = match casework.invite(who, whom.id).await {
        Ok(token) => token,
        Err(error) => return visit.failed(&error),
    };
    let page = InvitedPage {
        name: whom.name.clone(),
        href: address(whom.id),
        link: format!("{}/sign-in/{token}", origin(&visit.headers)),
        hours: INVITED_MINUTES / 60,
        shell: visit.shell(Place::People, "/people"),
    };
    answer(StatusCode::OK, &page)
}

/// Where this office is served, as the browser knows it that asked.
fn origin(headers: &HeaderMap) -> String {
    let text = |name: header::HeaderName| headers.get(name).and_then(|it| it.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let asked =
        text(header::ORIGIN).filter(|it| it.split_once("://").is_some_and(|it| it.1 == host));
    asked.map_or_else(|| format!("http://{host}"), ToOwned::to_owned)
}
