//! Everybody whom the office knows, so filed that a text can be looked through for all of them at once (CR-9, DV-4.6.4).
//!
//! The index holds hashes, and the words that names are made of; it has no address, telephone number or date in it. It lies in memory only.

use crate::filing::{Part, file};
use crate::keys::{Bearers, Keys, NUMBERS};
use crate::letters::Word;
use crate::lexicon::{TOWN, add_sense, nickname_lines, teach};
use crate::person::{Person, PersonNo};
use crate::vocabulary::{FAMILY, Vocabulary};

/// People, filed under all that identifies them.
///
/// ```
/// use caseward_masking::{Index, Kind, Name, Person, PersonNo, Scope};
/// let john = Person {
///     names: vec![Name { given: "William".into(), middle: "Henry".into(), family: "O'Brien".into() }],
///     phones: vec!["555-010-4477".into()],
///     ..Person::default()
/// };
/// let index = Index::builder(1).person(PersonNo(7), &john).build();
/// let spans = index.find("Spoke to Bill OBRIEN, (555) 010 4477.", &Scope::default());
/// let found: Vec<_> = spans.iter().map(|span| (span.range.clone(), span.kind)).collect();
/// assert_eq!(found, [(9..20, Kind::Name), (22..36, Kind::Phone)]);
/// assert_eq!(spans[0].people, [PersonNo(7)]);
/// ```
#[derive(Clone)]
pub struct Index {
    pub(crate) vocabulary: Vocabulary,
    keys: Keys,
    relatives: Vec<Vec<Word>>,
    names: Names,
    gone: Vec<u64>,
    people: usize,
    pub(crate) has_ideographs: bool,
}

/// Fills an [`Index`], faster than one by one.
pub struct Builder {
    index: Index,
    /// Keys that wait to be filed together, those of one small table after another.
    waiting: Vec<(u64, u32)>,
}

/// So many keys wait at most: 16 MiB.
const WAITING: usize = 1 << 20;

impl Builder {
    /// Files one more person. Somebody with a number of 2^28 or more is not filed.
    #[must_use]
    pub fn person(mut self, number: PersonNo, person: &Person) -> Self {
        if number.0 < NUMBERS {
            let keys = self.index.file(number, person);
            self.waiting.extend(keys.iter().map(|key| (*key, number.0)));
            if self.waiting.len() >= WAITING {
                self.empty();
            }
        }
        self
    }

    fn empty(&mut self) {
        self.waiting.sort_unstable();
        for (key, number) in self.waiting.drain(..) {
            self.index.keys.add(key, number);
        }
    }

    /// The index.
    #[must_use]
    pub fn build(mut self) -> Index {
        self.empty();
        self.index
    }
}

impl Index {
    /// An empty index with room for about so many people; more may come.
    #[must_use]
    pub fn builder(expected: usize) -> Builder {
        let mut vocabulary = Vocabulary::new();
        teach(&mut vocabulary);
        // About a thousand keys for each small table.
        let bits = (expected / 64).max(16).ilog2().min(12);
        let relatives = relatives(&vocabulary);
        let index = Self {
            vocabulary,
            keys: Keys::new(bits),
            relatives,
            names: Names::default(),
            gone: Vec::new(),
            people: 0,
            has_ideographs: false,
        };
        Builder {
            index,
            waiting: Vec::new(),
        }
    }

    /// Files a person, or more about somebody who is filed already: what they were filed under before goes on leading to them, as
    /// former names and addresses should. False, and nothing is filed, if the number is 2^28 or more.
    pub fn add(&mut self, number: PersonNo, person: &Person) -> bool {
        if number.0 >= NUMBERS {
            return false;
        }
        for key in self.file(number, person) {
            self.keys.add(key, number.0);
        }
        true
    }

    /// Files everything about a person but the keys, which it gives back.
    fn file(&mut self, number: PersonNo, person: &Person) -> Vec<u64> {
        let filed = file(person, &self.vocabulary);
        for (word, flags) in &filed.words {
            let id = self.vocabulary.mark(*word, *flags);
            if *flags == FAMILY
                && let Some(entry) = self.vocabulary.entry_mut(id)
            {
                entry.families = entry.families.saturating_add(1);
            }
        }
        for town in &filed.towns {
            add_sense(&mut self.vocabulary, *town, TOWN, 0);
        }
        self.has_ideographs |= filed.has_ideographs;
        let parts = filed.parts.iter().map(|(word, part)| {
            let id = self.vocabulary.look(*word).id;
            (id, *part)
        });
        self.names.file(number.0, parts);
        let (at, bit) = place(number.0);
        if let Some(bits) = self.gone.get_mut(at) {
            *bits &= !bit;
        }
        self.people += 1;
        filed.keys
    }

