//! `caseward emergency`: opening a file in an emergency, ending that, reviewing it, and its limits (RE-7, NASW-c, CR-10).

use caseward_casework::Office;
use caseward_casework::emergency::danger::{DangerForm, Need};
use caseward_casework::emergency::{Limits, Opening};
use caseward_model::Channel;
use serde_json::json;
use zeroize::Zeroizing;

use super::tasks::moment;
use crate::cli::{EmergencyArgs, EmergencyLimitsArgs, EmergencyOpenArgs, EmergencyWhat};
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

const DAY_MS: i64 = 86_400_000;

pub(crate) async fn run(
    house: &HouseArgs,
    order: &EmergencyArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    match &order.what {
        EmergencyWhat::Open(form) => open(&office, form, terminal).await,
        EmergencyWhat::End { worker, ticket } => {
            let who = office.colleague(worker).await?;
            office.end_emergency(who.id, *ticket).await?;
            terminal.json(&json!({ "ticket": ticket, "open": false }))?;
            terminal.say("It has ended.");
            Ok(Ended::Done)
        }
        EmergencyWhat::List { worker } => list(&office, worker, terminal).await,
        EmergencyWhat::Review {
            worker,
            ticket,
            finding,
        } => {
            let who = office.colleague(worker).await?;
            let because = terminal.ask("Why, in a sentence:")?;
            let reviewed = office.review_emergency(who.id, *ticket, *finding, &because);
            reviewed.await?;
            terminal.json(&json!({ "ticket": ticket, "finding": finding }))?;
            terminal.say("The review is on record.");
            Ok(Ended::Done)
        }
        EmergencyWhat::Confirm { worker, ticket } => {
            let who = office.colleague(worker).await?;
            office.confirm_emergency(who.id, *ticket).await?;
            terminal.json(&json!({ "ticket": ticket, "confirmed": true }))?;
            terminal.say("Confirmed: they may open another one if the danger goes on.");
            Ok(Ended::Done)
        }
        EmergencyWhat::Seen { worker, ticket } => {
            let who = office.colleague(worker).await?;
            office.acknowledge_emergency(who.id, *ticket).await?;
            terminal.json(&json!({ "ticket": ticket, "seen": true }))?;
            terminal.say("It is on record that you know of it.");
            Ok(Ended::Done)
        }
        EmergencyWhat::Delay {
            worker,
            ticket,
            days,
        } => {
            let who = office.colleague(worker).await?;
            let because = terminal.ask("Why it would put someone at risk now, in a sentence:")?;
            let until = office.clock().now_ms() + days * DAY_MS;
            let delayed = office.delay_emergency(who.id, *ticket, until, &because);
            delayed.await?;
            terminal.json(&json!({ "ticket": ticket, "until": moment(until) }))?;
            terminal.say("It is on record.");
            Ok(Ended::Done)
        }
        EmergencyWhat::Limits(change) => limits(&office, change, terminal).await,
    }
}

async fn open(
    office: &Office,
    order: &EmergencyOpenArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let who = office.colleague(&order.worker).await?;
    let text = |it: &str| Zeroizing::new(it.to_owned());
    let what = terminal.ask("What may happen to whom, in a sentence:")?;
    let why_now =
        terminal.ask("Why nobody who works with the client can do it in time, in a sentence:")?;
    let not_told = if order.told {
        text("")
    } else {
        terminal.ask("Why the client couldn't be told, in a sentence:")?
    };
    let form = DangerForm {
        whom: text(&order.client),
        harm: order.harm.word().to_owned(),
        at_risk: order.at_risk.word().to_owned(),
        imminence: order.imminence.word().to_owned(),
        what,
        why_now,
        told: if order.told { "yes" } else { "no" }.to_owned(),
        not_told,
        sections: order
            .sections
            .iter()
            .map(|it| it.word().to_owned())
            .collect(),
        minutes: order.minutes.map(|it| it.to_string()).unwrap_or_default(),
        understood: order.understood,
    };
    let longest = office.emergency_limits().await?.minutes;
    let complete = match form.check(longest) {
        Ok(complete) => complete,
        Err(needs) => {
            let missing: Vec<_> = needs.iter().map(|it| needed(*it)).collect();
            terminal.json(&json!({ "opened": false, "needs": missing }))?;
            missing.iter().for_each(|it| terminal.say(it));
            return Ok(Ended::Failed);
        }
    };
    let mark = office.new_form_mark();
    match office
        .open_emergency(who.id, &mark, complete, Channel::Api)
        .await?
    {
        Opening::Open(ticket, client) => {
            terminal.json(&json!({ "opened": true, "ticket": ticket, "client": client }))?;
            terminal.say(format!("Emergency {ticket} is open: {client}"));
            terminal.note("The supervisor and the privacy officer were told; it will be reviewed. Read with `caseward ask --purpose emergency --show`.");
            Ok(Ended::Done)
        }
        Opening::Nothing => {
            terminal.json(&json!({ "opened": false }))?;
            terminal.say("Nothing can be opened with this. Check the number, or call the supervisor now; the attempt is on record.");
            Ok(Ended::Refused)
        }
        Opening::TooMany => {
            terminal.json(&json!({ "opened": false, "too_many_attempts": true }))?;
            terminal.say("There were too many attempts within an hour. Call the supervisor now; the privacy officer was told.");
            Ok(Ended::Refused)
        }
    }
}

