//! Proofs over the tree: that an entry is in it, and that a longer ledger continues a shorter one
//! (RFC 6962 part 2.1, checked as RFC 9162 part 2.1 says; design part 5).

use std::ops::Range;

use super::Hash;
use super::tree::node;

/// Why a proof proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The index isn't below the size, or the sizes are the wrong way round.
    #[error("the proof is for another ledger size; ask for the proof again with the right sizes")]
    OutOfRange,
    /// The hashes don't lead to the root.
    #[error(
        "the proof does not lead to the root: entry, proof and checkpoint don't belong together"
    )]
    Mismatch,
}

/// Which stretches of entries an inclusion proof names, lowest first.
#[must_use]
pub fn inclusion_stretches(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut stretches = Vec::new();
    let (mut first, mut end) = (0, size);
    while end - first > 1 && index < size {
        let split = first + largest_power_below(end - first);
        if index < split {
            stretches.push(split..end);
            end = split;
        } else {
            stretches.push(first..split);
            first = split;
        }
    }
    stretches.reverse();
    stretches
}

/// Which stretches of entries a consistency proof names, in its order.
#[must_use]
pub fn consistency_stretches(old: u64, new: u64) -> Vec<Range<u64>> {
    let mut stretches = Vec::new();
    if old == 0 || old >= new {
        return stretches;
    }
    let (mut first, mut end, mut is_whole_old) = (0, new, true);
    while old < end {
        let split = first + largest_power_below(end - first);
        if old <= split {
            stretches.push(split..end);
            end = split;
        } else {
            stretches.push(first..split);
            first = split;
            is_whole_old = false;
        }
    }
    if !is_whole_old {
        stretches.push(first..end);
    }
    stretches.reverse();
    stretches
}

/// The hash over a stretch of entries, made from whole subtrees that `get(height, position)`
/// gives.
///
/// # Errors
/// What `get` returns.
pub fn stretch_hash<E>(
    stretch: Range<u64>,
    mut get: impl FnMut(u32, u64) -> Result<Hash, E>,
) -> Result<Option<Hash>, E> {
    let mut hash = None;
    let mut end = stretch.end;
    while end > stretch.start {
        let height = (end - stretch.start).trailing_zeros();
        let left = get(height, (end >> height) - 1)?;
        hash = Some(hash.map_or(left, |right| node(&left, &right)));
        end -= 1 << height;
    }
    Ok(hash)
}

/// Checks that an entry's hash is in the tree of this size and root.
///
/// # Errors
/// [`ProofError`] when it isn't shown.
pub fn check_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let (mut at, mut last, mut hash) = (index, size - 1, *leaf);
    for beside in proof {
        if last == 0 {
            return Err(ProofError::Mismatch);
        }
        if at & 1 == 1 || at == last {
            hash = node(beside, &hash);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            hash = node(&hash, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    if last == 0 && hash == *root {
        Ok(())
    } else {
        Err(ProofError::Mismatch)
    }
}

/// Checks that the ledger of the new size and root begins with the one of the old size and root.
///
/// # Errors
/// [`ProofError`] when it isn't shown.
pub fn check_consistency(
    old: (u64, &Hash),
    new: (u64, &Hash),
    proof: &[Hash],
) -> Result<(), ProofError> {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size > new_size {
        return Err(ProofError::OutOfRange);
    }
    if old_size == 0 || old_size == new_size {
        let same = old_size == 0 || old_root == new_root;
        return if proof.is_empty() && same {
            Ok(())
        } else {
            Err(ProofError::Mismatch)
        };
    }
    let (mut at, mut last) = (old_size - 1, new_size - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    // Where the old size is a power of two, its root stands for itself and isn't in the proof.
    let (start, rest) = if old_size.is_power_of_two() {
        (old_root, proof)
    } else {
        proof.split_first().ok_or(ProofError::Mismatch)?
    };
    let (mut old_hash, mut new_hash) = (*start, *start);
    for beside in rest {
        if last == 0 {
            return Err(ProofError::Mismatch);
        }
        if at & 1 == 1 || at == last {
            old_hash = node(beside, &old_hash);
            new_hash = node(beside, &new_hash);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            new_hash = node(&new_hash, beside);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    if last == 0 && old_hash == *old_root && new_hash == *new_root {
        Ok(())
    } else {
        Err(ProofError::Mismatch)
    }
}

/// The largest power of two below a number above 1.
const fn largest_power_below(number: u64) -> u64 {
    1 << (number - 1).ilog2()
}
