//! `/api/v1/standing` and `/api/v1/papers`: who is missing what, publishing, and papers that a second person
//! confirms (CC-2, DV-1, DV-5.1.1, DV-5.3.1, DV-5.10).

use std::sync::Arc;

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::gate::About;
use caseward_casework::sign_in::For;
use caseward_casework::standing::{
    Edition, How, LARGEST_SCAN, NewVersion, Requirement, SignedPaper, Signer, Wording,
};
use caseward_model::{Id, Language, OfficeAct, Role, Worker};
use data_encoding::BASE64;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::requirements::Standing;
use super::sent::{Caller, Named, Sent, fields_of, is_plain_json};
use crate::front::Front;

/// Someone, and how they stand.
#[derive(Serialize, ToSchema)]
pub(crate) struct Person {
    #[schema(value_type = String)]
    worker: Id<Worker>,
    #[schema(example = "Dana Ortiz")]
    name: String,
    #[schema(example = "caseworker")]
    role: &'static str,
    /// Access is paused or has ended, whatever they signed.
    suspended: bool,
    /// Files open to them, as far as agreements and training go.
    in_order: bool,
    /// What their part asks for.
    requirements: Vec<Standing>,
}

/// Who is missing what.
#[derive(Serialize, ToSchema)]
pub(crate) struct Missing {
    /// The people whose standing you may see.
    people: Vec<Person>,
    /// Parts for which no agreement or no course is set: nobody with one of these gets in.
    parts_without: Vec<&'static str>,
}

/// Who is missing what, among those whose standing you may see.
#[utoipa::path(
    get, path = "/api/v1/standing", tag = "standing",
    responses(
        (status = 200, description = "Everyone whose standing you may see; nobody is no error", body = Missing),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn missing(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Json<Missing>> {
    caller.works_here()?;
    let matrix = front
        .casework
        .missing_standing(&caller.session.person)
        .await?;
    let people = matrix.rows.iter().map(|it| Person {
        worker: it.worker,
        name: it.name.clone(),
        role: it.role.word(),
        suspended: it.suspended,
        in_order: it.in_order,
        requirements: it.stands.iter().flatten().map(Standing::new).collect(),
    });
    Ok(Json(Missing {
        people: people.collect(),
        parts_without: matrix.parts_without.iter().map(|it| it.word()).collect(),
    }))
}

/// A version to be published.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewText {
    /// The text in each language, each as the file that a lawyer reads (TOML).
    texts: Vec<String>,
    /// Whose part requires it.
    #[schema(example = json!(["caseworker", "supervisor"]))]
    roles: Vec<String>,
    /// From when it is in force; at once if missing.
    #[serde(default)]
    #[schema(example = "2027-01-01T00:00:00Z")]
    in_force_from: Option<String>,
    /// For how many days a signature holds.
    #[schema(example = 365)]
    hold_days: u32,
}

/// What was published.
#[derive(Serialize, ToSchema)]
pub(crate) struct PublishedText {
    #[schema(example = "procedure")]
    name: String,
    #[schema(example = 2)]
    version: u32,
    in_force_from: String,
    /// How many people's standing changed by it, now or for its day.
    concerned: usize,
}

/// Publishes a version of an agreement or a course.
#[utoipa::path(
    post, path = "/api/v1/requirements", tag = "standing",
    request_body = NewText,
    responses(
        (status = 201, description = "Published; everyone whom it concerns is settled", body = PublishedText),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Publishing isn't part of your role, or prove once more who you are: see `prove`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It can't be published as it is", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn publish(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<NewText>,
) -> Answered<(StatusCode, Json<PublishedText>)> {
    let by = caller.session.person.worker;
    let act = OfficeAct::ManageAgreements;
    let office = &front.casework;
    office.must_be_let(by, act, About::Office).await?;
    caller.proved(&front, For::Rules)?;
    let texts = new.texts.iter().map(|it| Wording::read(it));
    let new = NewVersion {
        edition: Edition::of(texts.collect::<Result<_, _>>()?)?,
        roles: roles(&new.roles)?,
        from_ms: new
            .in_force_from
            .as_deref()
            .map_or(Ok(0), |it| at("in_force_from", it))?,
        hold_days: new.hold_days,
    };
    let published = front.casework.publish_requirement(by, new).await?;
    let body = PublishedText {
        in_force_from: moment(published.from_ms),
        name: published.name,
        version: published.version,
        concerned: published.concerned,
    };
    Ok((StatusCode::CREATED, Json(body)))
}

fn at(name: &'static str, text: &str) -> Answered<i64> {
    let at = text.parse::<Timestamp>().map_err(|_| {
        let detail = "Give a time like 2026-11-30T08:00:00Z.";
        Problem::Mend(vec![Field::new(name, detail)])
    })?;
    Ok(at.as_millisecond())
}

fn roles(words: &[String]) -> Answered<Vec<Role>> {
    let roles = words.iter().map(|it| it.parse());
    roles.collect::<Result<_, _>>().map_err(|_| {
        let all = Role::ALL.iter().map(|it| it.word());
        Problem::Mend(vec![Field::one_of("roles", all)])
    })
}

/// Whose part requires a text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parts {
    /// The parts; none means that nobody has to any more.
    #[schema(example = json!(["caseworker"]))]
    roles: Vec<String>,
}

