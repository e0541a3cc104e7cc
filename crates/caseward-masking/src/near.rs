//! People who are near the one whose file it is: of them a first name alone, or initials, say enough (CR-9, DV-4.6.4).

use std::collections::BTreeMap;

use crate::filing::Part;
use crate::index::Index;
use crate::letters::Word;
use crate::person::PersonNo;
use crate::vocabulary::{SHORTEST_SLIPPED, Sieve};

/// The household, the linked and the protected people of one file.
///
/// Made once for a file, and handed to [`Index::find`] in a [`Scope`]. Numbers that the index doesn't know are passed over.
#[derive(Clone, Default)]
pub struct Near {
    people: Vec<u32>,
    words: BTreeMap<u32, Role>,
    shorts: BTreeMap<WordOrder, Role>,
    initials: BTreeMap<Word, Vec<u32>>,
    slipped: Sieve,
}

/// What a word may be of whom.
#[derive(Clone, Default)]
pub(crate) struct Role {
    pub(crate) given: Vec<u32>,
    pub(crate) family: Vec<u32>,
}

impl Role {
    pub(crate) fn people(&self) -> impl Iterator<Item = u32> {
        self.given.iter().chain(&self.family).copied()
    }
}

type WordOrder = u64;

impl Near {
    /// Those people, as the index knows them now.
    #[must_use]
    pub fn of(index: &Index, people: &[PersonNo]) -> Self {
        let mut near = Self {
            people: people.iter().map(|it| it.0).collect(),
            ..Self::default()
        };
        near.people.sort_unstable();
        near.people.dedup();
        for number in near.people.clone() {
            for (id, part) in index.names_of(number) {
                let word = index.vocabulary.entry(id).word;
                if word.len() < 2 {
                    continue;
                }
                near.words.entry(id).or_default().add(number, part);
                if part == Part::Given {
                    for short in index.relatives(id) {
                        let role = near.shorts.entry(short.hash()).or_default();
                        role.add(number, Part::Given);
                    }
                }
            }
        }
        near.fill_initials(index);
        near.fill_sieves(index);
        near
    }

    /// *JS* and *JMS* of each.
    fn fill_initials(&mut self, index: &Index) {
        for number in self.people.clone() {
            let of = |part| -> Vec<u8> {
                let words = index.names_of(number).filter(|(_, it)| *it == part);
                let words = words.map(|(id, _)| index.vocabulary.entry(id).word);
                words.map(Word::initial).collect()
            };
            let (given, family) = (of(Part::Given), of(Part::Family));
            for first in &given {
                for last in &family {
                    self.add_initials(&[*first, *last], number);
                    for middle in given.iter().chain(&family) {
                        self.add_initials(&[*first, *middle, *last], number);
                    }
                }
            }
        }
    }

    fn add_initials(&mut self, letters: &[u8], number: u32) {
        let mut word = Word::EMPTY;
        letters.iter().for_each(|letter| word.push(*letter));
        let people = self.initials.entry(word).or_default();
        if people.last() != Some(&number) {
            people.push(number);
        }
    }

    fn fill_sieves(&mut self, index: &Index) {
        let forms = self.words.keys().map(|id| index.vocabulary.entry(*id).word);
        let forms: Vec<Word> = forms.collect();
        let count: usize = forms.iter().map(|word| usize::from(word.len()) + 1).sum();
        self.slipped = Sieve::for_words(count);
        for word in forms {
            if word.len() < SHORTEST_SLIPPED {
                continue;
            }
            self.slipped.put(word);
            word.deletions().for_each(|form| self.slipped.put(form));
        }
    }

    /// Whether somebody is near.
    #[must_use]
    pub fn has(&self, number: PersonNo) -> bool {
        self.people.binary_search(&number.0).is_ok()
    }

    pub(crate) fn has_number(&self, number: u32) -> bool {
        self.people.binary_search(&number).is_ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Whose name the word is.
    pub(crate) fn named(&self, id: u32) -> Option<&Role> {
        self.words.get(&id)
    }

    /// Whose short form it is.
    pub(crate) fn called(&self, word: Word) -> Option<&Role> {
        self.shorts.get(&word.hash())
    }

    /// Whose initials these are.
    pub(crate) fn initialed(&self, letters: Word) -> Option<&[u32]> {
        self.initials.get(&letters).map(Vec::as_slice)
    }

    /// False if the word is certainly no slip of a name.
    pub(crate) fn may_be_slip(&self, word: Word) -> bool {
        self.slipped.may_have(word) || word.deletions().any(|form| self.slipped.may_have(form))
    }
}

impl Role {
    fn add(&mut self, number: u32, part: Part) {
        let people = match part {
            Part::Given => &mut self.given,
            Part::Family => &mut self.family,
        };
        if people.last() != Some(&number) {
            people.push(number);
        }
    }
}

/// What to look for, and for whom with special care.
#[derive(Clone, Copy)]
pub struct Scope<'s> {
    /// Of these, parts of names, short forms and initials are found alone.
    pub near: Option<&'s Near>,
    /// Of these nothing is found, unless it may be somebody's who is near: those whose file it is.
    pub own: Option<&'s Near>,
    /// Also find what looks like an identifier and belongs to nobody who is known.
    pub unknown: bool,
    /// With `unknown`: every date, and not only those beside a word such as *born*.
    pub dates: bool,
}

impl Default for Scope<'_> {
    fn default() -> Self {
        Self {
            near: None,
            own: None,
            unknown: true,
            dates: false,
        }
    }
}
