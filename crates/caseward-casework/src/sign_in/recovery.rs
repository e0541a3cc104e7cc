//! Recovery codes: ten lines on paper, each of which stands in for a lost telephone, once.
//!
//! NASW-l, NASW-o. A code replaces the six digits and never the passphrase. Only keyed prints are kept; the
//! codes themselves are shown once, to be printed and locked away.

use caseward_gate::Fingerprints;
use caseward_model::Randomness;
use data_encoding::{Encoding, Specification};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;
use zeroize::Zeroizing;

/// How many there are.
pub const CODES: usize = 10;
/// Random bytes of each: 80 bits.
const BYTES: usize = 10;
/// Letters of each.
const LETTERS: usize = 16;

/// Letters that nobody misreads; case doesn't matter.
static SPELLING: LazyLock<Encoding> = LazyLock::new(|| {
    let mut spelling = Specification::new();
    spelling
        .symbols
        .push_str("0123456789abcdefghjkmnpqrstvwxyz");
    spelling
        .encoding()
        .unwrap_or(data_encoding::BASE32HEX_NOPAD)
});

/// The codes that are left, as prints.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(super) struct Codes(Vec<[u8; 16]>);

impl Codes {
    /// Makes a fresh set, and gives the codes to be shown this once.
    pub(super) fn make_random(
        prints: &Fingerprints,
        worker_no: i64,
        randomness: &Randomness,
    ) -> (Self, Vec<Zeroizing<String>>) {
        let letters = |_| Zeroizing::new(SPELLING.encode(&randomness.bytes::<BYTES>()));
        let fresh: Vec<Zeroizing<String>> = (0..CODES).map(letters).collect();
        let print = |code: &Zeroizing<String>| print_of(prints, worker_no, code);
        let kept = Self(fresh.iter().map(print).collect());
        (kept, fresh.iter().map(|code| in_groups(code)).collect())
    }

    /// Takes a code, once.
    pub(super) fn take(&mut self, prints: &Fingerprints, worker_no: i64, typed: &str) -> bool {
        let code = letters_of(typed);
        let print = print_of(prints, worker_no, &code);
        let whole = code.len() == LETTERS;
        // All are looked at, whichever it is.
        let found = self.0.iter().fold(
            None,
            |found, it| {
                if *it == print { Some(*it) } else { found }
            },
        );
        match found {
            Some(found) if whole => {
                self.0.retain(|it| *it != found);
                true
            }
            _ => false,
        }
    }

    /// How many are left.
    pub(super) const fn left(&self) -> usize {
        self.0.len()
    }
}

fn print_of(prints: &Fingerprints, worker_no: i64, code: &str) -> [u8; 16] {
    prints.of(
        "recovery-code",
        &[&worker_no.to_be_bytes(), code.as_bytes()],
    )
}

/// What was typed, without its blanks and dashes; letters that look like digits are taken for them.
fn letters_of(typed: &str) -> Zeroizing<String> {
    let letter = |c: char| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        other => other,
    };
    let written = typed.chars().filter(char::is_ascii_alphanumeric);
    Zeroizing::new(written.map(letter).take(LETTERS + 1).collect())
}

/// Four groups of four can be read aloud and typed.
fn in_groups(code: &str) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(LETTERS + 3));
    for (at, letter) in code.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        text.push(letter);
    }
    text
}
