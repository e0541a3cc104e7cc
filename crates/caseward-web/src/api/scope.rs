//! What a program's token must be for at each address: reading to read, writing to write, and nothing about
//! how its owner signs in.
//!
//! NASW-l, CR-4. An address that isn't named here needs the most if it changes something, so that a new one is never
//! open to a token by mistake. What its owner may not do, no token does: that is decided afterwards, by the gate.

use axum::extract::MatchedPath;
use axum::http::Method;
use axum::http::request::Parts;
use caseward_casework::sign_in::{Scope, SignedIn};

/// Whether this person's token is for what is asked.
pub(crate) fn allows(person: &SignedIn, parts: &Parts) -> bool {
    let path = parts.extensions.get::<MatchedPath>();
    let path = path.map_or("", MatchedPath::as_str);
    needed(&parts.method, path).is_some_and(|scope| person.has(scope))
}

/// What an address needs; `None` where no token is for.
fn needed(method: &Method, path: &str) -> Option<Scope> {
    let rest = path.strip_prefix("/api/v1/")?;
    let first = rest.split('/').next().unwrap_or_default();
    let reads = matches!(*method, Method::GET | Method::HEAD);
    match first {
        "sessions" | "tokens" => None,
        "ledger" | "access-review" => Some(if reads { Scope::Review } else { Scope::Manage }),
        "search" => Some(Scope::Search),
        // A question is answered with reasons, and gives no record.
        "ask" => Some(Scope::Read),
        // Letting something out asks for a proof, and no token has one.
        "clients" if rest.ends_with("/release") => None,
        // That somebody looked at a signed paper, read a sentence or the whole of what goes, or discussed it, opens a way
        // out as well: only a person looks.
        "clients" if !reads && rest.ends_with("/decision") => None,
        "clients" if !reads && rest.ends_with("/approval") => None,
        "clients" if !reads && rest.ends_with("/discussion") => None,
        "clients" if !reads && rest.ends_with("/partners/sentences") => None,
        // Somebody who is threatened is warned by a person, who has read it to its end.
        "clients" if rest.ends_with("/begin") => None,
        // That nobody else can hear or see a conference, only a person can say who is there.
        "meetings" if rest.ends_with("/seat") => None,
        // What somebody notes for themselves in a room is for nobody else, and no program of theirs sits there.
        "meetings" if rest.contains("/notes") => None,
        // And so no token sits where somebody is spoken of.
        "meetings" if rest.contains("/room/") => None,
        // What is decided in a room is written down by who sits there, and no program does.
        "meetings" if rest.ends_with("/actions") => None,
        // What is handed to another system leaves as well.
        "clients" if reads && rest.contains("/fhir/") => None,
        "clients" if rest.ends_with("/entries") && !reads => Some(Scope::Write),
        "clients" if rest.ends_with("/plan") && !reads => Some(Scope::Write),
        _ if reads => Some(Scope::Read),
        _ => Some(Scope::Manage),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cr_4_a_token_needs_what_an_address_does_and_the_most_where_nobody_said() {
        let of = |method: Method, path| needed(&method, path).map(Scope::word);
        assert_eq!(of(Method::GET, "/api/v1/clients/{id}"), Some("read"));
        assert_eq!(
            of(Method::POST, "/api/v1/clients/{id}/entries"),
            Some("write")
        );
        assert_eq!(of(Method::POST, "/api/v1/clients/{id}/plan"), Some("write"));
        assert_eq!(
            of(Method::POST, "/api/v1/clients/{id}/other"),
            Some("manage")
        );
        assert_eq!(of(Method::GET, "/api/v1/ledger/entries"), Some("review"));
        assert_eq!(
            of(Method::GET, "/api/v1/access-review/{no}"),
            Some("review")
        );
        assert_eq!(of(Method::POST, "/api/v1/access-review"), Some("manage"));
        assert_eq!(of(Method::POST, "/api/v1/search"), Some("search"));
        assert_eq!(of(Method::DELETE, "/api/v1/sessions/current"), None);
        let release = "/api/v1/clients/{id}/disclosures/{no}/release";
        assert_eq!(of(Method::POST, release), None);
        let begin = "/api/v1/clients/{id}/warnings/{no}/begin";
        assert_eq!(of(Method::POST, begin), None);
        assert_eq!(of(Method::POST, "/api/v1/meetings/{id}/seat"), None);
        assert_eq!(of(Method::GET, "/api/v1/meetings/{id}/notes"), None);
        let board = "/api/v1/meetings/{id}/room/{seat}/board";
        assert_eq!(of(Method::GET, board), None);
        assert_eq!(of(Method::POST, "/api/v1/meetings/{id}/actions"), None);
        assert_eq!(of(Method::GET, "/api/v1/meetings/{id}"), Some("read"));
        let masks = "/api/v1/clients/{id}/disclosures/{no}/masks";
        assert_eq!(of(Method::GET, masks), Some("read"));
        assert_eq!(of(Method::POST, masks), Some("manage"));
        assert_eq!(of(Method::POST, "/api/v1/enquiries"), Some("manage"));
        let events = "/api/v1/clients/{id}/fhir/AuditEvent";
        let consents = "/api/v1/clients/{id}/fhir/Consent";
        assert_eq!(of(Method::GET, events), None);
        assert_eq!(of(Method::HEAD, consents), None);
        assert_eq!(of(Method::POST, consents), Some("manage"));
        assert_eq!(of(Method::POST, "/api/v1/anything/new"), Some("manage"));
        assert_eq!(of(Method::GET, "/elsewhere"), None);
    }

    #[test]
    fn dv_4_3_cr_9_no_token_says_that_somebody_looked() {
        let looked = ["/decision", "/approval", "/discussion", "/sentences"];
        let said = |path: &str| looked.iter().any(|it| path.ends_with(it));
        let acts: Vec<_> = super::super::ADDRESSES
            .iter()
            .filter(|(method, path)| *method == "post" && path.starts_with("/api/v1/clients/"))
            .filter(|(_, path)| said(path))
            .map(|(_, path)| *path)
            .collect();
        assert_eq!(acts.len(), 7, "{acts:?}");
        for path in acts {
            let scope = needed(&Method::POST, path).map(Scope::word);
            assert_eq!(scope, None, "{path}");
        }
        // What is read in them beforehand can be read by a program that may read.
        let partners = "/api/v1/clients/{id}/disclosures/{no}/partners";
        assert_eq!(
            needed(&Method::GET, partners).map(Scope::word),
            Some("read")
        );
    }

    #[test]
    fn every_name_that_stands_here_is_an_address() {
        let source = include_str!("scope.rs");
        let arms = source.split("match first {").nth(1).unwrap_or_default();
        let arms = arms.split("_ if reads").next().unwrap_or_default();
        let names = arms
            .lines()
            .filter(|it| it.contains("=>"))
            .flat_map(|line| {
                let before = line.split("=>").next().unwrap_or_default();
                before
                    .split('"')
                    .skip(1)
                    .step_by(2)
                    .filter(|it| !it.starts_with('/'))
            });
        let names: Vec<_> = names.collect();
        assert!(names.len() >= 5, "{names:?}");
        for name in names {
            let whole = format!("/api/v1/{name}");
            let known =
                |address: &str| address == whole || address.starts_with(&format!("{whole}/"));
            assert!(
                super::super::ADDRESSES.iter().any(|(_, it)| known(it)),
                "{name}"
            );
        }
    }
}