/// How many people it concerns.
#[derive(Serialize, ToSchema)]
pub(crate) struct Concerned {
    /// How many people's standing changed by it.
    concerned: usize,
}

/// Says whose part requires an agreement or a course.
#[utoipa::path(
    put, path = "/api/v1/requirements/{name}/roles", tag = "standing",
    params(("name" = String, Path, description = "Its short name")),
    request_body = Parts,
    responses(
        (status = 200, description = "Done; everyone whom it concerns is settled", body = Concerned),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none of this name", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn require(
    State(front): State<Arc<Front>>,
    caller: Caller,
    name: Named<String>,
    Sent(parts): Sent<Parts>,
) -> Answered<Json<Concerned>> {
    let (name, roles) = (name.found()?, roles(&parts.roles));
    let by = caller.session.person.worker;
    let act = OfficeAct::ManageAgreements;
    front.casework.must_be_let(by, act, About::Office).await?;
    let roles = roles?;
    let concerned = front.casework.require_of(by, &name, roles).await?;
    Ok(Json(Concerned { concerned }))
}

/// A signed paper.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPaper {
    /// Whose: a worker's id or short name.
    worker: String,
    /// The short name of the agreement or course.
    #[schema(example = "procedure")]
    requirement: String,
    /// Which version; the newest if missing.
    #[serde(default)]
    version: Option<u32>,
    /// `en` or `es`.
    #[schema(example = "en")]
    language: String,
    /// The moment on the paper.
    #[schema(example = "2026-10-30T09:00:00Z")]
    signed_at: String,
    /// The name as it stands on it.
    name: String,
    #[serde(default)]
    organization: String,
    #[serde(default)]
    position: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
    /// The scan, in base64: a PDF, JPEG or PNG file of at most 8 MB.
    #[schema(content_encoding = "base64")]
    scan: String,
}

/// A body that holds a scan: larger than others.
pub(crate) struct SentPaper(NewPaper);

/// The largest scan in base64, and what stands beside it.
const LONGEST_BODY: usize = LARGEST_SCAN / 3 * 4 + 64 * 1024;

impl FromRequest<Arc<Front>> for SentPaper {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Front>) -> Answered<Self> {
        let (parts, body) = request.into_parts();
        if !is_plain_json(&parts.headers) {
            return Err(Problem::NotJson);
        }
        let bytes = to_bytes(body, LONGEST_BODY).await;
        let bytes = bytes.map_err(|_| Problem::TooLarge)?;
        fields_of(&bytes).map(Self)
    }
}

/// What was recorded.
#[derive(Serialize, ToSchema)]
pub(crate) struct Recorded {
    /// The number under which it is kept.
    signature: i64,
}

