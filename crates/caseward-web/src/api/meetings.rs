//! `/api/v1/meetings`: the meetings of case conferences: set by whoever leads one, come into through an attestation, each time, and left at
//! once when it is taken back (CC-2, CC-2.2, NASW-i, DV-4.6.2). Where a meeting is divided, one's own sittings are there and no others
//! (CC-2.4). What stands on their agendas, and what is spoken of in a room, has addresses of its own (`agendas.rs`, `board.rs`).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::conference::{
    AtMeeting, Attendee, Attesting, CALENDAR_FILE, Heard, MeetingLine, MySitting, NewMeeting,
    RoomStands, ShownMeeting, ShownRoom, ToldMeeting,
};
use caseward_casework::gate::About;
use caseward_casework::people::Amiss;
use caseward_model::{Conference, Id, Joining, Meeting, OfficeAct, SeatEnd, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::conferences::{amiss, holds, place, seat, seated, sits};
use super::decided::Answered;
use super::problem::{Field, ProblemBody};
use super::sent::{Caller, Named, Parameters, Sent};
use crate::front::Front;

/// The meetings of a series to which you are asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct Meetings {
    /// The latest first.
    meetings: Vec<Line>,
}

/// A meeting as a line of the list of its series.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingLine)]
pub(crate) struct Line {
    id: String,
    begins_at: String,
    minutes: i64,
    /// `remote` or `in_person`.
    #[schema(example = "remote")]
    how: &'static str,
    /// How the rooms stand in which you sit, taken together: `planned`, `open`, `closed` or `cancelled`.
    #[schema(example = "planned")]
    room: &'static str,
    /// As of when the last of them closed, for good.
    closed_at: Option<String>,
}

/// A meeting.
#[derive(Serialize, ToSchema)]
#[schema(as = Meeting)]
pub(crate) struct One {
    id: String,
    /// The id of its series.
    conference: String,
    /// How you stand in that: `agreement_first`, `to_sign`, `sign_again` or `signed`.
    #[schema(example = "signed")]
    state: &'static str,
    /// Everything else; nothing before you have signed for the series.
    meeting: Option<ToldBody>,
}

/// What a meeting is.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingTold)]
pub(crate) struct ToldBody {
    /// You lead its series, or stand in for the lead.
    leads: bool,
    begins_at: String,
    minutes: i64,
    /// `remote` or `in_person`.
    how: &'static str,
    /// Where, for one in a place; otherwise empty.
    place: String,
    purpose: String,
    /// The ids of those who are asked besides lead and deputy; empty when everybody of the series is.
    asked: Vec<String>,
    /// How the rooms stand in which you sit, taken together: `planned`, `open`, `closed` or `cancelled`.
    room: &'static str,
    /// As of when the last of them closed, for good.
    closed_at: Option<String>,
    /// Your own sittings, in order: one until the agenda is closed. There can be others, of which you aren't told.
    sittings: Vec<Sitting>,
}

/// A sitting of yours: a part of a meeting with its own people and its own room.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingSitting)]
pub(crate) struct Sitting {
    /// What it is called for you, and for nobody else; to be sent when its room is opened, closed or come into.
    sitting: String,
    /// You open and close its room.
    leads: bool,
    /// Everybody sits in it who was asked to come.
    everybody: bool,
    /// `planned`, `open`, `closed` or `cancelled`.
    #[schema(example = "planned")]
    room: &'static str,
    /// As of when the room closed, for good.
    closed_at: Option<String>,
    /// Who sat in its room, for whoever leads it; empty for everybody else.
    attendance: Vec<Attended>,
}

/// Somebody who sits or sat in a room.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingAttendance)]
pub(crate) struct Attended {
    organization: String,
    name: String,
    /// `remote` or `in_person`.
    how: &'static str,
    came_at: String,
    left_at: Option<String>,
    /// `left`, `withdrawn`, `hidden`, `lost`, `taken_over`, `no_part`, `signed_out`, `ran_out` or `closed`.
    why: Option<&'static str>,
}

fn closed_at(stands: RoomStands) -> Option<String> {
    match stands {
        RoomStands::Closed(at) => Some(moment(at)),
        RoomStands::Planned | RoomStands::Open | RoomStands::Cancelled => None,
    }
}

fn line(it: MeetingLine) -> Line {
    Line {
        id: it.id.to_string(),
        begins_at: moment(it.begins_at),
        minutes: it.minutes,
        how: it.how.word(),
        room: it.stands.word(),
        closed_at: closed_at(it.stands),
    }
}

