//! `caseward file`: a client's file at a glance, its plan and its papers (CR-4, CR-7, NASW-a, DV-5.2.2). What is written is asked for, so
//! that it stands in no shell's history.

use std::sync::Arc;

use caseward_casework::Office;
use caseward_casework::assignment::Named;
use caseward_casework::disclosure::DisclosureError;
use caseward_casework::documents::Document;
use caseward_casework::gate::Refusal;
use caseward_casework::plain_words::remarks;
use caseward_casework::plan::{Goal, Plan, PlanDraft, PlanError, Step, Written};
use caseward_casework::sign_in::SignedIn;
use caseward_casework::summary::Summary;
use caseward_model::{Channel, Client, Id, PlanBy, PlanLine};
use clap::{Args, Subcommand};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::ask::NOT_KNOWN;
use super::tasks::moment;
use crate::cli::word;
use crate::house::HouseArgs;
use crate::terminal::{Ended, Terminal};

#[derive(Debug, Args)]
pub(crate) struct FileArgs {
    /// Who looks or writes: a worker's short name or id
    #[arg(long = "as")]
    worker: String,
    /// Whose file: a client's id, or the PersonalID of an imported client
    #[arg(long)]
    client: String,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The file at a glance: who answers, what is open, what comes next, what stands until when
    Summary,
    /// The papers in the file, each with its day; opens none of them
    Documents,
    /// The plan: goals, the steps to them, who takes each and until when, how they ended
    Plan,
    /// Write a goal into the plan; asks what is to be reached
    Goal {
        /// Until which day, like 2026-12-01; a goal can do without
        #[arg(long)]
        until: Option<Date>,
    },
    /// Write a step to a goal; asks what is to be done
    Step {
        /// The number of the goal, as `plan` prints it
        #[arg(long)]
        of: i64,
        /// Who takes it: client, office, together or elsewhere
        #[arg(long, value_parser = word::<PlanBy>)]
        by: PlanBy,
        /// Until which day, like 2026-12-01
        #[arg(long)]
        until: Date,
    },
    /// Write that a goal or a step was reached; asks what came of it
    Done {
        /// The number of the goal or step, as `plan` prints it
        #[arg(long)]
        of: i64,
    },
    /// Write that a goal or a step was given up; asks why
    GiveUp {
        /// The number of the goal or step, as `plan` prints it
        #[arg(long)]
        of: i64,
    },
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
    order: &FileArgs,
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

impl Desk<'_> {
    async fn carry_out(&self, what: &What) -> anyhow::Result<Ended> {
        let line = |line: PlanLine, of: Option<i64>, until: Option<Date>| PlanDraft {
            line: line.word().to_owned(),
            of: of.map(|it| it.to_string()).unwrap_or_default(),
            until: until.map(|it| it.to_string()).unwrap_or_default(),
            ..PlanDraft::default()
        };
        match what {
            What::Summary => self.summary().await,
            What::Documents => self.documents().await,
            What::Plan => self.plan().await,
            What::Goal { until } => {
                let goal = line(PlanLine::Goal, None, *until);
                self.write("What is to be reached:", goal).await
            }
            What::Step { of, by, until } => {
                let step = PlanDraft {
                    by: by.word().to_owned(),
                    ..line(PlanLine::Step, Some(*of), Some(*until))
                };
                self.write("What is to be done:", step).await
            }
            What::Done { of } => {
                let end = line(PlanLine::Done, Some(*of), None);
                self.write("What came of it:", end).await
            }
            What::GiveUp { of } => {
                let end = line(PlanLine::GivenUp, Some(*of), None);
                self.write("Why it was given up:", end).await
            }
        }
    }

    async fn summary(&self) -> anyhow::Result<Ended> {
        let (office, person) = (&self.office, &self.person);
        let found = office.summary(person, self.client, Channel::Api).await;
        let (summary, opened) = match found {
            Ok(found) => found,
            Err(error) => return self.stopped(error),
        };
        self.terminal.json(&glance(&summary))?;
        self.say_summary(&summary);
        for delivery in opened {
            delivery.delivered(None);
        }
        Ok(Ended::Done)
    }

