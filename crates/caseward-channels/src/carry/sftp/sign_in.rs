//! As whom we come to a partner's server, and with what.
//!
//! CC-2.3.

use std::sync::Arc;

use caseward_model::Randomness;
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::{Ed25519Keypair, KeypairData};
use russh::keys::{Algorithm, PrivateKey, decode_secret_key};
use zeroize::Zeroizing;

/// Why something won't do as a means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// It isn't a secret key that can be read.
    #[error(
        "this isn't a secret key that can be read here; make one for this partner and give them its public half"
    )]
    NotAKey,
    /// It is of another kind.
    #[error("only Ed25519 keys are taken; make one for this partner and give them its public half")]
    Kind,
}

#[derive(Clone)]
pub(super) enum Means {
    Key(Arc<PrivateKey>),
    Password(Zeroizing<String>),
}

/// The name of our account there, and the key or password for it. Both come from the register, where they lie sealed.
#[derive(Clone)]
pub struct SignIn {
    pub(super) user: String,
    pub(super) means: Means,
}

impl SignIn {
    /// With a key, in OpenSSH's letters.
    ///
    /// # Errors
    /// [`SignInError`].
    pub fn with_key(user: &str, letters: &str) -> Result<Self, SignInError> {
        let key = decode_secret_key(letters, None).map_err(|_| SignInError::NotAKey)?;
        if key.algorithm() != Algorithm::Ed25519 {
            return Err(SignInError::Kind);
        }
        let means = Means::Key(Arc::new(key));
        let user = user.to_owned();
        Ok(Self { user, means })
    }

    /// With a password.
    #[must_use]
    pub fn with_password(user: &str, password: Zeroizing<String>) -> Self {
        Self {
            user: user.to_owned(),
            means: Means::Password(password),
        }
    }

    /// Makes a key for one partner: the secret half, which the register keeps, and the line that the partner is given.
    ///
    /// # Errors
    /// [`SignInError::NotAKey`] when the library fails.
    pub fn make_key(randomness: &Randomness) -> Result<(Zeroizing<String>, String), SignInError> {
        let seed = Zeroizing::new(randomness.bytes::<32>());
        let pair = KeypairData::Ed25519(Ed25519Keypair::from_seed(&seed));
        let key = PrivateKey::new(pair, "").map_err(|_| SignInError::NotAKey)?;
        let secret = key.to_openssh(LineEnding::LF);
        let public = key.public_key().to_openssh();
        match (secret, public) {
            (Ok(secret), Ok(public)) => Ok((secret, public)),
            _ => Err(SignInError::NotAKey),
        }
    }
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn").finish_non_exhaustive()
    }
}
