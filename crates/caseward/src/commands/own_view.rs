//! `caseward own-view`: clients' own views of their files: turning one on once safety was discussed, off at once, making a link
//! (NASW-e). What was discussed is asked for line by line, so that it stands in no shell's history.

use caseward_casework::Office;
use caseward_casework::gate::{Actor, Request};
use caseward_casework::own_view::{NewView, OwnViewError, ViewSettings};
use caseward_model::Channel;
use clap::{Args, Subcommand};
use serde_json::json;

use super::tasks::moment;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct OwnViewArgs {
    #[command(subcommand)]
    what: What,
}

/// Who does it, about whom.
#[derive(Debug, Args)]
struct Whose {
    /// The client: an id, or the PersonalID of an imported client
    client: String,
    /// Who does it: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
}

#[derive(Debug, Subcommand)]
enum What {
    /// How it stands, and what the client asked
    Show {
        #[command(flatten)]
        whose: Whose,
    },
    /// Turn it on; what was discussed about safety is asked for
    On {
        #[command(flatten)]
        whose: Whose,
        /// The day on which safety was discussed, like 2026-11-02; today if it isn't given
        #[arg(long)]
        day: Option<jiff::civil::Date>,
        /// After how many days the client sees what happened
        #[arg(long, default_value_t = 0)]
        delay_days: i64,
    },
    /// Turn it off: what is open closes, and no link opens it any more
    Off {
        #[command(flatten)]
        whose: Whose,
    },
    /// Make a link and the number that goes with it; both are shown this once
    Link {
        #[command(flatten)]
        whose: Whose,
    },
    /// Answer a question of the client's
    Answer {
        #[command(flatten)]
        whose: Whose,
        /// Its number, as `show` prints it
        #[arg(long)]
        no: i64,
    },
    /// Where "Exit this page" leads: an everyday page elsewhere
    LeaveTo {
        /// Its whole address, with https; what is set is shown without one
        address: Option<String>,
    },
    /// For how many years a file is kept after the client left, as clients are told
    KeepFor {
        /// The number of years; what is set is shown without one
        years: Option<u16>,
    },
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &OwnViewArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match done(&office, &order.what, terminal).await {
        Ok(()) => Ok(Ended::Done),
        Err(error) => match error.downcast::<OwnViewError>() {
            Ok(OwnViewError::Refused(_)) => {
                terminal.say("There is nothing here that they may know of, or may do.");
                Ok(Ended::Refused)
            }
            Ok(error) => Err(error.into()),
            Err(error) => Err(error),
        },
    }
}

async fn request(office: &Office, whose: &Whose) -> anyhow::Result<Request> {
    let who = office.colleague(&whose.worker).await?;
    let client = office.client_called(&whose.client).await?;
    let who = (who.id, who.no, who.sheet.role);
    let question = office.question_by(who, client, Channel::Api).await;
    Ok(question.map_err(OwnViewError::from)?)
}

