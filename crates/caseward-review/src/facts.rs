//! The facts that can explain an access, laid out so that ten million accesses can be asked about.
//!
//! A fact stands for a time. What counts is not only when it holds but also when it was written down: an
//! assignment that someone records long after the look doesn't explain it, or it could be made up.

use caseward_model::AccessTemplate;

use crate::Rules;
use crate::access::Span;
use crate::shelf::Shelf;

/// In which system a fact explains; all if missing.
const ANY: u16 = u16::MAX;

/// A fact between one worker and one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// Who.
    pub worker: u32,
    /// About whom.
    pub person: u32,
    /// What kind of fact.
    pub template: AccessTemplate,
    /// While it holds.
    pub span: Span,
    /// When it was written down, in ms; `i64::MIN` if that isn't known, and then it counts as in time.
    pub recorded_ms: i64,
    /// The worker made it themselves: then it explains nothing that was before it.
    pub by_self: bool,
    /// In which system it explains; `None` for all.
    pub system: Option<u16>,
}

impl Stands {
    /// A fact that was recorded in time, by someone else, for every system.
    #[must_use]
    pub const fn new(worker: u32, person: u32, template: AccessTemplate, span: Span) -> Self {
        Self {
            worker,
            person,
            template,
            span,
            recorded_ms: i64::MIN,
            by_self: false,
            system: None,
        }
    }
}

/// Why a person is with a programme or team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// Enrolled in it or assigned to it.
    Enrolled,
    /// Referred to it.
    Referred,
}

/// What a worker has to do with a programme or team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// Works for it.
    Works,
    /// Supervises someone who works for it.
    Supervises,
    /// Stands in for someone who works for it.
    StandsIn,
    /// Is on its duty roster.
    Roster,
    /// Has a task on the quality of its data.
    DataQuality,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Direct {
    pub(crate) span: Span,
    pub(crate) recorded_ms: i64,
    pub(crate) worker: u32,
    pub(crate) system: u16,
    pub(crate) template: AccessTemplate,
    pub(crate) by_self: bool,
}

