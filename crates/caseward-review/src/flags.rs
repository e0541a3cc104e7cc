//! What speaks against one worker's looks at one person, and how much.
//!
//! Weights are decibans: ten mean that a look of this kind is ten times as frequent among misuse as among work that
//! merely isn't recorded. They add up. The weight that an office sets is that of something which one in a thousand
//! has; what many have says less, and how many have it is counted: among the people on record for a surname, a street and the
//! public's acquaintance, among the matters of the queue for everything else. A flag that half of all matters
//! raise sorts nothing, whatever its weight.

use caseward_model::AccessFlag;

use crate::people::{People, Print, Traits};

/// The share for which a weight is given.
const RARE: f32 = 0.001;
/// What hardly anyone has isn't worth more than this above its weight.
const RAREST: f32 = 10.0;

/// How much each flag counts, in decibans, where one in a thousand has it; 0 switches it off.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights(Vec<f32>);

impl Default for Weights {
    /// What is written about misuse of health records says that most of it is about relatives and people of
    /// the household, then colleagues, neighbours and the well-known. The rest is set with caution.
    fn default() -> Self {
        let weight = |flag: &AccessFlag| match flag {
            AccessFlag::Conflict | AccessFlag::OwnRecord => 30.0,
            AccessFlag::SameAddress | AccessFlag::SameReach | AccessFlag::EmergencyContact => 27.0,
            AccessFlag::NothingWritten | AccessFlag::NobodyElse => 27.0,
            AccessFlag::OutOfHours | AccessFlag::CameBack | AccessFlag::NotStated => 24.0,
            AccessFlag::SameSurname | AccessFlag::Colleague | AccessFlag::WellKnown => 23.0,
            AccessFlag::Burst => 20.0,
            AccessFlag::Neighbour | AccessFlag::FormerClient => 17.0,
        };
        Self(AccessFlag::ALL.iter().map(weight).collect())
    }
}

impl Weights {
    /// How much a flag counts where one in a thousand has it.
    #[must_use]
    pub fn of(&self, flag: AccessFlag) -> f32 {
        let weight = self.0.get(usize::from(flag.number()));
        weight.copied().unwrap_or(0.0)
    }

    /// Lets a flag count so much, from 0 to 60.
    pub fn set(&mut self, flag: AccessFlag, decibans: f32) {
        if let Some(weight) = self.0.get_mut(usize::from(flag.number())) {
            *weight = decibans.clamp(0.0, 60.0);
        }
    }

    /// How much a flag counts that this share has.
    pub(crate) fn where_shared(&self, flag: AccessFlag, share: f32) -> f32 {
        let weight = self.of(flag);
        if weight <= 0.0 {
            return 0.0;
        }
        let rarity = 10.0 * (RARE / share.max(f32::MIN_POSITIVE)).log10();
        (weight + rarity.min(RAREST)).max(0.0)
    }
}

/// A flag that was raised, and how much it counts there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Raised {
    /// Which.
    pub flag: AccessFlag,
    /// How much, in decibans.
    pub decibans: f32,
}

/// Whether a flag tells of something between the two, or only of how the look was done.
pub(crate) const fn is_personal(flag: AccessFlag) -> bool {
    !matches!(
        flag,
        AccessFlag::Burst
            | AccessFlag::OutOfHours
            | AccessFlag::NobodyElse
            | AccessFlag::NotStated
            | AccessFlag::NothingWritten
            | AccessFlag::CameBack
    )
}

/// A flag that is up, and which share of people has what it tells of, where that is counted among people.
pub(crate) type Up = (AccessFlag, Option<f32>);

/// What stands between a worker and a person, by what is known about both.
pub(crate) fn between(people: &People, worker: u32, person: u32) -> Vec<Up> {
    let mut up = Vec::new();
    if people.in_conflict(worker, person) {
        up.push((AccessFlag::Conflict, None));
    }
    let colleague = people.colleague(person);
    match colleague {
        Some(it) if it == worker => up.push((AccessFlag::OwnRecord, None)),
        Some(_) => up.push((AccessFlag::Colleague, None)),
        None => {}
    }
    if let Some(share) = people.well_known(person) {
        up.push((AccessFlag::WellKnown, Some(share)));
    }
    // With one's own record one has everything in common: that says nothing more.
    if colleague == Some(worker) {
        return up;
    }
    let Some((theirs, on_record)) = people.pair(worker, person) else {
        return up;
    };
    let address = common(&theirs.addresses, &on_record.addresses).is_some();
    if address {
        up.push((AccessFlag::SameAddress, None));
    }
    if common(&theirs.reach, &on_record.reach).is_some() {
        up.push((AccessFlag::SameReach, None));
    }
    if named_for_emergencies(theirs, on_record) {
        up.push((AccessFlag::EmergencyContact, None));
    }
    if let Some(print) = common(&theirs.surnames, &on_record.surnames) {
        up.push((AccessFlag::SameSurname, Some(people.share(print))));
    }
    if !address && let Some(print) = common(&theirs.streets, &on_record.streets) {
        up.push((AccessFlag::Neighbour, Some(people.share(print))));
    }
    up
}

fn named_for_emergencies(worker: &Traits, person: &Traits) -> bool {
    common(&worker.reach, &person.contacts).is_some()
        || common(&worker.contacts, &person.reach).is_some()
}

fn common(some: &[Print], others: &[Print]) -> Option<Print> {
    some.iter().copied().find(|print| others.contains(print))
}
