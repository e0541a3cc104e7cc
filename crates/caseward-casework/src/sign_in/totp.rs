//! The six digits of an authenticator app: each works once, within half a minute of its time.
//!
//! NASW-l (RFC 6238). The time step of the last code that was taken is kept, and only later ones are taken:
//! a code that someone read over a shoulder is worth nothing any more.

use caseward_model::Randomness;
use data_encoding::BASE32_NOPAD;
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Totp};
use zeroize::{Zeroize, Zeroizing};

/// Bytes of a secret: what the algorithm (HMAC-SHA-1) makes full use of.
const SECRET: usize = 20;

/// What an authenticator app and the office have in common.
#[derive(Serialize, Deserialize)]
pub(super) struct Authenticator {
    secret: [u8; SECRET],
    /// The time step of the last code that was taken.
    last_step: u64,
}

impl Drop for Authenticator {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl Authenticator {
    pub(super) fn make_random(randomness: &Randomness) -> Self {
        Self {
            secret: randomness.bytes(),
            last_step: 0,
        }
    }

    /// One that nobody has, for those who aren't here: checking against it costs the same.
    pub(super) const fn nobodys() -> Self {
        Self {
            secret: [0; SECRET],
            last_step: u64::MAX,
        }
    }

    /// The same once more, to try a code on.
    pub(super) const fn duplicate(&self) -> Self {
        Self {
            secret: self.secret,
            last_step: self.last_step,
        }
    }

    /// Takes a code, once: it must be of now, of half a minute ago or of the next half minute, and later
    /// than the last one that was taken.
    pub(super) fn take(&mut self, code: &str, now_ms: i64) -> bool {
        let (Some(totp), Ok(seconds)) = (self.totp(), u64::try_from(now_ms / 1000)) else {
            return false;
        };
        let digits: Zeroizing<String> = Zeroizing::new(
            code.chars()
                .filter(|c| !c.is_whitespace())
                .take(12)
                .collect(),
        );
        match totp.check(&digits, seconds) {
            Some(step) if step > self.last_step => {
                self.last_step = step;
                true
            }
            _ => false,
        }
    }

    /// The secret in letters, for those who type it.
    pub(super) fn letters(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE32_NOPAD.encode(&self.secret))
    }

    /// The address that an authenticator app reads from a picture. `office` and `account` name them there.
    pub(super) fn address(&self, office: &str, account: &str) -> Zeroizing<String> {
        let (office, account) = (in_address(office), in_address(account));
        Zeroizing::new(format!(
            "otpauth://totp/{office}:{account}?secret={}&issuer={office}&algorithm=SHA1&digits=6&period=30",
            *self.letters()
        ))
    }

    fn totp(&self) -> Option<Totp> {
        Builder::new().with_secret(self.secret).build().ok()
    }
}

/// A name as it may stand in an address (RFC 3986: everything but letters and digits as `%XX`).
fn in_address(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for &byte in name.as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// The code of an authenticator app that holds these letters, at this time: for tests and for the demo's
/// own people, who have no telephone.
#[must_use]
pub fn code_of(letters: &str, now_ms: i64) -> Option<String> {
    let secret = BASE32_NOPAD.decode(letters.as_bytes()).ok()?;
    let authenticator = Authenticator {
        secret: secret.try_into().ok()?,
        last_step: 0,
    };
    let seconds = u64::try_from(now_ms / 1000).ok()?;
    Some(authenticator.totp()?.generate(seconds).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: i64 = 1_793_610_000_000;

    fn authenticator() -> Authenticator {
        Authenticator::make_random(&Randomness::seeded(3))
    }

    #[test]
    fn it_gives_the_codes_of_the_published_example() {
        // RFC 6238, appendix B: the last six of its eight digits.
        let letters = BASE32_NOPAD.encode(b"12345678901234567890");
        assert_eq!(code_of(&letters, 59_000).unwrap(), "287082");
        assert_eq!(code_of(&letters, 1_111_111_109_000).unwrap(), "081804");
    }

    #[test]
    fn nasw_l_a_code_works_once() {
        let mut ours = authenticator();
        let code = code_of(&ours.letters(), NOW_MS).unwrap();
        assert!(ours.take(&code, NOW_MS));
        assert!(!ours.take(&code, NOW_MS));
        assert!(!ours.take(&code, NOW_MS + 20_000));
        let earlier = code_of(&ours.letters(), NOW_MS - 30_000).unwrap();
        assert!(!ours.take(&earlier, NOW_MS));
        let later = code_of(&ours.letters(), NOW_MS + 30_000).unwrap();
        let (first, second) = later.split_at(3);
        assert!(ours.take(&format!("{first} {second}"), NOW_MS + 30_000));
    }

    #[test]
    fn nasw_l_a_code_of_another_time_or_of_another_shape_is_none() {
        let mut ours = authenticator();
        let old = code_of(&ours.letters(), NOW_MS - 90_000).unwrap();
        for wrong in [
            old.as_str(),
            "",
            "000000\0",
            "12345",
            "1234567",
            "১২৩৪৫৬",
            "abcdef",
        ] {
            assert!(!ours.take(wrong, NOW_MS), "{wrong:?}");
        }
        let mut nobodys = Authenticator::nobodys();
        let code = code_of(&nobodys.letters(), NOW_MS).unwrap();
        assert!(!nobodys.take(&code, NOW_MS));
    }

    #[test]
    fn an_authenticator_app_reads_the_office_and_the_account() {
        let address = authenticator().address("Harbour House", "dana");
        assert!(
            address.starts_with("otpauth://totp/Harbour%20House:dana?secret="),
            "{}",
            *address
        );
        assert!(!address.contains(' '));
    }
}
