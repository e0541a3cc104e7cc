//! Listing the papers of a client's file.

use std::collections::HashMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::documents::Document;
use caseward_model::{Channel, Client, Id, Worker};

use super::super::disclosures::failed;
use super::super::face;
use super::{DocumentsPage, Line, kind_key};
use crate::addresses::{Addresses, Class};
use crate::pages::answer_watched;
use crate::visit::{Visit, closing};
use crate::{Place, Words};

/// The address of the list.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Client, "/clients/{id}/documents", show)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client).await,
        Err(_) => visit.nobody(),
    }
}

async fn page(visit: &Visit, client: Id<Client>) -> Response {
    let casework = &visit.front.casework;
    let found = casework.documents(visit.person(), client, Channel::Screen);
    let (documents, books) = match found.await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let names = match casework.names().await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let address = face::address(client);
    let lines = documents.iter().map(|it| line(visit, &address, it, &names));
    let page = DocumentsPage {
        lines: lines.collect(),
        bar: face::bar(visit, client, None, file.as_mut()),
        shell: visit.shell(Place::Clients, &format!("{address}/documents")),
    };
    answer_watched(StatusCode::OK, &page, move |ending| {
        for delivery in books.into_iter().chain(delivery) {
            closing(delivery)(ending);
        }
    })
}

fn line(
    visit: &Visit,
    address: &str,
    document: &Document,
    names: &HashMap<Id<Worker>, String>,
) -> Line {
    let words = Words::of(visit.language());
    let gone = || words.t("someone-gone");
    let name = |id: Id<Worker>| names.get(&id).cloned().unwrap_or_else(gone);
    Line {
        href: format!("{address}{}", document.place()),
        kind: kind_key(document.kind),
        no: document.no,
        section: document.section,
        at: (document.at > 0).then(|| visit.moment(document.at)),
        by: document.by.map(name),
    }
}
