//! The state of the installation, as far as the running server can see it.
//!
//! Design §5 to §7. `caseward doctor` looks further: at files, keys and the whole ledger.

use axum::http::StatusCode;
use axum::response::Response;
use caseward_casework::inspection::Inspection;

use super::{Check, Health, SystemPage};
use crate::addresses::{Addresses, Class};
use crate::visit::Visit;
use crate::{Place, Words, answer};

/// The address of the system check.
pub fn routes() -> Addresses {
    Addresses::new().get(Class::Staff, "/system", system)
}

async fn system(visit: Visit) -> Response {
    if !visit.person().works_here() {
        return visit.not_found();
    }
    let found = match visit.front.casework.inspect().await {
        Ok(found) => found,
        Err(error) => return visit.failed(&error),
    };
    let now_ms = visit.front.casework.clock().now_ms();
    let hash = visit.front.casework.policies.hash();
    let page = SystemPage {
        checked: visit.moment(now_ms),
        checks: checks(Words::of(visit.language()), &found),
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
