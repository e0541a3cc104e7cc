//! Until when someone's agreements and training reach: the one place where what is required and what
//! was signed come together.
//!
//! The gate decides by two times on a worker's sheet. Both come from here and from nowhere else: from
//! the versions that are in force now and later, and from what was signed and learnt. A version that
//! comes into force in a month lets a signature under the old one end in a month, without anybody having
//! to do anything then. Whatever isn't required of anyone's part by some agreement and some course is
//! missing: an office that has published nothing opens nothing. CC-2, DV-5.1.1, DV-5.3.1, DV-5.10.

use caseward_gate::{SignedFact, WorkerSheet};
use caseward_model::{RequirementKind, Role};
use serde::{Deserialize, Serialize};

/// What is required in this office.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Each agreement and course, in the order of publication.
    pub requirements: Vec<Requirement>,
}

/// An agreement or a course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Its number in this office.
    pub no: i64,
    /// Its short name.
    pub name: String,
    /// What kind it is.
    pub kind: RequirementKind,
    /// Whose part requires it.
    pub roles: Vec<Role>,
    /// Its versions, the oldest first.
    pub versions: Vec<Version>,
}

/// A published version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Counted from 1.
    pub number: u32,
    /// From when it is in force, in ms.
    pub from: i64,
    /// For how many days a signature under it holds.
    pub hold_days: u32,
    /// SHA-256 over its text in all languages.
    pub hash: String,
}

const DAY_MS: i64 = 86_400_000;

impl Version {
    /// Until when a signature of this moment holds.
    #[must_use]
    pub fn holds_until(&self, signed_at: i64) -> i64 {
        signed_at.saturating_add(i64::from(self.hold_days) * DAY_MS)
    }
}

impl Requirement {
    /// The version in force at a moment.
    #[must_use]
    pub fn in_force(&self, at: i64) -> Option<&Version> {
        self.versions.iter().rev().find(|it| it.from <= at)
    }

    /// When the next version comes into force.
    fn next_after(&self, at: i64) -> Option<i64> {
        self.versions
            .iter()
            .map(|it| it.from)
            .filter(|from| *from > at)
            .min()
    }

    /// A version by its number.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&Version> {
        self.versions.iter().find(|it| it.number == number)
    }

    /// Until when what was signed reaches without a gap, from now on. Before its first version is in
    /// force a requirement asks nothing of anyone.
    #[must_use]
    pub fn reaches(&self, signed: &[SignedFact], now_ms: i64) -> i64 {
        let mut at = now_ms;
        loop {
            let until = match self.in_force(at) {
                None => i64::MAX,
                Some(version) => match self.carries(version.number, signed, at) {
                    None => return at,
                    Some(until) => until,
                },
            };
            // INVARIANT: each round goes on to a later version, of which there are finitely many.
            match self.next_after(at) {
                Some(next) if next <= until => at = next,
                _ => return until,
            }
        }
    }

    /// The same as if its first version were in force already.
    fn begun(&self, now_ms: i64) -> Self {
        let mut begun = self.clone();
        if let Some(first) = begun.versions.first_mut() {
            first.from = first.from.min(now_ms);
        }
        begun
    }

    /// The version that is to be signed now: the newest, in force or soon to be. Whoever signs it needs
    /// no older one.
    #[must_use]
    pub fn newest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// Until when the signatures under this version, or under a newer one, carry on from a moment.
    fn carries(&self, version: u32, signed: &[SignedFact], at: i64) -> Option<i64> {
        signed
            .iter()
            .filter(|it| it.requirement == self.no && it.version >= version)
            .filter_map(|it| Some(self.version(it.version)?.holds_until(it.at)))
            .filter(|until| *until > at)
            .max()
    }
}

