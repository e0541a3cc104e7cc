//! Showing who is responsible, assigning someone, and ending an assignment.
//!
//! CR-7. Whether the reader may know of the client is asked first, and on record: whoever may not gets the
//! answer that everyone gets about nobody. Then the rules of the office are asked.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::assignment::{Assigned, Enrolled, Named, NewAssignment, Responsible, To};
use caseward_casework::gate::{About, AssignmentRole, Refusal};
use caseward_model::{Channel, Client, Id, OfficeAct, Role};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::face;
use super::{AssignForm, AssignmentsPage, Choice, EndForm, Line, Through};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::view::When;
use crate::visit::{Posted, Visit, closing, local};
use crate::{Place, Words, answer, forms};

/// The addresses of a client's assignments.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Client, "/clients/{id}/assignments", show)
        .post(Class::Client, "/clients/{id}/assignments", assign)
        .post(Class::Client, "/clients/{id}/assignments/end", end)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match id.parse() {
        Ok(client) => page(&visit, client, AssignForm::default(), Problems::default()).await,
        Err(_) => visit.nobody(),
    }
}

async fn assign(Path(id): Path<String>, posted: Posted<AssignForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    if let Err(refusal) = responsible(&visit, client).await {
        return visit.refused(&refusal, visit.back_to_clients());
    }
    let new = match read(&visit, client, &form).await {
        Ok(new) => new,
        Err(problems) => return page(&visit, client, form, problems).await,
    };
    match visit
        .front
        .casework
        .assign(visit.person().worker, new)
        .await
    {
        Ok(()) => forms::sent_on(&address(client)),
        Err(error) => failed(&visit, client, form, &error).await,
    }
}

async fn end(Path(id): Path<String>, posted: Posted<EndForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let Ok(client) = id.parse::<Id<Client>>() else {
        return visit.nobody();
    };
    if let Err(refusal) = responsible(&visit, client).await {
        return visit.refused(&refusal, visit.back_to_clients());
    }
    let Some(to) = chosen(&visit, &form.to).await else {
        return visit.unreadable();
    };
    let actor = visit.person().worker;
    let ended = visit.front.casework.end_assignment(actor, client, to, None);
    match ended.await {
        Ok(()) => forms::sent_on(&address(client)),
        Err(error) => failed(&visit, client, AssignForm::default(), &error).await,
    }
}

fn address(client: Id<Client>) -> String {
    format!("{}/assignments", face::address(client))
}

/// What a desk can't take as it is comes back with the page and everything that was typed.
async fn failed(
    visit: &Visit,
    client: Id<Client>,
    form: AssignForm,
    error: &CaseworkError,
) -> Response {
    if !matches!(error, CaseworkError::Unfit(_)) {
        return visit.failed(error);
    }
    let mut problems = Problems::default();
    problems.note("to", "assign-not-done");
    page(visit, client, form, problems).await
}

async fn responsible(visit: &Visit, client: Id<Client>) -> Result<Responsible, Refusal> {
    let casework = &visit.front.casework;
    let question = casework.question_of(visit.person(), client, Channel::Screen);
    casework.responsible(&question.await?).await
}

/// To whom a form says.
async fn chosen(visit: &Visit, to: &str) -> Option<To> {
    match to.split_once(':')? {
        ("worker", handle) => {
            let colleague = visit.front.casework.colleague(handle).await.ok()?;
            Some(To::Worker(colleague.id))
        }
        ("team", no) => no.parse().ok().map(To::Team),
        ("programme", no) => no.parse().ok().map(To::Programme),
        _ => None,
    }
}

/// The assignment that a form asks for, or all that it still needs.
async fn read(
    visit: &Visit,
    client: Id<Client>,
    form: &AssignForm,
) -> Result<NewAssignment, Problems> {
    let mut problems = Problems::default();
    let to = chosen(visit, &form.to).await;
    if to.is_none() {
        problems.note("to", "assign-needs-whom");
    }
    let role = form.part.parse::<AssignmentRole>().ok();
    if role.is_none() {
        problems.note("part", "assign-needs-part");
    }
    let today = local(visit.front.casework.clock().now_ms()).date();
    let from = day(&form.from, |first| *first >= today);
    if from.is_err() {
        problems.note("from", "assign-needs-from");
    }
    let first = from.ok().flatten().unwrap_or(today);
    let until = day(&form.until, |last| *last >= first);
    if until.is_err() {
        problems.note("until", "assign-needs-until");
    }
    match (to, role, from, until) {
        (Some(to), Some(role), Ok(from), Ok(until)) => Ok(NewAssignment {
            client,
            to,
            role,
            // Today has begun: an assignment from today begins now.
            from: from.filter(|first| *first > today).and_then(begins),
            until: until
                .and_then(|last| last.checked_add(1.day()).ok())
                .and_then(begins),
        }),
        _ => Err(problems),
    }
}

