//! A year of ordinary work in all its mess: late entries, sick colleagues, wrong clicks, calls that nobody writes down.
//!
//! Nothing in here asks the review whether it would understand: what happens is decided first, and what is
//! recorded of it is decided by dice of its own.

use caseward_model::{AccessKind, AccessTemplate};
use caseward_review::{Access, FactsBook, Joined, NOBODY, OUR_OWN, Span, Stands, Tie};

use super::dice::Dice;
use super::people::{PROGRAMMES, Part, Town};
use super::{DAYS, Make, at, day_ms};

/// The number of another system that the office uses.
pub const OTHER_SYSTEM: u16 = 1;

/// How a look is done.
#[derive(Clone, Copy)]
pub struct How {
    pub searched: f64,
    pub written: f64,
    pub system: u16,
}

const ORDINARY: How = How {
    searched: 0.35,
    written: 0.5,
    system: OUR_OWN,
};
const CALL: How = How {
    searched: 0.8,
    written: 0.6,
    system: OUR_OWN,
};
const FAVOUR: How = How {
    searched: 0.7,
    written: 0.3,
    system: OUR_OWN,
};
const MISTAKE: How = How {
    searched: 0.9,
    written: 0.0,
    system: OUR_OWN,
};

pub struct Year<'y> {
    pub make: &'y Make,
    pub town: &'y Town,
    pub dice: Dice,
    pub facts: FactsBook,
    pub accesses: Vec<Access>,
    caseloads: Vec<Vec<(usize, i64, i64)>>,
    by_programme: Vec<Vec<usize>>,
}

impl<'y> Year<'y> {
    pub fn begin(make: &'y Make, town: &'y Town, dice: Dice) -> Self {
        let mut caseloads = vec![Vec::new(); town.workers.len()];
        let mut by_programme = vec![Vec::new(); PROGRAMMES];
        for (no, person) in town.persons.iter().enumerate() {
            for (worker, from, until) in &person.workers {
                caseloads[*worker].push((no, *from, *until));
            }
            for (programme, _, _) in &person.programmes {
                by_programme[*programme].push(no);
            }
        }
        Self {
            make,
            town,
            dice,
            facts: FactsBook::default(),
            accesses: Vec::new(),
            caseloads,
            by_programme,
        }
    }

    /// How many days after the fact it is written down.
    fn late(&mut self) -> i64 {
        let u = self.dice.share() / self.make.lateness;
        match u {
            u if u > 0.30 => 0,
            u if u > 0.10 => self.dice.between(1, 4),
            u if u > 0.03 => self.dice.between(4, 11),
            _ => self.dice.between(11, 46),
        }
    }

    fn days(from: i64, until: i64) -> Span {
        Span {
            from_ms: day_ms(from),
            until_ms: day_ms(until),
        }
    }

    fn note(
        &mut self,
        worker: usize,
        person: usize,
        template: AccessTemplate,
        from: i64,
        until: i64,
        recorded: f64,
    ) {
        if !self.dice.happens(recorded) {
            return;
        }
        let late = self.late();
        let mut fact = Stands::new(
            worker as u32,
            person as u32,
            template,
            Self::days(from, until),
        );
        fact.recorded_ms = day_ms(from + late);
        fact.by_self = self.dice.happens(0.1);
        self.facts.stands(fact);
    }

