//! Opening a question and answering it.

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::gate::{About, Delivery};
use caseward_casework::partnership::{LawAnswer, LawError, LawQuestion};
use caseward_model::{LawState, OfficeAct};

use super::super::handler::{line, recipients, unanswered};
use super::{QuestionPage, fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::answer_watched;
use crate::pages::guidance::handler as guidance;
use crate::pages::partners::Typed;
use crate::pages::people::mending;
use crate::visit::{Posted, Visit, closing};
use crate::{Place, Words, answer, forms};

/// The addresses of a question.
pub fn routes() -> Addresses {
    let answers = Class::Office(OfficeAct::AnswerLaw);
    Addresses::new()
        .get(answers, "/law/questions/{no}", show)
        .post(answers, "/law/questions/{no}", reply)
}

async fn opened(visit: &Visit, no: &str) -> Result<(LawQuestion, Option<Delivery>), Response> {
    visit
        .unless_forbidden(OfficeAct::AnswerLaw, About::Office)
        .await?;
    let no = no.parse::<i64>().map_err(|_| visit.not_found())?;
    let who = visit.person().worker;
    let opened = visit.front.casework.open_law_question(who, no).await;
    opened.map_err(|error| unanswered(visit, &error))
}

async fn show(visit: Visit, Path(no): Path<String>) -> Response {
    match opened(&visit, &no).await {
        Ok(opened) => page(&visit, opened, &Typed::default(), Problems::default()).await,
        Err(answer) => answer,
    }
}

async fn reply(Path(no): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let opened = match opened(&visit, &no).await {
        Ok(opened) => opened,
        Err(answer) => return answer,
    };
    let Ok(verdict) = typed.one("verdict").parse() else {
        let mut problems = Problems::default();
        problems.note("verdict", "law-needs-verdict");
        return page(&visit, opened, &typed, problems).await;
    };
    let guidance = (typed.one("publish") == "yes").then(|| guidance::read(&typed));
    let reply = LawAnswer {
        seen: typed.one("seen").parse().unwrap_or(0),
        verdict,
        text: typed.one("text").to_owned(),
        days: typed.one("until").parse().unwrap_or(0),
        guidance,
    };
    let who = visit.person().worker;
    let error = match visit
        .front
        .casework
        .answer_law(who, opened.0.no, reply)
        .await
    {
        Ok(()) => {
            if let Some(delivery) = opened.1 {
                delivery.delivered(None);
            }
            return forms::sent_on("/law/questions");
        }
        Err(error) => error,
    };
    let problems = match &error {
        LawError::Desk(error) => mending(error),
        LawError::Refused(_) => None,
    };
    match problems {
        Some(problems) => page(&visit, opened, &typed, problems).await,
        None => unanswered(&visit, &error),
    }
}

async fn page(
    visit: &Visit,
    (it, delivery): (LawQuestion, Option<Delivery>),
    typed: &Typed,
    problems: Problems,
) -> Response {
    let names = match recipients(visit).await {
        Ok(names) => names,
        Err(error) => return visit.failed(&error),
    };
    let status = problems.status();
    let open = it.state == LawState::Open;
    let page = QuestionPage {
        line: line(visit, &it, &names),
        version: it.version,
        about_client: it.client.is_some(),
        fields: open.then(|| fields(Words::of(visit.language()), typed)),
        shell: visit.shell(Place::Partners, &format!("/law/questions/{}", it.no)),
        problems,
    };
    match delivery {
        Some(delivery) => answer_watched(status, &page, closing(delivery)),
        None => answer(status, &page),
    }
}
