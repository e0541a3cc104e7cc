//! `/api/v1/conflicts`: declaring something about oneself, and deciding on possible conflicts of interest (DV-3.3.2e).
//!
//! What is declared comes back to nobody but the one who declared it; whom a wall hides is told to nobody but whoever
//! decides.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conflicts::{
    self, Conflict, Declaration, DeclareNeed, KnownPerson, Verdict,
};
use caseward_casework::gate::About;
use caseward_model::{Client, Id, OfficeAct, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// Your declaration, and what waits for your decision.
#[derive(Serialize, ToSchema)]
pub(crate) struct Conflicts {
    /// What you declared; only you see it.
    declared: Declared,
    /// Possible conflicts of others, where deciding on them is your part.
    conflicts: Vec<Possible>,
}

/// What someone declares about themselves.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConflictDeclaration)]
pub(crate) struct Declared {
    /// Where you live.
    address: String,
    /// Your own telephone number.
    phone: String,
    /// Your own address of mail.
    email: String,
    /// Whom to call in an emergency.
    emergency_contact: String,
    /// At which number.
    emergency_phone: String,
    /// Your partner.
    partner: Person,
    /// Others whom you know and who may come here.
    known: Vec<Person>,
}

/// A person.
#[derive(Serialize, Deserialize, ToSchema, Default)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConflictPerson)]
pub(crate) struct Person {
    /// First and last name.
    name: String,
    /// Day of birth.
    born: String,
}

/// A possible conflict of interest.
#[derive(Serialize, ToSchema)]
#[schema(as = PossibleConflict)]
pub(crate) struct Possible {
    number: i64,
    /// What you send with a decision, as what you looked at.
    version: i64,
    #[schema(value_type = String)]
    worker: Id<Worker>,
    #[schema(value_type = String)]
    client: Id<Client>,
    /// What ties them: `surname`, `address`, `phone` …
    links: Vec<&'static str>,
    /// They are kept apart.
    apart: bool,
    found_at: String,
    /// `open`, `apart` or `cleared`.
    state: &'static str,
}

/// A decision.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConflictDecision)]
pub(crate) struct Decision {
    /// The `version` that you looked at.
    #[schema(example = 1)]
    seen: i64,
    /// `apart` or `cleared`.
    #[schema(example = "apart")]
    verdict: String,
    /// Why.
    because: String,
}

impl From<KnownPerson> for Person {
    fn from(it: KnownPerson) -> Self {
        Self {
            name: it.name,
            born: it.born,
        }
    }
}

impl From<Person> for KnownPerson {
    fn from(it: Person) -> Self {
        Self {
            name: it.name,
            born: it.born,
        }
    }
}

impl From<Declaration> for Declared {
    fn from(it: Declaration) -> Self {
        Self {
            address: it.address,
            phone: it.phone,
            email: it.email,
            emergency_contact: it.emergency_contact,
            emergency_phone: it.emergency_phone,
            partner: it.partner.into(),
            known: it.known.into_iter().map(Person::from).collect(),
        }
    }
}

impl From<Declared> for Declaration {
    fn from(it: Declared) -> Self {
        Self {
            address: it.address,
            phone: it.phone,
            email: it.email,
            emergency_contact: it.emergency_contact,
            emergency_phone: it.emergency_phone,
            partner: it.partner.into(),
            known: it.known.into_iter().map(KnownPerson::from).collect(),
        }
    }
}

impl Possible {
    fn new(it: &Conflict) -> Self {
        Self {
            number: it.no,
            version: it.version,
            worker: it.worker,
            client: it.client,
            links: it.links.iter().map(|link| link.word()).collect(),
            apart: it.apart,
            found_at: moment(it.found_at),
            state: it.state.word(),
        }
    }
}

/// Your declaration, and the possible conflicts that you decide on.
#[utoipa::path(
    get, path = "/api/v1/conflicts", tag = "tasks",
    responses(
        (status = 200, description = "What you declared, and what you decide", body = Conflicts),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    caller.works_here()?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let declared = casework.own_declaration(person.no).await?.into();
    let may = casework
        .gate
        .may(person.worker, OfficeAct::LowerWall, About::Office);
    let conflicts = if may.await?.permitted {
        let all = casework.conflicts(person.worker).await?;
        all.iter().map(Possible::new).collect()
    } else {
        Vec::new()
    };
    json(&Conflicts {
        declared,
        conflicts,
    })
}

/// Declares something about yourself; it replaces what you declared before.
#[utoipa::path(
    put, path = "/api/v1/conflicts", tag = "tasks",
    request_body = Declared,
    responses(
        (status = 204, description = "Kept, and compared with the records; what was found isn't told"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your standing doesn't let you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn declare(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(declared): Sent<Declared>,
) -> Answered<StatusCode> {
    caller.works_here()?;
    let declaration = Declaration::from(declared);
    let field = |need: DeclareNeed| match need {
        DeclareNeed::Born => Field::new("born", "Give a date like 1990-05-06, or nothing."),
        DeclareNeed::BothNames => Field::new("name", "Give a first and a last name."),
        DeclareNeed::TooLong => {
            Field::new("known", "At most 50 people, and 300 characters a line.")
        }
    };
    let needs = declaration.needs();
    if !needs.is_empty() {
        return Err(Problem::Mend(needs.into_iter().map(field).collect()));
    }
    front
        .casework
        .declare(caller.session.person.worker, declaration)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decides on a possible conflict.
#[utoipa::path(
    post, path = "/api/v1/conflicts/{number}/decision", tag = "tasks",
    params(("number" = i64, Path, description = "Its number")),
    request_body = Decision,
    responses(
        (status = 204, description = "Decided"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none here that you may decide", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Something was found or decided since you looked", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn decide(
    State(front): State<Arc<Front>>,
    caller: Caller,
    number: Named<i64>,
    Sent(decision): Sent<Decision>,
) -> Answered<StatusCode> {
    caller.works_here()?;
    let no = number.found()?;
    let verdict = match decision.verdict.as_str() {
        "apart" => Verdict::Apart,
        "cleared" => Verdict::Cleared,
        _ => {
            let words = ["apart", "cleared"].into_iter();
            return Err(Problem::Mend(vec![Field::one_of("verdict", words)]));
        }
    };
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let decided = conflicts::Decision {
        seen: decision.seen,
        verdict,
        because: decision.because,
    };
    match casework.decide_conflict(who, no, decided).await {
        Err(CaseworkError::Amiss(_)) => Err(Problem::Conflict(
            "Something was found or decided since you looked; look again.".to_owned(),
        )),
        Ok(true) => Ok(StatusCode::NO_CONTENT),
        Ok(false) | Err(CaseworkError::NotPermitted(_)) => Err(Problem::NotFound),
        Err(error) => Err(error.into()),
    }
}