    /// What is on file before the year begins and while it lasts: enrolments, assignments, supervision, leave.
    pub fn standing_facts(&mut self) {
        for no in 0..self.town.persons.len() {
            let person = &self.town.persons[no];
            if self.dice.happens(0.98) {
                self.facts
                    .first_contact(no as u32, day_ms(person.came) + 9 * 3_600_000);
            }
            for (programme, from, until) in &person.programmes {
                let late = self.late();
                let recorded = day_ms(from + late);
                self.facts.joins(
                    no as u32,
                    *programme as u32,
                    Joined::Enrolled,
                    Self::days(*from, *until),
                    recorded,
                );
                if self.dice.happens(0.3) {
                    let span = Self::days(from - 20, from + 10);
                    self.facts.joins(
                        no as u32,
                        *programme as u32,
                        Joined::Referred,
                        span,
                        day_ms(from - 20),
                    );
                }
            }
            for (worker, from, until) in &person.workers {
                let recorded = 1.0 - self.make.unrecorded;
                self.note(
                    *worker,
                    no,
                    AccessTemplate::Assigned,
                    *from,
                    *until,
                    recorded,
                );
            }
        }
        for no in 0..self.town.workers.len() {
            let colleague = &self.town.workers[no];
            match colleague.part {
                Part::Caseworker if colleague.programme < self.make.tied => {
                    self.facts.ties(
                        no as u32,
                        colleague.programme as u32,
                        Tie::Works,
                        Span::ALWAYS,
                    );
                }
                Part::Supervisor => {
                    for (other, it) in self.town.workers.iter().enumerate() {
                        if it.part == Part::Caseworker && it.programme / 2 == colleague.programme {
                            self.facts.supervises(no as u32, other as u32, Span::ALWAYS);
                        }
                    }
                }
                _ => {}
            }
            for (from, until, instead) in &colleague.away {
                if let Some(instead) = instead.filter(|_| self.dice.happens(0.85)) {
                    let span = Self::days(*from, until + 1);
                    self.facts.stands_in(instead as u32, no as u32, span);
                }
            }
        }
    }

    pub fn is_away(&self, worker: usize, day: i64) -> bool {
        let away = &self.town.workers[worker].away;
        away.iter()
            .any(|(from, until, _)| (*from..*until).contains(&day))
    }

    /// A look: perhaps a search, an opening or a few, perhaps something written.
    pub fn look(&mut self, worker: usize, person: usize, day: i64, minute: i64, how: How) {
        let mut at_ms = at(day, minute) + self.dice.between(0, 60_000);
        let mut push = |at_ms: i64, kind: AccessKind, person: u32| {
            self.accesses.push(Access {
                at_ms,
                worker: worker as u32,
                person,
                system: how.system,
                kind,
            });
        };
        let person = person as u32;
        if self.dice.happens(how.searched) {
            let hit = if self.dice.happens(0.5) {
                person
            } else {
                NOBODY
            };
            push(at_ms, AccessKind::Searched, hit);
            at_ms += self.dice.between(5_000, 90_000);
        }
        for _ in 0..1 + self.dice.below(3) {
            push(at_ms, AccessKind::Opened, person);
            at_ms += self.dice.between(20_000, 400_000);
        }
        if self.dice.happens(how.written) {
            push(at_ms, AccessKind::Changed, person);
        }
        if self.dice.happens(0.03) {
            push(at_ms + 1_000, AccessKind::Exported, person);
        }
    }

    fn in_hours(&mut self) -> i64 {
        self.dice.between(8 * 60, 17 * 60 + 30)
    }

    /// Someone whom the worker serves on that day, or nearly.
    fn of_caseload(&mut self, worker: usize, day: i64) -> Option<usize> {
        for _ in 0..40 {
            let load = &self.caseloads[worker];
            if load.is_empty() {
                return None;
            }
            let (person, from, until) = load[self.dice.below(load.len())];
            if from - 2 <= day && day < until + 10 {
                return Some(person);
            }
        }
        None
    }

    fn former(&mut self, worker: usize, day: i64) -> Option<usize> {
        for _ in 0..60 {
            let load = &self.caseloads[worker];
            let (person, _, until) = *load.get(self.dice.below(load.len()))?;
            if until + 40 < day {
                return Some(person);
            }
        }
        None
    }

    fn of_programme(&mut self, programme: usize, day: i64) -> usize {
        for _ in 0..200 {
            let person = *self.dice.one(&self.by_programme[programme]);
            let with = self.town.persons[person].programmes.iter();
            if with
                .clone()
                .any(|(it, from, until)| *it == programme && (*from..*until).contains(&day))
            {
                return person;
            }
        }
        *self.dice.one(&self.by_programme[programme])
    }