    fn say_summary(&self, summary: &Summary) {
        let say = |line: String| self.terminal.say(line);
        let names: Vec<String> = summary.answers.iter().map(called).collect();
        if !names.is_empty() {
            say(format!("Answering: {}.", names.join(", ")));
        }
        let open: Vec<String> = open(summary)
            .map(|(section, records)| format!("{section} ({records})"))
            .collect();
        say(format!(
            "Open: {}. Not open: {}.",
            open.join(", "),
            closed(summary)
        ));
        for step in summary.plan.iter().flat_map(Plan::next_steps) {
            say(format!("Next: {}", said(&step.line, Some(step.by))));
        }
        for it in summary.stands.iter().flatten() {
            let until = it
                .until
                .map(|at| format!(", until {}", moment(at)))
                .unwrap_or_default();
            say(format!("Stands: {} {}{until}", it.what.word(), it.no));
        }
        for it in &summary.tasks {
            say(format!(
                "Waits: {} {}, due {}",
                it.kind,
                it.no,
                moment(it.due_at)
            ));
        }
    }

    async fn documents(&self) -> anyhow::Result<Ended> {
        let (office, person) = (&self.office, &self.person);
        let found = office.documents(person, self.client, Channel::Api).await;
        let (documents, books) = match found {
            Ok(found) => found,
            Err(error) => return self.stopped(error),
        };
        let rows: Vec<Value> = documents.iter().map(paper).collect();
        self.terminal.json(&rows)?;
        for it in &documents {
            let day = if it.at > 0 {
                moment(it.at)
            } else {
                "day not kept".to_owned()
            };
            self.terminal
                .say(format!("{:<16}{day}  {}", it.kind.word(), it.place()));
        }
        if documents.is_empty() {
            self.terminal.say("There are no papers in this file.");
        }
        for delivery in books {
            delivery.delivered(None);
        }
        Ok(Ended::Done)
    }

    async fn plan(&self) -> anyhow::Result<Ended> {
        let (office, person) = (&self.office, &self.person);
        let (plan, delivery) = match office.plan(person, self.client, Channel::Api).await {
            Ok(found) => found,
            Err(refusal) => return refused(refusal, self.terminal),
        };
        let goals: Vec<Value> = plan.goals.iter().map(goal).collect();
        self.terminal.json(&json!({ "goals": goals }))?;
        for goal in &plan.goals {
            self.terminal
                .say(format!("{:>5}  {}", goal.line.no, said(&goal.line, None)));
            for step in &goal.steps {
                let line = said(&step.line, Some(step.by));
                self.terminal.say(format!("{:>9}  {line}", step.line.no));
            }
        }
        if plan.goals.is_empty() {
            self.terminal.say("There is no plan yet.");
        }
        delivery.delivered(None);
        Ok(Ended::Done)
    }

    async fn write(&self, question: &str, draft: PlanDraft) -> anyhow::Result<Ended> {
        let draft = PlanDraft {
            text: self.terminal.ask(question)?,
            ..draft
        };
        let (office, person) = (&self.office, &self.person);
        let written = office.write_plan(person, self.client, Channel::Api, &draft);
        let written = match written.await {
            Ok(written) => written,
            Err(PlanError::Refused(refusal)) => return refused(refusal, self.terminal),
            Err(error) => return Err(error.into()),
        };
        let pointed_out = remarks(&draft.text);
        let words: Vec<&str> = pointed_out.iter().map(|it| it.said.as_str()).collect();
        let (record, entry) = (written.record_no, written.entry);
        self.terminal
            .json(&json!({ "record": record, "entry": entry, "remarks": words }))?;
        self.terminal
            .say(format!("Written as {record}, and on record."));
        for remark in &pointed_out {
            self.terminal
                .say(format!("It says “{}”. {}", remark.said, remark.instead));
        }
        Ok(Ended::Done)
    }

    /// The book, or a part of it, couldn't be read.
    fn stopped(&self, error: DisclosureError) -> anyhow::Result<Ended> {
        match error {
            DisclosureError::Refused(refusal) => refused(refusal, self.terminal),
            error => Err(error.into()),
        }
    }
}

