//! Weighs what speaks for and against each matter, by how many others have the same.

use std::collections::HashMap;

use caseward_model::AccessFlag;

use crate::Rules;
use crate::flags::{Raised, is_personal};
use crate::queue::{Item, Matter};

/// So often somebody writes something down who had no reason to look; then it speaks for them less than it
/// otherwise would.
const MISUSE_WRITES: f32 = 0.05;

/// How much the worker's own habits, or something written, can count at most.
const MOST: f32 = 10.0;

/// One worker's matters weigh as much as theirs when it comes to what is usual for them, and as much as so many of
/// everyone's.
const OTHERS: f32 = 50.0;

/// How many matters there are, and how many raise each flag.
#[derive(Clone, Default)]
struct Counts {
    all: usize,
    written: usize,
    flagged: [usize; AccessFlag::ALL.len()],
}

impl Counts {
    fn add(&mut self, matter: &Matter) {
        self.all += 1;
        self.written += usize::from(matter.item.written);
        for (flag, _) in &matter.up {
            if let Some(count) = self.flagged.get_mut(usize::from(flag.number())) {
                *count += 1;
            }
        }
    }

    fn of(&self, flag: AccessFlag) -> usize {
        let count = self.flagged.get(usize::from(flag.number()));
        count.copied().unwrap_or(0)
    }

    fn share(&self, flag: AccessFlag) -> f32 {
        share(self.of(flag), self.all)
    }
}

/// The matters as items of the queue, in the order in which they came.
pub(crate) fn weigh(matters: Vec<Matter>, rules: &Rules) -> Vec<Item> {
    let mut everyone = Counts::default();
    let mut of_worker: HashMap<u32, Counts> = HashMap::new();
    for matter in &matters {
        everyone.add(matter);
        of_worker.entry(matter.item.worker).or_default().add(matter);
    }
    let written = decibans(MISUSE_WRITES / share(everyone.written, everyone.all));
    let usual = ratio(everyone.all, of_worker.len());
    let nothing = Counts::default();
    let weighed = matters.into_iter().map(|Matter { mut item, up }| {
        let theirs = of_worker.get(&item.worker).unwrap_or(&nothing);
        let raised = up.into_iter().map(|(flag, among_people)| {
            let share = among_people.unwrap_or_else(|| match is_personal(flag) {
                true => everyone.share(flag),
                false => usual_for(theirs, flag, everyone.share(flag)),
            });
            let decibans = rules.weights.where_shared(flag, share);
            Raised { flag, decibans }
        });
        // What many others have too is shown all the same; what is switched off isn't.
        item.flags = raised.filter(|it| rules.weight(it.flag) > 0.0).collect();
        item.flags.sort_by(|a, b| b.decibans.total_cmp(&a.decibans));
        // For somebody whose work leaves few looks unexplained each of them is more remarkable.
        item.besides = decibans(usual / ratio(theirs.all, 1)).clamp(-MOST, MOST);
        if item.written {
            item.besides += written.clamp(-MOST, 0.0);
        }
        item
    });
    weighed.collect()
}

/// How usual it is for a worker that a flag is up which tells how somebody looks: by their other matters, and by
/// everyone's while there are few of theirs. The matter itself isn't counted, or it would excuse itself.
fn usual_for(theirs: &Counts, flag: AccessFlag, everyones: f32) -> f32 {
    let others = |count: usize| ratio(count.saturating_sub(1), 1);
    (others(theirs.of(flag)) + OTHERS * everyones) / (others(theirs.all) + OTHERS)
}

/// What share of the matters some are. Of few matters a share says little, so a few others are thought beside
/// them.
fn share(some: usize, all: usize) -> f32 {
    ratio(some.max(1), all + 20)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share of matters needs few digits"
)]
fn ratio(some: usize, of: usize) -> f32 {
    some as f32 / of.max(1) as f32
}

fn decibans(ratio: f32) -> f32 {
    10.0 * ratio.max(f32::MIN_POSITIVE).log10()
}
