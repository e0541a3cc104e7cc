//! A worker's days as a picture: what is explained below, what isn't on top, and what is usual as a line. It is made here, and
//! the same figures stand beneath it as a table.

/// The height of the picture.
const HEIGHT: u32 = 96;
/// How wide a day is, with the gap behind it.
const DAY: u32 = 12;

/// One day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Where it begins.
    pub x: u32,
    /// The top of what is explained, and its height.
    pub explained: (u32, u32),
    /// The top of what isn't, and its height.
    pub unexplained: (u32, u32),
    /// Where the line of what is usual runs.
    pub usual_y: u32,
}

/// The picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// How wide it is.
    pub width: u32,
    /// The days.
    pub bars: Vec<Bar>,
}

impl Chart {
    /// The picture of days, each with what is explained, what isn't, and what is usual.
    #[must_use]
    pub fn of(days: impl Iterator<Item = (u32, u32, u32)> + Clone) -> Self {
        let most = days
            .clone()
            .map(|(explained, unexplained, usual)| explained.saturating_add(unexplained).max(usual))
            .max()
            .unwrap_or(0)
            .max(1);
        let scaled = |count: u32| {
            let high = u64::from(count) * u64::from(HEIGHT) / u64::from(most);
            u32::try_from(high).unwrap_or(HEIGHT).min(HEIGHT)
        };
        let bar = |(at, (explained, unexplained, usual)): (u32, (u32, u32, u32))| {
            let low = scaled(explained);
            // What isn't explained shows, however little it is beside the rest.
            let least = u32::from(unexplained > 0) * 2;
            let high = scaled(unexplained).max(least).min(HEIGHT - low.min(HEIGHT));
            Bar {
                x: at * DAY,
                explained: (HEIGHT - low, low),
                unexplained: (HEIGHT - low - high, high),
                usual_y: HEIGHT - scaled(usual),
            }
        };
        let bars: Vec<Bar> = (0_u32..).zip(days).map(bar).collect();
        let count = u32::try_from(bars.len()).unwrap_or(0);
        Self {
            width: (count * DAY).max(DAY),
            bars,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_bar_is_higher_than_the_picture_and_little_still_shows() {
        let days = [(1_000_000, 1, 3), (0, 0, 0), (2, u32::MAX, u32::MAX)];
        for days in [&days[..1], &days[..], &[]] {
            let chart = Chart::of(days.iter().copied());
            for bar in &chart.bars {
                assert!(bar.explained.1 + bar.unexplained.1 <= HEIGHT);
                assert_eq!(bar.unexplained.0 + bar.unexplained.1, bar.explained.0);
            }
        }
        let chart = Chart::of([(10, 1, 3), (500, 0, 3)].into_iter());
        assert_eq!(chart.bars[0].unexplained.1, 2);
    }
}
