//! `/api/v1/clients/{id}/consents`: what a client agreed to, for programs: writing it down, signing, taking it back, and asking
//! beforehand whether it lets something out (DV-2.1, DV-2.2, DV-3.3.2d, NASW-b, NASW-e, NASW-h, RE-1).
//!
//! Nothing is agreed to that wasn't sent as asked and answered; what a program sends is checked as the pages' forms are.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::consent::{
    self, Change, Checked, Compared, ConsentError, ConsentPaper, Signing, ToRelease,
};
use caseward_casework::gate::Request as Asked;
use caseward_casework::standing::LARGEST_SCAN;
use caseward_model::{
    Category, Channel, Client, ConsentKind, Id, Language, Purpose, RecallAnswer, WithdrawalWay,
};
use data_encoding::BASE64;
use serde::de::DeserializeOwned;

use super::answer::json;
use super::decided::Answered;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent, fields_of, is_plain_json};
use crate::front::Front;

mod form;
mod shapes;

pub(crate) use form::ConsentFormBody;
pub(crate) use shapes::{
    ConsentBegun, ConsentChecked, ConsentConsequences, ConsentDecision, ConsentFlawSaid,
    ConsentNeeds, ConsentQuestion, ConsentRecall, ConsentScan, ConsentStep, ConsentWithdrawal,
    List, NewConsent, NewSignature, One,
};

/// The largest scan in base64, and what stands beside it.
const LONGEST_BODY: usize = LARGEST_SCAN / 3 * 4 + 64 * 1024;

/// A body that may hold a scan.
pub(crate) struct WithScan<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<Arc<Front>> for WithScan<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Arc<Front>) -> Answered<Self> {
        body_of(request, LONGEST_BODY).await.map(Self)
    }
}

/// A body of JSON that may be longer than others, because a file is in it.
pub(super) async fn body_of<T: DeserializeOwned>(request: Request, longest: usize) -> Answered<T> {
    let (parts, body) = request.into_parts();
    if !is_plain_json(&parts.headers) {
        return Err(Problem::NotJson);
    }
    let bytes = to_bytes(body, longest).await;
    let bytes = bytes.map_err(|_| Problem::TooLarge)?;
    fields_of(&bytes)
}

/// A person's way to a client's consents.
pub(super) async fn asked(front: &Front, caller: &Caller, client: Id<Client>) -> Answered<Asked> {
    let casework = &front.casework;
    let question = casework.question_of(&caller.session.person, client, Channel::Api);
    question.await.map_err(|refusal| caller.refused(refusal))
}

pub(super) async fn at(front: &Front, caller: &Caller, place: &Place) -> Answered<Asked> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    asked(front, caller, client).await
}

/// What failed, as an answer.
pub(super) fn failed(caller: &Caller, error: ConsentError) -> Problem {
    match error {
        ConsentError::Refused(refusal) => caller.refused(refusal),
        ConsentError::Absent => caller.nobody(),
        ConsentError::Stage(_) | ConsentError::SecondPerson => Problem::Conflict(error.to_string()),
        ConsentError::Needs(needs) => {
            let field = |it: consent::ConsentNeed| {
                Field::new(
                    it.word(),
                    "The consent still needs this, or it can't be so.",
                )
            };
            Problem::Mend(needs.into_iter().map(field).collect())
        }
        ConsentError::Signing(needs) => {
            let field = |it: consent::SigningNeed| {
                let says = match it {
                    consent::SigningNeed::TypedAlone => {
                        "A typed name alone isn't a signature: name a witness who is there besides the two, or have it drawn on the page or signed on paper."
                    }
                    consent::SigningNeed::NothingSince => {
                        "Since the day on this paper the client took something back towards this organization, or signed anew: ask anew."
                    }
                    _ => "The signature still needs this, or it can't be so.",
                };
                Field::new(it.word(), says)
            };
            Problem::Mend(needs.into_iter().map(field).collect())
        }
        ConsentError::Leaflet => {
            let says = "Something else is shared by now than what this leaflet says: go through a new one with the client.";
            Problem::Mend(vec![Field::new("leaflet", says)])
        }
        ConsentError::Casework(error) => error.into(),
    }
}

pub(super) fn wrong<T: 'static>(
    field: &'static str,
    all: &'static [T],
    word: fn(&T) -> &'static str,
) -> Problem {
    Problem::Mend(vec![Field::one_of(field, all.iter().map(word))])
}

