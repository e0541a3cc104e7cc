//! Showing a colleague, changing their part, with whom they work, who takes over; inviting them anew.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::people::{Absence, Colleague};
use caseward_casework::sign_in::For;
use caseward_model::{Id, OfficeAct, Worker};

use super::super::{PersonForm, address, begins, colleague, ends, mending, new};
use super::shown::Seen;
use super::{CoverForm, PersonPage};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

const MANAGES: Class = Class::Office(OfficeAct::ManagePeople);

/// The addresses of one colleague.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Office(OfficeAct::SeePeople), "/people/{id}", show)
        .post(MANAGES, "/people/{id}", change)
        .post(MANAGES, "/people/{id}/invitation", invite)
        .post(
            Class::Office(OfficeAct::Assign),
            "/people/{id}/cover",
            cover,
        )
}

/// What was typed, and what it still needs.
#[derive(Default)]
struct Typed {
    person: Option<PersonForm>,
    cover: CoverForm,
    problems: Problems,
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match colleague(&visit, &id, OfficeAct::SeePeople).await {
        Ok((it, all)) => page(&visit, &it, &all, Typed::default()).await,
        Err(answer) => answer,
    }
}

async fn change(Path(id): Path<String>, posted: Posted<PersonForm>) -> Response {
    let (it, all) = match colleague(&posted.visit, &id, OfficeAct::ManagePeople).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    if let Err(asked) = posted.step_up(For::People).await {
        return asked;
    }
    let (visit, form) = (posted.visit, posted.form);
    let (field, needs) = match form.action.as_str() {
        "change" => ("", ""),
        "supervise" | "unsupervise" => ("supervisor", "people-needs-supervisor"),
        "join" | "leave" => ("member", "people-needs-team"),
        _ => return visit.unreadable(),
    };
    let done = if needs.is_empty() {
        revise(&visit, &it, &form).await
    } else {
        with_whom(&visit, &it, &form).await.unwrap_or_else(|| {
            let mut problems = Problems::default();
            problems.note(field, needs);
            Err(Undone::Mend(problems))
        })
    };
    match done {
        Ok(()) => forms::sent_on(&address(it.id)),
        Err(Undone::Answer(answer)) => *answer,
        Err(Undone::Mend(problems)) => {
            let typed = Typed {
                person: Some(form),
                problems,
                ..Typed::default()
            };
            page(&visit, &it, &all, typed).await
        }
    }
}

/// Why something wasn't done.
enum Undone {
    /// Something has to be mended.
    Mend(Problems),
    /// It has an answer of its own.
    Answer(Box<Response>),
}

fn undone(visit: &Visit, error: &CaseworkError) -> Undone {
    match mending(error) {
        Some(problems) => Undone::Mend(problems),
        None => Undone::Answer(Box::new(visit.failed(error))),
    }
}

async fn revise(visit: &Visit, it: &Colleague, form: &PersonForm) -> Result<(), Undone> {
    let person = form.person().map_err(Undone::Mend)?;
    let who = visit.person().worker;
    let stamp = Some(form.stamp.clone());
    let changed = visit
        .front
        .casework
        .change_person(who, it.id, stamp, person);
    changed
        .await
        .map(drop)
        .map_err(|error| undone(visit, &error))
}

/// Supervision and teams; nothing when nobody was chosen.
async fn with_whom(visit: &Visit, it: &Colleague, form: &PersonForm) -> Option<Result<(), Undone>> {
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let done = match form.action.as_str() {
        "supervise" => {
            casework
                .let_supervise(who, form.whom.parse().ok()?, it.id)
                .await
        }
        "unsupervise" => {
            casework
                .end_supervision(who, form.whom.parse().ok()?, it.id)
                .await
        }
        "join" => {
            casework
                .join_team(who, form.whom.parse().ok()?, it.id)
                .await
        }
        _ => {
            casework
                .leave_team(who, form.whom.parse().ok()?, it.id)
                .await
        }
    };
    match done {
        // Whom the form doesn't offer is nobody.
        Err(CaseworkError::Unknown { .. }) => None,
        done => Some(done.map_err(|error| undone(visit, &error))),
    }
}

