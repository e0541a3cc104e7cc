//! `/conferences/new`: beginning a series; whoever does leads it (CC-1).

use axum::response::Response;
use caseward_casework::conference::NewSeries;
use caseward_casework::people::Amiss;
use caseward_model::OfficeAct;

use super::{described, holds, organizations, person, stands_in, ticked};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::Typed;
use crate::pages::partners::form::FormPage;
use crate::pages::people::mending;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of the form.
pub(super) fn routes() -> Addresses {
    let holds = Class::Office(OfficeAct::HoldConference);
    Addresses::new()
        .get(holds, "/conferences/new", show)
        .post(holds, "/conferences", begin)
}

async fn show(visit: Visit) -> Response {
    match holds(&visit).await {
        Ok(_) => page(&visit, &Typed::default(), Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn begin(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let me = match holds(&visit).await {
        Ok(me) => me,
        Err(answer) => return answer,
    };
    let done = match read(&typed) {
        Ok(new) => visit.front.casework.begin_conference(me, new).await,
        Err(amiss) => Err(amiss.into()),
    };
    match done {
        Ok(id) => forms::sent_on(&format!("/conferences/{id}")),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, &typed, problems).await,
            None => visit.failed(&error),
        },
    }
}

/// What was typed; whoever or whatever can't be read isn't left out in silence.
fn read(typed: &Typed) -> Result<NewSeries, Amiss> {
    Ok(NewSeries {
        title: typed.one("title").to_owned(),
        kind: typed.one("kind").parse().ok(),
        purpose: typed.one("purpose").to_owned(),
        organizations: ticked(typed)?,
        deputy: stands_in(typed)?,
    })
}

async fn page(visit: &Visit, typed: &Typed, problems: Problems) -> Response {
    let me = visit.person().worker;
    let choices = visit.front.casework.conference_choices(me, None).await;
    let mut choices = match choices {
        Ok(choices) => choices,
        Err(error) => return visit.failed(&error),
    };
    choices.leads.retain(|it| it.id != me);
    let words = Words::of(visit.language());
    let mut fields = described(words, typed);
    fields.push(organizations(words, &choices.organizations, typed));
    let deputy = ("deputy", "conference-deputy");
    fields.push(person(words, deputy, &choices.leads, typed));
    let page = FormPage {
        title: "conference-new",
        lead: "conference-new-lead",
        clause: "CC-1",
        button: "conference-new-do",
        back: "/conferences".to_owned(),
        name: words.t("conferences-title"),
        action: "/conferences".to_owned(),
        fields,
        shell: visit.shell(Place::Conferences, "/conferences/new"),
        problems,
    };
    answer(page.problems.status(), &page)
}
