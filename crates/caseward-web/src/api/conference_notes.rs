//! `/api/v1/meetings/{id}/notes`, `/api/v1/conferences/{id}/notes` and `/api/v1/note-certificates`: what you note in a room for yourself, what of
//! it is kept, and the certificates that the rest was destroyed (CC-2.6, CC-2.7, CC-2.7a).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::conference::{Keeping, MyNotes, NoteError, NoteLine, NotesEnd, NotesOf};
use caseward_casework::people::Amiss;
use caseward_casework::typed::Stopped;
use caseward_model::{Conference, Id, Meeting, SeatEnd};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::answer::json;
use super::clients::moment;
use super::conferences::{amiss, place, seat, seated, sits};
use super::decided::Answered;
use super::problem::{Problem, ProblemBody, to_mend};
use super::sent::{Caller, Named, Parameters, Sent};
use crate::front::Front;

/// What you note where you sit.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionNotes)]
pub(crate) struct Notes {
    /// Where your notes are: `here`, `on_another_server` or `gone`.
    #[schema(example = "here")]
    stand: &'static str,
    /// What you keep goes into the client's file; otherwise to your organization.
    into_file: bool,
    /// What may be written on an item by identifier all the same: names of the member organizations.
    organizations: Vec<String>,
    /// The items of which you see something.
    notes: Vec<Line>,
}

/// An item with your note.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionNote)]
pub(crate) struct Line {
    /// What it is called for you while you sit there.
    item: String,
    /// What could tell of anybody is stopped.
    by_identifier: bool,
    /// `sees`, `offers` or `serves`; a note is open to those who offer or serve.
    #[schema(example = "serves")]
    serving: &'static str,
    /// What you noted; empty when you noted nothing, or it can't be read here.
    text: String,
}

fn line(it: NoteLine) -> Line {
    Line {
        item: it.handle,
        by_identifier: it.by_identifier,
        serving: it.serving.word(),
        text: it.text.to_string(),
    }
}

fn notes(it: MyNotes) -> Notes {
    Notes {
        stand: it.stand.word(),
        into_file: it.into_file,
        organizations: it.organizations,
        notes: it.lines.into_iter().map(line).collect(),
    }
}

/// What you note in a room where you sit. It is yours alone, and lives as long as your seat. No client is named.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}/notes", tag = "conferences",
    params(
        ("id" = String, Path, description = "The meeting's id"),
        ("seat" = String, Query, description = "The seat that you got when you came in"),
    ),
    responses(
        (status = 200, description = "Your notes", body = Notes),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn mine(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    parameters: Parameters,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let place = place(id, parameters)?;
    let person = &caller.session.person;
    let found = front.casework.my_notes(person, (place, false)).await?;
    json(&notes(seated(found)?))
}

/// A note on an item.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSessionNote)]
pub(crate) struct SentNote {
    /// The seat that you got when you came in.
    seat: String,
    /// The item.
    item: String,
    /// At most 10,000 characters; it takes the place of what you noted before, and an empty one takes that away.
    text: String,
}

/// A note that was taken.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionNoteKept)]
pub(crate) struct Taken {
    /// Ordinary words in it that are words of the client's name; for those who may know of the client anyway.
    naming: Vec<String>,
}

/// A note that wasn't taken.
#[derive(Serialize, ToSchema)]
#[schema(as = SessionNoteStopped)]
pub(crate) struct NotTaken {
    /// The places that could tell of somebody.
    stopped: Vec<StoppedPlace>,
}

/// A place that could tell of somebody.
#[derive(Serialize, ToSchema)]
pub(crate) struct StoppedPlace {
    /// Where it begins, in UTF-16 units.
    from: usize,
    /// Where it ends.
    to: usize,
    /// `unknown`, `capital`, `letters`, `date`, `number`, `address`, `contact`, `identifier`, `sign` or `too-long`.
    #[schema(example = "unknown")]
    why: &'static str,
}

/// The answer where something is stopped: the places, and nothing of what stands there.
fn not_taken(stopped: &[Stopped]) -> Response {
    let place = |it: &Stopped| StoppedPlace {
        from: it.from,
        to: it.to,
        why: it.why.word(),
    };
    let stopped = stopped.iter().map(place).collect();
    (
        StatusCode::UNPROCESSABLE_ENTITY,
        axum::Json(NotTaken { stopped }),
    )
        .into_response()
}

fn undone(caller: &Caller, error: NoteError) -> Problem {
    match error {
        NoteError::Casework(error) => error.into(),
        NoteError::Refused(refusal) => caller.refused(refusal),
        NoteError::Mend(all) => to_mend(&all),
        NoteError::Stopped(_) => amiss(Amiss::NoteClosed),
    }
}

/// Notes something on an item, for yourself. On an item by identifier, whatever could tell of anybody is stopped: then nothing is kept, and the
/// answer has the places.
#[utoipa::path(
    put, path = "/api/v1/meetings/{id}/notes", tag = "conferences", request_body = SentNote,
    params(("id" = String, Path, description = "The meeting's id")),
    responses(
        (status = 200, description = "Noted", body = Taken),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat or item", body = ProblemBody, content_type = "application/problem+json"),
        (status = 413, description = "It is far too long", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something was stopped, or a note isn't open to you there", body = NotTaken),
    )
)]
pub(crate) async fn write(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    Sent(sent): Sent<SentNote>,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let place = (id.found()?, seat(&sent.seat)?);
    let note = (sent.item.as_str(), Zeroizing::new(sent.text));
    let person = &caller.session.person;
    match front.casework.write_note(person, place, note).await {
        Ok(found) => json(&Taken {
            naming: seated(found)?.naming,
        }),
        Err(NoteError::Stopped(stopped)) => Ok(not_taken(&stopped)),
        Err(error) => Err(undone(&caller, error)),
    }
}

