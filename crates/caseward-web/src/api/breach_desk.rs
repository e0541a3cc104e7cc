//! `/api/v1/breach-desk`: reports of breaches for those whose part it is: taking one up, looking into it, the finding, the letters and
//! the evidence (CC-2.8, CC-2.9, CC-2.10). No client stands in any of it.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::conference::breach::{
    BreachLine, BreachSettings, FoundLine, HoldLine, Inquiry, LetterLine, LetterSent, NewFinding,
    NewLetter, SaidLine, ShownBreach,
};
use caseward_casework::gate::About;
use caseward_model::{BreachLetter, BreachReport, Id, Language, OfficeAct, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::breaches::{SentText, whom};
use super::clients::moment;
use super::decided::Answered;
use super::disclosure_papers::pdf;
use super::problem::{Problem, ProblemBody};
use super::recipients::{Created, Number, created, time, word};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// Lets in whoever may do this at the desk.
async fn handles(front: &Front, caller: &Caller, act: OfficeAct) -> Answered<Id<Worker>> {
    let who = caller.session.person.worker;
    front.casework.asks_for(who, act, About::Office).await?;
    Ok(who)
}

/// The reports that you handle.
#[derive(Serialize, ToSchema)]
pub(crate) struct BreachDesk {
    /// Those that wait first, then the newest.
    reports: Vec<Line>,
}

/// A report as a line of the desk.
#[derive(Serialize, ToSchema)]
#[schema(as = BreachLine)]
pub(crate) struct Line {
    id: String,
    #[schema(example = "heard")]
    kind: &'static str,
    /// `reported`, `acknowledged`, `under_inquiry`, `substantiated` or `unsubstantiated`.
    #[schema(example = "reported")]
    state: &'static str,
    reported_at: String,
    /// How long it took to be taken up, in ms; nothing while nobody did.
    acknowledged_after_ms: Option<i64>,
    /// Nobody has taken it up within the office's time.
    late: bool,
    /// What the conference is called.
    conference: Option<String>,
}

fn line(it: BreachLine) -> Line {
    Line {
        id: it.id.to_string(),
        kind: it.kind.word(),
        state: it.state.word(),
        reported_at: moment(it.reported_at),
        acknowledged_after_ms: it.taken_up_after_ms,
        late: it.late,
        conference: it.series,
    }
}

/// The reports that you handle: of conferences that you lead or deputize; all of them for privacy officers. None that you made, and
/// none that is about you.
#[utoipa::path(
    get, path = "/api/v1/breach-desk", tag = "conferences",
    responses(
        (status = 200, description = "The reports", body = BreachDesk),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn desk(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let who = handles(&front, &caller, OfficeAct::HandleBreach).await?;
    let all = front.casework.breach_desk(who).await?;
    json(&BreachDesk {
        reports: all.into_iter().map(line).collect(),
    })
}

/// What somebody said about a report.
#[derive(Serialize, ToSchema)]
#[schema(as = BreachSaid)]
pub(crate) struct Said {
    by: String,
    at: String,
    text: String,
}

fn said(it: SaidLine) -> Said {
    Said {
        by: it.who,
        at: moment(it.at),
        text: it.text,
    }
}

/// A finding.
#[derive(Serialize, ToSchema)]
#[schema(as = BreachFinding)]
pub(crate) struct Found {
    substantiated: bool,
    /// It ended their part in conferences and coordinated assessment.
    ends: bool,
    /// Why the person wasn't heard here; empty where they were.
    unheard: String,
    reasons: Said,
}

fn found(it: FoundLine) -> Found {
    Found {
        substantiated: it.substantiated,
        ends: it.ends,
        unheard: it.unheard,
        reasons: said(it.said),
    }
}

/// A letter about a finding.
#[derive(Serialize, ToSchema)]
#[schema(as = BreachLetter)]
pub(crate) struct Letter {
    number: i64,
    /// `employer` or `authorities`.
    #[schema(example = "employer")]
    kind: &'static str,
    /// `en` or `es`.
    language: &'static str,
    to: String,
    reference: String,
    written: Said,
    /// SHA-256 of the paper, in hex.
    sha256: String,
    /// When it went.
    sent_on: Option<String>,
    /// How it went, and who noted it.
    sent: Option<Said>,
}

fn letter_of(it: LetterLine) -> Letter {
    let (on, how) = it.sent.unzip();
    Letter {
        number: it.no,
        kind: it.kind.word(),
        language: it.language.word(),
        to: it.to,
        reference: it.reference,
        written: said(it.said),
        sha256: it.hash,
        sent_on: on.map(moment),
        sent: how.map(said),
    }
}

/// The hold of the evidence.
#[derive(Serialize, ToSchema)]
#[schema(as = BreachHold)]
pub(crate) struct Hold {
    since: String,
    lifted: Option<Said>,
}

fn hold(it: HoldLine) -> Hold {
    Hold {
        since: moment(it.since),
        lifted: it.lifted.map(said),
    }
}

/// A report, for whoever handles it.
#[derive(Serialize, ToSchema)]
#[schema(as = HandledBreach)]
pub(crate) struct Handled {
    report: Line,
    what: String,
    happened_at: Option<String>,
    reported_by: String,
    /// The id of the worker whom it is about, and what they are called.
    about: Option<String>,
    about_name: Option<String>,
    employer: String,
    acknowledged_by: Option<String>,
    acknowledged_at: Option<String>,
    /// When privacy officers were told that nobody took it up.
    pressed_at: Option<String>,
    inquiry: Vec<Said>,
    put: Option<Said>,
    answer: Option<Said>,
    finding: Option<Found>,
    letters: Vec<Letter>,
    /// Who has still to be told: `employer`, `authorities`.
    untold: Vec<&'static str>,
    hold: Option<Hold>,
    reinstated: Option<Said>,
}

fn handled(it: ShownBreach) -> Handled {
    let (taken_by, taken_at) = it.taken_up.unzip();
    Handled {
        report: line(it.line),
        what: it.what,
        happened_at: it.happened_at.map(moment),
        reported_by: it.reporter,
        about: it.whom.as_ref().map(|it| it.id.to_string()),
        about_name: it.whom.map(|it| it.name),
        employer: it.employer,
        acknowledged_by: taken_by,
        acknowledged_at: taken_at.map(moment),
        pressed_at: it.pressed_at.map(moment),
        inquiry: it.notes.into_iter().map(said).collect(),
        put: it.put.map(said),
        answer: it.answer.map(said),
        finding: it.finding.map(found),
        letters: it.letters.into_iter().map(letter_of).collect(),
        untold: it.untold.into_iter().map(BreachLetter::word).collect(),
        hold: it.hold.map(hold),
        reinstated: it.reinstated.map(said),
    }
}

/// A report that you handle.
#[utoipa::path(
    get, path = "/api/v1/breach-desk/{id}", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The report", body = Handled),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
) -> Answered<Response> {
    let who = handles(&front, &caller, OfficeAct::HandleBreach).await?;
    json(&handled(front.casework.breach(who, id.found()?).await?))
}

/// Takes a report up: whoever made it sees that.
#[utoipa::path(
    post, path = "/api/v1/breach-desk/{id}/acknowledgement", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Taken up"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Somebody has taken it up already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn acknowledge(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
) -> Answered<StatusCode> {
    let who = handles(&front, &caller, OfficeAct::HandleBreach).await?;
    front.casework.acknowledge_breach(who, id.found()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was looked into.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BreachInquiry)]
