//! Showing a client's disclosures, and what the reader prepares.
//!
//! RE-2, NASW-c. The gate is asked for every step, and what it says is on record.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::disclosure::{Disclosure, DisclosureDraft, DisclosureError};
use caseward_model::{Client, Id, Organization};

use super::super::face;
use super::{
    DisclosuresPage, DraftLine, Line, accounting, basis_key, drafts, one, road, state_key,
};
use crate::addresses::{Addresses, Class};
use crate::pages::answer_watched;
use crate::view::purpose_key;
use crate::visit::{Visit, closing};
use crate::{Place, Words};

/// The addresses of a client's disclosures.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/disclosures", show)
        .merge(accounting::routes())
        .merge(drafts::routes())
        .merge(super::exports::routes())
        .merge(one::routes())
        .merge(super::attached::routes())
        .merge(super::masks::routes())
        .merge(super::partners::routes())
        .merge(super::statement::routes())
}

pub(super) fn address(client: Id<Client>) -> String {
    format!("{}/disclosures", face::address(client))
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client).await,
        Err(_) => visit.nobody(),
    }
}

/// The answer when a disclosure doesn't go on, where the page itself has no place for it.
pub(in crate::pages::clients) fn failed(visit: &Visit, error: &DisclosureError) -> Response {
    match error {
        DisclosureError::Refused(refusal) => visit.refused(refusal, visit.back_to_clients()),
        DisclosureError::Casework(error) => visit.failed(error),
        DisclosureError::Unknown => visit.not_found(),
        DisclosureError::NotAll(_)
        | DisclosureError::Mend(_)
        | DisclosureError::Sending(_)
        | DisclosureError::Proof(_) => visit.unreadable(),
    }
}

async fn page(visit: &Visit, client: Id<Client>) -> Response {
    let casework = &visit.front.casework;
    let found = casework.disclosures_and_drafts_of(visit.person(), client);
    let (all, kept, books) = match found.await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let register = match casework.register().await {
        Ok(register) => register,
        Err(error) => return visit.failed(&error),
    };
    let words = Words::of(visit.language());
    let called = |id: Id<Organization>| {
        let known = register.iter().find(|known| known.id == id);
        known.map(|it| it.name.clone()).unwrap_or_default()
    };
    let line = |it: &Disclosure| Line {
        href: format!("{}/{}", address(client), it.no),
        to: called(it.recipient),
        purpose: words.t(purpose_key(it.purpose)),
        state: words.t(&state_key(it.state)),
        begun: visit.moment(it.begun.0),
    };
    let draft = |it: &DisclosureDraft| {
        let kind = it.said.road.map(|road| words.t(&road::key(road)));
        let to = it.said.recipient.map(called);
        let says: Vec<String> = kind.into_iter().chain(to).collect();
        DraftLine {
            href: drafts::goes_on_at(client, it),
            says: says.join(", "),
            kept: visit.moment(it.kept_at),
        }
    };
    let page = DisclosuresPage {
        bar: face::bar(visit, client, None, file.as_mut()),
        lines: all.iter().map(line).collect(),
        drafts: kept.iter().map(draft).collect(),
        may_begin: visit.person().writes_into_files(),
        shell: visit.shell(Place::Clients, &address(client)),
    };
    answer_watched(StatusCode::OK, &page, move |ending| {
        if let Some(delivery) = delivery {
            closing(delivery)(ending);
        }
        closing(books)(ending);
    })
}

/// The key of a ground's name, for the pages of single disclosures.
pub(super) fn ground(words: &Words, basis: caseward_model::Basis) -> String {
    words.t(&basis_key(basis))
}
