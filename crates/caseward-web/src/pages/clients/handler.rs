//! The list of my clients, and the form by which a known client's file is opened by its number.
//!
//! CR-7, DV-3.3.1, NASW-m: what is typed is posted, so that no name ever stands in an address.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use caseward_casework::caseload::MyClient;
use caseward_model::{Client, Id, Role};
use serde::Deserialize;

use super::{ClientsPage, FilterForm, Row};
use crate::front::Front;
use crate::view::{Called, Said, protections};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of the list.
pub fn routes() -> Router<Arc<Front>> {
    Router::new()
        .route("/clients", get(all).post(filtered))
        .route("/clients/open", post(open))
        .merge(super::file::routes())
        .merge(super::section::routes())
        .merge(super::entries_new::routes())
        .merge(super::who_looked::routes())
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
    match posted.form.number.trim().parse::<Id<Client>>() {
        Ok(client) => forms::sent_on(&format!("/clients/{client}/who-looked")),
        Err(_) => posted.visit.not_found(),
    }
}

async fn list(visit: Visit, filter: String) -> Response {
    let words = Words::of(visit.language());
    let clients = match visit.front.casework.my_clients(visit.person().worker).await {
        Ok(clients) => clients,
        Err(error) => return visit.failed(&error),
    };
    let wanted = fold(&filter);
    let fits = |it: &MyClient| {
        wanted.is_empty()
            || it
                .name
                .as_ref()
                .is_some_and(|name| name.code(|text| fold(text).contains(&wanted)))
    };
    let row = |it: MyClient| Row {
        href: format!("/clients/{}", it.client),
        called: Called {
            name: Said::name(words, it.name),
            is_alias: false,
        },
        protections: protections(&it.standing, it.protection_proposed),
        change: words.t("change-recorded"),
        changed: Some(visit.moment(it.changed_at)),
    };
    let page = ClientsPage {
        rows: clients.into_iter().filter(fits).map(row).collect(),
        filter,
        by_number: reviews(visit.person().sheet.role),
        shell: visit.shell(Place::Clients, "/clients"),
    };
    answer(StatusCode::OK, &page)
}

/// Whose part it is to look at files of others; a convenience, the gate decides.
const fn reviews(role: Role) -> bool {
    matches!(
        role,
        Role::Supervisor | Role::PrivacyOfficer | Role::LegalCounsel | Role::RecordsCustodian
    )
}

/// Lower case without blanks around; marks on letters count.
fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