    pub fn anyone(&mut self, day: i64) -> usize {
        for _ in 0..200 {
            let person = self.dice.below(self.town.persons.len());
            if self.town.persons[person].is_active(day) {
                return person;
            }
        }
        self.dice.below(self.town.persons.len())
    }

    pub fn run(&mut self) {
        self.standing_facts();
        self.legal_matters();
        for day in 0..DAYS {
            self.nights(day);
            if day % 7 >= 5 {
                continue;
            }
            if day % 7 == 2 {
                self.conference(day);
            }
            for worker in 0..self.town.workers.len() {
                if self.is_away(worker, day) {
                    continue;
                }
                match self.town.workers[worker].part {
                    Part::Caseworker => self.caseworker(worker, day),
                    Part::Supervisor => self.supervisor(worker, day),
                    Part::FrontDesk => self.front_desk(worker, day),
                    Part::Data => self.data(worker, day),
                    Part::PrivacyOfficer => self.privacy_officer(worker, day),
                    Part::Specialist => self.specialist(worker, day),
                    Part::Legal => {}
                }
            }
        }
    }

    fn caseworker(&mut self, worker: usize, day: i64) {
        let programme = self.town.workers[worker].programme;
        let standing_in: Vec<usize> = (0..self.town.workers.len())
            .filter(|it| {
                let mut away = self.town.workers[*it].away.iter();
                away.any(|(from, until, instead)| {
                    (*from..*until).contains(&day) && *instead == Some(worker)
                })
            })
            .collect();
        for _ in 0..18 + self.dice.below(16) {
            let minute = self.in_hours();
            let u = self.dice.share();
            let (person, how) = if u < 0.06 {
                (Some(self.of_programme(programme, day)), CALL)
            } else if u < 0.12 && !standing_in.is_empty() {
                let away = *self.dice.one(&standing_in);
                (self.of_caseload(away, day), ORDINARY)
            } else if u > 0.983 {
                let active = self.dice.happens(0.85);
                let person = if active {
                    self.anyone(day)
                } else {
                    self.dice.below(self.town.persons.len())
                };
                (Some(person), FAVOUR)
            } else if u > 0.973 {
                (Some(self.dice.below(self.town.persons.len())), MISTAKE)
            } else if u > 0.968 {
                (self.former(worker, day), CALL)
            } else {
                (self.of_caseload(worker, day), ORDINARY)
            };
            if let Some(person) = person {
                self.look(worker, person, day, minute, how);
                if self.dice.happens(0.12) {
                    self.look(
                        worker,
                        person,
                        day,
                        minute + 4,
                        How {
                            system: OTHER_SYSTEM,
                            written: 0.0,
                            ..how
                        },
                    );
                }
            }
        }
        if self.dice.happens(0.15) {
            self.other_system(worker, day);
        }
        if self.dice.happens(0.04) {
            for _ in 0..1 + self.dice.below(6) {
                if let Some(person) = self.of_caseload(worker, day) {
                    let minute = self.dice.between(19 * 60, 21 * 60 + 30);
                    self.look(worker, person, day, minute, ORDINARY);
                }
            }
        }
    }

    /// A relative, a landlord, someone who may be moving in: looked up elsewhere, the duty stated first by most.
    fn other_system(&mut self, worker: usize, day: i64) {
        let (person, minute) = (self.dice.below(self.town.persons.len()), self.in_hours());
        if self.dice.happens(0.85) {
            let from_ms = at(day, minute - 10);
            let span = Span::since(from_ms);
            let mut fact = Stands::new(worker as u32, person as u32, AccessTemplate::LookUp, span);
            fact.recorded_ms = from_ms;
            fact.system = Some(OTHER_SYSTEM);
            self.facts.stands(fact);
        }
        self.look(
            worker,
            person,
            day,
            minute,
            How {
                searched: 0.9,
                written: 0.0,
                system: OTHER_SYSTEM,
            },
        );
    }

