//! Showing what the Law Department said about a client, asking it, and agreeing with partners about the client.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::Request;
use caseward_casework::partnership::{
    AboutClient, Bound, ClientProtocol, Kept, Knows, LawError, NewClientProtocol,
};
use caseward_model::{Client, Id, Organization, Worker};

use super::super::disclosures::channel_key;
use super::super::face;
use super::{Agreed, BoundLine, ClientLawPage, agree_fields, fields, knows_fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::pages::law::handler::{line, offered, read, recipients, unanswered};
use crate::pages::partners::{Typed, fact, meant, named};
use crate::pages::people::{Choice, begins, ends, mending};
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
    let done = match typed.one("action") {
        "ask" | "withdraw" => asked(&visit, &request, &typed).await,
        "agree" | "told" | "acknowledge" | "end" => match agreed(&visit, &request, &typed).await {
            Ok(done) => done,
            Err(problems) => return page(&visit, request, &typed, problems).await,
        },
        // Whether there is such a client is answered first. Nothing is asked by the button of another page.
        _ => return page(&visit, request, &typed, Problems::default()).await,
    };
    let error = match done {
        Ok(()) => return forms::sent_on(&format!("{}/law", face::address(request.client))),
        Err(error) => error,
    };
    match &error {
        LawError::Desk(desk) => match mending(desk) {
            Some(problems) => {
                let problems = placed(&problems, typed.one("action"));
                page(&visit, request, &typed, problems).await
            }
            None => unanswered(&visit, &error),
        },
        LawError::Refused(_) => unanswered(&visit, &error),
    }
}

fn number(typed: &Typed, name: &str) -> i64 {
    typed.one(name).parse().unwrap_or(0)
}

/// Asks the Law Department, or takes a question back.
async fn asked(visit: &Visit, request: &Request, typed: &Typed) -> Result<(), LawError> {
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    if typed.one("action") == "ask" {
        let asked = casework.ask_law_about(request.clone(), read(typed));
        return asked.await.map(drop);
    }
    let request = Some(request.clone());
    casework
        .withdraw_law_question(who, number(typed, "withdraws"), request)
        .await
}

/// Does what is to be done with what was agreed about the client; or what the form lacks.
async fn agreed(
    visit: &Visit,
    request: &Request,
    typed: &Typed,
) -> Result<Result<(), LawError>, Problems> {
    let casework = &visit.front.casework;
    let request = request.clone();
    Ok(match typed.one("action") {
        "agree" => {
            let new = agreement(typed, casework.clock().now_ms())?;
            casework.agree_about_client(request, new).await.map(drop)
        }
        "told" => {
            let (no, told) = knows(typed)?;
            casework.told_of_agreed(request, no, told).await
        }
        "acknowledge" => {
            let (no, said) = knows(typed)?;
            casework.acknowledged_agreed(request, no, said).await
        }
        _ => {
            let ended = casework.end_agreed_about_client(request, number(typed, "ends"));
            ended.await
        }
    })
}

/// Where on this page something is missing: what is agreed is to bind several organizations.
fn placed(problems: &Problems, action: &str) -> Problems {
    let mut placed = Problems::default();
    for it in problems.all() {
        let field = match (action, it.field) {
            ("agree", "organization") => "organizations",
            (_, field) => field,
        };
        placed.note(field, it.key);
    }
    placed
}

fn agreement(typed: &Typed, now_ms: i64) -> Result<NewClientProtocol, Problems> {
    let Some(until) = ends(typed.one("until")) else {
        let mut problems = Problems::default();
        problems.note("until", "recipient-needs-day");
        return Err(problems);
    };
    Ok(NewClientProtocol {
        organizations: typed.words("organizations"),
        reference: typed.one("reference").to_owned(),
        from: now_ms,
        until,
        purposes: typed.words("purposes"),
        categories: typed.words("categories"),
    })
}

