//! What of an entry is hashed: a fixed-width leaf, so that a stranger can hash it again
//! (design part 5; `docs/reference/ledger-format.md`).

use sha2::{Digest, Sha256};

use super::Hash;

/// The format's number, the first byte of each leaf.
pub const VERSION: u8 = 1;

/// How long a leaf is, in bytes.
pub const LEN: usize = 106;

/// The fields of an entry that go into its leaf, borrowed.
#[derive(Clone, Copy)]
pub struct Fields<'e> {
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// What kind of entry.
    pub kind: i64,
    /// Whose act, as a number.
    pub actor: i64,
    /// Which file, if any: 16 bytes that say nothing else.
    pub tag: Option<[u8; 16]>,
    /// The salted commitment to what left or would have left.
    pub commitment: [u8; 32],
    /// The entry's content, encrypted.
    pub sealed: &'e [u8],
}

/// The hash of an entry as it stands in the tree.
#[must_use]
pub fn hash(fields: &Fields<'_>) -> Hash {
    hash_of(&data(fields))
}

/// The hash of a leaf in the tree.
#[must_use]
pub fn hash_of(leaf: &[u8; LEN]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([0]);
    hasher.update(leaf);
    hasher.finalize().into()
}

/// The leaf itself: version, time, kind, actor, whether there is a tag, tag, commitment, hash of
/// the sealed content; numbers in eight bytes, highest first.
#[must_use]
pub fn data(fields: &Fields<'_>) -> [u8; LEN] {
    let mut leaf = [0; LEN];
    let sealed: Hash = Sha256::digest(fields.sealed).into();
    let parts: [&[u8]; 8] = [
        &[VERSION],
        &fields.at_ms.to_be_bytes(),
        &fields.kind.to_be_bytes(),
        &fields.actor.to_be_bytes(),
        &[u8::from(fields.tag.is_some())],
        &fields.tag.unwrap_or_default(),
        &fields.commitment,
        &sealed,
    ];
    let mut rest = leaf.as_mut_slice();
    for part in parts {
        let (to, after) = rest.split_at_mut(part.len());
        to.copy_from_slice(part);
        rest = after;
    }
    leaf
}
