//! Questions and the answers that they must get, clause by clause, as lawyers wrote them down.

use caseward_model::{Clause, Situation};
use serde::Deserialize;

use crate::decide::{Decision, Policies};
use crate::facts::{FLAGS, WORDS};
use crate::random;

/// A question with the answer that it must get.
#[derive(Debug, Clone)]
pub struct Question {
    /// The clause that demands the answer.
    pub clause: Clause,
    /// The question as a sentence.
    pub ask: String,
    /// Its facts; what isn't given is as in [`random::ordinary`].
    pub situation: Situation,
    /// Whether it must be permitted.
    pub permitted: bool,
    /// The clauses that must be among the reasons.
    pub because: Vec<Clause>,
}

/// A question that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// The file isn't what it should be.
    #[error("{file}: {message}")]
    Syntax {
        /// Folder and file.
        file: String,
        /// What the parser says.
        message: String,
    },
    /// A question gives a fact that doesn't exist, or a value that the fact can't have.
    #[error("the question `{ask}` gives `{fact}`, which is no fact or can't have that value")]
    UnknownFact {
        /// The question.
        ask: String,
        /// What it gives.
        fact: String,
    },
}

/// A question whose answer is not the one that it must get.
#[derive(Debug, Clone)]
pub struct Missed {
    /// The question.
    pub question: Question,
    /// What was answered.
    pub decision: Decision,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    question: Vec<Asked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    clause: Clause,
    ask: String,
    given: toml::Table,
    expect: Expected,
    #[serde(default)]
    because: Vec<Clause>,
}

#[derive(Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Refused,
    Permitted,
}

impl Policies {
    /// The questions of all folders.
    ///
    /// # Errors
    /// When a file can't be read, or gives a fact that doesn't exist.
    pub fn questions(&self) -> Result<Vec<Question>, QuestionError> {
        let mut all = Vec::new();
        for folder in &self.sources().folders {
            let file: File =
                toml::from_str(&folder.questions).map_err(|e| QuestionError::Syntax {
                    file: format!("{}/questions.toml", folder.name),
                    message: e.to_string(),
                })?;
            for asked in file.question {
                let mut situation = random::ordinary();
                for (fact, value) in &asked.given {
                    give(&mut situation, fact, value).ok_or_else(|| {
                        QuestionError::UnknownFact {
                            ask: asked.ask.clone(),
                            fact: fact.clone(),
                        }
                    })?;
                }
                all.push(Question {
                    clause: asked.clause,
                    ask: asked.ask,
                    situation,
                    permitted: asked.expect == Expected::Permitted,
                    because: asked.because,
                });
            }
        }
        Ok(all)
    }

    /// The questions that do not get the answer that they must get.
    ///
    /// # Errors
    /// As [`Policies::questions`].
    pub fn missed(&self) -> Result<Vec<Missed>, QuestionError> {
        let asked = self.questions()?.into_iter();
        Ok(asked
            .filter_map(|question| {
                let decision = self.decide(&question.situation);
                let right = decision.permitted == question.permitted
                    && question
                        .because
                        .iter()
                        .all(|c| decision.clauses.contains(c));
                (!right).then(|| Missed {
                    question,
                    decision: Decision::clone(&decision),
                })
            })
            .collect())
    }
}

fn give(situation: &mut Situation, fact: &str, value: &toml::Value) -> Option<()> {
    if let Some(word) = WORDS.iter().find(|w| w.name == fact) {
        return (word.set)(situation, value.as_str()?).ok();
    }
    let flag = FLAGS.iter().find(|f| f.name == fact)?;
    (flag.set)(situation, value.as_bool()?);
    Some(())
}