fn attended(it: Attendee) -> Attended {
    let (left_at, why) = it.left.unzip();
    Attended {
        organization: it.organization,
        name: it.name,
        how: it.how.word(),
        came_at: moment(it.came_at),
        left_at: left_at.map(moment),
        why: why.map(SeatEnd::word),
    }
}

fn told(it: ToldMeeting) -> ToldBody {
    ToldBody {
        leads: it.leads,
        begins_at: moment(it.begins_at),
        minutes: it.minutes,
        how: it.how.word(),
        place: it.place,
        purpose: it.purpose,
        asked: it.asked.iter().map(|it| it.id.to_string()).collect(),
        room: it.stands.word(),
        closed_at: closed_at(it.stands),
        sittings: it.sittings.into_iter().map(sitting).collect(),
    }
}

fn sitting(it: MySitting) -> Sitting {
    Sitting {
        sitting: it.handle,
        leads: it.leads,
        everybody: it.everybody,
        room: it.stands.word(),
        closed_at: closed_at(it.stands),
        attendance: it.attendance.into_iter().map(attended).collect(),
    }
}

/// Which of their sittings somebody means: the one that they name, or the first that fits.
fn at(meeting: Id<Meeting>, parameters: Parameters) -> Answered<AtMeeting> {
    let field = Field::new(
        "sitting",
        "Give one of your sittings in this meeting, once.",
    );
    let parameters = parameters.only(&["sitting"])?;
    let sitting = parameters.one::<String>("sitting", &field)?;
    Ok(AtMeeting { meeting, sitting })
}

fn one(it: ShownMeeting) -> One {
    One {
        id: it.id.to_string(),
        conference: it.series.to_string(),
        state: it.state.word(),
        meeting: it.told.map(told),
    }
}

/// The meetings of a series to which you are asked.
#[utoipa::path(
    get, path = "/api/v1/conferences/{id}/meetings", tag = "conferences",
    params(("id" = String, Path, description = "The id of the series")),
    responses(
        (status = 200, description = "Its meetings", body = Meetings),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such series for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Sign for the series first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
) -> Answered<Response> {
    let who = sits(&front, &caller).await?;
    let all = front.casework.meetings_of(who, id.found()?).await?;
    json(&Meetings {
        meetings: all.into_iter().map(line).collect(),
    })
}

/// A meeting that is to be set, or what is to be changed about one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMeeting)]
pub(crate) struct SentMeeting {
    /// RFC 3339; not more than an hour ago, and within two years.
    #[schema(example = "2026-11-12T15:00:00Z")]
    begins_at: String,
    /// 15 to 480.
    minutes: i64,
    /// `remote` or `in_person`.
    #[schema(example = "remote")]
    how: String,
    /// Where, for one in a place, in a line of at most 200 characters; it stands in no calendar.
    #[serde(default)]
    place: String,
    /// The ids of those who are asked besides lead and deputy; everybody of the series when nobody is named.
    #[serde(default)]
    asked: Vec<String>,
    /// For what it is, in a sentence of 10 to 300 characters that the reminder says; it names nobody.
    purpose: String,
}

impl SentMeeting {
    fn read(self) -> Answered<NewMeeting> {
        let at = self.begins_at.parse::<jiff::Timestamp>();
        let asked = self.asked.iter().map(|it| it.parse());
        let asked: Result<Vec<Id<Worker>>, _> = asked.collect();
        Ok(NewMeeting {
            begins_at: at.ok().map(jiff::Timestamp::as_millisecond),
            minutes: self.minutes,
            how: self.how.parse::<Joining>().ok(),
            asked: asked.map_err(|_| amiss(Amiss::MeetingAsked))?,
            place: self.place,
            purpose: self.purpose,
        })
    }
}

/// The id of a meeting.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingId)]
pub(crate) struct Set {
    id: String,
}

type Created<T> = (StatusCode, axum::Json<T>);

/// Sets a meeting of a series, for whoever leads it and has signed.
#[utoipa::path(
    post, path = "/api/v1/conferences/{id}/meetings", tag = "conferences", request_body = SentMeeting,
    params(("id" = String, Path, description = "The id of the series")),
    responses(
        (status = 201, description = "Set", body = Set),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentMeeting>,
) -> Answered<Created<Set>> {
    let who = holds(&front, &caller).await?;
    let (id, new) = (id.found()?, sent.read()?);
    let set = front.casework.set_meeting(who, id, new).await?;
    let id = set.to_string();
    Ok((StatusCode::CREATED, axum::Json(Set { id })))
}

