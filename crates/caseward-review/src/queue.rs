//! What nothing explains, put in order for the person who decides: first the most remarkable.
//!
//! An item is a *matter*, not a line of a log: all looks of one worker at one person with less than a month
//! between them. Somebody who leafs through many people's records in an hour is one matter too, so that they
//! don't push everyone else off the page.

use caseward_model::{AccessFlag, AccessKind};

use crate::access::Access;
use crate::baseline::DayCount;
use crate::facts::Facts;
use crate::flags::{Raised, Up, between, is_personal};
use crate::hours::LocalTime;
use crate::people::People;
use crate::reading::{Around, Seen, Tally, habit};
use crate::weigh::weigh;
use crate::{OUR_OWN, Rules};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// About whom an item is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// One person.
    Person(u32),
    /// Several, within a short time; in order.
    Several(Vec<u32>),
}

/// Something to be decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Who looked.
    pub worker: u32,
    /// At whom.
    pub about: About,
    /// The first look, in ms since 1970.
    pub first_ms: i64,
    /// The last one.
    pub last_ms: i64,
    /// How many.
    pub accesses: u32,
    /// In which systems, in order.
    pub systems: Vec<u16>,
    /// In which ways, in order.
    pub kinds: Vec<AccessKind>,
    /// The worker wrote something about the person then or soon after.
    pub written: bool,
    /// What speaks against it, the heaviest first.
    pub flags: Vec<Raised>,
    /// What else counts, in decibans: that something was written, and how usual such matters are for this worker.
    /// Below 0 where it speaks for them.
    pub besides: f32,
}

impl Item {
    /// How much speaks against it, in decibans.
    #[must_use]
    pub fn weight(&self) -> f32 {
        let raised: f32 = self.flags.iter().map(|raised| raised.decibans).sum();
        raised + self.besides
    }

    /// Whether a flag was raised.
    #[must_use]
    pub fn has(&self, flag: AccessFlag) -> bool {
        self.flags.iter().any(|raised| raised.flag == flag)
    }

    /// The people whom it is about.
    #[must_use]
    pub fn people(&self) -> &[u32] {
        match &self.about {
            About::Person(person) => std::slice::from_ref(person),
            About::Several(people) => people,
        }
    }
}

/// What a reading found.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// What must be decided, most remarkable first.
    pub items: Vec<Item>,
    /// What was counted.
    pub tally: Tally,
    /// The first day of [`Queue::days`], in days since 1970 by the office's clock.
    pub first_day: i64,
    /// For each worker, day by day.
    pub days: Vec<Vec<DayCount>>,
}

impl Queue {
    /// How many items raised a flag.
    #[must_use]
    pub fn flagged(&self, flag: AccessFlag) -> usize {
        self.items.iter().filter(|item| item.has(flag)).count()
    }
}

/// What a reading remembers for the queue.
pub(crate) struct Kept<'k> {
    pub(crate) facts: &'k Facts,
    pub(crate) rules: &'k Rules,
    pub(crate) clock: &'k LocalTime,
    pub(crate) people: &'k People,
    pub(crate) seen: &'k [Seen],
    pub(crate) written: &'k [(u32, u32, i64)],
    pub(crate) around: &'k Around,
    pub(crate) first_day: i64,
}

pub(crate) fn make_queue(kept: &Kept<'_>, mut unexplained: Vec<Access>) -> Vec<Item> {
    unexplained.sort_unstable_by_key(|it| (it.worker, it.person, it.at_ms, it.kind, it.system));
    let rules = kept.rules;
    let one_matter = |before: &Access, next: &Access| {
        before.worker == next.worker
            && before.person == next.person
            && next.at_ms.saturating_sub(before.at_ms) <= rules.matter_ms
    };
    let looks = unexplained.chunk_by(one_matter);
    let mut matters: Vec<Matter> = looks.filter_map(|looks| matter(kept, looks)).collect();
    drop(unexplained);
    matters.sort_by_key(|it| (it.item.worker, it.item.first_ms, it.first_person()));
    let by_worker = matters.chunk_by(|a, b| a.item.worker == b.item.worker);
    let matters: Vec<Matter> = by_worker.flat_map(|it| gather_bursts(it, rules)).collect();
    let mut items = weigh(matters, rules);
    items.sort_by(|a, b| {
        let weight = b.weight().total_cmp(&a.weight());
        weight
            .then(b.first_ms.cmp(&a.first_ms))
            .then(a.worker.cmp(&b.worker))
            .then(a.people().cmp(b.people()))
    });
    items
}

