//! Putting a question for access, reading how one's own stand, and answering those of colleagues.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::access::{
    Answer, Answered, AskForm, AskNeed, MyQuestion, Stands as Standing, ToAnswer,
};
use caseward_casework::gate::{About, Text};
use caseward_model::{Channel, Client, Id, OfficeAct};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use zeroize::Zeroizing;

use super::{AccessPage, AnswerForm, Mine, QuestionForm, Stands, Theirs};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::view::Said;
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of questions for access.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Staff, "/access", show)
        .post(Class::Staff, "/access", ask)
        .post(Class::Staff, "/access/{number}/answer", decide)
        .post(Class::Staff, "/access/{number}/seen", seen)
}

async fn show(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    page(&visit, None, None, Problems::default()).await
}

async fn ask(posted: Posted<QuestionForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let typed = AskForm {
        search: form.search.clone(),
        purpose: form.purpose.clone(),
        why: Zeroizing::new(form.why.clone()),
    };
    let question = match typed.check(visit.person().sheet.role) {
        Ok(question) => question,
        Err(needs) => {
            let mut problems = Problems::default();
            for need in needs {
                let key = match need {
                    AskNeed::Search | AskNeed::Purpose => "ask-needs-search",
                    AskNeed::Why => "ask-needs-why",
                    AskNeed::TooLong => "ask-too-long",
                };
                problems.note("why", key);
            }
            return page(&visit, Some(form), None, problems).await;
        }
    };
    let who = visit.person().worker;
    match visit.front.casework.ask_access(who, question).await {
        Ok(Some(_)) => forms::sent_on("/access"),
        Ok(None) => {
            let mut problems = Problems::default();
            problems.note("why", "ask-needs-search");
            page(&visit, Some(form), None, problems).await
        }
        Err(error) => visit.failed(&error),
    }
}

async fn decide(Path(number): Path<String>, posted: Posted<AnswerForm>) -> Response {
    let (visit, form) = (posted.visit, posted.form);
    let (true, Ok(no)) = (visit.person().works_here(), number.parse::<i64>()) else {
        return visit.not_found();
    };
    let answer = match (
        form.answer.as_str(),
        form.part.parse(),
        last_day(&form.until),
    ) {
        ("decline", ..) => Answer::Decline,
        ("give", Ok(part), Some(until)) => Answer::Give(part, until),
        ("give", Ok(_), None) => return unfit(&visit, no, form.clone()).await,
        _ => return visit.unreadable(),
    };
    let who = visit.person().worker;
    match visit.front.casework.answer_access(who, no, answer).await {
        Ok(Answered::Done) => forms::sent_on("/access"),
        Ok(Answered::Apart) => {
            let mut problems = Problems::default();
            problems.note("part", "access-apart");
            page(&visit, None, Some((no, form)), problems).await
        }
        // Whoever may not answer isn't told whether there is such a question.
        Ok(Answered::NoQuestion) | Err(CaseworkError::NotPermitted(_)) => visit.not_found(),
        Err(CaseworkError::Unfit(_)) => unfit(&visit, no, form).await,
        Err(error) => visit.failed(&error),
    }
}

async fn unfit(visit: &Visit, no: i64, form: AnswerForm) -> Response {
    let mut problems = Problems::default();
    problems.note("until", "access-needs-until");
    page(visit, None, Some((no, form)), problems).await
}

async fn seen(Path(number): Path<String>, visit: Posted<HashMap<String, String>>) -> Response {
    let visit = visit.visit;
    let (true, Ok(no)) = (visit.person().works_here(), number.parse::<i64>()) else {
        return visit.not_found();
    };
    let casework = &visit.front.casework;
    let mine = match casework.my_questions(visit.person().no).await {
        Ok(mine) => mine,
        Err(error) => return visit.failed(&error),
    };
    if mine.iter().all(|it| it.no != no) {
        // Nothing of theirs was to be seen there; their own questions are where they are sent.
        return forms::sent_on("/access");
    }
    match casework.saw_answer(visit.person().worker, no).await {
        Ok(()) => forms::sent_on("/access"),
        Err(error) => visit.failed(&error),
    }
}

/// The moment after the last day, by the office's clock on the wall, in ms.
fn last_day(text: &str) -> Option<i64> {
    let day: Date = text.trim().parse().ok()?;
    let next = day.checked_add(1.day()).ok()?;
    let over = TimeZone::system().to_timestamp(next.at(0, 0, 0, 0)).ok()?;
    Some(over.as_millisecond())
}

/// The colleagues' questions, with names where they are the reader's to see.
async fn theirs(visit: &Visit) -> Result<Vec<Theirs<Said>>, CaseworkError> {
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let may = casework
        .gate
        .may(who, OfficeAct::AnswerAccess, About::Office);
    if !may.await?.permitted {
        return Ok(Vec::new());
    }
    let questions = casework.questions_to_answer(who).await?;
    if questions.is_empty() {
        return Ok(Vec::new());
    }
    let colleagues = casework.names().await?;
    let clients = casework.my_clients(who, Channel::Screen).await?;
    let mut called: HashMap<Id<Client>, Option<Text>> =
        clients.into_iter().map(|it| (it.client, it.name)).collect();
    let words = Words::of(visit.language());
    let line = |it: ToAnswer| Theirs {
        no: it.no,
        who: colleagues.get(&it.asker).cloned().unwrap_or_default(),
        href: format!("/clients/{}", it.client),
        called: called
            .get_mut(&it.client)
            .map(|name| Said::name(words, name.take())),
        purpose: it.purpose,
        why: it.why,
        asked: visit.moment(it.asked_at),
    };
    Ok(questions.into_iter().map(line).collect())
}

async fn page(
    visit: &Visit,
    typed: Option<QuestionForm>,
    sent: Option<(i64, AnswerForm)>,
    problems: Problems,
) -> Response {
    let mine = visit.front.casework.my_questions(visit.person().no).await;
    let (mine, theirs) = match (mine, theirs(visit).await) {
        (Ok(mine), Ok(theirs)) => (mine, theirs),
        (Err(error), _) | (_, Err(error)) => return visit.failed(&error),
    };
    let line = |it: MyQuestion| Mine {
        no: it.no,
        asked: visit.moment(it.asked_at),
        purpose: it.purpose,
        stands: match it.stands {
            Standing::Waiting => Stands::Waiting,
            Standing::Given(client, until) => {
                Stands::Given(format!("/clients/{client}"), visit.moment(until))
            }
            Standing::Nobody => Stands::Nobody,
        },
    };
    let status = problems.status();
    let page = AccessPage {
        mine: mine.into_iter().map(line).collect(),
        theirs,
        typed,
        sent,
        problems,
        shell: visit.shell(Place::Clients, "/access"),
    };
    answer(status, &page)
}
