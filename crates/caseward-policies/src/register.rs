//! The register of clauses: what each demands in our words, how it is met, and how far that is.

use caseward_model::Clause;
use serde::{Deserialize, Serialize};

use crate::sources::Sources;

/// How a clause can be met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MetBy {
    /// The gate permits or forbids by it.
    Policy,
    /// Work with owners and due times.
    Workflow,
    /// A paper that is produced, signed and kept.
    Form,
    /// People do it away from the screen and attest to it.
    Practice,
}

/// How far a clause is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// A rule and tests named after the clause show it.
    Enforced,
    /// Something is still missing; the entry says what.
    Planned,
}

/// One clause.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its number.
    pub id: Clause,
    /// What it demands, in our words.
    pub means: String,
    /// Where it stands in the source document.
    pub place: String,
    /// How it is met.
    pub met_by: Vec<MetBy>,
    /// How far.
    pub status: Status,
    /// What is not there yet, when it is only planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// The rules that carry it out.
    #[serde(default)]
    pub rules: Vec<String>,
    /// The tests that show it.
    #[serde(default)]
    pub tests: Vec<String>,
    /// The folder of its source document.
    #[serde(skip_deserializing, default)]
    pub source: String,
}

/// All clauses, in the order of the documents.
#[derive(Debug, Clone)]
pub struct Register(Vec<Entry>);

/// A register that can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// The file isn't what it should be.
    #[error("{file}: {message}")]
    Syntax {
        /// Folder and file.
        file: String,
        /// What the parser says.
        message: String,
    },
    /// Two entries have one id.
    #[error("clause {0} has two entries; keep one")]
    Twice(Clause),
    /// Something is planned, or enforced, without saying what is missing, or what shows it.
    #[error(
        "clause {0} is enforced without rule or test, or planned without saying what is missing"
    )]
    Unfounded(Clause),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    clause: Vec<Entry>,
}

impl Register {
    pub(crate) fn read(sources: &Sources) -> Result<Self, RegisterError> {
        let mut all: Vec<Entry> = Vec::new();
        for folder in &sources.folders {
            let file: File =
                toml::from_str(&folder.clauses).map_err(|e| RegisterError::Syntax {
                    file: format!("{}/clauses.toml", folder.name),
                    message: e.to_string(),
                })?;
            for mut entry in file.clause {
                if all.iter().any(|known| known.id == entry.id) {
                    return Err(RegisterError::Twice(entry.id));
                }
                let founded = match entry.status {
                    Status::Enforced => !entry.tests.is_empty() && entry.missing.is_none(),
                    Status::Planned => entry.missing.is_some(),
                };
                if !founded {
                    return Err(RegisterError::Unfounded(entry.id));
                }
                folder.name.clone_into(&mut entry.source);
                all.push(entry);
            }
        }
        Ok(Self(all))
    }

    /// All clauses, in the order of the documents.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// One clause.
    #[must_use]
    pub fn entry(&self, id: &Clause) -> Option<&Entry> {
        self.0.iter().find(|e| e.id == *id)
    }
}
