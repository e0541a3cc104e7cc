//! What can be wrong with a key that somebody sent, in words that say what to do about it.
//!
//! CC-2.3. Nothing of what was sent stands in a message: it may have been a secret.

/// What was sent instead of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAKey {
    /// A message that was sealed for somebody.
    Message,
    /// A signature.
    Signature,
    /// A key for SSH.
    SshKey,
    /// A certificate of the web or of S/MIME.
    WebCertificate,
    /// Nothing that is known here.
    Something,
}

impl std::fmt::Display for NotAKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Message => "an encrypted message",
            Self::Signature => "a signature",
            Self::SshKey => "an SSH key",
            Self::WebCertificate => "a certificate for web sites or S/MIME",
            Self::Something => "something else",
        })
    }
}

/// Why nothing can be encrypted to a certificate, although it is sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEncryption {
    /// It has no key that is meant for encryption.
    None,
    /// The one it has ran out, at this time in ms since 1970.
    Expired(i64),
    /// The one it has was revoked.
    Revoked,
    /// The one it has is too short or too old a kind.
    Weak,
    /// The one it has is of a kind that isn't known here.
    Unknown,
}

impl std::fmt::Display for NoEncryption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::None => "it has no part that is meant for encryption",
            Self::Expired(_) => "the part that is meant for encryption ran out",
            Self::Revoked => "the part that is meant for encryption was revoked",
            Self::Weak => "the part that is meant for encryption is too weak",
            Self::Unknown => {
                "the part that is meant for encryption is of a kind that isn't known here"
            }
        })
    }
}

/// Why a key won't do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Nothing was sent.
    #[error("there is nothing here; paste the organization's public key")]
    Empty,
    /// More than a key can be.
    #[error(
        "this is larger than a key should be; ask for it without others' signatures (gpg --export-options export-minimal)"
    )]
    TooLarge,
    /// The secret half.
    #[error(
        "this is a secret key: don't send it to anyone. Nothing of it was kept. Whoever owns it should make a new one, \
         because it was shown; ask them for the public key"
    )]
    SecretKey,
    /// More than one.
    #[error("these are several keys; paste one, the one that was read aloud to you")]
    SeveralKeys,
    /// The end is missing.
    #[error("the end of the key is missing; copy all of it, down to the last line")]
    Truncated,
    /// It isn't what it was.
    #[error("the key was damaged on its way; ask for it as a file")]
    Damaged,
    /// Something else.
    #[error(
        "this is {0}, not a key to encrypt to; ask for an OpenPGP certificate or a line that begins with age1"
    )]
    NotAKey(NotAKey),
    /// One of age's kinds that needs a program beside it.
    #[error(
        "this kind of age key needs a program that isn't here; ask for a plain one (age-keygen)"
    )]
    AgePlugin,
    /// Of a version that nobody should use any more, or that nobody uses yet.
    #[error("this certificate is of a version that isn't used; ask for a new one")]
    Version,
    /// Its owner took it back.
    #[error("this key was revoked by its owner; ask for the new one")]
    Revoked,
    /// It ran out, at this time in ms since 1970.
    #[error("this key ran out; ask for a renewed one")]
    Expired(i64),
    /// It begins to count later.
    #[error("this key begins to count in the future; look at the clocks on both sides")]
    NotYet,
    /// Nothing in it is signed by itself.
    #[error("nothing in this certificate is signed by its own key; ask for it as a file")]
    NotItsOwn,
    /// What it says of itself is signed with a hash that can be forged.
    #[error(
        "this certificate is signed with SHA-1 or MD5, which can be forged; ask its owner to renew it (gpg --quick-set-expire)"
    )]
    WeakSignature,
    /// The key that everything hangs on is weak.
    #[error(
        "this key is too short or of too old a kind; ask for a new one (RSA with 3072 bits or Curve25519)"
    )]
    Weak,
    /// There is nothing to encrypt to.
    #[error("nothing can be encrypted to this key: {0}; ask for a renewed one")]
    NoEncryption(NoEncryption),
}

impl KeyError {
    /// The word for it, in entries and for programs.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLarge => "too_large",
            Self::SecretKey => "secret_key",
            Self::SeveralKeys => "several_keys",
            Self::Truncated => "truncated",
            Self::Damaged => "damaged",
            Self::NotAKey(_) => "not_a_key",
            Self::AgePlugin => "age_plugin",
            Self::Version => "version",
            Self::Revoked => "revoked",
            Self::Expired(_) => "expired",
            Self::NotYet => "not_yet",
            Self::NotItsOwn => "not_its_own",
            Self::WeakSignature => "weak_signature",
            Self::Weak => "weak",
            Self::NoEncryption(_) => "no_encryption",
        }
    }
}