    fn supervisor(&mut self, worker: usize, day: i64) {
        let pair = self.town.workers[worker].programme;
        for _ in 0..15 + self.dice.below(10) {
            let minute = self.in_hours();
            let theirs = 2 * pair + self.dice.below(2);
            let person = if self.dice.happens(0.96) {
                self.of_programme(theirs, day)
            } else {
                self.anyone(day)
            };
            self.look(
                worker,
                person,
                day,
                minute,
                How {
                    written: 0.2,
                    ..ORDINARY
                },
            );
        }
    }

    fn front_desk(&mut self, worker: usize, day: i64) {
        let on_intake = (worker as i64 + day) % 5 < 2;
        if on_intake && self.dice.happens(0.95) {
            self.facts.takes_in(worker as u32, Self::days(day, day + 1));
        }
        let newcomers: Vec<usize> = (0..self.town.persons.len())
            .filter(|it| (day - 1..=day).contains(&self.town.persons[*it].came))
            .collect();
        for _ in 0..40 + self.dice.below(30) {
            let minute = self.in_hours();
            if on_intake && !newcomers.is_empty() && self.dice.happens(0.4) {
                let person = *self.dice.one(&newcomers);
                self.look(
                    worker,
                    person,
                    day,
                    minute,
                    How {
                        written: 0.7,
                        ..CALL
                    },
                );
                continue;
            }
            let visit = self.dice.happens(0.94);
            let person = if visit || self.dice.happens(0.6) {
                self.anyone(day)
            } else {
                self.dice.below(self.town.persons.len())
            };
            if visit {
                // Who comes is in the visitors' book, and some have an appointment in the days to come.
                let on = day
                    + if self.dice.happens(0.3) {
                        self.dice.between(0, 6)
                    } else {
                        0
                    };
                if self.dice.happens(0.97) {
                    let span = Self::days(on, on + 1);
                    let (worker, person) = (worker as u32, person as u32);
                    self.facts.stands(Stands::new(
                        worker,
                        person,
                        AccessTemplate::Appointment,
                        span,
                    ));
                }
            }
            self.look(worker, person, day, minute, CALL);
        }
    }

    fn data(&mut self, worker: usize, day: i64) {
        let programme = (worker + day as usize / 14) % PROGRAMMES;
        if day % 14 == 0 && self.dice.happens(0.95) {
            self.facts.ties(
                worker as u32,
                programme as u32,
                Tie::DataQuality,
                Self::days(day, day + 14),
            );
        }
        for _ in 0..25 + self.dice.below(25) {
            let minute = self.in_hours();
            let person = if self.dice.happens(0.98) {
                self.of_programme(programme, day)
            } else {
                self.anyone(day)
            };
            self.look(
                worker,
                person,
                day,
                minute,
                How {
                    searched: 0.2,
                    written: 0.6,
                    system: OUR_OWN,
                },
            );
        }
    }

    fn privacy_officer(&mut self, worker: usize, day: i64) {
        for _ in 0..6 + self.dice.below(6) {
            let (person, minute) = (self.anyone(day), self.in_hours());
            let template = if self.dice.happens(0.1) {
                AccessTemplate::SubjectAccess
            } else {
                AccessTemplate::Review
            };
            self.note(worker, person, template, day, day + 3, 0.98);
            self.look(
                worker,
                person,
                day,
                minute,
                How {
                    written: 0.1,
                    ..ORDINARY
                },
            );
        }
    }

    fn specialist(&mut self, worker: usize, day: i64) {
        for _ in 0..8 {
            let (person, minute) = (self.anyone(day), self.in_hours());
            let later = self.dice.between(20, 60);
            self.note(
                worker,
                person,
                AccessTemplate::Assigned,
                day,
                day + later,
                0.97,
            );
            self.look(worker, person, day, minute, ORDINARY);
            let again = day + self.dice.between(1, 15);
            if again < DAYS && again % 7 < 5 {
                self.look(worker, person, again, minute, ORDINARY);
            }
        }
    }