async fn done(office: &Office, what: &What, terminal: &Terminal) -> anyhow::Result<()> {
    let line = |question: &str| anyhow::Ok(terminal.ask(question)?.trim().to_owned());
    match what {
        What::Show { whose } => show(office, whose, terminal).await,
        What::On {
            whose,
            day,
            delay_days,
        } => {
            let request = request(office, whose).await?;
            let new = NewView {
                day: day.or_else(|| Some(office.own_view_today())),
                note: line("What was discussed about safety, in a sentence or two:")?,
                safe_way: line("By which way a link reaches them safely, and the number:")?,
                delay_days: Some(*delay_days),
            };
            office.turn_own_view_on(&request, new).await?;
            terminal.json(&json!({ "on": true }))?;
            terminal.say("It is on. `caseward own-view link` makes a link and a number.");
            Ok(())
        }
        What::Off { whose } => {
            let request = request(office, whose).await?;
            office.turn_own_view_off(&request).await?;
            terminal.json(&json!({ "on": false }))?;
            terminal.say("It is off. What was open of it has closed.");
            Ok(())
        }
        What::Link { whose } => {
            let request = request(office, whose).await?;
            let made = office.make_own_view_link(&request).await?;
            let link = format!("{}/me/open/{}", office.address(), made.token);
            let until = moment(made.expires_at);
            terminal.json(&json!({ "link": link, "pin": made.pin, "until": until }))?;
            terminal.say(format!("Link:   {link}"));
            terminal.say(format!("Number: {}", made.pin));
            terminal.say(format!(
                "Give them by two different ways. The link works once, until {until}."
            ));
            Ok(())
        }
        What::Answer { whose, no } => {
            let request = request(office, whose).await?;
            let words = line("Your answer; the client reads it on their own screen:")?;
            office.answer_own_question(&request, *no, &words).await?;
            terminal.json(&json!({ "answered": true }))?;
            terminal.say("Answered.");
            Ok(())
        }
        What::LeaveTo { address } => {
            if let Some(address) = address {
                let new = ViewSettings {
                    leave_to: address.clone(),
                    ..office.own_view_settings().await?
                };
                office.set_own_views(Actor::KeyHolder, new).await?;
            }
            let leave_to = office.own_view_settings().await?.leave_to;
            terminal.json(&json!({ "leave_to": leave_to }))?;
            terminal.say(format!("\"Exit this page\" leads to {leave_to}"));
            Ok(())
        }
        What::KeepFor { years } => keep_for(office, *years, terminal).await,
    }
}

async fn keep_for(office: &Office, years: Option<u16>, terminal: &Terminal) -> anyhow::Result<()> {
    if let Some(keep_years) = years {
        let new = ViewSettings {
            keep_years,
            ..office.own_view_settings().await?
        };
        office.set_own_views(Actor::KeyHolder, new).await?;
    }
    let years = office.own_view_settings().await?.keep_years;
    terminal.json(&json!({ "keep_years": years }))?;
    terminal.say(format!(
        "Clients are told that their file is kept for {years} years after they left. Nothing is destroyed by itself."
    ));
    Ok(())
}

async fn show(office: &Office, whose: &Whose, terminal: &Terminal) -> anyhow::Result<()> {
    let request = request(office, whose).await?;
    let (overview, delivery) = office.own_view(&request).await?;
    let on = overview.is_on();
    let discussed = overview.view.as_ref().map(|it| &it.discussed);
    let questions: Vec<_> = overview
        .questions
        .iter()
        .map(|(no, it)| {
            json!({
                "number": no,
                "about": it.about.word(),
                "item": it.item,
                "words": it.words,
                "asked_at": moment(it.at),
                "answer": it.answer.as_ref().map(|it| it.words.clone()),
            })
        })
        .collect();
    terminal.json(&json!({
        "on": on,
        "discussed": discussed.map(|it| it.day.to_string()),
        "delay_days": discussed.map(|it| it.delay_days),
        "link_until": overview.link.map(|it| moment(it.expires_at)),
        "link_tries": overview.link.map(|it| it.tries),
        "questions": questions,
    }))?;
    match (on, discussed) {
        (true, Some(it)) => terminal.say(format!("On, since safety was discussed on {}.", it.day)),
        (_, Some(_)) => terminal.say("Off."),
        (_, None) => terminal.say("Off; it never was on."),
    }
    if let Some(link) = overview.link {
        let until = moment(link.expires_at);
        terminal.say(format!(
            "A link is out until {until}; wrong numbers tried: {}.",
            link.tries
        ));
    }
    for (no, it) in &overview.questions {
        let stands = if it.answer.is_some() {
            "answered"
        } else {
            "waits"
        };
        terminal.say(format!(
            "{no}  {}  {}  {stands}",
            moment(it.at),
            it.about.word()
        ));
        terminal.say(format!("    {}", it.words));
    }
    delivery.delivered(None);
    Ok(())
}
