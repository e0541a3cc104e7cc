//! `/api/v1/look-ups` and `/api/v1/systems`: a duty is stated before somebody is looked up elsewhere, and the access logs of those
//! systems are taken in (CR-2).

use std::io::Cursor;
use std::sync::Arc;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::Response;
use caseward_casework::look_ups::logs::LogOrder;
use caseward_casework::look_ups::{LookUp, LookedUp, Mapping, NewLookUp, NewSystem, System, User};
use caseward_model::{Client, Id, Purpose};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::fhir::is_fhir;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Parameters, Sent};
use crate::front::Front;

/// The largest log that comes in this way; larger ones come in at the command line.
const LARGEST_LOG: usize = 64 << 20;

/// A look-up that you stated.
#[derive(Serialize, ToSchema)]
#[schema(as = LookUp)]
pub(crate) struct Line {
    /// Its number.
    #[schema(example = 12)]
    number: i64,
    /// The number of the system.
    system: i64,
    /// Why.
    #[schema(example = "eligibility")]
    purpose: &'static str,
    /// Your duty, as you wrote it.
    reason: String,
    /// The client for whom it was.
    #[schema(value_type = Option<String>)]
    client: Option<Id<Client>>,
    /// The number of the case, for someone who is no client here.
    case: Option<String>,
    /// Under which number that system knows the person.
    person: Option<String>,
    /// When you stated it.
    #[schema(example = "2026-11-02T09:00:00Z")]
    stated_at: String,
}

impl Line {
    fn new(it: LookUp) -> Self {
        let (client, case) = match it.about {
            LookedUp::Client(id) => (Some(id), None),
            LookedUp::Outside(case) => (None, Some(case)),
        };
        Self {
            number: it.no,
            system: it.system,
            purpose: it.purpose.word(),
            reason: it.reason,
            client,
            case,
            person: it.person,
            stated_at: moment(it.stated_ms),
        }
    }
}

/// What you stated.
#[derive(Serialize, ToSchema)]
pub(crate) struct LookUps {
    /// The newest first.
    look_ups: Vec<Line>,
}

/// The look-ups that you stated.
#[utoipa::path(
    get, path = "/api/v1/look-ups", tag = "look-ups",
    responses(
        (status = 200, description = "What you stated", body = LookUps),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    caller.works_here()?;
    let mine = front.casework.my_look_ups(caller.session.person.no).await?;
    json(&LookUps {
        look_ups: mine.into_iter().map(Line::new).collect(),
    })
}

/// A look-up to be stated. For whom: a client or a case, not both.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewLookUp)]
pub(crate) struct New {
    /// What the system is called.
    #[schema(example = "FACTS")]
    system: String,
    /// Why.
    #[schema(example = "eligibility")]
    purpose: String,
    /// Your duty, in a sentence.
    reason: String,
    /// A client's id. Nothing says whether there is such a client.
    #[serde(default)]
    client: Option<String>,
    /// The number of a case.
    #[serde(default)]
    case: Option<String>,
    /// Under which number that system knows the person.
    #[serde(default)]
    person: Option<String>,
}

/// A number.
#[derive(Serialize, ToSchema)]
pub(crate) struct Numbered {
    #[schema(example = 12)]
    number: i64,
}

/// States a duty before you look somebody up elsewhere.
#[utoipa::path(
    post, path = "/api/v1/look-ups", tag = "look-ups", request_body = New,
    responses(
        (status = 201, description = "Stated: look there now", body = Numbered),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't look up elsewhere", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such system", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn state(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<New>,
) -> Answered<(StatusCode, axum::Json<Numbered>)> {
    caller.works_here()?;
    let me = caller.session.person.worker;
    let act = caseward_model::OfficeAct::RegisterLookUp;
    let about = caseward_casework::gate::About::Worker(me);
    front.casework.asks_for(me, act, about).await?;
    let purpose = new.purpose.parse::<Purpose>();
    let words = || Field::one_of("purpose", Purpose::ALL.iter().map(|it| it.word()));
    let purpose = purpose.map_err(|_| Problem::Mend(vec![words()]))?;
    let about = match (new.client, new.case) {
        (Some(client), None) => client.parse().ok().map(LookedUp::Client),
        (None, Some(case)) => Some(LookedUp::Outside(case)),
        _ => None,
    };
    let whom = || {
        Field::new(
            "client",
            "Give a client's id or the number of a case, not both.",
        )
    };
    let about = about.ok_or_else(|| Problem::Mend(vec![whom()]))?;
    let system = front.casework.other_system(&new.system).await?;
    let new = NewLookUp {
        system: system.no,
        purpose,
        reason: new.reason,
        about,
        person: new.person,
    };
    let number = front.casework.state_look_up(me, new).await?;
    Ok((StatusCode::CREATED, axum::Json(Numbered { number })))
}

