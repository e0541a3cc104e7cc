//! `/api/v1/clients/{id}/permissions/{no}/letters`, `…/told` and `…/recall`: asking back what left under a permission that was taken back, for
//! programs (CR-9, DV-3.2, NASW-d).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::consent::RecallTold;
use caseward_casework::tellers::TellerUse;
use caseward_model::{Channel, Language, RecallAnswer, RecallTelling};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::clients::moment;
use super::decided::Answered;
use super::disclosure_papers::pdf;
use super::disclosures::named;
use super::permissions::problem;
use super::place::{Place, PlaceWithin};
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Parameters, Sent};
use crate::front::Front;

/// Something that had left under a permission when it was taken back.
#[derive(Serialize, ToSchema)]
pub(crate) struct TellerReceived {
    /// The how manyth, from 1.
    #[schema(example = 1)]
    number: usize,
    /// The id of the organization that received it.
    recipient: String,
    /// The number of the disclosure.
    disclosure: i64,
    /// When it left.
    at: String,
    /// `awaited`, `returned`, `destroyed`, `kept` or `refused`.
    #[schema(example = "awaited")]
    answer: &'static str,
    /// What they said, if it is worth keeping.
    words: String,
    /// When they were told that it was taken back; nothing while nobody told them.
    told_at: Option<String>,
    /// How: `way`, `telephone` or `in_person`.
    told_how: Option<&'static str>,
    /// Until which day they were asked to answer.
    answer_by: Option<String>,
}

impl TellerReceived {
    pub(super) fn new((number, it): (usize, &TellerUse)) -> Self {
        let told = it.recall.told.as_ref();
        Self {
            number,
            recipient: it.recipient.to_string(),
            disclosure: it.disclosure,
            at: moment(it.at),
            answer: it.recall.answer.word(),
            words: it.recall.words.clone(),
            told_at: told.map(|it| moment(it.at)),
            told_how: told.map(|it| it.how.word()),
            answer_by: told.map(|it| it.answer_by.to_string()),
        }
    }
}

/// The letter that asks a recipient to return or destroy what somebody else told. It names nobody: days, and the numbers of what was sent.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/permissions/{no}/letters/{of}", tag = "disclosures",
    params(
        ("id" = String, Path, description = "The client's id"),
        ("no" = i64, Path, description = "The permission's number"),
        ("of" = i64, Path, description = "The number of what went out, among `received`"),
        ("language" = Option<String>, Query, description = "`en` or `es`; your own if missing"),
    ),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 400, description = "A parameter can't be taken", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you, or nothing is asked back by this number", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn letter(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: PlaceWithin<i64>,
    parameters: Parameters,
) -> Answered<Response> {
    let client = place.client.ok_or_else(|| caller.nobody())?;
    let parameters = parameters.only(&["language"])?;
    let words = Language::ALL.iter().map(|it| it.word());
    let language = parameters.one("language", &Field::one_of("language", words))?;
    let language: Language = language.unwrap_or(caller.language);
    let which = (client, place.no, place.of);
    let person = &caller.session.person;
    let made = front
        .casework
        .teller_recall_letter(person, which, language)
        .await;
    Ok(pdf(made.map_err(|error| problem(&caller, error))?))
}

/// That a recipient was told that a permission was taken back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TellerRecallTold)]
pub(crate) struct SentTold {
    /// The number of what went out, among `received`.
    number: i64,
    /// `way`, `telephone` or `in_person`.
    #[schema(example = "telephone")]
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

/// Keeps that a recipient was told: how, when, and that you did. Their answer is waited for from then on.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/permissions/{no}/told", tag = "disclosures", request_body = SentTold,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Kept"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The way is none of theirs that counts now, or something else has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn told(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<SentTold>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let at = body.at.as_deref().map(str::parse::<jiff::Timestamp>);
    let told = RecallTold {
        // A word that is none says nothing: the desk says then what is needed, to whoever may know of it.
        how: body.how.parse::<RecallTelling>().ok(),
        way: body.way,
        // A moment that can't be read is none at which anybody was told.
        at: at.map(|it| it.map_or(i64::MAX, jiff::Timestamp::as_millisecond)),
        words: body.words,
    };
    let which = (client, no, body.number);
    let (casework, person) = (&front.casework, &caller.session.person);
    let kept = casework.note_teller_told(person, which, Channel::Api, told);
    kept.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a recipient answered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TellerRecallAnswer)]
pub(crate) struct SentAnswer {
    /// The number of what went out, among `received`.
    number: i64,
    /// `awaited`, `returned`, `destroyed`, `kept` or `refused`.
    #[schema(example = "destroyed")]
    answer: String,
    /// What they said.
    #[serde(default)]
    words: String,
}

/// Keeps what a recipient answered who was asked to return or destroy what somebody else told.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/permissions/{no}/recall", tag = "disclosures", request_body = SentAnswer,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Kept"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The answer is none of its list, or the words are too long", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<SentAnswer>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let Ok(answer) = body.answer.parse::<RecallAnswer>() else {
        // Whoever may not read of permissions learns that before anything about what they sent.
        let found = casework.permissions_of(person, client, Channel::Api).await;
        let (_, delivery) = found.map_err(|error| problem(&caller, error))?;
        delivery.broken();
        let words = RecallAnswer::ALL.iter().map(|it| it.word());
        return Err(Problem::Mend(vec![Field::one_of("answer", words)]));
    };
    let said = (answer, body.words.as_str());
    let which = (client, no, body.number);
    let kept = casework.answer_teller_recall(person, which, Channel::Api, said);
    kept.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
