//! `caseward access`: asking for access to a file after a search, and answering colleagues who ask (CR-2, CR-4).

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::access::{Answer, Answered, AskForm, AskNeed, Stands};
use caseward_casework::gate::About;
use caseward_model::OfficeAct;
use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde_json::json;

use super::tasks::moment;
use crate::cli::{AccessArgs, AccessWhat};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

pub(crate) async fn run(
    house: &HouseArgs,
    order: &AccessArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        AccessWhat::Ask {
            worker,
            search,
            purpose,
        } => {
            let form = AskForm {
                search: search.to_string(),
                purpose: purpose.word().to_owned(),
                why: terminal.ask("Why the work needs it, in a sentence:")?,
            };
            ask(&office, worker, &form, terminal).await
        }
        AccessWhat::List { worker } => list(&office, worker, terminal).await,
        AccessWhat::Give {
            question,
            worker,
            role,
            to,
        } => {
            let next = to.checked_add(1.day())?.at(0, 0, 0, 0);
            let over = TimeZone::system().to_timestamp(next)?;
            let answer = Answer::Give(*role, over.as_millisecond());
            give(&office, worker, (*question, answer), terminal).await
        }
        AccessWhat::Decline { question, worker } => {
            give(&office, worker, (*question, Answer::Decline), terminal).await
        }
    }
}

async fn ask(
    office: &Office,
    worker: &str,
    form: &AskForm,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let who = office.colleague(worker).await?;
    let question = match form.check(who.sheet.role) {
        Ok(question) => question,
        Err(needs) => {
            for need in needs {
                terminal.say(match need {
                    AskNeed::Search => "--search: the number that a search gave",
                    AskNeed::Purpose => "--purpose: one of this worker's part",
                    AskNeed::Why => "say why the work needs it",
                    AskNeed::TooLong => "shorten the reason to 1,000 characters",
                });
            }
            return Ok(Ended::Failed);
        }
    };
    let asked = office.ask_access(who.id, question).await?;
    terminal.json(&json!({ "question": asked }))?;
    match asked {
        Some(no) => {
            terminal.say(format!(
                "Asked: question {no}. Whoever answers for that work decides."
            ));
            Ok(Ended::Done)
        }
        None => {
            terminal.say("No search of the last hour told of anyone by this number; search again.");
            Ok(Ended::Refused)
        }
    }
}

async fn list(office: &Office, worker: &str, terminal: &Terminal) -> anyhow::Result<Ended> {
    let who = office.colleague(worker).await?;
    let mine = office.my_questions(who.no).await?;
    let may = office
        .gate
        .may(who.id, OfficeAct::AnswerAccess, About::Office);
    let theirs = if may.await?.permitted {
        office.questions_to_answer(who.id).await?
    } else {
        Vec::new()
    };
    let stands = |it: Stands| match it {
        Stands::Waiting => ("waiting", None, None),
        Stands::Given(client, until) => ("given", Some(client), Some(moment(until))),
        Stands::Nobody => ("nobody", None, None),
    };
    let own: Vec<_> = mine
        .iter()
        .map(|it| {
            let (stands, client, until) = stands(it.stands);
            json!({ "question": it.no, "asked_at": moment(it.asked_at), "purpose": it.purpose,
                    "stands": stands, "client": client, "until": until })
        })
        .collect();
    let others: Vec<_> = theirs
        .iter()
        .map(|it| {
            json!({ "question": it.no, "asker": it.asker, "client": it.client, "purpose": it.purpose,
                    "why": it.why, "asked_at": moment(it.asked_at) })
        })
        .collect();
    terminal.json(&json!({ "mine": own, "theirs": others }))?;
    for it in &mine {
        let (stands, client, until) = stands(it.stands);
        let client = client.map(|it| it.to_string()).unwrap_or_default();
        let until = until.map(|it| format!("until {it}")).unwrap_or_default();
        terminal.say(format!("{:<6}{stands:<10}{client}  {until}", it.no));
    }
    for it in &theirs {
        terminal.say(format!(
            "{:<6}to answer  about {}: {}",
            it.no, it.client, it.why
        ));
    }
    if mine.is_empty() && theirs.is_empty() {
        terminal.say("There is no question.");
    }
    Ok(Ended::Done)
}

async fn give(
    office: &Office,
    worker: &str,
    (question, answer): (i64, Answer),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let who = office.colleague(worker).await?;
    let answered = office
        .answer_access(who.id, question, answer)
        .await
        .context("the question wasn't answered")?;
    let (said, ended) = match answered {
        Answered::Done => ("Answered, and on record.", Ended::Done),
        Answered::NoQuestion => (
            "There is no question here that this worker may answer.",
            Ended::Refused,
        ),
        Answered::Apart => (
            "This colleague can't work with this client; choose someone else, or ask the privacy officer.",
            Ended::Refused,
        ),
    };
    terminal.json(&json!({ "answered": answered == Answered::Done }))?;
    terminal.say(said);
    Ok(ended)
}