/// Of which agreement which organization knows, since when and how.
fn knows(typed: &Typed) -> Result<(i64, Knows), Problems> {
    let mut problems = Problems::default();
    let which = typed.one("organization").split_once(' ');
    let which = which.and_then(|(no, id)| {
        let no = no.parse::<i64>().ok()?;
        Some((no, id.parse::<Id<Organization>>().ok()?))
    });
    if which.is_none() {
        problems.note("organization", "agreed-needs-which");
    }
    let on = begins(typed.one("on"));
    if on.is_none() {
        problems.note("on", "recipient-needs-day");
    }
    match (which, on) {
        (Some((no, organization)), Some(on)) => {
            let said = Knows {
                organization,
                on,
                how: typed.one("how").parse().ok(),
                whom: typed.one("receiver").to_owned(),
            };
            Ok((no, said))
        }
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
    let colleagues = visit.front.casework.names().await?;
    let shown = Shown {
        visit,
        organizations: &names,
        colleagues: &colleagues,
    };
    let unknown = found
        .protocols
        .iter()
        .filter(|kept| kept.it.is_open_at(now_ms));
    let unknown: Vec<_> = unknown
        .flat_map(|kept| shown.not_acknowledged(kept))
        .collect();
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
        agreed: found
            .protocols
            .iter()
            .map(|kept| shown.agreed(kept, now_ms))
            .collect(),
        agree: writes.then(|| agree_fields(words, offered(&names), typed)),
        knows: (writes && !unknown.is_empty()).then(|| knows_fields(words, unknown, typed)),
        shell: visit.shell(Place::Clients, &format!("{back}/law")),
        back,
        problems,
    })
}

/// What is needed to show what was agreed: what those are called whom it binds, and those who told them.
struct Shown<'a> {
    visit: &'a Visit,
    organizations: &'a HashMap<Id<Organization>, String>,
    colleagues: &'a HashMap<Id<Worker>, String>,
}

impl Shown<'_> {
    fn agreed(&self, kept: &Kept<ClientProtocol>, now_ms: i64) -> Agreed {
        let (words, it) = (Words::of(self.visit.language()), &kept.it);
        Agreed {
            no: kept.no,
            title: it.reference.clone(),
            facts: vec![
                fact(words, "way-until", self.on(it.until - 1)),
                fact(words, "protocol-purposes", meant(words, &it.purposes)),
                fact(words, "protocol-categories", named(words, &it.categories)),
            ],
            binds: it.binds.iter().map(|it| self.bound(it)).collect(),
            open: it.is_open_at(now_ms),
        }
    }

    fn bound(&self, it: &Bound) -> BoundLine {
        let words = Words::of(self.visit.language());
        let mut facts = Vec::new();
        if let Some(told) = &it.told {
            facts.push(fact(words, "agreed-told-on", self.on(told.on)));
            if let Some(how) = told.how {
                let how = words.t(&channel_key(how));
                facts.push(fact(words, "agreed-told-how", how));
            }
            facts.push(fact(words, "agreed-told-whom", &told.whom));
            let by = self.colleagues.get(&told.by).cloned();
            facts.push(fact(words, "agreed-told-by", by.unwrap_or_default()));
        }
        if let Some(said) = &it.acknowledged {
            facts.push(fact(words, "agreed-known-on", self.on(said.on)));
            facts.push(fact(words, "agreed-known-from", &said.from));
        }
        BoundLine {
            name: self.name(it.organization),
            state: words.t(match (&it.told, &it.acknowledged) {
                (None, _) => "agreed-not-told",
                (Some(_), None) => "agreed-binds-them",
                (Some(_), Some(_)) => "agreed-acknowledged",
            }),
            facts,
        }
    }

    /// Those whom it is to bind and who didn't say yet that they know of it, to be chosen from.
    fn not_acknowledged(&self, kept: &Kept<ClientProtocol>) -> Vec<Choice> {
        let open = kept.it.binds.iter().filter(|it| it.acknowledged.is_none());
        let choice = |it: &Bound| Choice {
            value: format!("{} {}", kept.no, it.organization),
            label: format!("{} ({})", self.name(it.organization), kept.it.reference),
        };
        open.map(choice).collect()
    }

    fn name(&self, organization: Id<Organization>) -> String {
        let found = self.organizations.get(&organization);
        found.cloned().unwrap_or_default()
    }

    fn on(&self, at_ms: i64) -> String {
        day(self.visit.language(), at_ms).words
    }
}
