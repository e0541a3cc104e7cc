//! Decides: may this person do this with this section, for this purpose? A forbid wins over every
//! permit, nothing is permitted without a rule that says so, and a rule that fails refuses (CR-4,
//! RE-3).
//!
//! Facts are never remembered. A decision may be, under its complete facts and for this very set of
//! rules; that is the memo here, which is bounded.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use caseward_model::{Action, Clause, OfficeSituation, Purpose, Situation};
use cedar_policy::{
    Authorizer, Decision as Answer, PolicySet, Response, Schema, ValidationMode, Validator,
};

use crate::facts::{self, FACTS};
use crate::office_work::OfficeRules;
use crate::register::{Register, RegisterError};
use crate::rule::{self, Never, Rule, RuleError, Sentence};
use crate::slice::Demand;
use crate::sources::{Sources, SourcesError};
use crate::translate::{Asked, translate};

/// The answer to a question, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Decision {
    /// Whether it may be.
    pub permitted: bool,
    /// The ids of the rules that decided, the most telling first.
    pub policies: Vec<String>,
    /// The clauses of those rules, without repetition.
    pub clauses: Vec<Clause>,
    /// HL7 obligation and refrain codes that bind a permitted disclosure.
    pub obligations: Vec<String>,
    /// Why, for the worker.
    pub reason: Sentence,
    /// What would change the answer, or end it.
    pub remedy: Sentence,
    /// The name of the deciding fact.
    pub fact: String,
    /// A rule could not be evaluated; that is always a refusal, and a fault to look into.
    pub failed: bool,
}

