//! The ledger: every answer that was given or refused, in order, so that nobody can later say it
//! was otherwise (design part 5).

mod check;
mod finding;
pub mod leaf;
pub mod note;
pub mod path;
pub mod proof;
pub mod read;
pub mod statement;
pub(crate) mod store;
pub mod tree;

pub use check::{VerifyOptions, verify};
pub use finding::{Finding, Report};
pub use read::LedgerRow;
pub use store::{Head, head};
pub use tree::Tree;

/// A SHA-256 hash.
pub type Hash = [u8; 32];

/// An entry before it has a number and a time.
#[derive(Clone)]
pub struct Draft {
    /// What kind of entry; a small number that the gate assigns.
    pub kind: i64,
    /// Whose act, as the number that stands for that worker or machine.
    pub actor: i64,
    /// Which file it is about, if any; says nothing about the person.
    pub tag: Option<[u8; 16]>,
    /// The salted commitment to what is recorded.
    pub commitment: [u8; 32],
    /// What is recorded, encrypted.
    pub sealed: Vec<u8>,
}

/// The proof that an entry has its place in the ledger; nothing but
/// [`Transaction::append`](crate::Transaction::append) makes one. It counts only once the write
/// that it came from has returned `Ok`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    index: u64,
    at_ms: i64,
}

impl Receipt {
    pub(crate) const fn new(index: u64, at_ms: i64) -> Self {
        Self { index, at_ms }
    }

    /// The entry's number, from 0.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// When it was recorded, in milliseconds since 1970.
    #[must_use]
    pub const fn at_ms(&self) -> i64 {
        self.at_ms
    }
}