pub(crate) struct SentInquiry {
    /// What was asked, seen and heard, in 10 to 4,000 characters; it names no client.
    text: String,
    /// The id of the worker whom it is about, where that is known by now.
    #[serde(default)]
    about: Option<String>,
}

/// Notes what was looked into. A finding waits for privacy officers from then on.
#[utoipa::path(
    post, path = "/api/v1/breach-desk/{id}/inquiry", tag = "conferences", request_body = SentInquiry,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn inquire(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
    Sent(sent): Sent<SentInquiry>,
) -> Answered<StatusCode> {
    let who = handles(&front, &caller, OfficeAct::HandleBreach).await?;
    let id = id.found()?;
    let inquiry = Inquiry {
        whom: whom(sent.about.as_deref())?,
        text: sent.text,
    };
    front.casework.inquire_into_breach(who, id, inquiry).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts it to the person whom it is about, in words that don't say who reported it. They can answer.
#[utoipa::path(
    post, path = "/api/v1/breach-desk/{id}/hearing", tag = "conferences", request_body = SentText,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Put to them"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn hear(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
    Sent(sent): Sent<SentText>,
) -> Answered<StatusCode> {
    let who = handles(&front, &caller, OfficeAct::HandleBreach).await?;
    front
        .casework
        .put_breach(who, id.found()?, sent.text)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A finding that is to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBreachFinding)]
