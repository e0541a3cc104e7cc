//! `/api/v1/clients/{id}/fhir`: a client's consents and what left about them as FHIR resources for one organisation, and consents of other
//! systems as drafts (RE-2, DV-2.1).
//!
//! What is handed out leaves: it asks for a proof that is not older than five minutes, which no token has (NASW-l).

use std::sync::Arc;

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::exchange::{HandedOut, LARGEST_CONSENT, ReceivingError};
use caseward_casework::gate::Request as Asked;
use caseward_casework::sign_in::For;
use caseward_model::{Client, Id, Language, Organization};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{bytes_of, json};
use super::consents;
use super::decided::Answered;
use super::disclosures::failed;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Parameters, is_plain_json};
use crate::front::Front;

/// The media type of FHIR resources.
pub(super) const FHIR_JSON: HeaderValue = HeaderValue::from_static("application/fhir+json");

/// Whether a body says that it is a FHIR resource.
pub(super) fn is_fhir(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok());
    let kind = kind.unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/fhir+json")
}

/// A consent of another system, unread.
pub(crate) struct SentConsent(Bytes);

impl FromRequest<Arc<Front>> for SentConsent {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Front>) -> Answered<Self> {
        if !is_fhir(request.headers()) && !is_plain_json(request.headers()) {
            return Err(Problem::NotJson);
        }
        let bytes = to_bytes(request.into_body(), LARGEST_CONSENT).await;
        bytes.map(Self).map_err(|_| Problem::TooLarge)
    }
}

