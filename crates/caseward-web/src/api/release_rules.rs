//! `/api/v1/release-rules`: the register of who may obtain what (CR-8).

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::gate::About;
use caseward_casework::partnership::{Kept, NewRule, Rule};
use caseward_model::{Basis, Category, OfficeAct, OrganizationKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::json;
use super::clients::moment;
use super::decided::Answered;
use super::problem::{Field, ProblemBody};
use super::recipients::{Created, Number, created, time, word, words};
use super::sent::{Caller, Named, Parameters, Sent};
use crate::front::Front;

/// The register of who may obtain what.
#[derive(Serialize, ToSchema)]
#[schema(as = ReleaseRules)]
pub(crate) struct Rules {
    rules: Vec<OneRule>,
}

/// A line of the register.
#[derive(Serialize, ToSchema)]
#[schema(as = ReleaseRule)]
pub(crate) struct OneRule {
    number: i64,
    division: String,
    kind: &'static str,
    categories: Vec<&'static str>,
    record: String,
    basis: &'static str,
    manual: String,
    section: String,
    review_at: String,
    /// Its day of review has come.
    overdue: bool,
    notes: String,
}

fn rule(kept: Kept<Rule>, now_ms: i64) -> OneRule {
    let overdue = kept.it.is_overdue_at(now_ms);
    let it = kept.it;
    OneRule {
        number: kept.no,
        division: it.division,
        kind: it.kind.word(),
        categories: it.categories.iter().map(|it| it.word()).collect(),
        record: it.record,
        basis: it.basis.word(),
        manual: it.manual,
        section: it.section,
        review_at: moment(it.review_at),
        overdue,
        notes: it.notes,
    }
}

/// Who may obtain what: all lines, or those for a kind of recipient.
#[utoipa::path(
    get, path = "/api/v1/release-rules", tag = "recipients",
    params(("kind" = Option<String>, Query, description = "A kind of organization")),
    responses(
        (status = 200, description = "The lines", body = Rules),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn rules(
    State(front): State<Arc<Front>>,
    caller: Caller,
    parameters: Parameters,
) -> Answered<Response> {
    let (casework, who) = (&front.casework, caller.session.person.worker);
    let all = casework.release_rules(who, "").await?;
    let kinds = OrganizationKind::ALL.iter().map(|it| it.word());
    let parameters = parameters.only(&["kind"])?;
    let kind: Option<OrganizationKind> = parameters.one("kind", &Field::one_of("kind", kinds))?;
    let wanted = |kept: &Kept<Rule>| kind.is_none_or(|kind| kind == kept.it.kind);
    let now_ms = casework.clock().now_ms();
    json(&Rules {
        rules: all
            .into_iter()
            .filter(wanted)
            .map(|it| rule(it, now_ms))
            .collect(),
    })
}

/// A line to be kept.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReleaseRule)]
pub(crate) struct SentRule {
    #[serde(default)]
    division: String,
    kind: String,
    categories: Vec<String>,
    #[serde(default)]
    record: String,
    basis: String,
    manual: String,
    section: String,
    review_at: String,
    #[serde(default)]
    notes: String,
}

/// Keeps a line of the register.
#[utoipa::path(
    post, path = "/api/v1/release-rules", tag = "recipients", request_body = SentRule,
    responses(
        (status = 201, description = "Kept", body = Number),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn keep_rule(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sent): Sent<SentRule>,
) -> Answered<Created> {
    may_keep(&front, &caller).await?;
    let kinds = OrganizationKind::ALL.iter().map(|it| it.word());
    let bases = Basis::ALL.iter().map(|it| it.word());
    let categories = Category::ALL.iter().map(|it| it.word());
    let new = NewRule {
        division: sent.division,
        kind: word("kind", &sent.kind, kinds)?,
        categories: words("categories", &sent.categories, categories)?,
        record: sent.record,
        basis: word("basis", &sent.basis, bases)?,
        manual: sent.manual,
        section: sent.section,
        review_at: time("review_at", &sent.review_at)?,
        notes: sent.notes,
    };
    let who = caller.session.person.worker;
    Ok(created(front.casework.keep_release_rule(who, new).await?))
}

async fn may_keep(front: &Front, caller: &Caller) -> Answered<()> {
    let act = OfficeAct::KeepReleaseRules;
    let who = caller.session.person.worker;
    Ok(front.casework.asks_for(who, act, About::Office).await?)
}

/// When a line is looked at again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ReleaseRuleReview)]
pub(crate) struct SentReview {
    review_at: String,
}

/// Says that a line still holds.
#[utoipa::path(
    post, path = "/api/v1/release-rules/{no}/review", tag = "recipients", request_body = SentReview,
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "It holds until then"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn review_rule(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
    Sent(sent): Sent<SentReview>,
) -> Answered<StatusCode> {
    may_keep(&front, &caller).await?;
    let no = no.found()?;
    let who = caller.session.person.worker;
    let all = front.casework.release_rules(who, "").await?;
    if all.iter().all(|it| it.no != no) {
        return Err(crate::api::Problem::NotFound);
    }
    let review_at = time("review_at", &sent.review_at)?;
    front
        .casework
        .review_release_rule(who, no, review_at)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a line away.
#[utoipa::path(
    delete, path = "/api/v1/release-rules/{no}", tag = "recipients",
    params(("no" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "It doesn't hold any more"),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "Your part doesn't include it", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "There is none", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn retire_rule(
    State(front): State<Arc<Front>>,
    caller: Caller,
    no: Named<i64>,
) -> Answered<StatusCode> {
    let who = caller.session.person.worker;
    front.casework.retire_release_rule(who, no.number()).await?;
    Ok(StatusCode::NO_CONTENT)
}
