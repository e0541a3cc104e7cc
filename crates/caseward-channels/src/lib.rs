//! How what was released leaves the house: packed, sealed for the one who may read it, and carried there.
//!
//! NASW-m, CC-2.3, DV-5.6, RE-5. Nothing here decides whether something may leave, and nothing here opens a file: the
//! gate has decided, and hands over bytes. What comes out says nothing on its outside, is sealed for a key that a
//! person has checked by a call, and either arrives whole or leaves nothing behind. Time and chance are handed in;
//! only the libraries for age and for SSH draw their own.

pub mod carry;
mod chance;
pub mod hand;
pub mod keys;
pub mod link;
mod outer_name;
pub mod package;
pub mod rules;
pub mod seal;
mod spoken;

pub use outer_name::OuterName;

/// The SHA-256 of something, as it stands in entries of the ledger.
pub type Hash = [u8; 32];

fn hash_of(bytes: &[u8]) -> Hash {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}
