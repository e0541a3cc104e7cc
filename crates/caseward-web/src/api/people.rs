//! `/api/v1/people`: who works here, taking somebody in, changing their part, and what becomes of their work when they
//! can't (DV-1, DV-5.7, NASW-o).
//!
//! A client's account is nobody here: its name is the client's.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::gate::About;
use caseward_casework::people::{Absence, Colleague, HandOverPreview, INVITED_MINUTES, Person};
use caseward_casework::sign_in::For;
use caseward_model::{Ending, Engagement, Id, OfficeAct, Role, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// Who works here.
#[derive(Serialize, ToSchema)]
pub(crate) struct People {
    /// In the order in which they began.
    people: Vec<OnePerson>,
}

/// A colleague.
#[derive(Serialize, ToSchema)]
#[schema(as = Person)]
pub(crate) struct OnePerson {
    #[schema(value_type = String)]
    id: Id<Worker>,
    name: String,
    /// The short name.
    #[schema(example = "dana")]
    handle: String,
    #[schema(example = "caseworker")]
    role: &'static str,
    #[schema(example = "paid")]
    engagement: &'static str,
    /// Their organisation's short name.
    organization: String,
    position: String,
    /// Their access is open.
    open: bool,
    /// When their access ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// What stands for all that can be changed about them: send it back with a change. For those who manage people.
    #[serde(skip_serializing_if = "Option::is_none")]
    stamp: Option<String>,
    /// Where mail reaches them, for those who manage people.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    /// Where they are called, for those who manage people.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<String>,
}

/// What is said about a person.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPerson {
    name: String,
    /// The short name: 2 to 40 lower-case letters, digits, dots or dashes.
    #[schema(example = "dana")]
    handle: String,
    #[schema(example = "caseworker")]
    role: String,
    #[schema(example = "paid")]
    engagement: String,
    /// Their organisation's short name or id.
    organization: String,
    #[serde(default)]
    position: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
    /// For a change: what was given when you looked; without it, whatever stands is changed.
    #[serde(default)]
    stamp: Option<String>,
}

impl NewPerson {
    fn person(self) -> Answered<(Option<String>, Person)> {
        let roles = Role::ALL.iter().filter(|it| **it != Role::Client);
        let role = self.role.parse::<Role>();
        let role = role.map_err(|_| wrong("role", roles.map(|it| it.word())))?;
        let engagement = self.engagement.parse::<Engagement>();
        let words = Engagement::ALL.iter().map(|it| it.word());
        let engagement = engagement.map_err(|_| wrong("engagement", words))?;
        let person = Person {
            engagement,
            position: self.position,
            email: self.email,
            phone: self.phone,
            ..Person::new(&self.name, &self.handle, role, &self.organization)
        };
        Ok((self.stamp, person))
    }
}

fn wrong(field: &'static str, words: impl Iterator<Item = &'static str>) -> Problem {
    Problem::Mend(vec![Field::one_of(field, words)])
}

/// Somebody who was taken in.
#[derive(Serialize, ToSchema)]
pub(crate) struct TakenIn {
    #[schema(value_type = String)]
    id: Id<Worker>,
    invitation: Invitation,
}

/// A link that lets somebody in for the first time; it is shown this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct Invitation {
    /// The path, at the address at which the office is served.
    #[schema(example = "/sign-in/q7Zk3v9…")]
    path: String,
    /// For how many hours it is open.
    hours: i64,
}

/// Why an access ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewEnd {
    /// `departure`, `leave`, `incapacity`, `death`, `suspension` or `finding`.
    #[schema(example = "leave")]
    why: String,
}

/// What has to be done after an access ended.
#[derive(Serialize, ToSchema)]
pub(crate) struct EndedAccess {
    /// The ways to open the office that they knew: to be replaced.
    slots: Vec<i64>,
    /// Nobody is left who knows a way to open the office, as far as it was recorded.
    last_key: bool,
    /// Nobody is left who can take people in.
    nobody_manages: bool,
    /// Those whom nobody supervises now.
    #[schema(value_type = Vec<String>)]
    unsupervised: Vec<Id<Worker>>,
}

/// What would be handed over if an access ended now.
#[derive(Serialize, ToSchema)]
pub(crate) struct HandOver {
    /// Who could take over, the first in line first.
    #[schema(value_type = Vec<String>)]
    line: Vec<Id<Worker>>,
    /// How many files would go to whom; nothing for someone who is in line themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<Vec<Moved>>,
    /// How many nobody in line can take.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<u64>,
    /// How many colleagues they supervise.
    supervises: usize,
}

/// Files that would go to somebody.
#[derive(Serialize, ToSchema)]
#[schema(as = FilesMoved)]
pub(crate) struct Moved {
    #[schema(value_type = String)]
    to: Id<Worker>,
    files: u64,
}

