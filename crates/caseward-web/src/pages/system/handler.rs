//! The state of the installation, as far as the running server can see it.
//!
//! Design §5 to §7. `caseward doctor` looks further: at files, keys and the whole ledger.

use std::cmp::Reverse;

use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::inspection::Inspection;

use super::{Check, Health, SystemPage};
use crate::addresses::{Addresses, Class};
use crate::tls::{Certificate, Shown, Standing};
use crate::visit::Visit;
use crate::{Place, Words, answer};

/// The address of the system check.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Staff, "/system", system)
}

async fn system(visit: Visit, certificate: Option<Extension<Certificate>>) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let found = match visit.front.casework.inspect().await {
        Ok(found) => found,
        Err(error) => return visit.failed(&error),
    };
    let now_ms = visit.front.casework.clock().now_ms();
    let hash = visit.front.casework.policies.hash();
    let mut checks = checks(Words::of(visit.language()), &found);
    if let Some(Extension(it)) = certificate {
        checks.push(certificate_check(&visit, it.shown(), now_ms));
        checks.sort_by_key(|it| Reverse(Health::ALL.iter().position(|at| *at == it.health)));
    }
    let page = SystemPage {
        checked: visit.moment(now_ms),
        checks,
        policy_set: data_encoding::HEXLOWER.encode(&hash),
        database: found.database.to_owned(),
        shell: visit.shell(Place::System, "/system"),
    };
    answer(StatusCode::OK, &page)
}

fn checks(words: &Words, found: &Inspection) -> Vec<Check> {
    let weak = found.weaknesses.iter().map(|it| Check {
        name: it.setting.clone(),
        health: if it.refuses {
            Health::Bad
        } else {
            Health::Watch
        },
        finding: words.fill("check-is").with("found", &it.found).to_string(),
        remedy: Some(
            words
                .fill("check-should-be")
                .with("wanted", it.wanted)
                .to_string(),
        ),
    });
    let mut checks: Vec<Check> = weak.collect();
    checks.sort_by_key(|it| it.health != Health::Bad);
    let good = |name: &str, finding: String| Check {
        name: words.t(name),
        health: Health::Good,
        finding,
        remedy: None,
    };
    if checks.is_empty() {
        checks.push(good("check-database", words.t("check-database-good")));
    }
    checks.push(good("check-rules", words.t("check-rules-good")));
    let size = words.number(found.head.size);
    checks.push(good(
        "place-ledger",
        words.fill("check-ledger").with("size", size).to_string(),
    ));
    checks
}

/// Until when browsers know the office by its certificate.
fn certificate_check(visit: &Visit, shown: Shown, now_ms: i64) -> Check {
    let words = Words::of(visit.language());
    let (health, key) = match shown.term.at(now_ms) {
        Standing::Over => (Health::Bad, "check-certificate-over"),
        Standing::NotYet => (Health::Bad, "check-certificate-not-yet"),
        _ if shown.newer_refused => (Health::Watch, "check-certificate-refused"),
        Standing::RunsOut => (Health::Watch, "check-certificate-runs-out"),
        Standing::Holds => (Health::Good, "check-certificate-holds"),
    };
    let finding = words
        .fill(key)
        .with("from", visit.moment(shown.term.from_ms).words)
        .with("until", visit.moment(shown.term.until_ms).words);
    Check {
        name: words.t("check-certificate"),
        health,
        finding: finding.to_string(),
        remedy: (health != Health::Good).then(|| words.t("check-certificate-renew")),
    }
}
