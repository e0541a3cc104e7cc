//! The key that a partner's server must show.
//!
//! CC-2.3. It is asked for by telephone, like every key: `ssh-keyscan` would ask whoever answers.

use std::fmt;

use data_encoding::{BASE64_NOPAD, Specification};
use russh::keys::ssh_key::public::KeyData;
use russh::keys::{Algorithm, EcdsaCurve, HashAlg, PublicKey};
use subtle::ConstantTimeEq;

/// Why a line isn't a server's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HostKeyError {
    /// It isn't a key or a fingerprint.
    #[error(
        "this isn't a server's key; ask for the line that `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` prints"
    )]
    NotAKey,
    /// It is a secret.
    #[error(
        "this is a secret key: don't send it to anyone. Nothing of it was kept; the server's owner should make a new one"
    )]
    SecretKey,
    /// It is of a kind that isn't taken.
    #[error(
        "only Ed25519 and ECDSA keys of servers are taken; ask for the fingerprint of one of those"
    )]
    Kind,
}

/// A server's key: its kind and fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostKey {
    algorithm: Algorithm,
    sha256: [u8; 32],
}

impl HostKey {
    /// Reads what a partner read aloud or sent: the key itself (`ssh-ed25519 AAAA…`), or the line that `ssh-keygen -l`
    /// prints (`256 SHA256:… (ED25519)`).
    ///
    /// # Errors
    /// [`HostKeyError`].
    pub fn read(line: &str) -> Result<Self, HostKeyError> {
        let line = line.trim();
        if line.contains("PRIVATE KEY") {
            return Err(HostKeyError::SecretKey);
        }
        if let Some(fingerprint) = line.split_whitespace().find(|it| it.starts_with("SHA256:")) {
            return Self::of_fingerprint(line, fingerprint);
        }
        let key = PublicKey::from_openssh(line).map_err(|_| HostKeyError::NotAKey)?;
        Self::of(key.key_data())
    }

    fn of_fingerprint(line: &str, fingerprint: &str) -> Result<Self, HostKeyError> {
        let letters = fingerprint.trim_start_matches("SHA256:");
        let letters = letters.trim_end_matches('=');
        let sha256 = lenient_base64()?
            .decode(letters.as_bytes())
            .ok()
            .and_then(|it| it.try_into().ok())
            .ok_or(HostKeyError::NotAKey)?;
        let upper = line.to_ascii_uppercase();
        let bits = line.split_whitespace().next().unwrap_or_default();
        let algorithm = if upper.contains("(ED25519)") {
            Algorithm::Ed25519
        } else if upper.contains("(ECDSA)") {
            let curve = match bits {
                "256" => EcdsaCurve::NistP256,
                "384" => EcdsaCurve::NistP384,
                "521" => EcdsaCurve::NistP521,
                _ => return Err(HostKeyError::Kind),
            };
            Algorithm::Ecdsa { curve }
        } else {
            return Err(HostKeyError::Kind);
        };
        Ok(Self { algorithm, sha256 })
    }

    pub(super) fn of(key: &KeyData) -> Result<Self, HostKeyError> {
        let algorithm = key.algorithm();
        if !matches!(algorithm, Algorithm::Ed25519 | Algorithm::Ecdsa { .. }) {
            return Err(HostKeyError::Kind);
        }
        let sha256 = key.fingerprint(HashAlg::Sha256).sha256();
        let sha256 = sha256.ok_or(HostKeyError::Kind)?;
        Ok(Self { algorithm, sha256 })
    }

    /// The kind that the server is asked to show.
    pub(super) const fn algorithm(&self) -> &Algorithm {
        &self.algorithm
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.algorithm == other.algorithm && self.sha256.ct_eq(&other.sha256).into()
    }
}

/// Base64 as people copy it.
fn lenient_base64() -> Result<data_encoding::Encoding, HostKeyError> {
    let mut specification: Specification = BASE64_NOPAD.specification();
    specification.check_trailing_bits = false;
    specification.encoding().map_err(|_| HostKeyError::NotAKey)
}

impl fmt::Display for HostKey {
    /// As `ssh-keygen -l` prints it, without a comment: `256 SHA256:… (ED25519)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bits, kind) = match &self.algorithm {
            Algorithm::Ecdsa { curve } => match curve {
                EcdsaCurve::NistP256 => (256, "ECDSA"),
                EcdsaCurve::NistP384 => (384, "ECDSA"),
                EcdsaCurve::NistP521 => (521, "ECDSA"),
            },
            _ => (256, "ED25519"),
        };
        let letters = BASE64_NOPAD.encode(&self.sha256);
        write!(f, "{bits} SHA256:{letters} ({kind})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A key of nobody, made for this test with `ssh-keygen -t ed25519`; the fingerprint is what `ssh-keygen -l` says.
    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPlWWJgyCdzEzDUP9DsF6M1bac8c5TA5GMPE0/xDH+Pf nobody";
    const PRINTED: &str = "256 SHA256:Xf+jj0di0vJOD3VFCLxesX9oWFVFDMZAs2CEflPsnww nobody (ED25519)";

    #[test]
    fn the_key_and_its_printed_fingerprint_are_the_same() {
        let (key, printed) = (HostKey::read(KEY).unwrap(), HostKey::read(PRINTED).unwrap());
        assert!(key.is(&printed));
        assert!(HostKey::read(&key.to_string()).unwrap().is(&key));
    }

    #[test]
    fn what_is_no_key_of_a_server_is_refused_with_what_to_ask_for() {
        for (line, why) in [
            ("", HostKeyError::NotAKey),
            ("SHA256:abc (ED25519)", HostKeyError::NotAKey),
            ("ssh-ed25519 AAAA", HostKeyError::NotAKey),
            ("MD5:00:11 (ED25519)", HostKeyError::NotAKey),
            (
                "-----BEGIN OPENSSH PRIVATE KEY-----",
                HostKeyError::SecretKey,
            ),
            (&PRINTED.replace("ED25519", "RSA"), HostKeyError::Kind),
            (PRINTED.trim_end_matches("(ED25519)"), HostKeyError::Kind),
        ] {
            assert_eq!(HostKey::read(line).unwrap_err(), why, "{line}");
        }
    }
}
