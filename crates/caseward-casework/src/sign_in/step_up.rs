//! Proved again, a moment ago: what opening in an emergency, inviting somebody, changing rules and changing one's way
//! in ask for.
//!
//! NASW-l, RE-6. A session alone is not enough for what can't be taken back: someone else may be sitting there. Nobody
//! but this file makes a [`StepUp`], and it makes one only out of a proof that is not older than five minutes.

use caseward_model::{Id, Worker};

use super::{Held, SignedIn};
use crate::Office;

/// How long a proof holds.
const HOLDS_MS: i64 = 5 * 60_000;

/// For what somebody has to prove again who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Opening a file in an emergency.
    Emergency,
    /// What the office asks of people before files open, and the limits that it sets.
    Rules,
    /// With what somebody signs in; tokens of programs.
    SignIn,
    /// Who comes in, and with what part.
    People,
    /// Letting something out to another organisation, or warning somebody who is threatened.
    Release,
}

/// Somebody proved who they are, not longer than five minutes ago.
#[derive(Debug)]
pub struct StepUp {
    worker: Id<Worker>,
    at_ms: i64,
}

/// There is no such proof: ask for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("prove once more who you are; the last time is longer than five minutes ago")]
pub struct ProofNeeded;

impl StepUp {
    /// Who proved it.
    #[must_use]
    pub const fn worker(&self) -> Id<Worker> {
        self.worker
    }

    /// When, in ms.
    #[must_use]
    pub const fn at_ms(&self) -> i64 {
        self.at_ms
    }
}

impl Office {
    /// The proof of someone who is signed in, if it isn't older than five minutes. A program's token proves
    /// nothing.
    ///
    /// # Errors
    /// [`ProofNeeded`] when they have to prove it once more.
    pub fn step_up(&self, person: &SignedIn, what: For) -> Result<StepUp, ProofNeeded> {
        let now_ms = self.clock.now_ms();
        let at_ms = match person.held {
            Held::Session { proved_at, .. } if (0..=HOLDS_MS).contains(&(now_ms - proved_at)) => {
                proved_at
            }
            Held::Session {
                proved_at,
                first: true,
                ..
            } if what == For::SignIn => proved_at,
            _ => return Err(ProofNeeded),
        };
        Ok(StepUp {
            worker: person.worker,
            at_ms,
        })
    }
}
