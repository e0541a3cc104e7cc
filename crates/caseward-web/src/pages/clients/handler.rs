//! The list of my clients, and the form by which a known client's file is opened by its number.
//!
//! CR-7, DV-3.3.1, NASW-m: what is typed is posted, so that no name ever stands in an address.

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::caseload::{MyClient, News};
use caseward_casework::gate::About;
use caseward_model::{Channel, OfficeAct, Role};
use serde::Deserialize;

use super::find::SearchBox;
use super::{ClientsPage, FilterForm, Row};
use crate::addresses::{Addresses, Class};
use crate::pages::standing::Lack;
use crate::view::{Called, Said, When, protections};
use crate::visit::{Posted, Visit, local};
use crate::{Place, Words, answer, forms};

/// The addresses of the list.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Clients, "/clients", all)
        .post(Class::Clients, "/clients", filtered)
        .post(Class::Clients, "/clients/open", open)
        .merge(super::find::routes())
        .merge(super::assignments::routes())
        .merge(super::disclosures::routes())
        .merge(super::file::routes())
        .merge(super::section::routes())
        .merge(super::summary::routes())
        .merge(super::plan::routes())
        .merge(super::documents::routes())
        .merge(super::entries_new::routes())
        .merge(super::who_looked::routes())
        .merge(super::law::routes())
        .merge(super::danger::routes())
        .merge(super::warning::routes())
        .merge(super::consents::routes())
        .merge(super::conferences::routes())
        .merge(super::confidentiality::routes())
        .merge(super::own_view::routes())
        .merge(super::permissions::routes())
        .merge(super::programmes::routes())
}

/// What the form for a number posts.
#[derive(Deserialize, Default)]
#[serde(default)]
struct NumberForm {
    number: String,
}

async fn all(visit: Visit) -> Response {
    list(visit, String::new()).await
}

async fn filtered(posted: Posted<FilterForm>) -> Response {
    list(posted.visit, posted.form.filter).await
}

/// The history comes first: that is what a reviewer looks for, and it shows the least.
async fn open(posted: Posted<NumberForm>) -> Response {
    if !posted.visit.person().works_here() {
        return posted.visit.not_found();
    }
    match forms::client_in(&posted.form.number) {
        Some(client) => forms::sent_on(&format!("/clients/{client}/who-looked")),
        None => posted.visit.nobody(),
    }
}

async fn list(visit: Visit, filter: String) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let words = Words::of(visit.language());
    let casework = &visit.front.casework;
    let (clients, news) = match (
        casework
            .my_clients(visit.person().worker, Channel::Screen)
            .await,
        casework.news_of(visit.person().no).await,
    ) {
        (Ok(clients), Ok(news)) => (clients, news),
        (Err(error), _) | (_, Err(error)) => return visit.failed(&error),
    };
    let me = visit.person().worker;
    let asks = casework
        .gate
        .may(me, OfficeAct::AskAccess, About::Worker(me));
    let asks = match asks.await {
        Ok(decision) => decision.permitted,
        Err(error) => return visit.failed(&error.into()),
    };
    let wanted = fold(&filter);
    let fits = |it: &MyClient| {
        wanted.is_empty()
            || it
                .name
                .as_ref()
                .is_some_and(|name| name.code(|text| fold(text).contains(&wanted)))
    };
    let page = ClientsPage {
        rows: clients
            .into_iter()
            .filter(fits)
            .map(|it| row(&visit, news.as_ref(), it))
            .collect(),
        search: SearchBox::new(visit.person().sheet.role),
        filter,
        lacks: visit
            .missing()
            .into_iter()
            .map(|it| Lack::new(words, it))
            .collect(),
        by_number: reviews(visit.person().sheet.role),
        asks,
        in_emergency: helps(visit.person().sheet.role),
        shell: visit.shell(Place::Clients, "/clients"),
    };
    answer(StatusCode::OK, &page)
}

/// A client as a line of a list.
pub(super) fn row(visit: &Visit, news: Option<&News>, it: MyClient) -> Row<Said> {
    let words = Words::of(visit.language());
    Row {
        href: format!("/clients/{}", it.client),
        called: Called {
            name: Said::name(words, it.name),
            is_alias: false,
        },
        protections: protections(&it.standing, it.protection_proposed),
        is_news: news.is_some_and(|news| news.has(it.changed_at)),
        changed: Some(When::day(words, local(it.changed_at).date())),
    }
}

/// Whose part it is to look at files of others; a convenience, the gate decides.
const fn reviews(role: Role) -> bool {
    matches!(
        role,
        Role::Supervisor | Role::PrivacyOfficer | Role::LegalCounsel | Role::RecordsCustodian
    )
}

/// Whose part it is to help people in danger, whoever works with them; a convenience, the gate decides.
pub(super) const fn helps(role: Role) -> bool {
    matches!(
        role,
        Role::Caseworker | Role::Supervisor | Role::ConferenceLead
    )
}

/// Lower case without blanks around; marks on letters count.
fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
