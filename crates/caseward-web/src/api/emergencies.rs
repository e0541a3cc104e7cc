//! `/api/v1/emergencies`: opening a file in an emergency, ending that, and reviewing what others opened (RE-7, NASW-c,
//! CR-10).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use caseward_casework::CaseworkError;
use caseward_casework::emergency::danger::{DangerForm, Need};
use caseward_casework::emergency::{Opening, Ticket};
use caseward_casework::gate::About;
use caseward_casework::sign_in::For;
use caseward_model::{
    AtRisk, Channel, Client, EmergencyFinding, Harm, Id, Imminence, OfficeAct, Worker,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Named, Sent};
use crate::front::Front;

/// Emergencies that you opened or may review.
#[derive(Serialize, ToSchema)]
pub(crate) struct Emergencies {
    /// The newest first.
    emergencies: Vec<Emergency>,
}

/// An emergency access.
#[derive(Serialize, ToSchema)]
pub(crate) struct Emergency {
    /// Its number.
    number: i64,
    /// Who opened it.
    #[schema(value_type = String)]
    worker: Id<Worker>,
    /// Whose file, while it is open to you: afterwards you may not know of them any more.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<Id<Client>>,
    /// The sections that it opens.
    sections: Vec<&'static str>,
    /// When.
    opened_at: String,
    /// When it ends or ended.
    until: String,
    /// It is open.
    open: bool,
    /// When its review is due.
    review_due: String,
    /// It is beyond the budget of the team.
    over_budget: bool,
    /// What the review found.
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<&'static str>,
    /// What may happen to whom, in the opener's words.
    what: String,
    /// Why it couldn't wait, in the opener's words.
    why_now: String,
}

impl Emergency {
    fn new(it: Ticket, caller: Id<Worker>, now_ms: i64) -> Self {
        let is_mine = it.worker == caller && it.is_open(now_ms);
        Self {
            number: it.no,
            worker: it.worker,
            client: is_mine.then_some(it.client),
            sections: it.sections.iter().map(|it| it.word()).collect(),
            opened_at: moment(it.opened_at),
            until: moment(it.until),
            open: it.is_open(now_ms),
            review_due: moment(it.review_due),
            over_budget: it.over_budget,
            finding: it.review.as_ref().map(|it| it.finding.word()),
            what: it.danger.what,
            why_now: it.danger.why_now,
        }
    }
}

/// A danger, and what has to be seen because of it.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NewEmergency {
    /// A mark of your own: sent twice, it opens one.
    #[schema(example = "c0ffee")]
    key: Option<String>,
    /// Whose file: a case number or a client's id.
    whom: String,
    /// What may happen.
    #[schema(example = "violence")]
    harm: String,
    /// Who may be harmed.
    #[schema(example = "client")]
    at_risk: String,
    /// How soon: `now`, `hours` or `today`.
    #[schema(example = "now")]
    imminence: String,
    /// What may happen to whom, in a sentence.
    what: String,
    /// Why nobody who works with the client can do it in time, in a sentence.
    why_now: String,
    /// Whether the client was told.
    client_told: Option<bool>,
    /// Why they weren't, in a sentence.
    not_told: String,
    /// The sections.
    sections: Vec<String>,
    /// For how many minutes; as long as it can be if missing.
    minutes: Option<i64>,
    /// You know that it is told to others, reviewed, and kept for the client to see.
    understood: bool,
}

/// What a review finds.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewReview {
    /// `justified`, `training_needed` or `breach`.
    finding: String,
    /// Why, in a sentence.
    because: String,
}

/// That the client hears of it later.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDelay {
    /// For how many days, at most 90; 0 lets them hear now.
    #[schema(example = 7)]
    days: i64,
    /// Why it would put someone at risk to hear now, in a sentence.
    because: String,
}

