//! What is read aloud on the telephone to find out whether a key is the right one.
//!
//! CC-2.3. All of it is compared: a few letters at the end can be made to fit by whoever has a computer and a day.

use std::fmt;

use subtle::ConstantTimeEq;

use crate::spoken;

/// What was read aloud isn't the fingerprint of this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "what was read aloud isn't this key's fingerprint: nothing may be sealed for it. Ask for the key again, by another way"
)]
pub struct NotTheSame;

/// A key's fingerprint. For OpenPGP it is the certificate's, in hexadecimal; for age it is the key itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// Without blanks: capitals for OpenPGP, small letters for age.
    letters: String,
    is_hexadecimal: bool,
}

impl Fingerprint {
    pub(super) fn of_certificate(bytes: &[u8]) -> Self {
        Self {
            letters: data_encoding::HEXUPPER.encode(bytes),
            is_hexadecimal: true,
        }
    }

    pub(super) fn of_age(line: &str) -> Self {
        Self {
            letters: line.to_owned(),
            is_hexadecimal: false,
        }
    }

    /// The letters without blanks, as the register keeps them.
    #[must_use]
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// Whether this is what was read aloud or typed: all of it, however it is grouped, in large or small letters.
    #[must_use]
    pub fn is(&self, read_aloud: &str) -> bool {
        let skipped = |it: char| it.is_whitespace() || matches!(it, '-' | ':' | '.');
        let said: String = read_aloud.chars().filter(|it| !skipped(*it)).collect();
        let said = if self.is_hexadecimal {
            let said = said.to_ascii_uppercase();
            said.strip_prefix("0X").unwrap_or(&said).to_owned()
        } else {
            said.to_ascii_lowercase()
        };
        said.as_bytes().ct_eq(self.letters.as_bytes()).into()
    }
}

impl fmt::Display for Fingerprint {
    /// In groups of four.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spoken::in_groups(&self.letters, ' '))
    }
}
