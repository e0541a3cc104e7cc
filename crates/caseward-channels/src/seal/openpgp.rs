//! Sealing for OpenPGP programs (RFC 9580; where a certificate's owner has an older program, RFC 4880).
//!
//! CC-2.3. AES-256, with the modification code of old or, where every certificate says that its program opens that, in
//! pieces that are each authenticated. Nothing is compressed: that would undo the filler. Nothing is signed: that it is
//! from us is what the statement says, and the statement can be shown to others.

use caseward_model::Randomness;
use pgp::armor::{self as letters, BlockType};
use pgp::composed::MessageBuilder;
use pgp::crypto::aead::{AeadAlgorithm, ChunkSize};
use pgp::crypto::sym::SymmetricKeyAlgorithm;
use pgp::errors::Result;
use pgp::ser::Serialize;

use super::SealError;
use crate::chance::Dice;
use crate::keys::openpgp::{Certificate, Part};

/// Seals for some certificates.
pub(super) fn for_certificates(
    plain: &[u8],
    certificates: &[&Certificate],
    randomness: &Randomness,
) -> std::result::Result<Vec<u8>, SealError> {
    let dice = Dice(randomness);
    let in_pieces = certificates.iter().all(|it| it.opens_pieces);
    let sealed = if in_pieces {
        in_pieces_for(plain, certificates, dice)
    } else {
        whole_for(plain, certificates, dice)
    };
    sealed.map_err(|_| SealError::Refused)
}

fn whole_for(plain: &[u8], certificates: &[&Certificate], mut dice: Dice<'_>) -> Result<Vec<u8>> {
    let mut message = MessageBuilder::from_bytes("", plain.to_vec())
        .seipd_v1(&mut dice, SymmetricKeyAlgorithm::AES256);
    for certificate in certificates {
        match &certificate.part {
            Part::Primary(key) => message.encrypt_to_key(&mut dice, key)?,
            Part::Subkey(key) => message.encrypt_to_key(&mut dice, key)?,
        };
    }
    message.to_vec(&mut dice)
}

fn in_pieces_for(
    plain: &[u8],
    certificates: &[&Certificate],
    mut dice: Dice<'_>,
) -> Result<Vec<u8>> {
    let mut message = MessageBuilder::from_bytes("", plain.to_vec()).seipd_v2(
        &mut dice,
        SymmetricKeyAlgorithm::AES256,
        AeadAlgorithm::Ocb, // the one that every program must have (RFC 9580, 9.6)
        ChunkSize::C64KiB,
    );
    for certificate in certificates {
        match &certificate.part {
            Part::Primary(key) => message.encrypt_to_key(&mut dice, key)?,
            Part::Subkey(key) => message.encrypt_to_key(&mut dice, key)?,
        };
    }
    message.to_vec(&mut dice)
}

/// What was sealed, in letters: mail carries nothing else (RFC 3156, 4).
pub(crate) fn armor(sealed: &[u8]) -> std::result::Result<String, SealError> {
    let mut text = Vec::with_capacity(sealed.len() / 2 * 3 + 200);
    letters::write(&Bytes(sealed), BlockType::Message, &mut text, None, true)
        .map_err(|_| SealError::Refused)?;
    String::from_utf8(text).map_err(|_| SealError::Refused)
}

/// Bytes, as that library writes things.
struct Bytes<'b>(&'b [u8]);

impl Serialize for Bytes<'_> {
    fn to_writer<W: std::io::Write>(&self, writer: &mut W) -> Result<()> {
        Ok(writer.write_all(self.0)?)
    }

    fn write_len(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use pgp::composed::{Deserializable, Message, SignedSecretKey};
    use pgp::types::Password;

    use super::*;
    use crate::keys;
    use crate::seal::{Method, SealError, seal_bytes};

    const NOW: i64 = 1_790_000_000_000;
    /// From RFC 9580, appendix A.3 and A.4.
    const CERTIFICATE: &str = include_str!("../../tests/examples/rfc9580-certificate.asc");
    const SECRET: &str = include_str!("../../tests/examples/rfc9580-secret.asc");
    const FINGERPRINT: &str = "CB186C4F0609A697E4D52DFA6C722B0C1F1E27C18A56708F6525EC27BAD9ACC9";
    const AGE: &str = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    /// No program of Debian 12 opens version 6, so it is the library itself that opens it, with the RFC's key.
    #[test]
    fn what_is_sealed_for_a_certificate_of_version_6_opens_with_its_secret_half() {
        let key = keys::read(CERTIFICATE.as_bytes(), NOW).unwrap();
        let keys = [key.confirm(FINGERPRINT).unwrap()];
        let dice = Randomness::seeded(2);
        let plain = vec![7; 200_000];
        let sealed = seal_bytes(&plain, &keys, &dice).unwrap();
        assert_eq!(sealed.method(), Method::OpenPgp);
        let (secret, _) = SignedSecretKey::from_string(SECRET).unwrap();
        let letters = armor(sealed.bytes()).unwrap();
        let (message, _) = Message::from_string(&letters).unwrap();
        let mut opened = message.decrypt(&Password::empty(), &secret).unwrap();
        assert_eq!(opened.as_data_vec().unwrap(), plain);
    }

    #[test]
    fn keys_of_two_kinds_none_and_too_many_are_refused() {
        let age = keys::read(AGE.as_bytes(), NOW).unwrap();
        let age = age.confirm(AGE).unwrap();
        let openpgp = keys::read(CERTIFICATE.as_bytes(), NOW).unwrap();
        let openpgp = openpgp.confirm(FINGERPRINT).unwrap();
        let dice = Randomness::seeded(3);
        let refused = |keys: &[_]| seal_bytes(b"x", keys, &dice).unwrap_err();
        assert_eq!(refused(&[]), SealError::NoKey);
        assert_eq!(refused(&[age.clone(), openpgp]), SealError::Mixed);
        assert_eq!(refused(&vec![age; 21]), SealError::TooManyKeys);
    }
}
