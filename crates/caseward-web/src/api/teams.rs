//! `/api/v1/teams`, `/api/v1/organizations` and `/api/v1/waiting-files`: with whom people work, for whom, and which files
//! nobody answers for (CR-7, DV-5.5 to DV-5.7, NASW-o).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::gate::About;
use caseward_casework::people::{OrganizationChange, RegisteredOrganization, Team, WaitingFile};
use caseward_model::{Id, OfficeAct, Organization, OrganizationKind, Team as TeamKind, Worker};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// All teams.
#[derive(Serialize, ToSchema)]
pub(crate) struct Teams {
    teams: Vec<OneTeam>,
}

/// A team.
#[derive(Serialize, ToSchema)]
#[schema(as = Team)]
pub(crate) struct OneTeam {
    #[schema(value_type = String)]
    id: Id<TeamKind>,
    name: String,
    #[schema(value_type = Option<String>)]
    lead: Option<Id<Worker>>,
    /// Who takes over when one of them can't.
    #[schema(value_type = Option<String>)]
    custodian: Option<Id<Worker>>,
    #[schema(value_type = Vec<String>)]
    members: Vec<Id<Worker>>,
    ended: bool,
}

impl OneTeam {
    fn new(it: &Team) -> Self {
        Self {
            id: it.id,
            name: it.name.clone(),
            lead: it.lead.as_ref().map(|it| it.id),
            custodian: it.custodian.as_ref().map(|it| it.id),
            members: it.members.iter().map(|it| it.id).collect(),
            ended: it.ended_at.is_some(),
        }
    }
}

/// What can be said about a team.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTeam {
    name: String,
    /// Who leads it; for a change only.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    lead: Option<Id<Worker>>,
}

/// A member who comes or goes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    /// A colleague, by id.
    worker: String,
    /// `false` lets them out.
    #[serde(default = "comes")]
    comes: bool,
}

const fn comes() -> bool {
    true
}

/// Who takes over for a team.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TeamCustodian {
    /// Who; nobody if missing.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    worker: Option<Id<Worker>>,
}

/// The register of organisations.
#[derive(Serialize, ToSchema)]
pub(crate) struct Register {
    organizations: Vec<OneOrganization>,
}

/// An organisation.
#[derive(Serialize, ToSchema)]
#[schema(as = Organization)]
pub(crate) struct OneOrganization {
    #[schema(value_type = String)]
    id: Id<Organization>,
    name: String,
    handle: String,
    kind: &'static str,
    /// It keeps its records here.
    own: bool,
    /// A partnership protocol stands until.
    protocol_until: Option<String>,
    /// Its confidentiality policy was assessed, and that counts until.
    policy_until: Option<String>,
}

impl OneOrganization {
    fn new(it: RegisteredOrganization) -> Self {
        Self {
            id: it.id,
            name: it.name,
            handle: it.handle,
            kind: it.sheet.kind.word(),
            own: it.sheet.keeps_records_here,
            protocol_until: it.sheet.protocol_until.map(moment),
            policy_until: it.sheet.policy_until.map(moment),
        }
    }
}

/// What is said about an organisation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOrganization {
    name: String,
    /// The short name; of a new one only.
    #[serde(default)]
    handle: String,
    #[schema(example = "health")]
    kind: String,
}

impl NewOrganization {
    fn change(self) -> Answered<(String, OrganizationChange)> {
        let words = || OrganizationKind::ALL.iter().map(|it| it.word());
        let kind = self.kind.parse();
        let kind = kind.map_err(|_| Problem::Mend(vec![Field::one_of("kind", words())]))?;
        let change = OrganizationChange {
            name: self.name,
            kind,
        };
        Ok((self.handle, change))
    }
}

/// Files that nobody answers for.
#[derive(Serialize, ToSchema)]
pub(crate) struct WaitingFiles {
    /// Those whose worker can't any more first; never those before whom a wall stands against you.
    files: Vec<OneWaiting>,
    /// There are more than are shown.
    more: bool,
    /// How many clients have someone.
    kept: u64,
    /// How many have those of a programme only.
    by_programme: u64,
}

