//! `/api/v1/tasks`: what waits for you, the most urgent first (NASW-d, NASW-o).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::tasks::Task;
use caseward_model::{Id, Worker};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Problem, ProblemBody};
use super::sent::Caller;
use crate::front::Front;

/// What waits for you.
#[derive(Serialize, ToSchema)]
pub(crate) struct TaskList {
    /// The most urgent first.
    tasks: Vec<Waiting>,
}

/// One thing to do. It lets nobody do anything: where it is done, the gate is asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct Waiting {
    /// Its number.
    #[schema(example = 12)]
    number: i64,
    /// What is to be done.
    #[schema(example = "emergency_review")]
    kind: &'static str,
    /// Until when.
    #[schema(example = "2026-11-03T22:00:00Z")]
    due_at: String,
    /// It is past due.
    late: bool,
    /// Since when it waits.
    #[schema(example = "2026-11-02T09:00:00Z")]
    made_at: String,
    /// The worker it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    worker: Option<Id<Worker>>,
    /// The number of what it is about, at the desk that made it. About whom is told there, to those who may
    /// know: a wall may stand since the task was made (DV-3.3.2e).
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<i64>,
}

impl Waiting {
    fn new(task: &Task, now_ms: i64) -> Self {
        Self {
            number: task.no,
            kind: task.kind.word(),
            due_at: moment(task.due_at),
            late: task.due_at <= now_ms,
            made_at: moment(task.made_at),
            worker: task.about.worker,
            item: task.about.item,
        }
    }
}

/// What waits for you.
#[utoipa::path(
    get, path = "/api/v1/tasks", tag = "tasks",
    responses(
        (status = 200, description = "Your tasks", body = TaskList),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let person = &caller.session.person;
    if !person.works_here() {
        return Err(Problem::NotFound);
    }
    let now_ms = front.casework.clock().now_ms();
    let tasks = front.casework.my_tasks(person.no).await?;
    json(&TaskList {
        tasks: tasks.iter().map(|it| Waiting::new(it, now_ms)).collect(),
    })
}
