//! `caseward danger`: reporting that somebody is in danger, what a supervisor said about it, and that it is over (RE-7, DV-3.3.2c).
//! What was seen and said is asked for line by line, so that it stands in no shell's history.

use std::sync::Arc;

use caseward_casework::Office;
use caseward_casework::danger::{
    DangerDiscussed, DangerError, DangerReport, NewDanger, ReportedDanger, USUAL_HOURS,
};
use caseward_casework::gate::Refusal;
use caseward_casework::sign_in::SignedIn;
use caseward_model::{AtRisk, Channel, Client, Id, Provenance};
use clap::{Args, Subcommand};
use serde_json::json;

use super::ask::NOT_KNOWN;
use super::tasks::moment;
use super::warning::{self, Warn};
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct DangerArgs {
    /// Who does it: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
    /// About whom: a client's id, or the PersonalID of an imported client
    #[arg(long)]
    client: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Report a danger; asks what was seen or heard, and what the client was told. Nothing leaves by it. An open emergency is enough
    Report {
        /// Who may be harmed
        #[arg(long, value_parser = word::<AtRisk>)]
        at_risk: AtRisk,
        /// Who told of it: client, worker (you saw it yourself) or third_party
        #[arg(long, default_value = "worker", value_parser = word::<Provenance>)]
        told_by: Provenance,
        /// For how many hours it stands, 336 at most
        #[arg(long, default_value_t = USUAL_HOURS)]
        hours: i64,
        /// The client was told; asks why not otherwise
        #[arg(long)]
        client_told: bool,
        /// Telling of it may put the client at more risk: a supervisor discusses it first
        #[arg(long)]
        raises_risk: bool,
    },
    /// The danger reports of a client, the newest first
    List,
    /// Keep that a report was discussed; asks what was said. For a supervisor other than whoever reported it
    Discuss {
        /// The report's number
        report: i64,
        /// Nothing is told, the report ends, and nothing goes before a supervisor says yes about another one
        #[arg(long)]
        stop: bool,
    },
    /// End a report before its time; asks why
    Over {
        /// The report's number
        report: i64,
    },
    /// Warn somebody else who is threatened: prepare it, read it, say it, note what became of it
    #[command(subcommand)]
    Warn(Warn),
}

/// Who acts, and about whom.
struct Desk<'t> {
    office: Arc<Office>,
    person: SignedIn,
    client: Id<Client>,
    terminal: &'t Terminal,
}

pub(crate) async fn run(
    house: &HouseArgs,
    order: &DangerArgs,
    terminal: &Terminal,
) -> anyhow::Result<Ended> {
    let office = house.opened().await?;
    let who = office.colleague(&order.worker).await?;
    let desk = Desk {
        person: office.person_numbered(who.no).await?,
        client: office.client_called(&order.client).await?,
        office,
        terminal,
    };
    let ended = desk.carry_out(&order.what).await?;
    desk.office.write_tally().await?;
    Ok(ended)
}

type Done = Result<(), DangerError>;

