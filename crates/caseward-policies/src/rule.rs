//! One rule as a lawyer wrote it: its clause, its sentences, its deciding fact and its text.

use caseward_model::{Clause, Language};
use cedar_policy::{Effect, Policy, PolicyId, PolicySet};

/// A sentence in both languages of the house.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize)]
pub struct Sentence {
    /// English.
    pub en: String,
    /// Spanish.
    pub es: String,
}

impl Sentence {
    /// The sentence in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Spanish => &self.es,
        }
    }
}

/// A rule of one source document.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its own name, such as `cr-7-assigned-release`.
    pub id: String,
    /// The folder that it stands in.
    pub source: &'static str,
    /// Whether it permits; otherwise it forbids, and wins over every permit.
    pub permits: bool,
    /// The clauses that it carries out, the main one first.
    pub clauses: Vec<Clause>,
    /// Why, for the worker.
    pub reason: Sentence,
    /// What would change the answer, or end it.
    pub remedy: Sentence,
    /// The name of the deciding fact.
    pub fact: String,
    /// HL7 obligation and refrain codes that come with a permit.
    pub obligations: Vec<String>,
    /// The rule as it was written.
    pub text: String,
    pub(crate) policy: Policy,
}

/// A statement of what must be impossible.
#[derive(Debug, Clone)]
pub struct Never {
    /// Its own name.
    pub id: String,
    /// The folder that it stands in.
    pub source: &'static str,
    /// The clauses that it guards.
    pub clauses: Vec<Clause>,
    /// What must be impossible, as a sentence.
    pub says: String,
    /// The statement as it was written.
    pub text: String,
    pub(crate) policy: Policy,
}

/// A rule that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The file isn't Cedar.
    #[error("{file} can't be read as rules: {message}")]
    Syntax {
        /// Folder and file.
        file: String,
        /// What the parser says.
        message: String,
    },
    /// A rule lacks an annotation.
    #[error(
        "rule `{rule}` in {file} lacks @{annotation}; every rule says its id, clause, fact, reason and remedy, in English and Spanish"
    )]
    Lacks {
        /// Folder and file.
        file: String,
        /// The rule.
        rule: String,
        /// What is missing.
        annotation: &'static str,
    },
    /// A rule names a clause that isn't one, or isn't in the register.
    #[error("rule `{rule}` names clause `{clause}`, which is not in the register")]
    UnknownClause {
        /// The rule.
        rule: String,
        /// What it names.
        clause: String,
    },
    /// A rule names a fact that doesn't exist.
    #[error("rule `{rule}` names the fact `{fact}`, which does not exist")]
    UnknownFact {
        /// The rule.
        rule: String,
        /// What it names.
        fact: String,
    },
    /// Two rules have one id.
    #[error("two rules have the id `{0}`")]
    Twice(String),
    /// A rule is a template; rules are complete as they stand.
    #[error("{0} has a template; write the rule out")]
    Template(String),
}

struct Reader<'a> {
    file: String,
    rule: String,
    policy: &'a Policy,
}

impl Reader<'_> {
    fn text(&self, annotation: &'static str) -> Result<String, RuleError> {
        match self.policy.annotation(annotation) {
            Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
            _ => Err(RuleError::Lacks {
                file: self.file.clone(),
                rule: self.rule.clone(),
                annotation,
            }),
        }
    }

    fn clauses(&self) -> Result<Vec<Clause>, RuleError> {
        let text = self.text("clause")?;
        text.split(',')
            .map(|id| {
                id.trim().parse().map_err(|_| RuleError::UnknownClause {
                    rule: self.rule.clone(),
                    clause: id.trim().to_owned(),
                })
            })
            .collect()
    }
}

/// The policies of a file, in the order in which they were written.
fn in_order(file: &str, text: &str) -> Result<Vec<Policy>, RuleError> {
    let set: PolicySet = text.parse().map_err(|e: cedar_policy::ParseErrors| {
        let messages: Vec<_> = e.iter().map(ToString::to_string).collect();
        RuleError::Syntax {
            file: file.to_owned(),
            message: messages.join("; "),
        }
    })?;
    if set.templates().next().is_some() {
        return Err(RuleError::Template(file.to_owned()));
    }
    // The parser calls the n-th policy of a text `policy<n>`.
    let number = |p: &Policy| {
        let id = p.id().to_string();
        id.trim_start_matches("policy")
            .parse::<usize>()
            .unwrap_or(usize::MAX)
    };
    let mut policies: Vec<_> = set.policies().cloned().collect();
    policies.sort_by_key(number);
    Ok(policies)
}

/// Reads a `rules.cedar`; `is_fact` knows the facts that its rules may name.
pub(crate) fn read_rules(
    source: &'static str,
    text: &str,
    is_fact: impl Fn(&str) -> bool,
) -> Result<Vec<Rule>, RuleError> {
    let file = format!("{source}/rules.cedar");
    in_order(&file, text)?
        .iter()
        .map(|policy| {
            let mut reader = Reader {
                file: file.clone(),
                rule: policy.id().to_string(),
                policy,
            };
            let id = reader.text("id")?;
            reader.rule.clone_from(&id);
            let fact = reader.text("fact")?;
            if !is_fact(&fact) {
                return Err(RuleError::UnknownFact { rule: id, fact });
            }
            let codes = policy.annotation("obligation").unwrap_or_default();
            Ok(Rule {
                source,
                permits: policy.effect() == Effect::Permit,
                clauses: reader.clauses()?,
                reason: Sentence {
                    en: reader.text("reason")?,
                    es: reader.text("reason_es")?,
                },
                remedy: Sentence {
                    en: reader.text("remedy")?,
                    es: reader.text("remedy_es")?,
                },
                fact,
                obligations: codes
                    .split(',')
                    .map(|c| c.trim().to_owned())
                    .filter(|c| !c.is_empty())
                    .collect(),
                text: policy.to_string(),
                policy: policy.new_id(PolicyId::new(&id)),
                id,
            })
        })
        .collect()
}

/// Reads a `never.cedar`.
pub(crate) fn read_nevers(source: &'static str, text: &str) -> Result<Vec<Never>, RuleError> {
    let file = format!("{source}/never.cedar");
    in_order(&file, text)?
        .iter()
        .map(|policy| {
            let mut reader = Reader {
                file: file.clone(),
                rule: policy.id().to_string(),
                policy,
            };
            let id = reader.text("id")?;
            reader.rule.clone_from(&id);
            Ok(Never {
                source,
                clauses: reader.clauses()?,
                says: reader.text("says")?,
                text: policy.to_string(),
                policy: policy.new_id(PolicyId::new(&id)),
                id,
            })
        })
        .collect()
}