pub(super) fn scan_of(text: &str) -> Answered<Vec<u8>> {
    BASE64.decode(text.as_bytes()).map_err(|_| {
        let detail = "Send the scan in base64, without line breaks.";
        Problem::Mend(vec![Field::new("scan", detail)])
    })
}

/// What a client agreed to.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/consents", tag = "consents",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "All of them, the newest first", body = List),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "They aren't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
) -> Answered<Response> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let found = front.casework.consents(&request).await;
    let (consents, delivery) = found.map_err(|error| failed(&caller, error))?;
    let now_ms = front.casework.clock().now_ms();
    let all = consents.all.iter().map(|it| One::new(it, now_ms));
    let answer = json(&List {
        consents: all.collect(),
    });
    delivery.delivered(None);
    answer
}

/// Begins a consent: a draft of which nothing is chosen yet.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents", tag = "consents",
    params(("id" = String, Path, description = "The client's id")),
    request_body = NewConsent,
    responses(
        (status = 201, description = "Begun", body = ConsentBegun),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(new): Sent<NewConsent>,
) -> Answered<Response> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let kind = new.kind.parse::<ConsentKind>();
    let language = new.language.parse::<Language>();
    let (Ok(kind), Ok(language)) = (kind, language) else {
        may(&front, &caller, &request).await?;
        return Err(wrong("kind", ConsentKind::ALL, |it| it.word()));
    };
    let begun = front.casework.begin_consent(&request, kind, language).await;
    let number = begun.map_err(|error| failed(&caller, error))?;
    Ok((StatusCode::CREATED, json(&ConsentBegun { number })?).into_response())
}

/// Whoever may not learns that before anything about what they sent.
pub(super) async fn may(front: &Front, caller: &Caller, request: &Asked) -> Answered<()> {
    let found = front.casework.consents(request).await;
    let (_, delivery) = found.map_err(|error| failed(caller, error))?;
    delivery.broken();
    Ok(())
}

/// One consent.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/consents/{no}", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The consent", body = One),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn one(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let request = at(&front, &caller, &place).await?;
    let found = front.casework.consent(&request, place.no).await;
    let (consent, delivery) = found.map_err(|error| failed(&caller, error))?;
    let answer = json(&One::new(&consent, front.casework.clock().now_ms()));
    delivery.delivered(None);
    answer
}

/// Writes a draft anew, whole. What it still needs is said, and it is kept all the same.
#[utoipa::path(
    put, path = "/api/v1/clients/{id}/consents/{no}", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = ConsentFormBody,
    responses(
        (status = 200, description = "Kept", body = ConsentNeeds),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It is no draft any more", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn write(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<ConsentFormBody>,
) -> Answered<Response> {
    let request = at(&front, &caller, &place).await?;
    let form = match body.form() {
        Ok(form) => form,
        Err(mend) => {
            may(&front, &caller, &request).await?;
            return Err(Problem::Mend(mend));
        }
    };
    let change = Change::Whole(Box::new(form));
    let saved = front.casework.save_consent(&request, place.no, change);
    let needs = saved.await.map_err(|error| failed(&caller, error))?;
    json(&ConsentNeeds {
        needs: needs.iter().map(|it| it.word()).collect(),
    })
}

/// What may happen if the client agrees to this consent and if they say no, put together out of purposes, kind of organization and
/// information: to be gone through with them, changed where it doesn't fit, and sent along with the form.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/consents/{no}/consequences", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "Sentences on both sides", body = ConsentConsequences),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn consequences(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let request = at(&front, &caller, &place).await?;
    let composed = front.casework.consequences_for(&request, place.no).await;
    let (composed, delivery) = composed.map_err(|error| failed(&caller, error))?;
    let answer = json(&ConsentConsequences {
        agree: composed.agree,
        refuse: composed.refuse,
    });
    delivery.delivered(None);
    answer
}