/// A file that waits.
#[derive(Serialize, ToSchema)]
#[schema(as = WaitingFile)]
pub(crate) struct OneWaiting {
    /// What stands for the file; it says nothing of the client.
    file: String,
    /// Who answered for it, if anyone did.
    #[schema(value_type = Option<String>)]
    left_by: Option<Id<Worker>>,
}

/// To whom a file goes that waits.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Charge {
    /// What stands for the file.
    file: String,
    /// A colleague, by id.
    worker: String,
}

fn worker(id: &str) -> Answered<Id<Worker>> {
    let wrong = |_| Problem::Mend(vec![Field::new("worker", "Name a colleague by id.")]);
    id.parse().map_err(wrong)
}

/// The team that an address names, for someone whom the rules let do this.
async fn named(
    front: &Front,
    caller: &Caller,
    id: Named<Id<TeamKind>>,
    act: OfficeAct,
) -> Answered<Team> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    casework.must_be_let(who, act, About::Office).await?;
    let wanted = id.found()?;
    let teams = casework.teams_for(who).await?.into_iter();
    let mut found = teams.filter(|it| it.id == wanted);
    found.next().ok_or(Problem::NotFound)
}

/// All teams, those that ended too.
#[utoipa::path(
    get, path = "/api/v1/teams", tag = "people",
    responses(
        (status = 200, description = "They", body = Teams),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn teams(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let who = caller.session.person.worker;
    let teams = front.casework.teams_for(who).await?;
    json(&Teams {
        teams: teams.iter().map(OneTeam::new).collect(),
    })
}

/// Makes a team.
#[utoipa::path(
    post, path = "/api/v1/teams", tag = "people", request_body = NewTeam,
    responses(
        (status = 201, description = "Made", body = OneTeam),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn make(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<NewTeam>,
) -> Answered<Response> {
    let who = caller.session.person.worker;
    let id = front.casework.make_team(who, &new.name).await?;
    let made = front.casework.team_for(who, id).await?;
    let body = json(&OneTeam::new(&made))?;
    Ok((StatusCode::CREATED, body).into_response())
}

/// One team.
#[utoipa::path(
    get, path = "/api/v1/teams/{id}", tag = "people",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "It", body = OneTeam),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such team", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn team(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<TeamKind>>,
) -> Answered<Response> {
    let it = named(&front, &caller, id, OfficeAct::SeePeople).await?;
    json(&OneTeam::new(&it))
}

