//! `caseward law`: asking the Law Department, answering for it, and its guidance (CR-5). Questions and answers are asked for line by
//! line, so that they stand in no shell's history.

use caseward_casework::Office;
use caseward_casework::partnership::{LawAnswer, LawError, LawQuestion, NewGuidance, NewQuestion};
use caseward_casework::staff::Colleague;
use caseward_model::{Channel, Client, Id, LawVerdict};
use clap::{Args, Subcommand};
use serde_json::json;

use super::tasks::moment;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct LawArgs {
    /// Who does it: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Ask: in general, or about a client; what that is about waits for the answer
    Ask {
        /// About which client: an id
        #[arg(long)]
        client: Option<Id<Client>>,
        /// To whom something would go: a short name or id
        #[arg(long)]
        recipient: Option<String>,
    },
    /// The worker's own questions, and those that they answer
    List,
    /// Open a question to be answered
    Show {
        /// Its number
        question: i64,
    },
    /// Take back a question of the worker's own: what waited for it waits no longer
    Withdraw {
        /// Its number
        question: i64,
        /// The client whom it is about: an id
        #[arg(long)]
        client: Option<Id<Client>>,
    },
    /// Say that the worker has read the answer to a question of theirs
    Read {
        /// Its number
        question: i64,
    },
    /// Answer a question
    Answer {
        /// Its number
        question: i64,
        /// The version that `show` gives: what was looked at
        #[arg(long)]
        seen: i64,
        /// What is said
        #[arg(long, value_parser = word::<LawVerdict>)]
        verdict: LawVerdict,
        /// For how many days an approval reaches
        #[arg(long, default_value_t = 30)]
        days: i64,
        /// Publish guidance with it; asks for its words
        #[arg(long)]
        publish: bool,
    },
    /// Find guidance that has all these words
    Guidance {
        /// Words to look for
        words: Vec<String>,
    },
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &LawArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let who = office.colleague(&order.worker).await?;
    match &order.what {
        What::Ask { client, recipient } => {
            ask(&office, &who, (*client, recipient.as_deref()), terminal).await
        }
        What::List => list(&office, &who, terminal).await,
        What::Withdraw { question, client } => {
            withdraw(&office, &who, (*question, *client), terminal).await
        }
        What::Read { question } => {
            office.law_answer_read(who.id, *question).await?;
            terminal.json(&json!({ "read": question }))?;
            terminal.say("It waits no longer.");
            Ok(Ended::Done)
        }
        What::Show { question } => show(&office, &who, *question, terminal).await,
        What::Answer {
            question,
            seen,
            verdict,
            days,
            publish,
        } => {
            let text = terminal.ask("The answer:")?;
            let guidance = if *publish {
                Some(guidance(terminal)?)
            } else {
                None
            };
            let answer = LawAnswer {
                seen: *seen,
                verdict: *verdict,
                text: text.trim().to_owned(),
                days: *days,
                guidance,
            };
            match office.answer_law(who.id, *question, answer).await {
                Ok(()) => {
                    terminal.json(&json!({ "answered": question }))?;
                    terminal.say("Answered. What waited for it goes by it from now on.");
                    Ok(Ended::Done)
                }
                Err(error) => refused(error, terminal),
            }
        }
        What::Guidance { words } => found(&office, &who, &words.join(" "), terminal).await,
    }
}

async fn show(
    office: &Office,
    who: &Colleague,
    question: i64,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    match office.open_law_question(who.id, question).await {
        Ok((found, delivery)) => {
            terminal.json(&row(&found))?;
            terminal.say(line(&found));
            if let Some(texts) = &found.texts {
                terminal.say(&texts.question);
            }
            if let Some(delivery) = delivery {
                delivery.delivered(None);
            }
            Ok(Ended::Done)
        }
        Err(error) => refused(error, terminal),
    }
}

/// The guidance that has all these words.
async fn found(
    office: &Office,
    who: &Colleague,
    words: &str,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let found = office.guidance(who.id, words).await?;
    let rows: Vec<_> = found
        .iter()
        .map(|kept| json!({ "number": kept.no, "topic": kept.it.topic, "text": kept.it.text }))
        .collect();
    terminal.json(&rows)?;
    for kept in &found {
        terminal.say(format!("{:<5}{}", kept.no, kept.it.topic));
        terminal.say(format!("     {}", kept.it.text));
    }
    Ok(Ended::Done)
}

