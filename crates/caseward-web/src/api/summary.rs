//! `/api/v1/clients/{id}/summary`: a client's file at a glance: what stands where, what comes next, until when things hold, and who answers
//! (CR-4, CR-7).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::plan::Step;
use caseward_casework::summary::{Stands, Summary};
use caseward_casework::tasks::Task;
use caseward_model::{Channel, Client, Id};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::bytes_of;
use super::assignments::Whom;
use super::clients::{Standing, moment};
use super::decided::Answered;
use super::disclosures::failed;
use super::file::all_handed_over;
use super::problem::ProblemBody;
use super::released::Released;
use super::sent::{Caller, Named};
use crate::front::Front;
use crate::visit::local;

/// A file at a glance.
#[derive(Serialize, ToSchema)]
#[schema(as = Summary)]
pub(crate) struct SummaryShown<'s> {
    /// The number of the entry in the ledger that this look made.
    #[schema(example = 48)]
    entry: u64,
    /// Their need for protection.
    standing: Standing,
    /// Who answers for the client now; nobody on one's own file.
    answers: Vec<Whom<'s>>,
    /// The sections that are open and hold something.
    sections: Vec<SummarySection>,
    /// How many sections aren't open to you.
    #[schema(example = 3)]
    closed: usize,
    /// The steps of the plan that are still to be taken, what is due first before the rest. Missing where the plan isn't open to you.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<Vec<SummaryStep<'s>>>,
    /// Consents and disclosures that stand. Missing where the book isn't open to you.
    #[serde(skip_serializing_if = "Option::is_none")]
    stands: Option<Vec<SummaryStands>>,
    /// What waits for you about this client.
    tasks: Vec<SummaryTask>,
}

/// A section that is open.
#[derive(Serialize, ToSchema)]
pub(crate) struct SummarySection {
    #[schema(example = "housing")]
    section: &'static str,
    /// How many records it holds.
    #[schema(example = 2)]
    records: u64,
}

/// A step that is still to be taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct SummaryStep<'s> {
    /// The number of its record within the file.
    #[schema(example = 8)]
    record: i64,
    /// What is to be done.
    #[schema(value_type = String, example = "Look at two flats.")]
    text: Released<'s>,
    /// Who takes it: `client`, `office`, `together` or `elsewhere`.
    #[schema(example = "together")]
    by: &'static str,
    /// Until which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-12-01")]
    until: Option<String>,
    /// That day is over.
    late: bool,
}

/// A consent or a disclosure that stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct SummaryStands {
    /// `consent_holds`, `consent_waits`, `consent_begun`, `disclosure_begun`, `disclosure_approved`, `disclosure_on_its_way` or
    /// `disclosure_failed`.
    #[schema(example = "consent_holds")]
    what: &'static str,
    /// The number of the consent or the disclosure.
    #[schema(example = 3)]
    number: i64,
    /// Until when it holds, where it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-11-30T00:00:00Z")]
    until: Option<String>,
}

/// What waits about this client.
#[derive(Serialize, ToSchema)]
pub(crate) struct SummaryTask {
    /// Its number.
    #[schema(example = 12)]
    number: i64,
    /// What is to be done.
    #[schema(example = "confidentiality_talk")]
    kind: &'static str,
    /// Until when.
    #[schema(example = "2026-12-03T09:00:00Z")]
    due_at: String,
    /// It is past due.
    late: bool,
}

impl<'s> SummaryStep<'s> {
    fn new(it: &'s Step, today: Date) -> Self {
        Self {
            record: it.line.no,
            text: Released(&it.line.text),
            by: it.by.word(),
            until: it.line.until.map(|day| day.to_string()),
            late: it.line.until.is_some_and(|day| day < today),
        }
    }
}

impl SummaryStands {
    fn new(it: &Stands) -> Self {
        Self {
            what: it.what.word(),
            number: it.no,
            until: it.until.map(moment),
        }
    }
}

impl SummaryTask {
    fn new(it: &Task, now_ms: i64) -> Self {
        Self {
            number: it.no,
            kind: it.kind.word(),
            due_at: moment(it.due_at),
            late: it.due_at <= now_ms,
        }
    }
}

impl<'s> SummaryShown<'s> {
    fn new(it: &'s Summary, now_ms: i64) -> Self {
        let today = local(now_ms).date();
        let overview = &it.overview;
        let open = || {
            let all = overview.sections.iter();
            all.filter(|section| section.decision.permitted)
        };
        let section = |section: &caseward_casework::gate::SectionDecision| SummarySection {
            section: section.category.word(),
            records: overview.records_in(section.category),
        };
        let steps = it.plan.as_ref().map(|plan| {
            let next = plan.next_steps().into_iter();
            next.map(|step| SummaryStep::new(step, today)).collect()
        });
        let stands = it.stands.as_ref();
        Self {
            entry: overview.entry,
            standing: Standing::new(overview.standing, overview.protection_proposed),
            answers: it.answers.iter().map(Whom::of).collect(),
            closed: overview.sections.len() - open().count(),
            sections: open().map(section).filter(|it| it.records > 0).collect(),
            steps,
            stands: stands.map(|all| all.iter().map(SummaryStands::new).collect()),
            tasks: it
                .tasks
                .iter()
                .map(|task| SummaryTask::new(task, now_ms))
                .collect(),
        }
    }
}

/// A client's file at a glance. Nothing of it is opened but the plan and the book, where they are open to you.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/summary", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The summary", body = SummaryShown),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "None of the sections is open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let found = front.casework.summary(person, client, Channel::Api).await;
    let (summary, opened) = found.map_err(|error| failed(&caller, error))?;
    let now_ms = front.casework.clock().now_ms();
    let bytes = bytes_of(&SummaryShown::new(&summary, now_ms), 4 * 1024)?;
    all_handed_over(bytes, opened)
}
