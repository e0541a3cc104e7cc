//! `/api/v1/sessions/current/whereabouts` and `/api/v1/whereabouts-rule`: where somebody works, whether anybody can hear or read along
//! there, and of whom that is asked.
//!
//! DV-4.6.2, NASW-i. It is about the session that asks; a token sits nowhere, is never asked, and can't say it for its owner.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::gate::About;
use caseward_casework::sign_in::{For, Whereabouts, WhereaboutsRule, WhereaboutsStep};
use caseward_model::OfficeAct;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;

/// How a session stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct Stands {
    /// `not_asked`: it counts as one in the office; `unsaid`: what may tell of a client waits; `private`: nobody can hear or read along.
    #[schema(example = "private")]
    whereabouts: &'static str,
    /// Until when that holds, in ms since 1970.
    until: Option<i64>,
    /// The office asks it in every session like this one.
    asked_anyway: bool,
}

/// What you say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Said {
    /// `away`: you work away from the office; `private`: nobody can hear or read along where you are; `exposed`: that isn't so any more;
    /// `back`: you are back in the office.
    #[schema(example = "private")]
    step: String,
}

/// Of whom it is asked when a session begins.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    /// `whoever_says_so`, `handhelds` or `everyone`.
    #[schema(example = "handhelds")]
    rule: String,
}

/// How your session stands.
#[utoipa::path(
    get, path = "/api/v1/sessions/current/whereabouts", tag = "sessions",
    responses(
        (status = 200, description = "How it stands", body = Stands),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let (casework, person) = (&front.casework, &caller.session.person);
    let stands = person.whereabouts(casework.clock().now_ms());
    json(&Stands {
        whereabouts: stands.word(),
        until: match stands {
            Whereabouts::Private { until } => Some(until),
            Whereabouts::NotAsked | Whereabouts::Unsaid => None,
        },
        asked_anyway: casework.asks_whereabouts_of(person).await?,
    })
}

/// Says where you are. Until `private` is said in a session in which it is asked, what may tell of a client answers with the problem
/// `place-unsaid`.
#[utoipa::path(
    put, path = "/api/v1/sessions/current/whereabouts", tag = "sessions", request_body = Said,
    responses(
        (status = 204, description = "Kept"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "A token can't say it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Unknown, missing or unfit fields", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn say(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(said): Sent<Said>,
) -> Answered<StatusCode> {
    let words = || WhereaboutsStep::ALL.into_iter().map(WhereaboutsStep::word);
    let step = WhereaboutsStep::from_word(&said.step);
    let step = step.ok_or_else(|| Problem::Mend(vec![Field::one_of("step", words())]))?;
    let session = &caller.session;
    front
        .casework
        .say_whereabouts(session.token(), &session.person, step)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Of whom it is asked, when a session begins, whether anybody can hear or read along.
#[utoipa::path(
    get, path = "/api/v1/whereabouts-rule", tag = "sessions",
    responses(
        (status = 200, description = "The rule", body = Rule),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn rule(State(front): State<Arc<Front>>, caller: Caller) -> Answered<Response> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let act = OfficeAct::ManageSettings;
    casework.must_be_let(who, act, About::Office).await?;
    let rule = casework.sign_in_rules().await?.whereabouts;
    json(&Rule {
        rule: rule.word().to_owned(),
    })
}

/// Changes of whom it is asked, in sessions that begin from now on.
#[utoipa::path(
    put, path = "/api/v1/whereabouts-rule", tag = "sessions", request_body = Rule,
    responses(
        (status = 204, description = "Changed"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it, or a proof is needed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Unknown, missing or unfit fields", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_rule(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<Rule>,
) -> Answered<StatusCode> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let act = OfficeAct::ManageSettings;
    casework.must_be_let(who, act, About::Office).await?;
    caller.proved(&front, For::Rules)?;
    let words = || WhereaboutsRule::ALL.into_iter().map(WhereaboutsRule::word);
    let rule = WhereaboutsRule::from_word(&sent.rule);
    let rule = rule.ok_or_else(|| Problem::Mend(vec![Field::one_of("rule", words())]))?;
    casework.ask_whereabouts_of(who, rule).await?;
    Ok(StatusCode::NO_CONTENT)
}
