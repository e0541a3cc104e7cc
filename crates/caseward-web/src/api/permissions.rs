//! `/api/v1/clients/{id}/permissions`: who told something about a client and permits that it goes to an organization, its paper, and taking
//! it back (CR-9, DV-3.2). Nothing leaves by it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::tellers::{
    NewPermission, PURPOSES, PaperLook, PermissionError, PermissionNeed, PermissionPaper,
    TellerPermission, TellerSigned,
};
use caseward_model::{Channel, Client, Id, Purpose, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{bytes_of, json};
use super::clients::moment;
use super::consents::{WithScan, scan_of};
use super::decided::Answered;
use super::disclosures::named;
use super::file::handed_over;
use super::permission_recalls::TellerReceived;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// The permissions of those who told something about a client.
#[derive(Serialize, ToSchema)]
pub(crate) struct TellerPermissions {
    /// The newest first.
    permissions: Vec<Permission>,
}

/// The permission of somebody who told something.
#[derive(Serialize, ToSchema)]
#[schema(as = TellerPermission)]
pub(crate) struct Permission {
    /// Its number.
    number: i64,
    /// `awaited` (its paper), `waits` (for a second person), `given`, `over` or `withdrawn`. It counts while it is `given`.
    state: &'static str,
    /// Who told it.
    teller: String,
    /// How they stand to the client.
    relationship: String,
    /// The numbers of the entries that they told, as the file of the client has them in the section `third_party`.
    entries: Vec<i64>,
    /// The id of the organization to which it may go.
    recipient: String,
    purposes: Vec<&'static str>,
    /// Its last day.
    #[schema(example = "2026-12-24")]
    until: String,
    /// Their name may be told with it.
    may_be_named: bool,
    written_at: String,
    #[schema(value_type = String)]
    written_by: Id<Worker>,
    /// When they signed; nothing while a paper is awaited.
    signed_at: Option<String>,
    /// It was signed on paper.
    on_paper: bool,
    /// Which scan of its paper lies there; they count from 1, and each that is recorded replaces the one before.
    scan: Option<i64>,
    /// Who looked at the paper as the second person.
    #[schema(value_type = Option<String>)]
    confirmed_by: Option<Id<Worker>>,
    withdrawn_at: Option<String>,
    /// What they said when they took it back.
    withdrawn_words: Option<String>,
    /// What had left under it when it was taken back, the first first: each recipient is told, and asked to return or destroy it.
    received: Vec<TellerReceived>,
}

impl Permission {
    fn new(it: TellerPermission, now_ms: i64) -> Self {
        let state = it.state_at(now_ms).word();
        let (on_paper, confirmed_by) = match it.signature.as_ref().map(|it| it.how) {
            Some(TellerSigned::Paper { confirmed_by, .. }) => (true, confirmed_by),
            Some(TellerSigned::Screen) | None => (false, None),
        };
        Self {
            number: it.no,
            state,
            teller: it.teller,
            relationship: it.relationship,
            entries: it.entries,
            recipient: it.recipient.to_string(),
            purposes: it.purposes.iter().map(|it| it.word()).collect(),
            until: it.until.to_string(),
            may_be_named: it.may_be_named,
            written_at: moment(it.written.0),
            written_by: it.written.1,
            signed_at: it.signature.map(|it| moment(it.at)),
            on_paper,
            scan: it.scan,
            confirmed_by,
            received: (1..).zip(&it.received).map(TellerReceived::new).collect(),
            withdrawn_at: it.withdrawn.as_ref().map(|it| moment(it.at)),
            withdrawn_words: it.withdrawn.map(|it| it.words),
        }
    }
}

/// A permission to be written down.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schema(as = NewTellerPermission)]
pub(crate) struct SentPermission {
    /// The full name of whoever told it.
    teller: String,
    /// How they stand to the client.
    #[schema(example = "neighbor")]
    relationship: String,
    /// The numbers of the entries that they told.
    entries: Vec<i64>,
    /// The id of an organization of the register.
    recipient: String,
    /// Of `direct_service`, `eligibility`, `child_protection`, `danger` and `legal`.
    #[schema(example = json!(["eligibility"]))]
    purposes: Vec<String>,
    /// Its last day.
    #[schema(example = "2026-12-24")]
    until: String,
    /// Their name may be told with it.
    may_be_named: bool,
    /// It was explained to them what goes, to whom and why, and that they can take it back.
    explained: bool,
    /// They sign on paper: the scan is sent afterwards.
    on_paper: bool,
    /// Otherwise their full name, as their signature.
    signed_name: String,
    /// What they drew, as a page sends it; empty if nothing was.
    mark: String,
}

impl SentPermission {
    fn read(self) -> NewPermission {
        let purposes = self.purposes.iter().map(|it| it.parse());
        let purposes: Result<Vec<Purpose>, _> = purposes.collect();
        NewPermission {
            teller: self.teller,
            relationship: self.relationship,
            entries: self.entries,
            recipient: self.recipient.parse().ok(),
            // With a word that is none nothing is chosen: the desk says then what can be.
            purposes: purposes.unwrap_or_default(),
            until: self.until.parse().ok(),
            may_be_named: self.may_be_named,
            explained: self.explained,
            on_paper: self.on_paper,
            signed_name: self.signed_name,
            mark: self.mark,
        }
    }
}

/// The number of a permission.
#[derive(Serialize, ToSchema)]
#[schema(as = TellerPermissionNumber)]
pub(crate) struct Number {
    number: i64,
}

/// The signed paper of a permission.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TellerPermissionScan)]
pub(crate) struct SentScan {
    /// The full name as it stands on the paper.
    name: String,
    /// The day on the paper.
    #[schema(example = "2026-11-24")]
    signed_on: String,
    /// The scan, a PDF, JPEG or PNG file of at most 8 MB, in base64.
    scan: String,
}

/// What a second person found who compared the paper.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TellerPermissionDecision)]
pub(crate) struct SentDecision {
    /// At which scan they looked: the number that came with it in `Etag`. It decides about no other.
    scan: i64,
    /// The paper says what stands in the permission. If not, another scan is awaited.
    confirmed: bool,
}

/// That a permission is taken back.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
#[schema(as = TellerPermissionWithdrawal)]
pub(crate) struct SentWithdrawal {
    /// What they said, if they said more.
    words: String,
}

pub(super) fn problem(caller: &Caller, error: PermissionError) -> Problem {
    match error {
        PermissionError::Refused(refusal) => caller.refused(refusal),
        PermissionError::Unknown => caller.nobody(),
        PermissionError::Mend(needs) => Problem::Mend(needs.into_iter().map(field).collect()),
        PermissionError::OtherScan => Problem::Conflict(error.to_string()),
        PermissionError::Casework(error) => error.into(),
    }
}

fn field(need: PermissionNeed) -> Field {
    match need {
        PermissionNeed::Purpose => Field::one_of("purposes", PURPOSES.iter().map(|it| it.word())),
        need => Field::new(need.field(), need.says()),
    }
}

/// The permissions of those who told something about a client, for whoever may read what others told.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/permissions", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The newest first", body = TellerPermissions),
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
    let found = front.casework.permissions_of(person, client, Channel::Api);
    let (all, delivery) = found.await.map_err(|error| problem(&caller, error))?;
    let now_ms = front.casework.clock().now_ms();
    let permissions = all.into_iter().map(|it| Permission::new(it, now_ms));
    let permissions = permissions.collect();
    handed_over(
        bytes_of(&TellerPermissions { permissions }, 1024)?,
        delivery,
    )
}

