//! Every address, with what stands around them all: the seal, the limits, the headers, and the last
//! resort.
//!
//! Design §8, NASW-l. While the office is sealed every address says so. No address decides who may
//! see what: each asks the gate.

use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{
    ConnectInfo, DefaultBodyLimit, FromRequestParts, RawPathParams, Request, State,
};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::{Form, Router};
use caseward_casework::Office as Casework;
use tower_http::catch_panic::CatchPanicLayer;

use crate::addresses::{Address, Addresses, Class};
use crate::front::{DemoPersona, Front};
use crate::pages::covered::CoveredPage;
use crate::pages::fault::{Fault, FaultPage};
use crate::pages::sealed::SealedPage;
use crate::pages::{
    access, access_questions, access_review, agreements, away, breaches, by_name_list, clauses,
    clients, conferences, conflicts, enquiries, guidance, held_warnings, help, law, ledger,
    look_ups, me, out, partners, people, presence, proof, screen, settings, sign_in, sign_out,
    system, today, training, whereabouts,
};
use crate::posted::NewCookies;
use crate::preferences::PreferenceForm;
use crate::visit::{Guest, Visit};
use crate::{Office, Place, Shell, answer, api, assets, forms, headers, letting_out};

/// The most bytes of a request's body, where an address doesn't say otherwise.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// The pages of an office. It is a demo, and says so on every page, when there are made-up people.
pub fn router(office: Arc<Casework>, personas: Vec<DemoPersona>) -> Router {
    let front = Front::new(office, personas);
    let inside = pages()
        .into_router()
        .fallback(nothing_here)
        .layer(from_fn_with_state(Arc::clone(&front), unless_illegible))
        .layer(from_fn_with_state(Arc::clone(&front), unless_sealed));
    Router::new()
        .merge(everywhere().into_router())
        .merge(inside)
        .merge(api::routes())
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(letting_out::in_time))
        .layer(from_fn(NewCookies::sent))
        .layer(from_fn_with_state(Arc::clone(&front), only_by_our_names))
        .layer(CatchPanicLayer::custom(last_resort))
        .layer(map_response(headers::guarded))
        .with_state(front)
}

/// The pages: while the office is sealed, none of them is there.
fn pages() -> Addresses {
    Addresses::new()
        .merge(sign_in::routes())
        .merge(sign_out::routes())
        .merge(proof::routes())
        .merge(settings::sign_in::routes())
        .merge(today::routes())
        .merge(access::routes())
        .merge(clients::routes())
        .merge(by_name_list::routes())
        .merge(me::routes())
        .merge(conflicts::routes())
        .merge(held_warnings::routes())
        .merge(conferences::routes())
        .merge(breaches::routes())
        .merge(people::routes())
        .merge(settings::routes())
        .merge(look_ups::routes())
        .merge(enquiries::routes())
        .merge(partners::routes())
        .merge(guidance::routes())
        .merge(law::routes())
        .merge(access_review::routes())
        .merge(access_questions::routes())
        .merge(agreements::routes())
        .merge(training::routes())
        .merge(clauses::routes())
        .merge(ledger::routes())
        .merge(system::routes())
        .merge(help::routes())
        .merge(screen::routes())
        .merge(presence::routes())
        .merge(whereabouts::routes())
        .merge(away::routes())
        .merge(out::routes())
        .get(Class::SignedIn, "/", start)
        .get(Class::Open, "/covered", covered)
}

/// What is there even while the office is sealed.
fn everywhere() -> Addresses {
    Addresses::new()
        .get(Class::Open, "/assets/{hash}/{name}", assets::serve)
        .post(Class::Open, "/preferences", choose)
}

/// Every address that is served, with its class.
#[must_use]
pub fn addresses() -> Vec<Address> {
    let declared = [pages(), everywhere(), api::declared()];
    declared.iter().flat_map(|it| it.list().to_vec()).collect()
}

