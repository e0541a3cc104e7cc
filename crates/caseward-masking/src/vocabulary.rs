//! The words that the people's names are made of, beside the words that any text is made of (CR-9).
//!
//! Each word is there once, however many people bear it, with what it can be: a first name, a surname, an ordinary word, the
//! name of a month. A second table knows every name without each one of its letters: that is how a slip of the finger is found.

use crate::letters::{Word, mix};
use crate::table::Table;

/// An ordinary English or Spanish word.
pub(crate) const COMMON: u8 = 1;
/// One of the few words that hold sentences together.
pub(crate) const FUNCTION: u8 = 2;
/// Somebody's first or middle name, or what somebody is called.
pub(crate) const GIVEN: u8 = 4;
/// Somebody's surname.
pub(crate) const FAMILY: u8 = 8;
/// Has short forms, or is one.
pub(crate) const SHORT: u8 = 16;
/// Has a [`Sense`].
pub(crate) const SENSED: u8 = 32;
/// An identifying number or plate made of letters only.
pub(crate) const LETTERED: u8 = 64;
/// Somebody's whole name.
pub(crate) const ALONE: u8 = 128;

/// Any of the flags of names.
pub(crate) const NAME: u8 = GIVEN | FAMILY | SHORT | ALONE;

/// Slips are forgiven in names of so many letters.
pub(crate) const SHORTEST_SLIPPED: u8 = 4;

const IDS: u32 = (1 << 24) - 1;

/// A word of the vocabulary.
#[derive(Clone, Copy, Default)]
pub(crate) struct Entry {
    pub(crate) word: Word,
    /// How many people bear it as surname.
    pub(crate) families: u32,
    /// What it says besides, as bits of [`crate::lexicon`].
    pub(crate) senses: u32,
    /// Which month, street type or direction it is.
    pub(crate) code: u8,
}

/// All words.
#[derive(Clone)]
pub(crate) struct Vocabulary {
    table: Table,
    slips: Table,
    entries: Vec<Entry>,
}

/// Where a word stands, and its flags.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Known {
    pub(crate) id: u32,
    pub(crate) flags: u8,
}

impl Known {
    #[inline]
    fn of(value: u32) -> Self {
        let [flags, ..] = value.to_be_bytes();
        Self {
            id: value & IDS,
            flags,
        }
    }

    pub(crate) fn is(self, flags: u8) -> bool {
        self.flags & flags != 0
    }
}

impl Vocabulary {
    pub(crate) fn new() -> Self {
        Self {
            table: Table::new(8),
            slips: Table::new(10),
            entries: vec![Entry::default()],
        }
    }

    /// The word, with no flags if it isn't in the vocabulary.
    #[inline]
    pub(crate) fn look(&self, word: Word) -> Known {
        self.table
            .find(word.hash())
            .map_or(Known::default(), Known::of)
    }

    #[inline]
    pub(crate) fn entry(&self, id: u32) -> Entry {
        self.entries.get(id as usize).copied().unwrap_or_default()
    }

    /// Adds flags to a word, which is put in if it wasn't there. 0 if there are too many.
    pub(crate) fn mark(&mut self, word: Word, flags: u8) -> u32 {
        if word.is_empty() {
            return 0;
        }
        let hash = word.hash();
        let bits = u32::from(flags) << 24;
        let known = self.look(word);
        if known.flags & flags == flags && known.id != 0 {
            return known.id;
        }
        let id = if known.id == 0 {
            let id = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            if id >= IDS {
                return 0;
            }
            if self.entries.len() == self.entries.capacity() {
                self.entries.reserve_exact((self.entries.len() / 4).max(64));
            }
            self.entries.push(Entry {
                word,
                ..Entry::default()
            });
            self.table.add(hash, bits | id);
            id
        } else {
            self.table.change(hash, |value| value | bits);
            known.id
        };
        let (was, is) = (known.flags, known.flags | flags);
        if was & (GIVEN | FAMILY) == 0 && is & (GIVEN | FAMILY) != 0 {
            self.file_slips(word, id);
        }
        id
    }

    fn file_slips(&mut self, word: Word, id: u32) {
        if word.len() < SHORTEST_SLIPPED {
            return;
        }
        self.slips.add(word.hash(), id);
        let mut before = Word::EMPTY;
        for lacking in word.deletions() {
            // The same letter twice in a row gives one form twice.
            if lacking != before {
                self.slips.add(lacking.hash(), id);
            }
            before = lacking;
        }
    }

    /// Lets an entry be changed.
    pub(crate) fn entry_mut(&mut self, id: u32) -> Option<&mut Entry> {
        self.entries.get_mut(id as usize)
    }

    /// The names of which a word may be a slip.
    pub(crate) fn slips_of(&self, word: Word, into: &mut Vec<u32>) {
        into.clear();
        if word.len() + 1 < SHORTEST_SLIPPED {
            return;
        }
        let mut before = Word::EMPTY;
        for form in std::iter::once(word).chain(word.deletions()) {
            if form == before {
                continue;
            }
            before = form;
            for id in self.slips.all(form.hash()) {
                if word.is_one_typo_from(self.entry(id).word) && !into.contains(&id) {
                    into.push(id);
                }
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        let entries = self.entries.capacity() * size_of::<Entry>();
        self.table.bytes() + self.slips.bytes() + entries
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }
}

/// A small set of words, asked for every word of a text.
#[derive(Clone, Default)]
pub(crate) struct Sieve {
    bits: Vec<u64>,
}

impl Sieve {
    /// Room for so many words.
    pub(crate) fn for_words(words: usize) -> Self {
        let len = (words / 4).next_power_of_two().max(16);
        Self { bits: vec![0; len] }
    }

    pub(crate) fn put(&mut self, word: Word) {
        let (at, bit) = self.place(word);
        if let Some(bits) = self.bits.get_mut(at) {
            *bits |= bit;
        }
    }

    /// False if it was never put in; true otherwise, and sometimes by chance.
    #[inline]
    pub(crate) fn may_have(&self, word: Word) -> bool {
        let (at, bit) = self.place(word);
        self.bits.get(at).is_some_and(|bits| bits & bit != 0)
    }

    #[inline]
    fn place(&self, word: Word) -> (usize, u64) {
        let hash = mix(word.hash(), 3);
        let at = usize::try_from(hash >> 6).unwrap_or(0) & self.bits.len().wrapping_sub(1);
        (at, 1 << (hash & 63))
    }
}
