//! The two halves of what opens a link, and what is kept of them.
//!
//! CC-2.3. The token has 160 bits and is kept as its plain hash: it can't be guessed. A PIN of eight digits could be tried
//! out by whoever has its hash; so it is hashed together with the token, which isn't kept anywhere.

use std::fmt;

use caseward_model::Randomness;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::spoken;

/// How many letters a token has.
const LETTERS: usize = 32;
/// How many digits a PIN has.
const DIGITS: usize = 8;

/// A hash, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept([u8; 32]);

impl Kept {
    fn of(what: &str, parts: [&str; 2]) -> Self {
        let [one, other] = parts;
        // Each part has one length, so that two different pairs never run together.
        let hash = Sha256::new_with_prefix(what.as_bytes())
            .chain_update(one.as_bytes())
            .chain_update([0])
            .chain_update(other.as_bytes());
        Self(hash.finalize().into())
    }
}

impl ConstantTimeEq for Kept {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let bytes = data_encoding::HEXLOWER.decode(text.as_bytes());
        let bytes = bytes.map_err(serde::de::Error::custom)?;
        let hash = bytes.try_into();
        hash.map(Self)
            .map_err(|_| serde::de::Error::custom("not a hash"))
    }
}

/// The half that stands in the link: `7K2Q-0XMB-…`, eight groups.
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

impl Token {
    pub(super) fn make(randomness: &Randomness) -> Self {
        Self(Zeroizing::new(spoken::draw::<LETTERS>(randomness)))
    }

    /// Reads what stood in a link, or was typed from paper.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        // Longer than any token with its hyphens: nobody's novel is looked at.
        if text.len() > 4 * LETTERS {
            return None;
        }
        let letters = spoken::understood(text)?;
        (letters.len() == LETTERS).then(|| Self(Zeroizing::new(letters)))
    }

    /// By what its link is found: a hash, in hexadecimal. It opens nothing.
    #[must_use]
    pub fn found_by(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.kept().0)
    }

    pub(super) fn kept(&self) -> Kept {
        Kept::of("caseward link token\0", [&self.0, ""])
    }
}

impl fmt::Display for Token {
    /// In groups, as it stands in the link.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spoken::in_groups(&self.0, '-'))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The half that is told: eight digits.
#[derive(Clone)]
pub struct Pin(Zeroizing<String>);

impl Pin {
    pub(super) fn make(randomness: &Randomness) -> Self {
        Self(Zeroizing::new(spoken::draw_digits(randomness, DIGITS)))
    }

    /// What was typed, without blanks and hyphens; anything that can't be a PIN is one that is never right.
    pub(super) fn understood(typed: &str) -> Self {
        let digits = typed.chars().filter(|it| !it.is_whitespace() && *it != '-');
        // One more than there can be, so that a right one with something behind it is wrong.
        Self(Zeroizing::new(digits.take(DIGITS + 1).collect()))
    }

    pub(super) fn kept(&self, token: &Token) -> Kept {
        Kept::of("caseward link pin\0", [&token.0, &self.0])
    }
}

impl fmt::Display for Pin {
    /// In two groups, as it is told.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spoken::in_groups(&self.0, ' '))
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(…)")
    }
}