/// Behind a proxy on this machine: who asks is whom the proxy says last. Whatever else stands before it was written by
/// whoever asks, and says nothing.
async fn as_the_proxy_says(mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer
        .map(|ConnectInfo(it)| *it)
        .filter(|it| it.ip().is_loopback());
    let told = request
        .headers()
        .get_all("x-forwarded-for")
        .iter()
        .next_back();
    let told = told.and_then(|it| it.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
    if let (Some(peer), Some(asker)) = (peer, told) {
        let asker = ConnectInfo(SocketAddr::new(asker, peer.port()));
        request.extensions_mut().insert(asker);
    }
    next.run(request).await
}

/// An office's pages behind a proxy on this machine that speaks TLS: mistakes at the door are counted by who asks, and
/// not by the proxy, which must set `X-Forwarded-For` and pass the host on as it was asked for.
pub fn behind_proxy(router: Router) -> Router {
    router.layer(from_fn(as_the_proxy_says))
}

/// Serves until `stop` is done; answers that are on their way are finished first.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: tokio::net::TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}

/// A fault as an answer.
#[must_use]
pub fn failed(office: &Office, headers: &HeaderMap, fault: Fault) -> Response {
    let shell = Shell::new(office, headers, None, Place::Elsewhere, "/");
    answer(fault.status(), &FaultPage { shell, fault })
}

/// While the office is sealed, every address answers with that and nothing else.
async fn unless_sealed(State(front): State<Arc<Front>>, request: Request, next: Next) -> Response {
    if front.casework.gate.is_open() {
        front.learn_name().await;
        return next.run(request).await;
    }
    let shell = Shell::new(
        front.office(),
        request.headers(),
        None,
        Place::Elsewhere,
        "/",
    );
    answer(StatusCode::SERVICE_UNAVAILABLE, &SealedPage { shell })
}

/// An address that is no text is an address that isn't there.
async fn unless_illegible(
    State(front): State<Arc<Front>>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let read = RawPathParams::from_request_parts(&mut parts, &front).await;
    if !matches!(read, Err(RawPathParamsRejection::InvalidUtf8InPathParam(_))) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    match Guest::from_request_parts(&mut parts, &front).await {
        Ok(guest) => guest.not_found(),
        Err(answer) => answer,
    }
}

/// Pages are served under this machine's own names and the one that the office said it is served at: a site that lets
/// its name point here is not to be taken for us by a browser.
async fn only_by_our_names(
    State(front): State<Arc<Front>>,
    request: Request,
    next: Next,
) -> Response {
    let said = front.casework.address();
    let said = said.split_once("://").map_or("", |it| it.1);
    let is_ours = |host: &str| is_our_name(host) || host.eq_ignore_ascii_case(said);
    let named = request.headers().get_all(header::HOST);
    let named = named.iter().map(|host| host.to_str().unwrap_or_default());
    let asked = request.uri().authority().map(|it| it.as_str());
    if named.chain(asked).all(is_ours) {
        return next.run(request).await;
    }
    let text = "This office answers only at the address it was given, and as localhost, 127.0.0.1 or [::1].\n";
    (StatusCode::MISDIRECTED_REQUEST, text).into_response()
}

fn is_our_name(host: &str) -> bool {
    let Ok(host) = host.parse::<Authority>() else {
        return false;
    };
    let name = host.host();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse();
    let loopback = address.is_ok_and(|it: std::net::IpAddr| it.is_loopback());
    !host.as_str().contains('@') && (loopback || name.eq_ignore_ascii_case("localhost"))
}

/// What is said when the program itself failed: nothing that it knew.
fn last_resort(_: Box<dyn Any + Send + 'static>) -> Response {
    let text = "Something went wrong on our side. Nothing was shown. Please try once more.\n";
    (StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
}

/// The start page of whoever is signed in. What is to be signed or learnt first comes first; the day's page says so
/// itself, the other pages could only refuse.
async fn start(visit: Visit) -> Response {
    let menu = Place::menu(visit.person().sheet.role);
    let first = menu.first().copied().unwrap_or(Place::Help);
    if first != Place::Today && !visit.missing().is_empty() {
        return forms::sent_on("/agreements/required");
    }
    forms::sent_on(first.address())
}

/// The one page for every address that isn't there.
async fn nothing_here(guest: Guest) -> Response {
    guest.not_found()
}

async fn choose(
    State(front): State<Arc<Front>>,
    headers: HeaderMap,
    Form(form): Form<PreferenceForm>,
) -> Response {
    if !forms::from_our_own_page(&headers) {
        return failed(front.office(), &headers, Fault::Foreign);
    }
    let mut sent_on = forms::sent_on(form.way_back());
    for cookie in form.cookies() {
        sent_on.headers_mut().append(header::SET_COOKIE, cookie);
    }
    sent_on
}

async fn covered(State(front): State<Arc<Front>>, headers: HeaderMap) -> Response {
    let shell = Shell::new(front.office(), &headers, None, Place::Elsewhere, "/covered");
    answer(StatusCode::OK, &CoveredPage { shell })
}
