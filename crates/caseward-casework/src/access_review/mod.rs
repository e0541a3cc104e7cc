//! The access review: every look at a person's record, here or in another system, is explained by what the office has
//! recorded anyway, and the rest stands before a reviewer, the most remarkable first (CR-2, CR-4, CR-10).
//!
//! ```text
//!   the ledger ─┐                          sheets, tickets, look-ups
//!               ├─▶ accesses ─▶ explained? ◀──────────────┘
//!   other logs ─┘                  │ no
//!                                  ▼
//!              a matter: one worker, one person ─▶ reviewer ─▶ explained
//!                                                     │  ▲  └▶ incident
//!                                                     ▼  │
//!                                             the worker is asked
//! ```
//!
//! A person decides; what is counted here only sorts. Nobody reviews themselves, and nobody gets a matter about someone from
//! whom a wall keeps them: another reviewer does, and if there is none, that is said to those who can appoint one.

mod chart;
mod decide;
mod facts;
mod keeping;
mod matters;
mod numbers;
mod other_logs;
mod people;
mod queue;
mod reviewers;
mod run;
mod settings;

pub use chart::{DayOfWorker, DaysOfWorker};
pub use decide::{MyQuestion, REASON_CHARS};
pub use matters::{Asked, Concerned, Decided, Matter};
pub use queue::{FlagCount, Page, QueueSeen, Shown};
pub use run::{Period, RunAccount};
pub use settings::ReviewSettings;
