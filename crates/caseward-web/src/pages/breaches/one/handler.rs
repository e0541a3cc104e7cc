//! Showing a report, and what whoever handles it does with it.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::breach::{Inquiry, LetterSent, NewFinding, NewLetter};
use caseward_casework::people::Amiss;
use caseward_model::{BreachReport, BreachState, Id, Language, OfficeAct, Worker};

use super::super::{handles, report};
use super::made::made;
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::agreements::{file_to_keep, number};
use crate::pages::partners::{Sent, Typed};
use crate::pages::people::{begins, mending};
use crate::visit::{Posted, Visit};
use crate::{answer, forms};

/// The addresses of a report.
pub fn routes() -> Addresses {
    let handles = Class::Office(OfficeAct::HandleBreach);
    let finds = Class::Office(OfficeAct::FindBreach);
    let reinstates = Class::Office(OfficeAct::Reinstate);
    Addresses::new()
        .get(handles, "/breaches/desk/{id}", show)
        .post(handles, "/breaches/desk/{id}/acknowledge", acknowledge)
        .post(handles, "/breaches/desk/{id}/inquire", inquire)
        .post(handles, "/breaches/desk/{id}/hearing", hear)
        .post(finds, "/breaches/desk/{id}/finding", find)
        .post(finds, "/breaches/desk/{id}/letters", write)
        .get(finds, "/breaches/desk/{id}/letters/{no}", letter)
        .post(finds, "/breaches/desk/{id}/sent", note_sent)
        .post(finds, "/breaches/desk/{id}/hold", lift)
        .post(finds, "/breaches/desk/{id}/evidence", evidence)
        .post(reinstates, "/breaches/desk/{id}/reinstate", reinstate)
}

/// Who does it, and with which report.
async fn held(
    visit: &Visit,
    act: OfficeAct,
    id: &str,
) -> Result<(Id<Worker>, Id<BreachReport>), Response> {
    let me = handles(visit, act).await?;
    Ok((me, report(id).ok_or_else(|| visit.not_found())?))
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    match held(&visit, OfficeAct::HandleBreach, &id).await {
        Ok((_, id)) => page(&visit, id, Sent::nothing(), Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn acknowledge(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let visit = posted.visit;
    let (me, id) = match held(&visit, OfficeAct::HandleBreach, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let done = visit.front.casework.acknowledge_breach(me, id).await;
    ended(&visit, id, Sent::nothing(), done).await
}

async fn inquire(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, OfficeAct::HandleBreach, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let inquiry = Inquiry {
        text: typed.one("inquiry").to_owned(),
        whom: typed.one("whom").parse().ok(),
    };
    let unreadable = !typed.one("whom").is_empty() && inquiry.whom.is_none();
    let done = if unreadable {
        Err(Amiss::BreachWhom.into())
    } else {
        let casework = &visit.front.casework;
        casework.inquire_into_breach(me, id, inquiry).await
    };
    ended(&visit, id, Sent::of("inquire", &typed), done).await
}

async fn hear(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, OfficeAct::HandleBreach, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let told = typed.one("told").to_owned();
    let done = visit.front.casework.put_breach(me, id, told).await;
    ended(&visit, id, Sent::of("hearing", &typed), done).await
}

async fn find(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, OfficeAct::FindBreach, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let new = NewFinding {
        substantiated: match typed.one("verdict").parse().ok() {
            Some(BreachState::Substantiated) => Some(true),
            Some(BreachState::Unsubstantiated) => Some(false),
            _ => None,
        },
        reasons: typed.one("reasons").to_owned(),
        unheard: typed.one("unheard").to_owned(),
        ends: typed.one("ends") == "yes",
    };
    let done = visit.front.casework.find_breach(me, id, new).await;
    ended(&visit, id, Sent::of("finding", &typed), done).await
}

async fn write(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, OfficeAct::FindBreach, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let language = typed.one("language").parse::<Language>();
    let new = NewLetter {
        kind: typed.one("paper").parse().ok(),
        language: language.unwrap_or_else(|_| visit.language()),
        to: typed.one("to").to_owned(),
        reference: typed.one("reference").to_owned(),
        facts: typed.one("facts").to_owned(),
    };
    let done = visit.front.casework.write_breach_letter(me, id, new).await;
    let sent = Sent::of("letters", &typed);
    ended(&visit, id, sent, done.map(drop)).await
}

async fn letter(visit: Visit, Path((id, no)): Path<(String, String)>) -> Response {
    let (me, id) = match held(&visit, OfficeAct::FindBreach, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let Some(no) = number(&no) else {
        return visit.not_found();
    };
    match visit.front.casework.breach_letter(me, id, no).await {
        Ok(pdf) => file_to_keep("letter.pdf", "application/pdf", pdf),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn note_sent(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, OfficeAct::FindBreach, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let letter = number(typed.one("letter")).unwrap_or(0);
    let sent = LetterSent {
        how: typed.one("how").to_owned(),
        at: begins(typed.one("on")),
    };
    let casework = &visit.front.casework;
    let done = casework
        .note_breach_letter_sent(me, (id, letter), sent)
        .await;
    ended(&visit, id, Sent::of("sent", &typed), done).await
}

async fn lift(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, OfficeAct::FindBreach, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let because = typed.one("because").to_owned();
    let done = visit.front.casework.lift_breach_hold(me, id, because).await;
    ended(&visit, id, Sent::of("hold", &typed), done).await
}

async fn evidence(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let visit = posted.visit;
    let (me, id) = match held(&visit, OfficeAct::FindBreach, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    match visit.front.casework.breach_evidence(me, id).await {
        Ok(bytes) => file_to_keep("evidence.zip", "application/zip", bytes),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn reinstate(Path(id): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let (me, id) = match held(&visit, OfficeAct::Reinstate, &id).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let because = typed.one("back").to_owned();
    let casework = &visit.front.casework;
    let done = casework.reinstate_after_breach(me, id, because).await;
    ended(&visit, id, Sent::of("reinstate", &typed), done).await
}

async fn ended(
    visit: &Visit,
    id: Id<BreachReport>,
    sent: Sent<'_>,
    done: Result<(), CaseworkError>,
) -> Response {
    match done {
        Ok(()) => next(visit, id).await,
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => match mending(&error) {
            Some(problems) => page(visit, id, sent, problems).await,
            None => visit.failed(&error),
        },
    }
}

/// Where it goes on: at the report, unless whoever did it has just said that it is about themselves.
async fn next(visit: &Visit, id: Id<BreachReport>) -> Response {
    let me = visit.person().worker;
    match visit.front.casework.breach(me, id).await {
        Ok(_) => forms::sent_on(&format!("/breaches/desk/{id}")),
        Err(_) => forms::sent_on("/breaches/desk"),
    }
}

async fn page(visit: &Visit, id: Id<BreachReport>, sent: Sent<'_>, problems: Problems) -> Response {
    match made(visit, id, sent, problems).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}
