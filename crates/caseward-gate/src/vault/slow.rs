//! Slow prints: all that is kept of a passphrase, so that guessing it takes long, and can't even begin
//! without the office's key (NASW-l).

use argon2::{Algorithm, Argon2, Version};
use zeroize::Zeroizing;

use super::keys::Key;
use super::{SlotSettings, VaultError};

/// Makes slow prints for this office. It opens and seals nothing.
pub struct SlowPrints(Key);

impl SlowPrints {
    pub(crate) const fn new(key: Key) -> Self {
        Self(key)
    }

    /// Thirty-two bytes that stand for a text and its salt: the same each time, in this office only.
    /// Takes the memory and the time that `settings` say; not for a thread that others wait for.
    ///
    /// # Errors
    /// [`VaultError`] when the settings ask for more than is ever believed, or can't be met.
    pub fn of(
        &self,
        text: &[u8],
        salt: &[u8; 32],
        settings: SlotSettings,
    ) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let params = settings.params()?;
        let slow = Argon2::new_with_secret(
            self.0.as_bytes(),
            Algorithm::Argon2id,
            Version::V0x13,
            params,
        )
        .map_err(|_| VaultError::Newer)?;
        let mut print = Zeroizing::new([0; 32]);
        slow.hash_password_into(text, salt, print.as_mut())
            .map_err(|_| VaultError::NotGenuine)?;
        Ok(print)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUICK: SlotSettings = SlotSettings::FICTION;

    #[test]
    fn nasw_l_a_slow_print_depends_on_text_salt_and_office() {
        let ours = SlowPrints::new(Key::from_bytes([1; 32]));
        let theirs = SlowPrints::new(Key::from_bytes([2; 32]));
        let print = ours.of(b"four calm herons", &[7; 32], QUICK).unwrap();
        assert_eq!(
            print,
            ours.of(b"four calm herons", &[7; 32], QUICK).unwrap()
        );
        assert_ne!(print, ours.of(b"four calm heron", &[7; 32], QUICK).unwrap());
        assert_ne!(
            print,
            ours.of(b"four calm herons", &[8; 32], QUICK).unwrap()
        );
        assert_ne!(
            print,
            theirs.of(b"four calm herons", &[7; 32], QUICK).unwrap()
        );
        assert!(ours.of(b"", &[7; 32], QUICK).is_ok());
    }

    #[test]
    fn nobody_can_have_all_memory_taken_by_changing_a_row() {
        let ours = SlowPrints::new(Key::from_bytes([1; 32]));
        let greedy = SlotSettings {
            memory_kib: u32::MAX,
            ..QUICK
        };
        assert!(ours.of(b"x", &[7; 32], greedy).is_err());
    }
}
