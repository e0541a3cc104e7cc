//! Who lives in the town: the people on record, the forty who work for the office, and what they share by mere chance.

use caseward_review::{PeopleBook, Print, Traits};

use super::dice::Dice;
use super::{DAYS, Make};

/// Someone who lives somewhere and has a name; all of it numbers, since fingerprints are all that is compared.
#[derive(Debug, Clone)]
pub struct Someone {
    pub identity: u64,
    pub surname: usize,
    /// Street and house; none for people without an address.
    pub home: Option<(usize, usize)>,
    pub phone: u64,
    /// The telephone of the one to call in an emergency.
    pub contact: Option<u64>,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub who: Someone,
    /// The day of the first contact; before the year for most.
    pub came: i64,
    /// Programme, from day, until day.
    pub programmes: Vec<(usize, i64, i64)>,
    /// Worker, from day, until day.
    pub workers: Vec<(usize, i64, i64)>,
    pub well_known: bool,
}

impl Person {
    /// Whether they are with the office on a day.
    pub fn is_active(&self, day: i64) -> bool {
        self.programmes
            .iter()
            .any(|(_, from, until)| (*from..*until).contains(&day))
    }
}

/// The part that someone plays in the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Caseworker,
    Supervisor,
    FrontDesk,
    Legal,
    Data,
    PrivacyOfficer,
    Specialist,
}

#[derive(Debug, Clone)]
pub struct Colleague {
    pub who: Someone,
    pub part: Part,
    pub programme: usize,
    /// Days on which they are away, and who stands in.
    pub away: Vec<(i64, i64, Option<usize>)>,
}

impl Colleague {
    /// Whether the work of a programme is theirs.
    pub fn serves(&self, programme: usize) -> bool {
        match self.part {
            Part::Caseworker => self.programme == programme,
            Part::Supervisor => self.programme == programme / 2,
            _ => false,
        }
    }
}

pub struct Town {
    pub persons: Vec<Person>,
    pub workers: Vec<Colleague>,
}

pub const PROGRAMMES: usize = 8;

fn print(kind: u8, value: u64) -> Print {
    let mut bytes = [0; 16];
    bytes[0] = kind;
    bytes[8..].copy_from_slice(&value.to_le_bytes());
    Print(bytes)
}

pub fn traits(who: &Someone) -> Traits {
    let home = who
        .home
        .map(|(street, house)| (street as u64, house as u64));
    Traits {
        identity: vec![print(1, who.identity)],
        surnames: vec![print(2, who.surname as u64)],
        addresses: home
            .iter()
            .map(|(street, house)| print(3, street * 10_000 + house))
            .collect(),
        streets: home.iter().map(|(street, _)| print(4, *street)).collect(),
        reach: vec![print(5, who.phone)],
        contacts: who.contact.iter().map(|phone| print(5, *phone)).collect(),
    }
}

fn somebody(dice: &mut Dice, make: &Make, next: &mut u64) -> Someone {
    *next += 1;
    let street = dice.rank(make.streets);
    Someone {
        identity: *next,
        surname: dice.rank(make.surnames),
        home: Some((street, dice.below(120))),
        phone: *next,
        contact: dice.happens(0.5).then_some(1_000_000_000 + *next),
    }
}

impl Town {
    pub fn build(make: &Make, dice: &mut Dice) -> Self {
        let mut next = 0;
        let workers = workers(make, dice, &mut next);
        let mut persons: Vec<Person> = Vec::new();
        while persons.len() < make.persons {
            let size = 1 + dice.below(4).min(dice.below(4));
            let first = somebody(dice, make, &mut next);
            let together = dice.below(PROGRAMMES);
            for member in 0..size {
                let mut who = first.clone();
                if member > 0 {
                    next += 1;
                    who.identity = next;
                    if dice.happens(0.5) {
                        who.phone = next;
                    }
                    if dice.happens(0.2) {
                        who.surname = dice.rank(make.surnames);
                    }
                    who.contact = dice.happens(0.4).then_some(first.phone);
                }
                if dice.happens(0.2) {
                    who.home = None;
                }
                persons.push(person(make, dice, who, together, &workers));
            }
        }
        Self { persons, workers }
    }

    /// What the office knows about everyone, some of it missing.
    pub fn book(&self, make: &Make, dice: &mut Dice, conflicts: &[(u32, u32)]) -> PeopleBook {
        let mut book = PeopleBook::default();
        for (no, colleague) in (0_u32..).zip(&self.workers) {
            let mut known = traits(&colleague.who);
            if dice.happens(make.unknown) {
                known.addresses.clear();
                known.streets.clear();
            }
            if dice.happens(make.unknown) {
                known.contacts.clear();
            }
            book.worker(no, known);
        }
        for (no, person) in (0_u32..).zip(&self.persons) {
            let mut known = traits(&person.who);
            if dice.happens(make.unknown) {
                known.reach.clear();
            }
            book.person(no, known);
            if person.well_known {
                book.well_known(no);
            }
        }
        for (worker, person) in conflicts {
            book.conflict(*worker, *person);
        }
        book
    }
}

fn workers(make: &Make, dice: &mut Dice, next: &mut u64) -> Vec<Colleague> {
    let parts = [
        (Part::Caseworker, 24),
        (Part::Supervisor, 4),
        (Part::FrontDesk, 5),
        (Part::Legal, 2),
        (Part::Data, 2),
        (Part::PrivacyOfficer, 1),
        (Part::Specialist, 2),
    ];
    let mut workers = Vec::new();
    for (part, count) in parts {
        for at in 0..count {
            workers.push(Colleague {
                who: somebody(dice, make, next),
                part,
                programme: at % PROGRAMMES,
                away: Vec::new(),
            });
        }
    }
    for no in 0..workers.len() {
        let programme = workers[no].programme;
        let standing_in: Vec<usize> = (0..workers.len())
            .filter(|it| *it != no && workers[*it].part == workers[no].part)
            .filter(|it| {
                workers[no].part != Part::Caseworker
                    || workers[*it].programme == programme
                    || dice.happens(0.2)
            })
            .collect();
        for leave in [10, 5, 1, 1, 2, 1, 3] {
            let from = dice.between(0, DAYS);
            let instead =
                (!standing_in.is_empty() && dice.happens(0.9)).then(|| *dice.one(&standing_in));
            workers[no].away.push((from, from + leave, instead));
        }
    }
    workers
}

fn person(
    make: &Make,
    dice: &mut Dice,
    who: Someone,
    together: usize,
    workers: &[Colleague],
) -> Person {
    let came = if dice.happens(0.6) {
        dice.between(-400, 0)
    } else {
        dice.between(0, DAYS)
    };
    let stays = |dice: &mut Dice| 30 + dice.below(400) as i64;
    let mut programmes = vec![(together, came, came + stays(dice))];
    if dice.happens(0.25) {
        let from = dice.between(came, came + 200);
        programmes.push((dice.below(PROGRAMMES), from, from + stays(dice)));
    }
    let mut assigned = Vec::new();
    for (programme, from, until) in &programmes {
        let team: Vec<usize> = (0..workers.len())
            .filter(|it| {
                workers[*it].part == Part::Caseworker && workers[*it].programme == *programme
            })
            .collect();
        let mut from = *from;
        // Workers change now and then.
        while from < *until {
            let end = if dice.happens(0.3) {
                from + 20 + dice.below(150) as i64
            } else {
                *until
            };
            assigned.push((*dice.one(&team), from, end.min(*until)));
            from = end;
        }
    }
    Person {
        who,
        came,
        programmes,
        workers: assigned,
        well_known: dice.happens(make.well_known),
    }
}
