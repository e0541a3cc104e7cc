//! The number of a clause, such as `DV-3.3.2e`: the reason that every answer gives.

use std::fmt;
use std::str::FromStr;

/// The id of one clause of the five source documents: `CC`, `CR`, `RE`, `NASW` or `DV`, a dash, and
/// the place in the document (`CC-2.4a`, `NASW-k`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clause(Box<str>);

/// A text that isn't the id of a clause.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a clause id; write it like CC-2.4a, CR-6, RE-2, NASW-k or DV-3.3.2e")]
pub struct ClauseError(String);

impl Clause {
    /// The id as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id as it stands at the start of a test's name: `cc_2_4a`.
    #[must_use]
    pub fn test_prefix(&self) -> String {
        self.0.to_ascii_lowercase().replace(['-', '.'], "_")
    }
}

impl FromStr for Clause {
    type Err = ClauseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ClauseError(text.chars().take(40).collect());
        let (source, place) = text.split_once('-').ok_or_else(wrong)?;
        let known = matches!(source, "CC" | "CR" | "RE" | "NASW" | "DV");
        let sane = !place.is_empty()
            && place.len() <= 12
            && place.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
        if known && sane {
            Ok(Self(text.into()))
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for Clause {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Clause {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_id_names_its_tests() {
        let clause: Clause = "CC-2.4a".parse().unwrap();
        assert_eq!(clause.test_prefix(), "cc_2_4a");
    }

    #[test]
    fn other_texts_are_not_clauses() {
        for text in ["", "CC", "CC-", "XX-1", "CC-2 4", "DV-../../etc"] {
            assert!(text.parse::<Clause>().is_err(), "{text}");
        }
    }
}
