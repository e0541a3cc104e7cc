//! Goes through the accesses once, in any order: counts what is explained, and keeps the rest.

use caseward_model::{AccessKind, AccessTemplate};

use crate::access::{Access, Span};
use crate::baseline::DayCount;
use crate::explain::{Verdict, is_between_them};
use crate::facts::Facts;
use crate::hours::{Local, LocalTime};
use crate::people::People;
use crate::queue::{Kept, Queue, make_queue};
use crate::{NOBODY, Rules};

/// How many accesses there were, and what they were explained by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// All.
    pub accesses: u64,
    /// About nobody in particular.
    pub nobody: u64,
    /// Outside the period that is reviewed; not looked at.
    pub outside: u64,
    /// That no fact explains.
    pub unexplained: u64,
    templates: [u64; AccessTemplate::ALL.len()],
}

impl Tally {
    /// How many a template explained.
    #[must_use]
    pub fn by(&self, template: AccessTemplate) -> u64 {
        let count = self.templates.get(usize::from(template.number()));
        count.copied().unwrap_or(0)
    }

    /// How many were explained.
    #[must_use]
    pub fn explained(&self) -> u64 {
        self.templates.iter().sum()
    }

    fn add(&mut self, verdict: Verdict) {
        self.accesses += 1;
        match verdict {
            Verdict::Nobody => self.nobody += 1,
            Verdict::Unexplained => self.unexplained += 1,
            Verdict::Explained(template) => {
                if let Some(count) = self.templates.get_mut(usize::from(template.number())) {
                    *count += 1;
                }
            }
        }
    }
}

/// The hours of a working day and those of a day off.
pub(crate) const HABIT_HOURS: usize = 48;

/// What is remembered of one worker while reading.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// Day by day, from the first of the period.
    pub(crate) days: Vec<DayCount>,
    /// When they do what is explained.
    pub(crate) habits: [u32; HABIT_HOURS],
    /// When they searched.
    pub(crate) searches: Vec<i64>,
}

/// One reading of the accesses of a period.
#[derive(Debug)]
pub struct Reading<'r> {
    facts: &'r Facts,
    people: &'r People,
    rules: &'r Rules,
    clock: &'r LocalTime,
    period: Span,
    first_day: i64,
    tally: Tally,
    seen: Vec<Seen>,
    written: Vec<(u32, u32, i64)>,
    around: Around,
    unexplained: Vec<Access>,
}

impl<'r> Reading<'r> {
    /// Begins a reading.
    #[must_use]
    pub fn begin(
        facts: &'r Facts,
        people: &'r People,
        rules: &'r Rules,
        clock: &'r LocalTime,
        period: Span,
    ) -> Self {
        Self {
            facts,
            people,
            rules,
            clock,
            period,
            first_day: clock.at(period.from_ms).day,
            around: Around::of(day_of(clock, period.until_ms) - day_of(clock, period.from_ms)),
            tally: Tally::default(),
            seen: Vec::new(),
            written: Vec::new(),
            unexplained: Vec::new(),
        }
    }

    /// Looks at one access.
    pub fn see(&mut self, access: &Access) -> Verdict {
        if !self.period.holds(access.at_ms) {
            self.tally.outside += 1;
            return Verdict::Nobody;
        }
        let verdict = self.verdict(access);
        self.tally.add(verdict);
        let local = self.clock.at(access.at_ms);
        self.note(access, verdict, local);
        if verdict == Verdict::Unexplained {
            self.unexplained.push(*access);
        }
        if access.kind == AccessKind::Changed && access.person != NOBODY {
            self.written
                .push((access.worker, access.person, access.at_ms));
        }
        verdict
    }

    /// What explains a look at anybody who is with a programme doesn't explain the look at one's own partner.
    fn verdict(&self, access: &Access) -> Verdict {
        match self.facts.explain(access, self.rules) {
            Verdict::Explained(template)
                if !is_between_them(template)
                    && self.people.are_close(access.worker, access.person) =>
            {
                Verdict::Unexplained
            }
            verdict => verdict,
        }
    }

    fn note(&mut self, access: &Access, verdict: Verdict, local: Local) {
        let worker = access.worker as usize;
        if self.seen.len() <= worker {
            let days = self.clock.at(self.period.until_ms.saturating_sub(1)).day - self.first_day;
            let nothing = Seen {
                days: vec![DayCount::default(); usize::try_from(days + 1).unwrap_or(0)],
                habits: [0; HABIT_HOURS],
                searches: Vec::new(),
            };
            self.seen.resize(worker + 1, nothing);
        }
        let Some(seen) = self.seen.get_mut(worker) else {
            return;
        };
        if access.kind == AccessKind::Searched {
            seen.searches.push(access.at_ms);
        }
        let day = usize::try_from(local.day - self.first_day).unwrap_or(usize::MAX);
        let Some(day) = seen.days.get_mut(day) else {
            return;
        };
        match verdict {
            Verdict::Unexplained => day.unexplained += 1,
            Verdict::Nobody => {}
            Verdict::Explained(_) => {
                self.around.mark(access.person, local.day - self.first_day);
                day.explained += 1;
                if let Some(hour) = seen.habits.get_mut(habit(self.rules, local)) {
                    *hour += 1;
                }
            }
        }
    }

    /// Sorts what wasn't explained, most remarkable first.
    #[must_use]
    pub fn finish(mut self) -> Queue {
        for seen in &mut self.seen {
            seen.searches.sort_unstable();
        }
        self.written.sort_unstable();
        let kept = Kept {
            facts: self.facts,
            rules: self.rules,
            clock: self.clock,
            people: self.people,
            seen: &self.seen,
            written: &self.written,
            around: &self.around,
            first_day: self.first_day,
        };
        let items = make_queue(&kept, self.unexplained);
        Queue {
            items,
            tally: self.tally,
            first_day: self.first_day,
            days: self.seen.into_iter().map(|seen| seen.days).collect(),
        }
    }
}

fn day_of(clock: &LocalTime, at_ms: i64) -> i64 {
    clock.at(at_ms).day
}

/// For each person the days on which somebody looked who had a reason to: a bit for each day.
#[derive(Debug)]
pub(crate) struct Around {
    words: usize,
    days: Vec<u64>,
}

impl Around {
    fn of(days: i64) -> Self {
        Self {
            words: usize::try_from(days / 64 + 1).unwrap_or(1),
            days: Vec::new(),
        }
    }

    fn mark(&mut self, person: u32, day: i64) {
        let Ok(day) = usize::try_from(day) else {
            return;
        };
        let row = person as usize * self.words;
        if self.days.len() < row + self.words {
            self.days.resize(row + self.words, 0);
        }
        if let Some(word) = self.days.get_mut(row + day / 64) {
            *word |= 1 << (day % 64);
        }
    }

    /// Whether there is such a day from one day to another.
    pub(crate) fn any(&self, person: u32, from: i64, until: i64) -> bool {
        let row = person as usize * self.words;
        (from.max(0)..=until).any(|day| {
            let day = usize::try_from(day).unwrap_or(usize::MAX);
            day / 64 < self.words
                && self
                    .days
                    .get(row + day / 64)
                    .is_some_and(|word| word & (1 << (day % 64)) != 0)
        })
    }
}

/// Which of the hours of a working day or a day off.
pub(crate) fn habit(rules: &Rules, local: Local) -> usize {
    let open = rules.hours.days.get(usize::from(local.weekday));
    let off = if open.copied().unwrap_or(false) {
        0
    } else {
        HABIT_HOURS / 2
    };
    off + usize::from(local.minute / 60)
}