async fn list(office: &Office, worker: &str, terminal: &Terminal) -> anyhow::Result<Ended> {
    let who = office.colleague(worker).await?;
    let mut tickets = office.emergencies_to_review(who.id).await?;
    tickets.extend(office.own_emergencies(who.no).await?);
    let now_ms = office.clock().now_ms();
    let rows: Vec<_> = tickets
        .iter()
        .map(|it| {
            json!({
                "ticket": it.no, "worker": it.worker, "opened_at": moment(it.opened_at),
                "until": moment(it.until), "open": it.is_open(now_ms), "review_due": moment(it.review_due),
                "over_budget": it.over_budget, "finding": it.review.as_ref().map(|review| review.finding),
            })
        })
        .collect();
    terminal.json(&rows)?;
    for it in &tickets {
        let stands = match &it.review {
            Some(review) => review.finding.word().to_owned(),
            None => format!("review due {}", moment(it.review_due)),
        };
        terminal.say(format!("{:<6}{}  {stands}", it.no, moment(it.opened_at)));
    }
    if tickets.is_empty() {
        terminal.say("There is no emergency access that they may see.");
    }
    Ok(Ended::Done)
}

async fn limits(
    office: &Office,
    change: &EmergencyLimitsArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let mut limits: Limits = office.emergency_limits().await?;
    let before = limits.clone();
    limits.minutes = change.minutes.unwrap_or(limits.minutes);
    limits.per_team = change.per_team.unwrap_or(limits.per_team);
    limits.warn_hours = change.warn_hours.unwrap_or(limits.warn_hours);
    if let Some(zone) = &change.zone {
        limits.zone.clone_from(zone);
    }
    if !change.holidays.is_empty() {
        limits.holidays.clone_from(&change.holidays);
    }
    if limits != before {
        let who = office.colleague(&change.worker).await?;
        office.set_emergency_limits(who.id, limits.clone()).await?;
    }
    terminal.json(&limits)?;
    terminal.say(format!(
        "At most {} minutes; {} in a month for each team; {} holidays. Whoever is threatened is warned within {} hours.",
        limits.minutes,
        limits.per_team,
        limits.holidays.len(),
        limits.warn_hours
    ));
    Ok(Ended::Done)
}

/// What a form still needs, as the command line says it.
const fn needed(need: Need) -> &'static str {
    match need {
        Need::Whom => "--client: whose file",
        Need::Harm => "--harm: what may happen",
        Need::AtRisk => "--at-risk: who may be harmed",
        Need::Imminence => "--imminence: how soon",
        Need::NotImminent => {
            "--imminence: what can wait until tomorrow is no emergency; ask whoever works with the client"
        }
        Need::What => "say in a sentence what may happen to whom",
        Need::WhyNow => "say in a sentence why nobody who works with the client can do it in time",
        Need::Told => "--told: whether the client was told",
        Need::NotTold => "say in a sentence why the client couldn't be told",
        Need::Sections => "--section: at least one, of those that an emergency may need",
        Need::Minutes => "--minutes: a whole number, not more than allowed",
        Need::Understood => {
            "--understood: it is told to others, reviewed, and kept for the client to see"
        }
        Need::TooLong => "shorten each text to 2,000 characters",
    }
}
