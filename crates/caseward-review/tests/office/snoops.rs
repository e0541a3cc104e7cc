//! Sixty people who look without a reason: twelve patterns, five of each, done as people do it and not as a
//! detector would like it.

use caseward_review::OUR_OWN;

use super::DAYS;
use super::people::{Colleague, Person, Town};
use super::year::{How, OTHER_SYSTEM, Year};

/// What drives somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    Relative,
    Household,
    SharedTelephone,
    EmergencyContact,
    Colleague,
    DeclaredConflict,
    Neighbour,
    OwnRecord,
    WellKnown,
    FormerClient,
    AtNight,
    LeafingThrough,
}

impl Pattern {
    pub const ALL: [Self; 12] = [
        Self::Relative,
        Self::Household,
        Self::SharedTelephone,
        Self::EmergencyContact,
        Self::Colleague,
        Self::DeclaredConflict,
        Self::Neighbour,
        Self::OwnRecord,
        Self::WellKnown,
        Self::FormerClient,
        Self::AtNight,
        Self::LeafingThrough,
    ];
}

/// Someone who looked without a reason.
#[derive(Debug, Clone)]
pub struct Snoop {
    pub pattern: Pattern,
    pub worker: u32,
    pub persons: Vec<u32>,
}

pub const EACH: usize = 5;

/// Chooses who will look at whom, and lets them be related where the pattern says so. The year doesn't know of it.
pub fn choose(year_dice: &mut super::dice::Dice, town: &mut Town) -> (Vec<Snoop>, Vec<(u32, u32)>) {
    let dice = year_dice;
    let (mut snoops, mut conflicts) = (Vec::new(), Vec::new());
    for pattern in Pattern::ALL {
        for _ in 0..EACH {
            let (worker, person) = loop {
                let worker = dice.below(town.workers.len());
                let person = dice.below(town.persons.len());
                if has_no_business(town, worker, person, pattern) {
                    break (worker, person);
                }
            };
            relate(dice, town, pattern, worker, person);
            if pattern == Pattern::DeclaredConflict {
                conflicts.push((worker as u32, person as u32));
            }
            let mut persons = vec![person as u32];
            if pattern == Pattern::LeafingThrough {
                for _ in 0..9 + dice.below(30) {
                    persons.push(dice.below(town.persons.len()) as u32);
                }
            }
            snoops.push(Snoop {
                pattern,
                worker: worker as u32,
                persons,
            });
        }
    }
    // Some conflicts are declared and never matter.
    for _ in 0..30 {
        conflicts.push((
            dice.below(town.workers.len()) as u32,
            dice.below(town.persons.len()) as u32,
        ));
    }
    (snoops, conflicts)
}

/// Never theirs, and of a programme that isn't theirs; a former client was theirs, and has been gone for long.
fn has_no_business(town: &Town, worker: usize, person: usize, pattern: Pattern) -> bool {
    let (colleague, person) = (&town.workers[worker], &town.persons[person]);
    let last_assigned = last_assigned(person, worker);
    let last_served = last_served(person, colleague);
    match pattern {
        Pattern::FormerClient => {
            let last = last_assigned.max(last_served);
            last_assigned.is_some() && last.is_some_and(|it| it < DAYS - 120)
        }
        Pattern::WellKnown if !person.well_known => false,
        _ => last_assigned.is_none() && last_served.is_none(),
    }
}

fn last_assigned(person: &Person, worker: usize) -> Option<i64> {
    let theirs = person.workers.iter().filter(|(it, _, _)| *it == worker);
    theirs.map(|(_, _, until)| *until).max()
}

fn last_served(person: &Person, colleague: &Colleague) -> Option<i64> {
    let served = person
        .programmes
        .iter()
        .filter(|(it, _, _)| colleague.serves(*it));
    served.map(|(_, _, until)| *until).max()
}

fn relate(
    dice: &mut super::dice::Dice,
    town: &mut Town,
    pattern: Pattern,
    worker: usize,
    person: usize,
) {
    let colleague = town.workers[worker].who.clone();
    let other = dice.below(town.workers.len());
    let other = if other == worker {
        (worker + 1) % town.workers.len()
    } else {
        other
    };
    let other_identity = town.workers[other].who.identity;
    let who = &mut town.persons[person].who;
    match pattern {
        Pattern::Relative => who.surname = colleague.surname,
        Pattern::Household => who.home = colleague.home,
        Pattern::SharedTelephone => who.phone = colleague.phone,
        Pattern::EmergencyContact if dice.happens(0.5) => who.contact = Some(colleague.phone),
        Pattern::EmergencyContact => {
            who.contact = who.contact.filter(|_| dice.happens(0.5));
            town.workers[worker].who.contact = Some(town.persons[person].who.phone);
        }
        Pattern::Colleague => who.identity = other_identity,
        Pattern::Neighbour => {
            let house = dice.below(120);
            who.home = colleague.home.map(|(street, _)| (street, house));
        }
        Pattern::OwnRecord => *who = colleague,
        Pattern::DeclaredConflict
        | Pattern::WellKnown
        | Pattern::FormerClient
        | Pattern::AtNight
        | Pattern::LeafingThrough => {}
    }
}

/// Lets them look, some day of the year on which they work.
pub fn look(year: &mut Year<'_>, snoop: &Snoop) {
    let worker = snoop.worker as usize;
    let system = if year.dice.happens(0.75) {
        OUR_OWN
    } else {
        OTHER_SYSTEM
    };
    let how = How {
        searched: if snoop.pattern == Pattern::LeafingThrough {
            0.3
        } else {
            0.7
        },
        written: 0.03,
        system,
    };
    let earliest = match snoop.pattern {
        Pattern::FormerClient => {
            let person = &year.town.persons[snoop.persons[0] as usize];
            let last =
                last_assigned(person, worker).max(last_served(person, &year.town.workers[worker]));
            last.unwrap_or(0).max(-95) + 95
        }
        _ => 0,
    };
    let day = loop {
        let day = year.dice.between(earliest, DAYS);
        if day % 7 < 5 && !year.is_away(worker, day) {
            break day;
        }
    };
    let late = snoop.pattern == Pattern::AtNight || year.dice.happens(0.2);
    let minute = if late {
        year.dice.between(19 * 60 + 30, 23 * 60)
    } else {
        year.dice.between(8 * 60, 17 * 60)
    };
    for (at, person) in snoop.persons.iter().enumerate() {
        year.look(worker, *person as usize, day, minute + at as i64, how);
    }
    if snoop.pattern != Pattern::LeafingThrough && year.dice.happens(0.4) {
        for _ in 0..1 + year.dice.below(3) {
            let again = day + year.dice.between(1, 25);
            if again < DAYS {
                let minute = minute + year.dice.between(-60, 60);
                year.look(
                    worker,
                    snoop.persons[0] as usize,
                    again,
                    minute,
                    How {
                        searched: 0.3,
                        ..how
                    },
                );
            }
        }
    }
}
