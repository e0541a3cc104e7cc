//! Lengths talk: "HIV" is three letters. Sealed texts are therefore rounded up to a few sizes.
//!
//! One marker byte (`0x80`) ends the text, zeros follow up to the next size: 32, 64, 128, 256, then
//! steps of 256 bytes.

use zeroize::Zeroizing;

const MARK: u8 = 0x80;

/// The size that a text of this length is rounded up to, marker included.
pub(super) const fn rounded(length: usize) -> usize {
    let needed = length + 1;
    if needed <= 32 {
        32
    } else if needed <= 256 {
        needed.next_power_of_two()
    } else {
        needed.div_ceil(256) * 256
    }
}

/// Adds a text, its marker and its zeros.
pub(super) fn pad(plain: &[u8], to: &mut Vec<u8>) {
    let end = to.len() + rounded(plain.len());
    to.extend_from_slice(plain);
    to.push(MARK);
    to.resize(end, 0);
}

/// Takes marker and zeros off again; `None` when there is no marker.
pub(super) fn unpad(mut padded: Zeroizing<Vec<u8>>) -> Option<Zeroizing<Vec<u8>>> {
    let end = padded.iter().rposition(|&byte| byte != 0)?;
    if padded.get(end) != Some(&MARK) {
        return None;
    }
    padded.truncate(end);
    Some(padded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_comes_back_and_only_few_sizes_are_seen() {
        let mut sizes = std::collections::BTreeSet::new();
        for length in 0..1024 {
            let plain = vec![0_u8; length];
            let mut padded = Vec::new();
            pad(&plain, &mut padded);
            sizes.insert(padded.len());
            assert_eq!(*unpad(Zeroizing::new(padded)).unwrap(), plain);
        }
        assert!(sizes.len() <= 8, "{sizes:?}");
    }

    #[test]
    fn what_was_never_padded_is_refused() {
        assert!(unpad(Zeroizing::new(vec![])).is_none());
        assert!(unpad(Zeroizing::new(vec![0; 32])).is_none());
        assert!(unpad(Zeroizing::new(vec![1; 32])).is_none());
    }
}