/// A policy set that can't be taken.
#[derive(Debug, thiserror::Error)]
pub enum PolicyError {
    /// A file can't be read.
    #[error(transparent)]
    Sources(#[from] SourcesError),
    /// A rule can't be taken.
    #[error(transparent)]
    Rule(#[from] RuleError),
    /// A register can't be taken.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The schema can't be read.
    #[error("caseward.cedarschema can't be read: {0}")]
    Schema(String),
    /// A rule doesn't fit the schema.
    #[error("the rules do not fit the schema: {0}")]
    Invalid(String),
}

/// A validated set of rules, ready to decide.
pub struct Policies {
    sources: Sources,
    schema: Schema,
    hash: [u8; 32],
    register: Register,
    rules: Vec<Rule>,
    nevers: Vec<Never>,
    whole: PolicySet,
    demands: Vec<Demand>,
    /// Per action and purpose, the places of the rules that could have a say.
    slices: Vec<Box<[u16]>>,
    sets: RwLock<HashMap<Box<[u16]>, Arc<PolicySet>>>,
    memo: Vec<RwLock<HashMap<u128, Arc<Decision>>>>,
    authorizer: Authorizer,
    office: OfficeRules,
}

/// How many decisions and how many slices are remembered at most: a full shard starts anew.
const MEMO_SHARDS: usize = 16;
const MEMO_PER_SHARD: usize = 4096;
const SETS: usize = 4096;

impl Policies {
    /// The rules that were built into the program.
    ///
    /// # Errors
    /// When they do not validate; the tests make sure that they do.
    pub fn embedded() -> Result<Arc<Self>, PolicyError> {
        Self::of(Sources::embedded())
    }

    /// The rules of a folder laid out like `policies/`.
    ///
    /// # Errors
    /// When a file is missing, a rule lacks its clause or its sentences, or does not fit the schema.
    pub fn from_folder(folder: &Path) -> Result<Arc<Self>, PolicyError> {
        Self::of(Sources::from_folder(folder)?)
    }

    /// The rules of these texts.
    ///
    /// # Errors
    /// As [`Policies::from_folder`].
    pub fn of(sources: Sources) -> Result<Arc<Self>, PolicyError> {
        let (schema, warnings) = Schema::from_cedarschema_str(&sources.schema)
            .map_err(|e| PolicyError::Schema(e.to_string()))?;
        if let Some(warning) = warnings.into_iter().next() {
            return Err(PolicyError::Schema(warning.to_string()));
        }
        let register = Register::read(&sources)?;
        let mut rules = Vec::new();
        let mut nevers = Vec::new();
        for folder in &sources.folders {
            rules.extend(rule::read_rules(folder.name, &folder.rules, |fact| {
                facts::place_of_name(fact).is_some()
            })?);
            nevers.extend(rule::read_nevers(folder.name, &folder.never)?);
        }
        let office = OfficeRules::of(&sources.office)?;
        check_names(
            rules.iter().chain(office.rules()),
            nevers.iter().chain(office.nevers()),
            &register,
        )?;
        let whole = set_of(&rules)?;
        validate(&schema, &whole)?;
        let statements =
            PolicySet::from_policies(nevers.iter().map(|n| n.policy.clone())).map_err(invalid)?;
        validate(&schema, &statements)?;
        let demands: Vec<_> = rules.iter().map(|r| Demand::of(&r.policy)).collect();
        Ok(Arc::new(Self {
            hash: sources.hash(),
            slices: slices(&demands),
            sources,
            schema,
            register,
            rules,
            nevers,
            whole,
            demands,
            sets: RwLock::default(),
            memo: (0..MEMO_SHARDS).map(|_| RwLock::default()).collect(),
            authorizer: Authorizer::new(),
            office,
        }))
    }

    /// What identifies this set of rules: see [`Sources::hash`].
    #[must_use]
    pub const fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// The clauses and how each is met.
    #[must_use]
    pub const fn register(&self) -> &Register {
        &self.register
    }

    /// A rule by its id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let all = self.rules.iter().chain(self.office.rules());
        all.into_iter().find(|r| r.id == id)
    }

    /// Who may do what to the office itself. It never fails: what can't be decided is refused.
    #[must_use]
    pub fn decide_office(&self, situation: &OfficeSituation) -> Arc<Decision> {
        self.office.decide(situation)
    }

    /// The statements of what must be impossible in the office that a situation falls under.
    #[must_use]
    pub fn impossible_in_office(&self, situation: &OfficeSituation) -> Vec<String> {
        self.office.impossible(situation)
    }

    /// The rules about the office itself, in their order.
    #[must_use]
    pub fn office_rules(&self) -> &[Rule] {
        self.office.rules()
    }

    /// All rules about clients' files, in the order of the documents.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// All statements of what must be impossible.
    #[must_use]
    pub fn nevers(&self) -> &[Never] {
        &self.nevers
    }

    /// The texts that all this was read from.
    #[must_use]
    pub const fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Whether any permit names this action, purpose and role at all.
    pub(crate) fn could_permit(&self, s: &Situation) -> bool {
        let named = [
            ("action", s.action.number()),
            ("purpose", s.purpose.number()),
            ("asker.role", s.asker.role.number()),
        ];
        self.rules.iter().zip(&self.demands).any(|(rule, demand)| {
            rule.permits
                && named.iter().all(|(fact, number)| {
                    facts::place_of_name(fact)
                        .is_none_or(|place| demand.mask(place) >> number & 1 == 1)
                })
        })
    }

    pub(crate) const fn schema(&self) -> &Schema {
        &self.schema
    }

    pub(crate) const fn whole(&self) -> &PolicySet {
        &self.whole
    }

    /// The answer. It never fails: what can't be decided is refused.
    #[must_use]
    pub fn decide(&self, situation: &Situation) -> Arc<Decision> {
        let key = situation.packed();
        let shard = self.shard(key);
        if let Some(known) = shard.and_then(|s| {
            let memo = s.read().unwrap_or_else(PoisonError::into_inner);
            memo.get(&key).cloned()
        }) {
            return known;
        }
        let decision = Arc::new(self.decide_unremembered(situation));
        if let Some(shard) = shard {
            let mut memo = shard.write().unwrap_or_else(PoisonError::into_inner);
            if memo.len() >= MEMO_PER_SHARD {
                memo.clear();
            }
            memo.insert(key, Arc::clone(&decision));
        }
        decision
    }

    /// The same answer without slice and memo: every rule is asked. For comparing and measuring.
    #[must_use]
    pub fn decide_by_whole_set(&self, situation: &Situation) -> Decision {
        self.ask(situation, &self.whole)
    }

    /// Puts a question into the policy language and validates it against the schema.
    ///
    /// # Errors
    /// When it doesn't fit: the translation and the schema have come apart.
    pub fn check_fits(&self, situation: &Situation) -> Result<(), PolicyError> {
        translate(situation, Some(&self.schema))
            .map(drop)
            .map_err(invalid)
    }

    /// Forgets all remembered decisions, for measuring.
    pub fn forget(&self) {
        for shard in &self.memo {
            shard
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .clear();
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "any part of the number will do to choose a shard"
    )]
    fn shard(&self, key: u128) -> Option<&RwLock<HashMap<u128, Arc<Decision>>>> {
        let folded = (key ^ (key >> 64)) as u64;
        let spread = folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        self.memo.get(spread as usize % MEMO_SHARDS)
    }

    pub(crate) fn decide_unremembered(&self, situation: &Situation) -> Decision {
        match self.slice(&facts::values(situation)) {
            Some(set) => self.ask(situation, &set),
            None => self.ask(situation, &self.whole),
        }
    }

    /// The rules that could have a say, as a set; `None` when there is no telling.
    fn slice(&self, values: &[u8; FACTS]) -> Option<Arc<PolicySet>> {
        let of_kind = self.slices.get(slice_number(
            *values.get(facts::ACTION)?,
            *values.get(facts::PURPOSE)?,
        ))?;
        let places: Box<[u16]> = of_kind
            .iter()
            .copied()
            .filter(|&p| {
                self.demands
                    .get(usize::from(p))
                    .is_none_or(|d| d.allows(values))
            })
            .collect();
        if let Some(set) = self
            .sets
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&places)
        {
            return Some(Arc::clone(set));
        }
        let chosen = places
            .iter()
            .filter_map(|&p| self.rules.get(usize::from(p)))
            .map(|r| r.policy.clone());
        let set = Arc::new(PolicySet::from_policies(chosen).ok()?);
        let mut sets = self.sets.write().unwrap_or_else(PoisonError::into_inner);
        if sets.len() >= SETS {
            sets.clear();
        }
        sets.insert(places, Arc::clone(&set));
        Some(set)
    }

