//! `caseward agreement` and `caseward training`: what everyone here signs and learns, from the command line
//! (CC-2, DV-5.1.1, DV-5.3.1, DV-5.10).
//!
//! What is said about people is asked for line by line and stands in no list of processes. A signature at
//! the terminal is kept as one: whoever holds the office's key can sit there.

pub(crate) mod args;
mod papers;
mod report;
mod sign;

use std::path::Path;

use anyhow::Context;
use caseward_casework::Office;
use caseward_casework::gate::Actor;
use caseward_casework::sign_in::SignedIn;
use caseward_casework::standing::{Edition, NewVersion, Requirement, Wording};
use caseward_model::{Language, Role};
use jiff::civil::Date;
use serde_json::json;

use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};
use args::{AgreementArgs, AgreementWhat, TrainingArgs, TrainingWhat};

pub(crate) async fn agreement(
    house: &HouseArgs,
    order: &AgreementArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        AgreementWhat::Publish { shipped: true, .. } => publish_shipped(&office, terminal).await,
        AgreementWhat::Publish {
            files,
            roles,
            from,
            hold_days,
            actor,
            ..
        } => {
            let texts = files.iter().map(|it| read_text(it));
            let new = NewVersion {
                edition: Edition::of(texts.collect::<anyhow::Result<_>>()?)?,
                roles: roles.clone(),
                from_ms: from.map_or(Ok(0), begin_of)?,
                hold_days: *hold_days,
            };
            publish(&office, actor.as_deref(), new, terminal).await
        }
        AgreementWhat::Require { name, roles, actor } => {
            require(&office, name, roles, actor.as_deref(), terminal).await
        }
        AgreementWhat::List => list(&office, |_| true, terminal).await,
        AgreementWhat::Show {
            name,
            language,
            actor,
        } => {
            let person = person(&office, actor).await?;
            let reading = office.requirement_to_read(&person, name, *language).await?;
            sign::show(&reading, terminal)?;
            Ok(Ended::Done)
        }
        AgreementWhat::Sign(order) => sign::sign(&office, order, terminal).await,
        AgreementWhat::Refuse { name, actor } => refuse(&office, name, actor, terminal).await,
        AgreementWhat::SignPaper(order) => papers::record(&office, order, terminal).await,
        AgreementWhat::Papers { actor } => papers::list(&office, actor, terminal).await,
        AgreementWhat::Scan { no, out, actor } => {
            let by = office.colleague(actor).await?.id;
            let (_, bytes) = office.scan(by, *no).await?;
            papers::save(out, &bytes, terminal)
        }
        AgreementWhat::Confirm { no, decline, actor } => {
            papers::confirm(&office, *no, !decline, actor, terminal).await
        }
        AgreementWhat::Missing { actor } => {
            report::missing(&office, actor.as_deref(), terminal).await
        }
        AgreementWhat::Copy { no, out, actor } => {
            papers::copy(&office, *no, out, actor, terminal).await
        }
    }
}

pub(crate) async fn training(
    house: &HouseArgs,
    order: &TrainingArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        TrainingWhat::Take(order) => sign::take(&office, order, terminal).await,
        TrainingWhat::Record(order) => papers::record(&office, order, terminal).await,
        TrainingWhat::List => list(&office, |it| it.kind.is_course(), terminal).await,
        TrainingWhat::Missing { actor } => {
            report::missing(&office, actor.as_deref(), terminal).await
        }
        TrainingWhat::Certificate { no, out, actor } => {
            papers::copy(&office, *no, out, actor, terminal).await
        }
    }
}

/// Who does it: a worker, or whoever holds the key.
async fn actor(office: &Office, handle: Option<&str>) -> anyhow::Result<Actor> {
    match handle {
        Some(handle) => Ok(office.colleague(handle).await?.id.into()),
        None => Ok(Actor::KeyHolder),
    }
}

/// A worker as if they were signed in: the gate decides about them all the same.
async fn person(office: &Office, handle: &str) -> anyhow::Result<SignedIn> {
    let colleague = office.colleague(handle).await?;
    Ok(office.person_numbered(colleague.no).await?)
}

