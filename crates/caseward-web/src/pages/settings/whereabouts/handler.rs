//! Showing and changing of whom it is asked.

use axum::response::Response;
use caseward_casework::gate::About;
use caseward_casework::sign_in::{For, WhereaboutsRule};
use caseward_model::OfficeAct;

use super::{RuleForm, WhereaboutsRulePage};
use crate::addresses::{Addresses, Class};
use crate::forms::Problems;
use crate::visit::{Posted, Visit};
use crate::{Place, answer, forms};

const CLASS: Class = Class::Office(OfficeAct::ManageSettings);
const ADDRESS: &str = "/settings/whereabouts";

/// The addresses of the rule.
pub fn routes() -> Addresses {
    Addresses::new()
        .get(CLASS, ADDRESS, show)
        .post(CLASS, ADDRESS, change)
}

async fn show(visit: Visit) -> Response {
    let allowed = visit.unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    match visit.front.casework.sign_in_rules().await {
        Ok(rules) => page(&visit, Some(rules.whereabouts), Problems::default()),
        Err(error) => visit.failed(&error),
    }
}

async fn change(posted: Posted<RuleForm>) -> Response {
    let allowed = posted
        .visit
        .unless_forbidden(OfficeAct::ManageSettings, About::Office);
    if let Err(answer) = allowed.await {
        return answer;
    }
    if let Err(asked) = posted.step_up(For::Rules).await {
        return asked;
    }
    let (visit, form) = (posted.visit, posted.form);
    let Some(rule) = WhereaboutsRule::from_word(&form.rule) else {
        let mut problems = Problems::default();
        problems.note("rule", "where-rule-needs");
        return page(&visit, None, problems);
    };
    let casework = &visit.front.casework;
    let changed = casework.ask_whereabouts_of(visit.person().worker, rule);
    match changed.await {
        Ok(()) => forms::sent_on("/settings"),
        Err(error) => visit.failed(&error),
    }
}

fn page(visit: &Visit, rule: Option<WhereaboutsRule>, problems: Problems) -> Response {
    let status = problems.status();
    let page = WhereaboutsRulePage {
        rule,
        problems,
        shell: visit.shell(Place::Settings, ADDRESS),
    };
    answer(status, &page)
}