pub(crate) struct SentFinding {
    /// It happened.
    substantiated: bool,
    /// Why, in 10 to 4,000 characters; it names no client.
    reasons: String,
    /// Why the person wasn't heard here, where they weren't.
    #[serde(default)]
    unheard: String,
    /// It ends their part in conferences: a breach of confidentiality always does, conduct where this is said.
    #[serde(default)]
    ends: bool,
}

/// Finds whether it happened, for privacy officers. A substantiated breach ends all that its person takes part in, at once.
#[utoipa::path(
    post, path = "/api/v1/breach-desk/{id}/finding", tag = "conferences", request_body = SentFinding,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Found"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
    Sent(sent): Sent<SentFinding>,
) -> Answered<StatusCode> {
    let who = handles(&front, &caller, OfficeAct::FindBreach).await?;
    let new = NewFinding {
        substantiated: Some(sent.substantiated),
        reasons: sent.reasons,
        unheard: sent.unheard,
        ends: sent.ends,
    };
    front.casework.find_breach(who, id.found()?, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A letter that is to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewBreachLetter)]
pub(crate) struct SentLetter {
    /// `employer` or `authorities`.
    #[schema(example = "employer")]
    kind: String,
    /// `en` or `es`; your own if missing.
    #[serde(default)]
    language: Option<String>,
    to: String,
    reference: String,
    /// What happened, in plain facts, in 10 to 4,000 characters; it names no client.
    facts: String,
}

/// Writes the notice to the employer or the report to the authorities. It goes nowhere by that.
#[utoipa::path(
    post, path = "/api/v1/breach-desk/{id}/letters", tag = "conferences", request_body = SentLetter,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 201, description = "Written", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn write(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
    Sent(sent): Sent<SentLetter>,
) -> Answered<Created> {
    let who = handles(&front, &caller, OfficeAct::FindBreach).await?;
    let id = id.found()?;
    let kinds = BreachLetter::ALL.iter().map(|it| it.word());
    let languages = || Language::ALL.iter().map(|it| it.word());
    let language = sent.language.as_deref();
    let language = language.map(|it| word("language", it, languages()));
    let new = NewLetter {
        kind: Some(word("kind", &sent.kind, kinds)?),
        language: language.transpose()?.unwrap_or(caller.language),
        to: sent.to,
        reference: sent.reference,
        facts: sent.facts,
    };
    let number = front.casework.write_breach_letter(who, id, new).await?;
    Ok(created(number))
}

/// The letter that an address names; what can't be read names none.
pub(crate) struct OfLetter(Option<(Id<BreachReport>, i64)>);

impl OfLetter {
    fn found(self) -> Answered<(Id<BreachReport>, i64)> {
        self.0.ok_or(Problem::NotFound)
    }
}

impl FromRequestParts<Arc<Front>> for OfLetter {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, front: &Arc<Front>) -> Answered<Self> {
        let named = Path::<(String, String)>::from_request_parts(parts, front).await;
        let read =
            |Path((id, no)): Path<(String, String)>| Some((id.parse().ok()?, no.parse().ok()?));
        Ok(Self(named.ok().and_then(read)))
    }
}