/// Signs a consent on the screen; from now on it counts.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/signature", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = NewSignature,
    responses(
        (status = 204, description = "Signed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It can't be signed as it stands", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing, or whoever signs may not", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sign(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(new): Sent<NewSignature>,
) -> Answered<StatusCode> {
    let request = at(&front, &caller, &place).await?;
    let signing = Signing {
        name: new.name,
        second_name: new.second_name,
        ticked: new.ticked,
        mark: String::new(),
        witness: new.witness,
    };
    let signed = front.casework.sign_consent(&request, place.no, signing);
    signed.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Does something else with a consent: has it signed on paper, keeps that the client said no, begins another in its place.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/steps", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = ConsentStep,
    responses(
        (status = 200, description = "Done; the number is that of the new draft after `renew`", body = ConsentBegun),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It can't be done as it stands", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn step(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<ConsentStep>,
) -> Answered<Response> {
    const STEPS: [&str; 6] = [
        "print",
        "reject",
        "correct",
        "renew",
        "copy_given",
        "note_withdrawal",
    ];
    let request = at(&front, &caller, &place).await?;
    let (office, no) = (&front.casework, place.no);
    let because = body.because.as_str();
    let done = match body.step.as_str() {
        "print" => office.print_consent(&request, no).await.map(|()| no),
        "reject" => {
            let rejected = office.reject_consent(&request, no, because).await;
            rejected.map(|()| no)
        }
        "correct" => {
            let corrected = office.correct_consent(&request, no, because).await;
            corrected.map(|()| no)
        }
        "renew" => office.renew_consent(&request, no).await,
        "copy_given" => office.copy_given(&request, no).await.map(|()| no),
        "note_withdrawal" => office.note_withdrawal(&request, no).await.map(|()| no),
        _ => {
            may(&front, &caller, &request).await?;
            return Err(Problem::Mend(vec![Field::one_of(
                "step",
                STEPS.into_iter(),
            )]));
        }
    };
    let number = done.map_err(|error| failed(&caller, error))?;
    json(&ConsentBegun { number })
}

/// Records the signed paper of a consent; it counts when a second person has looked at it.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/scan", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = ConsentScan,
    responses(
        (status = 204, description = "Recorded; a second person has to confirm it"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "No paper of it is awaited", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The scan is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing, or it is no scan", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn record(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    WithScan(body): WithScan<ConsentScan>,
) -> Answered<StatusCode> {
    let request = at(&front, &caller, &place).await?;
    let kept = front
        .casework
        .record_consent_paper(&request, place.no, paper_of(body));
    kept.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

fn paper_of(body: ConsentScan) -> ConsentPaper {
    let signed_at = body.signed_at.parse::<jiff::Timestamp>();
    let scan = scan_of(&body.scan);
    ConsentPaper {
        name: body.name,
        second_name: body.second_name,
        witness: body.witness,
        signed_at: signed_at.map_or(i64::MAX, jiff::Timestamp::as_millisecond),
        scan: scan.unwrap_or_default(),
    }
}

/// Takes over a consent that was given before, on paper or in an earlier system: a draft in which stands what its paper says, with the
/// scan. It holds from the day of the signature, and counts when a second person has confirmed it.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/earlier", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = ConsentScan,
    responses(
        (status = 204, description = "Taken over; a second person confirms it"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It is no draft", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The scan is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something is missing, it is no scan, or its day hasn't come", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn take_over(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    WithScan(body): WithScan<ConsentScan>,
) -> Answered<StatusCode> {
    let request = at(&front, &caller, &place).await?;
    let taken = front
        .casework
        .take_consent_over(&request, place.no, paper_of(body));
    taken.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The scan of a consent that was signed on paper.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/consents/{no}/scan", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The file as it was scanned", content_type = "application/octet-stream"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn scan(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let request = at(&front, &caller, &place).await?;
    let found = front.casework.consent_scan(&request, place.no).await;
    let ((_, bytes), delivery) = found.map_err(|error| failed(&caller, error))?;
    delivery.delivered(Some(&bytes));
    let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((kind, bytes).into_response())
}

/// Confirms or declines the paper that somebody else recorded.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/decision", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = ConsentDecision,
    responses(
        (status = 204, description = "Decided"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "No paper waits, or you recorded it yourself", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "A witness is needed and not named, or it isn't said that they signed", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn decide(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<ConsentDecision>,
) -> Answered<StatusCode> {
    let request = at(&front, &caller, &place).await?;
    let casework = &front.casework;
    let found_so = Compared {
        same: body.confirmed,
        witness_signed: body.witness_signed,
    };
    let decided = casework.confirm_consent_paper(&request, place.no, found_so);
    decided.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a consent back; from this moment nothing goes out under it.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/withdrawal", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = ConsentWithdrawal,
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Nothing of it counts", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<ConsentWithdrawal>,
) -> Answered<StatusCode> {
    let request = at(&front, &caller, &place).await?;
    let Ok(way) = body.way.parse::<WithdrawalWay>() else {
        may(&front, &caller, &request).await?;
        return Err(wrong("way", WithdrawalWay::ALL, |it| it.word()));
    };
    let casework = &front.casework;
    let withdrawn = casework.withdraw_consent(&request, place.no, way, &body.words);
    withdrawn.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Keeps what a recipient answered who was asked to return or destroy what they had.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/recall", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = ConsentRecall,
    responses(
        (status = 204, description = "Kept"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It was never asked back", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn recall(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<ConsentRecall>,
) -> Answered<StatusCode> {
    let request = at(&front, &caller, &place).await?;
    let Ok(answer) = body.answer.parse::<RecallAnswer>() else {
        may(&front, &caller, &request).await?;
        return Err(wrong("answer", RecallAnswer::ALL, |it| it.word()));
    };
    let of = (place.no, body.number);
    let kept = front
        .casework
        .answer_recall(&request, of, answer, &body.words);
    kept.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The paper of a consent: the copy of one that was signed, or the form to be signed.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/consents/{no}/copy", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It has no paper as it stands", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn copy(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let request = at(&front, &caller, &place).await?;
    let printed = front.casework.consent_paper(&request, place.no).await;
    let (printed, delivery) = printed.map_err(|error| failed(&caller, error))?;
    delivery.delivered(Some(&printed.pdf));
    Ok(([(header::CONTENT_TYPE, "application/pdf")], printed.pdf).into_response())
}

/// Asks beforehand whether one of a client's consents lets something out.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/check", tag = "consents",
    params(("id" = String, Path, description = "The client's id")),
    request_body = ConsentQuestion,
    responses(
        (status = 200, description = "Whether it does; if not, what fails and what would change it", body = ConsentChecked),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn check(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(body): Sent<ConsentQuestion>,
) -> Answered<Response> {
    let request = asked(&front, &caller, caller.client(client)?).await?;
    let wanted = match wanted(&front, &body).await? {
        Ok(wanted) => wanted,
        Err(mend) => {
            may(&front, &caller, &request).await?;
            return Err(Problem::Mend(mend));
        }
    };
    let checked = front.casework.check_consents(&request, wanted).await;
    let checked: Checked = checked.map_err(|error| failed(&caller, error))?;
    let said = checked.flaws.iter().map(|it| {
        let (says, change) = consent::says(*it, caller.language);
        ConsentFlawSaid {
            code: consent::code(*it),
            says,
            change,
        }
    });
    json(&ConsentChecked {
        passes: checked.passes(),
        consent: checked.consent,
        flaws: said.collect(),
        uncovered: checked.uncovered.iter().map(|it| it.word()).collect(),
    })
}

async fn wanted(front: &Front, body: &ConsentQuestion) -> Answered<Result<ToRelease, Vec<Field>>> {
    let mut mend = Vec::new();
    let purpose = body.purpose.parse::<Purpose>().ok();
    if purpose.is_none() {
        let words = Purpose::ALL.iter().map(|it| it.word());
        mend.push(Field::one_of("purpose", words));
    }
    let sections: Result<Vec<Category>, _> = body.sections.iter().map(|it| it.parse()).collect();
    if sections.is_err() {
        let words = Category::ALL.iter().map(|it| it.word());
        mend.push(Field::one_of("sections", words));
    }
    let channel = body.channel.as_deref().unwrap_or("encrypted_message");
    let channel = channel.parse::<Channel>().ok();
    if channel.is_none() {
        let words = Channel::ALL.iter().map(|it| it.word());
        mend.push(Field::one_of("channel", words));
    }
    let register = front.casework.register().await?;
    let found = register
        .into_iter()
        .find(|it| it.handle == body.recipient || it.id.to_string() == body.recipient);
    if found.is_none() {
        let detail = "No organization of the register has this short name or id.";
        mend.push(Field::new("recipient", detail));
    }
    Ok(match (purpose, sections, channel, found) {
        (Some(purpose), Ok(sections), Some(channel), Some(found)) => Ok(ToRelease {
            recipient: found.no,
            kind: found.sheet.kind.into(),
            purpose,
            sections,
            channel,
            limits_confirmed: body.limits_confirmed,
        }),
        _ => Err(mend),
    })
}
