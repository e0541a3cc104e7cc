//! Sealing: only the one whom it is for can open it, with a program that anybody can have (`age`, `gpg`).
//!
//! CC-2.3, NASW-m. Something is sealed for keys that a person has checked by a call, or with a passphrase that is told on
//! the telephone to those who have no key. Sealing is never the same twice; so the entry *before* a release commits to
//! the package, and the outcome *after* it holds the hash of what was sealed. No input and no output.

mod age;
mod openpgp;
mod passphrase;

pub use passphrase::Passphrase;

use caseward_model::Randomness;

use crate::keys::{Usable, VerifiedKey};
use crate::package::Package;
use crate::{Hash, hash_of};

pub(crate) use openpgp::armor;

/// How many keys something is sealed for at most: those of one organization.
pub const MOST_KEYS: usize = 20;

/// With what something was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// `age`, for keys.
    Age,
    /// `age`, with a passphrase.
    AgePassphrase,
    /// OpenPGP.
    OpenPgp,
}

impl Method {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Age, Self::AgePassphrase, Self::OpenPgp];

    /// The word for it, in entries.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::AgePassphrase => "age_passphrase",
            Self::OpenPgp => "openpgp",
        }
    }

    /// How the name of a file ends that was sealed so: what is inside, and with what it is opened.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Age | Self::AgePassphrase => "zip.age",
            Self::OpenPgp => "zip.pgp",
        }
    }
}

/// Why something can't be sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There is no key.
    #[error("there is no key to seal it for; check one by a call first")]
    NoKey,
    /// There are too many.
    #[error("something is sealed for {MOST_KEYS} keys at most, all of one organization")]
    TooManyKeys,
    /// `age` and OpenPGP at once.
    #[error("these keys are for different programs; seal it for those of one kind")]
    Mixed,
    /// The library refused.
    #[error("it can't be sealed for this key; ask for another")]
    Refused,
}

/// Something that was sealed: inert bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    bytes: Vec<u8>,
    hash: Hash,
    method: Method,
}

impl Sealed {
    pub(crate) fn new(bytes: Vec<u8>, method: Method) -> Self {
        let hash = hash_of(&bytes);
        Self {
            bytes,
            hash,
            method,
        }
    }

    /// What travels.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What stands in the outcome: the SHA-256 of what travels.
    #[must_use]
    pub const fn hash(&self) -> &Hash {
        &self.hash
    }

    /// With what it was sealed.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealed")
            .field("method", &self.method)
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// Seals a package for keys, all of one kind: with any one of them it opens.
///
/// # Errors
/// [`SealError`].
pub fn seal(
    package: &Package,
    keys: &[VerifiedKey],
    randomness: &Randomness,
) -> Result<Sealed, SealError> {
    seal_bytes(package.bytes(), keys, randomness)
}

/// Seals a package with a passphrase, for those who have no key.
///
/// # Errors
/// [`SealError::Refused`] when the library fails.
pub fn seal_with_passphrase(
    package: &Package,
    passphrase: &Passphrase,
) -> Result<Sealed, SealError> {
    let bytes = age::with_passphrase(package.bytes(), passphrase)?;
    Ok(Sealed::new(bytes, Method::AgePassphrase))
}

pub(crate) fn seal_bytes(
    plain: &[u8],
    keys: &[VerifiedKey],
    randomness: &Randomness,
) -> Result<Sealed, SealError> {
    if keys.len() > MOST_KEYS {
        return Err(SealError::TooManyKeys);
    }
    let (mut recipients, mut certificates) = (Vec::new(), Vec::new());
    for key in keys {
        match key.usable() {
            Usable::Age(recipient) => recipients.push(recipient),
            Usable::OpenPgp(certificate) => certificates.push(certificate.as_ref()),
        }
    }
    match (recipients.is_empty(), certificates.is_empty()) {
        (true, true) => Err(SealError::NoKey),
        (false, false) => Err(SealError::Mixed),
        (false, true) => Ok(Sealed::new(age::for_keys(plain, &recipients)?, Method::Age)),
        (true, false) => {
            let bytes = openpgp::for_certificates(plain, &certificates, randomness)?;
            Ok(Sealed::new(bytes, Method::OpenPgp))
        }
    }
}
