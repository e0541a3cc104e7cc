//! Showing questions, asking one in general, taking one's own back.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::partnership::{LawError, LawQuestion, NewQuestion};
use caseward_model::{Id, LawState, OfficeAct, Organization};

use super::{LawPage, Line, fields, question};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::partners::Typed;
use crate::pages::people::{Choice, key, may, mending};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of questions.
pub fn routes() -> Addresses {
    let own = Class::OfficeOwn(OfficeAct::AskLaw);
    Addresses::new()
        .get(Class::Staff, "/law/questions", show)
        .post(own, "/law/questions", ask)
        .post(own, "/law/questions/{no}/mine", mine)
        .merge(question::routes())
}

/// Recipients by id, for whoever may see them.
pub(in crate::pages) async fn recipients(
    visit: &Visit,
) -> Result<HashMap<Id<Organization>, String>, CaseworkError> {
    if !may(visit, OfficeAct::SeeRecipients, About::Office).await? {
        return Ok(HashMap::new());
    }
    let register = visit.front.casework.register().await?.into_iter();
    let others = register.filter(|it| !it.sheet.keeps_records_here);
    Ok(others.map(|it| (it.id, it.name)).collect())
}

/// Recipients to be chosen from.
pub(in crate::pages) fn offered(names: &HashMap<Id<Organization>, String>) -> Vec<Choice> {
    let choice = |(id, name): (&Id<Organization>, &String)| Choice {
        value: id.to_string(),
        label: name.clone(),
    };
    let mut all: Vec<_> = names.iter().map(choice).collect();
    all.sort_by(|a, b| a.label.cmp(&b.label));
    all
}

/// A question as a page tells it.
pub(in crate::pages) fn line(
    visit: &Visit,
    it: &LawQuestion,
    names: &HashMap<Id<Organization>, String>,
) -> Line {
    let words = Words::of(visit.language());
    let texts = it.texts.as_ref();
    let answered = texts.filter(|it| !it.answer.is_empty());
    Line {
        no: it.no,
        state: words.t(&key("law", it.state.word())),
        verdict: it.verdict.map(|it| words.t(&key("verdict", it.word()))),
        asked: visit.moment(it.asked_at),
        recipient: it.recipient.and_then(|id| names.get(&id).cloned()),
        question: texts.map(|it| it.question.clone()),
        answer: answered.map(|it| it.answer.clone()),
        href: it.client.map(|client| format!("/clients/{client}/law")),
        open: it.state == LawState::Open,
    }
}

/// What a form asks.
pub(in crate::pages) fn read(typed: &Typed) -> NewQuestion {
    NewQuestion {
        recipient: typed.one("recipient").parse().ok(),
        question: typed.one("text").to_owned(),
    }
}

async fn show(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    page(&visit, &Typed::default(), Problems::default()).await
}

async fn ask(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let who = visit.person().worker;
    // Whoever comes by the button of another page looks at the words first: nothing is asked yet.
    if typed.one("action") == "word" {
        let about = About::Worker(who);
        return match visit.unless_forbidden(OfficeAct::AskLaw, about).await {
            Ok(()) => page(&visit, &typed, Problems::default()).await,
            Err(answer) => answer,
        };
    }
    match visit.front.casework.ask_law(who, read(&typed)).await {
        Ok(_) => forms::sent_on("/law/questions"),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, &typed, problems).await,
            None => visit.failed(&error),
        },
    }
}

async fn mine(Path(no): Path<String>, posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let who = visit.person().worker;
    let about = About::Worker(who);
    if let Err(answer) = visit.unless_forbidden(OfficeAct::AskLaw, about).await {
        return answer;
    }
    let Ok(no) = no.parse::<i64>() else {
        return visit.not_found();
    };
    let casework = &visit.front.casework;
    let done = match typed.one("action") {
        "read" => casework
            .law_answer_read(who, no)
            .await
            .map_err(LawError::Desk),
        "withdraw" => casework.withdraw_law_question(who, no, None).await,
        _ => return visit.unreadable(),
    };
    match done {
        Ok(()) => forms::sent_on("/law/questions"),
        Err(error) => unanswered(&visit, &error),
    }
}

/// The answer when a question couldn't be shown or changed.
pub(in crate::pages) fn unanswered(visit: &Visit, error: &LawError) -> Response {
    match error {
        LawError::Refused(refusal) => visit.refused(refusal, visit.back_to_clients()),
        LawError::Desk(CaseworkError::Unknown { .. }) => visit.not_found(),
        LawError::Desk(error) => visit.failed(error),
    }
}

async fn page(visit: &Visit, typed: &Typed, problems: Problems) -> Response {
    let status = problems.status();
    match made(visit, typed, problems).await {
        Ok(page) => answer(status, &page),
        Err(error) => visit.failed(&error),
    }
}

async fn made(visit: &Visit, typed: &Typed, problems: Problems) -> Result<LawPage, CaseworkError> {
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let names = recipients(visit).await?;
    let told = |all: Vec<LawQuestion>| all.iter().map(|it| line(visit, it, &names)).collect();
    let waiting = if may(visit, OfficeAct::AnswerLaw, About::Office).await? {
        Some(told(casework.law_questions(who).await?))
    } else {
        None
    };
    let asks = may(visit, OfficeAct::AskLaw, About::Worker(who)).await?;
    Ok(LawPage {
        mine: told(casework.my_law_questions(who).await?),
        waiting,
        fields: asks.then(|| fields(Words::of(visit.language()), offered(&names), typed)),
        shell: visit.shell(Place::Partners, "/law/questions"),
        problems,
    })
}