/// The gate said no.
fn refused(refusal: Refusal, terminal: &Terminal) -> anyhow::Result<Ended> {
    match refusal {
        Refusal::Refused { entry, .. } => {
            terminal.json(&json!({ "refused": entry }))?;
            terminal.say("The gate said no, and that is on record.");
        }
        Refusal::NotKnown { .. } => {
            terminal.json(&json!({ "refused": "not_known" }))?;
            terminal.say(NOT_KNOWN);
        }
        Refusal::Unrecorded(error) => return Err(error.into()),
    }
    Ok(Ended::Refused)
}

/// The sections that are open and hold something, with how many records.
fn open(summary: &Summary) -> impl Iterator<Item = (&'static str, u64)> {
    let overview = &summary.overview;
    let all = overview.sections.iter();
    let open = all.filter(|it| it.decision.permitted);
    let counted = open.map(move |it| (it.category.word(), overview.records_in(it.category)));
    counted.filter(|(_, records)| *records > 0)
}

fn closed(summary: &Summary) -> usize {
    let all = summary.overview.sections.iter();
    all.filter(|it| !it.decision.permitted).count()
}

/// What somebody is called who answers for a client.
fn called(it: &Named) -> String {
    let numbered = |kind: &str, no: i64, name: &str| match name {
        "" => format!("{kind} {no}"),
        name => name.to_owned(),
    };
    match it {
        Named::Worker { id: None, .. } => "somebody who isn't here any more".to_owned(),
        Named::Worker { name, .. } => name.clone(),
        Named::Team { no, name } => numbered("team", *no, name),
        Named::Programme { no, name } => numbered("programme", *no, name),
    }
}

/// The summary for programs; fields are named as in the API.
fn glance(it: &Summary) -> Value {
    let step = |it: &Step| json!({ "record": it.line.no, "text": it.line.text.to_string(), "by": it.by, "until": day(it.line.until) });
    let steps = it.plan.as_ref().map(|plan| {
        let next = plan.next_steps().into_iter();
        next.map(step).collect::<Vec<_>>()
    });
    let stands = it.stands.as_ref().map(|all| {
        let line = |it: &caseward_casework::summary::Stands| json!({ "what": it.what.word(), "number": it.no, "until": it.until.map(moment) });
        all.iter().map(line).collect::<Vec<_>>()
    });
    let tasks = it.tasks.iter();
    let tasks =
        tasks.map(|it| json!({ "number": it.no, "kind": it.kind, "due_at": moment(it.due_at) }));
    let sections =
        open(it).map(|(section, records)| json!({ "section": section, "records": records }));
    json!({
        "entry": it.overview.entry,
        "answers": it.answers.iter().map(called).collect::<Vec<_>>(),
        "sections": sections.collect::<Vec<_>>(),
        "closed": closed(it),
        "steps": steps,
        "stands": stands,
        "tasks": tasks.collect::<Vec<_>>(),
    })
}

fn paper(it: &Document) -> Value {
    json!({
        "kind": it.kind.word(),
        "number": it.no,
        "section": it.section,
        "at": (it.at > 0).then(|| moment(it.at)),
        "by": it.by,
        "place": it.place(),
    })
}

fn goal(it: &Goal) -> Value {
    let steps = it.steps.iter();
    let steps: Vec<Value> = steps
        .map(|it| written(&it.line, ("by", json!(it.by))))
        .collect();
    written(&it.line, ("steps", json!(steps)))
}

/// A line of a plan for programs, with what only lines of its kind have.
fn written(it: &Written, (name, more): (&str, Value)) -> Value {
    let end = it
        .end
        .as_ref()
        .map(|it| json!({ "how": it.how, "text": it.text.to_string(), "at": moment(it.at) }));
    json!({
        "record": it.no,
        "text": it.text.to_string(),
        "until": day(it.until),
        "written_at": moment(it.at),
        "written_by": it.written_by,
        "end": end,
        name: more,
    })
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// A line of a plan as a line for people.
fn said(line: &Written, by: Option<PlanBy>) -> String {
    let mut said = vec![line.text.to_string()];
    said.extend(by.map(|by| format!("({by})")));
    said.extend(line.until.map(|day| format!("until {day}")));
    if let Some(end) = &line.end {
        said.push(format!("{}: {}", end.how, end.text));
    }
    said.join(" ")
}
