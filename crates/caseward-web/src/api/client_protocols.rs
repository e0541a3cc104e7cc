//! `/api/v1/clients/{id}/protocols`: what was agreed with partners about one client, who of them was told, and who said that they
//! know of it (DV-5.5).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::partnership::{
    Bound, ClientProtocol, Kept, Knows, LawError, NewClientProtocol,
};
use caseward_model::{Category, Channel, Client, Id, Organization, Purpose, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::bytes_of;
use super::clients::moment;
use super::consents::{asked, at};
use super::decided::Answered;
use super::file::handed_over;
use super::place::Place;
use super::problem::{Field, Problem, ProblemBody};
use super::recipients::{Created, Number, created, time, word, words};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// What was agreed about a client.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClientProtocols {
    /// The newest first; none to whoever may not read the administration of the file.
    protocols: Vec<One>,
}

/// Something that was agreed about a client.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientProtocol)]
pub(crate) struct One {
    number: i64,
    reference: String,
    from: String,
    until: String,
    ended_at: Option<String>,
    purposes: Vec<&'static str>,
    categories: Vec<&'static str>,
    /// Whom it is to bind; it binds each from when they were told.
    binds: Vec<Binds>,
}

/// An organization that something agreed is to bind.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientProtocolBinds)]
pub(crate) struct Binds {
    #[schema(value_type = String)]
    organization: Id<Organization>,
    /// That they were told; until then it doesn't bind them.
    told: Option<Told>,
    /// That they said they know of it.
    acknowledged: Option<Told>,
}

/// That an organization was told, or said that they know.
#[derive(Serialize, ToSchema)]
#[schema(as = ClientProtocolTold)]
pub(crate) struct Told {
    on: String,
    /// `encrypted_message`, `secure_transfer` or `hand_delivery`; nothing for what they said, and for what was kept before it was
    /// asked.
    how: Option<&'static str>,
    /// Which role or office there.
    whom: String,
    /// Who of this office noted it.
    #[schema(value_type = String)]
    by: Id<Worker>,
}

fn binds(it: Bound) -> Binds {
    Binds {
        organization: it.organization,
        told: it.told.map(|told| Told {
            on: moment(told.on),
            how: told.how.map(Channel::word),
            whom: told.whom,
            by: told.by,
        }),
        acknowledged: it.acknowledged.map(|said| Told {
            on: moment(said.on),
            how: None,
            whom: said.from,
            by: said.by,
        }),
    }
}

fn one(kept: Kept<ClientProtocol>) -> One {
    let it = kept.it;
    One {
        number: kept.no,
        reference: it.reference,
        from: moment(it.from),
        until: moment(it.until),
        ended_at: it.ended_at.map(moment),
        purposes: it.purposes.iter().map(|it| it.word()).collect(),
        categories: it.categories.iter().map(|it| it.word()).collect(),
        binds: it.binds.into_iter().map(binds).collect(),
    }
}

fn problem(caller: &Caller, error: LawError) -> Problem {
    match error {
        LawError::Refused(refusal) => caller.refused(refusal),
        LawError::Desk(error) => error.into(),
    }
}

/// What was agreed with partners about a client.
#[utoipa::path(
    get, path = "/api/v1/clients/{id}/protocols", tag = "recipients",
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "All of it, for whoever may read the administration of the file", body = ClientProtocols),
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
    let client = caller.client(id)?;
    let request = asked(&front, &caller, client).await?;
    let found = front.casework.law_about_client(request).await;
    let found = found.map_err(|error| problem(&caller, error))?;
    let protocols = found.protocols.into_iter().map(one).collect();
    let bytes = bytes_of(&ClientProtocols { protocols }, 1024)?;
    handed_over(bytes, found.delivery)
}

/// Something to be agreed about a client.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewClientProtocol)]
pub(crate) struct SentClientProtocol {
    /// Which organizations it is to bind, by id. A protocol stands with each of them.
    organizations: Vec<String>,
    /// What the paper is called.
    reference: String,
    until: String,
    purposes: Vec<String>,
    categories: Vec<String>,
}

