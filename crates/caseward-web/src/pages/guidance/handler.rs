//! Finding guidance, publishing it, taking it back.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::partnership::NewGuidance;
use caseward_model::OfficeAct;

use super::{GuidancePage, Line, fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::Typed;
use crate::pages::people::{may, mending};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of guidance.
pub fn routes() -> Addresses {
    let sees = Class::Office(OfficeAct::SeeRecipients);
    let answers = Class::Office(OfficeAct::AnswerLaw);
    Addresses::new()
        .get(sees, "/guidance", show)
        .post(sees, "/guidance", search)
        .post(answers, "/guidance/new", publish)
        .post(answers, "/guidance/{no}", withdraw)
}

async fn show(visit: Visit) -> Response {
    page(&visit, "", &Typed::default(), Problems::default()).await
}

async fn search(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    page(
        &visit,
        typed.one("search"),
        &Typed::default(),
        Problems::default(),
    )
    .await
}

/// What a form says of guidance.
pub(in crate::pages) fn read(typed: &Typed) -> NewGuidance {
    NewGuidance {
        topic: typed.one("topic").to_owned(),
        text: typed.one("guidance").to_owned(),
        confirmed: typed.one("confirmed") == "yes",
    }
}

async fn publish(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let who = visit.person().worker;
    match visit
        .front
        .casework
        .publish_guidance(who, read(&typed))
        .await
    {
        Ok(_) => forms::sent_on("/guidance"),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, "", &typed, placed(&problems)).await,
            None => visit.failed(&error),
        },
    }
}

/// What is said of a text stands at this form's own field.
pub(in crate::pages) fn placed(problems: &Problems) -> Problems {
    let mut placed = Problems::default();
    for problem in problems.all() {
        let field = if problem.field == "text" {
            "guidance"
        } else {
            problem.field
        };
        placed.note(field, problem.key);
    }
    placed
}

async fn withdraw(Path(no): Path<String>, posted: Posted<Typed>) -> Response {
    let visit = posted.visit;
    let allowed = visit.unless_forbidden(OfficeAct::AnswerLaw, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let Ok(no) = no.parse::<i64>() else {
        return visit.not_found();
    };
    let who = visit.person().worker;
    match visit.front.casework.withdraw_guidance(who, no).await {
        Ok(()) => forms::sent_on("/guidance"),
        Err(CaseworkError::Unknown { .. }) => visit.not_found(),
        Err(error) => visit.failed(&error),
    }
}

async fn page(visit: &Visit, search: &str, typed: &Typed, problems: Problems) -> Response {
    let made = async {
        let who = visit.person().worker;
        let found = visit.front.casework.guidance(who, search).await?;
        let answers = may(visit, OfficeAct::AnswerLaw, About::Office).await?;
        Ok::<_, CaseworkError>((found, answers))
    };
    let (found, answers) = match made.await {
        Ok(made) => made,
        Err(error) => return visit.failed(&error),
    };
    let status = problems.status();
    let lines = found.into_iter().map(|kept| Line {
        no: kept.no,
        when: visit.moment(kept.it.at),
        topic: kept.it.topic,
        text: kept.it.text,
    });
    let page = GuidancePage {
        search: search.to_owned(),
        lines: lines.collect(),
        fields: answers.then(|| fields(Words::of(visit.language()), typed)),
        shell: visit.shell(Place::Partners, "/guidance"),
        problems,
    };
    answer(status, &page)
}
