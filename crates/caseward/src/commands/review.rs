//! `caseward review`: compares every access with what the office has on record, and lets a reviewer decide on the rest (CR-2,
//! CR-10).

use caseward_casework::Office;
use caseward_casework::access_review::{
    Concerned, DayOfWorker, Matter, Page, Period, ReviewSettings, RunAccount,
};
use caseward_casework::gate::Actor;
use caseward_casework::staff::Colleague;
use caseward_model::AccessFlag;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::tasks::moment;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal, WrongUsage};

#[derive(Debug, Args)]
pub(crate) struct ReviewArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Compare the accesses of the last days with what is on record, and put the rest into the queue
    Run {
        /// Who does it: a worker's short name; the holder of the key if missing, as for a job of the night
        #[arg(long = "as")]
        asker: Option<String>,
        /// How many days back
        #[arg(long, default_value_t = 90)]
        days: u16,
    },
    /// What nothing on record explains, the most remarkable first
    Queue {
        #[command(flatten)]
        by: By,
        /// What was decided already
        #[arg(long)]
        decided: bool,
        /// Pass over so many
        #[arg(long, default_value_t = 0)]
        from: usize,
    },
    /// One of them, with all that is known
    Show(OfMatter),
    /// It was right: say why
    Explain(OfMatter),
    /// Ask the worker what it was for
    Ask(OfMatter),
    /// Open an incident over it; the line manager is told
    Incident(OfMatter),
    /// What you are asked about accesses of your own
    Mine(By),
    /// Say what an access of your own was for
    Answer(OfMatter),
    /// A worker's days, beside what is usual for them
    Days {
        /// Whose: a short name
        worker: String,
        #[command(flatten)]
        by: By,
    },
    /// When the office is open, and how much each flag counts
    Settings(Settings),
}

/// Who does it.
#[derive(Debug, Args)]
struct By {
    /// Who does it: a worker's short name
    #[arg(long = "as")]
    asker: String,
}

#[derive(Debug, Args)]
struct OfMatter {
    /// Its number in the queue
    number: i64,
    #[command(flatten)]
    by: By,
}

#[derive(Debug, Args)]
struct Settings {
    #[command(flatten)]
    by: By,
    /// The first hour of a working day
    #[arg(long)]
    from_hour: Option<u16>,
    /// The first hour that is no longer in it
    #[arg(long)]
    until_hour: Option<u16>,
    /// How much a flag counts, such as `burst=12`; 0 switches it off
    #[arg(long = "weight")]
    weights: Vec<String>,
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &ReviewArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        What::Run { asker, days } => compare(&office, asker.as_deref(), *days, terminal).await,
        What::Queue { by, decided, from } => {
            let page = Page {
                decided: *decided,
                from: *from,
                worker: None,
            };
            queue(&office, by, page, terminal).await
        }
        What::Show(it) => show(&office, it, terminal).await,
        What::Explain(it) => {
            let who = office.colleague(&it.by.asker).await?;
            let because = terminal.ask("Why it was right, in a sentence:")?;
            office.explain_access(who.id, it.number, &because).await?;
            done(it, terminal, "Explained; that is on record.")
        }
        What::Ask(it) => {
            let who = office.colleague(&it.by.asker).await?;
            let question = terminal.ask("Your question to them, in a sentence:")?;
            office.question_access(who.id, it.number, &question).await?;
            done(it, terminal, "Asked. It waits until they answer.")
        }
        What::Incident(it) => {
            let who = office.colleague(&it.by.asker).await?;
            let because = terminal.ask("Why, in a sentence:")?;
            office
                .open_access_incident(who.id, it.number, &because)
                .await?;
            done(
                it,
                terminal,
                "An incident is open; the line manager was told.",
            )
        }
        What::Answer(it) => {
            let who = office.colleague(&it.by.asker).await?;
            let answer = terminal.ask("What it was for, in a sentence:")?;
            office
                .account_for_access(who.id, it.number, &answer)
                .await?;
            done(
                it,
                terminal,
                "Thank you. Whoever reviews it reads your answer and decides.",
            )
        }
        What::Mine(by) => mine(&office, by, terminal).await,
        What::Days { worker, by } => days(&office, worker, by, terminal).await,
        What::Settings(change) => settings(&office, change, terminal).await,
    }
}

fn done(it: &OfMatter, terminal: &Terminal, sentence: &str) -> anyhow::Result<Ended> {
    terminal.json(&json!({ "number": it.number, "done": true }))?;
    terminal.say(sentence);
    Ok(Ended::Done)
}