impl SentClientProtocol {
    fn read(self, now_ms: i64) -> Answered<NewClientProtocol> {
        let organizations: Result<Vec<Id<Organization>>, _> =
            self.organizations.iter().map(|it| it.parse()).collect();
        let detail = "Give ids of organizations of the register.";
        let categories = Category::ALL.iter().map(|it| it.word());
        let purposes = Purpose::ALL.iter().map(|it| it.word());
        Ok(NewClientProtocol {
            organizations: organizations
                .map_err(|_| Problem::Mend(vec![Field::new("organizations", detail)]))?,
            reference: self.reference,
            from: now_ms,
            until: time("until", &self.until)?,
            purposes: words("purposes", &self.purposes, purposes)?,
            categories: words("categories", &self.categories, categories)?,
        })
    }
}

/// Agrees on something about a client. It binds nobody who wasn't told.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/protocols", tag = "recipients", request_body = SentClientProtocol,
    params(("id" = String, Path, description = "The client's id")),
    responses(
        (status = 201, description = "Kept; say next who was told", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such client for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn agree(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Client>>,
    Sent(sent): Sent<SentClientProtocol>,
) -> Answered<Created> {
    let client = caller.client(id)?;
    let new = sent.read(front.casework.clock().now_ms())?;
    let request = asked(&front, &caller, client).await?;
    let agreed = front.casework.agree_about_client(request, new).await;
    Ok(created(agreed.map_err(|error| problem(&caller, error))?))
}

/// That an organization was told, or said that they know.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = KnowsOfClientProtocol)]
pub(crate) struct SentKnows {
    /// Which organization, by id.
    organization: String,
    /// When; not ahead.
    on: String,
    /// How it was handed over: `encrypted_message`, `secure_transfer` or `hand_delivery`. Nothing when they said that they know.
    #[serde(default)]
    how: Option<String>,
    /// To which role or office there, or which of them said so.
    whom: String,
}

impl SentKnows {
    fn read(self) -> Answered<Knows> {
        let detail = "Give the id of an organization of the register.";
        let organization = self.organization.parse();
        let ways = || Channel::OUTWARD.iter().map(|it| it.word());
        let how = self.how.as_deref();
        Ok(Knows {
            organization: organization
                .map_err(|_| Problem::Mend(vec![Field::new("organization", detail)]))?,
            on: time("on", &self.on)?,
            how: how.map(|it| word("how", it, ways())).transpose()?,
            whom: self.whom,
        })
    }
}

/// Notes that an organization was told what was agreed about a client: it binds them from then on.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/protocols/{no}/told", tag = "recipients", request_body = SentKnows,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "It binds them"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn told(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentKnows>,
) -> Answered<StatusCode> {
    let request = at(&front, &caller, &place).await?;
    let done = front
        .casework
        .told_of_agreed(request, place.no, sent.read()?);
    done.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Notes that an organization said that they know what was agreed about a client.
#[utoipa::path(
    post, path = "/api/v1/clients/{id}/protocols/{no}/acknowledged", tag = "recipients", request_body = SentKnows,
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn acknowledged(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
    Sent(sent): Sent<SentKnows>,
) -> Answered<StatusCode> {
    let request = at(&front, &caller, &place).await?;
    let done = front
        .casework
        .acknowledged_agreed(request, place.no, sent.read()?);
    done.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends what was agreed about a client, at once and for all whom it bound.
#[utoipa::path(
    delete, path = "/api/v1/clients/{id}/protocols/{no}", tag = "recipients",
    params(("id" = String, Path, description = "The client's id"), ("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "It binds nobody any more"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Refused, with the reason", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none for you", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    place: Place,
) -> Answered<StatusCode> {
    let request = at(&front, &caller, &place).await?;
    let done = front.casework.end_agreed_about_client(request, place.no);
    done.await.map_err(|error| problem(&caller, error))?;
    Ok(StatusCode::NO_CONTENT)
}