/// Writes down that somebody who told something permits that it goes. Signed at once it counts; on paper once a second person has looked at
/// the scan.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/permissions", tag = "disclosures", request_body = SentPermission,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 201, description = "Written down", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No client whom you may know of goes by this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn give(
    State(front): State<Arc<Front>>,
    caller: Caller,
    client: Named<Id<Client>>,
    Sent(sent): Sent<SentPermission>,
) -> Answered<Response> {
    let client = caller.client(client)?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let given = casework.give_permission(person, client, Channel::Api, sent.read());
    let number = given.await.map_err(|error| problem(&caller, error))?;
    Ok((StatusCode::CREATED, json(&Number { number })?).into_response())
}

/// Records the signed paper of a permission; it counts when a second person has looked at it.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/permissions/{no}/scan", tag = "disclosures", request_body = SentScan,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Recorded; a second person has to confirm it"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "The scan is too large", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn record(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    WithScan(sent): WithScan<SentScan>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let scan = scan_of(&sent.scan);
    let paper = PermissionPaper {
        name: sent.name,
        signed_on: sent.signed_on.parse().ok(),
        scan: scan.unwrap_or_default(),
    };
    let person = &caller.session.person;
    let casework = &front.casework;
    let kept = casework.keep_permission_paper(person, which, Channel::Api, paper);
    kept.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The scan of a permission that was signed on paper.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/permissions/{no}/scan", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The file as it was scanned; `Etag` has its number, by which a second person decides on it", content_type = "application/octet-stream"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn scan(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let which = named(&caller, &place)?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let found = casework.permission_scan(person, which, Channel::Api);
    let (scan, delivery) = found.await.map_err(|error| problem(&caller, error))?;
    delivery.delivered(Some(&scan.bytes));
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::ETAG, format!("\"{}\"", scan.number)),
    ];
    Ok((headers, scan.bytes).into_response())
}

/// Confirms or declines the paper that somebody else recorded.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/permissions/{no}/decision", tag = "disclosures", request_body = SentDecision,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Decided"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Another scan was recorded since: look at that one, and decide on it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "No paper waits, or you recorded it yourself", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn decide(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentDecision>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let look = PaperLook {
        scan: sent.scan,
        same: sent.confirmed,
    };
    let looked = casework.confirm_permission_paper(person, which, Channel::Api, look);
    looked.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a permission back for whoever gave it; from this moment nothing that they told goes by it.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/permissions/{no}/withdrawal", tag = "disclosures", request_body = SentWithdrawal,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "This isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Nothing of it counts any more", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentWithdrawal>,
) -> Answered<StatusCode> {
    let which = named(&caller, &place)?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let ended = casework.withdraw_permission(person, which, Channel::Api, &sent.words);
    ended.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