async fn compare(
    office: &Office,
    asker: Option<&str>,
    days: u16,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let by = match asker {
        Some(handle) => Actor::Worker(office.colleague(handle).await?.id),
        None => Actor::KeyHolder,
    };
    let period = Period::last_days(days, office.clock().now_ms());
    let account = office.review_accesses(by, period).await?;
    terminal.json(&account)?;
    tell(&account, terminal);
    Ok(Ended::Done)
}

fn tell(account: &RunAccount, terminal: &Terminal) {
    terminal.say(format!(
        "{} accesses from {} to {}",
        account.accesses,
        moment(account.from_ms),
        moment(account.until_ms)
    ));
    for (template, count) in &account.explained {
        terminal.say(format!("{count:>10}  {}", template.word()));
    }
    terminal.say(format!("{:>10}  not explained", account.unexplained));
    terminal.say(format!(
        "{} matters in the queue, {} of them new; {} settled by facts that were recorded since",
        account.matters, account.new, account.settled
    ));
    if account.unknown_users > 0 {
        terminal.say(format!(
            "{} lines of other logs are by users who are nobody known here: `caseward lookups match` says who they are",
            account.unknown_users
        ));
    }
    if account.without_reviewer > 0 {
        terminal.say(format!(
            "{} matters can't be reviewed by anybody who reviews here; someone else has to become a reviewer",
            account.without_reviewer
        ));
    }
}

async fn queue(office: &Office, by: &By, page: Page, terminal: &Terminal) -> anyhow::Result<Ended> {
    let who = office.colleague(&by.asker).await?;
    let seen = office.access_queue(who.id, page).await?;
    let colleagues = office.colleagues().await?;
    let rows: Vec<Value> = seen.matters.iter().map(|it| row(it, &colleagues)).collect();
    let flags: Vec<Value> = seen
        .flags
        .iter()
        .map(|it| {
            json!({
                "flag": it.flag, "raised": it.raised, "explained": it.explained,
                "incidents": it.incidents,
            })
        })
        .collect();
    terminal.json(&json!({
        "matters": rows, "all": seen.all, "next": seen.next, "flags": flags, "last": seen.last,
    }))?;
    for it in &seen.matters {
        let flags: Vec<&str> = it.flags.iter().map(|(flag, _)| flag.word()).collect();
        terminal.say(format!(
            "{:<7}{:>5.0}  {:<18}{:<10}{:>3} looks  {:<22}{}",
            it.no,
            it.weight,
            handle(&colleagues, it.worker.0),
            it.state.word(),
            it.accesses,
            moment(it.first_ms),
            flags.join(", ")
        ));
    }
    if seen.matters.is_empty() {
        terminal.say("Nothing waits for you here.");
    }
    if let Some(next) = seen.next {
        terminal.note(format!("{} in all; go on with --from {next}", seen.all));
    }
    Ok(Ended::Done)
}

fn handle(colleagues: &[Colleague], no: i64) -> &str {
    let known = colleagues.iter().find(|it| it.no == no);
    known.map_or("", |it| it.handle.as_str())
}

fn row(it: &Matter, colleagues: &[Colleague]) -> Value {
    let person = |it: &Concerned| match it {
        Concerned::Client(id) => json!({ "client": id }),
        Concerned::Unnamed => json!({ "client": null }),
        Concerned::Theirs { system, number } => json!({ "system": system, "number": number }),
    };
    let flag = |(flag, weight): &(AccessFlag, f32)| json!({ "flag": flag, "decibans": weight });
    json!({
        "number": it.no, "worker": handle(colleagues, it.worker.0),
        "people": it.people.iter().map(person).collect::<Vec<_>>(),
        "first_at": moment(it.first_ms), "last_at": moment(it.last_ms), "looks": it.accesses,
        "systems": it.systems, "kinds": it.kinds, "written": it.written,
        "flags": it.flags.iter().map(flag).collect::<Vec<_>>(), "decibans": it.weight,
        "state": it.state,
        "asked": it.asked.iter().map(|it| json!({
            "at": moment(it.at_ms), "question": it.question,
            "answer": it.answer.as_ref().map(|it| &it.0),
        })).collect::<Vec<_>>(),
        "decided": it.decided.as_ref().map(|it| json!({
            "at": moment(it.at_ms), "because": it.because,
        })),
    })
}