/// Consents of the client towards one organization that hold now, as a FHIR R4 bundle for it (IHE PCF, intermediate). The client goes by the pseudonym
/// under which that organization knows them. What the rules wouldn't let out stays in, and nothing in the bundle tells of it. Only a person can, with a
/// proof that is not older than five minutes; no token does.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/fhir/Consent", tag = "disclosures",
    params(
        ("id" = String, Path, description = "The client's id"),
        ("recipient" = String, Query, description = "The organization that it is for: its short name or id"),
    ),
    responses(
        (status = 200, description = "A searchset", body = Object, content_type = "application/fhir+json"),
        (status = 400, description = "No recipient, or none of the register", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "They aren't open to you, a fresh proof is needed, or a token asked", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn consents(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    parameters: Parameters,
) -> Answered<Response> {
    caller.proved(&front, For::Release)?;
    let (client, recipient) = asked(&front, &caller, client, parameters).await?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.fhir_consents(person, client, recipient).await;
    handed_out(found.map_err(|error| failed(&caller, error))?)
}

/// Disclosures about the client to one organization, as a FHIR R4 bundle of audit events for it (IHE BALP): two for each, that it was decided and that
/// it left. The client goes by the pseudonym under which that organization knows them. Only a person can, with a proof that is not older than five
/// minutes; no token does.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/fhir/AuditEvent", tag = "disclosures",
    params(
        ("id" = String, Path, description = "The client's id"),
        ("recipient" = String, Query, description = "The organization that it is for: its short name or id"),
    ),
    responses(
        (status = 200, description = "A searchset", body = Object, content_type = "application/fhir+json"),
        (status = 400, description = "No recipient, or none of the register", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "They aren't open to you, a fresh proof is needed, or a token asked", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn events(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    parameters: Parameters,
) -> Answered<Response> {
    caller.proved(&front, For::Release)?;
    let (client, recipient) = asked(&front, &caller, client, parameters).await?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.fhir_events(person, client, recipient).await;
    handed_out(found.map_err(|error| failed(&caller, error))?)
}

/// About whom and for whom; whoever may not know of the client learns that first.
async fn asked(
    front: &Front,
    caller: &Caller,
    client: Named<Id<Client>>,
    parameters: Parameters,
) -> Answered<(Id<Client>, Id<Organization>)> {
    let client = caller.client(client)?;
    let detail = "Name an organization of the register by its short name or id.";
    let field = Field::new("recipient", detail);
    let named = parameters
        .only(&["recipient"])
        .and_then(|it| it.one::<String>("recipient", &field));
    let register = front.casework.register().await?;
    let found = match &named {
        Ok(Some(name)) => register
            .iter()
            .find(|it| it.handle == *name || it.id.to_string() == *name),
        _ => None,
    };
    match found {
        Some(it) => Ok((client, it.id)),
        None => {
            let request = consents::asked(front, caller, client).await?;
            consents::may(front, caller, &request).await?;
            Err(Problem::Parameter(vec![field]))
        }
    }
}

fn handed_out(found: HandedOut) -> Answered<Response> {
    let bytes = bytes_of(&found.bundle, 4096)?;
    found.delivery.delivered(Some(&bytes));
    Ok(([(header::CONTENT_TYPE, FHIR_JSON)], bytes).into_response())
}

/// What came of a consent of another system.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentReceived {
    /// The number of the draft; a person goes through it, and it is signed here.
    #[schema(example = 3)]
    number: i64,
    /// What it still needs.
    needs: Vec<&'static str>,
    /// What was agreed to there, section by section: to be asked anew.
    to_ask: Vec<&'static str>,
    /// What couldn't be taken over.
    not_taken: Vec<NotTakenOver>,
}

/// Something that couldn't be taken over.
#[derive(Serialize, ToSchema)]
pub(crate) struct NotTakenOver {
    /// Where it stood, in FHIR's names.
    #[schema(example = "Consent.provision.provision[0].data[0].reference")]
    at: String,
    /// Why.
    why: String,
}

/// Reads a consent of another system (FHIR R4, IHE PCF: a root that denies, and permits to one organization) into a draft. Nothing of it is in force: what was
/// agreed to is asked anew, and signed here.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/fhir/Consent", tag = "disclosures",
    params(
        ("id" = String, Path, description = "The client's id"),
        ("recipient" = Option<String>, Query, description = "Who is meant by the organization that it names: a short name or id"),
        ("language" = Option<String>, Query, description = "In which language it will be explained and signed: `en` or `es`"),
    ),
    request_body(content = Object, content_type = "application/fhir+json"),
    responses(
        (status = 201, description = "A draft", body = ConsentReceived),
        (status = 400, description = "A parameter can't be taken", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "Larger than 256 KiB", body = ProblemBody, content_type = "application/problem+json"),
        (status = 415, description = "It isn't declared as application/fhir+json or application/json", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It can't be taken: `reason` says where and why", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn receive(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    parameters: Parameters,
    SentConsent(bytes): SentConsent,
) -> Answered<Response> {
    let request = consents::asked(&front, &caller, caller.client(client)?).await?;
    let told = match read(&front, &caller, parameters).await {
        Ok(told) => told,
        Err(problem) => return Err(unless_nobody(&front, &caller, &request, problem).await),
    };
    let received = front.casework.receive_consent(&request, &bytes, told).await;
    let received = match received {
        Ok(received) => received,
        Err(ReceivingError::Consent(error)) => return Err(consents::failed(&caller, error)),
        Err(ReceivingError::Fault(fault)) => {
            let problem = Problem::Unsuitable(fault.to_string());
            return Err(unless_nobody(&front, &caller, &request, problem).await);
        }
    };
    let not_taken = received.not_taken.iter().map(|it| NotTakenOver {
        at: it.at.clone(),
        why: it.why.to_string(),
    });
    let answer = json(&ConsentReceived {
        number: received.number,
        needs: received.needs.iter().map(|it| it.word()).collect(),
        to_ask: received.to_ask.iter().map(|it| it.word()).collect(),
        not_taken: not_taken.collect(),
    });
    Ok((StatusCode::CREATED, answer?).into_response())
}

/// For whom, and in which language.
async fn read(
    front: &Front,
    caller: &Caller,
    parameters: Parameters,
) -> Answered<(Option<Id<Organization>>, Language)> {
    let parameters = parameters.only(&["recipient", "language"])?;
    let detail = "Name an organization of the register by its short name or id.";
    let field = Field::new("recipient", detail);
    let recipient = match parameters.one::<String>("recipient", &field)? {
        None => None,
        Some(name) => {
            let register = front.casework.register().await?;
            let found = register
                .iter()
                .find(|it| it.handle == name || it.id.to_string() == name);
            Some(found.ok_or_else(|| Problem::Parameter(vec![field]))?.id)
        }
    };
    let words = Language::ALL.iter().map(|it| it.word());
    let language = parameters.one("language", &Field::one_of("language", words))?;
    Ok((recipient, language.unwrap_or(caller.language)))
}

/// What is wrong with what was sent, to whoever may know of the client at all.
async fn unless_nobody(
    front: &Front,
    caller: &Caller,
    request: &Asked,
    problem: Problem,
) -> Problem {
    match consents::may(front, caller, request).await {
        Ok(()) => problem,
        Err(nobody) => nobody,
    }
}
