//! `/api/v1/clients/{id}/plan`: a client's goals, the steps to them, who takes each and until when (NASW-a, DV-5.2.2).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::plain_words::remarks;
use caseward_casework::plan::{End, Goal, Plan, PlanDraft, PlanError, PlanMend, Step, Written};
use caseward_model::{Channel, Client, Id, PlanBy, PlanLine, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::bytes_of;
use super::clients::moment;
use super::decided::Answered;
use super::file::handed_over;
use super::problem::{Field, Problem, ProblemBody};
use super::released::Released;
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// A plan.
#[derive(Serialize, ToSchema)]
#[schema(as = Plan)]
pub(crate) struct PlanShown<'p> {
    /// The goals, the oldest first.
    goals: Vec<GoalShown<'p>>,
}

/// A goal with its steps.
#[derive(Serialize, ToSchema)]
#[schema(as = Goal)]
pub(crate) struct GoalShown<'p> {
    #[serde(flatten)]
    line: LineShown<'p>,
    /// The steps to it, the oldest first.
    steps: Vec<StepShown<'p>>,
}

/// A step.
#[derive(Serialize, ToSchema)]
#[schema(as = PlanStep)]
pub(crate) struct StepShown<'p> {
    #[serde(flatten)]
    line: LineShown<'p>,
    /// Who takes it: `client`, `office`, `together` or `elsewhere`.
    #[schema(example = "together")]
    by: &'static str,
}

/// A line of a plan.
#[derive(Serialize, ToSchema)]
#[schema(as = PlanLine)]
pub(crate) struct LineShown<'p> {
    /// The number of its record within the file: what belongs to it names that.
    #[schema(example = 7)]
    record: i64,
    /// What was written.
    #[schema(value_type = String, example = "A flat of her own by spring.")]
    text: Released<'p>,
    /// Until which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "2026-12-01")]
    until: Option<String>,
    /// When it was written.
    #[schema(example = "2026-11-02T09:00:00Z")]
    written_at: String,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    written_by: Option<Id<Worker>>,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<EndShown<'p>>,
}

/// How a goal or a step ended.
#[derive(Serialize, ToSchema)]
#[schema(as = PlanEnd)]
pub(crate) struct EndShown<'p> {
    /// `done` or `given_up`.
    #[schema(example = "done")]
    how: &'static str,
    /// What came of it.
    #[schema(value_type = String, example = "She signed the lease.")]
    text: Released<'p>,
    /// When that was written.
    #[schema(example = "2026-11-20T09:00:00Z")]
    at: String,
}

impl<'p> LineShown<'p> {
    fn new(line: &'p Written) -> Self {
        let end = |it: &'p End| EndShown {
            how: it.how.word(),
            text: Released(&it.text),
            at: moment(it.at),
        };
        Self {
            record: line.no,
            text: Released(&line.text),
            until: line.until.map(|it| it.to_string()),
            written_at: moment(line.at),
            written_by: line.written_by,
            end: line.end.as_ref().map(end),
        }
    }
}

impl<'p> PlanShown<'p> {
    fn new(plan: &'p Plan) -> Self {
        let step = |it: &'p Step| StepShown {
            line: LineShown::new(&it.line),
            by: it.by.word(),
        };
        let goal = |it: &'p Goal| GoalShown {
            line: LineShown::new(&it.line),
            steps: it.steps.iter().map(step).collect(),
        };
        Self {
            goals: plan.goals.iter().map(goal).collect(),
        }
    }
}

/// A client's plan.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/plan", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The plan", body = PlanShown),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The section on services isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
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
    let found = front.casework.plan(person, client, Channel::Api).await;
    let (plan, delivery) = found.map_err(|refusal| caller.refused(refusal))?;
    handed_over(bytes_of(&PlanShown::new(&plan), 4 * 1024)?, delivery)
}

/// A line of a plan to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPlanLine {
    /// `goal`, `step`, `done` or `given_up`.
    #[serde(default)]
    #[schema(example = "step")]
    line: String,
    /// The record of the goal to which a step belongs, or of what ended; it has to be open.
    #[serde(default)]
    #[schema(example = 7)]
    of: Option<i64>,
    /// Who takes a step: `client`, `office`, `together` or `elsewhere`.
    #[serde(default)]
    #[schema(example = "together")]
    by: String,
    /// Until which day; a step needs one.
    #[serde(default)]
    #[schema(example = "2026-12-01")]
    until: String,
    /// The text, at most 10,000 characters.
    #[serde(default)]
    #[schema(example = "Look at two flats.")]
    text: String,
}

/// What was written.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanLineWritten {
    /// The record's number within the file.
    record: i64,
    /// The number of the entry in the ledger.
    entry: u64,
    /// Words that judge somebody; the line is kept as it is (DV-4.6.5).
    remarks: Vec<String>,
}

fn to_mend(mend: PlanMend) -> Field {
    match mend {
        PlanMend::Line => Field::one_of("line", PlanLine::ALL.iter().map(|it| it.word())),
        PlanMend::By => Field::one_of("by", PlanBy::ALL.iter().map(|it| it.word())),
        PlanMend::Of => Field::new("of", mend.says()),
        PlanMend::Until => Field::new("until", mend.says()),
        PlanMend::TextMissing | PlanMend::TextTooLong => Field::new("text", mend.says()),
    }
}

/// Writes a line of a plan: an entry in the section on services. Nothing that was written is changed.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/plan", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    request_body = NewPlanLine,
    responses(
        (status = 201, description = "Written", body = PlanLineWritten),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not write into this section", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "Not JSON", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn write(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(new): Sent<NewPlanLine>,
) -> Answered<(StatusCode, Json<PlanLineWritten>)> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let pointed_out = remarks(&new.text);
    let draft = PlanDraft {
        line: new.line,
        of: new.of.map(|it| it.to_string()).unwrap_or_default(),
        by: new.by,
        until: new.until,
        text: new.text.into(),
    };
    let written = front
        .casework
        .write_plan(person, client, Channel::Api, &draft)
        .await;
    let written = written.map_err(|error| match error {
        PlanError::Refused(refusal) => caller.refused(refusal),
        PlanError::Mend(mend) => Problem::Mend(mend.into_iter().map(to_mend).collect()),
        PlanError::Unneeded => Problem::Mend(vec![Field::new(
            "line",
            "nobody has stated a need for a plan with this client; state it in the settings",
        )]),
        PlanError::Casework(error) => error.into(),
    })?;
    let body = PlanLineWritten {
        record: written.record_no,
        entry: written.entry,
        remarks: pointed_out.into_iter().map(|it| it.said).collect(),
    };
    Ok((StatusCode::CREATED, Json(body)))
}
