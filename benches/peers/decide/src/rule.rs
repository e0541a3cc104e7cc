//! Our rules, read from what Cedar makes of them, in the one shape from which they are put into the
//! others' languages: a rule permits or forbids some actions, when conditions about facts hold.

use caseward_policies::Policies;
use cedar_policy::Policy;
use serde_json::Value;

use crate::Outcome;

/// A condition, with every "not" driven down to the facts.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    /// A yes-or-no fact is as it should be.
    Flag(String, bool),
    /// A word is one of these (or, with `false`, none of them).
    Word(String, Vec<String>, bool),
    /// All of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
}

/// A rule.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    pub(crate) permits: bool,
    /// The actions that it speaks of; none means every action.
    pub(crate) actions: Vec<String>,
    pub(crate) conditions: Vec<Condition>,
}

/// All rules. The forbids come first: most who evaluate in order can stop at the first.
pub(crate) fn all(policies: &Policies) -> Outcome<Vec<Rule>> {
    let mut rules = Vec::new();
    for rule in policies.rules() {
        let read = Policy::parse(None, &rule.text)?.to_json()?;
        let read = of_json(&read, rule.permits)
            .ok_or_else(|| format!("rule {} can't be translated", rule.id))?;
        rules.push(read);
    }
    rules.sort_by_key(|rule| rule.permits);
    Ok(rules)
}

fn of_json(json: &Value, permits: bool) -> Option<Rule> {
    for scope in ["principal", "resource"] {
        if json.get(scope)?.get("op")?.as_str()? != "All" {
            return None;
        }
    }
    let scope = json.get("action")?;
    let actions = match scope.get("op")?.as_str()? {
        "All" => Vec::new(),
        "==" => vec![id(scope.get("entity")?)?],
        "in" => match scope.get("entities") {
            Some(several) => several.as_array()?.iter().map(id).collect::<Option<_>>()?,
            None => vec![id(scope.get("entity")?)?],
        },
        _ => return None,
    };
    let mut conditions = Vec::new();
    for condition in json.get("conditions")?.as_array()? {
        let wanted = condition.get("kind")?.as_str()? == "when";
        match read(condition.get("body")?, wanted)? {
            Condition::All(several) => conditions.extend(several),
            one => conditions.push(one),
        }
    }
    Some(Rule {
        permits,
        actions,
        conditions,
    })
}

fn id(entity: &Value) -> Option<String> {
    Some(entity.get("id")?.as_str()?.to_owned())
}

/// A condition from Cedar's JSON form, or its opposite.
fn read(expression: &Value, wanted: bool) -> Option<Condition> {
    let (operator, node) = expression.as_object()?.iter().next()?;
    let sides = || Some((node.get("left")?, node.get("right")?));
    match operator.as_str() {
        "!" => read(node.get("arg")?, !wanted),
        "&&" | "||" => {
            let (left, right) = sides()?;
            let (left, right) = (read(left, wanted)?, read(right, wanted)?);
            Some(joined((operator == "&&") == wanted, left, right))
        }
        "==" | "!=" => {
            let (left, right) = sides()?;
            let same = (operator == "==") == wanted;
            Some(Condition::Word(path(left)?, vec![word(right)?], same))
        }
        "contains" => {
            let (left, right) = sides()?;
            let words = left.get("Set")?.as_array()?;
            let words = words.iter().map(word).collect::<Option<_>>()?;
            Some(Condition::Word(path(right)?, words, wanted))
        }
        "." => Some(Condition::Flag(path(expression)?, wanted)),
        _ => None,
    }
}

fn joined(all: bool, left: Condition, right: Condition) -> Condition {
    let mut parts = Vec::new();
    for side in [left, right] {
        match side {
            Condition::All(several) if all => parts.extend(several),
            Condition::Any(several) if !all => parts.extend(several),
            one => parts.push(one),
        }
    }
    if all {
        Condition::All(parts)
    } else {
        Condition::Any(parts)
    }
}

fn word(value: &Value) -> Option<String> {
    id(value.get("Value")?.get("__entity")?)
}

/// The fact that a path of the rules speaks of: `context.client.protected` is `client.protected`.
fn path(expression: &Value) -> Option<String> {
    if let Some(node) = expression.get(".") {
        let attribute = node.get("attr")?.as_str()?;
        return Some(match path(node.get("left")?)?.as_str() {
            "" => attribute.to_owned(),
            before => format!("{before}.{attribute}"),
        });
    }
    match expression.get("Var")?.as_str()? {
        "principal" => Some("asker".to_owned()),
        "resource" => Some("section".to_owned()),
        "context" => Some(String::new()),
        "action" => Some("action".to_owned()),
        _ => None,
    }
}
