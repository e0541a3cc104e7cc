//! Showing breaches, recording one, settling one.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::partnership::{Breach, Kept, NewBreach, Recipient};
use caseward_model::OfficeAct;

use super::super::form::recipient;
use super::super::{Typed, fact, unanswered};
use super::{BreachesPage, Line, fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::people::{begins, key, mending};
use crate::visit::{Posted, Visit, day};
use crate::{Place, Words, answer, forms};

/// The addresses of breaches.
pub fn routes() -> Addresses {
    let manages = Class::Office(OfficeAct::ManageRecipients);
    Addresses::new()
        .get(manages, "/partners/{id}/breaches", show)
        .post(manages, "/partners/{id}/breaches", record)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match recipient(&visit, &id).await {
        Ok(it) => page(&visit, &it, &Typed::default(), Problems::default()),
        Err(answer) => answer,
    }
}

async fn record(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let it = match recipient(&visit, &id).await {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let done = if let Ok(no) = typed.one("settles").parse::<i64>() {
        let how = typed.one("how").to_owned();
        casework.settle_breach(who, no, how).await
    } else {
        let new = match read(&typed) {
            Ok(new) => new,
            Err(problems) => return page(&visit, &it, &typed, problems),
        };
        let recorded = casework.record_breach(who, it.organization.id, new).await;
        recorded.map(drop)
    };
    match done {
        Ok(()) => forms::sent_on(&format!("/partners/{}/breaches", it.organization.id)),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, &it, &typed, problems),
            None => unanswered(&visit, &error),
        },
    }
}

fn read(typed: &Typed) -> Result<NewBreach, Problems> {
    let mut problems = Problems::default();
    let by = typed.one("by").parse().ok();
    if by.is_none() {
        problems.note("by", "breach-needs-by");
    }
    let happened = begins(typed.one("happened"));
    if happened.is_none() {
        problems.note("happened", "recipient-needs-day");
    }
    let consequence = typed.one("consequence").parse().ok();
    if consequence.is_none() {
        problems.note("consequence", "breach-needs-consequence");
    }
    match (by, happened, consequence) {
        (Some(by), Some(happened_at), Some(consequence)) => Ok(NewBreach {
            by,
            happened_at,
            what: typed.one("text").to_owned(),
            consequence,
        }),
        _ => Err(problems),
    }
}

fn line(visit: &Visit, kept: &Kept<Breach>) -> Line {
    let words = Words::of(visit.language());
    let it = &kept.it;
    let mut facts = vec![
        fact(
            words,
            "breach-happened",
            day(visit.language(), it.happened_at).words,
        ),
        fact(words, "breach-what", &it.what),
        fact(
            words,
            "breach-consequence",
            words.t(&key("consequence", it.consequence.word())),
        ),
    ];
    if let Some(settled) = &it.settled {
        facts.push(fact(words, "breach-how-settled", &settled.how));
    }
    Line {
        no: kept.no,
        title: words.t(&key("breach", it.by.word())),
        facts,
        open: it.settled.is_none(),
    }
}

fn page(visit: &Visit, it: &Recipient, typed: &Typed, problems: Problems) -> Response {
    let href = format!("/partners/{}", it.organization.id);
    let page = BreachesPage {
        lines: it
            .breaches
            .iter()
            .rev()
            .map(|kept| line(visit, kept))
            .collect(),
        fields: fields(Words::of(visit.language()), typed),
        shell: visit.shell(Place::Partners, &format!("{href}/breaches")),
        partner: (href, it.organization.name.clone()),
        problems,
    };
    answer(page.problems.status(), &page)
}
