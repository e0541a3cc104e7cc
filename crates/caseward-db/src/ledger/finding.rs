//! What a check of the ledger can find, each with the stretch of entries it concerns (F-17).

use super::Hash;

/// One thing that is wrong with a ledger. Stretches of entries include their last.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Finding {
    /// Entries aren't what they were when they were recorded.
    #[error("entries {first} to {last} were changed after they were recorded")]
    Changed {
        /// The first of them, as far as it can be told.
        first: u64,
        /// The last of them.
        last: u64,
    },
    /// The same entries in another order.
    #[error("entries {first} to {last} were put into another order")]
    Reordered {
        /// The first that isn't in its place.
        first: u64,
        /// The last.
        last: u64,
    },
    /// Entries are gone.
    #[error("entries {first} to {last} are missing")]
    Missing {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
    },
    /// There are entries that the head doesn't know.
    #[error("entries {first} to {last} were added behind the ledger's back")]
    Surplus {
        /// The first of them; may be negative.
        first: i64,
        /// The last of them.
        last: i64,
    },
    /// An entry is earlier than the one before it.
    #[error("entry {index} is earlier than the one before it")]
    TimeWentBack {
        /// Which.
        index: u64,
    },
    /// The stored hashes over these entries aren't right.
    #[error("the stored tile {number} of level {level} over entries {first} to {last} is wrong")]
    Tile {
        /// Its level, from the entries up.
        level: u32,
        /// Its number, from the left.
        number: u64,
        /// The first entry below it.
        first: u64,
        /// The last entry below it.
        last: u64,
    },
    /// There are tiles over entries that don't exist.
    #[error("there are tiles of level {level} beyond the ledger's end")]
    SurplusTiles {
        /// Their level.
        level: u32,
    },
    /// The head doesn't agree with itself or with the entries.
    #[error("the head does not belong to the entries")]
    Head,
    /// A part can't be read: a damaged page, a value of the wrong kind, a lost connection.
    #[error("entries {first} to {last} can't be read: {error}")]
    Unreadable {
        /// The first of them.
        first: u64,
        /// The last of them.
        last: u64,
        /// What the engine said.
        error: crate::DbError,
    },
    /// A kept checkpoint is of a longer ledger: entries were cut off, or an old copy was put back.
    #[error(
        "the ledger has {size} entries, but checkpoint {checkpoint} was of {kept}: it was cut off or rolled back"
    )]
    CutOff {
        /// Which of the checkpoints handed in, from 0.
        checkpoint: usize,
        /// How long the ledger is.
        size: u64,
        /// How long it was.
        kept: u64,
    },
    /// A kept checkpoint has another root: the history before it was written anew.
    #[error(
        "the first {size} entries are not those of checkpoint {checkpoint}: history was rewritten"
    )]
    Rewritten {
        /// Which of the checkpoints handed in, from 0.
        checkpoint: usize,
        /// How many entries it covers.
        size: u64,
    },
    /// A kept checkpoint is of another ledger.
    #[error("checkpoint {checkpoint} is of another ledger")]
    OtherLedger {
        /// Which of the checkpoints handed in, from 0.
        checkpoint: usize,
    },
    /// A kept checkpoint isn't signed by the key that was handed in with it.
    #[error("checkpoint {checkpoint} can't be trusted: {reason}")]
    Checkpoint {
        /// Which of the checkpoints handed in, from 0.
        checkpoint: usize,
        /// Why.
        reason: super::note::NoteError,
    },
}

impl Finding {
    /// True when it was found by a checkpoint kept elsewhere; the ledger alone can't show it.
    #[must_use]
    pub const fn is_against_checkpoint(&self) -> bool {
        matches!(
            self,
            Self::CutOff { .. }
                | Self::Rewritten { .. }
                | Self::OtherLedger { .. }
                | Self::Checkpoint { .. }
        )
    }
}

/// What a check of the whole ledger gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The ledger's name in checkpoints; empty when its head can't be read.
    pub origin: String,
    /// How many entries the head says there are.
    pub size: u64,
    /// The root as computed from the entries.
    pub root: Hash,
    /// What is wrong, in the order of the entries; at most a thousand findings are kept.
    pub findings: Vec<Finding>,
}

impl Report {
    /// True when nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}
