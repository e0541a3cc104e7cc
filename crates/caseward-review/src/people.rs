//! What workers and the people on record have in common, compared by keyed fingerprints and never by text (CC-2.4).

use std::collections::{HashMap, HashSet};

/// A keyed fingerprint of a surname, an address, a telephone number: equal when the texts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Print(pub [u8; 16]);

/// What is known about someone, worker or person on record, as fingerprints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traits {
    /// Who it is, by whatever tells one person from all others: name with date of birth, a number.
    pub identity: Vec<Print>,
    /// Surnames, each half of a double one apart.
    pub surnames: Vec<Print>,
    /// Addresses with house and flat.
    pub addresses: Vec<Print>,
    /// Streets with their place, without a house.
    pub streets: Vec<Print>,
    /// Telephone numbers and e-mail addresses of their own.
    pub reach: Vec<Print>,
    /// Telephone numbers and e-mail addresses of those whom they named for emergencies.
    pub contacts: Vec<Print>,
}

impl Traits {
    fn is_empty(&self) -> bool {
        [
            &self.identity,
            &self.surnames,
            &self.addresses,
            &self.streets,
            &self.reach,
            &self.contacts,
        ]
        .iter()
        .all(|it| it.is_empty())
    }
}

/// Where it is written down, in any order, what people have in common.
#[derive(Debug, Default)]
pub struct PeopleBook {
    workers: Vec<(u32, Traits)>,
    persons: Vec<(u32, Traits)>,
    conflicts: Vec<(u32, u32)>,
    well_known: Vec<u32>,
}

/// What can speak against accesses.
#[derive(Debug, Default)]
pub struct People {
    workers: HashMap<u32, Traits>,
    persons: HashMap<u32, Traits>,
    conflicts: HashSet<(u32, u32)>,
    well_known: HashSet<u32>,
    /// Whose fingerprint an identity is, among the workers.
    colleagues: HashMap<Print, u32>,
    /// Who stands so near to whom that only a fact about the two of them explains a look.
    close: HashSet<(u32, u32)>,
    /// How many persons have a surname, or live in a street.
    shared: HashMap<Print, u32>,
}

impl PeopleBook {
    /// What is known about a worker.
    pub fn worker(&mut self, worker: u32, traits: Traits) {
        self.workers.push((worker, traits));
    }

    /// What is known about a person on record.
    pub fn person(&mut self, person: u32, traits: Traits) {
        if !traits.is_empty() {
            self.persons.push((person, traits));
        }
    }

    /// A worker declared a conflict of interest, or a wall stands between them.
    pub fn conflict(&mut self, worker: u32, person: u32) {
        self.conflicts.push((worker, person));
    }

    /// A person is known to the public.
    pub fn well_known(&mut self, person: u32) {
        self.well_known.push(person);
    }

    /// Lays it out.
    #[must_use]
    pub fn build(self) -> People {
        let mut colleagues = HashMap::new();
        for (worker, traits) in &self.workers {
            colleagues.extend(traits.identity.iter().map(|print| (*print, *worker)));
        }
        let mut shared: HashMap<Print, u32> = HashMap::new();
        for (_, traits) in &self.persons {
            for print in traits.surnames.iter().chain(&traits.streets) {
                *shared.entry(*print).or_default() += 1;
            }
        }
        let close = self.close();
        People {
            close,
            workers: self.workers.into_iter().collect(),
            persons: self.persons.into_iter().collect(),
            conflicts: self.conflicts.into_iter().collect(),
            well_known: self.well_known.into_iter().collect(),
            colleagues,
            shared,
        }
    }
}

impl PeopleBook {
    /// Themselves, those with whom they live or share a telephone, those against whom a wall stands.
    fn close(&self) -> HashSet<(u32, u32)> {
        let mut near: HashMap<(Kin, Print), Vec<u32>> = HashMap::new();
        for (worker, traits) in &self.workers {
            let mut remember = |kin, prints: &[Print]| {
                for print in prints {
                    near.entry((kin, *print)).or_default().push(*worker);
                }
            };
            remember(Kin::Identity, &traits.identity);
            remember(Kin::Address, &traits.addresses);
            remember(Kin::Reach, &traits.reach);
            remember(Kin::Contact, &traits.contacts);
        }
        let mut close: HashSet<(u32, u32)> = self.conflicts.iter().copied().collect();
        for (person, traits) in &self.persons {
            let mut look = |kin, prints: &[Print]| {
                for print in prints {
                    let workers = near.get(&(kin, *print)).into_iter().flatten();
                    close.extend(workers.map(|worker| (*worker, *person)));
                }
            };
            look(Kin::Identity, &traits.identity);
            look(Kin::Address, &traits.addresses);
            look(Kin::Reach, &traits.reach);
            look(Kin::Reach, &traits.contacts);
            look(Kin::Contact, &traits.reach);
        }
        close
    }
}

/// What two people can have in common that makes them close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kin {
    Identity,
    Address,
    Reach,
    Contact,
}

impl People {
    /// Whether only a fact about the two of them can explain a look.
    pub(crate) fn are_close(&self, worker: u32, person: u32) -> bool {
        self.close.contains(&(worker, person))
    }

    /// A declared conflict, or a wall.
    pub(crate) fn in_conflict(&self, worker: u32, person: u32) -> bool {
        self.conflicts.contains(&(worker, person))
    }

    /// What share of the persons is known to the public, if this one is.
    pub(crate) fn well_known(&self, person: u32) -> Option<f32> {
        let known = self.well_known.contains(&person);
        known.then(|| share(self.well_known.len(), self.persons.len()))
    }

    /// What is known about a worker and a person, if anything is about both.
    pub(crate) fn pair(&self, worker: u32, person: u32) -> Option<(&Traits, &Traits)> {
        Some((self.workers.get(&worker)?, self.persons.get(&person)?))
    }

    /// The worker whom this record is about.
    pub(crate) fn colleague(&self, person: u32) -> Option<u32> {
        let traits = self.persons.get(&person)?;
        let mut prints = traits.identity.iter();
        prints.find_map(|print| self.colleagues.get(print).copied())
    }

    /// What share of the persons has this surname or street.
    pub(crate) fn share(&self, print: Print) -> f32 {
        let shared = self.shared.get(&print).copied().unwrap_or(1);
        share(shared as usize, self.persons.len())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share of people needs few digits"
)]
fn share(some: usize, all: usize) -> f32 {
    some.max(1) as f32 / all.max(1) as f32
}
