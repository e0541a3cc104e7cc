//! Keys for OpenPGP programs: certificates, in letters or binary (RFC 9580, RFC 4880).
//!
//! CC-2.3.

mod certificate;
mod judge;
mod strength;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pgp::armor::{BlockType, Dearmor, DearmorOptions};
use pgp::composed::{Deserializable, SignedPublicKey};
use pgp::errors::Error;
use pgp::packet::{Packet, PacketParser, PacketTrait, Signature, SignatureType};
use pgp::types::Tag;

pub(crate) use certificate::{Certificate, Part};

use super::{KeyError, LARGEST, NotAKey, SeenKey};

/// Reads a certificate in letters, with whatever stands around it.
pub(super) fn read_armored(text: &str, now_ms: i64) -> Result<SeenKey, KeyError> {
    if text.matches("-----BEGIN ").count() > 1 {
        return Err(KeyError::SeveralKeys);
    }
    if !text.contains("-----BEGIN PGP PUBLIC KEY BLOCK-----") {
        return Err(KeyError::NotAKey(what_else(text)));
    }
    if !text.contains("-----END PGP PUBLIC KEY BLOCK-----") {
        return Err(KeyError::Truncated);
    }
    let begin = text.find("-----BEGIN ").unwrap_or_default();
    let block = text.as_bytes().get(begin..).unwrap_or_default();
    // The checksum of old isn't looked at (RFC 9580, 6.1, says so too): what counts is signed, and that is checked.
    let options = DearmorOptions::new().set_limit(LARGEST);
    let mut armor = Dearmor::with_options(block, options);
    let mut bytes = Vec::new();
    let whole = armor.read_to_end(&mut bytes);
    if whole.is_err() || armor.typ != Some(BlockType::PublicKey) {
        return Err(KeyError::Damaged);
    }
    read_binary(&bytes, now_ms)
}

fn what_else(text: &str) -> NotAKey {
    let begins = |what: &str| text.contains(&format!("-----BEGIN {what}"));
    if begins("PGP MESSAGE") {
        NotAKey::Message
    } else if begins("PGP SIGNATURE") || begins("PGP SIGNED MESSAGE") {
        NotAKey::Signature
    } else if begins("CERTIFICATE") || begins("PKCS7") {
        NotAKey::WebCertificate
    } else if begins("SSH2 PUBLIC KEY") {
        NotAKey::SshKey
    } else {
        NotAKey::Something
    }
}

/// Reads a binary certificate.
pub(super) fn read_binary(bytes: &[u8], now_ms: i64) -> Result<SeenKey, KeyError> {
    // What the library doesn't expect must not take the house down: it is a stranger's bytes.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let (certificate, revocations) = only_certificate(bytes)?;
        judge::judge(&certificate, &revocations, now_ms)
    }));
    read.unwrap_or(Err(KeyError::Damaged))
}

/// The certificate, and all revocations wherever they stand: the library drops those that stand where they needn't, as
/// when somebody appended one to a file.
fn only_certificate(bytes: &[u8]) -> Result<(SignedPublicKey, Vec<Signature>), KeyError> {
    let packets = packets(bytes)?;
    let keys = packets.iter().filter(|it| it.tag() == Tag::PublicKey);
    match keys.count() {
        0 => return Err(KeyError::NotAKey(what_packets(&packets))),
        1 => {}
        _ => return Err(KeyError::SeveralKeys),
    }
    let revocations = packets.iter().filter_map(revocation).cloned().collect();
    let packets = packets.into_iter().map(Ok).peekable();
    let mut certificates = SignedPublicKey::from_packets(packets);
    match certificates.next() {
        Some(Ok(certificate)) => Ok((certificate, revocations)),
        Some(Err(_)) | None => Err(KeyError::Damaged),
    }
}

const fn revokes(typ: SignatureType) -> bool {
    matches!(
        typ,
        SignatureType::KeyRevocation
            | SignatureType::SubkeyRevocation
            | SignatureType::CertRevocation
    )
}

fn revocation(packet: &Packet) -> Option<&Signature> {
    match packet {
        Packet::Signature(signature) if signature.typ().is_some_and(revokes) => Some(signature),
        _ => None,
    }
}

/// All packets, or why they can't be had. One that is cut off is not passed over: the library would.
fn packets(bytes: &[u8]) -> Result<Vec<Packet>, KeyError> {
    // A packet begins with its highest bit set; text and most other files don't.
    if bytes.first().is_none_or(|it| it & 0x80 == 0) {
        return Err(KeyError::NotAKey(NotAKey::Something));
    }
    let mut packets = Vec::new();
    for packet in PacketParser::new(bytes) {
        match packet {
            Ok(packet) if is_secret(&packet) => return Err(KeyError::SecretKey),
            Ok(Packet::Marker(_) | Packet::Padding(_) | Packet::Trust(_)) => {}
            Ok(packet) => packets.push(packet),
            Err(error) if is_only_unknown(&error) => {}
            Err(error) if is_cut_off(&error) => return Err(KeyError::Truncated),
            Err(_) => return Err(KeyError::Damaged),
        }
    }
    Ok(packets)
}

const fn is_secret(packet: &Packet) -> bool {
    matches!(packet, Packet::SecretKey(_) | Packet::SecretSubkey(_))
}

/// Whether a packet is of a kind that may be passed over.
fn is_only_unknown(error: &Error) -> bool {
    match error {
        Error::Unsupported { .. } => true,
        Error::InvalidPacketContent { source } => is_only_unknown(source),
        _ => false,
    }
}

fn is_cut_off(error: &Error) -> bool {
    match error {
        Error::PacketIncomplete { .. } => true,
        Error::IO { source, .. } => source.kind() == std::io::ErrorKind::UnexpectedEof,
        Error::InvalidPacketContent { source } => is_cut_off(source),
        _ => false,
    }
}

fn what_packets(packets: &[Packet]) -> NotAKey {
    match packets.first().map(PacketTrait::tag) {
        Some(Tag::Signature | Tag::OnePassSignature) => NotAKey::Signature,
        Some(
            Tag::PublicKeyEncryptedSessionKey
            | Tag::SymKeyEncryptedSessionKey
            | Tag::SymEncryptedData
            | Tag::SymEncryptedProtectedData,
        ) => NotAKey::Message,
        _ => NotAKey::Something,
    }
}
