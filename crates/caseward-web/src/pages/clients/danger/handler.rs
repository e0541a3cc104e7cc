//! Showing the danger reports of a client, reporting one, discussing it and ending it.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query};
use axum::response::Response;
use caseward_casework::danger::{DangerDiscussed, DangerError, DangerReport, NewDanger};
use caseward_casework::gate::Delivery;
use caseward_model::{Channel, Client, Id};
use serde::Deserialize;

use super::super::super::partners::{Fact, Typed, fact};
use super::super::face;
use super::{DangersPage, Line, at_risk, fields, fresh, problems_of};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::view::provenance_key;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words, forms};

/// The longest texts in any script, percent-encoded as a form sends them.
const BODY_BYTES_MAX: usize = 128 * 1024;

/// The address of danger reports.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/dangers", show)
        .post(Class::Client, "/clients/{id}/dangers", change)
        .body_limit(BODY_BYTES_MAX)
}

/// What whoever can't read the list is told once they reported: `told` when a supervisor hears of it, `alone` when there is none.
#[derive(Deserialize, Default)]
#[serde(default)]
struct After {
    reported: String,
}

impl After {
    fn told(&self) -> Option<bool> {
        match self.reported.as_str() {
            "told" => Some(true),
            "alone" => Some(false),
            _ => None,
        }
    }
}

async fn show(
    visit: Visit,
    Path(id): Path<String>,
    after: Result<Query<After>, QueryRejection>,
) -> Response {
    let told = after.ok().and_then(|Query(after)| after.told());
    match id.parse() {
        Ok(client) => page(&visit, client, &fresh(), (Problems::default(), told)).await,
        Err(_) => visit.nobody(),
    }
}

async fn change(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let (casework, person) = (&visit.front.casework, visit.person());
    let which = (client, number(&typed));
    let done = match typed.one("action") {
        "report" => {
            let new = read(&typed);
            let needs = new.needs();
            if !needs.is_empty() {
                return page(&visit, client, &typed, (problems_of(&needs), None)).await;
            }
            let reported = casework.report_danger(person, client, Channel::Screen, new);
            reported.await.map(|it| Some(it.told))
        }
        "discuss" => {
            let new = DangerDiscussed {
                said: typed.one("said").to_owned(),
                goes_on: yes(typed.one("goes_on")),
            };
            let kept = casework.discuss_danger(person, which, Channel::Screen, new);
            kept.await.map(|()| None)
        }
        "end" => {
            let why = typed.one("why").to_owned();
            let ended = casework.end_danger(person, which, Channel::Screen, why);
            ended.await.map(|()| None)
        }
        // Whether there is such a client is answered first.
        _ => return page(&visit, client, &fresh(), (Problems::default(), None)).await,
    };
    match done {
        Ok(told) => forms::sent_on(&next(&visit, client, told).await),
        Err(DangerError::Mend(needs)) => {
            page(&visit, client, &typed, (problems_of(&needs), None)).await
        }
        Err(error) => failed(&visit, &error),
    }
}

/// Back to the page. Whoever can't read there what they reported is told that it is kept.
async fn next(visit: &Visit, client: Id<Client>, told: Option<bool>) -> String {
    let page = format!("{}/dangers", face::address(client));
    let casework = &visit.front.casework;
    let unread = casework.is_only_in_emergency(visit.person(), client).await;
    match (told, unread) {
        (Some(true), Ok(true)) => format!("{page}?reported=told"),
        (Some(false), Ok(true)) => format!("{page}?reported=alone"),
        _ => page,
    }
}

/// The reports; nothing to whoever only opened the file in an emergency: they report, and read of none.
async fn reports(
    visit: &Visit,
    client: Id<Client>,
) -> Result<Option<(Vec<DangerReport>, Delivery)>, DangerError> {
    let (casework, person) = (&visit.front.casework, visit.person());
    if casework.is_only_in_emergency(person, client).await? {
        return Ok(None);
    }
    let found = casework.dangers_of(person, client, Channel::Screen);
    found.await.map(Some)
}

/// Which report something was posted about; 0 for none.
fn number(typed: &Typed) -> i64 {
    typed.one("report").parse().unwrap_or(0)
}

