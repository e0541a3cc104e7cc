//! `/api/v1/clients/{id}/warnings`: warning somebody whom a client threatens, from person to person, and what became of it (RE-7,
//! DV-4.2b, NASW-c). A program prepares and notes; it is a person who says it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::danger::{
    ComposedWarning, NewWarning, Warning, WarningError, WarningNeed, WarningOutcome, WarningToSay,
};
use caseward_casework::sign_in::For;
use caseward_model::{Channel, Client, Id, Language, Told, WarningEnd, WarningWay, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{bytes_of, json};
use super::clients::moment;
use super::decided::Answered;
use super::disclosures::named;
use super::file::handed_over;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// The warnings about a client.
#[derive(Serialize, ToSchema)]
pub(crate) struct Warnings {
    /// The newest first.
    warnings: Vec<One>,
}

/// A warning to somebody who is threatened.
#[derive(Serialize, ToSchema)]
#[schema(as = Warning)]
pub(crate) struct One {
    /// Its number.
    number: i64,
    /// The number of the danger report that it hangs on.
    report: i64,
    /// How it stands: `prepared`, `ready`, `begun` or `over`.
    state: &'static str,
    /// What whoever is warned is called; empty where that isn't known.
    name: String,
    /// Who they are, and how they are found.
    who: String,
    /// `in_person`, `telephone` or `letter`.
    way: &'static str,
    /// They are or were the client's partner.
    partner: bool,
    /// The client's name may be said.
    says_name: bool,
    prepared_at: String,
    #[schema(value_type = String)]
    prepared_by: Id<Worker>,
    /// SHA-256 of the text, in hex.
    content: Option<String>,
    /// The whole text, as it was put together last.
    text: Option<String>,
    /// At so many places something was taken out of the worker's words.
    left_out: usize,
    /// What became of each time that it was let out; nothing while nobody said.
    tries: Vec<Option<Became>>,
    /// What became of it in the end.
    ended: Option<Became>,
    /// From the report until somebody was warned, in minutes.
    minutes: Option<i64>,
    /// `later` while the client doesn't know, `before` once they were told, `not` with a reason.
    client_told: &'static str,
    /// What the client was told, or why they are not.
    client_told_how: String,
}

/// What became of a warning.
#[derive(Serialize, ToSchema)]
#[schema(as = WarningOutcome)]
pub(crate) struct Became {
    /// `warned`, `not_reached`, `others_warned` or `dropped`.
    end: &'static str,
    at: String,
    #[schema(value_type = String)]
    by: Id<Worker>,
    how: String,
}

impl Became {
    fn new(it: WarningOutcome) -> Self {
        Self {
            end: it.end.word(),
            at: moment(it.at),
            by: it.by,
            how: it.how,
        }
    }
}

impl One {
    fn new(it: Warning) -> Self {
        let took = it.took_ms();
        let tries = it.tries.into_iter();
        Self {
            number: it.no,
            report: it.report,
            state: it.state.word(),
            name: it.name,
            who: it.who,
            way: it.way.word(),
            partner: it.partner,
            says_name: it.says_name,
            prepared_at: moment(it.at),
            prepared_by: it.by,
            content: it.content,
            text: it.said,
            left_out: it.left_out,
            tries: tries.map(|it| it.outcome.map(Became::new)).collect(),
            ended: it.ended.map(Became::new),
            minutes: took.map(|it| it / 60_000),
            client_told: it.client_told.word(),
            client_told_how: it.client_told_how,
        }
    }
}

/// A warning to be prepared.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schema(as = NewWarning)]
pub(crate) struct SentWarning {
    /// The number of one that was prepared and never put together: it is written anew, and no second one is made.
    number: Option<i64>,
    /// The number of a danger report that stands and says that somebody other than the client may be harmed.
    report: Option<i64>,
    /// What whoever is threatened is called, and nothing else; may be empty.
    name: String,
    /// Who they are, and how they are found.
    who: String,
    /// Whether they are or were the client's partner.
    partner: Option<bool>,
    /// `in_person`, `telephone` or `letter`.
    #[schema(example = "telephone")]
    way: String,
    /// What is said to them, in the worker's own words: 600 characters at most.
    told: String,
    /// The client's name may be said.
    says_name: bool,
    /// The telephone number by which they reach the office.
    callback: String,
    /// In which language it is said: `en` or `es`.
    #[schema(example = "en")]
    language: String,
}

impl SentWarning {
    fn read(self) -> NewWarning {
        NewWarning {
            number: self.number,
            report: self.report,
            name: self.name,
            who: self.who,
            way: self.way.parse().ok(),
            partner: self.partner,
            says_name: self.says_name,
            told: self.told,
            callback: self.callback,
            language: self.language.parse().ok(),
        }
    }
}

/// A warning that was put together. Nobody was told.
#[derive(Serialize, ToSchema)]
#[schema(as = ComposedWarning)]
pub(crate) struct Composed {
    number: i64,
    /// SHA-256 of the text, in hex: it is what is let out.
    content: String,
    /// The whole text, to be read to its end.
    text: String,
    /// At so many places something was taken out of the worker's words.
    left_out: usize,
}

/// That a warning is said now.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WarningBegin)]
pub(crate) struct SentBegin {
    /// SHA-256 of the text that was read, in hex.
    content: String,
    /// Whoever says it read it to its end.
    read: bool,
}

/// What is to be said now.
#[derive(Serialize, ToSchema)]
#[schema(as = WarningToSay)]
pub(crate) struct ToSay {
    text: String,
    /// The number of the INTENT in the ledger.
    entry: u64,
}

/// What became of a warning.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WarningEnd)]
pub(crate) struct SentEnd {
    /// `warned`, `not_reached`, `others_warned` or `dropped`.
    #[schema(example = "warned")]
    end: String,
    /// Who was spoken to and when, or why it isn't needed any more.
    how: String,
}

/// That the client was told of a warning, or why not.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WarningTold)]
pub(crate) struct SentTold {
    /// `before` when they were told, `not` when they are not.
    #[schema(example = "before")]
    told: String,
    /// What they were told, or why they are not.
    how: String,
}

/// Why nobody is warned.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NobodyWarned)]
pub(crate) struct SentNobody {
    /// In a few words.
    why: String,
}

fn problem(caller: &Caller, error: WarningError) -> Problem {
    match error {
        WarningError::Refused(refusal) => caller.refused(refusal),
        WarningError::Unknown => caller.nobody(),
        WarningError::Mend(needs) => Problem::Mend(needs.into_iter().map(field).collect()),
        WarningError::Casework(error) => error.into(),
    }
}

fn field(need: WarningNeed) -> Field {
    match need {
        WarningNeed::Way => Field::one_of("way", WarningWay::ALL.iter().map(|it| it.word())),
        WarningNeed::End => Field::one_of("end", WarningEnd::ALL.iter().map(|it| it.word())),
        WarningNeed::Language => {
            Field::one_of("language", Language::ALL.iter().map(|it| it.word()))
        }
        WarningNeed::ClientTold => Field::new("told", need.says()),
        need => Field::new(need.field(), need.says()),
    }
}

/// The warnings about a client, for whoever may read the client's notes.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/warnings", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The newest first", body = Warnings),
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
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let found = front.casework.warnings_of(person, client, Channel::Api);
    let (all, delivery) = found.await.map_err(|error| problem(&caller, error))?;
    let warnings = all.into_iter().map(One::new).collect();
    handed_over(bytes_of(&Warnings { warnings }, 1024)?, delivery)
}

