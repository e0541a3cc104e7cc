//! Showing a series, signing for it and leaving it; and what its lead changes.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::{SeriesChange, SeriesSigning};
use caseward_casework::people::Amiss;
use caseward_model::{Conference, Id, OfficeAct, Worker};

use super::super::{holds, series, sits, stands_in, ticked};
use super::made::made;
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::{Sent, Typed};
use crate::pages::people::mending;
use crate::visit::{Posted, Visit};
use crate::{answer, forms};

/// The addresses of a series.
pub fn routes() -> Addresses {
    let sits = Class::OfficeOwn(OfficeAct::TakePart);
    let holds = Class::Office(OfficeAct::HoldConference);
    Addresses::new()
        .get(sits, "/conferences/{id}", show)
        .post(sits, "/conferences/{id}/signature", sign)
        .post(sits, "/conferences/{id}/leave", leave)
        .post(holds, "/conferences/{id}/description", describe)
        .post(holds, "/conferences/{id}/organizations", choose)
        .post(holds, "/conferences/{id}/deputy", deputize)
        .post(holds, "/conferences/{id}/lead", pass_on)
        .post(holds, "/conferences/{id}/end", end)
        .post(holds, "/conferences/{id}/people", name)
        .post(holds, "/conferences/{id}/people/out", take_out)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match own(&visit, &id).await {
        Ok((_, id)) => page(&visit, id, Sent::nothing(), Problems::default()).await,
        Err(answer) => answer,
    }
}

/// Who asks, and about which series, where it is about themselves.
async fn own(visit: &Visit, id: &str) -> Result<(Id<Worker>, Id<Conference>), Response> {
    let me = sits(visit).await?;
    Ok((me, series(id).ok_or_else(|| visit.not_found())?))
}

/// Who asks, and about which series, where it is about the series.
async fn held(visit: &Visit, id: &str) -> Result<(Id<Worker>, Id<Conference>), Response> {
    let me = holds(visit).await?;
    Ok((me, series(id).ok_or_else(|| visit.not_found())?))
}

async fn sign(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match own(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let signing = SeriesSigning {
        version: typed.one("version").parse().unwrap_or(0),
        language: visit.language(),
        name: typed.one("name").to_owned(),
        position: typed.one("position").to_owned(),
        email: typed.one("email").to_owned(),
        phone: typed.one("phone").to_owned(),
        accepts: typed.one("accepts") == "yes",
    };
    let casework = &visit.front.casework;
    let done = casework.sign_for_conference(me, id, signing).await;
    ended(&visit, id, Sent::of("signature", &typed), done).await
}

async fn leave(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let visit = posted.visit;
    let (me, id) = match own(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    match visit.front.casework.leave_conference(me, id).await {
        Ok(()) => forms::sent_on("/conferences"),
        done => ended(&visit, id, Sent::nothing(), done).await,
    }
}

async fn describe(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    changed(&id, posted, "description", as_described).await
}

fn as_described(typed: &Typed) -> Result<SeriesChange, Amiss> {
    Ok(SeriesChange::Described {
        title: typed.one("title").to_owned(),
        kind: typed.one("kind").parse().ok(),
        purpose: typed.one("purpose").to_owned(),
    })
}

async fn choose(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    changed(&id, posted, "organizations", as_chosen).await
}

fn as_chosen(typed: &Typed) -> Result<SeriesChange, Amiss> {
    Ok(SeriesChange::Organizations(ticked(typed)?))
}

async fn deputize(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    changed(&id, posted, "deputy", as_deputized).await
}

fn as_deputized(typed: &Typed) -> Result<SeriesChange, Amiss> {
    Ok(SeriesChange::Deputy(stands_in(typed)?))
}

async fn pass_on(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    changed(&id, posted, "lead", as_passed_on).await
}

fn as_passed_on(typed: &Typed) -> Result<SeriesChange, Amiss> {
    let lead = typed.one("lead").parse();
    Ok(SeriesChange::Lead(lead.map_err(|_| Amiss::ConferenceLead)?))
}

async fn end(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    changed(&id, posted, "end", as_ended).await
}

fn as_ended(_: &Typed) -> Result<SeriesChange, Amiss> {
    Ok(SeriesChange::End)
}

async fn changed(
    id: &str,
    posted: Posted<Typed>,
    form: &'static str,
    change: fn(&Typed) -> Result<SeriesChange, Amiss>,
) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let done = match change(&typed) {
        Ok(change) => visit.front.casework.change_conference(me, id, change).await,
        Err(amiss) => Err(amiss.into()),
    };
    ended(&visit, id, Sent::of(form, &typed), done).await
}

async fn name(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let casework = &visit.front.casework;
    let done = match typed.one("worker").parse() {
        Ok(whom) => casework.name_participant(me, id, whom).await,
        Err(_) => Err(Amiss::ConferencePerson.into()),
    };
    ended(&visit, id, Sent::of("people", &typed), done).await
}

async fn take_out(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let casework = &visit.front.casework;
    let done = match typed.one("worker").parse() {
        Ok(whom) => casework.take_out_participant(me, id, whom).await,
        Err(_) => Err(Amiss::ConferencePerson.into()),
    };
    ended(&visit, id, Sent::nothing(), done).await
}

async fn ended(
    visit: &Visit,
    id: Id<Conference>,
    sent: Sent<'_>,
    done: Result<(), CaseworkError>,
) -> Response {
    match done {
        Ok(()) => forms::sent_on(&format!("/conferences/{id}")),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => match mending(&error) {
            Some(problems) => page(visit, id, sent, problems).await,
            None => visit.failed(&error),
        },
    }
}

async fn page(visit: &Visit, id: Id<Conference>, sent: Sent<'_>, problems: Problems) -> Response {
    match made(visit, id, sent, problems).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}
