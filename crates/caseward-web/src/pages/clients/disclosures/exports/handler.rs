//! Showing to whom a client's rows go in exports, and noting that they were told.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::disclosure::{DisclosureError, ExportTold, Mend, NewTelling, Telling};
use caseward_model::{Client, Id, Organization};

use super::super::super::super::partners::Typed;
use super::super::super::face;
use super::super::handler::{address, failed};
use super::{ExportsPage, Line, Said};
use crate::addresses::{Addresses, Class};
use crate::forms::{self, Problems};
use crate::pages::answer_watched;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words};

/// The longest text in any script, percent-encoded as a form sends it.
const BODY_BYTES_MAX: usize = 64 * 1024;

/// The addresses of a client's exports.
pub fn routes() -> Addresses {
    const EXPORTS: &str = "/clients/{id}/disclosures/exports";
    Addresses::new()
        .get(Class::Client, EXPORTS, show)
        .post(Class::Client, EXPORTS, tell)
        .body_limit(BODY_BYTES_MAX)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client, Typed::default(), Problems::default()).await,
        Err(_) => visit.nobody(),
    }
}

async fn tell(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let new = match read(&typed) {
        Ok(new) => new,
        Err(problems) => return page(&visit, client, typed, problems).await,
    };
    let casework = &visit.front.casework;
    match casework
        .note_told_of_exports(visit.person(), client, new)
        .await
    {
        Ok(()) => forms::sent_on(&format!("{}/exports", address(client))),
        Err(DisclosureError::Mend(mend)) => page(&visit, client, typed, problems_of(&mend)).await,
        Err(error) => failed(&visit, &error),
    }
}

/// What was typed, or all that it still needs.
fn read(typed: &Typed) -> Result<NewTelling, Problems> {
    let mut problems = Problems::default();
    let chosen = typed.all("recipient");
    let recipients: Vec<Id<Organization>> =
        chosen.iter().filter_map(|it| it.parse().ok()).collect();
    if recipients.is_empty() || recipients.len() < chosen.len() {
        problems.note("recipient", "exports-need-recipient");
    }
    let told = match typed.one("told") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    };
    if told.is_none() {
        problems.note("told", "exports-need-told");
    }
    if typed.one("how").is_empty() {
        problems.note("how", "exports-need-how");
    }
    match told.filter(|_| problems.is_empty()) {
        Some(told) => Ok(NewTelling {
            recipients,
            told,
            how: typed.one("how").to_owned(),
        }),
        None => Err(problems),
    }
}

fn problems_of(mend: &[Mend]) -> Problems {
    let mut problems = Problems::default();
    for it in mend {
        match it {
            Mend::ToldHow => problems.note("how", "exports-need-how"),
            Mend::TooLong => problems.note("how", "exports-need-shorter"),
            _ => problems.note("recipient", "exports-need-recipient"),
        }
    }
    problems
}

async fn page(visit: &Visit, client: Id<Client>, typed: Typed, problems: Problems) -> Response {
    let casework = &visit.front.casework;
    let (found, book) = match casework.exports_of(visit.person(), client).await {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let names = match casework.names().await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let words = Words::of(visit.language());
    let said = |it: &Telling| Said {
        at: visit.moment(it.at),
        by: names.get(&it.by).cloned().unwrap_or_default(),
        to: called(&found.recipients, &it.recipients),
        told: it.told,
        how: it.how.clone(),
    };
    let status = problems.status();
    let page = ExportsPage {
        bar: face::bar(visit, client, None, file.as_mut()),
        lines: found
            .recipients
            .iter()
            .map(|it| line(visit, words, it))
            .collect(),
        said: found.tellings.iter().map(said).collect(),
        may_write: visit.person().writes_into_files(),
        typed,
        problems,
        shell: visit.shell(Place::Clients, &format!("{}/exports", address(client))),
    };
    answer_watched(status, &page, move |ending| {
        if let Some(delivery) = delivery {
            closing(delivery)(ending);
        }
        closing(book)(ending);
    })
}

/// What these organisations are called.
fn called(known: &[ExportTold], these: &[Id<Organization>]) -> String {
    let known = known.iter().filter(|it| these.contains(&it.recipient));
    let names: Vec<&str> = known.map(|it| it.name.as_str()).collect();
    names.join(", ")
}

fn line(visit: &Visit, words: &Words, it: &ExportTold) -> Line {
    let state = match (it.since, it.settled_at) {
        (None, None) => "exports-none-yet",
        (Some(_), None) => "exports-to-tell",
        (_, Some(_)) if it.untold => "exports-not-told",
        (_, Some(_)) => "exports-told",
    };
    Line {
        value: it.recipient.to_string(),
        name: it.name.clone(),
        state: words.t(state),
        since: it.since.map(|at| visit.moment(at)),
    }
}
