//! What stays away from a worker's screen while a client is there who could see it: the pages that may tell of anybody else.
//!
//! DV-4.6.4, RE-6. It decides about the screen and not about the worker: nothing is refused, and one click on the page that comes
//! instead goes on. What was posted isn't lost by it. What is about the client who is there, about the worker alone, or about nobody
//! stays as it is, and so does the way into an emergency.

use std::sync::LazyLock;

use axum::extract::MatchedPath;
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use caseward_casework::presence::PresenceStep;
use caseward_casework::sign_in::Found;
use caseward_model::{Client, Id, OfficeAct};

use crate::addresses::{Address, Class};
use crate::pages::presence::{ADDRESS, GO_ON, held};
use crate::pages::whereabouts::ADDRESS as WHEREABOUTS;
use crate::posted::Typed;
use crate::visit::Visit;

/// Every address with its class, to be looked up only while a client is there, or while somebody hasn't said that they are alone.
static DECLARED: LazyLock<Vec<Address>> = LazyLock::new(crate::routes::addresses);

/// How the addresses begin of rooms in which clients are spoken of.
const ROOM: &str = "/meetings/{id}/room/";

/// The page that comes instead of one that may tell of somebody else. What is sent with a file goes through, so that the file
/// isn't lost: whatever comes back then stood on the screen before.
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
    let said = typed.iter().find(|(name, _)| name == GO_ON);
    let Some(step) = said.and_then(|(_, word)| goes_on(word)) else {
        let kept = typed.iter().filter(|(name, _)| name != GO_ON).cloned();
        return Err(held(&visit, parts.uri.path(), Some(kept.collect())));
    };
    let casework = &visit.front.casework;
    let taken = casework.step_presence(visit.person(), step).await;
    taken.map_err(|error| visit.failed(&error))?;
    let found = casework.visit(visit.session.token()).await;
    let found = found.map_err(|error| visit.failed(&error))?;
    if let Found::Here(person) = found {
        visit.session.person = person;
    }
    Ok(visit)
}

/// The step that a button of the page that came instead stands for.
fn goes_on(word: &str) -> Option<PresenceStep> {
    let all = PresenceStep::ALL.into_iter();
    all.filter(|it| *it != PresenceStep::Back)
        .find(|it| it.word() == word)
}

fn is_held(visit: &Visit, parts: &Parts) -> bool {
    let now_ms = visit.front.casework.clock().now_ms();
    let here = visit.person().presence(now_ms);
    let Some(here) = here.filter(|it| !it.is_aside_at(now_ms)) else {
        return false;
    };
    let address = declared(parts);
    let asked = parts.uri.path();
    // What others told of them isn't for their eyes either (DV-3.2).
    asked.ends_with("/third_party")
        || address.is_none_or(|it| may_tell_of_others(it, client_of(asked), here.client))
}

/// The address that is asked for, as it was declared.
pub(crate) fn declared(parts: &Parts) -> Option<&'static Address> {
    let path = parts.extensions.get::<MatchedPath>();
    let path = path.map_or("", MatchedPath::as_str);
    let method = match parts.method {
        Method::HEAD => "GET",
        ref method => method.as_str(),
    };
    let same = |it: &&Address| it.path == path && it.method == method;
    DECLARED.iter().find(same)
}

/// The client whom an address is about.
fn client_of(path: &str) -> Option<Id<Client>> {
    let rest = path.strip_prefix("/clients/")?;
    rest.split('/').next()?.parse().ok()
}

fn may_tell_of_others(address: &Address, about: Option<Id<Client>>, here: Id<Client>) -> bool {
    match address.class {
        Class::Open | Class::SignedIn | Class::Own | Class::Office(OfficeAct::OpenEmergency) => {
            false
        }
        Class::OfficeOwn(_) => address.path.starts_with(ROOM),
        Class::Client => about != Some(here) || tells_of_somebody_else(address.path),
        Class::Staff => address.path != ADDRESS && address.path != WHEREABOUTS,
        Class::Clients | Class::Office(_) => true,
    }
}