impl Desk<'_> {
    async fn carry_out(&self, what: &What) -> anyhow::Result<Ended> {
        let (person, terminal) = (&self.person, self.terminal);
        let done = match what {
            What::Report {
                at_risk,
                told_by,
                hours,
                client_told,
                raises_risk,
            } => {
                let seen = terminal.ask("What was seen or heard, and why can't it wait:")?;
                let told_how = terminal.ask(if *client_told {
                    "What the client was told:"
                } else {
                    "Why the client could not be told first:"
                })?;
                let new = NewDanger {
                    at_risk: Some(*at_risk),
                    told_by: Some(*told_by),
                    seen: seen.to_string(),
                    hours: Some(*hours),
                    client_told: Some(*client_told),
                    told_how: told_how.to_string(),
                    raises_risk: Some(*raises_risk),
                };
                let office = &self.office;
                let reported = office.report_danger(person, self.client, Channel::Api, new);
                match reported.await {
                    Ok(reported) => {
                        self.reported(reported)?;
                        Ok(())
                    }
                    Err(error) => Err(error),
                }
            }
            What::List => self.list().await?,
            What::Discuss { report, stop } => {
                let said = terminal.ask("What was discussed, and what was weighed:")?;
                let new = DangerDiscussed {
                    said: said.to_string(),
                    goes_on: Some(!stop),
                };
                let which = (self.client, *report);
                let office = &self.office;
                let kept = office.discuss_danger(person, which, Channel::Api, new);
                self.noted("discussed", *report, kept.await)?
            }
            What::Over { report } => {
                let why = terminal.ask("Why is it over:")?.to_string();
                let which = (self.client, *report);
                let office = &self.office;
                let over = office.end_danger(person, which, Channel::Api, why);
                self.noted("over", *report, over.await)?
            }
            What::Warn(what) => {
                let desk = warning::Desk {
                    office: &self.office,
                    person,
                    client: self.client,
                    terminal,
                };
                return desk.carry_out(what).await;
            }
        };
        ended(done, terminal)
    }

    fn reported(&self, it: ReportedDanger) -> anyhow::Result<()> {
        let ReportedDanger { no, told } = it;
        self.terminal.json(&json!({ "danger": no, "told": told }))?;
        self.terminal.say(format!(
            "Reported as {no}. Nothing left by it: begin a disclosure on the ground of danger."
        ));
        if !told {
            self.terminal.say(
                "No supervisor who may open this file could be told: there is none. Speak with one now, and have one assigned to this client.",
            );
        }
        Ok(())
    }

    fn noted(&self, what: &str, report: i64, done: Done) -> anyhow::Result<Done> {
        if done.is_ok() {
            self.terminal.json(&json!({ what: report }))?;
            self.terminal.say("Noted, and on record.");
        }
        Ok(done)
    }

    async fn list(&self) -> anyhow::Result<Done> {
        let office = &self.office;
        let found = office.dangers_of(&self.person, self.client, Channel::Api);
        let (all, delivery) = match found.await {
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        let now_ms = office.clock().now_ms();
        let rows: Vec<_> = all.iter().map(|it| row(it, now_ms)).collect();
        self.terminal.json(&rows)?;
        for it in &all {
            let state = if it.stands_at(now_ms) {
                "stands"
            } else {
                "over"
            };
            let waits = if it.waits() {
                "waits for a supervisor"
            } else {
                ""
            };
            self.terminal.say(format!(
                "{:<5}{state:<8}until {}  {:<11}{waits}",
                it.no,
                moment(it.until),
                it.at_risk.word()
            ));
            self.terminal.say(format!("     {}", it.seen));
        }
        delivery.delivered(None);
        Ok(Ok(()))
    }
}

fn row(it: &DangerReport, now_ms: i64) -> serde_json::Value {
    json!({
        "number": it.no,
        "at_risk": it.at_risk,
        "told_by": it.told_by,
        "seen": it.seen,
        "since": moment(it.since),
        "until": moment(it.until),
        "stands": it.stands_at(now_ms),
        "client_told": it.client_told,
        "told_how": it.told_how,
        "raises_risk": it.raises_risk,
        "supervisor_told": !it.told_nobody,
        "goes_on": it.discussed.as_ref().map(|it| it.goes_on),
    })
}

fn ended(done: Done, terminal: &Terminal) -> anyhow::Result<Ended> {
    match done {
        Ok(()) => Ok(Ended::Done),
        Err(DangerError::Refused(Refusal::Refused { entry, .. })) => {
            terminal.json(&json!({ "refused": entry }))?;
            terminal.say("The gate said no, and that is on record.");
            Ok(Ended::Refused)
        }
        Err(DangerError::Refused(_)) => {
            terminal.json(&json!({ "refused": "not_known" }))?;
            terminal.say(NOT_KNOWN);
            Ok(Ended::Refused)
        }
        Err(error) => Err(error.into()),
    }
}
