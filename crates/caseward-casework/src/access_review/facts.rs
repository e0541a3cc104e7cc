//! What the office has recorded anyway and what can explain an access: who works with whom, who supervises, who stood in,
//! which emergencies were declared, which looks were stated first, what a reviewer decided (CR-2, CR-4, CR-7).

use std::collections::HashMap;

use caseward_gate::{Assignee, ClientSeen, SeenAccess, WallAgainst};
use caseward_model::{AccessTemplate, Client, Id, Role};
use caseward_review::{Access, FactsBook, Joined, OUR_OWN, PeopleBook, Span, Stands, Tie};

use super::numbers::Numbers;
use crate::conference::SpokenWith;
use crate::people::Colleague;

/// Looks that one and the same rule let through and that lie no further apart are noted as one fact.
const TOGETHER_MS: i64 = 3_600_000;

/// Everything that is gathered for one review.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) numbers: Numbers,
    pub(super) facts: FactsBook,
    pub(super) people: PeopleBook,
    /// The accesses of our own system, in the order in which they were.
    pub(super) own: Vec<Access>,
    /// The number of each client by id.
    pub(super) clients: HashMap<Id<Client>, i64>,
    by_rule: HashMap<(u32, u32, AccessTemplate), Vec<Span>>,
}

/// The number of a team or programme among the groups.
const fn team(no: i64) -> u32 {
    ((no as u32) << 1) | 1
}

const fn programme(no: i64) -> u32 {
    (no as u32) << 1
}

impl Gathered {
    /// What the sheets of the workers say of each other.
    pub(super) fn workers(&mut self, colleagues: &[Colleague]) {
        for it in colleagues {
            self.numbers.worker(it.no);
        }
        for it in colleagues {
            let worker = self.numbers.worker(it.no);
            let while_here = Span {
                from_ms: i64::MIN,
                until_ms: it.sheet.ended_at.unwrap_or(i64::MAX),
            };
            let groups = it.sheet.programmes.iter().map(|no| programme(*no));
            for group in groups.chain(it.sheet.teams.iter().map(|no| team(*no))) {
                self.facts.ties(worker, group, Tie::Works, while_here);
            }
            for other in &it.sheet.supervises {
                if let Some(other) = self.numbers.known_worker(*other) {
                    self.facts.supervises(worker, other, while_here);
                }
            }
            for absence in &it.sheet.absences {
                let span = Span {
                    from_ms: absence.from,
                    until_ms: absence.until,
                };
                if let Some(cover) = self.numbers.known_worker(absence.cover) {
                    self.facts.stands_in(cover, worker, span);
                }
            }
            if let (Some(custodian), Some(ended_at)) = (it.sheet.custodian, it.sheet.ended_at)
                && let Some(custodian) = self.numbers.known_worker(custodian)
            {
                self.facts
                    .stands_in(custodian, worker, Span::since(ended_at));
            }
        }
    }

    /// What the sheet of a client says.
    pub(super) fn client(&mut self, client: &ClientSeen, colleagues: &[Colleague]) {
        self.clients.insert(client.id, client.no);
        let person = self.numbers.client(client.no);
        for it in &client.sheet.assignments {
            let span = Span {
                from_ms: it.from,
                until_ms: it.until.unwrap_or(i64::MAX),
            };
            match it.to {
                Assignee::Worker(no) => {
                    let worker = self.numbers.worker(no);
                    let mut fact = Stands::new(worker, person, AccessTemplate::Assigned, span);
                    fact.by_self = it.by == no;
                    self.facts.stands(fact);
                }
                Assignee::Team(no) => self.joins(person, team(no), span),
                Assignee::Programme(no) => self.joins(person, programme(no), span),
            }
        }
        for it in &client.sheet.programmes {
            let span = Span {
                from_ms: i64::MIN,
                until_ms: it.until.unwrap_or(i64::MAX),
            };
            self.joins(person, programme(it.no), span);
        }
        let by_law = client.sheet.law.iter().any(|it| it.requested_by_law);
        for it in colleagues {
            let worker = self.numbers.worker(it.no);
            if by_law && it.sheet.role == Role::LegalCounsel {
                let fact = Stands::new(worker, person, AccessTemplate::Legal, Span::ALWAYS);
                self.facts.stands(fact);
            }
            if !client.sheet.walls.is_empty() && client.sheet.walls_off(it.no, &it.sheet) {
                self.people.conflict(worker, person);
            }
        }
        for wall in &client.sheet.walls {
            // Of someone who isn't among the colleagues any more the wall says all the same that they were close.
            if let WallAgainst::Worker(no) = wall.against {
                let worker = self.numbers.worker(no);
                self.people.conflict(worker, person);
            }
        }
    }

    /// Somebody sits where a client is spoken of in a case conference, and belongs to that organisation still.
    pub(super) fn conference(&mut self, it: &SpokenWith, colleagues: &[Colleague]) {
        let mut all = colleagues.iter();
        let sits = |of: &Colleague| of.no == it.worker && of.sheet.organization == it.organization;
        if !all.any(sits) {
            return;
        }
        let (worker, person) = (
            self.numbers.worker(it.worker),
            self.numbers.client(it.client),
        );
        let span = Span {
            from_ms: it.from_ms,
            until_ms: it.until_ms,
        };
        let mut fact = Stands::new(worker, person, AccessTemplate::Conference, span);
        (fact.recorded_ms, fact.by_self) = (it.from_ms, it.by_self);
        self.facts.stands(fact);
    }

    fn joins(&mut self, person: u32, group: u32, span: Span) {
        let unknown = i64::MIN;
        self.facts
            .joins(person, group, Joined::Enrolled, span, unknown);
    }

    /// An access of our own system, with the kind of fact that let it through.
    pub(super) fn access(&mut self, seen: &SeenAccess) {
        let Some(worker) = self.numbers.known_worker(seen.worker_no) else {
            return;
        };
        let person = seen
            .client_no
            .map_or(caseward_review::NOBODY, |no| self.numbers.client(no));
        if let Some(template) = seen.by_rule {
            let spans = self.by_rule.entry((worker, person, template)).or_default();
            let until_ms = seen.at_ms.saturating_add(1);
            match spans.last_mut() {
                Some(last) if seen.at_ms.saturating_sub(last.until_ms) <= TOGETHER_MS => {
                    last.until_ms = until_ms;
                }
                _ => spans.push(Span {
                    from_ms: seen.at_ms,
                    until_ms,
                }),
            }
        }
        self.own.push(Access {
            at_ms: seen.at_ms,
            worker,
            person,
            system: OUR_OWN,
            kind: seen.kind,
        });
    }

    /// An emergency that was declared.
    pub(super) fn emergency(&mut self, worker_no: i64, client: &Id<Client>, span: Span) {
        let known = self.numbers.known_worker(worker_no);
        if let (Some(worker), Some(no)) = (known, self.clients.get(client)) {
            let person = self.numbers.client(*no);
            let fact = Stands::new(worker, person, AccessTemplate::Emergency, span);
            self.facts.stands(fact);
        }
    }

    /// What the rules found whenever our own system was asked.
    pub(super) fn note_rules(&mut self) {
        for ((worker, person, template), spans) in self.by_rule.drain() {
            for span in spans {
                let mut fact = Stands::new(worker, person, template, span);
                fact.system = Some(OUR_OWN);
                self.facts.stands(fact);
            }
        }
    }
}