/// The paper of a letter.
#[utoipa::path(
    get, path = "/api/v1/breach-desk/{id}/letters/{no}", tag = "conferences",
    params(("id" = String, Path, description = "The report's id"), ("no" = i64, Path, description = "The letter's number")),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn letter(
    State(front): State<Arc<Front>>,
    caller: Caller,
    named: OfLetter,
) -> Answered<Response> {
    let who = handles(&front, &caller, OfficeAct::FindBreach).await?;
    let (id, no) = named.found()?;
    Ok(pdf(front.casework.breach_letter(who, id, no).await?))
}

/// How a letter went.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BreachLetterSent)]
pub(crate) struct SentSending {
    /// By which way it went and to whom it was handed, in one line.
    how: String,
    /// When it went.
    at: String,
}

/// Notes how a letter went, once.
#[utoipa::path(
    post, path = "/api/v1/breach-desk/{id}/letters/{no}/sent", tag = "conferences", request_body = SentSending,
    params(("id" = String, Path, description = "The report's id"), ("no" = i64, Path, description = "The letter's number")),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn note_sent(
    State(front): State<Arc<Front>>,
    caller: Caller,
    named: OfLetter,
    Sent(sent): Sent<SentSending>,
) -> Answered<StatusCode> {
    let who = handles(&front, &caller, OfficeAct::FindBreach).await?;
    let letter = named.found()?;
    let sent = LetterSent {
        at: Some(time("at", &sent.at)?),
        how: sent.how,
    };
    front
        .casework
        .note_breach_letter_sent(who, letter, sent)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes the evidence about a report: a zip with the report, the letters, what was signed, and the ledger's entries, each with its
/// proof. Taking it is on record.
#[utoipa::path(
    post, path = "/api/v1/breach-desk/{id}/evidence", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "A zip file", content_type = "application/zip"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn evidence(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
) -> Answered<Response> {
    let who = handles(&front, &caller, OfficeAct::FindBreach).await?;
    let bytes = front.casework.breach_evidence(who, id.found()?).await?;
    let kind = HeaderValue::from_static("application/zip");
    Ok(([(header::CONTENT_TYPE, kind)], bytes).into_response())
}

/// Ends the hold of the evidence, once everybody was told.
#[utoipa::path(
    post, path = "/api/v1/breach-desk/{id}/hold/end", tag = "conferences", request_body = SentText,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn lift(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
    Sent(sent): Sent<SentText>,
) -> Answered<StatusCode> {
    let who = handles(&front, &caller, OfficeAct::FindBreach).await?;
    front
        .casework
        .lift_breach_hold(who, id.found()?, sent.text)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets somebody take part again whose part ended with the finding. Whoever leads a conference names them, and they sign anew.
#[utoipa::path(
    post, path = "/api/v1/breach-desk/{id}/reinstatement", tag = "conferences", request_body = SentText,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "They can be named again"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you handle", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reinstate(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<BreachReport>>,
    Sent(sent): Sent<SentText>,
) -> Answered<StatusCode> {
    let who = handles(&front, &caller, OfficeAct::Reinstate).await?;
    front
        .casework
        .reinstate_after_breach(who, id.found()?, sent.text)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How long a report waits.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BreachSettings)]
pub(crate) struct Settings {
    /// How many minutes before privacy officers hear of it as well: 5 to 1,440.
    #[schema(example = 60)]
    minutes: i64,
}

/// How long a report waits to be taken up before privacy officers hear of it.
#[utoipa::path(
    get, path = "/api/v1/breach-settings", tag = "conferences",
    responses(
        (status = 200, description = "The setting", body = Settings),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn settings(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    handles(&front, &caller, OfficeAct::ManageSettings).await?;
    let minutes = front.casework.breach_settings().await?.minutes;
    json(&Settings { minutes })
}

/// Changes how long a report waits.
#[utoipa::path(
    put, path = "/api/v1/breach-settings", tag = "conferences", request_body = Settings,
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It can't be kept", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_settings(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<Settings>,
) -> Answered<StatusCode> {
    let who = handles(&front, &caller, OfficeAct::ManageSettings).await?;
    let new = BreachSettings {
        minutes: sent.minutes,
    };
    front.casework.set_breach_settings(who, new).await?;
    Ok(StatusCode::NO_CONTENT)
}