/// Prepares a warning and puts it together. Nobody is told by it. What is refused or lacks something then is kept all the same, and the
/// answer has its `number`: put it together under that once nothing stands in the way, or send it once more with that `number`. A refusal
/// says no reason where a reason would tell who else is known here; the privacy officer has it as a task.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/warnings", tag = "disclosures", request_body = SentWarning,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 201, description = "Put together", body = Composed),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The rules don't let it be said", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn prepare(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(sent): Sent<SentWarning>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let prepared = casework.prepare_warning(person, client, Channel::Api, sent.read());
    let number = prepared.await.map_err(|error| problem(&caller, error))?;
    let composed = casework.compose_warning(person, (client, number), Channel::Api);
    let composed = composed.await;
    let composed = composed.map_err(|error| problem(&caller, error).kept_as(number))?;
    Ok((StatusCode::CREATED, json(&body(number, composed))?).into_response())
}

fn body(number: i64, it: ComposedWarning) -> Composed {
    Composed {
        number,
        content: it.content,
        text: it.said,
        left_out: it.left_out,
    }
}

/// Puts a warning together again, where it wasn't let out: what stood in the way is settled, or it is more than a day old.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/warnings/{no}/compose", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "Put together", body = Composed),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The rules don't let it be said", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn compose(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let which = named(&caller, &place)?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let composed = casework.compose_warning(person, which, Channel::Api).await;
    let composed = composed.map_err(|error| problem(&caller, error))?;
    json(&body(which.1, composed))
}

/// Lets a warning out, to be said now: exactly the text that was read to its end. It counts as said until somebody notes what became of it.
/// Only a person can, with a proof that is not older than five minutes; no token does.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/warnings/{no}/begin", tag = "disclosures", request_body = SentBegin,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "To be said now", body = ToSay),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "The rules don't let it be said, a fresh proof is needed, or a token asked", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentBegin>,
) -> Answered<Response> {
    caller.proved(&front, For::Release)?;
    let which = named(&caller, &place)?;
    let person = &caller.session.person;
    let seen = (sent.content.as_str(), sent.read);
    let begun = front
        .casework
        .begin_warning(person, which, Channel::Api, seen)
        .await;
    let begun = begun.map_err(|error| problem(&caller, error))?;
    let WarningToSay { said: text, entry } = begun;
    json(&ToSay { text, entry })
}

/// Notes what became of a warning. Whoever couldn't be reached can be tried again.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/warnings/{no}/end", tag = "disclosures", request_body = SentEnd,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentEnd>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let person = &caller.session.person;
    let what = (sent.end.parse().ok(), sent.how);
    let casework = &front.casework;
    let ended = casework.end_warning(person, which, Channel::Api, what);
    ended.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that the client was told of a warning, or why they are not (NASW-d).
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/warnings/{no}/told", tag = "disclosures", request_body = SentTold,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn told(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentTold>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let person = &caller.session.person;
    let what = (sent.told.parse::<Told>().ok(), sent.how);
    let casework = &front.casework;
    let noted = casework.note_told_of_warning(person, which, Channel::Api, what);
    noted.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down why nobody is warned of a danger to somebody other than the client. Nobody is reminded of it any more (DV-4.2b).
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/dangers/{no}/nobody-warned", tag = "disclosures", request_body = SentNobody,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "The number of the danger report")),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn nobody(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentNobody>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let noted = casework.note_nobody_warned(person, which, Channel::Api, sent.why);
    noted.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