/// Records what someone signed on paper; it counts when a second person has confirmed it.
#[utoipa::path(
    post, path = "/api/v1/papers", tag = "standing",
    request_body = NewPaper,
    responses(
        (status = 201, description = "Recorded; a second person has to confirm it", body = Recorded),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such worker, agreement or course", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "A newer version is in force", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The scan is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing, or it is no scan", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn record(
    State(front): State<Arc<Front>>,
    caller: Caller,
    SentPaper(new): SentPaper,
) -> Answered<(StatusCode, Json<Recorded>)> {
    let office = &front.casework;
    let (by, act) = (caller.session.person.worker, OfficeAct::RecordSigned);
    let whom = office.colleague_to(by, act, &new.worker).await?;
    let register = office.requirements().await?;
    let newest = register
        .named(&new.requirement)
        .and_then(Requirement::newest);
    let newest = newest.ok_or(Problem::NotFound)?.number;
    let language = || Field::one_of("language", Language::ALL.iter().map(|it| it.word()));
    let scan = BASE64.decode(new.scan.as_bytes()).map_err(|_| {
        let detail = "Send the scan in base64, without line breaks.";
        Problem::Mend(vec![Field::new("scan", detail)])
    })?;
    let paper = SignedPaper {
        version: new.version.unwrap_or(newest),
        language: new
            .language
            .parse()
            .map_err(|_| Problem::Mend(vec![language()]))?,
        signer: Signer {
            name: new.name,
            organization: new.organization,
            position: new.position,
            email: new.email,
            phone: new.phone,
        },
        signed_at: at("signed_at", &new.signed_at)?,
        scan,
    };
    let signature = office
        .record_paper(by, &whom, &new.requirement, paper)
        .await?;
    Ok((StatusCode::CREATED, Json(Recorded { signature })))
}

/// A paper that waits.
#[derive(Serialize, ToSchema)]
pub(crate) struct Waiting {
    signature: i64,
    #[schema(value_type = String)]
    worker: Id<Worker>,
    name: String,
    requirement: String,
    version: u32,
    /// The moment on it.
    signed_at: String,
    /// You recorded it, and so can't confirm it.
    recorded_by_you: bool,
}

/// Papers that wait.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingPapers {
    papers: Vec<Waiting>,
}

/// Papers that wait for a second person, as far as you may confirm them.
#[utoipa::path(
    get, path = "/api/v1/papers", tag = "standing",
    responses(
        (status = 200, description = "The oldest first", body = WaitingPapers),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn papers(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Json<WaitingPapers>> {
    caller.works_here()?;
    let me = &caller.session.person;
    let waiting = front.casework.waiting_papers(me.worker).await?;
    let papers = waiting.into_iter().map(|it| Waiting {
        signature: it.no,
        worker: it.worker,
        name: it.name,
        requirement: it.requirement,
        version: it.version,
        signed_at: moment(it.evidence.at),
        recorded_by_you: matches!(it.evidence.how, How::Paper { recorded_by, .. } if recorded_by == me.no),
    });
    Ok(Json(WaitingPapers {
        papers: papers.collect(),
    }))
}

/// The scan of a paper, as the file that was sent.
#[utoipa::path(
    get, path = "/api/v1/papers/{no}/scan", tag = "standing",
    params(("no" = i64, Path, description = "The number under which it is kept")),
    responses(
        (status = 200, description = "The file; looking at it is on record", content_type = "application/octet-stream"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none under this number", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn scan(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<Response> {
    let (by, no) = (caller.session.person.worker, no.number());
    let (kind, bytes) = front.casework.scan(by, no).await?;
    let name = format!(
        "attachment; filename=\"signed-paper-{no}.{}\"",
        kind.ending()
    );
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, bytes).into_response())
}

/// What becomes of a paper.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decision {
    /// It is as it says, and counts; or it isn't.
    confirmed: bool,
}

/// Confirms a paper that someone else recorded, or declines it.
#[utoipa::path(
    post, path = "/api/v1/papers/{no}/decision", tag = "standing",
    params(("no" = i64, Path, description = "The number under which it is kept")),
    request_body = Decision,
    responses(
        (status = 204, description = "On record"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't part of your role", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Nothing waits under this number", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You recorded it yourself", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn decide(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(decision): Sent<Decision>,
) -> Answered<StatusCode> {
    let (by, no) = (caller.session.person.worker, no.number());
    front
        .casework
        .confirm_paper(by, no, decision.confirmed)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
