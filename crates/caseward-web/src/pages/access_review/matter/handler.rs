//! One matter, and deciding on it.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::access_review::{Concerned, DayOfWorker, Matter};
use caseward_model::{Id, OfficeAct, Worker};

use super::super::handler::{system_names, systems_of, who, whole};
use super::{Chart, DayLine, DecideForm, Exchange, MatterPage, Whom};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::look_ups::systems::system::kind_key;
use crate::view::{When, joined};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// So many days stand in the picture.
const DAYS_SHOWN: usize = 60;

/// The addresses of a matter.
pub fn routes() -> Addresses {
    let review = Class::Office(OfficeAct::ReviewAccess);
    Addresses::new()
        .get(review, "/access-review/{no}", show)
        .post(review, "/access-review/{no}", decide)
}

async fn show(visit: Visit, Path(no): Path<String>) -> Response {
    page(&visit, &no, DecideForm::default(), Problems::default()).await
}

async fn decide(Path(no): Path<String>, posted: Posted<DecideForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let Ok(number) = no.parse::<i64>() else {
        return visit.not_found();
    };
    let done = match form.decision.as_str() {
        "explain" => casework.explain_access(me, number, &form.text).await,
        "ask" => casework.question_access(me, number, &form.text).await,
        "incident" => casework.open_access_incident(me, number, &form.text).await,
        _ => {
            let mut problems = Problems::default();
            problems.note("decision", "matter-needs-decision");
            return page(&visit, &no, form, problems).await;
        }
    };
    match done {
        Ok(()) => forms::sent_on(&format!("/access-review/{number}")),
        Err(CaseworkError::Unfit(_)) => {
            let mut problems = Problems::default();
            problems.note("text", "matter-needs-text");
            page(&visit, &no, form, problems).await
        }
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit, no: &str, form: DecideForm, problems: Problems) -> Response {
    let status = problems.status();
    // What is no number is an address that isn't there, whoever asks.
    let Ok(no) = no.parse::<i64>() else {
        return visit.not_found();
    };
    match made(visit, no, form, problems).await {
        Ok(page) => answer(status, &page),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    no: i64,
    form: DecideForm,
    problems: Problems,
) -> Result<MatterPage, CaseworkError> {
    let (casework, me) = (&visit.front.casework, visit.person().worker);
    let matter = casework.access_matter(me, no).await?.matter;
    let days = casework.days_of(me, matter.worker.1).await?.days;
    let names = casework.names().await?;
    let systems = system_names(visit).await?;
    let from = days.len().saturating_sub(DAYS_SHOWN);
    let days = days.get(from..).unwrap_or_default();
    let figures = days
        .iter()
        .map(|it| (it.explained, it.unexplained, it.usual));
    let whom = |it: &Concerned| match it {
        Concerned::Client(id) => Whom::Client(format!("/clients/{id}/who-looked")),
        Concerned::Unnamed => Whom::Unnamed,
        Concerned::Theirs { system, number } => Whom::Theirs {
            system: systems.get(system).cloned().unwrap_or_default(),
            number: number.clone(),
        },
    };
    let words = Words::of(visit.language());
    let kinds: Vec<String> = matter
        .kinds
        .iter()
        .map(|it| words.t(&kind_key(*it)))
        .collect();
    Ok(MatterPage {
        no,
        who: who(visit, &names, matter.worker.1),
        people: matter.people.iter().map(whom).collect(),
        first: visit.moment(matter.first_ms),
        last: visit.moment(matter.last_ms),
        looks: matter.accesses,
        systems: systems_of(&matter, &systems),
        kinds: joined(words, &kinds),
        written: matter.written,
        flags: matter
            .flags
            .iter()
            .map(|(flag, weight)| (*flag, whole(*weight)))
            .collect(),
        weight: whole(matter.weight),
        state: matter.state,
        asked: exchanges(visit, &matter, &names),
        decided: matter.decided.as_ref().map(|it| {
            let by = it
                .by
                .map_or_else(|| words.t("the-office"), |by| who(visit, &names, by));
            (by, visit.moment(it.at_ms), it.because.clone())
        }),
        chart: (!days.is_empty()).then(|| Chart::of(figures)),
        days: days.iter().rev().map(|it| line(words, it)).collect(),
        form,
        problems,
        shell: visit.shell(Place::Review, &format!("/access-review/{no}")),
    })
}

fn exchanges(visit: &Visit, matter: &Matter, names: &HashMap<Id<Worker>, String>) -> Vec<Exchange> {
    let exchange = |it: &caseward_casework::access_review::Asked| Exchange {
        by: who(visit, names, it.by),
        when: visit.moment(it.at_ms),
        question: it.question.clone(),
        answer: it
            .answer
            .as_ref()
            .map(|(text, at_ms)| (text.clone(), visit.moment(*at_ms))),
    };
    matter.asked.iter().map(exchange).collect()
}

fn line(words: &Words, it: &DayOfWorker) -> DayLine {
    DayLine {
        day: When::day(words, it.day),
        explained: it.explained,
        unexplained: it.unexplained,
        usual: it.usual,
        stands_out: it.stands_out,
    }
}
