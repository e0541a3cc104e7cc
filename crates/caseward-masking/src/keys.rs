//! Which people a hash may be: one number, or a short list (CR-9).
//!
//! A key is made of what identifies (first name and surname, a telephone number, a day of birth), and only its hash
//! is kept. Where more than 31 people share one key it says *many*, and goes on being found.

use crate::letters::{Word, mix};
use crate::table::Table;

/// What a key is made of; keys of different kinds never meet.
#[derive(Clone, Copy)]
pub(crate) enum Trait {
    GivenFamily = 1,
    InitialFamily = 2,
    GivenInitial = 3,
    Family = 4,
    Alone = 5,
    Ideographs = 6,
    Birth = 7,
    ShortPhone = 8,
    Phone = 9,
    Mail = 10,
    Address = 11,
    Number = 12,
    LastFour = 13,
    Plate = 14,
}

/// The hash of a key of two numbers.
#[inline]
pub(crate) fn key(of: Trait, one: u64, other: u64) -> u64 {
    mix(mix(one, of as u64), other)
}

/// The hash of first name and surname, by their hashes.
#[inline]
pub(crate) fn name_key(given: Word, family: Word) -> u64 {
    key(Trait::GivenFamily, given.hash(), family.hash())
}

const LISTED: u32 = 1 << 31;
const CLASS_AT: u32 = 28;
const BLOCK: u32 = (1 << CLASS_AT) - 1;
/// Lists hold 2, 4, 8, 16 or 32.
const CLASSES: u32 = 5;
const NOBODY: u32 = u32::MAX;
const MANY: u32 = u32::MAX - 1;

/// People's numbers are below this.
pub(crate) const NUMBERS: u32 = 1 << 28;

/// From hashes to people.
#[derive(Clone)]
pub(crate) struct Keys {
    table: Table,
    lists: Vec<Lists>,
}

#[derive(Clone, Default)]
struct Lists {
    people: Vec<u32>,
    free: Vec<u32>,
}

/// The people behind a key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bearers<'k> {
    one: Option<u32>,
    listed: &'k [u32],
}

impl Bearers<'_> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        let listed = self.listed.iter().copied();
        self.one
            .into_iter()
            .chain(listed.filter(|it| *it < NUMBERS))
    }

    /// Whether there are more than the list can hold.
    pub(crate) fn are_many(&self) -> bool {
        self.listed.last() == Some(&MANY)
    }
}

impl Keys {
    pub(crate) fn new(bits: u32) -> Self {
        let mut lists = Vec::new();
        lists.resize_with(CLASSES as usize, Lists::default);
        Self {
            table: Table::new(bits),
            lists,
        }
    }

    #[inline]
    pub(crate) fn find(&self, hash: u64) -> Option<Bearers<'_>> {
        let value = self.table.find(hash)?;
        if value & LISTED == 0 {
            return Some(Bearers {
                one: Some(value),
                listed: &[],
            });
        }
        let listed = self.list(value)?;
        Some(Bearers { one: None, listed })
    }

    fn list(&self, value: u32) -> Option<&[u32]> {
        let (class, block) = taken_apart(value);
        let from = (block as usize) << (class + 1);
        let lists = self.lists.get(class as usize)?;
        lists.people.get(from..from + (2 << class))
    }

    fn list_mut(&mut self, value: u32) -> Option<&mut [u32]> {
        let (class, block) = taken_apart(value);
        let from = (block as usize) << (class + 1);
        let lists = self.lists.get_mut(class as usize)?;
        lists.people.get_mut(from..from + (2 << class))
    }

    /// Files a person under a key.
    pub(crate) fn add(&mut self, hash: u64, person: u32) {
        let Some(value) = self.table.find(hash) else {
            self.table.add(hash, person);
            return;
        };
        let moved = if value & LISTED == 0 {
            (value != person).then(|| self.make_list(0, &[value, person]))
        } else {
            self.add_to_list(value, person)
        };
        if let Some(moved) = moved {
            self.table.change(hash, |_| moved);
        }
    }

    /// The list's new place, if it had to move.
    fn add_to_list(&mut self, value: u32, person: u32) -> Option<u32> {
        let list = self.list_mut(value)?;
        if list.contains(&person) || list.last() == Some(&MANY) {
            return None;
        }
        if let Some(free) = list.iter_mut().find(|it| **it == NOBODY) {
            *free = person;
            return None;
        }
        let (class, block) = taken_apart(value);
        if class + 1 == CLASSES {
            if let Some(last) = list.last_mut() {
                *last = MANY;
            }
            return None;
        }
        let mut people = list.to_vec();
        people.push(person);
        if let Some(lists) = self.lists.get_mut(class as usize) {
            lists.free.push(block);
        }
        Some(self.make_list(class + 1, &people))
    }

    fn make_list(&mut self, class: u32, people: &[u32]) -> u32 {
        let size = 2_usize << class;
        let Some(lists) = self.lists.get_mut(class as usize) else {
            return 0;
        };
        let block = lists.free.pop().unwrap_or_else(|| {
            let next = lists.people.len() >> (class + 1);
            if lists.people.len() == lists.people.capacity() {
                lists.people.reserve_exact((lists.people.len() / 4).max(64));
            }
            lists.people.resize(lists.people.len() + size, NOBODY);
            u32::try_from(next).unwrap_or(BLOCK) & BLOCK
        });
        let value = LISTED | class << CLASS_AT | block;
        if let Some(list) = self.list_mut(value) {
            let filled = people.iter().copied().chain(std::iter::repeat(NOBODY));
            for (place, person) in list.iter_mut().zip(filled) {
                *place = person;
            }
        }
        value
    }

    pub(crate) fn bytes(&self) -> usize {
        let lists = self.lists.iter();
        let people: usize = lists
            .map(|it| it.people.capacity() + it.free.capacity())
            .sum();
        self.table.bytes() + people * size_of::<u32>()
    }
}

fn taken_apart(value: u32) -> (u32, u32) {
    ((value >> CLASS_AT) & 7, value & BLOCK)
}

#[cfg(test)]
mod tests {
    use super::{Keys, Trait, key};

    #[test]
    fn everybody_under_a_key_is_found_until_there_are_many() {
        let mut keys = Keys::new(2);
        for person in 0..31 {
            keys.add(key(Trait::Birth, 1, 2), person);
            keys.add(key(Trait::Birth, 1, 2), person);
            let found = keys.find(key(Trait::Birth, 1, 2)).unwrap();
            let mut all: Vec<u32> = found.iter().collect();
            all.sort_unstable();
            assert_eq!(all, (0..=person).collect::<Vec<_>>());
            assert!(!found.are_many());
        }
        for person in 31..100 {
            keys.add(key(Trait::Birth, 1, 2), person);
        }
        let found = keys.find(key(Trait::Birth, 1, 2)).unwrap();
        assert!(found.are_many() && found.iter().count() == 31);
        assert!(keys.find(key(Trait::Phone, 1, 2)).is_none());
    }
}
