//! `/api/v1/clients/{id}/conference-items`, `/api/v1/conference-items` and `/api/v1/meetings/{id}/agenda`: clients on the agendas of case
//! conferences, before the meeting (CC-1, CC-2.4, CC-2.4a, CC-2.5).
//!
//! In a client's file an item has no identifier, and where it has one it has no client. Outside the file each item has a handle that
//! nobody else has; nothing is numbered, and the order says nothing.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::conference::{
    ItemError, ItemOnFile, NewItem, OwnItem, SeriesChange, WaitingItem,
};
use caseward_casework::gate::{About, can_be_offered};
use caseward_casework::people::Amiss;
use caseward_model::{Category, Client, Conference, Id, ItemPurpose, Meeting, OfficeAct};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::conferences::{amiss, holds, sits};
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::recipients::{word, words};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// Where a client stands on agendas.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConferenceItems {
    items: Vec<Item>,
}

/// Where a client stands on one agenda. By which identifier isn't told here.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceItem)]
pub(crate) struct Item {
    /// The id of the series.
    conference: String,
    /// `housing`, `safety`, `health`, `income` or `care_plan`.
    #[schema(example = "housing")]
    purpose: &'static str,
    /// The sections that this needs.
    sections: Vec<&'static str>,
    minutes: i64,
    /// `name` or `identifier`.
    #[schema(example = "identifier")]
    by: &'static str,
    /// `waits_for_organization`, `waits_for_conference`, `agreed`, `spoken_of` or `off`.
    #[schema(example = "waits_for_conference")]
    state: &'static str,
    /// When the meeting begins or began in which they are spoken of.
    meeting_at: Option<String>,
    /// It waits for somebody else of the organization, and you can agree to it.
    can_agree: bool,
}

fn item(it: ItemOnFile) -> Item {
    Item {
        conference: it.conference.to_string(),
        purpose: it.purpose.word(),
        sections: spelt(&it.sections),
        minutes: it.minutes,
        by: if it.by_identifier {
            "identifier"
        } else {
            "name"
        },
        state: it.state.word(),
        meeting_at: it.meeting_at.map(moment),
        can_agree: it.can_agree,
    }
}

fn spelt(sections: &[Category]) -> Vec<&'static str> {
    sections.iter().map(|it| it.word()).collect()
}

fn problem(caller: &Caller, error: ItemError) -> Problem {
    match error {
        ItemError::Refused(refusal) => caller.refused(refusal),
        ItemError::Mend(need) => Problem::Mend(vec![Field::new(need.field(), need.says())]),
        ItemError::Casework(error) => error.into(),
    }
}

/// The items of a client, for whoever may read how the client is served.
async fn items_of(
    front: &Front,
    caller: &Caller,
    id: Named<Id<Client>>,
) -> Answered<(Id<Client>, Vec<ItemOnFile>)> {
    let client = caller.client(id)?;
    let items = front.casework.items_of(&caller.session.person, client);
    let items = items.await.map_err(|error| problem(caller, error))?;
    Ok((client, items))
}

/// Where a client stands on agendas.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/conference-items", tag = "conferences",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The items", body = ConferenceItems),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such client for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Client>>,
) -> Answered<Response> {
    let (_, items) = items_of(&front, &caller, id).await?;
    json(&ConferenceItems {
        items: items.into_iter().map(item).collect(),
    })
}

/// A client who is to be put on an agenda.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConferenceItem)]
pub(crate) struct SentItem {
    /// The id of a series in which you take part.
    conference: String,
    /// `housing`, `safety`, `health`, `income` or `care_plan`.
    #[schema(example = "housing")]
    purpose: String,
    /// As few sections as do it, of those that the purpose can need.
    sections: Vec<String>,
    /// From 1 to 60.
    minutes: i64,
    /// `name` or `identifier`.
    #[schema(example = "identifier")]
    by: String,
}

impl SentItem {
    fn read(&self) -> Answered<NewItem> {
        let purposes = ItemPurpose::ALL.iter().map(|it| it.word());
        let sections = Category::ALL.iter().map(|it| it.word());
        let by_identifier = match self.by.as_str() {
            "identifier" => true,
            "name" => false,
            _ => {
                let ways = ["name", "identifier"].into_iter();
                return Err(Problem::Mend(vec![Field::one_of("by", ways)]));
            }
        };
        Ok(NewItem {
            series: self.conference.parse().map_err(|_| no_conference())?,
            purpose: word("purpose", &self.purpose, purposes)?,
            sections: words("sections", &self.sections, sections)?,
            minutes: self.minutes,
            by_identifier,
        })
    }
}