impl Register {
    /// An agreement or course by its short name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|it| it.name == name)
    }

    /// What someone's part requires.
    pub fn required_of(&self, role: Role) -> impl Iterator<Item = &Requirement> {
        self.requirements
            .iter()
            .filter(move |it| it.roles.contains(&role))
    }

    /// Settles a worker's sheet. Returns whether anything on it changed.
    pub fn settle(&self, sheet: &mut WorkerSheet, now_ms: i64) -> bool {
        let agreement_until = self.reach_of(sheet, now_ms, |kind| !kind.is_course());
        let training_until = self.reach_of(sheet, now_ms, RequirementKind::is_course);
        let settled = (agreement_until, training_until);
        if settled == (sheet.agreement_until, sheet.training_until) {
            return false;
        }
        (sheet.agreement_until, sheet.training_until) = settled;
        true
    }

    fn reach_of(
        &self,
        sheet: &WorkerSheet,
        now_ms: i64,
        which: fn(RequirementKind) -> bool,
    ) -> i64 {
        let required: Vec<&Requirement> = self
            .required_of(sheet.role)
            .filter(|it| which(it.kind))
            .collect();
        // Whose first text is still to come signs it ahead: without any, nobody comes in.
        let begun = required.iter().any(|it| it.in_force(now_ms).is_some());
        let reach = |it: &&Requirement| {
            if begun {
                it.reaches(&sheet.signed, now_ms)
            } else {
                it.begun(now_ms).reaches(&sheet.signed, now_ms)
            }
        };
        let until = required.iter().map(reach).min();
        until.filter(|it| *it > now_ms).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn requirement(versions: &[(i64, u32)]) -> Requirement {
        let version = |(place, (from_day, hold_days)): (usize, &(i64, u32))| Version {
            number: u32::try_from(place).unwrap() + 1,
            from: from_day * DAY_MS,
            hold_days: *hold_days,
            hash: String::new(),
        };
        Requirement {
            no: 1,
            name: "procedure".to_owned(),
            kind: RequirementKind::Procedure,
            roles: vec![Role::Caseworker],
            versions: versions.iter().enumerate().map(version).collect(),
        }
    }

    fn signed(version: u32, day: i64) -> SignedFact {
        SignedFact {
            requirement: 1,
            version,
            at: day * DAY_MS,
        }
    }

    #[test]
    fn a_signature_reaches_as_long_as_it_holds() {
        let it = requirement(&[(0, 30)]);
        assert_eq!(it.reaches(&[signed(1, 5)], 10 * DAY_MS), 35 * DAY_MS);
        assert_eq!(it.reaches(&[signed(1, 5)], 40 * DAY_MS), 40 * DAY_MS);
    }

    fn register(versions: &[(i64, u32)]) -> Register {
        let course = Requirement {
            no: 2,
            kind: RequirementKind::Course,
            ..requirement(&[(0, 365)])
        };
        Register {
            requirements: vec![requirement(versions), course],
        }
    }

    fn settled(register: &Register, role: Role, signed: &[SignedFact], day: i64) -> (i64, i64) {
        let mut sheet = WorkerSheet::new(1, role);
        sheet.signed = signed.to_vec();
        register.settle(&mut sheet, day * DAY_MS);
        (
            sheet.agreement_until / DAY_MS,
            sheet.training_until / DAY_MS,
        )
    }

    #[test]
    fn an_office_that_asks_for_nothing_opens_nothing() {
        let mut sheet = WorkerSheet::new(1, Role::Caseworker);
        sheet.agreement_until = i64::MAX;
        sheet.training_until = i64::MAX;
        assert!(Register::default().settle(&mut sheet, DAY_MS));
        assert_eq!((sheet.agreement_until, sheet.training_until), (0, 0));
        // The same goes for a part that no text names.
        let signed_all = [signed(1, 1)];
        let register = register(&[(0, 365)]);
        assert_eq!(settled(&register, Role::Auditor, &signed_all, 2), (0, 0));
        assert_eq!(
            settled(&register, Role::Caseworker, &signed_all, 2),
            (366, 0)
        );
    }

    #[test]
    fn the_first_text_of_all_is_signed_ahead_of_its_day() {
        let register = register(&[(50, 365)]);
        assert_eq!(settled(&register, Role::Caseworker, &[], 10).0, 0);
        let ahead = [signed(1, 10)];
        assert_eq!(settled(&register, Role::Caseworker, &ahead, 10).0, 375);
    }

    #[test]
    fn a_new_version_ends_an_older_signature_on_its_day() {
        let it = requirement(&[(0, 365), (50, 365)]);
        assert_eq!(it.reaches(&[signed(1, 5)], 10 * DAY_MS), 50 * DAY_MS);
    }

    #[test]
    fn who_signs_the_new_version_ahead_of_its_day_has_no_gap() {
        let it = requirement(&[(0, 365), (50, 365)]);
        let both = [signed(1, 5), signed(2, 20)];
        assert_eq!(it.reaches(&both, 30 * DAY_MS), (20 + 365) * DAY_MS);
        // The newer text stands for the older one as well.
        assert_eq!(
            it.reaches(&[signed(2, 20)], 30 * DAY_MS),
            (20 + 365) * DAY_MS
        );
    }

    /// Whether everything required is there on a day, told day by day and not by reaching ahead.
    fn is_covered(it: &Requirement, facts: &[SignedFact], at: i64) -> bool {
        let Some(in_force) = it.versions.iter().rfind(|v| v.from <= at) else {
            return true;
        };
        facts.iter().any(|fact| {
            let version = &it.versions[fact.version as usize - 1];
            fact.version >= in_force.number && at < fact.at + i64::from(version.hold_days) * DAY_MS
        })
    }

    proptest! {
        #[test]
        fn it_reaches_to_the_first_day_that_nothing_covers(
            versions in prop::collection::vec((0_i64..60, 1_u32..40), 1..4),
            facts in prop::collection::vec((0_usize..3, 0_i64..60), 0..4),
            today in 0_i64..60,
        ) {
            let it = requirement(&versions);
            let count = versions.len();
            let facts: Vec<_> = facts
                .into_iter()
                .map(|(version, day)| signed(u32::try_from(version % count).unwrap() + 1, day))
                .collect();
            let reached = it.reaches(&facts, today * DAY_MS);
            let uncovered = (today..400).find(|day| !is_covered(&it, &facts, day * DAY_MS));
            match uncovered {
                Some(day) => prop_assert_eq!(reached, day * DAY_MS),
                None => prop_assert_eq!(reached, i64::MAX),
            }
        }
    }
}
