//! `/breaches/new`: reporting a breach, or conduct against the code: what happened, and nothing else is a must (CC-2.8, CC-3).

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::breach::{BreachChoices, NewBreachReport};
use caseward_casework::people::Amiss;
use caseward_model::{BreachKind, Language, OfficeAct};

use super::reports;
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::form::FormPage;
use crate::pages::partners::{Field, Input, Typed, choices};
use crate::pages::people::{Choice, begins, mending};
use crate::visit::{Posted, Visit};
use crate::{Place, Shell, Words, answer, forms};

/// The addresses of the form.
pub(super) fn routes() -> Addresses {
    let reports = Class::OfficeOwn(OfficeAct::ReportBreach);
    Addresses::new()
        .get(reports, "/breaches/new", show)
        .post(reports, "/breaches", send)
}

async fn show(visit: Visit) -> Response {
    match reports(&visit).await {
        Ok(_) => page(&visit, &Typed::default(), Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn send(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let me = match reports(&visit).await {
        Ok(me) => me,
        Err(answer) => return answer,
    };
    let sent = match read(&typed) {
        Ok(new) => visit.front.casework.report_breach(me, new).await,
        Err(amiss) => Err(CaseworkError::Amiss(amiss)),
    };
    match sent {
        Ok(_) => forms::sent_on("/breaches"),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, &typed, problems).await,
            None => visit.failed(&error),
        },
    }
}

/// What was typed; what is left empty isn't asked again.
fn read(typed: &Typed) -> Result<NewBreachReport, Vec<Amiss>> {
    let mut amiss = Vec::new();
    let happened = typed.one("happened");
    let happened_at = begins(happened);
    if !happened.is_empty() && happened_at.is_none() {
        amiss.push(Amiss::BreachWhen);
    }
    let (series, whom) = (typed.one("series"), typed.one("whom"));
    let new = NewBreachReport {
        kind: typed.one("kind").parse().ok(),
        what: typed.one("what").to_owned(),
        happened_at,
        series: series.parse().ok(),
        whom: whom.parse().ok(),
    };
    if !series.is_empty() && new.series.is_none() {
        amiss.push(Amiss::BreachSeries);
    }
    if !whom.is_empty() && new.whom.is_none() {
        amiss.push(Amiss::BreachWhom);
    }
    if amiss.is_empty() {
        Ok(new)
    } else {
        Err(amiss)
    }
}

async fn page(visit: &Visit, typed: &Typed, problems: Problems) -> Response {
    let me = visit.person().worker;
    let choices = match visit.front.casework.breach_choices(me).await {
        Ok(choices) => choices,
        Err(error) => return visit.failed(&error),
    };
    let shell = visit.shell(Place::Conferences, "/breaches/new");
    let page = form(shell, (&choices, typed), problems);
    answer(page.problems.status(), &page)
}

fn form(shell: Shell, (all, typed): (&BreachChoices, &Typed), problems: Problems) -> FormPage {
    let words = shell.words;
    FormPage {
        title: "cc-breach-new",
        lead: "cc-breach-new-lead",
        clause: "CC-2.8",
        button: "cc-breach-new-do",
        back: "/breaches".to_owned(),
        name: words.t("cc-breach-mine"),
        action: "/breaches".to_owned(),
        fields: fields(words, all, typed),
        problems,
        shell,
    }
}

fn fields(words: &Words, all: &BreachChoices, typed: &Typed) -> Vec<Field> {
    let field = |id, label, input| Field::new(words, id, label, input, typed);
    let kinds = choices(words, BreachKind::ALL, BreachKind::word, "breach-kind");
    let mut fields = vec![
        field("what", "cc-breach-what", Input::Area),
        field("kind", "cc-breach-kind", Input::Choose(kinds)),
    ];
    // Where there is one conference it is that one, and nothing is to be chosen.
    if all.series.len() > 1 {
        let series = all.series.iter().map(|(id, title)| Choice {
            value: id.to_string(),
            label: title
                .clone()
                .unwrap_or_else(|| words.t("conference-untold")),
        });
        let series = Input::Choose(series.collect());
        fields.push(field("series", "cc-breach-series", series));
    }
    fields.push(field("happened", "cc-breach-happened", Input::Line("date")));
    if !all.people.is_empty() {
        let people = all.people.iter().map(|it| Choice {
            value: it.id.to_string(),
            label: it.name.clone(),
        });
        let people = Input::Choose(people.collect());
        fields.push(field("whom", "cc-breach-whom", people));
    }
    fields
}

/// The form, sent empty.
#[must_use]
pub fn sample(language: Language) -> FormPage {
    let shell = Shell::sample(language, Place::Conferences, "/breaches/new");
    let mut problems = Problems::default();
    problems.note("what", "amiss-breach-what");
    let typed = Typed::default().with("kind", "left_open");
    form(shell, (&BreachChoices::default(), &typed), problems)
}
