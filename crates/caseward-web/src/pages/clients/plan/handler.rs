//! Showing a client's plan, and adding a line to it.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::plan::{End, Plan, PlanError, SECTION, Written};
use caseward_model::{Channel, Client, Id, Worker};

use super::super::face;
use super::{Body, GoalShown, Line, PlanForm, PlanPage, by_key, line_key, place};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::reasons::Reasons;
use crate::view::{Said, State, When};
use crate::visit::{Posted, Visit, closing};
use crate::{Words, answer, forms};

/// The longest text in any script, percent-encoded as a form sends it.
const BODY_BYTES_MAX: usize = 256 * 1024;

/// The address of a client's plan.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/plan", show)
        .post(Class::Client, "/clients/{id}/plan", write)
        .body_limit(BODY_BYTES_MAX)
}

fn address(client: Id<Client>) -> String {
    format!("{}/plan", face::address(client))
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client, PlanForm::default(), Problems::default()).await,
        Err(_) => visit.nobody(),
    }
}

async fn write(Path(id): Path<String>, posted: Posted<PlanForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    if !form.remarks().is_empty() {
        return page(&visit, client, form, Problems::default()).await;
    }
    let (casework, draft) = (&visit.front.casework, form.draft());
    let written = casework.write_plan(visit.person(), client, Channel::Screen, &draft);
    let mut problems = Problems::default();
    match written.await {
        Ok(_) => return forms::sent_on(&address(client)),
        Err(PlanError::Refused(refusal)) => {
            return visit.refused(&refusal, visit.back_to_clients());
        }
        Err(PlanError::Casework(error)) => return visit.failed(&error),
        Err(PlanError::Unneeded) => problems.note("line", "entry-needs-need"),
        Err(PlanError::Mend(mend)) => {
            for (field, key) in mend.into_iter().map(place) {
                problems.note(field, key);
            }
        }
    }
    page(&visit, client, form, problems).await
}

async fn page(visit: &Visit, client: Id<Client>, form: PlanForm, problems: Problems) -> Response {
    let casework = &visit.front.casework;
    let overview = match casework.look_over(visit.person(), client).await {
        Ok(overview) => overview,
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let names = match casework.names().await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let opened = face::opened_with(visit, (client, &overview), SECTION).await;
    let (mut file, delivery) = match opened {
        Ok(opened) => opened,
        Err(answer) => return answer,
    };
    let decided = overview.sections.iter().find(|it| it.category == SECTION);
    let here = face::address(client);
    let policies = &casework.policies;
    let reasons = Reasons::new(policies, visit.language(), overview.entry).about(&here);
    let (body, owners) = match decided.and_then(|it| reasons.why(it)) {
        Some(why) => match face::owners(visit, &overview).await {
            Ok(owners) => (Body::Closed(Box::new(why)), owners),
            Err(answer) => return answer,
        },
        None => {
            let plan = file.as_ref().map(Plan::in_file).unwrap_or_default();
            (Body::Shown(goals(visit, plan, &names)), Vec::new())
        }
    };
    let status = problems.status();
    let page = PlanPage {
        bar: face::bar(visit, client, Some(&overview), file.as_mut()),
        state: decided.map_or(State::Locked, face::state),
        body,
        owners,
        remarks: form.remarks(),
        form,
        problems,
        shell: visit.around_file(visit.place_of_files(), &address(client), overview.purpose),
    };
    match delivery {
        Some(delivery) => answer_watched(status, &page, closing(delivery)),
        None => answer(status, &page),
    }
}

fn goals(visit: &Visit, plan: Plan, names: &HashMap<Id<Worker>, String>) -> Vec<GoalShown<Said>> {
    let goals = plan.goals.into_iter().map(|goal| {
        let steps = goal.steps.into_iter().map(|step| {
            let by = Some(by_key(step.by));
            line(visit, step.line, by, names)
        });
        GoalShown {
            steps: steps.collect(),
            line: line(visit, goal.line, None, names),
        }
    });
    goals.collect()
}

fn line(
    visit: &Visit,
    written: Written,
    by: Option<&'static str>,
    names: &HashMap<Id<Worker>, String>,
) -> Line<Said> {
    let words = Words::of(visit.language());
    let who = written.written_by.and_then(|it| names.get(&it).cloned());
    Line {
        no: written.no,
        text: Said::LetOut(written.text),
        by,
        until: written.until.map(|it| When::day(words, it)),
        written: visit.moment(written.at),
        written_by: who.unwrap_or_else(|| words.t("someone-gone")),
        end: written
            .end
            .map(|End { how, text, at }| (line_key(how), Said::LetOut(text), visit.moment(at))),
    }
}
