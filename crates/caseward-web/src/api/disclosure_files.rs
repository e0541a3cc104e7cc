//! What is attached to a disclosure, for programs: a file is read in a process apart, and only what could be read of it is kept
//! (CR-9, NASW-m).
//!
//! Nobody's file is read before it is known that they may attach one there.

use std::sync::Arc;

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::disclosure::{Attached, LARGEST_ATTACHED};
use caseward_model::Category;
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::consents::body_of;
use super::decided::Answered;
use super::disclosures::{failed, named, there};
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;

/// The largest file in base64, and what stands beside it.
const LONGEST_BODY: usize = LARGEST_ATTACHED / 3 * 4 + 64 * 1024;

/// What is attached to a disclosure.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureFiles {
    /// In the order in which they were attached; the first has the place 1.
    files: Vec<DisclosureFile>,
}

/// A file that is attached: what could be read of it.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureFile {
    /// Under the rules of which section it leaves.
    #[schema(example = "housing")]
    section: &'static str,
    /// SHA-256 of the file that was brought, in hex; the file itself isn't kept.
    content: String,
    /// How many parts of it could be read: pages, mostly.
    parts: usize,
    /// What couldn't be read and so doesn't leave, with why.
    withheld: Vec<String>,
}

impl DisclosureFile {
    fn new(it: &Attached) -> Self {
        let withheld = it.read.withheld.iter();
        Self {
            section: it.section.word(),
            content: it.content.clone(),
            parts: it.read.parts.len(),
            withheld: withheld
                .map(|it| format!("{}: {}", it.place, it.why))
                .collect(),
        }
    }
}

/// A file to be attached.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDisclosureFile {
    /// The section to which it belongs: one of those that go.
    #[schema(example = "housing")]
    section: String,
    /// The file in base64, without line breaks: 50 MiB at most.
    file: String,
}

/// A body that holds such a file.
pub(crate) struct WithFile(NewDisclosureFile);

impl FromRequest<Arc<Front>> for WithFile {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Front>) -> Answered<Self> {
        Ok(Self(body_of(request, LONGEST_BODY).await?))
    }
}

/// Which file is taken off again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureFilePlace {
    /// Its place in the list, from 1.
    #[schema(example = 1)]
    place: usize,
}

/// What is attached: for whoever may read all that the disclosure is made of.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/attached", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The files", body = DisclosureFiles),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is made of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    there(&front, &caller, (client, no)).await?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.attached_to_disclosure(person, client, no).await;
    let (files, delivery) = found.map_err(|error| failed(&caller, error))?;
    let answer = json(&DisclosureFiles {
        files: files.iter().map(DisclosureFile::new).collect(),
    });
    if let Some(delivery) = delivery {
        delivery.delivered(None);
    }
    answer
}

/// Attaches a file: it is read, masked with the paper, and set anew. What can't be read is withheld, and said. The paper has to be put together
/// again then.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/attached", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = NewDisclosureFile,
    responses(
        (status = 201, description = "Attached: what could be read of it", body = DisclosureFile),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is made of, or not write", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It left already, was given up, or changed meanwhile", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The file is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn attach(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    WithFile(body): WithFile,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let may = casework.may_attach(person, client, no).await;
    may.map_err(|error| failed(&caller, error))?;
    let (section, bytes) = read(body)?;
    let done = casework.attach_to_disclosure(person, client, (no, section), bytes);
    let attached = done.await.map_err(|error| failed(&caller, error))?;
    let answer = json(&DisclosureFile::new(&attached))?;
    Ok((StatusCode::CREATED, answer).into_response())
}

fn read(body: NewDisclosureFile) -> Answered<(Category, Vec<u8>)> {
    let mut mend = Vec::new();
    let section = body.section.parse::<Category>();
    if section.is_err() {
        let words = Category::ALL.iter().map(|it| it.word());
        mend.push(Field::one_of("section", words));
    }
    let bytes = BASE64.decode(body.file.as_bytes());
    if bytes.is_err() {
        let detail = "Send the file in base64, without line breaks.";
        mend.push(Field::new("file", detail));
    }
    match (section, bytes) {
        (Ok(section), Ok(bytes)) => Ok((section, bytes)),
        _ => Err(Problem::Mend(mend)),
    }
}

/// Takes a file off again. The paper has to be put together again then.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/attached/remove", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureFilePlace,
    responses(
        (status = 204, description = "Taken off"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is made of, or not write", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It left already, was given up, or changed meanwhile", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "No file has this place", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DisclosureFilePlace>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let done = casework.detach_from_disclosure(person, client, (no, body.place));
    done.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
