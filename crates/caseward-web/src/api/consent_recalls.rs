//! `/api/v1/clients/{id}/consents/{no}/letters` and `…/told`: asking back what went out under a consent that was taken back, for
//! programs: the letter to each recipient, having the house send them, and that they were told (DV-2.1, NASW-d).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::consent::{LetterLinkOrder, LettersOrder, RecallTold};
use caseward_model::{Language, RecallTelling};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::consents::{asked, failed, may, wrong};
use super::decided::Answered;
use super::disclosure_papers::pdf;
use super::place::{Place, PlaceWithin};
use super::problem::{Field, ProblemBody};
use super::sent::{Caller, Parameters, Sent};
use crate::front::Front;
use crate::letting_out::ask_back;

/// The letter that asks a recipient to return or destroy what they had. It names nobody: days, and the numbers of what was sent.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/consents/{no}/letters/{of}", tag = "consents",
    params(
        ("id" = String, Path, description = "The client's id"),
        ("no" = i64, Path, description = "The consent's number"),
        ("of" = i64, Path, description = "The number of what went out, within the consent"),
        ("language" = Option<String>, Query, description = "`en` or `es`; your own if missing"),
    ),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 400, description = "A parameter can't be taken", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing went out under this number", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It isn't asked back", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn letter(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: PlaceWithin<i64>,
    parameters: Parameters,
) -> Answered<Response> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let request = asked(&front, &caller, client).await?;
    let parameters = parameters.only(&["language"])?;
    let words = Language::ALL.iter().map(|it| it.word());
    let language = parameters.one("language", &Field::one_of("language", words))?;
    let language: Language = language.unwrap_or(caller.language);
    let which = (place.no, place.of);
    let made = front.casework.recall_letter(&request, which, language);
    let bytes = made.await.map_err(|error| failed(&caller, error))?;
    Ok(pdf(bytes))
}

/// That a recipient was told.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentRecallTold)]
pub(crate) struct SentTold {
    /// The number of what went out, within the consent.
    number: i64,
    /// `way`, `telephone` or `in_person`.
    #[schema(example = "way")]
    how: String,
    /// The number of one of their ways that count now, for `way`.
    #[serde(default)]
    way: Option<i64>,
    /// When, as RFC 3339; now if missing.
    #[serde(default)]
    #[schema(example = "2026-11-02T09:00:00Z")]
    at: Option<String>,
    /// What is worth keeping about it.
    #[serde(default)]
    words: String,
}

/// Keeps that a recipient was told that a consent was taken back: how, when, and that you did.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/told", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = SentTold,
    responses(
        (status = 204, description = "Kept; their answer is waited for from now on"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It isn't asked back", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The way is none of theirs that counts now, or something else has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn told(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<SentTold>,
) -> Answered<StatusCode> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let request = asked(&front, &caller, client).await?;
    let Ok(how) = body.how.parse::<RecallTelling>() else {
        may(&front, &caller, &request).await?;
        return Err(wrong("how", RecallTelling::ALL, |it| it.word()));
    };
    let at = body.at.as_deref().map(str::parse::<jiff::Timestamp>);
    let told = RecallTold {
        how: Some(how),
        way: body.way,
        // A moment that can't be read is none at which anybody was told.
        at: at.map(|it| it.map_or(i64::MAX, jiff::Timestamp::as_millisecond)),
        words: body.words,
    };
    let of = (place.no, body.number);
    let kept = front.casework.note_recall_told(&request, of, told);
    kept.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// That the letters are to be sent.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentLettersOrder)]
pub(crate) struct SentOrder {
    /// In which language the letters are; your own if missing.
    #[serde(default)]
    #[schema(example = "en")]
    language: Option<String>,
    /// The client was asked whether telling them now could put anybody in danger, and it doesn't.
    client_asked: bool,
}

/// How the letters went, by the numbers of what had gone out under the consent.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentLettersWent {
    /// Taken: their answer is waited for from now on.
    sent: Vec<i64>,
    /// Not sent, or nobody knows: send again, or take the letter.
    not_sent: Vec<ConsentLetterNotSent>,
    /// They have no way by which the house carries letters by itself: somebody takes or sends the letter.
    by_hand: Vec<i64>,
    /// A wall stands between them, or somebody who would read it there, and the client (DV-3.3.2e): nobody tells them before the privacy
    /// officer was asked; then somebody takes the letter.
    kept_apart: Vec<i64>,
}