/// An item whose flags are up, and not weighed yet.
#[derive(Clone)]
pub(crate) struct Matter {
    pub(crate) item: Item,
    pub(crate) up: Vec<Up>,
}

impl Matter {
    fn first_person(&self) -> u32 {
        self.item.people().first().copied().unwrap_or(0)
    }

    fn has(&self, flag: AccessFlag) -> bool {
        self.up.iter().any(|(it, _)| *it == flag)
    }
}

/// One worker's looks at one person, in order.
fn matter(kept: &Kept<'_>, looks: &[Access]) -> Option<Matter> {
    let (first, last) = (looks.first()?, looks.last()?);
    let (worker, person) = (first.worker, first.person);
    let kinds = in_order(looks.iter().map(|it| it.kind));
    let mut up = between(kept.people, worker, person);
    let mut raise = |flag: AccessFlag| up.push((flag, None));
    if former_client(kept, first) {
        raise(AccessFlag::FormerClient);
    }
    if looks.iter().any(|look| out_of_hours(kept, look)) {
        raise(AccessFlag::OutOfHours);
    }
    if looks.iter().any(|look| look.system != OUR_OWN) {
        raise(AccessFlag::NotStated);
    }
    if !somebody_else(kept, first, last) {
        raise(AccessFlag::NobodyElse);
    }
    let written = was_written(kept, first, last);
    if !written {
        if kinds.contains(&AccessKind::Searched) || searched_before(kept, first) {
            raise(AccessFlag::NothingWritten);
        }
        if kept.clock.at(first.at_ms).day != kept.clock.at(last.at_ms).day {
            raise(AccessFlag::CameBack);
        }
    }
    let item = Item {
        worker,
        about: About::Person(person),
        first_ms: first.at_ms,
        last_ms: last.at_ms,
        accesses: u32::try_from(looks.len()).unwrap_or(u32::MAX),
        systems: in_order(looks.iter().map(|it| it.system)),
        kinds,
        written,
        flags: Vec::new(),
        besides: 0.0,
    };
    Some(Matter { item, up })
}

fn in_order<T: Ord>(some: impl Iterator<Item = T>) -> Vec<T> {
    let mut some: Vec<T> = some.collect();
    some.sort_unstable();
    some.dedup();
    some
}

/// The worker was assigned to the person, and that is over for long.
fn former_client(kept: &Kept<'_>, look: &Access) -> bool {
    let long_ago = look.at_ms.saturating_sub(kept.rules.former_ms);
    kept.facts.direct.of(look.person).iter().any(|fact| {
        fact.worker == look.worker
            && fact.template == caseward_model::AccessTemplate::Assigned
            && fact.span.until_ms <= long_ago
    })
}

/// The office was closed, and the worker doesn't usually do their work at that hour.
fn out_of_hours(kept: &Kept<'_>, look: &Access) -> bool {
    let local = kept.clock.at(look.at_ms);
    if kept.rules.hours.hold(local) {
        return false;
    }
    let Some(seen) = kept.seen.get(look.worker as usize) else {
        return true;
    };
    let all: u32 = seen.habits.iter().sum();
    let then = seen.habits.get(habit(kept.rules, local));
    let then = then.copied().unwrap_or(0);
    // One in fifty of what they rightly do, and not just once or twice.
    then < 10 || then < all / 50
}

/// Somebody who had a reason to was at the record around that time: where work goes on, more of it is easily not written
/// down.
fn somebody_else(kept: &Kept<'_>, first: &Access, last: &Access) -> bool {
    let day = |look: &Access| kept.clock.at(look.at_ms).day - kept.first_day;
    let around = kept.rules.around_days;
    kept.around
        .any(first.person, day(first) - around, day(last) + around)
}