/// Changes what a team is called and who leads it.
#[utoipa::path(
    put, path = "/api/v1/teams/{id}", tag = "people", request_body = NewTeam,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such team", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<TeamKind>>,
    Sent(new): Sent<NewTeam>,
) -> Answered<StatusCode> {
    let it = named(&front, &caller, id, OfficeAct::ManagePeople).await?;
    let who = caller.session.person.worker;
    let changed = front.casework.change_team(who, it.id, &new.name, new.lead);
    changed.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a team: nobody is in it any more.
#[utoipa::path(
    delete, path = "/api/v1/teams/{id}", tag = "people",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such team", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<TeamKind>>,
) -> Answered<StatusCode> {
    let it = named(&front, &caller, id, OfficeAct::ManagePeople).await?;
    let who = caller.session.person.worker;
    front.casework.end_team(who, it.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes somebody into a team, or lets them out.
#[utoipa::path(
    post, path = "/api/v1/teams/{id}/members", tag = "people", request_body = Member,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such team", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn member(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<TeamKind>>,
    Sent(new): Sent<Member>,
) -> Answered<StatusCode> {
    let it = named(&front, &caller, id, OfficeAct::ManagePeople).await?;
    let who = caller.session.person.worker;
    let worker = worker(&new.worker)?;
    if new.comes {
        front.casework.join_team(who, it.id, worker).await?;
    } else {
        front.casework.leave_team(who, it.id, worker).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Chooses who takes over when a team's members can't.
#[utoipa::path(
    put, path = "/api/v1/teams/{id}/custodian", tag = "people", request_body = TeamCustodian,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such team", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn name_custodian(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<TeamKind>>,
    Sent(chosen): Sent<TeamCustodian>,
) -> Answered<StatusCode> {
    let it = named(&front, &caller, id, OfficeAct::Assign).await?;
    let who = caller.session.person.worker;
    let named = front
        .casework
        .name_custodian_of_team(who, it.id, chosen.worker);
    named.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The register of organisations.
#[utoipa::path(
    get, path = "/api/v1/organizations", tag = "people",
    responses(
        (status = 200, description = "It", body = Register),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn register(
    State(front): State<Arc<Front>>,
    caller: Caller,
) -> Answered<Response> {
    let who = caller.session.person.worker;
    let all = front.casework.register_for(who).await?.into_iter();
    json(&Register {
        organizations: all.map(OneOrganization::new).collect(),
    })
}

/// Takes an organisation into the register.
#[utoipa::path(
    post, path = "/api/v1/organizations", tag = "people", request_body = NewOrganization,
    responses(
        (status = 201, description = "Taken in", body = OneOrganization),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<NewOrganization>,
) -> Answered<Response> {
    let who = caller.session.person.worker;
    let allowed = front
        .casework
        .must_be_let(who, OfficeAct::ManagePeople, About::Office);
    allowed.await?;
    let (handle, change) = new.change()?;
    let added = front.casework.register_organization(who, &handle, change);
    let body = json(&OneOrganization::new(added.await?))?;
    Ok((StatusCode::CREATED, body).into_response())
}

/// One organisation.
#[utoipa::path(
    get, path = "/api/v1/organizations/{id}", tag = "people",
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "It", body = OneOrganization),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such organization", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn organization(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Organization>>,
) -> Answered<Response> {
    let who = caller.session.person.worker;
    let register = front.casework.register_for(who).await?;
    let wanted = id.found()?;
    let found = register.into_iter().find(|it| it.id == wanted);
    json(&OneOrganization::new(found.ok_or(Problem::NotFound)?))
}

/// Changes what an organisation is called and what was agreed with it.
#[utoipa::path(
    put, path = "/api/v1/organizations/{id}", tag = "people", request_body = NewOrganization,
    params(("id" = String, Path, description = "Its id")),
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such organization", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revise(
    State(front): State<Arc<Front>>,
    caller: Caller,
    id: Named<Id<Organization>>,
    Sent(new): Sent<NewOrganization>,
) -> Answered<StatusCode> {
    let who = caller.session.person.worker;
    let allowed = front
        .casework
        .must_be_let(who, OfficeAct::ManagePeople, About::Office);
    allowed.await?;
    let id = id.found()?;
    let register = front.casework.register_for(who).await?;
    if !register.iter().any(|it| it.id == id) {
        return Err(Problem::NotFound);
    }
    let (_, change) = new.change()?;
    front.casework.change_organization(who, id, change).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Looks over all clients for files that nobody answers for.
#[utoipa::path(
    get, path = "/api/v1/waiting-files", tag = "people",
    responses(
        (status = 200, description = "They", body = WaitingFiles),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn waiting(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let who = caller.session.person.worker;
    let found = front.casework.look_for_waiting_files(who).await?;
    let one = |it: &WaitingFile| {
        Answered::Ok(OneWaiting {
            file: front.casework.waiting_mark(it.client)?,
            left_by: it.left_by.as_ref().map(|it| it.id),
        })
    };
    let all = found.waiting.iter().chain(&found.nobody);
    json(&WaitingFiles {
        files: all.map(one).collect::<Result<_, _>>()?,
        more: found.more,
        kept: found.kept,
        by_programme: found.by_programme,
    })
}

/// Gives a file that waits to somebody.
#[utoipa::path(
    post, path = "/api/v1/waiting-files", tag = "people", request_body = Charge,
    responses(
        (status = 204, description = "Done"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not part of your role here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is no such file that waits, or none that you may know of", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn give(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<Charge>,
) -> Answered<StatusCode> {
    let who = caller.session.person.worker;
    let allowed = front
        .casework
        .must_be_let(who, OfficeAct::Assign, About::Office);
    allowed.await?;
    let worker = worker(&new.worker)?;
    let given = front.casework.take_charge_of_marked(who, &new.file, worker);
    given.await?;
    Ok(StatusCode::NO_CONTENT)
}
