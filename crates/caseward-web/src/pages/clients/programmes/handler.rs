//! Showing in which programmes a client takes part, writing down another one, its end, and that it was a mistake; keeping the signed form, and
//! comparing it as the second person.

use std::collections::HashMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::programmes::{
    FormPaper, KeptProgramme, NewPart, PartError, PartForm, PartState, ProgrammePart,
};
use caseward_casework::tellers::PaperLook;
use caseward_model::{Channel, Client, Id, Worker};

use super::super::super::partners::{Fact, Typed, fact};
use super::super::super::people::Choice;
use super::super::consents::{BODY_BYTES_MAX, PostedScan};
use super::super::face;
use super::{ClientProgrammesPage, Line, fields, problems_of, state};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::file_to_keep;
use crate::pages::answer_watched;
use crate::visit::{Posted, Visit, closing, local};
use crate::{Place, Words, forms};

/// The addresses of programmes in which a client takes part.
pub fn routes() -> Addresses {
    let with_scan = Addresses::new()
        .get(Class::Client, "/clients/{id}/programmes/{no}/form", scan)
        .post(
            Class::Client,
            "/clients/{id}/programmes/{no}/form",
            keep_form,
        )
        .body_limit(BODY_BYTES_MAX);
    Addresses::new()
        .get(Class::Client, "/clients/{id}/programmes", show)
        .post(Class::Client, "/clients/{id}/programmes", change)
        .merge(with_scan)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client, Typed::default(), Problems::default()).await,
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
    let day = |name: &str| typed.one(name).parse().ok();
    let done = match typed.one("action") {
        "begin" => {
            let new = NewPart {
                programme: typed.one("programme").parse().unwrap_or(0),
                from: day("from"),
                said_by: typed.one("said_by").to_owned(),
            };
            let begun = casework.begin_part(person, client, Channel::Screen, new);
            begun.await.map(drop)
        }
        action @ ("confirm" | "decline") => {
            let look = PaperLook {
                scan: typed.one("scan").parse().unwrap_or(0),
                same: action == "confirm",
            };
            let looked = casework.confirm_part_form(person, which, Channel::Screen, look);
            looked.await
        }
        "end" => {
            let said = (day("on"), typed.one("how"));
            let ended = casework.end_part(person, which, Channel::Screen, said);
            ended.await
        }
        "mistake" => {
            let why = typed.one("why");
            let taken_back = casework.part_was_mistake(person, which, Channel::Screen, why);
            taken_back.await
        }
        // Whether there is such a client is answered first.
        _ => return page(&visit, client, Typed::default(), Problems::default()).await,
    };
    ended(&visit, client, done, typed).await
}

async fn keep_form(Path((id, no)): Path<(String, String)>, posted: PostedScan) -> Response {
    let PostedScan {
        visit,
        fields,
        scan,
    } = posted;
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let which = (client, no.parse().unwrap_or(0));
    let signed_on = fields.one("signed_on").trim();
    let typed = Typed::default().with("part", no.as_str());
    let typed = typed.with("signed_on", signed_on);
    let paper = FormPaper {
        signed_on: signed_on.parse().ok(),
        scan,
    };
    let (casework, person) = (&visit.front.casework, visit.person());
    let kept = casework.part_form_signed(person, which, Channel::Screen, paper);
    let done = kept.await;
    ended(&visit, client, done, typed).await
}

async fn scan(visit: Visit, Path((id, no)): Path<(String, String)>) -> Response {
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    let no = no.parse().unwrap_or(0);
    let casework = &visit.front.casework;
    let found = casework.part_form_scan(visit.person(), (client, no), Channel::File);
    match found.await {
        Ok((scan, delivery)) => {
            delivery.delivered(Some(&scan.bytes));
            // What it claims to be is not what a browser is told: nothing in it shall be run. Its name says of no programme what it is.
            let name = format!("form-{no}-scan-{}.{}", scan.number, scan.kind.ending());
            file_to_keep(&name, "application/octet-stream", scan.bytes)
        }
        Err(error) => failed(&visit, &error),
    }
}

/// Back to the page, or the page with what keeps it from being done.
async fn ended(
    visit: &Visit,
    client: Id<Client>,
    done: Result<(), PartError>,
    typed: Typed,
) -> Response {
    match done {
        Ok(()) => forms::sent_on(&format!("{}/programmes", face::address(client))),
        Err(PartError::Mend(needs)) => {
            let problems = problems_of(&needs, typed.one("action"));
            page(visit, client, typed, problems).await
        }
        Err(PartError::OtherScan) => {
            let mut problems = Problems::default();
            problems.note("same", "permission-needs-this-scan");
            let mut shown = page(visit, client, typed, problems).await;
            *shown.status_mut() = StatusCode::CONFLICT;
            shown
        }
        Err(error) => failed(visit, &error),
    }
}

/// About which of them something was posted; 0 for none.
fn number(typed: &Typed) -> i64 {
    typed.one("part").parse().unwrap_or(0)
}