async fn show(office: &Office, it: &OfMatter, terminal: &Terminal) -> anyhow::Result<Ended> {
    let who = office.colleague(&it.by.asker).await?;
    let matter = office.access_matter(who.id, it.number).await?.matter;
    let colleagues = office.colleagues().await?;
    terminal.json(&row(&matter, &colleagues))?;
    terminal.say(format!(
        "{}: {} looks from {} to {}, {}",
        handle(&colleagues, matter.worker.0),
        matter.accesses,
        moment(matter.first_ms),
        moment(matter.last_ms),
        matter.state.word()
    ));
    for person in &matter.people {
        terminal.say(match person {
            Concerned::Client(id) => format!("  client {id}"),
            Concerned::Unnamed => "  a client of whom you may not know".to_owned(),
            Concerned::Theirs { system, number } => format!("  in system {system}: {number}"),
        });
    }
    for (flag, weight) in &matter.flags {
        terminal.say(format!("  {:<20}{weight:>5.0}", flag.word()));
    }
    for asked in &matter.asked {
        terminal.say(format!("  asked: {}", asked.question));
        if let Some((answer, _)) = &asked.answer {
            terminal.say(format!("  answered: {answer}"));
        }
    }
    if let Some(decided) = &matter.decided {
        terminal.say(format!("  decided: {}", decided.because));
    }
    Ok(Ended::Done)
}

async fn mine(office: &Office, by: &By, terminal: &Terminal) -> anyhow::Result<Ended> {
    let who = office.colleague(&by.asker).await?;
    let questions = office.my_access_questions(who.no).await?;
    let rows: Vec<_> = questions
        .iter()
        .map(|it| {
            json!({
                "number": it.no, "question": it.question, "asked_at": moment(it.at_ms),
                "first_at": moment(it.first_ms), "last_at": moment(it.last_ms),
                "looks": it.accesses, "people": it.people, "systems": it.systems,
            })
        })
        .collect();
    terminal.json(&rows)?;
    for it in &questions {
        terminal.say(format!(
            "{:<7}{} looks from {} to {}: {}",
            it.no,
            it.accesses,
            moment(it.first_ms),
            moment(it.last_ms),
            it.question
        ));
    }
    if questions.is_empty() {
        terminal.say("You aren't asked about anything.");
    }
    Ok(Ended::Done)
}

async fn days(
    office: &Office,
    worker: &str,
    by: &By,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let who = office.colleague(&by.asker).await?;
    let whom = office.colleague(worker).await?;
    let seen = office.days_of(who.id, whom.id).await?;
    let row = |it: &DayOfWorker| {
        json!({
            "day": it.day.to_string(), "explained": it.explained, "unexplained": it.unexplained,
            "usual": it.usual, "stands_out": it.stands_out,
        })
    };
    terminal.json(&seen.days.iter().map(row).collect::<Vec<_>>())?;
    terminal.say("day          explained  not explained   usual");
    for it in &seen.days {
        terminal.say(format!(
            "{:<12}{:>10}{:>15}{:>8}{}",
            it.day.to_string(),
            it.explained,
            it.unexplained,
            it.usual,
            if it.stands_out { "  stands out" } else { "" }
        ));
    }
    Ok(Ended::Done)
}

async fn settings(
    office: &Office,
    change: &Settings,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let mut settings = office.review_settings().await?;
    let nothing =
        change.from_hour.is_none() && change.until_hour.is_none() && change.weights.is_empty();
    if !nothing {
        let who = office.colleague(&change.by.asker).await?;
        settings.from_hour = change.from_hour.unwrap_or(settings.from_hour);
        settings.until_hour = change.until_hour.unwrap_or(settings.until_hour);
        for weight in &change.weights {
            weigh(&mut settings, weight)?;
        }
        office.set_review_settings(who.id, settings.clone()).await?;
    }
    terminal.json(&settings)?;
    terminal.say(format!(
        "open from {} to {} o'clock",
        settings.from_hour, settings.until_hour
    ));
    for (flag, weight) in &settings.weights {
        terminal.say(format!("  {:<20}{weight:>5.0}", flag.word()));
    }
    Ok(Ended::Done)
}

fn weigh(settings: &mut ReviewSettings, weight: &str) -> anyhow::Result<()> {
    let wrong = || WrongUsage("a weight is a flag and a number, such as burst=12");
    let (flag, decibans) = weight.split_once('=').ok_or_else(wrong)?;
    let flag: AccessFlag = flag.trim().parse().map_err(|_| wrong())?;
    let decibans: f32 = decibans.trim().parse().map_err(|_| wrong())?;
    settings.weights.insert(flag, decibans);
    Ok(())
}
