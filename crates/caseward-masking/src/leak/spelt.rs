//! The ways in which one word may be written where it must not stand (CC-2.4).

use super::How;
use super::views::squeezed;

/// The letters of base64 as mail has it, and as addresses have it (RFC 4648).
pub(super) const STANDARD: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
pub(super) const FOR_ADDRESSES: &[u8; 64] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How a word is written where letters were made small.
pub(super) fn small(text: &str) -> Vec<(How, Vec<u8>)> {
    let small = text.to_ascii_lowercase();
    let reversed: String = small.chars().rev().collect();
    let little = small.encode_utf16().flat_map(u16::to_le_bytes);
    let big = small.encode_utf16().flat_map(u16::to_be_bytes);
    let mut all = vec![
        (How::Plain, small.clone().into_bytes()),
        (How::Squeezed, squeezed(small.as_bytes())),
        (How::Reversed, reversed.into_bytes()),
        (How::Wide, little.collect()),
        (How::Wide, big.collect()),
    ];
    let hex = cases(text).into_iter();
    all.extend(hex.map(|it| (How::Hex, hexadecimal(it.as_bytes()))));
    // What is left of a word without its signs may be too short to tell anything.
    all.retain(|(_, bytes)| bytes.len() >= super::SHORTEST);
    all
}

/// How a word is written in base64: in each case, from each of the three places at which it can begin, in both alphabets.
pub(super) fn base64(text: &str) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for case in cases(text) {
        for before in 0..3 {
            for alphabet in [STANDARD, FOR_ADDRESSES] {
                let core = core(case.as_bytes(), before, alphabet);
                if !all.contains(&core) {
                    all.push(core);
                }
            }
        }
    }
    all
}

/// A word as it is, in small and in large letters; each once.
fn cases(text: &str) -> Vec<String> {
    let mut all = vec![text.to_owned()];
    for case in [text.to_lowercase(), text.to_uppercase()] {
        if !all.contains(&case) {
            all.push(case);
        }
    }
    all
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().map(|it| format!("{it:02x}"));
    digits.collect::<String>().into_bytes()
}

/// The letters of base64 that depend on these bytes alone, when so many others stand before them.
fn core(bytes: &[u8], before: usize, alphabet: &[u8; 64]) -> Vec<u8> {
    let placed: Vec<u8> = [vec![0; before].as_slice(), bytes].concat();
    let whole = placed.len() * 8 / 6;
    let written = written(&placed, alphabet).into_iter().take(whole);
    written.skip((before * 8).div_ceil(6)).collect()
}

/// Bytes in base64, without what fills up the end.
pub(super) fn written(bytes: &[u8], alphabet: &[u8; 64]) -> Vec<u8> {
    let mut letters = Vec::with_capacity(bytes.len() * 4 / 3 + 2);
    for three in bytes.chunks(3) {
        let at = |place: usize| u32::from(three.get(place).copied().unwrap_or(0));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        let letter = |place: usize| {
            let which = usize::try_from((bits >> (18 - 6 * place)) & 63).unwrap_or(0);
            alphabet.get(which).copied().unwrap_or(b'A')
        };
        letters.extend((0..=three.len()).map(letter));
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_written_as_the_standard_has_it() {
        // The examples of RFC 4648, without what fills up the end.
        for (plain, coded) in [
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
        ] {
            assert_eq!(written(plain.as_bytes(), STANDARD), coded.as_bytes());
        }
        assert_eq!(written(&[0xfb, 0xff], FOR_ADDRESSES), b"-_8");
    }

    #[test]
    fn the_core_of_a_word_is_in_its_base64_wherever_it_begins() {
        for (before, text) in [(0, "canary"), (1, "xcanary"), (2, "xycanary")] {
            let core = core(b"canary", before, STANDARD);
            let whole = written(text.as_bytes(), STANDARD);
            assert!(core.len() >= 6);
            assert!(whole.windows(core.len()).any(|it| it == core), "{before}");
        }
    }
}