fn failed(visit: &Visit, error: &PartError) -> Response {
    match error {
        PartError::Refused(refusal) => visit.refused(refusal, visit.back_to_clients()),
        PartError::Unknown => visit.not_found(),
        PartError::Mend(_) | PartError::OtherScan => visit.unreadable(),
        PartError::Casework(error) => visit.failed(error),
    }
}

async fn page(visit: &Visit, client: Id<Client>, typed: Typed, problems: Problems) -> Response {
    let (casework, person) = (&visit.front.casework, visit.person());
    let found = casework.parts_of(person, client, Channel::Screen).await;
    let (parts, opened) = match found {
        Ok(found) => found,
        Err(error) => return failed(visit, &error),
    };
    let (mut file, delivery) = match face::opened_beside(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let around = match Around::of(visit).await {
        Ok(around) => around,
        Err(error) => return visit.failed(&error),
    };
    let words = Words::of(visit.language());
    let lines = parts.iter().map(|it| line(visit, it, &around));
    let today = local(casework.clock().now_ms()).date();
    let going_on = around.kept.iter().filter(|it| it.goes_on(today));
    let choices = going_on.map(|it| Choice {
        value: it.no.to_string(),
        label: it.name.clone(),
    });
    let choices: Vec<Choice> = choices.collect();
    let status = problems.status();
    let of_one = number(&typed);
    // What was posted about one that is there doesn't belong into the form for another.
    let (form, about) = if of_one == 0 {
        (typed, Typed::default())
    } else {
        (Typed::default(), typed)
    };
    let is_any = !choices.is_empty();
    let writes = person.writes_into_files();
    let page = ClientProgrammesPage {
        bar: face::bar(visit, client, None, file.as_mut()),
        lines: lines.collect(),
        fields: writes.then(|| fields(words, &form, choices)),
        is_any,
        acted: (of_one, about),
        problems,
        shell: visit.shell(
            Place::Clients,
            &format!("{}/programmes", face::address(client)),
        ),
    };
    answer_watched(status, &page, move |ending| {
        closing(opened)(ending);
        if let Some(delivery) = delivery {
            closing(delivery)(ending);
        }
    })
}

/// What programmes and those who work here are called.
struct Around {
    kept: Vec<KeptProgramme>,
    names: HashMap<Id<Worker>, String>,
}

impl Around {
    async fn of(visit: &Visit) -> Result<Self, CaseworkError> {
        let casework = &visit.front.casework;
        Ok(Self {
            kept: casework.kept_programmes().await?,
            names: casework.names().await?,
        })
    }

    fn named(&self, worker: Id<Worker>) -> String {
        self.names.get(&worker).cloned().unwrap_or_default()
    }
}

fn line(visit: &Visit, it: &ProgrammePart, around: &Around) -> Line {
    let words = Words::of(visit.language());
    let kept = around.kept.iter().find(|kept| kept.no == it.programme);
    let changes_behaviour = kept.is_some_and(|kept| kept.kind.changes_behaviour());
    let goes_on = it.state() == PartState::TakesPart;
    let form = it.form.as_ref();
    let is_noted = form.is_some_and(|form| form.paper.is_none());
    let missing = (goes_on && form.is_none()) || is_noted;
    let stands = it.state() != PartState::Mistake;
    let by_another = form.is_some_and(|form| form.written.1 != visit.person().worker);
    Line {
        no: it.no,
        name: kept.map(|kept| kept.name.clone()).unwrap_or_default(),
        state: state(words, it.state()),
        facts: facts(words, it, around),
        programme: it.programme,
        changes_behaviour,
        awaits_form: changes_behaviour && stands && missing,
        is_noted,
        scan: form.and_then(|form| form.paper).map(|paper| paper.scan),
        to_confirm: stands && by_another && form.and_then(PartForm::waits).is_some(),
        goes_on,
        to_take_back: stands && it.written.1 != visit.person().worker,
    }
}

/// What is known of one, line by line.
fn facts(words: &Words, it: &ProgrammePart, around: &Around) -> Vec<Fact> {
    let mut facts = vec![
        fact(words, "part-number", it.no.to_string()),
        fact(words, "part-from", it.from.to_string()),
        fact(words, "part-said-by", it.said_by.as_str()),
        fact(words, "part-written-by", around.named(it.written.1)),
    ];
    if let Some(form) = &it.form {
        let on = form.signed_on.to_string();
        facts.push(fact(words, "part-signed-on", on));
        let by = around.named(form.written.1);
        facts.push(fact(words, "part-form-recorded-by", by));
        let confirmed = form.paper.and_then(|paper| paper.confirmed);
        if let Some((_, second)) = confirmed {
            facts.push(fact(words, "part-form-second", around.named(second)));
        }
    }
    if let Some(end) = &it.end {
        facts.push(fact(words, "part-on", end.on.to_string()));
        facts.push(fact(words, "part-how", end.how.as_str()));
        let by = around.named(end.written.1);
        facts.push(fact(words, "part-end-written-by", by));
    }
    if let Some(mistake) = &it.mistake {
        facts.push(fact(words, "part-why", mistake.why.as_str()));
        let by = around.named(mistake.written.1);
        facts.push(fact(words, "part-mistake-written-by", by));
    }
    facts
}
