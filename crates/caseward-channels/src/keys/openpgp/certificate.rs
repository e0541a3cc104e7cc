//! A certificate that was judged: the part of it that is sealed for, and how.

use pgp::composed::SignedPublicKey;
use pgp::packet::{PublicKey, PublicSubkey};

/// The part of a certificate that is sealed for.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    Primary(PublicKey),
    Subkey(PublicSubkey),
}

/// What is needed of a certificate to seal for it.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    /// What is sealed for.
    pub(crate) part: Part,
    /// Its owner's program opens what RFC 9580 calls version 2, which is sealed in pieces.
    pub(crate) opens_pieces: bool,
}

impl Certificate {
    pub(super) fn primary(of: &SignedPublicKey, opens_pieces: bool) -> Self {
        let part = Part::Primary(of.primary_key.clone());
        Self { part, opens_pieces }
    }

    pub(super) fn subkey(key: &PublicSubkey, opens_pieces: bool) -> Self {
        let part = Part::Subkey(key.clone());
        Self { part, opens_pieces }
    }
}