/// A day that may be left out and has to fit.
fn day(text: &str, fits: impl Fn(&Date) -> bool) -> Result<Option<Date>, ()> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().ok().filter(fits).map(Some).ok_or(()),
    }
}

/// When a day begins by the office's clock on the wall, in ms.
fn begins(day: Date) -> Option<i64> {
    let start = TimeZone::system().to_timestamp(day.at(0, 0, 0, 0)).ok()?;
    Some(start.as_millisecond())
}

async fn page(visit: &Visit, client: Id<Client>, form: AssignForm, problems: Problems) -> Response {
    let seen = match responsible(visit, client).await {
        Ok(seen) => seen,
        Err(refusal) => return visit.refused(&refusal, visit.back_to_clients()),
    };
    let (mut file, delivery) = match face::opened(visit, client).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let offered = match offered(visit).await {
        Ok(offered) => offered,
        Err(error) => return visit.failed(&error),
    };
    let status = problems.status();
    let (colleagues, programmes) = offered.clone().unwrap_or_default();
    let page = AssignmentsPage {
        bar: face::bar(visit, client, None, file.as_mut()),
        lines: seen.assignments.iter().map(|it| line(visit, it)).collect(),
        through: seen
            .programmes
            .iter()
            .map(|it| through(visit, it))
            .collect(),
        may_assign: offered.is_some(),
        colleagues,
        programmes,
        form,
        problems,
        shell: visit.shell(Place::Clients, &address(client)),
    };
    match delivery {
        Some(delivery) => answer_watched(status, &page, closing(delivery)),
        None => answer(status, &page),
    }
}

/// Whom the reader can choose, if their part assigns; a convenience, the gate decides.
async fn offered(visit: &Visit) -> Result<Option<(Vec<Choice>, Vec<Choice>)>, CaseworkError> {
    let casework = &visit.front.casework;
    let worker = visit.person().worker;
    let may = casework.gate.may(worker, OfficeAct::Assign, About::Office);
    if !may.await?.permitted {
        return Ok(None);
    }
    let mut colleagues = Vec::new();
    for it in casework.colleagues().await? {
        if it.sheet.role == Role::Client {
            continue;
        }
        let may = casework
            .gate
            .may(worker, OfficeAct::Assign, About::Worker(it.id));
        if may.await?.permitted {
            colleagues.push(Choice {
                value: format!("worker:{}", it.handle),
                label: it.name,
            });
        }
    }
    let programmes = casework.programmes().await?.into_iter();
    let programmes = programmes.map(|it| Choice {
        value: format!("programme:{}", it.no),
        label: it.name,
    });
    Ok(Some((colleagues, programmes.collect())))
}

fn line(visit: &Visit, it: &Assigned) -> Line {
    let words = Words::of(visit.language());
    let numbered = |key: &str, name: &str, no: i64| match name {
        "" => words.fill(key).with("number", no).to_string(),
        name => name.to_owned(),
    };
    let (who, to) = match &it.to {
        Named::Worker { id: None, .. } => (words.t("assignee-gone"), None),
        Named::Worker { name, handle, .. } => (name.clone(), Some(format!("worker:{handle}"))),
        Named::Team { no, name } => (
            numbered("assignee-team", name, *no),
            Some(format!("team:{no}")),
        ),
        Named::Programme { no, name } => (
            numbered("assignee-programme", name, *no),
            Some(format!("programme:{no}")),
        ),
    };
    Line {
        who,
        to,
        part: it.role,
        from: visit.moment(it.from),
        until: it.until.map(|until| visit.moment(until)),
        by: it.by.clone().unwrap_or_else(|| words.t("the-office")),
        holds: it.holds,
    }
}

fn through(visit: &Visit, it: &Enrolled) -> Through {
    let words = Words::of(visit.language());
    let numbered = words.fill("assignee-programme").with("number", it.no);
    let until = it.until.map(|until| {
        // The day after which nobody is assigned any more; it ends last on earth, so the day before.
        When::day(words, local(until - 86_400_000).date())
    });
    Through {
        name: if it.name.is_empty() {
            numbered.to_string()
        } else {
            it.name.clone()
        },
        until,
    }
}
