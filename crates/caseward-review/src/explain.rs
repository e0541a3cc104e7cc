//! Looks for the fact that explains an access; the first template that fits is the answer.

use caseward_model::AccessTemplate;

use crate::access::Access;
use crate::facts::{Direct, Facts, Joined, Tie};
use crate::{NOBODY, Rules};

/// What the facts say about one access.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A fact of this kind explains it.
    Explained(AccessTemplate),
    /// None does.
    Unexplained,
    /// It is about nobody in particular: there is nothing to explain.
    Nobody,
}

/// Keeps the first of the templates that fit.
struct Best(Option<AccessTemplate>);

impl Best {
    fn offer(&mut self, template: AccessTemplate) {
        if self.0.is_none_or(|best| template < best) {
            self.0 = Some(template);
        }
    }
}

impl Facts {
    /// Whether a fact explains this access.
    #[must_use]
    pub fn explain(&self, access: &Access, rules: &Rules) -> Verdict {
        if access.person == NOBODY {
            return Verdict::Nobody;
        }
        let mut best = Best(None);
        self.between_them(access, rules, &mut best);
        if best.0 != Some(AccessTemplate::Assigned) {
            self.by_programme(access, rules, &mut best);
            self.by_intake(access, rules, &mut best);
        }
        best.0.map_or(Verdict::Unexplained, Verdict::Explained)
    }

    /// Facts about the two of them, or about the person and someone for whom the worker acts.
    fn between_them(&self, access: &Access, rules: &Rules, best: &mut Best) {
        for fact in self.direct.of(access.person) {
            if !fact.counts(access.system, access.at_ms, rules.late_entry_ms) {
                continue;
            }
            if fact.worker == access.worker {
                if let Some(template) = own(fact, access.at_ms, rules) {
                    best.offer(template);
                }
            } else if fact.template == AccessTemplate::Assigned && fact.span.holds(access.at_ms) {
                for acts in self.behalf.of(access.worker) {
                    if acts.other == fact.worker && acts.span.holds(access.at_ms) {
                        best.offer(if acts.supervises {
                            AccessTemplate::Supervises
                        } else {
                            AccessTemplate::StandsIn
                        });
                    }
                }
            }
        }
    }

    /// The person is with a programme or team that the worker has to do with.
    fn by_programme(&self, access: &Access, rules: &Rules, best: &mut Best) {
        let joined = self.groups.of(access.person);
        if joined.is_empty() {
            return;
        }
        let at_ms = access.at_ms;
        for tied in self.ties.of(access.worker) {
            for with in joined.iter().filter(|it| it.group == tied.group) {
                if with.recorded_ms > at_ms.saturating_add(rules.late_entry_ms) {
                    continue;
                }
                let template = match (tied.tie, with.joined) {
                    (Tie::Works, Joined::Enrolled) => AccessTemplate::AssignedTogether,
                    (Tie::Works, Joined::Referred) => AccessTemplate::Referral,
                    (Tie::Supervises, _) => AccessTemplate::Supervises,
                    (Tie::StandsIn, _) => AccessTemplate::StandsIn,
                    (Tie::Roster, _) => AccessTemplate::Roster,
                    (Tie::DataQuality, _) => AccessTemplate::DataQuality,
                };
                if tied.span.holds(at_ms) && with.span.holds(at_ms) {
                    best.offer(template);
                } else if tied.tie == Tie::Works
                    && ended_lately(tied.span.until_ms.min(with.span.until_ms), at_ms, rules)
                    && tied.span.both(&with.span).is_some()
                {
                    best.offer(AccessTemplate::HandOver);
                }
            }
        }
    }

    /// The worker took newcomers in that day, and this one came.
    fn by_intake(&self, access: &Access, rules: &Rules, best: &mut Best) {
        let came = self
            .first_contacts
            .get(access.person as usize)
            .copied()
            .unwrap_or(i64::MAX);
        if came == i64::MAX || came.abs_diff(access.at_ms) > rules.intake_ms.unsigned_abs() {
            return;
        }
        let duty = self.intake.of(access.worker);
        if duty.iter().any(|span| span.holds(access.at_ms)) {
            best.offer(AccessTemplate::Intake);
        }
    }
}

/// What a fact about the two of them explains at a moment.
const fn own(fact: &Direct, at_ms: i64, rules: &Rules) -> Option<AccessTemplate> {
    if fact.span.holds(at_ms) {
        return Some(fact.template);
    }
    if !matches!(fact.template, AccessTemplate::Assigned) {
        return None;
    }
    if ended_lately(fact.span.until_ms, at_ms, rules) {
        return Some(AccessTemplate::HandOver);
    }
    let soon = at_ms < fact.span.from_ms
        && fact.span.from_ms.saturating_sub(at_ms) <= rules.assigned_soon_ms;
    if soon && !fact.by_self {
        return Some(AccessTemplate::AssignedSoon);
    }
    None
}

const fn ended_lately(until_ms: i64, at_ms: i64, rules: &Rules) -> bool {
    until_ms <= at_ms && at_ms.saturating_sub(until_ms) <= rules.hand_over_ms
}

/// Whether somebody brought these two together on purpose, or it was stated first; what reaches over everyone in
/// a programme, or what only nearly fits, doesn't say so.
pub(crate) const fn is_between_them(template: AccessTemplate) -> bool {
    match template {
        AccessTemplate::Assigned
        | AccessTemplate::Appointment
        | AccessTemplate::Conference
        | AccessTemplate::Legal
        | AccessTemplate::Emergency
        | AccessTemplate::LookUp
        | AccessTemplate::SubjectAccess
        | AccessTemplate::Review
        | AccessTemplate::Decided => true,
        AccessTemplate::AssignedTogether
        | AccessTemplate::Supervises
        | AccessTemplate::StandsIn
        | AccessTemplate::Roster
        | AccessTemplate::Referral
        | AccessTemplate::DataQuality
        | AccessTemplate::Intake
        | AccessTemplate::HandOver
        | AccessTemplate::AssignedSoon => false,
    }
}
