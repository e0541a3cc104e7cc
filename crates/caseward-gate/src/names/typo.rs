//! When two words are one slip of the finger apart.
//!
//! A slip is one letter missing, one too many, one wrong, or two neighbours swapped. Two such words
//! always have a form in common that lacks at most one letter of each; [`forms`] lists those forms'
//! hashes, and [`is_one_typo`] makes sure afterwards. Design §6.

use std::hash::{DefaultHasher, Hasher};

/// Shorter query words must fit without a typo: with one, nearly every short word fits.
pub(super) const SHORTEST: usize = 3;

/// Whether exactly one insertion, deletion, substitution or swap of neighbours lies between the two.
pub(super) fn is_one_typo(one: &str, other: &str) -> bool {
    let common = one
        .char_indices()
        .zip(other.chars())
        .find(|((_, a), b)| a != b)
        .map_or(one.len().min(other.len()), |((at, _), _)| at);
    let (Some(a), Some(b)) = (one.get(common..), other.get(common..)) else {
        return false;
    };
    let (a_rest, b_rest) = (without_first(a), without_first(b));
    if a == b {
        return false;
    }
    a == b_rest || a_rest == b || a_rest == b_rest || is_swap(a, b)
}

fn is_swap(a: &str, b: &str) -> bool {
    let (mut left, mut right) = (a.chars(), b.chars());
    match (left.next(), left.next(), right.next(), right.next()) {
        (Some(a0), Some(a1), Some(b0), Some(b1)) => {
            a0 == b1 && a1 == b0 && left.as_str() == right.as_str()
        }
        _ => false,
    }
}

/// A text without its first letter.
pub(super) fn without_first(text: &str) -> &str {
    let mut signs = text.chars();
    signs.next();
    signs.as_str()
}

/// Hashes of the word and of the word without each one of its letters, without repeats.
pub(super) fn forms(word: &str) -> Vec<u32> {
    let mut hashes = vec![hash(&[word])];
    for (at, _) in word.char_indices() {
        if let Some((before, after)) = word.split_at_checked(at) {
            hashes.push(hash(&[before, without_first(after)]));
        }
    }
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// The upper half of a SipHash of the pieces as if they were one text.
fn hash(pieces: &[&str]) -> u32 {
    (whole_hash(pieces) >> 32) as u32
}

/// SipHash of the pieces as if they were one text.
pub(super) fn whole_hash(pieces: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for piece in pieces {
        hasher.write(piece.as_bytes());
    }
    hasher.finish()
}
