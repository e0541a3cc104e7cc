//! What the five source documents demand, as rules that decide, questions that check them, and proofs
//! that bind them (CC-1 to DV-5.10; the rules themselves are in `policies/`).
//!
//! A question is a [`caseward_model::Situation`]: everything that a decision may look at, for one
//! section of one file. [`Policies::decide`] answers it, [`Policies::explain`] says what would change
//! the answer. The rules are Cedar; [`plain`] is a second decider, written from the clauses and not
//! from the rules, and [`random`] draws the worlds in which the two are compared. [`prove`] shows
//! with a solver what is impossible in **all** worlds, and [`proved`] keeps what it showed.

mod decide;
mod explain;
mod facts;
pub mod matrix;
pub mod office_work;
pub mod plain;
pub mod prove;
pub mod proved;
pub mod questions;
pub mod random;
mod register;
mod rule;
mod slice;
mod sources;
mod translate;

pub use decide::{Decision, Policies, PolicyError};
pub use explain::{Change, Explanation};
pub use register::{Entry, MetBy, Register, RegisterError, Status};
pub use rule::{Never, Rule, RuleError, Sentence};
pub use sources::{Folder, OfficeWork, Sources, SourcesError};