    fn ask(&self, situation: &Situation, set: &PolicySet) -> Decision {
        let Ok(Asked { request, entities }) = translate(situation, None) else {
            return failure(None);
        };
        self.judge(&self.authorizer.is_authorized(&request, set, &entities))
    }

    fn judge(&self, response: &Response) -> Decision {
        // What nobody can change is said first: everything else would raise false hopes. Then what fails in a consent
        // that there is.
        let flaws = self.rules.iter().filter(|it| facts::is_flaw(&it.fact));
        let reasons = || response.diagnostics().reason();
        let flawed = flaws
            .into_iter()
            .any(|rule| reasons().any(|id| AsRef::<str>::as_ref(id) == rule.id));
        judge(&self.rules, response, |rule| {
            facts::rank(&rule.fact, flawed)
        })
        // INVARIANT: a permit has a determining rule; Cedar promises it, and this refuses if not.
        .unwrap_or_else(no_rule)
    }
}

/// What an answer of the engine comes to; `None` when no rule had a say. Refusals name their rules in the
/// order that `first` gives.
pub(crate) fn judge(
    rules: &[Rule],
    response: &Response,
    first: impl Fn(&Rule) -> u8,
) -> Option<Decision> {
    if let Some(error) = response.diagnostics().errors().next() {
        let cedar_policy::AuthorizationError::PolicyEvaluationError(error) = error;
        let broken = error.policy_id().as_ref();
        return Some(failure(rules.iter().find(|it| it.id == broken)));
    }
    let permitted = response.decision() == Answer::Allow;
    let mut decided: Vec<&Rule> = rules
        .iter()
        .filter(|r| {
            response
                .diagnostics()
                .reason()
                .any(|id| AsRef::<str>::as_ref(id) == r.id)
        })
        .collect();
    if !permitted {
        decided.sort_by_key(|r| first(r));
    }
    let telling = decided.first()?;
    Some(Decision {
        permitted,
        policies: decided.iter().map(|r| r.id.clone()).collect(),
        clauses: union(decided.iter().map(|r| &r.clauses)),
        obligations: union(decided.iter().map(|r| &r.obligations)),
        reason: telling.reason.clone(),
        remedy: telling.remedy.clone(),
        fact: telling.fact.clone(),
        failed: false,
    })
}