fn was_written(kept: &Kept<'_>, first: &Access, last: &Access) -> bool {
    let until = last.at_ms.saturating_add(kept.rules.written_ms);
    let from = (first.worker, first.person, first.at_ms);
    let next = kept.written.partition_point(|it| *it < from);
    kept.written.get(next).is_some_and(|&(worker, person, at)| {
        (worker, person) == (first.worker, first.person) && at <= until
    })
}

fn searched_before(kept: &Kept<'_>, first: &Access) -> bool {
    let Some(seen) = kept.seen.get(first.worker as usize) else {
        return false;
    };
    let from = first.at_ms.saturating_sub(kept.rules.search_ms);
    let next = seen.searches.partition_point(|at| *at < from);
    seen.searches.get(next).is_some_and(|at| *at <= first.at_ms)
}

/// Marks the bursts among one worker's matters, which are in order of time, and makes one matter of each.
fn gather_bursts(matters: &[Matter], rules: &Rules) -> Vec<Matter> {
    let switched_off = rules.weight(AccessFlag::Burst) <= 0.0;
    let mut out: Vec<Matter> = Vec::with_capacity(matters.len());
    let mut burst: Vec<&Matter> = Vec::new();
    for (matter, in_burst) in matters.iter().zip(in_bursts(matters, rules)) {
        if !in_burst || switched_off {
            out.push(matter.clone());
        } else if matter.up.iter().any(|(flag, _)| is_personal(*flag)) {
            let mut matter = matter.clone();
            matter.up.push((AccessFlag::Burst, None));
            out.push(matter);
        } else {
            let begun = burst.first().map_or(i64::MAX, |it| it.item.first_ms);
            if matter.item.first_ms.saturating_sub(begun) > DAY {
                out.extend(together(&burst));
                burst.clear();
            }
            burst.push(matter);
        }
    }
    out.extend(together(&burst));
    out
}

/// Which of the matters began within an hour that had too many.
fn in_bursts(matters: &[Matter], rules: &Rules) -> Vec<bool> {
    let enough = burst_size(matters, rules);
    let mut marked = vec![false; matters.len()];
    let mut from = 0;
    for (at, matter) in matters.iter().enumerate() {
        let earliest = matter.item.first_ms.saturating_sub(HOUR);
        while matters
            .get(from)
            .is_some_and(|it| it.item.first_ms < earliest)
        {
            from += 1;
        }
        if at + 1 - from >= enough {
            let hour = marked.iter_mut().take(at + 1).skip(from);
            hour.for_each(|it| *it = true);
        }
    }
    marked
}

/// How many people within an hour are a burst for this worker: well above what nothing explains in their own
/// busy hours.
fn burst_size(matters: &[Matter], rules: &Rules) -> usize {
    let hour = |matter: &Matter| matter.item.first_ms.div_euclid(HOUR);
    let mut hours: Vec<usize> = matters
        .chunk_by(|a, b| hour(a) == hour(b))
        .map(<[Matter]>::len)
        .collect();
    // Where hardly an hour has any, the empty ones count too: a burst isn't measured by itself.
    hours.resize(hours.len().max(20), 0);
    hours.sort_unstable();
    let busy = hours.get(hours.len() * 9 / 10).copied().unwrap_or(0);
    (rules.burst_people as usize).max(3 * busy)
}

/// One matter of a burst: what most of its looks have speaks against all of it.
fn together(burst: &[&Matter]) -> Option<Matter> {
    let first = &burst.first()?.item;
    let items = || burst.iter().map(|it| &it.item);
    let most = |some: usize| some * 2 > burst.len();
    let how = AccessFlag::ALL.iter().copied();
    let how = how.filter(|flag| most(burst.iter().filter(|it| it.has(*flag)).count()));
    let item = Item {
        worker: first.worker,
        about: About::Several(in_order(items().flat_map(Item::people).copied())),
        first_ms: first.first_ms,
        last_ms: items().map(|it| it.last_ms).max()?,
        accesses: items().map(|it| it.accesses).sum(),
        systems: in_order(items().flat_map(|it| &it.systems).copied()),
        kinds: in_order(items().flat_map(|it| &it.kinds).copied()),
        written: most(items().filter(|it| it.written).count()),
        flags: Vec::new(),
        besides: 0.0,
    };
    let up = how
        .chain([AccessFlag::Burst])
        .map(|flag| (flag, None))
        .collect();
    Some(Matter { item, up })
}
