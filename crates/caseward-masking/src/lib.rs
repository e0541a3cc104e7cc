//! Finds what tells of other people in a text, in whatever way it is written, and masks it (CR-9, DV-4.6.4, CC-2.4).
//!
//! A record that leaves the house must not tell where somebody else sleeps. An [`Index`] holds everybody whom the office knows;
//! [`Index::find`] gives the [`Span`]s of a text that may be theirs, and of what looks like an identifier of anybody;
//! a [`Masker`] puts numbered placeholders in their place. A person looks at each and decides.
//!
//! ```text
//!   people ─▶ Index ┐
//!   near ──▶ Scope ─┼─▶ find ─▶ spans ─▶ decisions ─▶ Masker ─▶ new text, table
//!   text ───────────┘
//! ```
//!
//! Nothing is read, written or opened here. The text is built anew, never covered.
//!
//! [`typed`] is another matter: it stops what could tell of anybody while it is typed, and knows nobody. [`leak`] looks from outside: whether
//! given words stand in bytes that somebody received, however they are written or packed there.

mod alone;
mod dates;
mod filing;
mod gap;
mod index;
mod keys;
pub mod leak;
mod letters;
mod lexicon;
mod making;
mod mask;
mod meet;
mod near;
mod number;
mod pattern;
mod person;
mod place;
mod scan;
mod signs;
mod single;
mod slip;
mod span;
mod street;
mod table;
mod token;
pub mod typed;
mod vocabulary;
mod widen;

pub use index::{Builder, Index};
pub use lexicon::NICKNAMES;
pub use mask::{Decision, Labels, Masked, Masker, Placed};
pub use near::{Near, Scope};
pub use person::{Name, Person, PersonNo};
pub use span::{Kind, Span, Way, Ways};
