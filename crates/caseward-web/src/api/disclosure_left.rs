//! The papers of one release of a disclosure, for programs: also when it was put together anew, or left once more since (RE-2, CR-10).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;

use super::answer::plain;
use super::decided::Answered;
use super::disclosure_papers::pdf;
use super::disclosures::failed;
use super::place::PlaceWithin;
use super::problem::ProblemBody;
use super::sent::Caller;
use crate::front::Front;

/// The paper that left with this release: exactly its bytes.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/document", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "The disclosure's number"), ("entry" = u64, Path, description = "The entry of the ledger that let it out")),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that stands in it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing left with this entry", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn document(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: PlaceWithin<u64>,
) -> Answered<Response> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.document_that_left(person, client, (place.no, place.of));
    let (bytes, delivery) = found.await.map_err(|error| failed(&caller, error))?;
    delivery.delivered(Some(&bytes));
    Ok(pdf(bytes.to_vec()))
}

/// The statement of this release.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/statement", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "The disclosure's number"), ("entry" = u64, Path, description = "The entry of the ledger that let it out")),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is about", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing left with this entry", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn statement(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: PlaceWithin<u64>,
) -> Answered<Response> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.statement_that_left(person, client, (place.no, place.of));
    let files = found.await.map_err(|error| failed(&caller, error))?;
    Ok(pdf(files.pdf.to_vec()))
}

/// The proof that exactly this statement stands in the ledger; `caseward statement verify` checks it without asking anyone.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/proof", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "The disclosure's number"), ("entry" = u64, Path, description = "The entry of the ledger that let it out")),
    responses(
        (status = 200, description = "A proof in the format of c2sp.org/tlog-proof", content_type = "text/plain"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is about", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing left with this entry", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn proof(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: PlaceWithin<u64>,
) -> Answered<Response> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.statement_that_left(person, client, (place.no, place.of));
    let files = found.await.map_err(|error| failed(&caller, error))?;
    Ok(plain(files.proof))
}
