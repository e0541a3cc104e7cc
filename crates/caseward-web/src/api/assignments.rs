//! `/api/v1/clients/{id}/assignments`: who is responsible for a client, assigning someone, ending that (CR-7).
//!
//! Whether the caller may know of the client is asked first: whoever may not gets what everyone gets who
//! asks for nobody (DV-3.3.1).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::assignment::{
    Assigned, Holds, Named as Assignee, NewAssignment, Responsible, To,
};
use caseward_casework::gate::AssignmentRole;
use caseward_model::{Channel, Client, Id};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// Who is responsible.
#[derive(Serialize, ToSchema)]
pub(crate) struct Assignments<'a> {
    /// The number of the entry in the ledger that this look made.
    entry: u64,
    /// Those that hold, then those to come, then the past ones.
    assignments: Vec<Line<'a>>,
    /// The programmes whose workers are assigned because the client is enrolled.
    programmes: Vec<Programme<'a>>,
}

/// One assignment.
#[derive(Serialize, ToSchema)]
#[schema(as = Assignment)]
pub(crate) struct Line<'a> {
    /// To whom.
    to: Whom<'a>,
    /// `lead`, `support`, `cover` or `custodian`.
    #[schema(example = "lead")]
    part: &'static str,
    /// From when.
    #[schema(example = "2026-11-02T09:00:00Z")]
    from: String,
    /// Until when; nothing while it is open.
    #[schema(example = "2026-12-01T00:00:00Z")]
    until: Option<String>,
    /// Who assigned; nothing for the office's own commands.
    #[schema(example = "Odile Fernbrook")]
    by: Option<&'a str>,
    /// `now`, `later` or `no_more`.
    #[schema(example = "now")]
    holds: &'static str,
}

/// An assignee.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Whom<'a> {
    /// A worker; without a short name when they can't be found any more.
    Worker { handle: &'a str, name: &'a str },
    /// Everyone in a team.
    Team { number: i64, name: &'a str },
    /// Everyone who works for a programme.
    Programme { number: i64, name: &'a str },
}

/// A programme.
#[derive(Serialize, ToSchema)]
#[schema(as = EnrolledProgramme)]
pub(crate) struct Programme<'a> {
    number: i64,
    name: &'a str,
    /// Until when; nothing while it is open.
    until: Option<String>,
}

impl<'a> Assignments<'a> {
    fn new(seen: &'a Responsible) -> Self {
        let programme = |it: &'a caseward_casework::assignment::Enrolled| Programme {
            number: it.no,
            name: &it.name,
            until: it.until.map(moment),
        };
        Self {
            entry: seen.entry,
            assignments: seen.assignments.iter().map(Line::new).collect(),
            programmes: seen.programmes.iter().map(programme).collect(),
        }
    }
}

impl<'a> Whom<'a> {
    pub(super) fn of(it: &'a Assignee) -> Self {
        match it {
            Assignee::Worker { name, handle, .. } => Self::Worker { handle, name },
            Assignee::Team { no, name } => Self::Team { number: *no, name },
            Assignee::Programme { no, name } => Self::Programme { number: *no, name },
        }
    }
}

impl<'a> Line<'a> {
    fn new(it: &'a Assigned) -> Self {
        Self {
            to: Whom::of(&it.to),
            part: it.role.word(),
            from: moment(it.from),
            until: it.until.map(moment),
            by: it.by.as_deref(),
            holds: match it.holds {
                Holds::Now => "now",
                Holds::Later => "later",
                Holds::NoMore => "no_more",
            },
        }
    }
}

/// To whom: exactly one of the three.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chosen {
    /// A worker's short name.
    #[serde(default)]
    #[schema(example = "wren")]
    worker: Option<String>,
    /// A team's number.
    #[serde(default)]
    team: Option<i64>,
    /// A programme's number.
    #[serde(default)]
    programme: Option<i64>,
}

/// An assignment to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAssignment)]
pub(crate) struct New {
    to: Chosen,
    /// `lead`, `support`, `cover` or `custodian`.
    #[schema(example = "support")]
    part: String,
    /// From when; now if missing.
    #[serde(default)]
    #[schema(example = "2026-11-30T08:00:00Z")]
    from: Option<String>,
    /// Until when; open if missing.
    #[serde(default)]
    until: Option<String>,
}

/// An assignment to be ended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AssignmentEnd)]
pub(crate) struct End {
    to: Chosen,
    /// When; now if missing.
    #[serde(default)]
    at: Option<String>,
}

/// Who is responsible for a client.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/assignments", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "Who is, was and will be assigned", body = Assignments),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Files are closed to you for now", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let seen = known(&front, &caller, client).await?.1;
    json(&Assignments::new(&seen))
}

/// Assigns a client.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/assignments", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    request_body = New,
    responses(
        (status = 204, description = "Assigned"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Assigning isn't part of your role, or would be yourself", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this, or no such worker", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(new): Sent<New>,
) -> Answered<StatusCode> {
    let (client, _) = known(&front, &caller, client).await?;
    let words = || Field::one_of("part", AssignmentRole::ALL.iter().map(|it| it.word()));
    let role = new.part.parse();
    let role = role.map_err(|_| Problem::Mend(vec![words()]))?;
    let new = NewAssignment {
        client,
        to: chosen(&front, &new.to).await?,
        role,
        from: at("from", new.from.as_deref())?,
        until: at("until", new.until.as_deref())?,
    };
    let actor = caller.session.person.worker;
    front.casework.assign(actor, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends an assignment.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/assignments/end", tag = "clients",
    params(("id" = String, Path, description = "The client's id")),
    request_body = End,
    responses(
        (status = 204, description = "It ends"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Assigning isn't part of your role, or would be yourself", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this, or no such worker", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Nothing to end, or not at that time", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(end): Sent<End>,
) -> Answered<StatusCode> {
    let (client, _) = known(&front, &caller, client).await?;
    let to = chosen(&front, &end.to).await?;
    let at = at("at", end.at.as_deref())?;
    let actor = caller.session.person.worker;
    front.casework.end_assignment(actor, client, to, at).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who is responsible, if the caller may know of the client at all.
async fn known(
    front: &Front,
    caller: &Caller,
    client: Named<Id<Client>>,
) -> Answered<(Id<Client>, Responsible)> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let question = front
        .casework
        .question_of(person, client, Channel::Api)
        .await;
    let question = question.map_err(|refusal| caller.refused(refusal))?;
    let seen = front.casework.responsible(&question).await;
    let seen = seen.map_err(|refusal| caller.refused(refusal))?;
    Ok((client, seen))
}

async fn chosen(front: &Front, to: &Chosen) -> Answered<To> {
    match (&to.worker, to.team, to.programme) {
        (Some(handle), None, None) => Ok(To::Worker(front.casework.colleague(handle).await?.id)),
        (None, Some(no), None) => Ok(To::Team(no)),
        (None, None, Some(no)) => Ok(To::Programme(no)),
        _ => {
            let detail = "Give exactly one: a worker, a team or a programme.";
            Err(Problem::Mend(vec![Field::new("to", detail)]))
        }
    }
}

fn at(name: &'static str, text: Option<&str>) -> Answered<Option<i64>> {
    let Some(text) = text else {
        return Ok(None);
    };
    let wrong = || {
        let detail = "Give a time like 2026-11-30T08:00:00Z.";
        Problem::Mend(vec![Field::new(name, detail)])
    };
    let at = text.parse::<Timestamp>().map_err(|_| wrong())?;
    Ok(Some(at.as_millisecond()))
}