impl HandOver {
    fn new(it: HandOverPreview) -> Self {
        let moved = |(to, files): &(Colleague, u64)| Moved {
            to: to.id,
            files: *files,
        };
        Self {
            line: it.line.iter().map(|it| it.id).collect(),
            waiting: it.files.as_ref().map(|it| it.waiting),
            files: it.files.map(|it| it.to.iter().map(moved).collect()),
            supervises: it.supervises,
        }
    }
}

/// A colleague, by id.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chosen {
    /// Who; nobody if missing, where that can be.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    worker: Option<Id<Worker>>,
}

/// An absence to be planned.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAbsence {
    #[schema(example = "2026-12-01T00:00:00Z")]
    from: String,
    #[schema(example = "2026-12-15T00:00:00Z")]
    until: String,
    /// Who covers: a colleague, by id.
    cover: String,
}

/// A colleague whom an address names, for someone whom the rules let do this about them.
async fn named(
    front: &Front,
    caller: &Caller,
    id: Named<Id<Worker>>,
    act: OfficeAct,
) -> Answered<Colleague> {
    let (casework, wanted) = (&front.casework, id.found().ok());
    let all = casework.colleagues().await?.into_iter();
    let mut here = all.filter(|it| it.sheet.role != Role::Client);
    let found = here.find(|it| Some(it.id) == wanted);
    let about = found
        .as_ref()
        .map_or(About::Office, |it| About::Worker(it.id));
    let who = caller.session.person.worker;
    casework.must_be_let(who, act, about).await?;
    found.ok_or(Problem::NotFound)
}

/// A colleague as the caller may see them.
async fn seen(front: &Front, caller: &Caller, it: Colleague) -> Answered<OnePerson> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let (act, about) = (OfficeAct::ManagePeople, About::Worker(it.id));
    let manages = casework.gate.may(who, act, about).await?.permitted;
    let register = casework.register_for(who).await?;
    let own = register.iter().find(|one| one.no == it.sheet.organization);
    let now_ms = casework.clock().now_ms();
    let contact = manages || it.id == who;
    Ok(OnePerson {
        stamp: if manages {
            Some(casework.stamp_of(&it)?)
        } else {
            None
        },
        id: it.id,
        role: it.sheet.role.word(),
        engagement: it.sheet.engagement.word(),
        organization: own.map(|one| one.handle.clone()).unwrap_or_default(),
        open: !it.sheet.is_shut_at(now_ms),
        until: it.sheet.ended_at.map(moment),
        name: it.name,
        handle: it.handle,
        position: it.position,
        email: contact.then_some(it.email),
        phone: contact.then_some(it.phone),
    })
}

async fn invitation(front: &Front, caller: &Caller, worker: Id<Worker>) -> Answered<Invitation> {
    let who = caller.session.person.worker;
    let token = front.casework.invite(who, worker).await?;
    Ok(Invitation {
        path: format!("/sign-in/{token}"),
        hours: INVITED_MINUTES / 60,
    })
}

/// Who works here.
#[utoipa::path(
    get, path = "/api/v1/people", tag = "people",
    responses(
        (status = 200, description = "They", body = People),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let who = caller.session.person.worker;
    let all = front.casework.colleagues_for(who).await?;
    let mut people = Vec::new();
    for it in all {
        people.push(seen(&front, &caller, it).await?);
    }
    json(&People { people })
}

/// Takes somebody in and invites them.
#[utoipa::path(
    post, path = "/api/v1/people", tag = "people", request_body = NewPerson,
    responses(
        (status = 201, description = "Taken in", body = TakenIn),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here, or prove once more who you are: see `prove`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn take_in(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<NewPerson>,
) -> Answered<Response> {
    let who = caller.session.person.worker;
    let allowed = front
        .casework
        .must_be_let(who, OfficeAct::ManagePeople, About::Office);
    allowed.await?;
    let (_, person) = new.person()?;
    caller.proved(&front, For::People)?;
    let id = front.casework.take_in(who, person).await?.id;
    let invitation = invitation(&front, &caller, id).await?;
    let body = json(&TakenIn { id, invitation })?;
    Ok((StatusCode::CREATED, body).into_response())
}

/// One colleague.
#[utoipa::path(
    get, path = "/api/v1/people/{id}", tag = "people",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "They", body = OnePerson),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
) -> Answered<Response> {
    let it = named(&front, &caller, id, OfficeAct::SeePeople).await?;
    json(&seen(&front, &caller, it).await?)
}

/// Changes a colleague's part, what they are called, or how they are reached.
#[utoipa::path(
    put, path = "/api/v1/people/{id}", tag = "people", request_body = NewPerson,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here, or prove once more who you are: see `prove`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
    Sent(new): Sent<NewPerson>,
) -> Answered<StatusCode> {
    let it = named(&front, &caller, id, OfficeAct::ManagePeople).await?;
    let who = caller.session.person.worker;
    let (stamp, person) = new.person()?;
    caller.proved(&front, For::People)?;
    let changed = front.casework.change_person(who, it.id, stamp, person);
    changed.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Invites a colleague anew; an earlier link opens nothing then.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/invitation", tag = "people",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The link", body = Invitation),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here, or prove once more who you are: see `prove`", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn invite(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
) -> Answered<Response> {
    let it = named(&front, &caller, id, OfficeAct::ManagePeople).await?;
    caller.proved(&front, For::People)?;
    json(&invitation(&front, &caller, it.id).await?)
}

