//! Sealing for the `age` program (<https://age-encryption.org/v1>).
//!
//! CC-2.3. The library draws its own chance from the operating system; it can't be handed in.

use std::io::Write;
use std::iter;

use age::{Encryptor, Recipient, scrypt, x25519};

use super::{Passphrase, SealError};

/// How slow a passphrase is to try: 2^18 rounds, what the `age` program itself takes.
const ROUNDS: u8 = 18;

/// Seals for some keys.
pub(super) fn for_keys(plain: &[u8], keys: &[&x25519::Recipient]) -> Result<Vec<u8>, SealError> {
    let keys = keys.iter().map(|it| *it as &dyn Recipient);
    let encryptor = Encryptor::with_recipients(keys).map_err(|_| SealError::Refused)?;
    written(encryptor, plain)
}

/// Seals with a passphrase.
pub(super) fn with_passphrase(plain: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>, SealError> {
    let mut recipient = scrypt::Recipient::new(passphrase.told().to_owned().into());
    recipient.set_work_factor(ROUNDS);
    let recipients = iter::once(&recipient as &dyn Recipient);
    let encryptor = Encryptor::with_recipients(recipients).map_err(|_| SealError::Refused)?;
    written(encryptor, plain)
}

fn written(encryptor: Encryptor, plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut sealed = Vec::with_capacity(plain.len() + plain.len() / 1024 + 8192);
    let mut writer = encryptor
        .wrap_output(&mut sealed)
        .map_err(|_| SealError::Refused)?;
    writer.write_all(plain).map_err(|_| SealError::Refused)?;
    writer.finish().map_err(|_| SealError::Refused)?;
    Ok(sealed)
}