fn yes(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

fn read(typed: &Typed) -> NewDanger {
    NewDanger {
        at_risk: typed.one("at_risk").parse().ok(),
        told_by: typed.one("told_by").parse().ok(),
        seen: typed.one("seen").to_owned(),
        hours: typed.one("hours").parse().ok(),
        client_told: yes(typed.one("client_told")),
        told_how: typed.one("told_how").to_owned(),
        raises_risk: yes(typed.one("raises_risk")),
    }
}

fn failed(visit: &Visit, error: &DangerError) -> Response {
    match error {
        DangerError::Refused(refusal) => visit.refused(refusal, visit.back_to_clients()),
        DangerError::Unknown => visit.not_found(),
        DangerError::Mend(_) => visit.unreadable(),
        DangerError::Casework(error) => visit.failed(error),
    }
}

async fn page(
    visit: &Visit,
    client: Id<Client>,
    typed: &Typed,
    (problems, told): (Problems, Option<bool>),
) -> Response {
    let casework = &visit.front.casework;
    let (reports, opened) = match reports(visit, client).await {
        Ok(found) => found.unzip(),
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
    let now_ms = casework.clock().now_ms();
    let named = |it: &Id<caseward_model::Worker>| names.get(it).cloned().unwrap_or_default();
    let line = |it: &DangerReport| Line {
        no: it.no,
        at_risk: at_risk(words, it.at_risk),
        seen: it.seen.clone(),
        since: visit.moment(it.since),
        until: visit.moment(it.until),
        facts: facts(words, it, named),
        stands: it.stands_at(now_ms),
        waits: it.waits(),
        told_nobody: it.told_nobody && it.discussed.is_none(),
        to_discuss: it.is_for(visit.person()),
        is_ended: it.ended.is_some(),
    };
    let status = problems.status();
    let writes = visit.person().writes_into_files();
    // What was posted about a report that is there doesn't belong into the form for a new one.
    let (form, field) = match typed.one("action") {
        "discuss" => (fresh(), "said"),
        "end" => (fresh(), "why"),
        _ => (typed.clone(), ""),
    };
    // What is wrong with the one isn't shown beside the other.
    let of = problems.of(field).map_or(0, |_| number(typed));
    let page = DangersPage {
        bar: face::bar(visit, client, None, file.as_mut()),
        reads: reports.is_some(),
        reported: told.filter(|_| reports.is_none()),
        lines: reports.iter().flatten().map(line).collect(),
        fields: writes.then(|| fields(words, &form)),
        acted: (of, typed.one(field).to_owned()),
        problems,
        shell: visit.shell(
            Place::Clients,
            &format!("{}/dangers", face::address(client)),
        ),
    };
    answer_watched(status, &page, move |ending| {
        for delivery in [opened, delivery].into_iter().flatten() {
            closing(delivery)(ending);
        }
    })
}

/// What is known of a report, line by line.
fn facts(
    words: &Words,
    it: &DangerReport,
    named: impl Fn(&Id<caseward_model::Worker>) -> String,
) -> Vec<Fact> {
    let told = if it.client_told {
        "danger-client-was-told"
    } else {
        "danger-client-was-not-told"
    };
    let mut facts = vec![
        fact(words, "danger-number", it.no.to_string()),
        fact(words, "danger-reported-by", named(&it.by)),
        fact(
            words,
            "danger-told-by",
            words.t(&provenance_key(it.told_by)),
        ),
        fact(words, told, it.told_how.as_str()),
    ];
    if it.raises_risk {
        let risk = words.t("danger-risk-said");
        facts.push(fact(words, "danger-risk", risk));
    }
    if let Some(discussed) = &it.discussed {
        let goes_on = if discussed.goes_on {
            "danger-goes-on"
        } else {
            "danger-stops"
        };
        facts.push(fact(words, "danger-discussed-by", named(&discussed.by)));
        facts.push(fact(words, goes_on, discussed.said.as_str()));
    }
    if let Some(ended) = it.ended.as_ref().filter(|it| !it.why.is_empty()) {
        facts.push(fact(words, "danger-ended-by", named(&ended.by)));
        facts.push(fact(words, "danger-ended-why", ended.why.as_str()));
    }
    if let Some(nobody) = &it.not_warned {
        let text = format!("{}: {}", named(&nobody.by), nobody.why);
        facts.push(fact(words, "danger-nobody-warned", text));
    }
    facts
}
