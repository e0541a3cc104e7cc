//! Showing one recipient.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::CaseworkError;
use caseward_casework::disclosure::{SentCount, SentKind};
use caseward_casework::gate::About;
use caseward_casework::partnership::{Assessment, Breach, Kept, Protocol, Recipient, Way};
use caseward_model::{Id, OfficeAct, Organization};

use super::super::{Fact, fact, named, protocol_state, unanswered, until_words, way_state};
use super::{Line, PartnerPage, Sent};
use crate::addresses::{Addresses, Class};
use crate::pages::people::key;
use crate::view::Step;
use crate::visit::{Visit, day};
use crate::{Place, Words, answer};

/// The address of a recipient.
pub fn routes() -> Addresses {
    let sees = Class::Office(OfficeAct::SeeRecipients);
    Addresses::new().get(sees, "/partners/{id}", show)
}

async fn show(visit: Visit, Path(id): Path<String>) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::SeeRecipients, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    let Ok(id) = id.parse::<Id<Organization>>() else {
        return visit.not_found();
    };
    let (casework, who) = (&visit.front.casework, visit.person().worker);
    let made = async {
        let it = casework.recipient(who, id).await?;
        let sent = casework.sent_to(who, id).await?;
        made(&visit, &it, &sent).await
    };
    match made.await {
        Ok(page) => answer(StatusCode::OK, &page),
        Err(error) => unanswered(&visit, &error),
    }
}

fn sent(words: &Words, it: &SentCount) -> Sent {
    Sent {
        month: format!("{}-{:02}", it.year, it.month),
        kind: words.t(match it.kind {
            SentKind::Disclosure => "sent-disclosure",
            SentKind::HmisExport => "sent-hmis-export",
            SentKind::Fhir => "sent-fhir",
        }),
        times: match it.times {
            Some(times) => times.to_string(),
            None => words.t("sent-few"),
        },
    }
}

fn way(visit: &Visit, kept: &Kept<Way>, now_ms: i64) -> Line {
    let words = Words::of(visit.language());
    let way = &kept.it;
    let until = words
        .fill("partner-until")
        .with("day", until_words(visit, way.until));
    Line {
        title: words.t(&key("way", way.kind.word())),
        href: format!("/partners/ways/{}", kept.no),
        state: way_state(words, way, now_ms),
        says: vec![way.address.clone(), way.receiver.clone(), until.to_string()],
    }
}

fn protocol(visit: &Visit, kept: &Kept<Protocol>, now_ms: i64) -> Line {
    let words = Words::of(visit.language());
    let it = &kept.it;
    let until = words
        .fill("partner-until")
        .with("day", until_words(visit, it.over_at()));
    Line {
        title: it.reference.clone(),
        href: format!("/partners/protocols/{}", kept.no),
        state: protocol_state(words, it.state_at(now_ms)),
        says: vec![until.to_string(), named(words, &it.categories)],
    }
}

fn breach(visit: &Visit, kept: &Kept<Breach>, href: &str) -> Line {
    let words = Words::of(visit.language());
    let it = &kept.it;
    let settled = if it.settled.is_some() {
        "breach-settled"
    } else {
        "breach-open"
    };
    Line {
        title: words.t(&key("breach", it.by.word())),
        href: href.to_owned(),
        state: words.t(settled),
        says: vec![
            day(visit.language(), it.happened_at).words,
            words.t(&key("consequence", it.consequence.word())),
        ],
    }
}

fn policy(visit: &Visit, it: &Assessment) -> Vec<Fact> {
    let words = Words::of(visit.language());
    let mut facts = vec![
        fact(
            words,
            "policy-reference",
            format!("{} {}", it.reference, it.edition),
        ),
        fact(words, "policy-dated", day(visit.language(), it.dated).words),
        fact(
            words,
            "policy-assessed-at",
            day(visit.language(), it.at).words,
        ),
        fact(words, "policy-until", until_words(visit, it.until)),
    ];
    for one in &it.answers {
        let enough = if one.enough {
            "policy-enough"
        } else {
            "policy-not-enough"
        };
        let text = format!("{} — {}", words.t(enough), one.found);
        facts.push(fact(words, &key("policy", one.question.word()), text));
    }
    facts
}

async fn made(
    visit: &Visit,
    it: &Recipient,
    counted: &[SentCount],
) -> Result<PartnerPage, CaseworkError> {
    let words = Words::of(visit.language());
    let now_ms = visit.front.casework.clock().now_ms();
    let address = format!("/partners/{}", it.organization.id);
    let broken = format!("{address}/breaches");
    let assessed = it.assessed_until(now_ms);
    let assessed = assessed.map_or_else(|| words.t("assessed-no"), |at| until_words(visit, at));
    let manages = crate::pages::people::may(visit, OfficeAct::ManageRecipients, About::Office);
    let todo = if manages.await? {
        let step = |label: &str, place: &str| Step {
            label: words.t(label),
            href: format!("{address}/{place}"),
        };
        vec![
            step("way-add", "ways/new"),
            step("policy-assess", "policy"),
            step("protocol-new", "protocols/new"),
            step("breach-new", "breaches"),
        ]
    } else {
        Vec::new()
    };
    Ok(PartnerPage {
        name: it.organization.name.clone(),
        facts: vec![
            fact(
                words,
                "organization-kind",
                words.t(&key("kind", it.organization.sheet.kind.word())),
            ),
            fact(words, "partner-policy-until", assessed),
        ],
        ways: it
            .ways
            .iter()
            .rev()
            .map(|kept| way(visit, kept, now_ms))
            .collect(),
        policy: it
            .assessments
            .last()
            .map(|kept| policy(visit, &kept.it))
            .unwrap_or_default(),
        protocols: it
            .protocols
            .iter()
            .rev()
            .map(|kept| protocol(visit, kept, now_ms))
            .collect(),
        breaches: it
            .breaches
            .iter()
            .rev()
            .map(|kept| breach(visit, kept, &broken))
            .collect(),
        sent: counted.iter().map(|it| sent(words, it)).collect(),
        todo,
        shell: visit.shell(Place::Partners, &address),
    })
}
