//! The papers of a disclosure, for programs: put together, looked at, approved by a second person, let out, with its statement and the
//! proof of it (RE-2, CR-6, NASW-c).
//!
//! Letting something out can't be taken back: it asks for a proof that is not older than five minutes, which no token has.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::Office as Casework;
use caseward_casework::sign_in::For;
use caseward_model::{Client, Id, Language};

use super::answer::{json, plain};
use super::decided::{Answered, Decided};
use super::disclosures::{
    DisclosureComposed, DisclosureLanguage, DisclosureReleased, DisclosureSeen,
    DisclosureToRelease, failed, may, named, there,
};
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;
use crate::letting_out::let_out;

/// What is still needed where it isn't said what is approved, or let out.
const LOOKED_AT: &str = "say the SHA-256 of the paper that you looked at";

/// In which language; whoever may not look into the book learns that first.
async fn language(
    front: &Front,
    caller: &Caller,
    (client, no): (Id<Client>, i64),
    said: &str,
) -> Answered<Language> {
    if let Ok(language) = said.parse() {
        return Ok(language);
    }
    there(front, caller, (client, no)).await?;
    let words = Language::ALL.iter().map(|it| it.word());
    Err(Problem::Mend(vec![Field::one_of("language", words)]))
}

/// Puts the paper together, if the rules would let all of it out now. Nothing leaves.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/compose", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureLanguage,
    responses(
        (status = 200, description = "Put together; look at it under `document`", body = DisclosureComposed),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not all of it can go; each section says why and what would change it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It left already", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn compose(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DisclosureLanguage>,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let language = language(&front, &caller, (client, no), &body.language).await?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let composed = casework.compose_disclosure(person, client, no, language);
    let composed = composed.await.map_err(|error| failed(&caller, error))?;
    let decided = |section| Decided::new(section, caller.language);
    json(&DisclosureComposed {
        content: composed.content,
        wants_second: composed.wants_second,
        told_stays: composed.told_stays,
        sentences_to_read: composed.to_read,
        sections: composed.sections.iter().map(decided).collect(),
    })
}

/// The paper that would leave, or left: exactly its bytes.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/document", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that stands in it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing was put together", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn document(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.disclosure_document(person, client, no).await;
    let (bytes, delivery) = found.map_err(|error| failed(&caller, error))?;
    delivery.delivered(Some(&bytes));
    Ok(pdf(bytes.to_vec()))
}

pub(super) fn pdf(bytes: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/pdf")], bytes).into_response()
}

/// Approves, as a second person, what somebody else put together.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/approval", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureSeen,
    responses(
        (status = 204, description = "Approved"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that stands in it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It isn't said what you looked at", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "You put it together or changed what is masked in it yourself, it was put together anew since, or nothing waits for approval", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn approve(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(seen): Sent<DisclosureSeen>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    if seen.content.trim().is_empty() {
        may(&front, &caller, client).await?;
        return Err(Problem::Mend(vec![Field::new("content", LOOKED_AT)]));
    }
    let (casework, person) = (&front.casework, &caller.session.person);
    let seen = (no, seen.content.as_str());
    let approved = casework.approve_disclosure(person, client, seen).await;
    approved.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets exactly the paper that was looked at out, if the rules still say so. Only a person can, with a proof that is not older than five
/// minutes; no token does. It goes on to its end also when nobody waits for the answer. What left lies under `document`, `statement` and
/// `proof`.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/release", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureToRelease,
    responses(
        (status = 200, description = "Let out; hand it over, and say under `arrival` what became of it", body = DisclosureReleased),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not all of it can go, a fresh proof is needed, or a token asked", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Nothing is ready, it is too old or was put together anew since, it is being let out already, it can't go that way, or a second person has to look first", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn release(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DisclosureToRelease>,
) -> Answered<Response> {
    caller.proved(&front, For::Release)?;
    let (client, no) = named(&caller, &place)?;
    let language = language(&front, &caller, (client, no), &body.language).await?;
    if body.content.trim().is_empty() {
        there(&front, &caller, (client, no)).await?;
        return Err(Problem::Mend(vec![Field::new("content", LOOKED_AT)]));
    }
    let (casework, person) = (&front.casework, &caller.session.person);
    let nowhere = casework.opens_nowhere(person, (client, no), None).await;
    if nowhere.map_err(|error| failed(&caller, error))? {
        return Err(Problem::Conflict(Casework::NO_ADDRESS.to_owned()));
    }
    let what = (body.content.as_str(), language);
    let released = let_out(&front, person, (client, no), what).await;
    let package = released.map_err(|error| failed(&caller, error))?;
    let left = &package.left;
    let link = left.link.as_ref();
    json(&DisclosureReleased {
        entry: package.entry,
        travels: package.travels.hash.clone(),
        passphrase: left.passphrase.as_ref().map(|it| it.told().to_owned()),
        link: link.map(|it| format!("{}/out/{}", casework.address(), it.token)),
        pin: link.map(|it| it.pin.to_string()),
        phone: left.call.as_ref().map(|it| it.phone.clone()),
        word_may_be_left: left.call.as_ref().is_some_and(|it| it.word_may_be_left),
        kind: left.kind.word(),
        trouble: left.trouble.clone(),
    })
}

/// The statement of a disclosure.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/statement", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is about", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing was released", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn statement(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.disclosure_statement(person, client, no).await;
    let files = found.map_err(|error| failed(&caller, error))?;
    Ok(pdf(files.pdf.to_vec()))
}

/// The statement before it leaves: the PDF that would be made if you let it out now. It is no statement, and says so; the day, the entry and
/// the ledger's root then are left open.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/statement/preview", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "A PDF file, in the language that you ask for", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is about", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Nothing was put together, or it left already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn statement_preview(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let made = casework.statement_preview_paper(person, client, no, caller.language);
    let paper = made.await.map_err(|error| failed(&caller, error))?;
    Ok(pdf(paper))
}

/// The proof that exactly this statement stands in the ledger; `caseward statement verify` checks it without asking anyone.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/proof", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "A proof in the format of c2sp.org/tlog-proof", content_type = "text/plain"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is about", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing was released", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn proof(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.disclosure_statement(person, client, no).await;
    let files = found.map_err(|error| failed(&caller, error))?;
    Ok(plain(files.proof))
}
