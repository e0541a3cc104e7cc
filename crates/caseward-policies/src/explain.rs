//! Says why not, and what would change it: the "Why?" beside every lock (CR-5, NASW-d).
//!
//! What would change it is found, not written: each step that people can take is tried by itself,
//! and if none is enough, two together.

use std::sync::Arc;

use caseward_model::Situation;

use crate::decide::{Decision, Policies};
use crate::facts::{FLAGS, STEPS, Step};
use crate::rule::Sentence;

/// A step that people can take.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// Its name, such as `assign`.
    pub name: &'static str,
    /// What happens.
    pub says: Sentence,
}

/// A decision with what would turn it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Explanation {
    /// The decision itself: clauses, rules, deciding fact, sentences.
    pub decision: Arc<Decision>,
    /// The deciding fact as a sentence; whether it holds is in `fact_holds`.
    pub fact: Sentence,
    /// Whether the deciding fact holds; `None` for a fact that is a word, such as the role.
    pub fact_holds: Option<bool>,
    /// For a refusal, the smallest sets of steps that would turn it into a permit. Empty when no one
    /// or two steps would.
    pub changes: Vec<Vec<Change>>,
}

impl Policies {
    /// The answer, and for a refusal what would change it.
    #[must_use]
    pub fn explain(&self, situation: &Situation) -> Explanation {
        let decision = self.decide(situation);
        let changes = if decision.permitted || decision.failed {
            Vec::new()
        } else {
            self.changes(situation)
        };
        let (fact, fact_holds) = fact(&decision.fact, situation);
        Explanation {
            decision,
            fact,
            fact_holds,
            changes,
        }
    }

    fn changes(&self, situation: &Situation) -> Vec<Vec<Change>> {
        let after = |steps: &[&Step]| {
            let mut changed = *situation;
            for step in steps {
                (step.make)(&mut changed);
            }
            // Not through the memo: these are worlds that nobody asked about.
            changed != *situation && self.decide_unremembered(&changed).permitted
        };
        let every: Vec<_> = STEPS.iter().collect();
        if !after(&every) {
            // Each step only ever opens: what all together don't change, none will.
            return Vec::new();
        }
        let single: Vec<_> = STEPS.iter().filter(|s| after(&[s])).collect();
        if !single.is_empty() {
            return single.into_iter().map(|s| vec![change(s)]).collect();
        }
        let mut pairs = Vec::new();
        for (n, one) in STEPS.iter().enumerate() {
            for other in STEPS.iter().skip(n + 1) {
                // The wider consent already holds the narrower one.
                let nested = other.name == "consent_for_category" && one.name == "consent";
                if !nested && after(&[one, other]) {
                    pairs.push(vec![change(one), change(other)]);
                }
            }
        }
        pairs
    }
}

fn fact(name: &str, situation: &Situation) -> (Sentence, Option<bool>) {
    let spoken = |en: &str, es: &str| Sentence {
        en: en.to_owned(),
        es: es.to_owned(),
    };
    if let Some(flag) = FLAGS.iter().find(|f| f.name == name) {
        return (spoken(flag.en, flag.es), Some((flag.get)(situation)));
    }
    let said = match name {
        "action" => spoken("what is to be done", "lo que se quiere hacer"),
        "purpose" => spoken("the purpose", "el fin"),
        "basis" => spoken("the ground", "el motivo"),
        "channel" => spoken("the way by which it would go", "el medio por el que iría"),
        "recipient.kind" => spoken("who would receive it", "quién lo recibiría"),
        "section.category" => spoken("which section it is", "qué sección es"),
        "section.provenance" => spoken("who told it", "quién lo contó"),
        _ => spoken("the role of who asks", "la función de quien pregunta"),
    };
    (said, None)
}

fn change(step: &Step) -> Change {
    Change {
        name: step.name,
        says: Sentence {
            en: step.en.to_owned(),
            es: step.es.to_owned(),
        },
    }
}