/// Withdraws whatever link was made for a colleague.
#[utoipa::path(
    delete, path = "/api/v1/people/{id}/invitation", tag = "people",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn withdraw(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
) -> Answered<StatusCode> {
    let it = named(&front, &caller, id, OfficeAct::ManagePeople).await?;
    let who = caller.session.person.worker;
    front.casework.withdraw_invitation(who, it.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What would be handed over to whom if a colleague's access ended now.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/end", tag = "people",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "That", body = HandOver),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn look_ahead(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
) -> Answered<Response> {
    let it = named(&front, &caller, id, OfficeAct::EndAccess).await?;
    let who = caller.session.person.worker;
    let preview = front.casework.preview_hand_over(who, it.id).await?;
    json(&HandOver::new(preview))
}

/// Ends or pauses a colleague's access, and hands over what they answer for.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/end", tag = "people", request_body = NewEnd,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "It is shut", body = EndedAccess),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
    Sent(new): Sent<NewEnd>,
) -> Answered<Response> {
    let it = named(&front, &caller, id, OfficeAct::EndAccess).await?;
    let who = caller.session.person.worker;
    let words = || Ending::ALL.iter().map(|it| it.word());
    let why = new.why.parse::<Ending>();
    let why = why.map_err(|_| wrong("why", words()))?;
    let ended = front.casework.end_access(who, it.id, why).await?;
    json(&EndedAccess {
        slots: ended.slots,
        last_key: ended.last_key,
        nobody_manages: ended.nobody_manages,
        unsupervised: ended.unsupervised,
    })
}

/// Opens a colleague's access again, and gives back what was handed over.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/return", tag = "people",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn let_return(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
) -> Answered<StatusCode> {
    let it = named(&front, &caller, id, OfficeAct::EndAccess).await?;
    let who = caller.session.person.worker;
    front.casework.let_return(who, it.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets a supervisor answer for a colleague's work.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/supervisors", tag = "people", request_body = Chosen,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn supervise(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
    Sent(chosen): Sent<Chosen>,
) -> Answered<StatusCode> {
    let it = named(&front, &caller, id, OfficeAct::ManagePeople).await?;
    let who = caller.session.person.worker;
    let supervisor = chosen.worker.ok_or_else(|| nobody("worker"))?;
    front.casework.let_supervise(who, supervisor, it.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a supervision.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/supervisors/end", tag = "people", request_body = Chosen,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unsupervise(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
    Sent(chosen): Sent<Chosen>,
) -> Answered<StatusCode> {
    let it = named(&front, &caller, id, OfficeAct::ManagePeople).await?;
    let who = caller.session.person.worker;
    let supervisor = chosen.worker.ok_or_else(|| nobody("worker"))?;
    front
        .casework
        .end_supervision(who, supervisor, it.id)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Chooses who takes over when a colleague can't.
#[utoipa::path(
    put, path = "/api/v1/people/{id}/custodian", tag = "people", request_body = Chosen,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn name_custodian(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
    Sent(chosen): Sent<Chosen>,
) -> Answered<StatusCode> {
    let who = caller.session.person.worker;
    let allowed = front
        .casework
        .must_be_let(who, OfficeAct::Assign, About::Office);
    allowed.await?;
    let it = named(&front, &caller, id, OfficeAct::SeePeople).await?;
    let named = front.casework.name_custodian(who, it.id, chosen.worker);
    named.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Plans an absence: someone covers for so long, and it ends by itself.
#[utoipa::path(
    post, path = "/api/v1/people/{id}/absences", tag = "people", request_body = NewAbsence,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such colleague", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn plan_absence(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Worker>>,
    Sent(new): Sent<NewAbsence>,
) -> Answered<StatusCode> {
    let who = caller.session.person.worker;
    let allowed = front
        .casework
        .must_be_let(who, OfficeAct::Assign, About::Office);
    allowed.await?;
    let it = named(&front, &caller, id, OfficeAct::SeePeople).await?;
    let absence = Absence {
        from: at("from", &new.from)?,
        until: at("until", &new.until)?,
        cover: new.cover.parse().map_err(|_| nobody("cover"))?,
    };
    front.casework.plan_absence(who, it.id, absence).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn nobody(field: &'static str) -> Problem {
    Problem::Mend(vec![Field::new(field, "Name a colleague by id.")])
}

fn at(name: &'static str, text: &str) -> Answered<i64> {
    let detail = "Give a time like 2026-11-30T08:00:00Z.";
    let wrong = |_| Problem::Mend(vec![Field::new(name, detail)]);
    let at = text.parse::<jiff::Timestamp>().map_err(wrong)?;
    Ok(at.as_millisecond())
}