    fn legal_matters(&mut self) {
        let counsel: Vec<usize> = (0..self.town.workers.len())
            .filter(|it| self.town.workers[*it].part == Part::Legal)
            .collect();
        for _ in 0..150 {
            let (worker, from) = (*self.dice.one(&counsel), self.dice.between(0, DAYS));
            let (person, lasts) = (self.anyone(from), self.dice.between(10, 60));
            self.note(
                worker,
                person,
                AccessTemplate::Legal,
                from,
                from + lasts,
                0.96,
            );
            for _ in 0..5 + self.dice.below(25) {
                let (day, minute) = (from + self.dice.between(0, lasts), self.in_hours());
                if day < DAYS && day % 7 < 5 {
                    self.look(
                        worker,
                        person,
                        day,
                        minute,
                        How {
                            written: 0.2,
                            ..ORDINARY
                        },
                    );
                }
            }
        }
    }

    /// Twelve people on the agenda, six workers who prepare, and one person whom somebody brings up unannounced.
    fn conference(&mut self, day: i64) {
        let workers: Vec<usize> = (0..6).map(|_| self.dice.below(24)).collect();
        for item in 0..13 {
            let (person, on_agenda) = (self.anyone(day), item < 12);
            for &worker in &workers {
                if on_agenda {
                    self.note(
                        worker,
                        person,
                        AccessTemplate::Conference,
                        day - 3,
                        day + 2,
                        0.99,
                    );
                }
                let (when, minute) = (day - self.dice.between(0, 3), self.in_hours());
                if self.dice.happens(0.7) && when >= 0 && when % 7 < 5 {
                    self.look(
                        worker,
                        person,
                        when,
                        minute,
                        How {
                            written: 0.2,
                            ..ORDINARY
                        },
                    );
                }
            }
        }
    }

    /// Who is on call, and what they are called for; emergencies; and shifts through the night where there are any.
    fn nights(&mut self, day: i64) {
        let week = (day / 7) as usize;
        for round in 0..4 {
            let worker = (week * 4 + round * 5) % 24;
            if self.is_away(worker, day) {
                continue;
            }
            let programmes = [2 * round, 2 * round + 1];
            if day % 7 == 0 && self.dice.happens(0.95) {
                for programme in programmes {
                    self.facts.ties(
                        worker as u32,
                        programme as u32,
                        Tie::Roster,
                        Self::days(day, day + 7),
                    );
                }
            }
            for _ in 0..self.dice.below(3) {
                let minute = if day % 7 >= 5 {
                    self.dice.between(0, 1440)
                } else {
                    self.dice.between(19 * 60, 23 * 60)
                };
                let person = if self.dice.happens(0.95) {
                    let programme = programmes[self.dice.below(2)];
                    self.of_programme(programme, day)
                } else {
                    self.anyone(day)
                };
                self.look(
                    worker,
                    person,
                    day,
                    minute,
                    How {
                        written: 0.8,
                        ..CALL
                    },
                );
            }
        }
        self.shifts(day);
        if self.dice.happens(0.3) {
            self.emergency(day);
        }
    }

    /// Some programmes have someone there all night.
    fn shifts(&mut self, day: i64) {
        for worker in (0..24).filter(|it| it % 8 < self.make.night_programmes) {
            if self.is_away(worker, day) || (worker as i64 + day) % 3 != 0 {
                continue;
            }
            for _ in 0..6 + self.dice.below(8) {
                let minute = self.dice.between(0, 6 * 60);
                let programme = self.town.workers[worker].programme;
                let person = if self.dice.happens(0.97) {
                    self.of_programme(programme, day)
                } else {
                    self.anyone(day)
                };
                self.look(worker, person, day, minute, ORDINARY);
            }
        }
    }

    fn emergency(&mut self, day: i64) {
        let (worker, person) = (self.dice.below(40), self.anyone(day));
        let minute = self.dice.between(6 * 60, 23 * 60);
        if self.dice.happens(0.97) {
            let span = Span {
                from_ms: at(day, minute),
                until_ms: at(day, minute + 60),
            };
            self.facts.stands(Stands::new(
                worker as u32,
                person as u32,
                AccessTemplate::Emergency,
                span,
            ));
        }
        self.look(
            worker,
            person,
            day,
            minute + 1,
            How {
                written: 0.8,
                ..CALL
            },
        );
    }
}