    /// Somebody is found no more. What they were filed under stays in memory, unconnected, until an index is built anew.
    pub fn remove(&mut self, number: PersonNo) {
        if number.0 >= NUMBERS {
            return;
        }
        let (at, bit) = place(number.0);
        if self.gone.len() <= at {
            self.gone.resize(at + 1, 0);
        }
        if let Some(bits) = self.gone.get_mut(at)
            && *bits & bit == 0
        {
            *bits |= bit;
            self.people = self.people.saturating_sub(1);
        }
    }

    /// How often somebody was filed and not removed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.people
    }

    /// Whether nobody is filed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people == 0
    }

    /// What the index takes in memory, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let small = self.gone.capacity() * size_of::<u64>();
        self.vocabulary.bytes() + self.keys.bytes() + self.names.bytes() + small
    }

    pub(crate) fn is_gone(&self, number: u32) -> bool {
        let (at, bit) = place(number);
        self.gone.get(at).is_some_and(|bits| bits & bit != 0)
    }

    /// Who may be behind a key, if somebody is who wasn't removed.
    #[inline]
    pub(crate) fn bearers(&self, key: u64) -> Option<Bearers<'_>> {
        let bearers = self.keys.find(key)?;
        let someone = bearers.are_many() || bearers.iter().any(|it| !self.is_gone(it));
        someone.then_some(bearers)
    }

    /// What somebody of this name may be called, and what somebody so called may be named.
    pub(crate) fn relatives(&self, id: u32) -> &[Word] {
        self.relatives.get(id as usize).map_or(&[], Vec::as_slice)
    }

    /// The words of somebody's names.
    pub(crate) fn names_of(&self, number: u32) -> impl Iterator<Item = (u32, Part)> {
        self.names.of(number)
    }
}

fn place(number: u32) -> (usize, u64) {
    ((number / 64) as usize, 1 << (number % 64))
}

/// For each word of the table of short forms, those that stand with it on a line.
fn relatives(vocabulary: &Vocabulary) -> Vec<Vec<Word>> {
    let mut relatives: Vec<Vec<Word>> = Vec::new();
    relatives.resize_with(vocabulary.len(), Vec::new);
    for line in nickname_lines() {
        let words: Vec<Word> = line.map(Word::of).collect();
        for word in &words {
            let known = vocabulary.look(*word);
            let Some(of) = relatives.get_mut(known.id as usize) else {
                continue;
            };
            for other in &words {
                if other != word && !of.contains(other) {
                    of.push(*other);
                }
            }
        }
    }
    relatives
}

/// Which words are whose, for those who are near.
#[derive(Clone, Default)]
struct Names {
    from: Vec<u32>,
    words: Vec<u32>,
}

const LAST: u32 = 1 << 31;
const IS_FAMILY: u32 = 1 << 30;
const NONE: u32 = u32::MAX;

impl Names {
    fn file(&mut self, number: u32, parts: impl Iterator<Item = (u32, Part)>) {
        let mut parts: Vec<u32> = parts
            .map(|(id, part)| {
                if part == Part::Family {
                    id | IS_FAMILY
                } else {
                    id
                }
            })
            .collect();
        let before = self.of(number).map(|(id, part)| match part {
            Part::Family => id | IS_FAMILY,
            Part::Given => id,
        });
        parts.extend(before);
        parts.sort_unstable();
        parts.dedup();
        let Some(last) = parts.last_mut() else {
            return;
        };
        *last |= LAST;
        let at = number as usize;
        if self.from.len() <= at {
            if self.from.capacity() <= at {
                let more = (at / 4).max(64) + at + 1 - self.from.len();
                self.from.reserve_exact(more);
            }
            self.from.resize(at + 1, NONE);
        }
        if self.words.capacity() < self.words.len() + parts.len() {
            let more = (self.words.len() / 4).max(64) + parts.len();
            self.words.reserve_exact(more);
        }
        if let (Some(from), Ok(begin)) = (self.from.get_mut(at), u32::try_from(self.words.len())) {
            *from = begin;
        }
        self.words.extend(parts);
    }

    fn of(&self, number: u32) -> impl Iterator<Item = (u32, Part)> {
        let from = self.from.get(number as usize).copied().unwrap_or(NONE);
        let words = self.words.get(from as usize..).unwrap_or(&[]);
        let len = words.iter().position(|word| word & LAST != 0);
        let words = words.get(..len.map_or(0, |at| at + 1)).unwrap_or(&[]);
        words.iter().map(|word| {
            let part = if word & IS_FAMILY == 0 {
                Part::Given
            } else {
                Part::Family
            };
            (word & !(LAST | IS_FAMILY), part)
        })
    }

    fn bytes(&self) -> usize {
        (self.from.capacity() + self.words.capacity()) * size_of::<u32>()
    }
}