fn union<'a, T: Clone + PartialEq + 'a>(lists: impl Iterator<Item = &'a Vec<T>>) -> Vec<T> {
    let mut all = Vec::new();
    for item in lists.flatten() {
        if !all.contains(item) {
            all.push(item.clone());
        }
    }
    all
}

/// Nothing forbids it, but no rule permits it either: RE-3 and CR-4 demand a rule.
fn no_rule() -> Decision {
    Decision {
        permitted: false,
        policies: Vec::new(),
        clauses: ["CR-4", "RE-3"].iter().filter_map(|c| c.parse().ok()).collect(),
        obligations: Vec::new(),
        reason: Sentence {
            en: "No rule lets your role do this with this section for this purpose.".to_owned(),
            es: "Ninguna regla permite a su función hacer esto con esta sección y este fin.".to_owned(),
        },
        remedy: Sentence {
            en: "If your work needs it, ask your supervisor or the privacy officer.".to_owned(),
            es: "Si su trabajo lo necesita, pregunte a su supervisión o a la persona responsable de privacidad."
                .to_owned(),
        },
        fact: "asker.role".to_owned(),
        failed: false,
    }
}

/// A rule could not be evaluated: nobody gets anything, and somebody has to look into it.
fn failure(rule: Option<&Rule>) -> Decision {
    Decision {
        permitted: false,
        policies: rule.map(|r| r.id.clone()).into_iter().collect(),
        clauses: rule.map(|r| r.clauses.clone()).unwrap_or_default(),
        obligations: Vec::new(),
        reason: Sentence {
            en: "A rule could not be evaluated, so the answer is no.".to_owned(),
            es: "No se pudo evaluar una regla, así que la respuesta es no.".to_owned(),
        },
        remedy: Sentence {
            en: "Tell whoever runs the installation; run `caseward policy prove`.".to_owned(),
            es: "Avise a quien administra la instalación; ejecute `caseward policy prove`."
                .to_owned(),
        },
        fact: rule.map_or_else(|| "action".to_owned(), |r| r.fact.clone()),
        failed: true,
    }
}

pub(crate) fn invalid(error: impl std::fmt::Display) -> PolicyError {
    PolicyError::Invalid(error.to_string())
}

fn set_of(rules: &[Rule]) -> Result<PolicySet, PolicyError> {
    PolicySet::from_policies(rules.iter().map(|r| r.policy.clone())).map_err(invalid)
}

pub(crate) fn validate(schema: &Schema, set: &PolicySet) -> Result<(), PolicyError> {
    let result = Validator::new(schema.clone()).validate(set, ValidationMode::Strict);
    let errors = result.validation_errors().map(ToString::to_string);
    let warnings = result.validation_warnings().map(ToString::to_string);
    let problems: Vec<_> = errors.chain(warnings).collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(PolicyError::Invalid(problems.join("; ")))
    }
}

fn check_names<'r>(
    rules: impl Iterator<Item = &'r Rule>,
    nevers: impl Iterator<Item = &'r Never>,
    register: &Register,
) -> Result<(), RuleError> {
    let rules = rules.map(|r| (&r.id, &r.clauses));
    let mut seen = std::collections::HashSet::new();
    for (id, clauses) in rules.chain(nevers.map(|n| (&n.id, &n.clauses))) {
        if !seen.insert(id) {
            return Err(RuleError::Twice(id.clone()));
        }
        if let Some(clause) = clauses.iter().find(|c| register.entry(c).is_none()) {
            return Err(RuleError::UnknownClause {
                rule: id.clone(),
                clause: clause.to_string(),
            });
        }
    }
    Ok(())
}

fn slice_number(action: u8, purpose: u8) -> usize {
    usize::from(action) * Purpose::ALL.len() + usize::from(purpose)
}

fn slices(demands: &[Demand]) -> Vec<Box<[u16]>> {
    let mut slices = Vec::new();
    for action in Action::ALL {
        for purpose in Purpose::ALL {
            let asked = |d: &Demand| {
                d.mask(facts::ACTION) >> action.number() & 1 == 1
                    && d.mask(facts::PURPOSE) >> purpose.number() & 1 == 1
            };
            let places = demands.iter().enumerate().filter(|(_, d)| asked(d));
            slices.push(places.filter_map(|(p, _)| u16::try_from(p).ok()).collect());
        }
    }
    slices
}
