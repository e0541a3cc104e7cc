//! The lines of other systems' logs as accesses, and the looks there that were stated first (CR-2).
//!
//! Whoever states a look often doesn't know yet under which number the other system has the person. Such a statement
//! explains one person: the first one at whom the worker then looked there. It never explains a second one.

use std::collections::{HashMap, HashSet};

use caseward_db::Reader;
use caseward_gate::{Drawers, Fingerprints};
use caseward_model::AccessTemplate;
use caseward_review::{Access, NOBODY, Rules, Span, Stands};

use super::facts::Gathered;
use super::numbers::system_number;
use crate::CaseworkError;
use crate::look_ups::logs::{Import, NO_PERSON, Users, each_line, imports, names_of};
use crate::look_ups::{LookUp, LookedUp, System, User, all_look_ups, systems_of};
use crate::people::Colleague;
use crate::their_numbers::TheirNumbers;

/// So many persons are considered for a statement that names none.
const CONSIDERED: usize = 64;

/// A log whose names have numbers.
struct Log {
    import: Import,
    system: u16,
    /// The worker behind each of its users; nobody for those who aren't ours or aren't known.
    workers: Vec<Option<u32>>,
    persons: Vec<u32>,
}

/// The logs of a review.
pub(super) struct OtherLogs {
    logs: Vec<Log>,
    drawers: Drawers,
    /// Lines of users who are nobody known here.
    pub(super) unknown_users: u64,
}

/// A statement that doesn't say under which number the person is known there.
struct OpenStatement {
    worker: u32,
    system: u16,
    at_ms: i64,
    window: Span,
    /// The persons at whom the worker looked within its time, and when first.
    candidates: HashMap<u32, i64>,
}

impl OtherLogs {
    /// Finds the logs of a period, gives their names numbers, and notes what was stated.
    pub(super) fn gather(
        reader: &mut Reader<'_>,
        (drawers, fingerprints): (Drawers, Fingerprints),
        colleagues: &[Colleague],
        (period, rules): (Span, &Rules),
        gathered: &mut Gathered,
    ) -> Result<Self, CaseworkError> {
        let systems = systems_of(reader, &drawers)?;
        let persons = TheirNumbers::of(reader, fingerprints)?;
        let mut logs = Vec::new();
        for import in imports(reader, &drawers)? {
            let system = systems.iter().find(|it| it.no == import.system);
            let number = system_number(import.system);
            let (Some(system), Some(number)) = (system, number) else {
                continue;
            };
            if import.touches(period.from_ms, period.until_ms) {
                let names = names_of(reader, &drawers, &import)?;
                let workers = workers(&names.0, &Users::of(system, colleagues), gathered);
                let persons = numbered(reader, &names.1, system, &persons, gathered)?;
                logs.push(Log {
                    import,
                    system: number,
                    workers,
                    persons,
                });
            }
        }
        let found = Self {
            logs,
            drawers,
            unknown_users: 0,
        };
        let look_ups = all_look_ups(reader, &found.drawers)?;
        let mut stated = Stated::default();
        stated.gather(reader, &look_ups, &systems, (&persons, rules), gathered)?;
        found.bind(reader, stated, gathered)?;
        Ok(found)
    }

    /// Hands over every access of a known worker.
    pub(super) fn each(
        &mut self,
        reader: &mut Reader<'_>,
        mut visit: impl FnMut(Access),
    ) -> Result<(), CaseworkError> {
        let mut unknown = 0;
        for log in &self.logs {
            each_line(reader, &self.drawers, &log.import, |line| {
                let worker = log.workers.get(line.user as usize).copied();
                match worker.ok_or(CaseworkError::Damaged)? {
                    Some(worker) => visit(Access {
                        at_ms: line.at_ms,
                        worker,
                        person: log.person(line.person)?,
                        system: log.system,
                        kind: line.kind,
                    }),
                    None => unknown += 1,
                }
                Ok(())
            })?;
        }
        self.unknown_users = unknown;
        Ok(())
    }

    /// Each statement that names no person explains the first one who isn't explained by an earlier statement.
    fn bind(
        &self,
        reader: &mut Reader<'_>,
        stated: Stated,
        gathered: &mut Gathered,
    ) -> Result<(), CaseworkError> {
        let Stated {
            mut open,
            named: mut taken,
        } = stated;
        let mut of: HashMap<(u32, u16), Vec<usize>> = HashMap::new();
        for (at, it) in open.iter().enumerate() {
            of.entry((it.worker, it.system)).or_default().push(at);
        }
        if of.is_empty() {
            return Ok(());
        }
        for log in &self.logs {
            each_line(reader, &self.drawers, &log.import, |line| {
                let worker = log.workers.get(line.user as usize).copied().flatten();
                let waiting = worker.and_then(|it| of.get(&(it, log.system)));
                for at in waiting.into_iter().flatten() {
                    if let Some(it) = open.get_mut(*at) {
                        it.consider(log.person(line.person)?, line.at_ms);
                    }
                }
                Ok(())
            })?;
        }
        open.sort_by_key(|it| it.at_ms);
        for it in &open {
            let free = it
                .candidates
                .iter()
                .filter(|(person, _)| !taken.contains(&(it.worker, it.system, **person)));
            let first = free.min_by_key(|(person, at_ms)| (**at_ms, **person));
            if let Some((person, _)) = first {
                taken.insert((it.worker, it.system, *person));
                note(gathered, (it.worker, *person), it.system, it.at_ms);
            }
        }
        Ok(())
    }
}

