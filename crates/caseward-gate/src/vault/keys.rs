//! A key: thirty-two bytes that are wiped when they are dropped and can't be printed.

use caseward_model::Randomness;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::seal::{NONCE, Place, SUITE};
use super::{LedgerId, VaultError, cipher, padding};

/// A symmetric key. No `Clone`, no `Debug`: it is duplicated only where the vault says so.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Key([u8; 32]);

impl Key {
    pub(crate) fn make_random(randomness: &Randomness) -> Self {
        Self(randomness.bytes())
    }

    pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(super) fn from_opened(bytes: &[u8]) -> Result<Self, VaultError> {
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| VaultError::NotGenuine)
    }

    pub(super) const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn first_half(&self) -> [u8; 16] {
        let (half, _) = self.0.split_first_chunk().unwrap_or((&[0; 16], &[]));
        *half
    }

    pub(super) fn duplicate(&self) -> Self {
        Self(self.0)
    }

    /// Seals `plain` so that it opens only with this key and only in this place:
    /// suite, nonce, ciphertext and tag. Short texts are padded, so that lengths tell little.
    pub(super) fn seal(&self, place: &Place, plain: &[u8], randomness: &Randomness) -> Vec<u8> {
        let nonce: [u8; NONCE] = randomness.bytes();
        let mut bytes = Vec::with_capacity(1 + NONCE + padding::rounded(plain.len()) + cipher::TAG);
        bytes.push(SUITE);
        bytes.extend_from_slice(&nonce);
        padding::pad(plain, &mut bytes);
        let text = bytes.get_mut(1 + NONCE..).unwrap_or_default();
        // It fails only beyond 256 GiB of text, which no part reaches; an empty value opens nowhere,
        // so even then nothing readable would be stored.
        let Some(tag) = cipher::encrypt(&self.0, &nonce, place.as_bytes(), text) else {
            bytes.zeroize();
            return Vec::new();
        };
        bytes.extend_from_slice(&tag);
        bytes
    }

    /// Opens what [`Key::seal`] made for this very place.
    pub(super) fn open(
        &self,
        place: &Place,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (&suite, rest) = sealed.split_first().ok_or(VaultError::NotGenuine)?;
        if suite != SUITE {
            return Err(VaultError::Newer);
        }
        let (nonce, sealed) = rest
            .split_first_chunk::<NONCE>()
            .ok_or(VaultError::NotGenuine)?;
        let mut text = Zeroizing::new(sealed.to_vec());
        let padded = cipher::decrypt(&self.0, nonce, place.as_bytes(), &mut text)
            .ok_or(VaultError::NotGenuine)?
            .len();
        text.truncate(padded);
        padding::unpad(text).ok_or(VaultError::NotGenuine)
    }

    /// Opens for the rest of the gate.
    pub(crate) fn unlock(
        &self,
        place: &Place,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        self.open(place, sealed)
    }

    /// A key for one use, by its label (RFC 5869).
    pub(super) fn derive(&self, label: &str, context: &[u8]) -> Self {
        let mut bytes = [0; 32];
        let expanded =
            Hkdf::<Sha256>::new(Some(context), &self.0).expand(label.as_bytes(), &mut bytes);
        debug_assert!(expanded.is_ok(), "32 bytes are always within HKDF's bound");
        Self(bytes)
    }

    /// The first sixteen bytes of an HMAC over length-prefixed parts.
    pub(crate) fn fingerprint(&self, domain: &str, parts: &[&[u8]]) -> [u8; 16] {
        let mut first = [0; 16];
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0) else {
            return first;
        };
        for part in std::iter::once(&domain.as_bytes()).chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        for (to, from) in first.iter_mut().zip(mac.finalize().into_bytes()) {
            *to = from;
        }
        first
    }
}

/// The keys derived from the root key, each for one use.
pub(super) struct SubKeys {
    pub(super) facts: Key,
    pub(super) office: Key,
    pub(super) index: Key,
    pub(super) records: Key,
    pub(super) passphrases: Key,
    pub(super) checkpoint: Key,
}

impl SubKeys {
    pub(super) fn derive(root: &Key, ledger: &LedgerId) -> Self {
        Self {
            facts: root.derive("caseward/facts/v1", ledger),
            office: root.derive("caseward/office/v1", ledger),
            index: root.derive("caseward/index/v1", ledger),
            records: root.derive("caseward/records-sum/v1", ledger),
            passphrases: root.derive("caseward/passphrases/v1", ledger),
            checkpoint: root.derive("caseward/checkpoint/v1", ledger),
        }
    }
}
