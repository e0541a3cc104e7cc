//! Workers and persons as numbers from 0 without gaps, and back (CR-2).

use std::collections::HashMap;

use caseward_review::{NOBODY, OUR_OWN};
use serde::{Deserialize, Serialize};

/// A person on record: a client of ours, or somebody whom another system knows by a number of its own.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Person {
    Client(i64),
    Theirs { system: i64, number: String },
}

/// Who has which number.
#[derive(Default)]
pub(super) struct Numbers {
    workers: HashMap<i64, u32>,
    worker_nos: Vec<i64>,
    clients: HashMap<i64, u32>,
    theirs: HashMap<i64, HashMap<String, u32>>,
    people: Vec<Person>,
}

impl Numbers {
    pub(super) fn worker(&mut self, no: i64) -> u32 {
        if let Some(known) = self.workers.get(&no) {
            return *known;
        }
        let number = next(self.worker_nos.len());
        self.workers.insert(no, number);
        self.worker_nos.push(no);
        number
    }

    /// A worker who has a number already.
    pub(super) fn known_worker(&self, no: i64) -> Option<u32> {
        self.workers.get(&no).copied()
    }

    pub(super) fn client(&mut self, no: i64) -> u32 {
        if let Some(known) = self.clients.get(&no) {
            return *known;
        }
        let number = next(self.people.len());
        self.clients.insert(no, number);
        self.people.push(Person::Client(no));
        number
    }

    pub(super) fn theirs(&mut self, system: i64, name: &str) -> u32 {
        let known = self.theirs.entry(system).or_default();
        if let Some(known) = known.get(name) {
            return *known;
        }
        let number = next(self.people.len());
        known.insert(name.to_owned(), number);
        self.people.push(Person::Theirs {
            system,
            number: name.to_owned(),
        });
        number
    }

    pub(super) fn worker_no(&self, number: u32) -> Option<i64> {
        self.worker_nos.get(number as usize).copied()
    }

    pub(super) fn person(&self, number: u32) -> Option<&Person> {
        self.people.get(number as usize)
    }
}

fn next(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(NOBODY - 1)
}

/// The number by which the review knows a system; nothing for one beyond all that fit.
pub(super) fn system_number(no: i64) -> Option<u16> {
    u16::try_from(no).ok().filter(|it| *it != OUR_OWN)
}