fn no_conference() -> Problem {
    let detail = "Give the id of a conference in which you take part, and which goes on.";
    Problem::Mend(vec![Field::new("conference", detail)])
}

/// Puts a client on the agenda of a series. Somebody else of the organization agrees next, and then it waits for the conference.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/conference-items", tag = "conferences", request_body = SentItem,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 204, description = "Proposed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such client for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn propose(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Client>>,
    Sent(sent): Sent<SentItem>,
) -> Answered<StatusCode> {
    let (client, _) = items_of(&front, &caller, id).await?;
    let new = sent.read()?;
    let (casework, person) = (&front.casework, &caller.session.person);
    match casework.propose_item(person, client, new).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(ItemError::Casework(CaseworkError::Unknown { .. })) => Err(no_conference()),
        Err(error) => Err(problem(&caller, error)),
    }
}

/// A series.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceOfItem)]
pub(crate) struct SentWhich {
    /// Its id, as the client's items have it.
    conference: String,
}

/// A client and a series on whose agenda they stand; one on which they don't isn't there.
async fn standing(
    front: &Front,
    caller: &Caller,
    id: Named<Id<Client>>,
    sent: &SentWhich,
) -> Answered<(Id<Client>, Id<Conference>)> {
    let (client, items) = items_of(front, caller, id).await?;
    let series = sent.conference.parse().map_err(|_| Problem::NotFound)?;
    if items.iter().any(|it| it.conference == series) {
        Ok((client, series))
    } else {
        Err(Problem::NotFound)
    }
}

/// Agrees to an item for the organization that handles the client, as somebody else than who proposed it.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/conference-items/agreement", tag = "conferences", request_body = SentWhich,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 204, description = "Agreed; it waits for the conference"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such client for you, or they stand on no such agenda", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Somebody else has to agree", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn agree(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Client>>,
    Sent(sent): Sent<SentWhich>,
) -> Answered<StatusCode> {
    let (client, series) = standing(&front, &caller, id, &sent).await?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let done = casework.agree_to_item(person, client, series).await;
    done.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a client off an agenda, for everybody and without a reason.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/conference-items/off", tag = "conferences", request_body = SentWhich,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 204, description = "Off"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such client for you, or they stand on no such agenda", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn take_off(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Client>>,
    Sent(sent): Sent<SentWhich>,
) -> Answered<StatusCode> {
    let (client, series) = standing(&front, &caller, id, &sent).await?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let done = casework.take_item_off(person, client, series).await;
    done.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Withdraws the identifier of an item, because somebody may have found out whose it is, and draws another one; both sides agree anew.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/conference-items/identifier", tag = "conferences", request_body = SentWhich,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 204, description = "Drawn anew"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such client for you, or they stand on no such agenda", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The item is by name", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reissue(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Client>>,
    Sent(sent): Sent<SentWhich>,
) -> Answered<StatusCode> {
    let (client, series) = standing(&front, &caller, id, &sent).await?;
    let (casework, person) = (&front.casework, &caller.session.person);
    let done = casework.reissue_identifier(person, client, series).await;
    done.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// What waits for your answer, series by series.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingItems {
    conferences: Vec<WaitingConference>,
}

/// The items of one series that wait for you.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingConference {
    /// The id of the series.
    conference: String,
    /// What it is called; nothing if you take no part in it.
    title: Option<String>,
    /// In no order.
    items: Vec<Waiting>,
}

/// An item that waits for you. It has no client.
#[derive(Serialize, ToSchema)]
#[schema(as = WaitingItem)]
pub(crate) struct Waiting {
    /// What it is called for you, and for nobody else.
    item: String,
    #[schema(example = "housing")]
    purpose: &'static str,
    sections: Vec<&'static str>,
    minutes: i64,
    /// By which identifier; by name if it is missing.
    identifier: Option<String>,
    /// Both sides agreed, and nobody could lead the sitting in which it can be spoken of.
    without_lead: bool,
}

fn waiting(it: WaitingItem) -> Waiting {
    Waiting {
        purpose: it.purpose.word(),
        sections: spelt(&it.sections),
        minutes: it.minutes,
        identifier: it.identifier,
        without_lead: it.without_lead,
        item: it.handle,
    }
}

