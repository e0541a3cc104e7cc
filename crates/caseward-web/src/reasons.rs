//! "Why?" on every lock: what the gate decided, in sentences that a person can act on.
//!
//! Design §8, CR-5, NASW-d. The sentences stand with the rules; here they are only laid out.

use caseward_casework::gate::{OfficeRefusal, SectionDecision};
use caseward_casework::policies::{Explanation, Policies};
use caseward_model::{Clause, Language};

use crate::Words;
use crate::view::{Step, Why};

/// Lays out the reasons of one answer.
pub struct Reasons<'a> {
    policies: &'a Policies,
    language: Language,
    entry: u64,
}

impl<'a> Reasons<'a> {
    /// The reasons of the answer with this ledger entry.
    #[must_use]
    pub const fn new(policies: &'a Policies, language: Language, entry: u64) -> Self {
        Self {
            policies,
            language,
            entry,
        }
    }

    /// Why a section isn't open; nothing for one that is.
    #[must_use]
    pub fn why(&self, section: &SectionDecision) -> Option<Why> {
        let explanation = section.explanation.as_deref()?;
        let decision = &section.decision;
        let clause = decision.clauses.first()?;
        Some(Why {
            sentence: whole(decision.reason.in_language(self.language)),
            clause: clause.to_string(),
            means: self.means(clause),
            fact: self.fact(explanation),
            change: self.change(explanation),
            entry: Some(self.entry),
            next: Some(self.next(&decision.fact)),
        })
    }

    /// Why the rules of the office said no.
    #[must_use]
    pub fn why_not(&self, refusal: &OfficeRefusal) -> Why {
        let decision = &refusal.decision;
        let clause = decision.clauses.first();
        let words = Words::of(self.language);
        Why {
            sentence: whole(decision.reason.in_language(self.language)),
            clause: clause.map(ToString::to_string).unwrap_or_default(),
            means: clause.map_or_else(String::new, |it| self.means(it)),
            fact: words.t(match decision.fact.as_str() {
                "concern" => "office-fact-concern",
                "of_this_office" => "office-fact-of-this-office",
                "agreement_signed" => "office-fact-agreement-signed",
                "training_current" => "office-fact-training-current",
                "suspended" => "office-fact-suspended",
                "emergency_unsettled" => "office-fact-emergency-unsettled",
                "barred" => "office-fact-barred",
                _ => "office-fact-role",
            }),
            change: whole(decision.remedy.in_language(self.language)),
            entry: Some(refusal.entry),
            next: Some(self.next(&decision.fact)),
        }
    }

    /// Where to go: what isn't signed or learnt is signed or learnt there, and opens at once.
    fn next(&self, fact: &str) -> Step {
        let (key, href) = match fact {
            "agreement_signed"
            | "training_current"
            | "asker.agreement_signed"
            | "asker.training_current" => ("agreements-see-required", "/agreements/required"),
            _ => ("why-help", "/help"),
        };
        Step {
            label: Words::of(self.language).t(key),
            href: href.to_owned(),
        }
    }

    /// What a clause demands, in the register's words.
    #[must_use]
    pub fn means(&self, clause: &Clause) -> String {
        let entry = self.policies.register().entry(clause);
        entry.map_or_else(String::new, |entry| whole(&entry.means))
    }

    fn fact(&self, explanation: &Explanation) -> String {
        let words = Words::of(self.language);
        let said = explanation.fact.in_language(self.language);
        match explanation.fact_holds {
            Some(true) => words
                .fill("fact-holds")
                .with("fact", whole(said))
                .to_string(),
            Some(false) => words
                .fill("fact-fails")
                .with("fact", whole(said))
                .to_string(),
            None => whole(said),
        }
    }

    /// What would turn the answer: the steps that were found, else what the rule itself says.
    fn change(&self, explanation: &Explanation) -> String {
        let words = Words::of(self.language);
        let remedy = whole(explanation.decision.remedy.in_language(self.language));
        let ways: Vec<String> = explanation
            .changes
            .iter()
            .map(|steps| {
                let said = steps
                    .iter()
                    .map(|step| step.says.in_language(self.language));
                said.collect::<Vec<_>>().join(&words.t("steps-together"))
            })
            .collect();
        if ways.is_empty() {
            return remedy;
        }
        let found = words
            .fill("why-ways")
            .with("ways", ways.join(&words.t("steps-or")))
            .to_string();
        format!("{remedy} {found}")
    }
}

/// A phrase as a sentence: with a capital letter and a full stop.
pub(crate) fn whole(phrase: &str) -> String {
    let mut letters = phrase.trim().chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut sentence: String = first.to_uppercase().chain(letters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_becomes_a_sentence_once() {
        assert_eq!(whole("the purpose"), "The purpose.");
        assert_eq!(whole("Ágil. "), "Ágil.");
        assert_eq!(whole("él"), "Él.");
        assert_eq!(whole(""), "");
    }
}
