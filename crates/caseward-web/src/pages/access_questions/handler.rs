//! One's own questions, and answering one.

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_model::OfficeAct;
use serde::Deserialize;

use super::{AccessQuestionsPage, AnswerForm, Question};
use crate::addresses::{Addresses, Class};
use crate::pages::access_review::system_names;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

/// The addresses of one's own questions.
pub fn routes() -> Addresses {
    let own = Class::OfficeOwn(OfficeAct::AccountForAccess);
    Addresses::new()
        .get(Class::Staff, "/access-questions", show)
        .post(own, "/access-questions", account)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Just {
    answered: Option<String>,
}

async fn show(
    visit: Visit,
    just: Result<Query<Just>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let (Ok(Query(just)), true) = (just, visit.person().works_here()) else {
        return visit.not_found();
    };
    page(&visit, None, just.answered.is_some()).await
}

async fn account(posted: Posted<AnswerForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let no: i64 = form.no.parse().unwrap_or(0);
    let casework = &visit.front.casework;
    let me = visit.person().worker;
    match casework.account_for_access(me, no, &form.text).await {
        Ok(()) => forms::sent_on("/access-questions?answered=yes"),
        Err(CaseworkError::Unfit(_)) => page(&visit, Some((no, form.text)), false).await,
        // What isn't asked, or was answered already: the list shows what is still open.
        Err(CaseworkError::Unknown { .. }) => forms::sent_on("/access-questions"),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit, wrong: Option<(i64, String)>, answered: bool) -> Response {
    let status = if wrong.is_none() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    match made(visit, wrong, answered).await {
        Ok(page) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(
    visit: &Visit,
    wrong: Option<(i64, String)>,
    answered: bool,
) -> Result<AccessQuestionsPage, CaseworkError> {
    let casework = &visit.front.casework;
    let questions = casework.my_access_questions(visit.person().no).await?;
    let systems = system_names(visit).await?;
    let question = |it: caseward_casework::access_review::MyQuestion| {
        let typed = wrong.as_ref().filter(|(no, _)| *no == it.no);
        let names = it.systems.iter().filter_map(|no| systems.get(no));
        Question {
            no: it.no,
            question: it.question,
            asked: visit.moment(it.at_ms),
            first: visit.moment(it.first_ms),
            last: visit.moment(it.last_ms),
            looks: it.accesses,
            systems: names.map(String::as_str).collect::<Vec<_>>().join(", "),
            people: it.people,
            text: typed.map(|(_, text)| text.clone()).unwrap_or_default(),
            wrong: typed.is_some(),
        }
    };
    Ok(AccessQuestionsPage {
        questions: questions.into_iter().map(question).collect(),
        answered,
        shell: visit.shell(Place::Today, "/access-questions"),
    })
}
