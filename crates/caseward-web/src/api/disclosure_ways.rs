//! By which way a disclosure leaves, for programs: the recipient's checked ways, which one it is to be, the sealed file, and calling
//! back what nobody has opened (CC-2.3, NASW-m, DV-3.3.2d).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::Office as Casework;
use caseward_casework::disclosure::{ChosenWay, TakenBack};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::consents::Place;
use super::decided::Answered;
use super::disclosures::{failed, named};
use super::problem::{Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;
use crate::letting_out::call_back;

/// The ways by which a disclosure can leave now.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureWays {
    /// You may read all that it is made of. Otherwise nothing stands here.
    shown: bool,
    ways: Vec<DisclosureWay>,
    /// The client set limits that only people can keep: whoever chooses confirms that they are kept.
    limits: bool,
    /// A wall keeps the client apart from somebody: whoever chooses makes sure that they aren't where it goes.
    walled: bool,
}

/// A way of the recipient's that somebody checked.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureWay {
    #[schema(example = 3)]
    way: i64,
    #[schema(example = "hand")]
    kind: &'static str,
    /// The role or office there that receives it.
    receiver: String,
    /// Missing for a shelter.
    #[serde(skip_serializing_if = "String::is_empty")]
    address: String,
    fingerprint: String,
}

/// Which way.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenDisclosureWay {
    /// The way's number.
    #[schema(example = 3)]
    way: i64,
    /// Sealed with a passphrase that is told on the telephone.
    #[serde(default)]
    spoken: bool,
    /// For how many hours a link is open.
    #[serde(default)]
    hours: Option<u32>,
    /// The limits that the client set were read, and are kept.
    #[serde(default)]
    limits_kept: bool,
    /// Nobody from whom a wall keeps the client apart lives, works or reads where it goes.
    #[serde(default)]
    nobody_walled: bool,
}

/// What came of calling it back.
#[derive(Serialize, ToSchema)]
pub(crate) struct DisclosureRecalled {
    /// `in_time`, `removed` (it is taken away, and somebody may have copied it before), `too_late`, `never` (it can't be called back that way) or `not_asked` (their server couldn't be asked).
    #[schema(example = "in_time")]
    recalled: &'static str,
}

/// The recipient's ways by which it can leave now, for whoever may read all that it is made of.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/ways", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "The ways; none before it was put together", body = DisclosureWays),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn ways(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.disclosure_in_words(person, client, no).await;
    let (found, delivery) = found.map_err(|error| failed(&caller, error))?;
    let asked = casework.ways_to_show(&found).await;
    let asked = asked.map_err(|error| failed(&caller, error))?;
    let shown = asked.is_some();
    let asked = asked.unwrap_or_default();
    let ways = asked.ways.into_iter().map(|it| DisclosureWay {
        way: it.no,
        kind: it.it.kind.word(),
        receiver: it.it.receiver,
        address: it.it.address,
        fingerprint: it.it.fingerprint,
    });
    let answer = json(&DisclosureWays {
        shown,
        ways: ways.collect(),
        limits: asked.limits,
        walled: asked.walled,
    });
    delivery.delivered(None);
    answer
}

/// Chooses by which way it leaves. Nothing leaves by that.
#[utoipa::path(
    put, path = "/api/v1/clients/{id}/disclosures/{no}/way", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = ChosenDisclosureWay,
    responses(
        (status = 204, description = "Chosen"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The way doesn't count or fit, or a rule stops it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn choose(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<ChosenDisclosureWay>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let chosen = ChosenWay {
        way: body.way,
        spoken: body.spoken,
        hours: body.hours,
        limits: body.limits_kept,
        nobody_walled: body.nobody_walled,
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let nowhere = casework.opens_nowhere(person, (client, no), Some(chosen.way));
    let nowhere = nowhere.await.map_err(|error| failed(&caller, error))?;
    if nowhere {
        return Err(Problem::Conflict(Casework::NO_ADDRESS.to_owned()));
    }
    let done = casework.choose_way(person, client, no, chosen).await;
    done.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// What travels, as it was sealed: one file for whoever carries it.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/package", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "A file for the recipient's own program", content_type = "application/octet-stream"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You may not read all that it is about", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or nothing was sealed", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn package(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let found = casework.disclosure_package(person, client, no).await;
    let (_, bytes, delivery) = found.map_err(|error| failed(&caller, error))?;
    delivery.delivered(Some(&bytes));
    let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((kind, bytes.to_vec()).into_response())
}

/// Calls back what was sent from here and nobody has fetched yet.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/recall", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "What came of it", body = DisclosureRecalled),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "It isn't on its way", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn recall(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let back = call_back(&front, &caller.session.person, (client, no)).await;
    let recalled = match back.map_err(|error| failed(&caller, error))? {
        TakenBack::InTime => "in_time",
        TakenBack::Removed => "removed",
        TakenBack::TooLate => "too_late",
        TakenBack::Never => "never",
        TakenBack::NotAsked => "not_asked",
    };
    json(&DisclosureRecalled { recalled })
}
