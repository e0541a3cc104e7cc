//! Keys for the `age` program: one line that begins with `age1`.
//!
//! CC-2.3.

use super::{Fingerprint, KeyAlgorithm, KeyError, KeyWarning, SeenKey, Usable};

/// How many letters the line of a plain key has.
const LETTERS: usize = 62;

/// Reads the line. Its last six letters are a checksum, so that a slip of the pen is noticed.
pub(super) fn read(line: &str) -> Result<SeenKey, KeyError> {
    let recipient: age::x25519::Recipient = line.parse().map_err(|_| why(line))?;
    Ok(SeenKey {
        fingerprint: Fingerprint::of_age(&recipient.to_string()),
        algorithm: KeyAlgorithm::X25519,
        created_at: None,
        expires_at: None,
        hearsay: Vec::new(),
        warnings: vec![KeyWarning::NoExpiry, KeyWarning::NoName],
        usable: Usable::Age(recipient),
    })
}

fn why(line: &str) -> KeyError {
    // A kind's name stands before the last 1: `age1yubikey1…`, `age1tagpq1…`.
    let is_of_a_kind = line.rfind('1') != Some(3);
    if is_of_a_kind {
        KeyError::AgePlugin
    } else if line.len() < LETTERS {
        KeyError::Truncated
    } else {
        KeyError::Damaged
    }
}
