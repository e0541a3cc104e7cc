//! Showing all recipients, and taking one into the register.

use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::gate::About;
use caseward_casework::partnership::{Recipient, WayOpen};
use caseward_model::{OfficeAct, OrganizationKind, ProtocolState};

use super::super::{Typed, protocol_state, unanswered, until_words};
use super::{PartnersPage, Row, fields};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::pages::people::{key, may, mending};
use crate::visit::{Posted, Visit};
use crate::{Place, Words, answer, forms};

/// The addresses of the list.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(Class::Office(OfficeAct::SeeRecipients), "/partners", show)
        .post(Class::Office(OfficeAct::ManageRecipients), "/partners", add)
}

async fn show(visit: Visit) -> Response {
    page(&visit, &Typed::default(), Problems::default()).await
}

async fn add(posted: Posted<Typed>) -> Response {
    let (visit, typed) = (posted.visit, posted.form);
    let allowed = visit.unless_forbidden(OfficeAct::ManageRecipients, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let Ok(kind) = typed.one("kind").parse::<OrganizationKind>() else {
        let mut problems = Problems::default();
        problems.note("kind", "organization-needs-kind");
        return page(&visit, &typed, problems).await;
    };
    let called = (typed.one("name"), typed.one("handle"));
    let who = visit.person().worker;
    match visit.front.casework.add_recipient(who, called, kind).await {
        Ok(added) => forms::sent_on(&format!("/partners/{}", added.id)),
        Err(error) => match mending(&error) {
            Some(problems) => page(&visit, &typed, problems).await,
            None => unanswered(&visit, &error),
        },
    }
}

/// The protocol that says most about how things stand: one that holds, otherwise the last.
fn standing(it: &Recipient, now_ms: i64) -> Option<(ProtocolState, i64)> {
    let states = it
        .protocols
        .iter()
        .map(|kept| (kept.it.state_at(now_ms), kept.it.over_at()));
    let all: Vec<_> = states.collect();
    let holds = all.iter().find(|it| it.0 == ProtocolState::InForce);
    holds.or(all.last()).copied()
}

fn row(visit: &Visit, it: &Recipient) -> Row {
    let words = Words::of(visit.language());
    let now_ms = visit.front.casework.clock().now_ms();
    let sheet = &it.organization.sheet;
    // One that an earlier edition of the register kept says until when, and no more.
    let earlier = sheet.protocol_until.map(|until| match until <= now_ms {
        true => (ProtocolState::Over, until),
        false => (ProtocolState::InForce, until),
    });
    let protocol = standing(it, now_ms).or(earlier);
    let mut amiss = Vec::new();
    match protocol {
        Some((ProtocolState::Over, _)) => amiss.push(words.t("partner-protocol-over")),
        Some((ProtocolState::Suspended, _)) => amiss.push(words.t("protocol-suspended")),
        _ => {}
    }
    if it.assessed_until(now_ms).is_none() {
        amiss.push(words.t("partner-policy-missing"));
    }
    let waits = |open| it.ways.iter().any(|way| way.it.stands_at(now_ms) == open);
    if waits(WayOpen::KeyChanged) {
        amiss.push(words.t("partner-key-changed"));
    } else if waits(WayOpen::Unchecked) {
        amiss.push(words.t("partner-way-unchecked"));
    }
    if it.breaches.iter().any(|kept| kept.it.settled.is_none()) {
        amiss.push(words.t("partner-breach-open"));
    }
    let mut ways: Vec<_> = it
        .ways_at(now_ms)
        .map(|way| words.t(&key("way", way.it.kind.word())))
        .collect();
    ways.dedup();
    let until = |(state, until)| {
        let dated = words
            .fill("partner-until")
            .with("day", until_words(visit, until));
        match state {
            ProtocolState::InForce => dated.to_string(),
            state => protocol_state(words, state),
        }
    };
    let none = || words.t("people-none");
    Row {
        href: format!("/partners/{}", it.organization.id),
        name: it.organization.name.clone(),
        kind: words.t(&key("kind", sheet.kind.word())),
        protocol: protocol.map_or_else(none, until),
        policy: it
            .assessed_until(now_ms)
            .map_or_else(|| words.t("assessed-no"), |it| until_words(visit, it)),
        ways: if ways.is_empty() {
            none()
        } else {
            ways.join(", ")
        },
        amiss,
    }
}

async fn page(visit: &Visit, typed: &Typed, problems: Problems) -> Response {
    match made(visit, typed, problems).await {
        Ok(page) => answer(page.problems.status(), &page),
        Err(error) => unanswered(visit, &error),
    }
}

async fn made(
    visit: &Visit,
    typed: &Typed,
    problems: Problems,
) -> Result<PartnersPage, CaseworkError> {
    let who = visit.person().worker;
    let recipients = visit.front.casework.recipients(who).await?;
    let manages = may(visit, OfficeAct::ManageRecipients, About::Office).await?;
    let words = Words::of(visit.language());
    let sees = OfficeAct::SeeRecipients;
    let beside = [
        (sees, "rules-title", "/partners/rules"),
        (sees, "guidance-title", "/guidance"),
        (sees, "law-title", "/law/questions"),
    ];
    Ok(PartnersPage {
        rows: recipients.iter().map(|it| row(visit, it)).collect(),
        fields: manages.then(|| fields(words, typed)),
        beside: visit.places_of(&beside).await,
        shell: visit.shell(Place::Partners, "/partners"),
        problems,
    })
}
