//! `/api/v1/conferences`: the case conferences that one leads or was named for: who sits in them, and signing before anything of them
//! can be seen (CC-1 to CC-3). Clients on their agendas have addresses of their own (`agendas.rs`).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::conference::{
    MyConference, Named as Called, NewSeries, Out, Participant, SeriesChange, SeriesSigning,
    ShownConference, Told,
};
use caseward_casework::gate::About;
use caseward_casework::people::Amiss;
use caseward_model::{
    Category, Conference, ConferenceKind, Id, Meeting, OfficeAct, Organization, Seat, Worker,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::recipients::word;
use super::sent::{Caller, Named, Parameters, Sent};
use crate::front::Front;

/// The series that you lead or were named for.
#[derive(Serialize, ToSchema)]
pub(crate) struct Conferences {
    /// The newest first.
    conferences: Vec<Mine>,
}

/// A series as a line of your list.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceLine)]
pub(crate) struct Mine {
    id: String,
    /// `agreement_first`, `to_sign`, `sign_again` or `signed`.
    #[schema(example = "to_sign")]
    state: &'static str,
    /// You lead it, or stand in for its lead.
    leads: bool,
    /// What it is called; nothing before you have signed.
    title: Option<String>,
    /// `by_name_list`, `high_risk`, `care_team` or `other`; nothing before you have signed.
    kind: Option<&'static str>,
    /// It has ended; never told before you have signed.
    ended: bool,
}

/// A series.
#[derive(Serialize, ToSchema)]
#[schema(as = Conference)]
pub(crate) struct One {
    id: String,
    /// `agreement_first`, `to_sign`, `sign_again` or `signed`.
    #[schema(example = "signed")]
    state: &'static str,
    /// You lead it, or stand in for its lead.
    leads: bool,
    /// The agreement that is signed for it, with the version in force; nothing when none is.
    agreement: Option<Agreement>,
    /// Everything else; nothing before you have signed.
    series: Option<Series>,
}

/// An agreement, and its version in force.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceAgreement)]
pub(crate) struct Agreement {
    /// Its short name, as under `/api/v1/requirements`.
    #[schema(example = "case-conferencing")]
    name: String,
    version: u32,
}

/// What a series is, and who sits in it.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceSeries)]
pub(crate) struct Series {
    title: String,
    kind: &'static str,
    purpose: String,
    lead: Somebody,
    deputy: Option<Somebody>,
    organizations: Vec<Somebody>,
    /// On what each of those can act of which it was said.
    offers: Vec<Offer>,
    /// Who takes part; for whoever leads it also those who haven't signed, or left.
    participants: Vec<Person>,
    begun_at: String,
    ended_at: Option<String>,
}

/// On what a member organisation can act: of an item its people see nothing else.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceOffer)]
pub(crate) struct Offer {
    /// Its id.
    organization: String,
    sections: Vec<&'static str>,
}

/// Somebody or an organisation, by id and name.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceName)]
pub(crate) struct Somebody {
    id: String,
    name: String,
}

/// Somebody who was named for a series.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceParticipant)]
pub(crate) struct Person {
    /// A worker's id.
    id: String,
    name: String,
    organization: String,
    position: String,
    email: String,
    phone: String,
    /// `agreement_first`, `to_sign`, `sign_again`, `signed` or `left`.
    state: &'static str,
    named_at: String,
    /// The version that they signed for it last.
    version: Option<u32>,
    signed_at: Option<String>,
}

fn mine(it: MyConference) -> Mine {
    let (title, kind) = it.told.unzip();
    Mine {
        id: it.id.to_string(),
        state: it.state.word(),
        leads: it.leads,
        title,
        kind: kind.map(ConferenceKind::word),
        ended: it.ended,
    }
}

fn somebody<K: ToString>(it: Called<K>) -> Somebody {
    Somebody {
        id: it.id.to_string(),
        name: it.name,
    }
}

fn participant(it: Participant) -> Person {
    let (version, signed_at) = it.signed.unzip();
    Person {
        id: it.id.to_string(),
        name: it.name,
        organization: it.organization,
        position: it.position,
        email: it.email,
        phone: it.phone,
        state: it.state.word(),
        named_at: moment(it.named_at),
        version,
        signed_at: signed_at.map(moment),
    }
}

fn offer((organization, sections): (Id<Organization>, Vec<Category>)) -> Offer {
    Offer {
        organization: organization.to_string(),
        sections: sections.into_iter().map(Category::word).collect(),
    }
}

fn series(it: Told) -> Series {
    Series {
        title: it.title,
        kind: it.kind.word(),
        purpose: it.purpose,
        lead: somebody(it.lead),
        deputy: it.deputy.map(somebody),
        organizations: it.organizations.into_iter().map(somebody).collect(),
        offers: it.offers.into_iter().map(offer).collect(),
        participants: it.people.into_iter().map(participant).collect(),
        begun_at: moment(it.begun_at),
        ended_at: it.ended_at.map(moment),
    }
}

fn one(it: ShownConference) -> One {
    One {
        id: it.id.to_string(),
        state: it.state.word(),
        leads: it.leads,
        agreement: it
            .agreement
            .map(|(name, version)| Agreement { name, version }),
        series: it.told.map(series),
    }
}

/// Lets in whoever may take part in conferences; to a client of the office there are none.
pub(crate) async fn sits(front: &Front, caller: &Caller) -> Answered<Id<Worker>> {
    caller.works_here()?;
    let who = caller.session.person.worker;
    let about = About::Worker(who);
    let act = OfficeAct::TakePart;
    front.casework.asks_for(who, act, about).await?;
    Ok(who)
}

/// Lets in whoever may hold conferences.
pub(crate) async fn holds(front: &Front, caller: &Caller) -> Answered<Id<Worker>> {
    let who = caller.session.person.worker;
    let act = OfficeAct::HoldConference;
    front.casework.asks_for(who, act, About::Office).await?;
    Ok(who)
}

/// The series that you lead or were named for. Of one for which you haven't signed, nothing but that it is there.
#[utoipa::path(
    get, path = "/api/v1/conferences", tag = "conferences",
    responses(
        (status = 200, description = "Your conferences", body = Conferences),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let who = sits(&front, &caller).await?;
    let all = front.casework.my_conferences(who).await?;
    json(&Conferences {
        conferences: all.into_iter().map(mine).collect(),
    })
}

/// A series that is to begin.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConference)]
pub(crate) struct SentSeries {
    /// What it is called, in one line of at most 120 characters; it names nobody whom it is about.
    title: String,
    /// `by_name_list`, `high_risk`, `care_team` or `other`.
    #[schema(example = "by_name_list")]
    kind: String,
    /// For what it is, in 10 to 500 characters.
    purpose: String,
    /// The ids of member organisations besides your own.
    #[serde(default)]
    organizations: Vec<String>,
    /// The id of the worker who stands in for you.
    #[serde(default)]
    deputy: Option<String>,
}

/// The id of a series.
#[derive(Serialize, ToSchema)]
#[schema(as = ConferenceId)]
pub(crate) struct Begun {
    id: String,
}

type Created = (StatusCode, axum::Json<Begun>);

fn kind(said: &str) -> Answered<ConferenceKind> {
    let kinds = ConferenceKind::ALL.iter().map(|it| it.word());
    word("kind", said, kinds)
}

/// Ids of organisations; one that can't be read is of none.
fn organizations(sent: &[String]) -> Answered<Vec<Id<Organization>>> {
    let all: Result<Vec<Id<Organization>>, _> = sent.iter().map(|it| it.parse()).collect();
    all.map_err(|_| amiss(Amiss::OrganizationUnknown))
}

/// A worker's id; one that can't be read is of nobody who could do it.
fn worker(sent: &str, otherwise: Amiss) -> Answered<Id<Worker>> {
    sent.parse().map_err(|_| amiss(otherwise))
}

pub(crate) fn amiss(it: Amiss) -> Problem {
    caseward_casework::CaseworkError::from(it).into()
}

/// Your seat, as it was sent.
pub(crate) fn seat(sent: &str) -> Answered<Id<Seat>> {
    sent.parse().map_err(|_| Problem::NotFound)
}

/// A meeting, and your seat in its room, which the query names as `seat`.
pub(crate) fn place(
    id: Named<Id<Meeting>>,
    parameters: Parameters,
) -> Answered<(Id<Meeting>, Id<Seat>)> {
    let field = Field::new("seat", "Give the seat that you got when you came in.");
    let parameters = parameters.only(&["seat"])?;
    let seat = parameters.one::<Id<Seat>>("seat", &field)?;
    Ok((id.found()?, seat.ok_or(Problem::NotFound)?))
}

/// Whoever is out of the room comes in again through the lobby.
pub(crate) fn seated<T>(found: Result<T, Out>) -> Answered<T> {
    found.map_err(|_| amiss(Amiss::SeatOver))
}

/// Begins a series; you lead it, and sign for it like everybody else.
#[utoipa::path(
    post, path = "/api/v1/conferences", tag = "conferences", request_body = SentSeries,
    responses(
        (status = 201, description = "Begun; sign for it next", body = Begun),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn begin(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentSeries>,
) -> Answered<Created> {
    let who = holds(&front, &caller).await?;
    let deputy = sent.deputy.as_deref();
    let deputy = deputy.map(|it| worker(it, Amiss::ConferenceDeputy));
    let new = NewSeries {
        kind: Some(kind(&sent.kind)?),
        organizations: organizations(&sent.organizations)?,
        deputy: deputy.transpose()?,
        title: sent.title,
        purpose: sent.purpose,
    };
    let id = front.casework.begin_conference(who, new).await?;
    let id = id.to_string();
    Ok((StatusCode::CREATED, axum::Json(Begun { id })))
}

/// A series, if you were named for it: who sits in it, once you have signed.
#[utoipa::path(
    get, path = "/api/v1/conferences/{id}", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The conference, as far as you may see it", body = One),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
) -> Answered<Response> {
    let who = sits(&front, &caller).await?;
    let shown = front.casework.conference(who, id.found()?).await?;
    json(&one(shown))
}

/// A signature for a series. Your organisation is known from the register.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceSignature)]
pub(crate) struct SentSignature {
    /// The version that is in force, and that you signed under `/api/v1/requirements`.
    version: u32,
    /// Your full name.
    name: String,
    position: String,
    email: String,
    phone: String,
    /// You take part under the agreement and its code of conduct.
    accepts: bool,
}

/// Signs for a series under the version of the agreement that is in force. From then on you see it.
#[utoipa::path(
    post, path = "/api/v1/conferences/{id}/signature", tag = "conferences", request_body = SentSignature,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Signed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "The agreement comes first, or something is missing", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sign(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentSignature>,
) -> Answered<StatusCode> {
    let who = sits(&front, &caller).await?;
    let signing = SeriesSigning {
        version: sent.version,
        language: caller.language,
        name: sent.name,
        position: sent.position,
        email: sent.email,
        phone: sent.phone,
        accepts: sent.accepts,
    };
    let casework = &front.casework;
    casework
        .sign_for_conference(who, id.found()?, signing)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Leaves a series; you see nothing of it any more.
#[utoipa::path(
    post, path = "/api/v1/conferences/{id}/leave", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Left"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part takes part in none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "You lead it; pass it on first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn leave(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
) -> Answered<StatusCode> {
    let who = sits(&front, &caller).await?;
    front.casework.leave_conference(who, id.found()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a series is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceDescription)]
pub(crate) struct SentDescription {
    title: String,
    /// `by_name_list`, `high_risk`, `care_team` or `other`.
    kind: String,
    purpose: String,
}

async fn changed(
    front: &Front,
    who: Id<Worker>,
    id: Id<Conference>,
    change: SeriesChange,
) -> Answered<StatusCode> {
    front.casework.change_conference(who, id, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says anew what a series is, for whoever leads it and has signed.
#[utoipa::path(
    put, path = "/api/v1/conferences/{id}", tag = "conferences", request_body = SentDescription,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn describe(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentDescription>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let change = SeriesChange::Described {
        title: sent.title,
        kind: sent.kind.parse().ok(),
        purpose: sent.purpose,
    };
    changed(&front, who, id.found()?, change).await
}

/// Member organisations.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceOrganizations)]
pub(crate) struct SentOrganizations {
    /// Their ids, besides your own organisation.
    organizations: Vec<String>,
}

/// Says which organisations sit in a series. People of one that is taken off are out at once.
#[utoipa::path(
    put, path = "/api/v1/conferences/{id}/organizations", tag = "conferences", request_body = SentOrganizations,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn choose(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentOrganizations>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let id = id.found()?;
    let ids = organizations(&sent.organizations)?;
    changed(&front, who, id, SeriesChange::Organizations(ids)).await
}

/// Somebody.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferenceDeputy)]
pub(crate) struct SentDeputy {
    /// A worker's id; nobody if it is missing.
    #[serde(default)]
    worker: Option<String>,
}

/// Says who stands in for the lead of a series.
#[utoipa::path(
    put, path = "/api/v1/conferences/{id}/deputy", tag = "conferences", request_body = SentDeputy,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "They can't", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn deputize(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentDeputy>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let id = id.found()?;
    let deputy = sent.worker.as_deref();
    let deputy = deputy.map(|it| worker(it, Amiss::ConferenceDeputy));
    let change = SeriesChange::Deputy(deputy.transpose()?);
    changed(&front, who, id, change).await
}

/// Somebody.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ConferencePerson)]
pub(crate) struct SentPerson {
    /// A worker's id.
    worker: String,
}

/// Passes a series on to another lead; you stay in it as a participant.
#[utoipa::path(
    put, path = "/api/v1/conferences/{id}/lead", tag = "conferences", request_body = SentPerson,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "They can't", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn pass_on(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentPerson>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let id = id.found()?;
    let lead = worker(&sent.worker, Amiss::ConferenceLead)?;
    changed(&front, who, id, SeriesChange::Lead(lead)).await
}

/// Ends a series for good; it can still be looked at.
#[utoipa::path(
    delete, path = "/api/v1/conferences/{id}", tag = "conferences",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "It has ended already, or you have to sign first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    changed(&front, who, id.found()?, SeriesChange::End).await
}

/// Names somebody for a series. They are asked to sign, and see nothing of it until then.
#[utoipa::path(
    post, path = "/api/v1/conferences/{id}/participants", tag = "conferences", request_body = SentPerson,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Named"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "They can't take part, or do already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn name(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentPerson>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let id = id.found()?;
    let whom = worker(&sent.worker, Amiss::ConferencePerson)?;
    front.casework.name_participant(who, id, whom).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes somebody out of a series, at once.
#[utoipa::path(
    post, path = "/api/v1/conferences/{id}/participants/out", tag = "conferences", request_body = SentPerson,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Taken out"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You lead none of this id", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "They lead it, or don't take part", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn take_out(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Conference>>,
    Sent(sent): Sent<SentPerson>,
) -> Answered<StatusCode> {
    let who = holds(&front, &caller).await?;
    let id = id.found()?;
    let whom = worker(&sent.worker, Amiss::ConferencePerson)?;
    front.casework.take_out_participant(who, id, whom).await?;
    Ok(StatusCode::NO_CONTENT)
}
