//! "Why?" on every lock: what the gate decided, in sentences that a person can act on.
//!
//! Design §8, CR-5, NASW-d. The sentences stand with the rules; here they are only laid out.

use caseward_casework::gate::{OfficeRefusal, SectionDecision};
use caseward_casework::policies::{Explanation, Policies};
use caseward_model::{Clause, Language};

use crate::Words;
use crate::view::{AskLaw, Step, Why};

/// Lays out the reasons of one answer.
pub struct Reasons<'a> {
    policies: &'a Policies,
    language: Language,
    entry: u64,
    about: Option<String>,
}

impl<'a> Reasons<'a> {
    /// The reasons of the answer with this ledger entry.
    #[must_use]
    pub const fn new(policies: &'a Policies, language: Language, entry: u64) -> Self {
        Self {
            policies,
            language,
            entry,
            about: None,
        }
    }

    /// The same, of an answer about the client with this page, to whoever may know of them.
    #[must_use]
    pub fn about(mut self, client_page: &str) -> Self {
        self.about = Some(client_page.to_owned());
        self
    }

    /// Why a section isn't open; nothing for one that is.
    #[must_use]
    pub fn why(&self, section: &SectionDecision) -> Option<Why> {
        let explanation = section.explanation.as_deref()?;
        let decision = &section.decision;
        let clause = decision.clauses.first()?;
        let sentence = whole(decision.reason.in_language(self.language));
        Some(Why {
            ask: self.ask(&sentence, &clause.to_string(), &decision.fact),
            sentence,
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
        let sentence = whole(decision.reason.in_language(self.language));
        let id = clause.map(ToString::to_string).unwrap_or_default();
        Why {
            ask: self.ask(&sentence, &id, &decision.fact),
            sentence,
            clause: id,
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

    /// What the Law Department can be asked about it (CR-5): about the client where the page is about one, else about nobody. Who
    /// lacks something of their own settles that first: until then they can ask nothing.
    fn ask(&self, sentence: &str, clause: &str, fact: &str) -> Option<AskLaw> {
        let own = [
            "agreement_signed",
            "training_current",
            "suspended",
            "emergency_unsettled",
        ];
        if own.contains(&fact.trim_start_matches("asker.")) {
            return None;
        }
        let key = if self.about.is_some() {
            "law-question-closed"
        } else {
            "law-question-refused"
        };
        let question = Words::of(self.language)
            .fill(key)
            .with("why", sentence.trim_end_matches('.'))
            .with("clause", clause)
            .to_string();
        Some(match &self.about {
            Some(page) => AskLaw::about(page, question),
            None => AskLaw::in_general(question),
        })
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