/// The emergencies that you opened or may review.
#[utoipa::path(
    get, path = "/api/v1/emergencies", tag = "emergencies",
    responses(
        (status = 200, description = "They", body = Emergencies),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn list(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let (casework, person) = (&front.casework, &caller.session.person);
    let now_ms = casework.clock().now_ms();
    let mut all = casework.own_emergencies(person.no).await?;
    all.extend(casework.emergencies_to_review(person.worker).await?);
    all.sort_by_key(|it| std::cmp::Reverse(it.no));
    let emergencies = all
        .into_iter()
        .map(|it| Emergency::new(it, person.worker, now_ms));
    json(&Emergencies {
        emergencies: emergencies.collect(),
    })
}

/// Opens sections of a file in an emergency.
#[utoipa::path(
    post, path = "/api/v1/emergencies", tag = "emergencies", request_body = NewEmergency,
    responses(
        (status = 201, description = "Open", body = Emergency),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not you, or an earlier one has to be settled first", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first, or nothing can be opened with this", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn open(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(new): Sent<NewEmergency>,
) -> Answered<Response> {
    let (casework, person) = (&front.casework, &caller.session.person);
    let (who, act) = (person.worker, OfficeAct::OpenEmergency);
    casework.must_be_let(who, act, About::Worker(who)).await?;
    let longest = casework.emergency_limits().await?.minutes;
    let mark = new.key.clone().unwrap_or_else(|| casework.new_form_mark());
    let order = form(new).check(longest);
    let order = order.map_err(|needs| Problem::Mend(needs.into_iter().map(field).collect()))?;
    caller.proved(&front, For::Emergency)?;
    let no = match casework
        .open_emergency(who, &mark, order, Channel::Api)
        .await?
    {
        Opening::Open(no, _) => no,
        Opening::Nothing => return Err(Problem::Unsuitable(NOTHING.to_owned())),
        Opening::TooMany => return Err(Problem::Unsuitable(TOO_MANY.to_owned())),
    };
    let opened = casework.emergency(who, no).await?;
    let body = Emergency::new(opened, who, casework.clock().now_ms());
    Ok((StatusCode::CREATED, json(&body)?).into_response())
}

const NOTHING: &str = "Nothing can be opened with this. Check the number, or call your supervisor now; the attempt is on record.";
const TOO_MANY: &str = "There were too many attempts within an hour. Call your supervisor now; the privacy officer was told.";

fn form(new: NewEmergency) -> DangerForm {
    DangerForm {
        whom: new.whom.into(),
        harm: new.harm,
        at_risk: new.at_risk,
        imminence: new.imminence,
        what: new.what.into(),
        why_now: new.why_now.into(),
        told: match new.client_told {
            Some(true) => "yes".to_owned(),
            Some(false) => "no".to_owned(),
            None => String::new(),
        },
        not_told: new.not_told.into(),
        sections: new.sections,
        minutes: new.minutes.map(|it| it.to_string()).unwrap_or_default(),
        understood: new.understood,
    }
}

fn field(need: Need) -> Field {
    match need {
        Need::Whom => Field::new("whom", "Give a case number or a client's id."),
        Need::Harm => Field::one_of("harm", Harm::ALL.iter().map(|it| it.word())),
        Need::AtRisk => Field::one_of("at_risk", AtRisk::ALL.iter().map(|it| it.word())),
        Need::Imminence => Field::one_of("imminence", Imminence::ALL.iter().map(|it| it.word())),
        Need::NotImminent => Field::new(
            "imminence",
            "What can wait until tomorrow is no emergency: ask whoever works with the client.",
        ),
        Need::What => Field::new("what", "Say in a sentence what may happen to whom."),
        Need::WhyNow => Field::new(
            "why_now",
            "Say in a sentence why nobody who works with the client can do it in time.",
        ),
        Need::Told => Field::new("client_told", "Say whether the client was told."),
        Need::NotTold => Field::new(
            "not_told",
            "Say in a sentence why the client couldn't be told.",
        ),
        Need::Sections => Field::new(
            "sections",
            "Name at least one section, of those that an emergency may need.",
        ),
        Need::Minutes => Field::new(
            "minutes",
            "Give a whole number of minutes, not more than allowed.",
        ),
        Need::Understood => Field::new("understood", "Say that you know what follows from it."),
        Need::TooLong => Field::new("what", "Shorten each text to 2,000 characters."),
    }
}

/// Ends your own emergency access.
#[utoipa::path(
    post, path = "/api/v1/emergencies/{no}/end", tag = "emergencies",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "It has ended"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You have none with this number", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<StatusCode> {
    let (no, person) = (no.found()?, &caller.session.person);
    if !person.sheet.emergencies.iter().any(|it| it.ticket == no) {
        return Err(Problem::NotFound);
    }
    front.casework.end_emergency(person.worker, no).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The number of an emergency that the caller may review.
async fn reviewable(front: &Front, caller: &Caller, no: Named<i64>) -> Answered<i64> {
    let who = caller.session.person.worker;
    let act = OfficeAct::ReviewEmergency;
    let office = &front.casework;
    office.must_be_let(who, act, About::Office).await?;
    match office.emergency(who, no.found()?).await {
        Ok(ticket) => Ok(ticket.no),
        Err(CaseworkError::Unfit(_)) => Err(Problem::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// Reviews an emergency access; it ends if it is still open.
#[utoipa::path(
    post, path = "/api/v1/emergencies/{no}/review", tag = "emergencies", request_body = NewReview,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Reviewed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may review", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first, or it was reviewed already", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn review(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(new): Sent<NewReview>,
) -> Answered<StatusCode> {
    let no = reviewable(&front, &caller, no).await?;
    let words = || Field::one_of("finding", EmergencyFinding::ALL.iter().map(|it| it.word()));
    let finding = new.finding.parse();
    let finding = finding.map_err(|_| Problem::Mend(vec![words()]))?;
    let who = caller.session.person.worker;
    let office = &front.casework;
    office
        .review_emergency(who, no, finding, &new.because)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirms an emergency access beyond the budget.
#[utoipa::path(
    post, path = "/api/v1/emergencies/{no}/confirm", tag = "emergencies",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Confirmed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may review", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn confirm(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<StatusCode> {
    let no = reviewable(&front, &caller, no).await?;
    let who = caller.session.person.worker;
    front.casework.confirm_emergency(who, no).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that you, the second person, know of an emergency access.
#[utoipa::path(
    post, path = "/api/v1/emergencies/{no}/seen", tag = "emergencies",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may review", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn seen(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<StatusCode> {
    let no = reviewable(&front, &caller, no).await?;
    let who = caller.session.person.worker;
    front.casework.acknowledge_emergency(who, no).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets the client hear of an emergency access later.
#[utoipa::path(
    post, path = "/api/v1/emergencies/{no}/delay", tag = "emergencies", request_body = NewDelay,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Not you", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none that you may review", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delay(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(new): Sent<NewDelay>,
) -> Answered<StatusCode> {
    let no = reviewable(&front, &caller, no).await?;
    if !(0..=90).contains(&new.days) {
        let mend = "Give a whole number of days from 0 to 90.";
        return Err(Problem::Mend(vec![Field::new("days", mend)]));
    }
    let office = &front.casework;
    let until = office.clock().now_ms() + new.days * 86_400_000;
    let who = caller.session.person.worker;
    let delayed = office.delay_emergency(who, no, until, &new.because);
    delayed.await?;
    Ok(StatusCode::NO_CONTENT)
}
