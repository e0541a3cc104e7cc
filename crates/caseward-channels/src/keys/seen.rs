//! A key that was read, and what became of it once somebody had called.
//!
//! CC-2.3, DV-5.6.

use super::openpgp::Certificate;
use super::{Fingerprint, KeyError, NotTheSame, read};

/// With which program it is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// `age`.
    Age,
    /// OpenPGP: `gpg`, Thunderbird and others.
    OpenPgp,
}

impl KeyKind {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Age => "age",
            Self::OpenPgp => "openpgp",
        }
    }
}

/// How something is sealed for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAlgorithm {
    /// Curve25519.
    X25519,
    /// Curve448.
    X448,
    /// A NIST curve, with so many bits.
    Nist(u16),
    /// RSA, with so many bits.
    Rsa(u16),
}

impl std::fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::X25519 => f.write_str("X25519"),
            Self::X448 => f.write_str("X448"),
            Self::Nist(bits) => write!(f, "P-{bits}"),
            Self::Rsa(bits) => write!(f, "RSA {bits}"),
        }
    }
}

/// What is worth knowing about a key that will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyWarning {
    /// It never runs out: nobody will notice when it is no longer looked after.
    NoExpiry,
    /// It runs out within 30 days.
    ExpiresSoon,
    /// RSA below 3072 bits: enough today, not for records that must stay secret for decades.
    ShortRsa,
    /// Older parts of it are signed with SHA-1 or MD5, and weren't counted.
    WeakPartsIgnored,
    /// It says nothing of whose it is.
    NoName,
    /// It has more than one part that is meant for encryption; the newest is taken.
    SeveralEncryptionKeys,
}

impl KeyWarning {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoExpiry => "no_expiry",
            Self::ExpiresSoon => "expires_soon",
            Self::ShortRsa => "short_rsa",
            Self::WeakPartsIgnored => "weak_parts_ignored",
            Self::NoName => "no_name",
            Self::SeveralEncryptionKeys => "several_encryption_keys",
        }
    }
}

/// What a key says of its owner. Anyone can write anything there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hearsay(String);

impl Hearsay {
    /// How much of it is shown, in characters.
    const LONGEST: usize = 200;

    /// Takes what can be shown on a page and hides nothing.
    pub(super) fn new(said: &[u8]) -> Self {
        let text = String::from_utf8_lossy(said);
        let shown = text
            .chars()
            .filter(|it| !it.is_control() && !crate::package::turns_or_hides(*it));
        Self(shown.take(Self::LONGEST).collect())
    }

    /// What it says. To be shown as said, never as known.
    #[must_use]
    pub fn said(&self) -> &str {
        &self.0
    }
}

/// For what is sealed.
#[derive(Clone)]
pub(crate) enum Usable {
    Age(age::x25519::Recipient),
    OpenPgp(Box<Certificate>),
}

/// A key that was read and will do, if it is the right one: nobody has called yet.
#[derive(Clone)]
pub struct SeenKey {
    pub(super) fingerprint: Fingerprint,
    pub(super) algorithm: KeyAlgorithm,
    pub(super) created_at: Option<i64>,
    pub(super) expires_at: Option<i64>,
    pub(super) hearsay: Vec<Hearsay>,
    pub(super) warnings: Vec<KeyWarning>,
    pub(super) usable: Usable,
}

impl SeenKey {
    /// With which program it is opened.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        match self.usable {
            Usable::Age(_) => KeyKind::Age,
            Usable::OpenPgp(_) => KeyKind::OpenPgp,
        }
    }

    /// What is read aloud.
    #[must_use]
    pub const fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// How something is sealed for it.
    #[must_use]
    pub const fn algorithm(&self) -> KeyAlgorithm {
        self.algorithm
    }

    /// When it was made, as it says, in ms since 1970. An age key doesn't say.
    #[must_use]
    pub const fn created_at(&self) -> Option<i64> {
        self.created_at
    }

    /// Until when it counts, in ms since 1970; nothing if it doesn't run out.
    #[must_use]
    pub const fn expires_at(&self) -> Option<i64> {
        self.expires_at
    }

    /// What it says of its owner, which is worth nothing.
    #[must_use]
    pub fn hearsay(&self) -> &[Hearsay] {
        &self.hearsay
    }

    /// What is worth knowing about it.
    #[must_use]
    pub fn warnings(&self) -> &[KeyWarning] {
        &self.warnings
    }

    /// Somebody called the organization, on a number that didn't come with the key, and this was read aloud to them.
    ///
    /// # Errors
    /// [`NotTheSame`] when it isn't all of this key's fingerprint.
    pub fn confirm(self, read_aloud: &str) -> Result<VerifiedKey, NotTheSame> {
        if self.fingerprint.is(read_aloud) {
            Ok(VerifiedKey(self))
        } else {
            Err(NotTheSame)
        }
    }
}

impl std::fmt::Debug for SeenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SeenKey")
            .field("fingerprint", &self.fingerprint)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

/// Why a key of the register doesn't count any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// It won't do, or not any more.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// It isn't the one that was checked.
    #[error(transparent)]
    Fingerprint(#[from] NotTheSame),
}

/// A key that somebody has checked by a call. Keep it for one release: whether it ran out is looked at when it is read.
#[derive(Debug, Clone)]
pub struct VerifiedKey(SeenKey);

impl VerifiedKey {
    /// Reads a key from the register again, with the fingerprint that was read aloud when it was checked.
    ///
    /// # Errors
    /// [`RegisterError`] when it ran out since, or isn't that one.
    pub fn from_register(
        kept: &[u8],
        fingerprint: &str,
        now_ms: i64,
    ) -> Result<Self, RegisterError> {
        Ok(read(kept, now_ms)?.confirm(fingerprint)?)
    }

    /// What is known of it.
    #[must_use]
    pub const fn key(&self) -> &SeenKey {
        &self.0
    }

    pub(crate) const fn usable(&self) -> &Usable {
        &self.0.usable
    }
}
