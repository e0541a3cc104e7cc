//! Showing what the Law Department said about a client, asking it, and agreeing with partners about the client.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::Request;
use caseward_casework::partnership::{AboutClient, LawError, NewClientProtocol};
use caseward_model::{Client, Id};

use super::super::face;
use super::{Agreed, ClientLawPage, agree_fields, fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::pages::law::handler::{line, offered, read, recipients, unanswered};
use crate::pages::partners::{Typed, fact, meant, named};
use crate::pages::people::{ends, mending};
use crate::visit::{Posted, Visit, closing, day};
use crate::{Place, Words, forms};

/// The addresses of a client's questions.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/law", show)
        .post(Class::Client, "/clients/{id}/law", change)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    // What the office weighs about someone is nothing that their own way in shows (DV-3.2): the rules let clients find nobody.
    match visit.question_about(&id).await {
        Ok(request) => page(&visit, request, &Typed::default(), Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn change(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let request = match visit.question_about(&id).await {
        Ok(request) => request,
        Err(answer) => return answer,
    };
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let number = |name: &str| typed.one(name).parse::<i64>().unwrap_or(0);
    let done = match typed.one("action") {
        "ask" => {
            let asked = casework.ask_law_about(request.clone(), read(&typed));
            asked.await.map(drop)
        }
        "withdraw" => {
            let request = Some(request.clone());
            casework
                .withdraw_law_question(who, number("withdraws"), request)
                .await
        }
        "agree" => match agreement(&typed, casework.clock().now_ms()) {
            Ok(new) => casework
                .agree_about_client(request.clone(), new)
                .await
                .map(drop),
            Err(problems) => return page(&visit, request, &typed, problems).await,
        },
        "end" => {
            let ended = casework.end_agreed_about_client(request.clone(), number("ends"));
            ended.await
        }
        // Whether there is such a client is answered first.
        _ => return page(&visit, request, &typed, Problems::default()).await,
    };
    let error = match done {
        Ok(()) => return forms::sent_on(&format!("{}/law", face::address(request.client))),
        Err(error) => error,
    };
    match &error {
        LawError::Desk(desk) => match mending(desk) {
            Some(problems) => page(&visit, request, &typed, problems).await,
            None => unanswered(&visit, &error),
        },
        LawError::Refused(_) => unanswered(&visit, &error),
    }
}

fn agreement(typed: &Typed, now_ms: i64) -> Result<NewClientProtocol, Problems> {
    let mut problems = Problems::default();
    let organization = typed.one("organization").parse().ok();
    if organization.is_none() {
        problems.note("organization", "amiss-organization-unknown");
    }
    let until = ends(typed.one("until"));
    if until.is_none() {
        problems.note("until", "recipient-needs-day");
    }
    match (organization, until) {
        (Some(organization), Some(until)) => Ok(NewClientProtocol {
            organization,
            reference: typed.one("reference").to_owned(),
            from: now_ms,
            until,
            purposes: typed.words("purposes"),
            categories: typed.words("categories"),
            told: typed.one("receiver").to_owned(),
        }),
        _ => Err(problems),
    }
}

async fn page(visit: &Visit, request: Request, typed: &Typed, problems: Problems) -> Response {
    let client = request.client;
    let found = match visit.front.casework.law_about_client(request).await {
        Ok(found) => found,
        Err(error) => return unanswered(visit, &error),
    };
    match made(visit, client, &found, (typed, problems)).await {
        Ok(page) => {
            let status = if page.problems.is_empty() {
                axum::http::StatusCode::OK
            } else {
                axum::http::StatusCode::UNPROCESSABLE_ENTITY
            };
            answer_watched(status, &page, closing(found.delivery))
        }
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    client: Id<Client>,
    found: &AboutClient,
    (typed, problems): (&Typed, Problems),
) -> Result<ClientLawPage, CaseworkError> {
    let words = Words::of(visit.language());
    let names = recipients(visit).await?;
    let (me, now_ms) = (visit.person().worker, visit.front.casework.clock().now_ms());
    let own = found.questions.iter().filter(|it| it.asked_by == me);
    let agreed = |kept: &caseward_casework::partnership::Kept<_>| {
        let it: &caseward_casework::partnership::ClientProtocol = &kept.it;
        Agreed {
            no: kept.no,
            title: names.get(&it.organization).cloned().unwrap_or_default(),
            facts: vec![
                fact(words, "protocol-reference", &it.reference),
                fact(
                    words,
                    "way-until",
                    day(visit.language(), it.until - 1).words,
                ),
                fact(words, "protocol-purposes", meant(words, &it.purposes)),
                fact(words, "protocol-categories", named(words, &it.categories)),
                fact(words, "agreed-told", &it.told),
            ],
            open: it.ended_at.is_none() && now_ms < it.until,
        }
    };
    let back = face::address(client);
    let writes = visit.person().writes_into_files();
    Ok(ClientLawPage {
        lines: found
            .questions
            .iter()
            .map(|it| line(visit, it, &names))
            .collect(),
        own: own.map(|it| it.no).collect(),
        fields: fields(words, offered(&names), typed),
        agreed: found.protocols.iter().map(agreed).collect(),
        agree: writes.then(|| agree_fields(words, offered(&names), typed)),
        shell: visit.shell(Place::Clients, &format!("{back}/law")),
        back,
        problems,
    })
}
