//! Outside the office, a household from which someone was left out doesn't tell on them (CC-2.4,
//! DV-3.3.1).
//!
//! A child and a partner without the head to whom they belong say that there is a head, and an export
//! that was made before says who. So nothing of a household goes out before its head does; and a
//! household of which someone was left out and whose head isn't in the export gets another id, and its
//! members the relationship "not collected", as is common in the field. The other id has the shape of
//! the first and is always the same for one recipient, so that their reports still add up.
//!
//! Who is left out is never opened for this: intake keeps a sealed fingerprint of each enrolment's
//! household, and equal fingerprints are all that is asked for.

use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use caseward_formats::fields::whole_number;
use caseward_formats::hmis::Layout;
use caseward_gate::Fingerprints;
use zeroize::Zeroizing;

use crate::layout::household_key;

/// HUD's code for the head's own row.
const SELF: u32 = 1;
/// HUD's codes for someone who belongs to a head.
const MEMBERS: std::ops::RangeInclusive<u32> = 2..=5;
/// HUD's code for a relationship that nobody asked about.
const NOT_COLLECTED: &str = "99";

/// With so many digits an id has room for others of its shape.
const ENOUGH_DIGITS: usize = 4;

/// How often another id is looked for before it is made longer.
const TRIES: u32 = 64;

/// A row that waits for the head of its household.
struct Waiting {
    sheet: i64,
    values: Zeroizing<Vec<String>>,
}

/// The households of one export, while it is written.
#[derive(Default)]
pub(super) struct Households {
    /// All ids in the export; only their digests, because there may be a million.
    met: HashSet<u64>,
    /// Those whose head is in it.
    headed: HashSet<u64>,
    waiting: BTreeMap<String, Vec<Waiting>>,
}

/// What to do with a row.
pub(super) enum Turn {
    /// Write it, and then whatever waited for it.
    Now(Vec<(i64, Zeroizing<Vec<String>>)>),
    /// It is kept until the head of its household comes, or the end.
    Later,
}

impl Households {
    /// Looks at a row of a client before it is written.
    pub(super) fn turn(&mut self, sheet: i64, layout: &Layout, values: &[&str]) -> Turn {
        let household = household_at(layout)
            .and_then(|at| values.get(at))
            .map_or("", |id| id.trim());
        if household.is_empty() {
            return Turn::Now(Vec::new());
        }
        let digest = digest(household);
        self.met.insert(digest);
        let relationship = relationship_at(layout).and_then(|at| values.get(at));
        if relationship.is_some_and(|value| whole_number(value.trim()) == Some(SELF)) {
            self.headed.insert(digest);
            let waited = self.waiting.remove(household).unwrap_or_default();
            return Turn::Now(
                waited
                    .into_iter()
                    .map(|row| (row.sheet, row.values))
                    .collect(),
            );
        }
        if self.headed.contains(&digest) {
            return Turn::Now(Vec::new());
        }
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        self.waiting
            .entry(household.to_owned())
            .or_default()
            .push(Waiting {
                sheet,
                values: Zeroizing::new(values),
            });
        Turn::Later
    }

    /// Whether anything waits.
    pub(super) fn wait(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Hands out the rows whose head never came; disguised, where the household lost a member.
    pub(super) fn headless<'l>(
        self,
        lost: &HashSet<[u8; 16]>,
        naming: &Naming<'_>,
        layout: impl Fn(i64) -> Option<&'l Layout>,
    ) -> Vec<(i64, Zeroizing<Vec<String>>)> {
        let mut met = self.met;
        let mut headless = Vec::new();
        for (household, rows) in self.waiting {
            let lost = lost.contains(&household_key(naming.fingerprints, &household));
            let other = lost.then(|| naming.other(&household, &mut met));
            for mut row in rows {
                if let (Some(other), Some(layout)) = (&other, layout(row.sheet)) {
                    disguise(layout, &mut row.values, other);
                }
                headless.push((row.sheet, row.values));
            }
        }
        headless
    }
}

/// How households are named to one recipient.
pub(super) struct Naming<'n> {
    pub(super) fingerprints: &'n Fingerprints,
    pub(super) recipient: &'n [u8],
}

impl Naming<'_> {
    /// Another id of the same shape that no household of the export has.
    fn other(&self, household: &str, met: &mut HashSet<u64>) -> String {
        let mut tried = 0_u32;
        loop {
            let letters = usize::try_from(tried / TRIES).unwrap_or(0);
            let longer: String = household
                .chars()
                .chain(std::iter::repeat_n('0', letters))
                .collect();
            let other = self.shaped_like(&longer, household, tried);
            if met.insert(digest(&other)) {
                return other;
            }
            tried += 1;
        }
    }

    fn shaped_like(&self, shape: &str, household: &str, tried: u32) -> String {
        let mut chance = Vec::new();
        let mut other = String::with_capacity(shape.len());
        let letter = |c: char| c.is_ascii_alphabetic();
        let hexadecimal = shape.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
        // What all ids have in common stays, where the digits are enough to tell them apart.
        let digits = shape.chars().filter(char::is_ascii_digit).count();
        let all = digits < ENOUGH_DIGITS || (hexadecimal && shape.contains(letter));
        let letters = if hexadecimal { 6 } else { 26 };
        for (place, c) in shape.chars().enumerate() {
            if chance.is_empty() {
                let parts: [&[u8]; 4] = [
                    self.recipient,
                    household.as_bytes(),
                    &tried.to_be_bytes(),
                    &place.to_be_bytes(),
                ];
                chance = self.fingerprints.of("household-elsewhere", &parts).to_vec();
            }
            let byte = chance.pop().unwrap_or(0);
            other.push(match c {
                // A number that begins with zero would stand out among others.
                '1'..='9' if place == 0 => char::from(b'1' + byte % 9),
                '0'..='9' => char::from(b'0' + byte % 10),
                'a'..='z' if all => char::from(b'a' + byte % letters),
                'A'..='Z' if all => char::from(b'A' + byte % letters),
                other => other,
            });
        }
        other
    }
}

fn disguise(layout: &Layout, values: &mut [String], other: &str) {
    if let Some(value) = household_at(layout).and_then(|at| values.get_mut(at)) {
        other.clone_into(value);
    }
    let relationship = relationship_at(layout).and_then(|at| values.get_mut(at));
    if let Some(value) = relationship
        && whole_number(value.trim()).is_some_and(|code| MEMBERS.contains(&code))
    {
        NOT_COLLECTED.clone_into(value);
    }
}

const fn household_at(layout: &Layout) -> Option<usize> {
    layout.places.household_id
}

fn relationship_at(layout: &Layout) -> Option<usize> {
    layout.place("RelationshipToHoH")
}

fn digest(household: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    household.hash(&mut hasher);
    hasher.finish()
}
