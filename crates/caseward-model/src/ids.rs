//! What stands for a person or an organisation in an address, a log or a ledger: 128 random bits
//! that say nothing.
//!
//! An id carries its kind in its type, so that a worker's id can't be handed over where a client's
//! is asked for. Nothing about the person can be read from it, not even when they came (NASW-m).

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use data_encoding::{Encoding, Specification};
use std::sync::LazyLock;

use crate::Randomness;

/// What an id can stand for.
pub trait Kind: 'static {
    /// The word used in messages.
    const WORD: &'static str;
}

macro_rules! kinds {
    ($( $(#[$doc:meta])* $name:ident = $word:literal ),+ $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub enum $name {}
            impl Kind for $name { const WORD: &'static str = $word; }
        )+
    };
}

kinds! {
    /// A person who told something in confidence, or about whom something was told.
    Client = "client",
    /// A person who works for an organisation, paid or not.
    Worker = "worker",
    /// An agency or a recipient; never a person.
    Organization = "organization",
    /// Something written into a client's file.
    Entry = "entry",
    /// People who work together.
    Team = "team",
    /// A case conference series.
    Conference = "conference",
    /// One day of a case conference series.
    Meeting = "meeting",
    /// One person in one room of a case conference.
    Seat = "seat",
    /// A client on the agenda of a case conference; nobody sees it on a screen.
    AgendaItem = "agenda item",
    /// A report that a confidence was broken, or a code of conduct wasn't kept.
    BreachReport = "breach report",
}

/// A random, opaque id of one kind.
pub struct Id<K: Kind> {
    bytes: [u8; 16],
    kind: PhantomData<fn() -> K>,
}

/// Lower-case base32 without the letters that are misread (no `i`, `l`, `o`, `u`).
static SPELLING: LazyLock<Encoding> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification
        .symbols
        .push_str("0123456789abcdefghjkmnpqrstvwxyz");
    specification
        .encoding()
        .unwrap_or(data_encoding::BASE32HEX_NOPAD)
});

impl<K: Kind> Id<K> {
    /// Makes a fresh id.
    #[must_use]
    pub fn make_random(randomness: &Randomness) -> Self {
        Self::from_bytes(randomness.bytes())
    }

    /// Takes an id as the database stores it.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self {
            bytes,
            kind: PhantomData,
        }
    }

    /// The id as the database stores it.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.bytes
    }
}

/// A text that isn't an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the id of a {0}: an id has 26 letters and digits")]
pub struct IdError(&'static str);

impl<K: Kind> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = SPELLING
            .decode(text.as_bytes())
            .map_err(|_| IdError(K::WORD))?;
        let bytes: [u8; 16] = bytes.try_into().map_err(|_| IdError(K::WORD))?;
        Ok(Self::from_bytes(bytes))
    }
}

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&SPELLING.encode(&self.bytes))
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {self}", K::WORD)
    }
}

impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Kind> Copy for Id<K> {}
impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}
impl<K: Kind> Eq for Id<K> {}
impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.bytes.cmp(&other.bytes)
    }
}
impl<K: Kind> std::hash::Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.bytes.hash(state);
    }
}

impl<K: Kind> serde::Serialize for Id<K> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: Kind> serde::Deserialize<'de> for Id<K> {
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
    fn an_id_survives_its_spelling() {
        let id = Id::<Client>::make_random(&Randomness::seeded(7));
        let text = id.to_string();
        assert_eq!(text.len(), 26);
        assert_eq!(text.parse(), Ok(id));
    }

    #[test]
    fn malformed_ids_are_refused_without_repeating_them() {
        for text in [
            "",
            "x",
            "00000000000000000000000000000",
            "ana'--",
            "../../etc/passwd",
        ] {
            let error = text.parse::<Id<Client>>().unwrap_err().to_string();
            assert!(text.is_empty() || text == "x" || !error.contains(text));
        }
    }
}
