//! What waits while somebody works away from the office and hasn't said that nobody can hear or read along there: whatever may tell of
//! a client.
//!
//! DV-4.6.2, NASW-i. It decides about the screen and not about the worker: nothing is refused, and one click on the page that comes
//! instead goes on, with what was typed. Their own matters, the clauses, help, signing and learning stay as they are; so do the way into
//! an emergency and, once one is open, everything. The room of a conference asks for itself, each time somebody comes in.

use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use caseward_casework::sign_in::{Found, WhereaboutsStep};
use caseward_model::OfficeAct;

use crate::addresses::{Address, Class};
use crate::pages::whereabouts::{GO_ON, held};
use crate::posted::Typed;
use crate::presence::declared;
use crate::visit::Visit;

/// How the addresses begin, after those of the API, of what staff sign, learn and say of themselves.
const OF_ONESELF: [&str; 8] = [
    "agreements",
    "training",
    "presence",
    "whereabouts",
    "requirements",
    "signatures",
    "papers",
    "standing",
];
/// What is about the one who asks, and tells in their own words what may happen to a client, after it is over as well.
const OWN_WORDS_OF_CLIENTS: (&str, &str) = ("GET", "/api/v1/emergencies");
/// The way to report a breach, which waits for nothing; what was reported is read like anything else that was written.
const NEW_BREACH_REPORT: [(&str, &str); 3] = [
    ("GET", "/breaches/new"),
    ("POST", "/breaches"),
    ("POST", "/api/v1/breach-reports"),
];
/// What stands in the addresses at which a conference tells of those who are spoken of, besides its rooms.
const TOLD_OUTSIDE_A_ROOM: [&str; 6] = [
    "/agenda",
    "/after",
    "/minutes",
    "/notes",
    "/actions",
    "/conference-actions",
];

/// The page that comes instead of one that may tell of a client. What is sent with a file goes through, so that the file isn't lost.
pub(crate) fn instead_of(visit: &Visit, parts: &Parts) -> Option<Response> {
    let shows = matches!(parts.method, Method::GET | Method::HEAD);
    (shows && is_held(visit, parts)).then(|| held(visit, parts.uri.path(), None))
}

/// The same for a form: it goes on when the page that came instead said so, and what was typed comes along.
pub(crate) async fn passed(
    mut visit: Visit,
    parts: &Parts,
    typed: &Typed,
) -> Result<Visit, Response> {
    if !is_held(&visit, parts) {
        return Ok(visit);
    }
    let private = WhereaboutsStep::Private;
    let says = |(name, word): &(String, String)| name == GO_ON && word == private.word();
    if !typed.iter().any(says) {
        let kept = typed.iter().filter(|(name, _)| name != GO_ON).cloned();
        return Err(held(&visit, parts.uri.path(), Some(kept.collect())));
    }
    let casework = &visit.front.casework;
    let token = visit.session.token();
    let said = casework.say_whereabouts(token, visit.person(), private);
    said.await.map_err(|error| visit.failed(&error))?;
    let found = casework.visit(token).await;
    let found = found.map_err(|error| visit.failed(&error))?;
    if let Found::Here(person) = found {
        visit.session.person = person;
    }
    Ok(visit)
}

fn is_held(visit: &Visit, parts: &Parts) -> bool {
    let now_ms = visit.front.casework.clock().now_ms();
    visit.person().says_first(now_ms) && waits(parts)
}

/// Whether what is asked for waits; what isn't declared does.
pub(crate) fn waits(parts: &Parts) -> bool {
    declared(parts).is_none_or(may_tell_of_a_client)
}

fn may_tell_of_a_client(address: &Address) -> bool {
    let asked = (address.method, address.path);
    match address.class {
        Class::Open | Class::SignedIn | Class::Office(OfficeAct::OpenEmergency) => false,
        Class::Own => asked == OWN_WORDS_OF_CLIENTS,
        Class::Staff => !is_of_oneself(address.path),
        Class::OfficeOwn(act) => match act {
            OfficeAct::Sign => false,
            OfficeAct::ReportBreach => !NEW_BREACH_REPORT.contains(&asked),
            OfficeAct::TakePart => is_told_outside_a_room(address.path),
            _ => true,
        },
        Class::Client | Class::Clients | Class::Office(_) => true,
    }
}

