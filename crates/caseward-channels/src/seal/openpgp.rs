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
