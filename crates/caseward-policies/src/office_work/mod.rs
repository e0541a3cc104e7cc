//! Who may do what to the office itself: take people in, assign, sign, review (CR-4, CR-7, NASW-o).
//!
//! These rules are Cedar like the others, in words of their own: no client appears in them, and nothing
//! here opens a file. There are so few situations that a test tries every one of them, against a second
//! decider and against what must be impossible.

pub mod plain;
mod table;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use caseward_model::OfficeSituation;
use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression, Schema,
};

use crate::decide::{Decision, PolicyError, invalid, judge, validate};
use crate::rule::{self, Never, Rule, Sentence};
use crate::sources::OfficeWork;
pub(crate) use table::print;

/// The facts that an office rule may name as the one that decides.
const FACTS: [&str; 8] = [
    "role",
    "concern",
    "of_this_office",
    "agreement_signed",
    "training_current",
    "suspended",
    "emergency_unsettled",
    "barred",
];

/// The folder's name, as rules say where they stand.
const FOLDER: &str = "office-work";

/// The rules about the office, ready to decide.
pub(crate) struct OfficeRules {
    schema: Schema,
    rules: Vec<Rule>,
    nevers: Vec<Never>,
    set: PolicySet,
    impossible: PolicySet,
    memo: RwLock<HashMap<OfficeSituation, Arc<Decision>>>,
}

impl OfficeRules {
    pub(crate) fn of(sources: &OfficeWork) -> Result<Self, PolicyError> {
        let (schema, warnings) = Schema::from_cedarschema_str(&sources.schema)
            .map_err(|error| PolicyError::Schema(error.to_string()))?;
        if let Some(warning) = warnings.into_iter().next() {
            return Err(PolicyError::Schema(warning.to_string()));
        }
        let rules = rule::read_rules(FOLDER, &sources.rules, |fact| FACTS.contains(&fact))?;
        let nevers = rule::read_nevers(FOLDER, &sources.never)?;
        let set =
            PolicySet::from_policies(rules.iter().map(|it| it.policy.clone())).map_err(invalid)?;
        let impossible =
            PolicySet::from_policies(nevers.iter().map(|it| it.policy.clone())).map_err(invalid)?;
        validate(&schema, &set)?;
        validate(&schema, &impossible)?;
        Ok(Self {
            schema,
            rules,
            nevers,
            set,
            impossible,
            memo: RwLock::default(),
        })
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    pub(crate) fn nevers(&self) -> &[Never] {
        &self.nevers
    }

    pub(crate) fn decide(&self, situation: &OfficeSituation) -> Arc<Decision> {
        let known = {
            let memo = self.memo.read().unwrap_or_else(PoisonError::into_inner);
            memo.get(situation).cloned()
        };
        if let Some(known) = known {
            return known;
        }
        let decision = Arc::new(self.ask(situation));
        // There are no more situations than a memo can hold.
        let mut memo = self.memo.write().unwrap_or_else(PoisonError::into_inner);
        memo.insert(*situation, Arc::clone(&decision));
        decision
    }

    /// The statements of what must be impossible that this situation falls under.
    pub(crate) fn impossible(&self, situation: &OfficeSituation) -> Vec<String> {
        let Ok((request, entities)) = translate(situation, &self.schema) else {
            return vec!["a situation that doesn't fit the schema".to_owned()];
        };
        let response = Authorizer::new().is_authorized(&request, &self.impossible, &entities);
        response
            .diagnostics()
            .reason()
            .map(ToString::to_string)
            .collect()
    }

    fn ask(&self, situation: &OfficeSituation) -> Decision {
        let Ok((request, entities)) = translate(situation, &self.schema) else {
            return no_rule(true);
        };
        let response = Authorizer::new().is_authorized(&request, &self.set, &entities);
        // The rules stand in the order in which they are to be said: what closes everything first.
        judge(&self.rules, &response, |_| 0).unwrap_or_else(|| no_rule(false))
    }
}

/// Nothing forbids it, and no rule permits it either.
fn no_rule(failed: bool) -> Decision {
    Decision {
        permitted: false,
        policies: Vec::new(),
        clauses: "CR-4".parse().into_iter().collect(),
        obligations: Vec::new(),
        reason: Sentence {
            en: "This isn't part of your role.".to_owned(),
            es: "Esto no forma parte de su función.".to_owned(),
        },
        remedy: Sentence {
            en: "If your work needs it, ask your supervisor or the administrator.".to_owned(),
            es: "Si su trabajo lo necesita, pregunte a su supervisión o a quien administra."
                .to_owned(),
        },
        fact: "role".to_owned(),
        failed,
    }
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, PolicyError> {
    let kind: EntityTypeName = kind.parse().map_err(invalid)?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

fn translate(
    situation: &OfficeSituation,
    schema: &Schema,
) -> Result<(Request, Entities), PolicyError> {
    let (actor, matter) = (uid("Actor", "actor")?, uid("Matter", "matter")?);
    let word = |kind, id| uid(kind, id).map(RestrictedExpression::new_entity_uid);
    let flags = [
        ("of_this_office", situation.of_this_office),
        ("agreement_signed", situation.agreement_signed),
        ("training_current", situation.training_current),
        ("suspended", situation.suspended),
        ("emergency_unsettled", situation.emergency_unsettled),
        ("barred", situation.barred),
    ];
    let mut facts: HashMap<_, _> = flags
        .map(|(name, flag)| (name.to_owned(), RestrictedExpression::new_bool(flag)))
        .into();
    facts.insert("role".to_owned(), word("Role", situation.role.word())?);
    let concern = word("Concern", situation.concern.word())?;
    let concern = HashMap::from([("concern".to_owned(), concern)]);
    let entities = Entities::from_entities(
        [
            Entity::new(actor.clone(), facts, HashSet::new()).map_err(invalid)?,
            Entity::new(matter.clone(), concern, HashSet::new()).map_err(invalid)?,
        ],
        Some(schema),
    )
    .map_err(invalid)?;
    let action = uid("Action", situation.act.word())?;
    let request =
        Request::new(actor, action, matter, Context::empty(), Some(schema)).map_err(invalid)?;
    Ok((request, entities))
}