fn read_text(path: &Path) -> anyhow::Result<Wording> {
    let text = std::fs::read_to_string(path);
    let text = text.with_context(|| format!("{} can't be read", path.display()))?;
    Wording::read(&text).with_context(|| format!("{} can't be published", path.display()))
}

/// The beginning of a day, by this machine's own time.
fn begin_of(day: Date) -> anyhow::Result<i64> {
    let begin = jiff::tz::TimeZone::system().to_timestamp(day.at(0, 0, 0, 0))?;
    Ok(begin.as_millisecond())
}

async fn publish_shipped(office: &Office, terminal: &Terminal) -> anyhow::Result<Ended> {
    let published = office.publish_shipped(Actor::KeyHolder).await?;
    let names: Vec<_> = published.iter().map(|it| it.name.as_str()).collect();
    terminal.json(&json!({ "published": names }))?;
    terminal.say(match names.is_empty() {
        true => "All of them are there already; nothing was published.".to_owned(),
        false => format!("Published: {}.", names.join(", ")),
    });
    Ok(Ended::Done)
}

async fn publish(
    office: &Office,
    actor: Option<&str>,
    new: NewVersion,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let by = self::actor(office, actor).await?;
    let published = office.publish_requirement(by, new).await?;
    terminal.json(&json!({
        "requirement": published.name, "version": published.version,
        "in_force_from": day(published.from_ms), "concerned": published.concerned,
    }))?;
    terminal.say(format!(
        "{} is published as version {}, in force from {}; the standing of {} people changed.",
        published.name,
        published.version,
        day(published.from_ms),
        published.concerned
    ));
    Ok(Ended::Done)
}

async fn require(
    office: &Office,
    name: &str,
    roles: &[Role],
    handle: Option<&str>,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let by = actor(office, handle).await?;
    let concerned = office.require_of(by, name, roles.to_vec()).await?;
    terminal.json(&json!({ "requirement": name, "roles": roles, "concerned": concerned }))?;
    terminal.say(format!("Done; the standing of {concerned} people changed."));
    Ok(Ended::Done)
}

async fn refuse(
    office: &Office,
    name: &str,
    handle: &str,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let person = person(office, handle).await?;
    let reading = office
        .requirement_to_read(&person, name, Language::English)
        .await?;
    let version = reading.version.number;
    let words = terminal.ask("What would you like to say about it? You needn't: ")?;
    office
        .refuse_to_sign(&person, name, version, &words)
        .await?;
    terminal.json(&json!({ "refused": name, "version": version }))?;
    terminal.say("That is on record, and whoever answers for your work is told. You can sign whenever you like.");
    Ok(Ended::Done)
}

fn day(at_ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.to_zoned_datetime(jiff::tz::TimeZone::system())
        .date()
        .to_string()
}

async fn list(
    office: &Office,
    which: impl Fn(&Requirement) -> bool,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let register = office.requirements().await?;
    let mut rows = Vec::new();
    for it in register.requirements.iter().filter(|it| which(it)) {
        let Some(newest) = it.newest() else { continue };
        let roles: Vec<_> = it.roles.iter().map(|role| role.word()).collect();
        terminal.say(format!(
            "{:<20}{:<20}version {:<4}from {}  holds {} days\n{:<20}for {}",
            it.name,
            it.kind.word(),
            newest.number,
            day(newest.from),
            newest.hold_days,
            "",
            if roles.is_empty() {
                "nobody".to_owned()
            } else {
                roles.join(", ")
            },
        ));
        rows.push(json!({
            "name": it.name, "kind": it.kind.word(), "version": newest.number,
            "in_force_from": day(newest.from), "hold_days": newest.hold_days,
            "roles": roles, "text": newest.hash,
        }));
    }
    terminal.json(&rows)?;
    if rows.is_empty() {
        terminal.note("Nothing is published, so no file opens to anyone: caseward agreement publish --shipped");
    }
    Ok(Ended::Done)
}