/// A system of the list.
#[derive(Serialize, ToSchema)]
#[schema(as = OtherSystem)]
pub(crate) struct Known {
    /// Its number.
    number: i64,
    /// What it is called.
    #[schema(example = "FACTS")]
    name: String,
    /// It is on the list.
    kept: bool,
    /// Somebody said how its log is to be understood.
    mapped: bool,
}

/// The list.
#[derive(Serialize, ToSchema)]
pub(crate) struct Systems {
    systems: Vec<Known>,
}

/// The other systems in which people of this office look somebody up.
#[utoipa::path(
    get, path = "/api/v1/systems", tag = "look-ups",
    responses(
        (status = 200, description = "The list", body = Systems),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn systems(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    caller.works_here()?;
    let systems = front.casework.other_systems().await?;
    json(&Systems {
        systems: systems.into_iter().map(known).collect(),
    })
}

/// One of the other systems.
#[utoipa::path(
    get, path = "/api/v1/systems/{no}", tag = "look-ups",
    params(("no" = i64, Path, description = "The system's number")),
    responses(
        (status = 200, description = "The system", body = Known),
        (status = 403, description = "Your part doesn't keep the list", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such system", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<Response> {
    json(&known(system(&front, &caller, no).await?))
}

fn known(it: System) -> Known {
    Known {
        number: it.no,
        kept: it.kept,
        mapped: it.mapping.is_some(),
        name: it.name,
    }
}

/// A system to be put on the list.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOtherSystem)]
pub(crate) struct NewKnown {
    #[schema(example = "FACTS")]
    name: String,
}

/// Puts a system on the list, or back on it.
#[utoipa::path(
    post, path = "/api/v1/systems", tag = "look-ups", request_body = NewKnown,
    responses(
        (status = 201, description = "It is on the list", body = Numbered),
        (status = 403, description = "Your part doesn't keep the list", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The name can't be one", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn keep(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<NewKnown>,
) -> Answered<(StatusCode, axum::Json<Numbered>)> {
    let me = caller.session.person.worker;
    let new = NewSystem { name: new.name };
    let number = front.casework.keep_system(me, new).await?;
    Ok((StatusCode::CREATED, axum::Json(Numbered { number })))
}

/// The system of an address, if the caller looks after it.
async fn system(front: &Front, caller: &Caller, no: Named<i64>) -> Answered<System> {
    let no = no.found()?;
    let me = caller.session.person.worker;
    let act = caseward_model::OfficeAct::ManageLookUps;
    let about = caseward_casework::gate::About::Office;
    front.casework.asks_for(me, act, about).await?;
    let systems = front.casework.other_systems().await?;
    let found = systems.into_iter().find(|it| it.no == no);
    found.ok_or(Problem::NotFound)
}

/// Takes a system off the list; its past stays.
#[utoipa::path(
    delete, path = "/api/v1/systems/{no}", tag = "look-ups",
    params(("no" = i64, Path, description = "The system's number")),
    responses(
        (status = 204, description = "It is off the list"),
        (status = 403, description = "Your part doesn't keep the list", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such system", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn take_off(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<StatusCode> {
    let system = system(&front, &caller, no).await?;
    let me = caller.session.person.worker;
    front.casework.drop_system(me, system.no).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Saves how a system's access log is to be understood: the fields of a mapping, as `caseward lookups propose` prints them.
#[utoipa::path(
    put, path = "/api/v1/systems/{no}/mapping", tag = "look-ups", request_body = Object,
    params(("no" = i64, Path, description = "The system's number")),
    responses(
        (status = 204, description = "Saved"),
        (status = 403, description = "Your part doesn't keep the list", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such system", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The mapping contradicts itself", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn save_mapping(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(mapping): Sent<Mapping>,
) -> Answered<StatusCode> {
    let system = system(&front, &caller, no).await?;
    let me = caller.session.person.worker;
    front.casework.save_mapping(me, system.no, mapping).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who stands behind a name of that system.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MatchedUser {
    /// The name in that system.
    name: String,
    /// A worker's short name; nothing, and not `not_ours` either, takes back what was said.
    #[serde(default)]
    worker: Option<String>,
    /// Somebody of another office, or a program.
    #[serde(default)]
    not_ours: bool,
}

/// Says who stands behind a name under which somebody signs in there.
#[utoipa::path(
    put, path = "/api/v1/systems/{no}/users", tag = "look-ups", request_body = MatchedUser,
    params(("no" = i64, Path, description = "The system's number")),
    responses(
        (status = 204, description = "Saved"),
        (status = 403, description = "Your part doesn't keep the list", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such system, or no such worker", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The name can't be one", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn match_user(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<MatchedUser>,
) -> Answered<StatusCode> {
    let system = system(&front, &caller, no).await?;
    let user = match &sent.worker {
        Some(handle) => Some(User::Worker(front.casework.colleague(handle).await?.no)),
        None => sent.not_ours.then_some(User::NotOurs),
    };
    let me = caller.session.person.worker;
    let casework = &front.casework;
    casework.match_user(me, system.no, &sent.name, user).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whose numbers a system uses.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numbers {
    /// It knows people by this office's own numbers.
    ours: bool,
}

/// Says whether a system knows people by this office's own numbers.
#[utoipa::path(
    put, path = "/api/v1/systems/{no}/numbers", tag = "look-ups", request_body = Numbers,
    params(("no" = i64, Path, description = "The system's number")),
    responses(
        (status = 204, description = "Saved"),
        (status = 403, description = "Your part doesn't keep the list", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such system", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn numbers(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<Numbers>,
) -> Answered<StatusCode> {
    let system = system(&front, &caller, no).await?;
    let me = caller.session.person.worker;
    let casework = &front.casework;
    casework.say_whose_numbers(me, system.no, sent.ours).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A log: a table, or audit events of FHIR.
pub(crate) struct SentLog {
    bytes: Bytes,
    events: bool,
}

impl FromRequest<Arc<Front>> for SentLog {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Front>) -> Answered<Self> {
        let events = is_fhir(request.headers());
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|it| it.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !events && !kind.eq_ignore_ascii_case("text/csv") {
            let detail = "Send a table with `Content-Type: text/csv`, or audit events with `application/fhir+json`.";
            return Err(Problem::Mend(vec![Field::new("body", detail)]));
        }
        let body = request.into_body();
        let bytes = to_bytes(body, LARGEST_LOG).await;
        let bytes = bytes.map_err(|_| Problem::TooLarge)?;
        Ok(Self { bytes, events })
    }
}

/// Takes an access log in, whole or not at all: a table, or FHIR audit events (IHE BALP: patient read, privacy disclosure). The account says what was taken, what can't be and why, and who isn't
/// known; look at `end` for how it ended.
#[utoipa::path(
    post, path = "/api/v1/systems/{no}/logs", tag = "look-ups",
    request_body(content(
        (String = "text/csv"),
        (Object = "application/fhir+json"),
    )),
    params(
        ("no" = i64, Path, description = "The system's number"),
        ("only_try" = Option<bool>, Query, description = "Only say what would come of it"),
        ("leave_out" = Option<bool>, Query, description = "Leave out lines that can't be understood"),
    ),
    responses(
        (status = 200, description = "The account", body = Object),
        (status = 403, description = "Your part doesn't take logs in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such system", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 64 MiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Nobody said yet how this system's log is to be understood", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn take_in(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    parameters: Parameters,
    log: SentLog,
) -> Answered<Response> {
    let system = system(&front, &caller, no).await?;
    let parameters = parameters.only(&["only_try", "leave_out"])?;
    let flag = |name| Field::new(name, "Give true or false.");
    let only_try = parameters.one("only_try", &flag("only_try"))?;
    let leave_out = parameters.one("leave_out", &flag("leave_out"))?;
    let order = LogOrder {
        only_try: only_try.unwrap_or(false),
        leave_out: leave_out.unwrap_or(false),
    };
    let me = caller.session.person.worker;
    let casework = &front.casework;
    let account = if log.events {
        let events = log.bytes.to_vec();
        casework
            .take_events_in(me, system.no, order, events)
            .await?
    } else {
        let log = Cursor::new(log.bytes);
        casework.take_log_in(me, system.no, order, log).await?
    };
    json(&account)
}