/// A letter that wasn't sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentLetterNotSent {
    number: i64,
    /// Why, in a word.
    #[schema(example = "not_reached")]
    trouble: String,
}

/// Has the house send the letters to all who weren't told yet, by a way of theirs that was checked: mail to their key, or their folder.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/letters", tag = "consents",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = SentOrder,
    responses(
        (status = 200, description = "How they went", body = ConsentLettersWent),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Nobody has to be told", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It isn't said that the client was asked, or the language can't be taken", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<SentOrder>,
) -> Answered<Response> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let request = asked(&front, &caller, client).await?;
    let language = match body.language.as_deref().map(str::parse::<Language>) {
        None => caller.language,
        Some(Ok(language)) => language,
        Some(Err(_)) => {
            may(&front, &caller, &request).await?;
            return Err(wrong("language", Language::ALL, |it| it.word()));
        }
    };
    let order = LettersOrder {
        language,
        client_asked: body.client_asked,
    };
    let went = ask_back(&front, (&request, place.no), order);
    let went = went.await.map_err(|error| failed(&caller, error))?;
    let not_sent = went.not_sent.into_iter();
    let not_sent = not_sent.map(|(number, trouble)| ConsentLetterNotSent { number, trouble });
    json(&ConsentLettersWent {
        sent: went.sent,
        not_sent: not_sent.collect(),
        by_hand: went.by_hand,
        kept_apart: went.kept_apart,
    })
}

/// That a letter is to wait behind a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConsentLetterLinkOrder)]
pub(crate) struct SentLinkOrder {
    /// In which language the letter is; your own if missing.
    #[serde(default)]
    #[schema(example = "en")]
    language: Option<String>,
    /// The client was asked whether telling them now could put anybody in danger, and it doesn't.
    client_asked: bool,
    /// By which of their ways, by its number; their newest one with a link if missing.
    #[serde(default)]
    way: Option<i64>,
    /// For how many hours the link is open; 72 if missing, 336 at most.
    #[serde(default)]
    #[schema(example = 72)]
    hours: Option<u32>,
}

/// A letter that waits behind a link. What opens it is said here, once.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConsentLetterLink {
    /// The link that is sent to them.
    link: String,
    /// What is told on the telephone with it, never in the same message; it is kept nowhere.
    pin: String,
    /// Until when it is open.
    #[schema(example = "2026-11-05T09:00:00Z")]
    until: String,
    /// The telephone on which the PIN is told, as it was checked.
    phone: String,
    /// Whom to ask for there: a role or an office.
    receiver: String,
    /// They said that word can be left there to be called back; never what opens it.
    word_may_be_left: bool,
}

/// Lets the letter to one recipient wait behind a link that opens once, in the place of an earlier one. When they fetch it, they were told.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/consents/{no}/letters/{of}/link", tag = "consents",
    params(
        ("id" = String, Path, description = "The client's id"),
        ("no" = i64, Path, description = "The consent's number"),
        ("of" = i64, Path, description = "The number of what went out, within the consent"),
    ),
    request_body = SentLinkOrder,
    responses(
        (status = 201, description = "The link, and its PIN", body = ConsentLetterLink),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing went out under this number", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "They don't have to be told, or a letter is on its way to them", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It isn't said that the client was asked, no link can go to them, or it can't be open for so long", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn link(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: PlaceWithin<i64>,
    Sent(body): Sent<SentLinkOrder>,
) -> Answered<Response> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let request = asked(&front, &caller, client).await?;
    let language = match body.language.as_deref().map(str::parse::<Language>) {
        None => caller.language,
        Some(Ok(language)) => language,
        Some(Err(_)) => {
            may(&front, &caller, &request).await?;
            return Err(wrong("language", Language::ALL, |it| it.word()));
        }
    };
    let order = LetterLinkOrder {
        language,
        client_asked: body.client_asked,
        way: body.way,
        hours: body.hours,
    };
    let casework = &front.casework;
    let made = casework.make_letter_link(&request, (place.no, place.of), order);
    let made = made.await.map_err(|error| failed(&caller, error))?;
    let (link, call) = (&made.link, &made.call);
    let shown = ConsentLetterLink {
        link: format!("{}/out/{}", casework.address(), link.token),
        pin: link.pin.to_string(),
        until: moment(link.until),
        phone: call.phone.clone(),
        receiver: call.receiver.clone(),
        word_may_be_left: call.word_may_be_left,
    };
    Ok((StatusCode::CREATED, json(&shown)?).into_response())
}
