//! Who signed when an envelope changed hands, for programs: the signed sheet is kept with the hand-over, and given out as a file (CC-2.3,
//! NASW-m).

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::disclosure::HandOverNo;
use caseward_model::{Client, Id};
use serde::Deserialize;
use utoipa::ToSchema;

use super::consents::{WithScan, scan_of};
use super::decided::Answered;
use super::disclosures::{failed, there};
use super::problem::{Problem, ProblemBody};
use super::sent::Caller;
use crate::front::Front;

/// A hand-over of an envelope, as an address names it.
pub(crate) struct HandPlace {
    client: Option<Id<Client>>,
    which: HandOverNo,
}

impl FromRequestParts<Arc<Front>> for HandPlace {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Answered<Self> {
        let text = Path::<(String, String, String, String)>::from_request_parts(parts, front).await;
        let (client, no, entry, step) = match text {
            Ok(Path(it)) => (
                it.0.parse().ok(),
                it.1.parse().ok(),
                it.2.parse().ok(),
                it.3.parse().ok(),
            ),
            Err(_) => (None, None, None, None),
        };
        // What is no number is none that there is.
        let which = (no.unwrap_or(0), entry.unwrap_or(0), step.unwrap_or(0));
        Ok(Self { client, which })
    }
}

/// The signed sheet of an envelope.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignedSheet {
    /// The scan, in base64: a PDF, JPEG or PNG file of at most 8 MB.
    scan: String,
}

/// The signature that was kept with a hand-over: a scan as it was brought, or what was drawn as SVG.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/hands/{step}", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "The disclosure's number"), ("entry" = u64, Path, description = "The entry of the ledger that let it out"), ("step" = usize, Path, description = "Which hand-over, from 1")),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is about", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or no signature was kept", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn signature(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: HandPlace,
) -> Answered<Response> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.custody_signature(person, client, place.which);
    let (file, delivery) = found.await.map_err(|error| failed(&caller, error))?;
    delivery.delivered(Some(&file.bytes));
    let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((kind, file.bytes.to_vec()).into_response())
}

/// Keeps the signed sheet with a hand-over; once, it isn't replaced.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/left/{entry}/hands/{step}", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "The disclosure's number"), ("entry" = u64, Path, description = "The entry of the ledger that let it out"), ("step" = usize, Path, description = "Which hand-over, from 1")),
    request_body = SignedSheet,
    responses(
        (status = 204, description = "Kept"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or no such hand-over", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The scan is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It is no scan that can be kept, or a signature is kept already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn keep(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: HandPlace,
    WithScan(body): WithScan<SignedSheet>,
) -> Answered<StatusCode> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let scan = match scan_of(&body.scan) {
        Ok(scan) => scan,
        Err(wrong) => {
            there(&front, &caller, (client, place.which.0)).await?;
            return Err(wrong);
        }
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let kept = casework.keep_signed_sheet(person, client, place.which, scan);
    kept.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