/// What stands in their own file and tells of others all the same: who may be harmed, who was warned (RE-7), who told something
/// (DV-3.2), who said that they take part in a programme (DV-4.2); of a paper that is put together, whom else it masks, what it says of partners, and how much that somebody else told goes or
/// stays (CR-9, DV-4.3), with its papers and statements; and who looked, where a deed can say that somebody told something.
fn tells_of_somebody_else(path: &str) -> bool {
    const ENDS: [&str; 4] = ["/warnings", "/dangers", "/who-looked", "/{id}/programmes"];
    const BENEATH: [&str; 2] = [
        "/clients/{id}/permissions",
        "/clients/{id}/disclosures/{no}",
    ];
    ENDS.iter().any(|it| path.ends_with(it)) || BENEATH.iter().any(|it| path.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dv_4_6_4_whatever_may_tell_of_somebody_else_is_held_back_and_the_rest_is_not() {
        let here: Id<Client> = "5sm15cyq0nrhcwh7s3cheef8jg".parse().unwrap();
        let other = Id::from_bytes([7; 16]);
        let held = |method: &str, path: &str, about| {
            let found = DECLARED
                .iter()
                .find(|it| it.method == method && it.path == path);
            may_tell_of_others(found.expect(path), about, here)
        };
        for (method, path) in [
            ("GET", "/today"),
            ("GET", "/clients"),
            ("POST", "/clients"),
            ("POST", "/clients/find"),
            ("GET", "/access"),
            ("GET", "/access/reviews"),
            ("GET", "/access-review"),
            ("GET", "/enquiries"),
            ("GET", "/law/questions"),
            ("GET", "/people"),
            ("GET", "/ledger"),
            ("GET", "/meetings/{id}/room/{seat}"),
            ("GET", "/meetings/{id}/room/{seat}/events"),
        ] {
            assert!(held(method, path, None), "{method} {path}");
        }
        for (method, path) in [
            ("GET", "/help"),
            ("GET", "/clauses"),
            ("GET", "/screen"),
            ("GET", "/settings/sign-in"),
            ("POST", "/lock"),
            ("POST", "/sign-out"),
            ("GET", "/presence"),
            ("POST", "/presence"),
            ("POST", "/whereabouts"),
            ("GET", "/away"),
            ("GET", "/access/emergency"),
            ("POST", "/access/emergency/new"),
            ("GET", "/meetings/{id}"),
            ("POST", "/meetings/{id}/leave"),
        ] {
            assert!(!held(method, path, None), "{method} {path}");
        }
        assert!(!held("GET", "/clients/{id}", Some(here)));
        assert!(held("GET", "/clients/{id}/warnings", Some(here)));
        assert!(held("GET", "/clients/{id}/dangers", Some(here)));
        assert!(held("GET", "/clients/{id}/programmes", Some(here)));
        for path in ["masks", "partners"] {
            let path = format!("/clients/{{id}}/disclosures/{{no}}/{path}");
            for method in ["GET", "POST"] {
                assert!(held(method, &path, Some(here)), "{method} {path}");
            }
        }
        for path in [
            "/clients/{id}/disclosures/{no}",
            "/clients/{id}/disclosures/{no}/document",
            "/clients/{id}/disclosures/{no}/statement",
            "/clients/{id}/disclosures/{no}/statement/preview",
            "/clients/{id}/who-looked",
            "/clients/{id}/permissions/{no}/scan",
        ] {
            assert!(held("GET", path, Some(here)), "{path}");
        }
        // That something went, and what was agreed, is their own.
        assert!(!held("GET", "/clients/{id}/disclosures", Some(here)));
        assert!(!held("GET", "/clients/{id}/consents/{no}", Some(here)));
        assert!(held("GET", "/clients/{id}", Some(other)));
        assert!(
            held("GET", "/clients/{id}", None),
            "what is no id is nobody who is here"
        );
    }

    #[test]
    fn an_address_names_its_client() {
        let id = "5sm15cyq0nrhcwh7s3cheef8jg";
        let found = client_of(&format!("/clients/{id}/notes")).map(|it| it.to_string());
        assert_eq!(found.as_deref(), Some(id));
        assert_eq!(client_of("/clients"), None);
        assert_eq!(client_of("/people/5sm15cyq0nrhcwh7s3cheef8jg"), None);
    }
}