/// A meeting, if you are asked to come: when it is, and how its room stands, once you have signed for the series.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The meeting, as far as you may see it", body = One),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
) -> Answered<Response> {
    let who = sits(&front, &caller).await?;
    json(&one(front.casework.meeting(who, id.found()?).await?))
}

/// Says anew when, how and for what a meeting is, and who is asked, as long as its room wasn't opened.
#[utoipa::path(
    put, path = "/api/v1/meetings/{id}", tag = "conferences", request_body = SentMeeting,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first, or it is over", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    Sent(sent): Sent<SentMeeting>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let (id, new) = (id.found()?, sent.read()?);
    front.casework.move_meeting(who, id, new).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Calls a meeting off whose room wasn't opened.
#[utoipa::path(
    delete, path = "/api/v1/meetings/{id}", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Called off"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It is over already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn cancel(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    front.casework.cancel_meeting(who, id.found()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Opens the room of a sitting that you lead. If nobody comes in for five minutes, it closes for good.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/open", tag = "conferences",
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("sitting" = Option<String>, Query, description = "Which of your sittings; without it, the first that is planned"),
    ),
    responses(
        (status = 204, description = "Open"),
        (status = 400, description = "A parameter that can't be read", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It was opened or closed already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn open(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    parameters: Parameters,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let at = at(id.found()?, parameters)?;
    front.casework.open_room(who, at).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Closes the room of a sitting that you lead for good; everybody is out at once.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/close", tag = "conferences",
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("sitting" = Option<String>, Query, description = "Which of your sittings; without it, the first that is open"),
    ),
    responses(
        (status = 204, description = "Closed"),
        (status = 400, description = "A parameter that can't be read", body = ProblemBody, content_type = "application/problem+json"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It isn't open", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn close(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    parameters: Parameters,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let at = at(id.found()?, parameters)?;
    front.casework.close_room(who, at).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A meeting as a calendar file (RFC 5545): when it is, under the title that the office has set, and nothing else.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}/calendar", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The file", body = String, content_type = "text/calendar"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Sign for the series first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn calendar(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
) -> Answered<Response> {
    let who = sits(&front, &caller).await?;
    let file = front.casework.meeting_calendar(who, id.found()?).await?;
    Ok(calendar_file(file))
}

/// A calendar file, to be saved.
pub(crate) fn calendar_file(file: String) -> Response {
    let name = format!("attachment; filename=\"{CALENDAR_FILE}\"");
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
    ];
    (headers, file).into_response()
}

/// What you say in the lobby, each time.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingAttestation)]
pub(crate) struct SentWord {
    /// You have read the reminder.
    reminded: bool,
    /// Nobody else can hear or see this where you are; or, for a meeting in a place, the place is fit.
    attests: bool,
    /// Which of your sittings; without it, the first that is open.
    #[serde(default)]
    sitting: Option<String>,
}

/// A seat: one person in one room, until they leave.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingSeat)]
pub(crate) struct Sat {
    /// To be sent with each beat.
    seat: String,
}

/// Comes into an open room. A seat that you have elsewhere ends. Only people do this: a program's token doesn't.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/seat", tag = "conferences", request_body = SentWord,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 201, description = "You sit there, as long as a beat comes every ten seconds", body = Sat),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something wasn't said, or the room isn't open", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sit(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    Sent(sent): Sent<SentWord>,
) -> Answered<Created<Sat>> {
    sits(&front, &caller).await?;
    let said = Attesting {
        reminded: sent.reminded,
        attests: sent.attests,
    };
    let at = AtMeeting {
        meeting: id.found()?,
        sitting: sent.sitting,
    };
    let person = &caller.session.person;
    let seat = front.casework.take_seat(person, at, said).await?;
    let seat = seat.to_string();
    Ok((StatusCode::CREATED, axum::Json(Sat { seat })))
}

/// Which seat says that it is there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingBeat)]
pub(crate) struct SentBeat {
    seat: String,
}

/// What is heard back.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingBeatHeard)]
pub(crate) struct HeardBody {
    /// Your seat counts. If not, whatever you show of the room has to be covered at once.
    seated: bool,
    /// How many minutes are left of what was planned.
    minutes_left: Option<i64>,
    /// How often somebody has come or gone.
    changes: Option<usize>,
    /// Why the seat doesn't count: `left`, `withdrawn`, `hidden`, `lost`, `taken_over`, `no_part`, `signed_out`, `ran_out`, `closed`,
    /// `elsewhere` or `clock`.
    why: Option<&'static str>,
}

fn heard(it: Heard) -> HeardBody {
    match it {
        Heard::Seated {
            minutes_left,
            changes,
        } => HeardBody {
            seated: true,
            minutes_left: Some(minutes_left),
            changes: Some(changes),
            why: None,
        },
        Heard::Out(out) => HeardBody {
            seated: false,
            minutes_left: None,
            changes: None,
            why: Some(out.word()),
        },
    }
}

/// Says that you are still there; every ten seconds. After two that are missing, the seat is lost.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/seat/beat", tag = "conferences", request_body = SentBeat,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "Whether your seat counts", body = HeardBody),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn beat(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    Sent(sent): Sent<SentBeat>,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let place = (id.found()?, seat(&sent.seat)?);
    let person = &caller.session.person;
    json(&heard(front.casework.hear_seat(person, place).await?))
}

