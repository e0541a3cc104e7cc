//! Finds, for a question, the rules that could have a say, so that the others need not be asked.
//!
//! A rule whose conditions are joined by "and" can't match when one of them is plainly false. Such
//! conditions are read from the rule's own JSON form: a fact, and the values that it may have. What
//! isn't understood is left to Cedar. The slice is sound as long as a condition is only used when
//! everything before it in the rule can't fail: a rule that fails must be seen to fail (CR-4).

use cedar_policy::Policy;
use serde_json::Value;

use crate::facts::{self, FACTS};

/// What a rule plainly demands: per fact, the values that it allows, as bits.
#[derive(Debug, Clone)]
pub(crate) struct Demand(Vec<(usize, u32)>);

impl Demand {
    /// Reads what a rule demands; an unreadable rule demands nothing, and is always asked.
    pub(crate) fn of(policy: &Policy) -> Self {
        let mut masks: [Option<u32>; FACTS] = [None; FACTS];
        if let Ok(json) = policy.to_json() {
            read_scope(&json, &mut masks);
            for condition in list(&json, "conditions") {
                let wanted = condition.get("kind").and_then(Value::as_str) == Some("when");
                let Some(body) = condition.get("body") else {
                    break;
                };
                if !conjuncts(body, wanted, &mut masks) {
                    break;
                }
            }
        }
        Self(
            masks
                .iter()
                .enumerate()
                .filter_map(|(place, mask)| mask.map(|m| (place, m)))
                .collect(),
        )
    }

    /// Whether a question with these values could meet the demand.
    pub(crate) fn allows(&self, values: &[u8; FACTS]) -> bool {
        self.0.iter().all(|&(place, mask)| {
            values
                .get(place)
                .is_none_or(|&value| mask >> value & 1 == 1)
        })
    }

    /// The values that it allows for one fact.
    pub(crate) fn mask(&self, place: usize) -> u32 {
        self.0
            .iter()
            .find(|(p, _)| *p == place)
            .map_or(u32::MAX, |(_, mask)| *mask)
    }
}

fn list<'a>(json: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    json.get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn narrow(masks: &mut [Option<u32>; FACTS], place: usize, mask: u32) {
    if let Some(slot) = masks.get_mut(place) {
        *slot = Some(slot.unwrap_or(u32::MAX) & mask);
    }
}

/// `action == …` and `action in […]` of the head.
fn read_scope(json: &Value, masks: &mut [Option<u32>; FACTS]) {
    let Some(scope) = json.get("action") else {
        return;
    };
    let one = scope.get("entity").into_iter();
    let named: Option<Vec<u8>> = one
        .chain(list(scope, "entities"))
        .map(|e| {
            let id = e.get("id").and_then(Value::as_str)?;
            facts::number_of(facts::ACTION, "Action", id)
        })
        .collect();
    if let Some(named) = named.filter(|n| !n.is_empty()) {
        let mask = named.iter().fold(0, |mask, n| mask | 1u32 << n);
        narrow(masks, facts::ACTION, mask);
    }
}

/// Collects the plain conditions of `expression` (or of its negation), in the order in which they
/// are looked at. Says whether everything in it is sure not to fail.
fn conjuncts(expression: &Value, wanted: bool, masks: &mut [Option<u32>; FACTS]) -> bool {
    let joint = if wanted { "&&" } else { "||" };
    if let Some((left, right)) = sides(expression, joint) {
        return conjuncts(left, wanted, masks) && conjuncts(right, wanted, masks);
    }
    if let Some(inner) = expression.get("!").and_then(|n| n.get("arg")) {
        return conjuncts(inner, !wanted, masks);
    }
    if !cannot_fail(expression) {
        return false;
    }
    if let Some((place, mask)) = condition(expression) {
        let mask = if wanted {
            mask
        } else {
            !mask & facts::range(place)
        };
        narrow(masks, place, mask);
    }
    true
}

fn sides<'a>(expression: &'a Value, operator: &str) -> Option<(&'a Value, &'a Value)> {
    let node = expression.get(operator)?;
    Some((node.get("left")?, node.get("right")?))
}

/// Whether an expression is made only of what can't fail on a complete, validated question.
fn cannot_fail(expression: &Value) -> bool {
    let Some((operator, node)) = expression.as_object().and_then(|o| o.iter().next()) else {
        return false;
    };
    match operator.as_str() {
        "Var" | "Value" => true,
        "Set" => node
            .as_array()
            .is_some_and(|items| items.iter().all(cannot_fail)),
        "." => path(expression).is_some_and(|p| facts::place_of_path(&p).is_some()),
        "!" => node.get("arg").is_some_and(cannot_fail),
        "&&" | "||" | "==" | "!=" | "contains" => {
            node.get("left").is_some_and(cannot_fail) && node.get("right").is_some_and(cannot_fail)
        }
        _ => false,
    }
}

/// An expression over one single fact, as the values for which it holds.
fn condition(expression: &Value) -> Option<(usize, u32)> {
    for (operator, both) in [("&&", true), ("||", false)] {
        if let Some((left, right)) = sides(expression, operator) {
            let ((a, first), (b, second)) = (condition(left)?, condition(right)?);
            let mask = if both { first & second } else { first | second };
            return (a == b).then_some((a, mask));
        }
    }
    if let Some(inner) = expression.get("!").and_then(|n| n.get("arg")) {
        let (place, mask) = condition(inner)?;
        return Some((place, !mask & facts::range(place)));
    }
    if let Some((left, right)) = sides(expression, "==") {
        return equals(left, right).or_else(|| equals(right, left));
    }
    if let Some((left, right)) = sides(expression, "!=") {
        let (place, mask) = equals(left, right).or_else(|| equals(right, left))?;
        return Some((place, !mask & facts::range(place)));
    }
    if let Some((set, one)) = sides(expression, "contains") {
        let place = facts::place_of_path(&path(one)?)?;
        let items = set.get("Set")?.as_array()?;
        let mask = items
            .iter()
            .try_fold(0, |mask, item| Some(mask | 1u32 << literal(place, item)?))?;
        return Some((place, mask));
    }
    let place = facts::place_of_path(&path(expression)?)?;
    (facts::range(place) == 0b11).then_some((place, 0b10))
}

fn equals(fact: &Value, value: &Value) -> Option<(usize, u32)> {
    let place = facts::place_of_path(&path(fact)?)?;
    Some((place, 1u32 << literal(place, value)?))
}

/// `principal.role`, or `action` by itself.
fn path(expression: &Value) -> Option<String> {
    if let Some(name) = expression.get("Var").and_then(Value::as_str) {
        return Some(name.to_owned());
    }
    let node = expression.get(".")?;
    let left = path(node.get("left")?)?;
    Some(format!("{left}.{}", node.get("attr")?.as_str()?))
}

fn literal(place: usize, value: &Value) -> Option<u8> {
    let value = value.get("Value")?;
    if let Some(yes) = value.as_bool() {
        return (facts::range(place) == 0b11).then_some(u8::from(yes));
    }
    let entity = value.get("__entity")?;
    let list = entity.get("type")?.as_str()?;
    facts::number_of(place, list, entity.get("id")?.as_str()?)
}