impl Direct {
    /// Whether the fact counts for an access of this moment in this system.
    pub(crate) const fn counts(&self, system: u16, at_ms: i64, late_ms: i64) -> bool {
        (self.system == ANY || self.system == system)
            && self.recorded_ms <= at_ms.saturating_add(late_ms)
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct InGroup {
    pub(crate) span: Span,
    pub(crate) recorded_ms: i64,
    pub(crate) group: u32,
    pub(crate) joined: Joined,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct TiedTo {
    pub(crate) span: Span,
    pub(crate) group: u32,
    pub(crate) tie: Tie,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct For {
    pub(crate) span: Span,
    pub(crate) other: u32,
    pub(crate) supervises: bool,
}

/// Where facts are written down before a review, in any order.
#[derive(Debug, Default)]
pub struct FactsBook {
    direct: Vec<(u32, Direct)>,
    groups: Vec<(u32, InGroup)>,
    ties: Vec<(u32, TiedTo)>,
    behalf: Vec<(u32, For)>,
    intake: Vec<(u32, Span)>,
    first_contacts: Vec<i64>,
}

/// The facts of one review.
#[derive(Debug)]
pub struct Facts {
    pub(crate) direct: Shelf<Direct>,
    pub(crate) groups: Shelf<InGroup>,
    pub(crate) ties: Shelf<TiedTo>,
    pub(crate) behalf: Shelf<For>,
    pub(crate) intake: Shelf<Span>,
    pub(crate) first_contacts: Vec<i64>,
}

impl FactsBook {
    /// A fact between a worker and a person.
    pub fn stands(&mut self, fact: Stands) {
        let direct = Direct {
            span: fact.span,
            recorded_ms: fact.recorded_ms,
            worker: fact.worker,
            system: fact.system.unwrap_or(ANY),
            template: fact.template,
            by_self: fact.by_self,
        };
        self.direct.push((fact.person, direct));
    }

    /// A person is with a programme or team; `recorded_ms` as in [`Stands`].
    pub fn joins(&mut self, person: u32, group: u32, joined: Joined, span: Span, recorded_ms: i64) {
        let row = InGroup {
            span,
            recorded_ms,
            group,
            joined,
        };
        self.groups.push((person, row));
    }

    /// A worker has to do with a programme or team.
    pub fn ties(&mut self, worker: u32, group: u32, tie: Tie, span: Span) {
        self.ties.push((worker, TiedTo { span, group, tie }));
    }

    /// A worker supervises another.
    pub fn supervises(&mut self, worker: u32, other: u32, span: Span) {
        self.acts_for(worker, other, span, true);
    }

    /// A worker stands in for another who is away.
    pub fn stands_in(&mut self, worker: u32, other: u32, span: Span) {
        self.acts_for(worker, other, span, false);
    }

    fn acts_for(&mut self, worker: u32, other: u32, span: Span, supervises: bool) {
        let row = For {
            span,
            other,
            supervises,
        };
        self.behalf.push((worker, row));
    }

    /// A worker takes newcomers in.
    pub fn takes_in(&mut self, worker: u32, span: Span) {
        self.intake.push((worker, span));
    }

    /// When a person first came, called or was told of, in ms.
    pub fn first_contact(&mut self, person: u32, at_ms: i64) {
        let at = person as usize;
        if self.first_contacts.len() <= at {
            self.first_contacts.resize(at + 1, i64::MAX);
        }
        if let Some(first) = self.first_contacts.get_mut(at) {
            *first = (*first).min(at_ms);
        }
    }

    /// Lays the facts out.
    #[must_use]
    pub fn build(mut self, rules: &Rules) -> Facts {
        self.inherit_supervision();
        self.inherit_programmes();
        for (_, fact) in &mut self.direct {
            fact.span = reach(fact.template, fact.span, rules);
        }
        Facts {
            direct: Shelf::build(self.direct),
            groups: Shelf::build(self.groups),
            ties: Shelf::build(self.ties),
            behalf: Shelf::build(self.behalf),
            intake: Shelf::build(self.intake),
            first_contacts: self.first_contacts,
        }
    }
}

impl FactsBook {
    /// Who stands in for a supervisor supervises whom they supervise.
    fn inherit_supervision(&mut self) {
        let acts = Shelf::build(self.behalf.clone());
        let inherited = self.behalf.iter().filter(|(_, it)| !it.supervises);
        let inherited = inherited.flat_map(|(worker, stands_in)| {
            let theirs = acts.of(stands_in.other).iter().filter(|it| it.supervises);
            theirs.filter_map(move |it| {
                let span = it.span.both(&stands_in.span)?;
                Some((*worker, For { span, ..*it }))
            })
        });
        let inherited: Vec<_> = inherited.collect();
        self.behalf.extend(inherited);
    }

    /// Whom someone supervises, or stands in for, works for programmes.
    fn inherit_programmes(&mut self) {
        let ties = Shelf::build(self.ties.clone());
        for (worker, acts) in &self.behalf {
            let works = ties.of(acts.other).iter().filter(|it| it.tie == Tie::Works);
            for tie in works {
                let Some(span) = tie.span.both(&acts.span) else {
                    continue;
                };
                let group = tie.group;
                let tie = if acts.supervises {
                    Tie::Supervises
                } else {
                    Tie::StandsIn
                };
                self.ties.push((*worker, TiedTo { span, group, tie }));
            }
        }
    }
}

/// How far a fact reaches beyond the time for which it stands. What an assignment reaches beyond its own
/// time has a template of its own, and is looked at later.
const fn reach(template: AccessTemplate, span: Span, rules: &Rules) -> Span {
    match template {
        AccessTemplate::Appointment => span.widened(rules.appointment_ms, rules.appointment_ms),
        AccessTemplate::LookUp => Span {
            from_ms: span.from_ms.saturating_sub(rules.clocks_ms),
            until_ms: span.from_ms.saturating_add(rules.look_up_ms),
        },
        AccessTemplate::Emergency => span.widened(rules.clocks_ms, rules.clocks_ms),
        _ => span,
    }
}
