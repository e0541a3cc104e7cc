//! The queue, and comparing anew.

use std::collections::HashMap;

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::access_review::{Matter, Page, Period, RunAccount};
use caseward_model::{Id, OfficeAct, Worker};
use serde::Deserialize;

use super::{AccessReviewPage, FlagLine, LastRun, Row, RunForm, matter};
use crate::addresses::{Addresses, Class};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// How many days back it is compared if nothing else is said.
const DAYS: u16 = 90;

/// What else is reviewed, by those whose part it is: the act that it takes, the key of its name, and where it is.
const ALSO: &[(OfficeAct, &str, &str)] = &[
    (
        OfficeAct::ReviewEmergency,
        "reviews-title",
        "/access/reviews",
    ),
    (OfficeAct::LowerWall, "conflicts-title", "/conflicts"),
];

/// The addresses of the review.
pub fn routes() -> Addresses {
    let review = Class::Office(OfficeAct::ReviewAccess);
    Addresses::new()
        .get(review, "/access-review", show)
        .post(review, "/access-review", compare)
        .merge(matter::routes())
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Listed {
    decided: Option<String>,
    from: Option<usize>,
}

async fn show(
    visit: Visit,
    listed: Result<Query<Listed>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let Ok(Query(listed)) = listed else {
        return visit.not_found();
    };
    let page = Page {
        decided: listed.decided.as_deref() == Some("yes"),
        from: listed.from.unwrap_or(0),
        worker: None,
    };
    match made(&visit, page).await {
        Ok(page) => answer(StatusCode::OK, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn compare(posted: Posted<RunForm>) -> Response {
    let visit = posted.visit;
    let days = match posted.form.days.trim() {
        "" => DAYS,
        days => match days.parse::<u16>() {
            Ok(days) => days,
            Err(_) => return visit.unreadable(),
        },
    };
    let casework = &visit.front.casework;
    let period = Period::last_days(days, casework.clock().now_ms());
    let me = visit.person().worker;
    match casework.review_accesses(me, period).await {
        Ok(_) => forms::sent_on("/access-review"),
        Err(error) => visit.failed(&error),
    }
}

async fn made(visit: &Visit, page: Page) -> Result<AccessReviewPage, CaseworkError> {
    let casework = &visit.front.casework;
    let seen = casework.access_queue(visit.person().worker, page).await?;
    let names = casework.names().await?;
    let systems = system_names(visit).await?;
    let decided = if page.decided { "decided=yes&" } else { "" };
    let flag = |it: &caseward_casework::access_review::FlagCount| FlagLine {
        flag: it.flag,
        raised: it.raised,
        explained: it.explained,
        incidents: it.incidents,
    };
    Ok(AccessReviewPage {
        decided: page.decided,
        last: seen.last.as_ref().map(|it| last(visit, it)),
        rows: seen
            .matters
            .iter()
            .map(|it| row(visit, it, (&names, &systems)))
            .collect(),
        all: seen.all,
        next: seen
            .next
            .map(|from| format!("/access-review?{decided}from={from}")),
        flags: seen.flags.iter().map(flag).collect(),
        also: visit.places_of(ALSO).await,
        shell: visit.shell(Place::Review, "/access-review"),
    })
}

fn last(visit: &Visit, it: &RunAccount) -> LastRun {
    LastRun {
        when: visit.moment(it.at_ms),
        from: visit.moment(it.from_ms),
        accesses: it.accesses,
        unexplained: it.unexplained,
        explained: it.explained.iter().map(|(it, n)| (*it, *n)).collect(),
        unknown_users: it.unknown_users,
    }
}

/// What the other systems are called; 0 is our own.
pub(crate) async fn system_names(visit: &Visit) -> Result<HashMap<i64, String>, CaseworkError> {
    let systems = visit.front.casework.other_systems().await?;
    let words = Words::of(visit.language());
    let others = systems.into_iter().map(|it| (it.no, it.name));
    Ok(others.chain([(0, words.t("system-own"))]).collect())
}

pub(super) fn who(visit: &Visit, names: &HashMap<Id<Worker>, String>, id: Id<Worker>) -> String {
    let known = names.get(&id).cloned();
    known.unwrap_or_else(|| Words::of(visit.language()).t("someone-gone"))
}

/// The systems of a matter, in words.
pub(super) fn systems_of(it: &Matter, systems: &HashMap<i64, String>) -> String {
    let names = it.systems.iter().filter_map(|no| systems.get(no));
    names.map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// A weight without its fraction.
#[expect(
    clippy::cast_possible_truncation,
    reason = "decibans on a page are whole numbers below a thousand"
)]
pub(super) const fn whole(weight: f32) -> i64 {
    weight.round() as i64
}

fn row(
    visit: &Visit,
    it: &Matter,
    (names, systems): (&HashMap<Id<Worker>, String>, &HashMap<i64, String>),
) -> Row {
    Row {
        no: it.no,
        who: who(visit, names, it.worker.1),
        looks: it.accesses,
        people: it.people.len(),
        first: visit.moment(it.first_ms),
        systems: systems_of(it, systems),
        flags: it.flags.iter().map(|(flag, _)| *flag).collect(),
        weight: whole(it.weight),
        state: it.state,
    }
}