/// Whether your organization offers to serve the client of an item.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SessionOffer)]
pub(crate) struct SentOffer {
    /// The seat that you got when you came in.
    seat: String,
    /// The item.
    item: String,
    /// It does.
    offers: bool,
}

/// Says that your organization offers to serve the client of an item, or that it doesn't any more.
#[utoipa::path(
    put, path = "/api/v1/meetings/{id}/notes/offer", tag = "conferences", request_body = SentOffer,
    params(("id" = String, Path, description = "The meeting's id")),
    responses(
        (status = 204, description = "Said"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat or item", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You see nothing of it, or are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn offer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    Sent(sent): Sent<SentOffer>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let place = (id.found()?, seat(&sent.seat)?);
    let offer = (sent.item.as_str(), sent.offers);
    let person = &caller.session.person;
    let done = front.casework.offer_to_serve(person, place, offer).await?;
    seated(done)?;
    Ok(StatusCode::NO_CONTENT)
}

/// How a note is kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SessionKeeping)]
pub(crate) struct SentKeeping {
    /// The seat that you got when you came in.
    seat: String,
    /// The item.
    item: String,
    /// The section of the file; the notes when it is missing. For a file only, as what follows.
    #[serde(default)]
    section: String,
    /// Who told: `client`, `worker` or `third_party`.
    #[serde(default)]
    provenance: String,
    /// `fact` or `opinion`.
    #[serde(default)]
    nature: String,
    /// What an opinion rests on.
    #[serde(default)]
    based_on: String,
}

/// Keeps a note before you leave: as an entry in the client's file, or with your organization. Identifiers are taken out of it.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/notes/keep", tag = "conferences", request_body = SentKeeping,
    params(("id" = String, Path, description = "The meeting's id")),
    responses(
        (status = 204, description = "Kept"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "You can't write into this file", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat or item", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Nothing is noted there, or an entry needs something more", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn keep(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    Sent(sent): Sent<SentKeeping>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let place = (id.found()?, seat(&sent.seat)?);
    let how = Keeping {
        section: sent.section,
        provenance: sent.provenance,
        nature: sent.nature,
        based_on: Zeroizing::new(sent.based_on),
    };
    let person = &caller.session.person;
    let kept = front.casework.keep_note(person, place, (&sent.item, how));
    let kept = kept.await.map_err(|error| undone(&caller, error))?;
    seated(kept)?;
    Ok(StatusCode::NO_CONTENT)
}

/// What your organization keeps of a series.
#[derive(Serialize, ToSchema)]
#[schema(as = KeptSessionNotes)]
pub(crate) struct Kept {
    /// You are of this office: what its people keep is in clients' files, and nothing of it is here.
    into_file: bool,
    /// The newest first.
    notes: Vec<KeptLine>,
}

/// A note that somebody of your organization kept.
#[derive(Serialize, ToSchema)]
#[schema(as = KeptSessionNote)]
pub(crate) struct KeptLine {
    by: String,
    at: String,
    text: String,
}

/// The notes that people of your organization kept in a series. Nobody of another organization reads them. That you looked is on record.
#[utoipa::path(
    get, path = "/api/v1/conferences/{id}/notes", tag = "conferences",
    params(("id" = String, Path, description = "The series' id")),
    responses(
        (status = 200, description = "The notes", body = Kept),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You take part in none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Sign for the series first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn kept(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let found = front.casework.kept_notes(person, id.found()?).await?;
    let notes = found.notes.into_iter().map(|it| KeptLine {
        by: it.by,
        at: moment(it.at),
        text: it.text.to_string(),
    });
    json(&Kept {
        into_file: found.into_file,
        notes: notes.collect(),
    })
}

/// That kept notes are to be destroyed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = KeptSessionNotesEnd)]
pub(crate) struct SentSure {
    /// You are sure; nobody can bring them back.
    sure: bool,
}

/// Destroys all notes that your organization keeps here, of every series: their key goes.
#[utoipa::path(
    post, path = "/api/v1/conferences/{id}/notes/destroy", tag = "conferences", request_body = SentSure,
    params(("id" = String, Path, description = "The id of a series in which you take part")),
    responses(
        (status = 204, description = "Destroyed; there is a certificate of it"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You take part in none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You aren't sure, there are none, or they can't be destroyed at present", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn destroy(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentSure>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let casework = &front.casework;
    casework
        .destroy_kept_notes(person, id.found()?, sent.sure)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Your notes, and those of your organization, that were destroyed.
#[derive(Serialize, ToSchema)]
#[schema(as = NoteCertificates)]
pub(crate) struct Certificates {
    /// The newest first.
    certificates: Vec<Certificate>,
}

/// Notes that were destroyed.
#[derive(Serialize, ToSchema)]
#[schema(as = NoteCertificate)]
pub(crate) struct Certificate {
    /// The number of the certificate.
    no: i64,
    /// `seat` or `organization`.
    #[schema(example = "seat")]
    of: &'static str,
    /// `forgotten`, `with_server` or `destroyed`.
    #[schema(example = "forgotten")]
    gone: &'static str,
    /// When it was written down.
    at: String,
    /// When the seat ended, and why; nothing where it went on.
    seat_ended_at: Option<String>,
    why: Option<&'static str>,
    /// How many notes were kept before; of an organization's, how many there were.
    kept: u32,
    /// The number of the ledger's entry about it.
    entry: u64,
}

fn certificate(it: &NotesEnd) -> Certificate {
    let (ended, why) = it.ended.unzip();
    Certificate {
        no: it.no,
        of: match it.of {
            NotesOf::Seat => "seat",
            NotesOf::Organization => "organization",
        },
        gone: it.gone.word(),
        at: moment(it.at),
        seat_ended_at: ended.map(moment),
        why: why.map(SeatEnd::word),
        kept: it.kept,
        entry: it.entry,
    }
}

/// Of which notes of yours, or of your organization, it was written down that they can't be read any more.
#[utoipa::path(
    get, path = "/api/v1/note-certificates", tag = "conferences",
    responses(
        (status = 200, description = "The certificates", body = Certificates),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn certificates(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let all = front.casework.note_certificates(person).await?;
    json(&Certificates {
        certificates: all.iter().map(certificate).collect(),
    })
}

/// A certificate as a zip: the paper, and the proof that exactly this paper stands in the ledger. Making it is an entry of its own.
#[utoipa::path(
    post, path = "/api/v1/note-certificates/{no}", tag = "conferences",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 200, description = "A zip file", content_type = "application/zip"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn certified(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let casework = &front.casework;
    let made = casework.note_certificate(person, no.number(), caller.language);
    let bytes = made.await?.packed()?;
    let kind = HeaderValue::from_static("application/zip");
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}
