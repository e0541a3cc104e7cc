//! `/api/v1/held-warnings`: for the privacy officer, the warnings that aren't said from here, why not, and what is done instead
//! (DV-3.3.2e, DV-3.3.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::danger::HeldWarning;
use caseward_casework::gate::About;
use caseward_model::{Client, HeldEnd, Id, OfficeAct, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// The warnings that aren't said from here.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldWarnings {
    /// The oldest first.
    held: Vec<One>,
}

/// A warning that isn't said from here. Neither whom it is for nor its words: whoever tried knows them.
#[derive(Serialize, ToSchema)]
#[schema(as = HeldWarning)]
pub(crate) struct One {
    /// Its number among these.
    number: i64,
    #[schema(value_type = String)]
    client: Id<Client>,
    /// The number of the warning among the client's.
    warning: i64,
    /// Who tried.
    #[schema(value_type = Option<String>)]
    tried_by: Option<Id<Worker>>,
    tried_at: String,
    /// It may be about somebody from whom a wall keeps the client apart.
    walled: bool,
    /// Whoever is to be warned is or was the partner of a client who is protected, or may have to be.
    partner: bool,
}

impl One {
    fn new(it: &HeldWarning) -> Self {
        Self {
            number: it.no,
            client: it.client,
            warning: it.warning,
            tried_by: it.by,
            tried_at: moment(it.at),
            walled: it.walled,
            partner: it.partner,
        }
    }
}

/// What is done instead of a warning.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = HeldWarningEnd)]
pub(crate) struct SentEnd {
    /// `police`, `another`, `nobody` or `mistake`.
    #[schema(example = "police")]
    end: String,
}

/// The warnings that aren't said from here and wait for a decision.
#[utoipa::path(
    get, path = "/api/v1/held-warnings", tag = "tasks",
    responses(
        (status = 200, description = "The oldest first", body = HeldWarnings),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let who = caller.session.person.worker;
    let all = front.casework.held_warnings(who).await?;
    json(&HeldWarnings {
        held: all.iter().map(One::new).collect(),
    })
}

/// Decides what is done instead. It lets nothing out and takes no wall down.
#[utoipa::path(
    post, path = "/api/v1/held-warnings/{no}", tag = "tasks", request_body = SentEnd,
    params(("no" = i64, Path, description = "Its number in the list")),
    responses(
        (status = 204, description = "Decided"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may decide on", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn settle(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<SentEnd>,
) -> Answered<StatusCode> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    casework
        .must_be_let(who, OfficeAct::LowerWall, About::Office)
        .await?;
    let no = no.found()?;
    let words = || Field::one_of("end", HeldEnd::ALL.iter().map(|it| it.word()));
    let end = sent.end.parse::<HeldEnd>();
    let end = end.map_err(|_| Problem::Mend(vec![words()]))?;
    if casework.settle_held_warning(who, no, end).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::NotFound)
    }
}