async fn invite(Path(id): Path<String>, posted: Posted<PersonForm>) -> Response {
    let (it, all) = match colleague(&posted.visit, &id, OfficeAct::ManagePeople).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    if let Err(asked) = posted.step_up(For::People).await {
        return asked;
    }
    let (visit, form) = (posted.visit, posted.form);
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    if form.action != "withdraw" {
        let no_link = if it.sheet.is_shut_at(casework.clock().now_ms()) {
            Some("amiss-not-to-be-invited")
        } else {
            match casework.can_sign_in(it.no).await {
                Ok(can) => can.then_some("amiss-came-in"),
                Err(error) => return visit.failed(&error),
            }
        };
        if let Some(why) = no_link {
            let mut problems = Problems::default();
            problems.note("worker", why);
            let typed = Typed {
                problems,
                ..Typed::default()
            };
            return page(&visit, &it, &all, typed).await;
        }
        return new::invited(&visit, &it).await;
    }
    match casework.withdraw_invitation(who, it.id).await {
        Ok(()) => forms::sent_on(&address(it.id)),
        Err(error) => visit.failed(&error),
    }
}

async fn cover(Path(id): Path<String>, posted: Posted<CoverForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::Assign, caseward_casework::gate::About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let (it, all) = match colleague(&visit, &id, OfficeAct::SeePeople).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let done = match form.action.as_str() {
        "custodian" => name_custodian(&visit, &it, &form).await,
        "absence" => plan(&visit, &it, &form).await,
        "end" => end_absence(&visit, &it, &form).await,
        _ => return visit.unreadable(),
    };
    match done {
        Ok(()) => forms::sent_on(&address(it.id)),
        Err(Undone::Answer(answer)) => *answer,
        Err(Undone::Mend(problems)) => {
            let typed = Typed {
                cover: form,
                problems,
                ..Typed::default()
            };
            page(&visit, &it, &all, typed).await
        }
    }
}

async fn name_custodian(visit: &Visit, it: &Colleague, form: &CoverForm) -> Result<(), Undone> {
    let chosen = match form.custodian.as_str() {
        "" => None,
        id => Some(taker("custodian", id)?),
    };
    let who = visit.person().worker;
    let named = visit.front.casework.name_custodian(who, it.id, chosen);
    named.await.map_err(|error| undone(visit, &error))
}

fn taker(field: &'static str, id: &str) -> Result<Id<Worker>, Undone> {
    id.parse().map_err(|_| {
        let mut problems = Problems::default();
        problems.note(field, "people-needs-taker");
        Undone::Mend(problems)
    })
}

async fn plan(visit: &Visit, it: &Colleague, form: &CoverForm) -> Result<(), Undone> {
    let mut problems = Problems::default();
    let cover = form.cover.parse().ok();
    if cover.is_none() {
        problems.note("covers", "people-needs-taker");
    }
    let (from, until) = (begins(&form.from), ends(&form.until));
    if from.is_none() {
        problems.note("from", "absence-needs-from");
    }
    if until.is_none() {
        problems.note("until", "absence-needs-until");
    }
    let (Some(cover), Some(from), Some(until)) = (cover, from, until) else {
        return Err(Undone::Mend(problems));
    };
    let absence = Absence { from, until, cover };
    let who = visit.person().worker;
    let planned = visit.front.casework.plan_absence(who, it.id, absence);
    planned.await.map_err(|error| undone(visit, &error))
}

async fn end_absence(visit: &Visit, it: &Colleague, form: &CoverForm) -> Result<(), Undone> {
    let Ok(from) = form.from.parse::<i64>() else {
        return Err(Undone::Answer(Box::new(visit.unreadable())));
    };
    let who = visit.person().worker;
    let ended = visit.front.casework.end_absence(who, it.id, from);
    ended.await.map_err(|error| undone(visit, &error))
}

async fn page(visit: &Visit, it: &Colleague, all: &[Colleague], typed: Typed) -> Response {
    match made(visit, it, all, typed).await {
        Ok((status, page)) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    it: &Colleague,
    all: &[Colleague],
    typed: Typed,
) -> Result<(StatusCode, PersonPage), CaseworkError> {
    let seen = Seen { visit, it, all };
    let stands = seen.form().await?;
    let form = match typed.person {
        // Only the person's own form was typed whole; the others leave it as it stands.
        Some(typed) if typed.action == "change" => typed,
        Some(typed) => PersonForm {
            whom: typed.whom,
            ..stands
        },
        None => stands,
    };
    let status = typed.problems.status();
    let page = PersonPage {
        it: seen.shown().await?,
        offered: seen.offered().await?,
        form,
        cover: typed.cover,
        problems: typed.problems,
        shell: visit.shell(Place::People, &address(it.id)),
    };
    Ok((status, page))
}