fn guidance(terminal: &Terminal) -> anyhow::Result<NewGuidance> {
    let topic = terminal.ask("The question, as anybody could ask it:")?;
    let text = terminal.ask("What holds:")?;
    let confirmed =
        terminal.ask("Did you look through it, and can nobody be recognised? yes or no:")?;
    Ok(NewGuidance {
        topic: topic.trim().to_owned(),
        text: text.trim().to_owned(),
        confirmed: confirmed.trim() == "yes",
    })
}

async fn ask(
    office: &Office,
    who: &Colleague,
    (client, recipient): (Option<Id<Client>>, Option<&str>),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let recipient = match recipient {
        Some(handle) => Some(office.organization(handle).await?.id),
        None => None,
    };
    let question = terminal.ask("The question:")?;
    let new = NewQuestion {
        recipient,
        question: question.trim().to_owned(),
    };
    let asked = match client {
        None => office.ask_law(who.id, new).await.map_err(LawError::Desk),
        Some(client) => {
            let by = (who.id, who.no, who.sheet.role);
            match office.question_by(by, client, Channel::Api).await {
                Ok(request) => office.ask_law_about(request, new).await,
                Err(refusal) => Err(refusal.into()),
            }
        }
    };
    match asked {
        Ok(no) => {
            terminal.json(&json!({ "question": no }))?;
            terminal.say(format!("Question {no} waits for the Law Department."));
            Ok(Ended::Done)
        }
        Err(error) => refused(error, terminal),
    }
}

async fn withdraw(
    office: &Office,
    who: &Colleague,
    (question, client): (i64, Option<Id<Client>>),
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let request = match client {
        None => None,
        Some(client) => {
            let by = (who.id, who.no, who.sheet.role);
            match office.question_by(by, client, Channel::Api).await {
                Ok(request) => Some(request),
                Err(refusal) => return refused(refusal.into(), terminal),
            }
        }
    };
    let done = office
        .withdraw_law_question(who.id, question, request)
        .await;
    match done {
        Ok(()) => {
            terminal.json(&json!({ "withdrawn": question }))?;
            terminal.say("Taken back. What waited for it waits no longer.");
            Ok(Ended::Done)
        }
        Err(error) => refused(error, terminal),
    }
}

fn refused(error: LawError, terminal: &Terminal) -> anyhow::Result<Ended> {
    match error {
        LawError::Desk(error) => Err(error.into()),
        LawError::Refused(refusal) => {
            terminal.json(&json!({ "refused": refusal.entry() }))?;
            terminal.say("The gate said no, and that is on record.");
            Ok(Ended::Refused)
        }
    }
}

fn row(it: &LawQuestion) -> serde_json::Value {
    let texts = it.texts.as_ref();
    json!({ "number": it.no, "version": it.version, "state": it.state, "verdict": it.verdict,
            "asked_at": moment(it.asked_at), "client": it.client, "recipient": it.recipient,
            "question": texts.map(|it| &it.question), "answer": texts.map(|it| &it.answer) })
}

fn line(it: &LawQuestion) -> String {
    let verdict = it.verdict.map_or("", LawVerdict::word);
    let about = if it.client.is_some() {
        "about a client"
    } else {
        "in general"
    };
    format!(
        "{:<5}v{:<3}{:<11}{verdict:<14}{about}",
        it.no,
        it.version,
        it.state.word()
    )
}

async fn list(office: &Office, who: &Colleague, terminal: &Terminal) -> anyhow::Result<Ended> {
    let mine = office.my_law_questions(who.id).await?;
    let act = caseward_model::OfficeAct::AnswerLaw;
    let may = office
        .gate
        .may(who.id, act, caseward_casework::gate::About::Office);
    let to_answer = match may.await?.permitted {
        true => office.law_questions(who.id).await?,
        false => Vec::new(),
    };
    let rows = |all: &[LawQuestion]| all.iter().map(row).collect::<Vec<_>>();
    terminal.json(&json!({ "mine": rows(&mine), "to_answer": rows(&to_answer) }))?;
    for it in mine.iter().chain(&to_answer) {
        terminal.say(line(it));
    }
    Ok(Ended::Done)
}
