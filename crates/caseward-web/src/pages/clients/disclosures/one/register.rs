//! What the register of who may obtain what says on a disclosure, before it is made (CR-8).

use caseward_casework::CaseworkError;
use caseward_casework::disclosure::Disclosure;
use caseward_casework::partnership::Rule;
use caseward_model::DisclosureState;

use super::super::handler::ground;
use crate::Words;
use crate::view::category_key;
use crate::visit::Visit;

/// A line of the register.
#[derive(Debug, Clone)]
pub struct Obtainable {
    /// For which of our divisions; every one when empty.
    pub division: String,
    /// What, in words.
    pub what: String,
    /// On which ground, in words.
    pub basis: String,
    /// The manual that says so, and where in it.
    pub manual: String,
    /// What else there is to know.
    pub notes: String,
    /// Its review is overdue.
    pub overdue: bool,
}

/// What it says on what is to go; nothing about a disclosure that left or was given up.
pub(super) async fn about(
    visit: &Visit,
    it: &Disclosure,
) -> Result<Option<Vec<Obtainable>>, CaseworkError> {
    if it.state.left() || it.state == DisclosureState::Dropped {
        return Ok(None);
    }
    let casework = &visit.front.casework;
    let register = casework.register().await?.into_iter();
    let kind = register
        .filter(|known| known.id == it.recipient)
        .map(|known| known.sheet.kind)
        .next();
    let Some(kind) = kind else {
        return Ok(None);
    };
    let (words, now_ms) = (Words::of(visit.language()), casework.clock().now_ms());
    let rules = casework.obtainable(kind, &it.sections).await?;
    let lines = rules.into_iter().map(|kept| line(words, kept.it, now_ms));
    Ok(Some(lines.collect()))
}

fn line(words: &Words, rule: Rule, now_ms: i64) -> Obtainable {
    let overdue = rule.is_overdue_at(now_ms);
    let what: Vec<String> = rule
        .categories
        .iter()
        .map(|it| words.t(category_key(*it)))
        .collect();
    let what = what.join(", ");
    Obtainable {
        division: rule.division,
        what: if rule.record.is_empty() {
            what
        } else {
            format!("{} ({what})", rule.record)
        },
        basis: ground(words, rule.basis),
        manual: format!("{}, {}", rule.manual, rule.section),
        notes: rule.notes,
        overdue,
    }
}
