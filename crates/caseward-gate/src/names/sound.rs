//! How a name sounds, so that a name heard over the telephone is found.
//!
//! Double Metaphone gives one or two codes per word from an alphabet of fifteen letters; a code of up
//! to eight of them fits into 32 bits, so equal numbers mean equal codes. Design §6.

use rphonetic::DoubleMetaphone;

/// Codes are compared up to this length: four, the usual one, takes *Rodrigo* for *Rodríguez*.
const CODE_LETTERS: usize = 8;

/// The sounds of a folded word, without repeats. Only words in plain Latin letters have any.
pub(super) fn codes(folded: &str) -> Vec<u32> {
    let latin = folded.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !latin || folded.len() < super::typo::SHORTEST {
        return Vec::new();
    }
    let spoken = DoubleMetaphone::new(Some(CODE_LETTERS)).double_metaphone(folded);
    let mut codes = vec![pack(&spoken.primary()), pack(&spoken.alternate())];
    codes.retain(|code| *code != 0);
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn pack(code: &str) -> u32 {
    code.bytes().take(CODE_LETTERS).fold(0, |packed, letter| {
        let number = b"AFHJKLMNPRSTX0".iter().position(|known| *known == letter);
        (packed << 4) | number.map_or(15, |at| (at + 1) as u32)
    })
}