/// How a seat is left.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MeetingSeatEnd)]
pub(crate) struct SentEnd {
    seat: String,
    /// `left`, `withdrawn` (the attestation is taken back) or `hidden` (the page was hidden for a minute).
    #[serde(default)]
    #[schema(example = "withdrawn")]
    why: String,
}

/// Leaves the room at once, or takes the attestation back.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/seat/end", tag = "conferences", request_body = SentEnd,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Left; also when you had left before"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn leave(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    Sent(sent): Sent<SentEnd>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let place = (id.found()?, seat(&sent.seat)?);
    let why = sent.why.parse().unwrap_or(SeatEnd::Left);
    let person = &caller.session.person;
    front.casework.leave_seat(person, place, why).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What you see who sit in a room.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingRoom)]
pub(crate) struct Room {
    leads: bool,
    /// `remote` or `in_person`.
    how: &'static str,
    /// Until when it is planned.
    ends_at: String,
    minutes_left: i64,
    /// Until when your attestation reaches at most.
    attested_until: String,
    /// How often somebody has come or gone.
    changes: usize,
    /// Who is there and who was, organisation by organisation.
    attendance: Vec<Attended>,
}

fn shown(it: ShownRoom) -> Room {
    Room {
        leads: it.leads,
        how: it.how.word(),
        ends_at: moment(it.ends_at),
        minutes_left: it.minutes_left,
        attested_until: moment(it.attested_until),
        changes: it.changes,
        attendance: it.attendance.into_iter().map(attended).collect(),
    }
}

/// The room in which you sit.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}/room", tag = "conferences",
    params(
        ("id" = String, Path, description = "The id of the meeting"),
        ("seat" = String, Query, description = "Your seat"),
    ),
    responses(
        (status = 200, description = "The room", body = Room),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn room(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    parameters: Parameters,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let place = place(id, parameters)?;
    let person = &caller.session.person;
    let room = front.casework.room(person, place).await?;
    json(&shown(seated(room)?))
}

/// What all conferences are called in people's calendars.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceCalendar)]
pub(crate) struct Calendar {
    /// In one line of at most 60 characters; it names nobody and no series.
    #[schema(example = "Conference")]
    title: String,
}

async fn sets(front: &Front, caller: &Caller) -> Answered<Id<Worker>> {
    let who = caller.session.person.worker;
    let act = OfficeAct::ManageSettings;
    front.casework.asks_for(who, act, About::Office).await?;
    Ok(who)
}

/// What all conferences are called in people's calendars.
#[utoipa::path(
    get, path = "/api/v1/conference-calendar", tag = "conferences",
    responses(
        (status = 200, description = "The title", body = Calendar),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn calendar_title(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    sets(&front, &caller).await?;
    let title = front.casework.calendar_title().await?;
    json(&Calendar { title })
}

/// Says what all conferences are called in people's calendars, from the next file on.
#[utoipa::path(
    put, path = "/api/v1/conference-calendar", tag = "conferences", request_body = Calendar,
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It is no title", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_calendar_title(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<Calendar>,
) -> Answered<StatusCode> {
    let who = sets(&front, &caller).await?;
    let casework = &front.casework;
    casework.set_calendar_title(who, &sent.title).await?;
    Ok(StatusCode::NO_CONTENT)
}
