//! Locking, unlocking, and proving once more.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::{Missed, ProofPage, Ways, Why};
use crate::addresses::{Addresses, Class};
use crate::front::Front;
use crate::pages::sign_in::outside_of;
use crate::pages::sign_in::provider::{not_sent, sent_there};
use crate::posted::{Posted, Typed};
use crate::session::{self, Standing};
use crate::visit::{Visit, failed};
use crate::{Place, answer, forms, preferences};

/// The addresses of locking and proving.
pub fn routes() -> Addresses {
    Addresses::new()
        .post(Class::Own, "/lock", lock)
        .get(Class::Own, "/unlock", unlock)
        .get(Class::Own, "/unlock/ways", ways)
        .post(Class::Own, "/prove", prove)
        .post(Class::Own, "/prove/passkey", ask_passkey)
        .post(Class::Own, "/prove/provider", ask_provider)
}

/// Where to go back to.
#[derive(Deserialize, Default)]
#[serde(default)]
struct BackForm {
    back: String,
}

/// The page for a session that answers nothing but unlocking; `typed` is what was on its way.
pub async fn locked(visit: &Visit, path: &str, typed: Option<&Typed>) -> Response {
    match typed {
        Some(typed) => page(visit, Why::Locked, path, typed.clone(), None).await,
        None => page(visit, Why::Locked, "/prove", back_to(path), None).await,
    }
}

/// The page that asks for a proof and sends what was typed to the same address once more.
pub async fn asked(visit: &Visit, path: &str, typed: &Typed) -> Response {
    page(visit, Why::Grave, path, typed.clone(), None).await
}

/// The page once more, because the last proof wasn't taken.
pub(crate) async fn again(
    visit: &Visit,
    (why, path, typed): (Why, &str, &Typed),
    missed: Missed,
) -> Response {
    page(visit, why, path, typed.clone(), Some(missed)).await
}

/// The page that asks for a proof before a page is shown.
pub async fn before(visit: &Visit, address: &str) -> Response {
    page(visit, Why::Grave, "/prove", back_to(address), None).await
}

fn back_to(path: &str) -> Typed {
    vec![("back".to_owned(), preferences::own_path(path).to_owned())]
}

async fn page(
    visit: &Visit,
    why: Why,
    action: &str,
    kept: Typed,
    missed: Option<Missed>,
) -> Response {
    let ways = match ways_of(visit).await {
        Ok(ways) => ways,
        Err(answer) => return answer,
    };
    let shell = match why {
        // Someone else may be sitting there: the menu and the page's own place are gone.
        Why::Locked => outside_of(&visit.front, &visit.headers, "/unlock"),
        Why::Grave => visit.shell(Place::Elsewhere, "/"),
    };
    let page = ProofPage {
        shell,
        why,
        name: visit.person().name.clone(),
        action: action.to_owned(),
        kept,
        ways,
        missed,
    };
    let mut answered = answer(StatusCode::FORBIDDEN, &page);
    if let Some(Missed::TooSoon(seconds)) = missed {
        *answered.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        answered
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds.into());
    }
    answered
}

async fn ways_of(visit: &Visit) -> Result<Ways, Response> {
    let casework = &visit.front.casework;
    let overview = casework.means_overview(visit.person()).await;
    let overview = overview.map_err(|error| visit.failed(&error))?;
    let provider = casework.provider().await;
    let provider = provider.map_err(|error| visit.failed(&error))?;
    let persona = visit.front.personas.iter();
    let persona = persona.clone().find(|it| it.no == visit.person().no);
    Ok(Ways {
        of: visit.person().worker.to_string(),
        passkey: !overview.passkeys.is_empty(),
        passphrase: overview.passphrase,
        code: overview.authenticator,
        provider: provider.filter(|_| overview.accounts > 0).map(|it| it.name),
        persona: persona.map(|it| it.token.clone()),
    })
}

/// Whether a script asks, which only wants to know how it went.
fn is_script(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok());
    accepts.is_some_and(|it| it.starts_with("application/json"))
}

/// A visit to what a locked session may do too.
async fn resting(front: &Arc<Front>, headers: &HeaderMap) -> Result<(Visit, bool), Response> {
    let standing = session::in_browser(front, headers).await;
    let (session, locked) = match standing.map_err(|error| failed(front, headers, &error))? {
        Standing::Locked(session) => (session, true),
        Standing::Here(session) | Standing::SetUp(session) => (session, false),
        _ if is_script(headers) => return Err(StatusCode::UNAUTHORIZED.into_response()),
        Standing::Paused => return Err(crate::visit::paused(front, headers)),
        Standing::Nobody => return Err(forms::sent_on("/sign-in")),
    };
    let visit = Visit {
        front: Arc::clone(front),
        headers: headers.clone(),
        session,
    };
    Ok((visit, locked))
}

async fn lock(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    if !forms::from_our_own_page(&headers) {
        return crate::visit::fault(&front, &headers, crate::pages::fault::Fault::Foreign);
    }
    let (visit, locked) = match resting(&front, &headers).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    if !locked {
        let casework = &front.casework;
        if let Err(error) = casework.lock(visit.session.token(), visit.person()).await {
            return visit.failed(&error);
        }
    }
    if is_script(&headers) {
        return StatusCode::NO_CONTENT.into_response();
    }
    forms::sent_on("/unlock")
}

async fn unlock(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    match resting(&front, &headers).await {
        Ok((visit, true)) => locked(&visit, "/", None).await,
        Ok((_, false)) => forms::sent_on("/"),
        Err(answer) => answer,
    }
}

/// By what the one who covered the page can come back to it.
async fn ways(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    let (visit, _) = match resting(&front, &headers).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    match ways_of(&visit).await {
        Ok(ways) => Json(ways).into_response(),
        Err(answer) => answer,
    }
}

/// The proof itself was taken on the way here.
async fn prove(posted: Posted<BackForm>) -> Response {
    let visit = &posted.visit;
    if is_script(&visit.headers) {
        return Json(json!({ "of": visit.person().worker })).into_response();
    }
    forms::sent_on(preferences::own_path(&posted.form.back))
}

/// In a window of its own: the page that asked keeps what was typed.
async fn ask_provider(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    if !forms::from_our_own_page(&headers) {
        return crate::visit::fault(&front, &headers, crate::pages::fault::Fault::Foreign);
    }
    let (visit, _) = match resting(&front, &headers).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let casework = &front.casework;
    let shell = outside_of(&front, &headers, "/unlock");
    let token = visit.session.token();
    match casework.ask_provider_to_prove(visit.person(), token).await {
        Ok(Ok(asked)) => sent_there(shell, asked),
        Ok(Err(unasked)) => not_sent(shell, unasked, "/unlock"),
        Err(error) => visit.failed(&error),
    }
}

async fn ask_passkey(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    if !forms::from_our_own_page(&headers) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let (visit, _) = match resting(&front, &headers).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    match front.casework.ask_for_passkey_of(visit.person()).await {
        Ok(Some(asked)) => {
            Json(json!({ "half": asked.half.0, "options": asked.options })).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => visit.failed(&error),
    }
}