/// What waits for your answer for a conference, and for nobody else's.
#[utoipa::path(
    get, path = "/api/v1/conference-items", tag = "conferences",
    responses(
        (status = 200, description = "The items", body = WaitingItems),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn wait(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let who = caller.session.person.worker;
    let all = front.casework.all_items_waiting(who).await?;
    let conferences = all.into_iter().map(|it| WaitingConference {
        conference: it.id.to_string(),
        title: it.title,
        items: it.items.into_iter().map(waiting).collect(),
    });
    json(&WaitingItems {
        conferences: conferences.collect(),
    })
}

/// An answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceItemAnswer)]
pub(crate) struct SentAnswer {
    /// What the item is called for you.
    item: String,
    /// You agree to it.
    agrees: bool,
}

/// Agrees to an item for the conference, or says no. One that doesn't wait for you isn't there.
#[utoipa::path(
    post, path = "/api/v1/conferences/{id}/items/answer", tag = "conferences", request_body = SentAnswer,
    params(("id" = String, Path, description = "The id of the series")),
    responses(
        (status = 204, description = "Answered"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "Nothing waits for you under this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn answer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentAnswer>,
) -> Answered<StatusCode> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let act = OfficeAct::AgreeOnItem;
    casework.asks_for(who, act, About::Office).await?;
    let said = (sent.item, sent.agrees);
    casework.answer_item(who, id.found()?, said).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The agenda of a meeting, as far as it is yours.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnAgenda {
    /// It was closed; before that nothing stands on it.
    closed: bool,
    /// You lead the series, and can close it.
    can_close: bool,
    /// Your own items, in no order.
    items: Vec<Own>,
}

/// An item of which you are going to see something.
#[derive(Serialize, ToSchema)]
#[schema(as = OwnItem)]
pub(crate) struct Own {
    /// What it is called for you, and for nobody else.
    item: String,
    #[schema(example = "housing")]
    purpose: &'static str,
    minutes: i64,
}

fn own(it: OwnItem) -> Own {
    Own {
        item: it.handle,
        purpose: it.purpose.word(),
        minutes: it.minutes,
    }
}

/// Your own items of a meeting: for what somebody is spoken of, and for how long. What else there may be isn't said.
#[utoipa::path(
    get, path = "/api/v1/meetings/{id}/agenda", tag = "conferences",
    params(("id" = String, Path, description = "The meeting's id")),
    responses(
        (status = 200, description = "Your items", body = OwnAgenda),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Sign for the series first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn own_agenda(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
) -> Answered<Response> {
    let who = sits(&front, &caller).await?;
    let shown = front.casework.own_agenda(who, id.found()?).await?;
    json(&OwnAgenda {
        closed: shown.closed,
        can_close: shown.can_close,
        items: shown.items.into_iter().map(own).collect(),
    })
}

/// Closes the agenda of a meeting, for good: it is divided into sittings, so that nobody sits where somebody is spoken of from whom a wall
/// keeps them. You aren't told how.
#[utoipa::path(
    post, path = "/api/v1/meetings/{id}/agenda/close", tag = "conferences",
    params(("id" = String, Path, description = "The meeting's id")),
    responses(
        (status = 204, description = "Closed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It is closed already, or the meeting isn't planned any more", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn close(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Meeting>>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    front.casework.close_agenda_of(who, id.found()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// On what a member organization can act.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConferenceOffer)]
pub(crate) struct SentOffer {
    /// The organization's id.
    organization: String,
    /// The sections, in place of what was said before; on nothing if it is empty.
    sections: Vec<String>,
}

/// Says on what a member organization can act, for whoever leads the series and has signed: of an item its people see nothing else.
#[utoipa::path(
    put, path = "/api/v1/conferences/{id}/offers", tag = "conferences", request_body = SentOffer,
    params(("id" = String, Path, description = "The id of the series")),
    responses(
        (status = 204, description = "It counts from now on"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It is no member, or can't act on that", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn offer(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentOffer>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let id = id.found()?;
    let organization = sent.organization.parse();
    let known = can_be_offered().into_iter().map(Category::word);
    let change = SeriesChange::Offer {
        organization: organization.map_err(|_| amiss(Amiss::OrganizationUnknown))?,
        sections: words("sections", &sent.sections, known)?,
    };
    front.casework.change_conference(who, id, change).await?;
    Ok(StatusCode::NO_CONTENT)
}