fn is_of_oneself(path: &str) -> bool {
    let rest = path.strip_prefix("/api/v1").unwrap_or(path);
    let first = rest.trim_start_matches('/').split('/').next();
    first.is_some_and(|it| OF_ONESELF.contains(&it))
}

/// Whether a page is one of the room of a conference: that asks for itself, and has its own way to say that it isn't so any more.
pub(crate) fn is_of_a_room(path: &str) -> bool {
    path.starts_with("/meetings/") && path.contains("/room/")
}

fn is_told_outside_a_room(path: &str) -> bool {
    !path.contains("/room") && TOLD_OUTSIDE_A_ROOM.iter().any(|it| path.contains(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dv_4_6_2_whatever_may_tell_of_a_client_waits_and_the_rest_does_not() {
        let declared = crate::routes::addresses();
        let waits = |method: &str, path: &str| {
            let found = declared
                .iter()
                .find(|it| it.method == method && it.path == path);
            may_tell_of_a_client(found.expect(path))
        };
        for (method, path) in [
            ("GET", "/today"),
            ("GET", "/clients"),
            ("POST", "/clients/find"),
            ("GET", "/clients/{id}"),
            ("POST", "/clients/{id}/entries/new"),
            ("GET", "/access-review"),
            ("GET", "/access-questions"),
            ("GET", "/ledger"),
            ("GET", "/law/questions"),
            ("GET", "/meetings/{id}/agenda"),
            ("GET", "/meetings/{id}/after"),
            ("GET", "/meetings/{id}/minutes"),
            ("GET", "/conferences/actions"),
            ("GET", "/api/v1/tasks"),
            ("GET", "/api/v1/clients/{id}"),
            ("POST", "/api/v1/search"),
            ("POST", "/api/v1/ask"),
            ("GET", "/api/v1/conference-actions"),
            ("GET", "/api/v1/emergencies"),
            ("GET", "/breaches"),
            ("POST", "/breaches/{id}/answer"),
            ("GET", "/api/v1/breach-reports"),
            ("GET", "/api/v1/breach-reports/{id}"),
            ("POST", "/enquiries"),
            ("POST", "/api/v1/enquiries"),
        ] {
            assert!(waits(method, path), "{method} {path}");
        }
        for (method, path) in [
            ("GET", "/help"),
            ("GET", "/clauses"),
            ("GET", "/screen"),
            ("GET", "/whereabouts"),
            ("POST", "/whereabouts"),
            ("GET", "/away"),
            ("POST", "/lock"),
            ("POST", "/sign-out"),
            ("GET", "/agreements"),
            ("GET", "/training"),
            ("GET", "/presence"),
            ("GET", "/access/emergency"),
            ("POST", "/access/emergency/new"),
            ("GET", "/breaches/new"),
            ("POST", "/breaches"),
            ("POST", "/api/v1/breach-reports"),
            ("POST", "/agreements/{name}/sign"),
            ("GET", "/meetings/{id}"),
            ("GET", "/meetings/{id}/room/{seat}"),
            ("GET", "/meetings/{id}/room/{seat}/notes"),
            ("POST", "/meetings/{id}/leave"),
            ("DELETE", "/api/v1/sessions/current"),
            ("PUT", "/api/v1/sessions/current/whereabouts"),
            ("POST", "/api/v1/emergencies"),
            ("GET", "/api/v1/standing"),
        ] {
            assert!(!waits(method, path), "{method} {path}");
        }
    }

    #[test]
    fn a_page_of_a_room_is_told_from_the_ones_around_it() {
        for path in ["/meetings/m1/room/s1", "/meetings/m1/room/s1/notes"] {
            assert!(is_of_a_room(path), "{path}");
        }
        for path in ["/meetings/m1", "/meetings/m1/after", "/clients/c1/room/s1"] {
            assert!(!is_of_a_room(path), "{path}");
        }
    }
}