impl Log {
    fn person(&self, place: u32) -> Result<u32, CaseworkError> {
        if place == NO_PERSON {
            return Ok(NOBODY);
        }
        let person = self.persons.get(place as usize).copied();
        person.ok_or(CaseworkError::Damaged)
    }
}

impl OpenStatement {
    fn consider(&mut self, person: u32, at_ms: i64) {
        if person == NOBODY || !self.window.holds(at_ms) {
            return;
        }
        if self.candidates.len() < CONSIDERED || self.candidates.contains_key(&person) {
            let first = self.candidates.entry(person).or_insert(at_ms);
            *first = (*first).min(at_ms);
        }
    }
}

fn workers(names: &[String], users: &Users<'_>, gathered: &Gathered) -> Vec<Option<u32>> {
    let worker = |name: &String| match users.find(name)? {
        User::Worker(no) => gathered.numbers.known_worker(no),
        User::NotOurs => None,
    };
    names.iter().map(worker).collect()
}

fn numbered(
    reader: &mut Reader<'_>,
    names: &[String],
    system: &System,
    ours: &TheirNumbers,
    gathered: &mut Gathered,
) -> Result<Vec<u32>, CaseworkError> {
    if !system.knows_our_numbers {
        let theirs = names
            .iter()
            .map(|it| gathered.numbers.theirs(system.no, it));
        return Ok(theirs.collect());
    }
    let mut numbers = Vec::with_capacity(names.len());
    for (name, whom) in names.iter().zip(ours.find_all(reader, names)?) {
        numbers.push(match whom.client() {
            Some(client) => gathered.numbers.client(client),
            None => gathered.numbers.theirs(system.no, name),
        });
    }
    Ok(numbers)
}

/// The person whom a system knows by a number.
fn person(
    reader: &mut Reader<'_>,
    (system, number): (&System, &str),
    ours: &TheirNumbers,
    gathered: &mut Gathered,
) -> Result<u32, CaseworkError> {
    if system.knows_our_numbers
        && let Some(client) = ours.find(reader, number)?.client()
    {
        return Ok(gathered.numbers.client(client));
    }
    Ok(gathered.numbers.theirs(system.no, number))
}

/// What was stated.
#[derive(Default)]
struct Stated {
    /// Statements that don't say under which number the person is known there.
    open: Vec<OpenStatement>,
    /// Worker, system and person of all others.
    named: HashSet<(u32, u16, u32)>,
}

impl Stated {
    fn gather(
        &mut self,
        reader: &mut Reader<'_>,
        look_ups: &[LookUp],
        systems: &[System],
        (persons, rules): (&TheirNumbers, &Rules),
        gathered: &mut Gathered,
    ) -> Result<(), CaseworkError> {
        for it in look_ups {
            let system = systems.iter().find(|system| system.no == it.system);
            let worker = gathered.numbers.known_worker(it.worker.0);
            let number = system_number(it.system);
            let (Some(system), Some(worker), Some(number)) = (system, worker, number) else {
                continue;
            };
            let mut whom = Vec::new();
            if let Some(their_number) = &it.person {
                whom.push(person(reader, (system, their_number), persons, gathered)?);
            }
            let mut named = it.person.is_some();
            if let LookedUp::Client(client) = &it.about
                && let Some(no) = gathered.clients.get(client).copied()
            {
                whom.push(gathered.numbers.client(no));
                named |= system.knows_our_numbers;
            }
            for person in whom {
                note(gathered, (worker, person), number, it.stated_ms);
                self.named.insert((worker, number, person));
            }
            if !named {
                self.open.push(OpenStatement {
                    worker,
                    system: number,
                    at_ms: it.stated_ms,
                    window: Span {
                        from_ms: it.stated_ms.saturating_sub(rules.clocks_ms),
                        until_ms: it.stated_ms.saturating_add(rules.look_up_ms),
                    },
                    candidates: HashMap::new(),
                });
            }
        }
        Ok(())
    }
}

fn note(gathered: &mut Gathered, (worker, person): (u32, u32), system: u16, at_ms: i64) {
    let span = Span {
        from_ms: at_ms,
        until_ms: at_ms.saturating_add(1),
    };
    let mut fact = Stands::new(worker, person, AccessTemplate::LookUp, span);
    fact.system = Some(system);
    gathered.facts.stands(fact);
}
