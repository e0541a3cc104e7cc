//! By which way a disclosure leaves, for programs: the recipient's checked ways, which one it is to be, the sealed file, and calling
//! back what nobody has opened (CC-2.3, NASW-m, DV-3.3.2d).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::Office as Casework;
use caseward_casework::disclosure::{ChosenWay, HandOver, TakenBack, TakenBy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::decided::Answered;
use super::disclosures::{failed, may, named};
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;
use crate::letting_out::call_back;

/// The longest name and role of whoever took an envelope, in characters.
const LONGEST_CALLED: usize = 200;

/// The ways by which a disclosure can leave now.
#[derive(Serialize, ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
pub(crate) struct DisclosureWays {
    /// You may read all that it is made of. Otherwise nothing stands here.
    shown: bool,
    ways: Vec<DisclosureWay>,
    /// The client set limits that only people can keep: whoever chooses confirms that they are kept.
    limits: bool,
    /// A wall keeps the client apart from somebody: whoever chooses makes sure that they aren't where it goes.
    walled: bool,
    /// The client is shielded, or a danger is reported: whoever chooses says in `danger_there` whether somebody who is a danger is where
    /// it goes.
    danger: bool,
    /// What other people told goes, or it goes because of a danger of which somebody else told: whoever chooses makes sure that nothing
    /// shows who that was.
    tellers: bool,
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
    /// The telephone on which a PIN or a passphrase is told, as it was checked with the way. Without one, nothing can be told.
    #[serde(skip_serializing_if = "String::is_empty")]
    phone: String,
    /// They said that word can be left there; never what opens something.
    word_may_be_left: bool,
    fingerprint: String,
}

/// Which way.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is said by itself, or isn't"
)]
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
    /// Whether somebody who is a danger to the client, or to a child of theirs, lives, works or reads where it goes, or would be shown
    /// it. Needed where `danger` says so; with `true` nothing goes there.
    #[serde(default)]
    danger_there: Option<bool>,
    /// Nothing in the paper shows who told what other people told.
    #[serde(default)]
    tellers_kept: bool,
    /// Where nobody answers the telephone, word would be left: only where they said that it can be.
    #[serde(default)]
    leaves_word: bool,
    /// Whoever chooses read the paper to its end, and nobody stands in it who shouldn't. Needed.
    #[serde(default)]
    paper_read: bool,
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
        phone: it.it.phone,
        word_may_be_left: it.it.word_may_be_left,
        fingerprint: it.it.fingerprint,
    });
    let answer = json(&DisclosureWays {
        shown,
        ways: ways.collect(),
        limits: asked.limits,
        walled: asked.walled,
        danger: asked.danger,
        tellers: asked.tellers,
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
        danger_there: body.danger_there,
        tellers_kept: body.tellers_kept,
        leaves_word: body.leaves_word,
        read: body.paper_read,
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

/// An envelope changed hands.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DisclosureHandOver {
    /// Who took it: `recipient` for somebody of theirs, which is its arrival; `courier`; `colleague`.
    #[schema(example = "recipient")]
    taken_by: String,
    /// The name and the role of whoever took it, for a recipient or a courier.
    #[serde(default)]
    #[schema(example = "J. Park, front desk")]
    called: String,
    /// The id of the colleague, or of the organization for which the courier works.
    #[serde(default)]
    id: String,
    /// Both looked at the seal: it was whole, and its number the right one.
    seal_intact: bool,
    /// Whoever took it signed the sheet.
    #[serde(default)]
    in_ink: bool,
    /// What whoever took it drew, if they drew anything: lines through points, as with `POST /api/v1/requirements/{id}/signature`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    mark: Option<serde_json::Value>,
}

impl DisclosureHandOver {
    fn taken_by(&self) -> Result<TakenBy, Field> {
        const HANDS: [&str; 3] = ["recipient", "courier", "colleague"];
        let unknown = |_| Field::new("id", "It has to be an id that you were given.");
        let called = || self.called.trim().chars().take(LONGEST_CALLED).collect();
        match self.taken_by.as_str() {
            "recipient" => Ok(TakenBy::Recipient(called())),
            "courier" => {
                let id = self.id.parse().map_err(unknown)?;
                Ok(TakenBy::Courier(id, called()))
            }
            "colleague" => Ok(TakenBy::Colleague(self.id.parse().map_err(unknown)?)),
            _ => Err(Field::one_of("taken_by", HANDS.into_iter())),
        }
    }
}

/// Writes down that an envelope changed hands; when somebody of the recipient's took it, it has arrived.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/disclosures/{no}/hands", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    request_body = DisclosureHandOver,
    responses(
        (status = 204, description = "Written down"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "There is no envelope on its way, or it can't go into these hands", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn hand_over(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(body): Sent<DisclosureHandOver>,
) -> Answered<StatusCode> {
    let (client, no) = named(&caller, &place)?;
    let taken_by = match body.taken_by() {
        Ok(taken_by) => taken_by,
        Err(field) => {
            may(&front, &caller, client).await?;
            return Err(Problem::Mend(vec![field]));
        }
    };
    let order = HandOver {
        taken_by,
        seal_intact: body.seal_intact,
        in_ink: body.in_ink,
        mark: body.mark.map(|it| it.to_string()).unwrap_or_default(),
    };
    let (casework, person) = (&front.casework, &caller.session.person);
    let done = casework.hand_over_disclosure(person, client, no, order);
    done.await.map_err(|error| failed(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// The sheet for an envelope: no client on it, and no address of a shelter.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/disclosures/{no}/cover-sheet", tag = "disclosures",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "A sheet to be printed", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "It isn't open to you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may know of, or no envelope", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn cover_sheet(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<Response> {
    let (client, no) = named(&caller, &place)?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let sheet = casework.cover_sheet(person, (client, no), caller.language);
    let pdf = sheet.await.map_err(|error| failed(&caller, error))?;
    let kind = [(header::CONTENT_TYPE, "application/pdf")];
    Ok((kind, pdf).into_response())
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
