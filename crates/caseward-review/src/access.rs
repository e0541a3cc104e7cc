//! One look at one person's record, as every system's log tells it: who, whom, when, where, how.

use caseward_model::AccessKind;

/// Stands for the person where a log names none: a search without a hit.
pub const NOBODY: u32 = u32::MAX;

/// The number of this office's own system.
pub const OUR_OWN: u16 = 0;

/// One access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Access {
    /// When, in ms since 1970.
    pub at_ms: i64,
    /// Who: the worker's number, counted from 0 without gaps.
    pub worker: u32,
    /// Whom: the person's number, counted from 0 without gaps; [`NOBODY`] for nobody in particular.
    pub person: u32,
    /// Where: the number of the system, [`OUR_OWN`] for this one.
    pub system: u16,
    /// How.
    pub kind: AccessKind,
}

/// From when until when, in ms since 1970; `until_ms` is no longer in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first moment.
    pub from_ms: i64,
    /// The first moment that is no longer in it; `i64::MAX` for open ends.
    pub until_ms: i64,
}

impl Span {
    /// All times.
    pub const ALWAYS: Self = Self {
        from_ms: i64::MIN,
        until_ms: i64::MAX,
    };

    /// From a moment on, without an end.
    #[must_use]
    pub const fn since(from_ms: i64) -> Self {
        Self {
            from_ms,
            until_ms: i64::MAX,
        }
    }

    /// Whether a moment lies in it.
    #[must_use]
    pub const fn holds(&self, at_ms: i64) -> bool {
        self.from_ms <= at_ms && at_ms < self.until_ms
    }

    /// So much earlier and later, in ms.
    #[must_use]
    pub const fn widened(&self, before_ms: i64, after_ms: i64) -> Self {
        Self {
            from_ms: self.from_ms.saturating_sub(before_ms),
            until_ms: self.until_ms.saturating_add(after_ms),
        }
    }

    /// What both have in common, if anything.
    #[must_use]
    pub fn both(&self, other: &Self) -> Option<Self> {
        let span = Self {
            from_ms: self.from_ms.max(other.from_ms),
            until_ms: self.until_ms.min(other.until_ms),
        };
        (span.from_ms < span.until_ms).then_some(span)
    }
}
