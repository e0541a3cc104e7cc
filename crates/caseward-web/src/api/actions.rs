//! `/api/v1/meetings/{id}/actions`, `…/after`, `…/minutes` and `/api/v1/conference-actions`: what is decided in a conference, what your
//! organization undertook there, and what stays of a meeting (CC-1, CC-2.1, CC-2.3, CC-2.4).

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use caseward_casework::conference::{
    ActionLine, ActionOutcome, Actions, AfterMeeting, NewAction, OverSitting, RoomActions, SpokenOf,
};
use caseward_casework::gate::Delivery;
use caseward_casework::people::Amiss;
use caseward_model::{Id, Meeting, Organization, SeatEnd, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{JSON, bytes_of};
use super::clients::moment;
use super::conferences::{amiss, place, seat, seated, sits};
use super::decided::Answered;
use super::problem::ProblemBody;
use super::sent::{Caller, Named, Parameters, Sent};
use crate::delivery::{Ending, watch};
use crate::front::Front;

/// A decision or an action.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceDecided)]
pub(crate) struct Line {
    /// What it is called for you, and for nobody else.
    action: String,
    /// `decision` or `action`.
    #[schema(example = "action")]
    kind: &'static str,
    /// Whom it is about.
    about: About,
    text: String,
    written_at: String,
    /// Which organization does it; nobody does a decision.
    organization: Option<String>,
    /// Who of them, where somebody was named.
    person: Option<String>,
    due_at: Option<String>,
    /// `open`, `done` or `not_done`.
    #[schema(example = "open")]
    state: &'static str,
    /// Its day is over, and nobody has said what came of it.
    late: bool,
    ended_at: Option<String>,
    /// What was said of it; may be empty.
    word: String,
    /// It is for your organization, and open: you can say what came of it.
    yours: bool,
}

/// Whom an item is about, as far as you may see it.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceItemAbout)]
pub(crate) struct About {
    /// What the item is called for you, and for nobody else: in a room while you sit there.
    item: String,
    /// They are spoken of by an identifier.
    by_identifier: bool,
    /// By which, while it is used.
    identifier: Option<String>,
    /// The name, where it is by name and you may see it.
    name: Option<String>,
}

fn about(it: SpokenOf) -> About {
    About {
        item: it.item,
        by_identifier: it.by_identifier,
        identifier: it.identifier,
        name: it.name.map(|it| it.to_string()),
    }
}

fn line(it: ActionLine) -> Line {
    Line {
        action: it.handle,
        kind: it.kind.word(),
        about: about(it.about),
        text: it.text.to_string(),
        written_at: moment(it.at),
        organization: it.organization.map(|it| it.id.to_string()),
        person: it.person.map(|it| it.id.to_string()),
        due_at: it.due_at.map(moment),
        state: it.state.word(),
        late: it.late,
        ended_at: it.ended_at.map(moment),
        word: it.word.to_string(),
        yours: it.is_theirs,
    }
}

fn lines(all: Vec<ActionLine>) -> Vec<Line> {
    all.into_iter().map(line).collect()
}

/// Hands an answer over, and tells the ledger of everything in it how that ended.
fn handed(bytes: Vec<u8>, kind: HeaderValue, deliveries: Vec<Delivery>) -> Response {
    let body = watch(bytes.into(), move |ending| {
        for delivery in deliveries {
            match ending {
                Ending::Delivered => delivery.delivered(None),
                Ending::Aborted => delivery.broken(),
            }
        }
    });
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

/// What your organization undertook in case conferences.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceActions)]
pub(crate) struct Undertaken {
    /// In the order in which it was written down.
    actions: Vec<Line>,
}

/// What your organization undertook in the case conferences in which you take part, as far as you may see it: each by name or by
/// identifier, as it was spoken of.
#[utoipa::path(
    get, path = "/api/v1/conference-actions", tag = "conferences",
    responses(
        (status = 200, description = "Your organization's actions", body = Undertaken),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn mine(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let Actions {
        lines: all,
        deliveries,
    } = front.casework.my_actions(person).await?;
    let shown = Undertaken {
        actions: lines(all),
    };
    Ok(handed(bytes_of(&shown, 1024)?, JSON, deliveries))
}

/// What came of an action.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceActionEnd)]
pub(crate) struct SentEnd {
    /// Whether it was done.
    done: bool,
    /// In one line of at most 300 characters; where it wasn't done, why. On one by identifier nothing that could tell of anybody.
    #[serde(default)]
    word: String,
}

/// Says what came of an action of your organization, once.
#[utoipa::path(
    post, path = "/api/v1/conference-actions/{action}/end", tag = "conferences", request_body = SentEnd,
    params(("action" = String, Path, description = "What it is called for you")),
    responses(
        (status = 204, description = "Said"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such action for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first, or it was said already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    action: Named<String>,
    Sent(sent): Sent<SentEnd>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let outcome = ActionOutcome {
        done: Some(sent.done),
        word: sent.word,
    };
    let person = &caller.session.person;
    let action = action.found()?;
    front.casework.end_action(person, &action, outcome).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decisions and actions where you sit.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceRoomActions)]
pub(crate) struct InRoom {
    /// The items on which you can write something down.
    items: Vec<About>,
    /// The open actions of earlier meetings.
    earlier: Vec<Line>,
    /// What was decided in this room.
    here: Vec<Line>,
    /// The ids of the organizations of which somebody sits or sat here.
    organizations: Vec<String>,
    /// The ids of those who sit or sat here.
    people: Vec<String>,
    /// What may be written on an item by identifier all the same: names of the member organizations.
    nameable: Vec<String>,
}

fn in_room_shown(it: RoomActions) -> (InRoom, Vec<Delivery>) {
    let shown = InRoom {
        items: it.items.into_iter().map(about).collect(),
        earlier: lines(it.earlier),
        here: lines(it.here),
        organizations: it
            .organizations
            .iter()
            .map(|it| it.id.to_string())
            .collect(),
        people: it.people.iter().map(|it| it.0.id.to_string()).collect(),
        nameable: it.nameable,
    };
    (shown, it.deliveries)
}

/// What was decided in the room in which you sit, and the open actions of earlier meetings. Only for a session: a program sits nowhere.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}/actions", tag = "conferences",
    params(
        ("id" = String, Path, description = "The meeting's id"),
        ("seat" = String, Query, description = "The seat that you got when you came in"),
    ),
    responses(
        (status = 200, description = "What was decided", body = InRoom),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat of yours", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn in_room(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    parameters: Parameters,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let place = place(id, parameters)?;
    let person = &caller.session.person;
    let found = front.casework.room_actions(person, place).await?;
    let (shown, deliveries) = in_room_shown(seated(found)?);
    Ok(handed(bytes_of(&shown, 4096)?, JSON, deliveries))
}

/// Something to be written down on an item.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConferenceAction)]
pub(crate) struct SentAction {
    /// The seat that you got when you came in.
    seat: String,
    /// The item.
    item: String,
    /// `decision` or `action`.
    #[schema(example = "action")]
    kind: String,
    /// In one line of at most 500 characters. On an item by identifier nothing that could tell of anybody.
    text: String,
    /// For an action: the id of the organization that does it.
    #[serde(default)]
    organization: Option<String>,
    /// Who of them, by id; all of them who see the client where nobody is named.
    #[serde(default)]
    person: Option<String>,
    /// For an action: until when.
    #[serde(default)]
    #[schema(example = "2026-12-04T23:59:59Z")]
    due_at: Option<String>,
}

impl SentAction {
    fn read(self) -> Answered<NewAction> {
        let organization = self.organization.map(|it| it.parse::<Id<Organization>>());
        let person = self.person.map(|it| it.parse::<Id<Worker>>());
        let due_at = self.due_at.map(|it| it.parse::<jiff::Timestamp>());
        let due_at = due_at.transpose().map_err(|_| amiss(Amiss::ActionDue))?;
        Ok(NewAction {
            kind: self.kind.parse().ok(),
            text: self.text,
            organization: organization
                .transpose()
                .map_err(|_| amiss(Amiss::ActionOwner))?,
            person: person.transpose().map_err(|_| amiss(Amiss::ActionPerson))?,
            due_at: due_at.map(jiff::Timestamp::as_millisecond),
        })
    }
}

/// Writes down a decision or an action on an item of which you see something. Only for a session.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/actions", tag = "conferences", request_body = SentAction,
    params(("id" = String, Path, description = "The meeting's id")),
    responses(
        (status = 204, description = "Written down"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such seat or item", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first, or you are out of the room", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn record(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
    Sent(sent): Sent<SentAction>,
) -> Answered<StatusCode> {
    sits(&front, &caller).await?;
    let place = (id.found()?, seat(&sent.seat)?);
    let item = sent.item.clone();
    let new = (item.as_str(), sent.read()?);
    let person = &caller.session.person;
    let done = front.casework.record_action(person, place, new).await?;
    seated(done).map(|()| StatusCode::NO_CONTENT)
}

/// What stays of a meeting in which you sat.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingAfter)]
pub(crate) struct After {
    /// The id of its series.
    conference: String,
    began_at: String,
    /// Your sittings that are over, in order; none while none is.
    sittings: Vec<Sitting>,
    /// What was decided in them.
    decided: Vec<Line>,
}

/// A sitting that is over.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingSittingOver)]
pub(crate) struct Sitting {
    /// Everybody sat in it who was asked to come.
    everybody: bool,
    /// You led it: the attendance says why somebody left, and is the log of what was attested.
    leads: bool,
    closed_at: String,
    attendance: Vec<Attended>,
}

/// Somebody who was there.
#[derive(Serialize, ToSchema)]
#[schema(as = MeetingAttested)]
pub(crate) struct Attended {
    organization: String,
    name: String,
    /// How they sat there, and so what they attested: `remote` or `in_person`.
    how: &'static str,
    came_at: String,
    left_at: Option<String>,
    /// Why they left; for everybody but whoever led it, always `left`.
    why: Option<&'static str>,
}

fn sitting(it: OverSitting) -> Sitting {
    let attended = it.attendance.into_iter().map(|it| {
        let (left_at, why) = it.left.unzip();
        Attended {
            organization: it.organization,
            name: it.name,
            how: it.how.word(),
            came_at: moment(it.came_at),
            left_at: left_at.map(moment),
            why: why.map(SeatEnd::word),
        }
    });
    Sitting {
        everybody: it.everybody,
        leads: it.leads,
        closed_at: moment(it.closed_at),
        attendance: attended.collect(),
    }
}

/// What stays of a meeting in which you sat: decisions and actions as far as you may see them, and who was there.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}/after", tag = "conferences",
    params(("id" = String, Path, description = "The meeting's id")),
    responses(
        (status = 200, description = "What stays of it", body = After),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Sign for the series first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn after(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let person = &caller.session.person;
    let AfterMeeting {
        series,
        begins_at,
        sittings,
        actions,
    } = front.casework.after_meeting(person, id.found()?).await?;
    let shown = After {
        conference: series.0.to_string(),
        began_at: moment(begins_at),
        sittings: sittings.into_iter().map(sitting).collect(),
        decided: lines(actions.lines),
    };
    Ok(handed(bytes_of(&shown, 4096)?, JSON, actions.deliveries))
}

/// The minutes of a meeting for your organization, as far as you may see what was decided. That you took them is on record, with their hash.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}/minutes", tag = "conferences",
    params(("id" = String, Path, description = "The meeting's id")),
    responses(
        (status = 200, description = "A PDF file", content_type = "application/pdf"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "No room in which you sat is closed yet, or sign for the series first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn minutes(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
) -> Answered<Response> {
    sits(&front, &caller).await?;
    let (person, language) = (&caller.session.person, caller.language);
    let made = front
        .casework
        .meeting_minutes(person, id.found()?, language)
        .await?;
    let kind = HeaderValue::from_static("application/pdf");
    Ok(handed(made.0, kind, made.1))
}
