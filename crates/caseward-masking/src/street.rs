//! What of an address doesn't change however it is written: the house's number and the bare name of the street (CR-9).
//!
//! *14 North Elm Street*, *14 N ELM ST.* and *14 elm* are one key, and so are *Calle Mayor 12* and *12 Calle Mayor*. That
//! *14 South Elm* is the same as well only masks too much.

use crate::filing::Sum;
use crate::keys::{Trait, key};
use crate::letters::{Word, mix};
use crate::lexicon::{COUNTED, DIRECTION, PARTICLE, STREET, UNIT};
use crate::token::{Token, tokens};
use crate::vocabulary::Vocabulary;

/// The parts of an address line.
#[derive(Default)]
pub(crate) struct Street {
    number: Option<u64>,
    name: Name,
}

/// The bare name of a street, as far as it was read.
#[derive(Clone, Copy, Default)]
pub(crate) struct Name {
    hash: u64,
    words: u8,
    /// Types and directions, which count where there is nothing else.
    rest: u64,
}

impl Name {
    /// The name that all boxes at post offices have.
    pub(crate) fn of_post_box() -> Self {
        Self {
            hash: mix(0, Word::of("pobox").hash()),
            words: 1,
            rest: 0,
        }
    }

    /// Takes one more word in.
    pub(crate) fn take(&mut self, token: &Token) {
        if token.says(STREET | DIRECTION) {
            if token.says(DIRECTION) && token.letters > 2 || token.says(STREET) {
                self.rest = mix(self.rest, u64::from(token.code));
            }
            return;
        }
        if token.says(PARTICLE) {
            return;
        }
        self.hash = mix(self.hash, word(token));
        self.words = self.words.saturating_add(1);
    }

    /// Whether anything but types and directions was read.
    pub(crate) fn is_bare(&self) -> bool {
        self.words == 0
    }

    /// The key with a house's number.
    pub(crate) fn key(&self, number: u64) -> Option<u64> {
        let name = if self.words > 0 { self.hash } else { self.rest };
        (name != 0).then(|| key(Trait::Address, number, name))
    }
}

/// A word of a street's name, *5th* and *fifth* alike.
fn word(token: &Token) -> u64 {
    if token.says(COUNTED) {
        return u64::from(token.code);
    }
    if token.lead_digits > 0 && token.letters == 2 {
        return token.lead;
    }
    if token.has_digits() {
        return token.sum().hash;
    }
    token.word.hash()
}

/// A house's number: *14*, *14B*.
pub(crate) fn house(token: &Token) -> Option<u64> {
    if token.lead_digits == 0 || token.digits > 6 || token.letters > 1 {
        return None;
    }
    let Sum { hash, .. } = token.sum();
    Some(hash)
}

impl Street {
    /// Reads a line of an address.
    pub(crate) fn read(&mut self, line: &str, vocabulary: &Vocabulary) {
        *self = Self::default();
        let mut words = Word::EMPTY;
        for token in tokens(line).take(4) {
            if words == Word::of("pobox") {
                self.number = house(&token);
                self.name = Name::of_post_box();
                return;
            }
            words = words.joined(token.word);
        }
        let mut after_unit = false;
        for mut token in tokens(line).take(12) {
            let known = vocabulary.look(token.word);
            let entry = vocabulary.entry(known.id);
            (token.senses, token.code) = (entry.senses, entry.code);
            let unit = token.says(UNIT) && self.number.is_some() && !self.name.is_bare();
            if unit || after_unit {
                after_unit = unit;
                continue;
            }
            let number = house(&token);
            match (self.number, number) {
                (None, Some(_)) => self.number = number,
                // *12 Elm St 4*: the flat.
                (Some(_), Some(_)) if !self.name.is_bare() && token.letters == 0 => {}
                _ => self.name.take(&token),
            }
        }
    }

    /// The key, if there are a number and a name.
    pub(crate) fn key(&self) -> Option<u64> {
        self.name.key(self.number?)
    }
}
