//! Which algorithms will do for records that must stay secret for decades.
//!
//! CC-2.3. Not: RSA below 2048 bits, DSA, Elgamal; MD5, SHA-1 and RIPEMD-160 under what a certificate says of itself.
//! A certificate's owner could be made to sign two texts at once with SHA-1 (the "Shambles" attack of 2020), so what is
//! signed with it doesn't count; a *revocation* counts however it is signed: it can only do less.

use pgp::crypto::hash::HashAlgorithm;
use pgp::ser::Serialize;
use pgp::types::{EcdhPublicParams, EcdsaPublicParams, PublicParams, RsaPublicParams};

use crate::keys::KeyAlgorithm;

/// The shortest RSA key that is taken, in bits.
const SHORTEST_RSA: u16 = 2048;
/// Below this many bits an RSA key is worth a warning.
pub(super) const LONG_RSA: u16 = 3072;

/// Why a key can't be sealed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    Weak,
    Unknown,
    /// It is for something else.
    NotForSealing,
}

/// How something is sealed for a key.
pub(super) fn sealing(params: &PublicParams) -> Result<KeyAlgorithm, Unfit> {
    match params {
        PublicParams::X25519(_) => Ok(KeyAlgorithm::X25519),
        PublicParams::X448(_) => Ok(KeyAlgorithm::X448),
        PublicParams::RSA(rsa) => strong(rsa),
        PublicParams::ECDH(curve) => match curve {
            EcdhPublicParams::Curve25519Legacy { .. } => Ok(KeyAlgorithm::X25519),
            EcdhPublicParams::P256 { .. } => Ok(KeyAlgorithm::Nist(256)),
            EcdhPublicParams::P384 { .. } => Ok(KeyAlgorithm::Nist(384)),
            EcdhPublicParams::P521 { .. } => Ok(KeyAlgorithm::Nist(521)),
            _ => Err(Unfit::Unknown),
        },
        PublicParams::Elgamal(_) => Err(Unfit::Weak),
        PublicParams::Unknown { .. } => Err(Unfit::Unknown),
        _ => Err(Unfit::NotForSealing),
    }
}

/// Whether what a key signs can be relied upon.
pub(super) fn signing(params: &PublicParams) -> Result<(), Unfit> {
    match params {
        PublicParams::RSA(rsa) => strong(rsa).map(drop),
        PublicParams::Ed25519(_) | PublicParams::Ed448(_) | PublicParams::EdDSALegacy(_) => Ok(()),
        PublicParams::ECDSA(EcdsaPublicParams::Unsupported { .. })
        | PublicParams::Unknown { .. } => Err(Unfit::Unknown),
        PublicParams::ECDSA(_) => Ok(()),
        PublicParams::DSA(_) | PublicParams::Elgamal(_) => Err(Unfit::Weak),
        _ => Err(Unfit::NotForSealing),
    }
}

fn strong(rsa: &RsaPublicParams) -> Result<KeyAlgorithm, Unfit> {
    let bits = bits(rsa).ok_or(Unfit::Unknown)?;
    if bits < SHORTEST_RSA {
        return Err(Unfit::Weak);
    }
    Ok(KeyAlgorithm::Rsa(bits))
}

/// How long an RSA key is: written out, it begins with just that (RFC 9580, 3.2).
fn bits(rsa: &RsaPublicParams) -> Option<u16> {
    let written = rsa.to_bytes().ok()?;
    let length = written.first_chunk::<2>()?;
    Some(u16::from_be_bytes(*length))
}

/// Whether what is signed over such a hash counts.
pub(super) const fn hash_will_do(hash: HashAlgorithm) -> bool {
    matches!(
        hash,
        HashAlgorithm::Sha224
            | HashAlgorithm::Sha256
            | HashAlgorithm::Sha384
            | HashAlgorithm::Sha512
            | HashAlgorithm::Sha3_256
            | HashAlgorithm::Sha3_512
    )
}
