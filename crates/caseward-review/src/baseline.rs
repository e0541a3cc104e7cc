//! A worker's own days: how many accesses are usual for them, and which days stand out.

/// One worker's accesses on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DayCount {
    /// That a fact explains.
    pub explained: u32,
    /// That none does.
    pub unexplained: u32,
}

impl DayCount {
    /// All of them.
    #[must_use]
    pub const fn all(self) -> u32 {
        self.explained.saturating_add(self.unexplained)
    }
}

/// What is usual for someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Baseline {
    /// The accesses of their middle day.
    pub middle: u32,
    /// A day with more than these stands out.
    pub stands_out: u32,
    /// From how many days it was made.
    pub days: u32,
}

/// So many of a worker's last days are looked at.
const DAYS: usize = 28;

/// What is usual for a worker on a day, by their own last 28 days on which they looked at anything. `days` are
/// all their days in order; the day itself, at `at`, isn't counted.
#[must_use]
pub fn baseline(days: &[DayCount], at: usize) -> Baseline {
    let before = days.get(..at).unwrap_or(days);
    let worked = before
        .iter()
        .rev()
        .map(|day| day.all())
        .filter(|all| *all > 0);
    let mut counts: Vec<u32> = worked.take(DAYS).collect();
    if counts.is_empty() {
        return Baseline::default();
    }
    let days = u32::try_from(counts.len()).unwrap_or(u32::MAX);
    let middle = median(&mut counts);
    let mut apart: Vec<u32> = counts.iter().map(|it| it.abs_diff(middle)).collect();
    // Three deviations of the robust kind (1.4826 times the median deviation), and never less than a few accesses:
    // whoever looks at two files every day doesn't stand out with four.
    let spread = median(&mut apart);
    let above = (spread.saturating_mul(445) / 100).max(middle / 2).max(5);
    Baseline {
        middle,
        stands_out: middle.saturating_add(above),
        days,
    }
}

fn median(counts: &mut [u32]) -> u32 {
    counts.sort_unstable();
    counts.get(counts.len() / 2).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(counts: &[u32]) -> Vec<DayCount> {
        let day = |explained: &u32| DayCount {
            explained: *explained,
            unexplained: 0,
        };
        counts.iter().map(day).collect()
    }

    #[test]
    fn a_day_is_measured_by_the_days_before_it_and_not_by_itself() {
        let quiet = days(&[10, 12, 0, 11, 9, 10, 400]);
        let usual = baseline(&quiet, 6);
        assert_eq!((usual.middle, usual.days), (10, 5));
        assert!(usual.stands_out < 400);
        assert_eq!(baseline(&quiet, 0), Baseline::default());
    }

    #[test]
    fn one_wild_day_doesn_t_make_the_next_one_usual() {
        let mut counts = vec![10; 20];
        counts.push(900);
        let usual = baseline(&days(&counts), counts.len());
        assert_eq!((usual.middle, usual.stands_out), (10, 15));
    }
}
