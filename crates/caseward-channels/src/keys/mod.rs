//! Keys that partners send: what they are, whether they will do, and the letters that are read aloud on the telephone
//! before anything is sealed for them.
//!
//! CC-2.3, NASW-m, DV-5.6. A key that came by mail may be anybody's. So what a key says of its owner is shown as hearsay
//! and never believed; only a person who calls the organization on a number known from elsewhere, and hears the same
//! [`Fingerprint`], makes a [`VerifiedKey`] of it, and only for such a key something is sealed. No input and no output.

mod age_line;
mod error;
mod fingerprint;
pub(crate) mod openpgp;
mod seen;

pub use error::{KeyError, NoEncryption, NotAKey};
pub use fingerprint::{Fingerprint, NotTheSame};
pub(crate) use seen::Usable;
pub use seen::{Hearsay, KeyAlgorithm, KeyKind, KeyWarning, RegisterError, SeenKey, VerifiedKey};

/// How large what a partner sends may be, in bytes. A certificate is a few thousand; one with a hundred others'
/// signatures on it is sent anew without them.
pub const LARGEST: usize = 256 << 10;

/// Reads what a partner sent: an OpenPGP certificate, in letters or binary, or an `age1…` line. `now_ms` is the time in
/// ms since 1970.
///
/// # Errors
/// [`KeyError`], in words for whoever pasted it. A secret key is recognized first, and nothing of it is kept.
pub fn read(sent: &[u8], now_ms: i64) -> Result<SeenKey, KeyError> {
    if sent.iter().all(u8::is_ascii_whitespace) {
        return Err(KeyError::Empty);
    }
    if sent.len() > LARGEST {
        return Err(KeyError::TooLarge);
    }
    match std::str::from_utf8(sent) {
        Ok(text) => read_text(text, now_ms),
        Err(_) => openpgp::read_binary(sent, now_ms),
    }
}

fn read_text(text: &str, now_ms: i64) -> Result<SeenKey, KeyError> {
    if holds_a_secret(text) {
        return Err(KeyError::SecretKey);
    }
    if text.contains("-----BEGIN ") {
        return openpgp::read_armored(text, now_ms);
    }
    let is_comment = |line: &&str| line.is_empty() || line.starts_with('#');
    let mut lines = text.lines().map(str::trim).filter(|it| !is_comment(it));
    let first = lines.next().ok_or(KeyError::Empty)?;
    if !first.starts_with("age1") {
        return Err(KeyError::NotAKey(what_else(first)));
    }
    if lines.next().is_some() {
        return Err(KeyError::SeveralKeys);
    }
    age_line::read(first)
}

/// Whether a secret key was pasted by mistake, of whatever kind.
fn holds_a_secret(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let begins = upper.lines().filter(|it| it.contains("-----BEGIN"));
    upper.contains("AGE-SECRET-KEY-")
        || upper.contains("PUTTY-USER-KEY-FILE")
        || begins.into_iter().any(|it| it.contains("PRIVATE KEY"))
}

fn what_else(line: &str) -> NotAKey {
    let ssh = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];
    if ssh.iter().any(|it| line.starts_with(it)) {
        NotAKey::SshKey
    } else {
        NotAKey::Something
    }
}

#[cfg(test)]
mod tests;
