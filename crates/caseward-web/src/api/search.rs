//! `/api/v1/search`: finding a client, by what is sent in the body and never in the address (CR-2, NASW-m).
//!
//! One's own clients are found forgivingly. Beyond them there is at most a number by which the caller can
//! ask; whoever isn't here, is walled off or shielded gets one answer, to the last byte (DV-3.3.1).

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseward_casework::search::{SearchForm, SearchNeed, SearchResult, purposes};
use caseward_model::{Channel, Role};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::answer::json;
use super::clients::Listed;
use super::decided::Answered;
use super::problem::{Field, Problem, ProblemBody};
use super::sent::{Caller, Sent};
use crate::front::Front;

/// A search: a name, a date of birth or a number, or several of them.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Search)]
pub(crate) struct Sought {
    /// Words of a name; three letters or more.
    #[serde(default)]
    #[schema(example = "reyes alma")]
    name: String,
    /// The day of birth.
    #[serde(default)]
    #[schema(example = "1990-05-06")]
    born: String,
    /// A client's id, or the number that another system gave.
    #[serde(default)]
    number: String,
    /// What for; what goes with your part if missing.
    #[serde(default)]
    #[schema(example = "direct_service")]
    purpose: String,
}

/// What a search found.
#[derive(Serialize, ToSchema)]
pub(crate) struct Found<'c> {
    /// The clients whom you may know of, the best fit first; ten at most.
    clients: Vec<Listed<'c>>,
    /// There are more of them.
    more: bool,
    /// Somebody may be able to help: the number by which you can ask, within the hour.
    ask: Option<i64>,
}

/// Looks for a client. Each search is an entry in the ledger with its purpose, also one that finds nobody.
#[utoipa::path(
    post, path = "/api/v1/search", tag = "clients",
    request_body = Sought,
    responses(
        (status = 200, description = "Whom you may know of, and who fits", body = Found),
        (status = 401, description = "Nobody is signed in", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "You are a client here", body = ProblemBody, content_type = "application/problem+json"),
        (status = 422, description = "Something has to be mended first", body = ProblemBody, content_type = "application/problem+json"),
        (status = 429, description = "Too many searches; `Retry-After` says when to go on", body = ProblemBody, content_type = "application/problem+json"),
        (status = 503, description = "Sealed, not ready yet, or nothing could be recorded", body = ProblemBody, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn find(
    State(front): State<Arc<Front>>,
    caller: Caller,
    Sent(sought): Sent<Sought>,
) -> Answered<Response> {
    caller.works_here()?;
    let person = &caller.session.person;
    let form = SearchForm {
        name: Zeroizing::new(sought.name),
        born: Zeroizing::new(sought.born),
        number: Zeroizing::new(sought.number),
        purpose: sought.purpose,
    };
    let order = form.check(person.sheet.role);
    let order = order.map_err(|needs| to_mend(person.sheet.role, &needs))?;
    let casework = &front.casework;
    match casework.search(person.worker, order, Channel::Api).await? {
        SearchResult::Done(found) => json(&Found {
            clients: found.clients.iter().map(Listed::new).collect(),
            more: found.more,
            ask: found.ask,
        }),
        SearchResult::TooMany(again_at) => {
            Err(Problem::TooMany(again_at - casework.clock().now_ms()))
        }
        SearchResult::NotReady => Err(Problem::NotReady),
    }
}

fn to_mend(role: Role, needs: &[SearchNeed]) -> Problem {
    let field = |need: &SearchNeed| match need {
        SearchNeed::Something => Field::new("name", "Give a name, a date of birth or a number."),
        SearchNeed::Letters => Field::new("name", "Give at least three letters of the name."),
        SearchNeed::Born => Field::new("born", "Give a date like 1990-05-06."),
        SearchNeed::Purpose => Field::one_of("purpose", purposes(role).iter().map(|it| it.word())),
    };
    Problem::Mend(needs.iter().map(field).collect())
}
