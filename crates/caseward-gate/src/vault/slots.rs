//! Key slots: several ways to open the same office, none of which knows the others.
//!
//! A slot wraps the root key. The passphrase slot is slow on purpose (Argon2id); the key file and the
//! paper key are random and need no slowness. Design §6; NASW-l, NASW-o (no lost key).

use argon2::{Algorithm, Argon2, Params, Version};
use caseward_model::Randomness;
use data_encoding::BASE32_NOPAD;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::keys::Key;
use super::seal::{Place, Table};
use super::{LedgerId, VaultError};

/// In which way a slot is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// Something that a person knows.
    Passphrase,
    /// A file, on a stick in someone's pocket.
    KeyFile,
    /// Letters on paper, in a safe.
    Paper,
}

impl SlotKind {
    /// The word in the database and on screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::KeyFile => "key_file",
            Self::Paper => "paper",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Passphrase, Self::KeyFile, Self::Paper]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

/// What someone brings to open an office.
pub enum OpenSlot<'a> {
    /// A passphrase.
    Passphrase(&'a str),
    /// The text of a key file.
    KeyFile(&'a str),
    /// The letters of the paper key; spaces, dashes and case don't matter.
    Paper(&'a str),
}

impl OpenSlot<'_> {
    pub(crate) const fn kind(&self) -> SlotKind {
        match self {
            Self::Passphrase(_) => SlotKind::Passphrase,
            Self::KeyFile(_) => SlotKind::KeyFile,
            Self::Paper(_) => SlotKind::Paper,
        }
    }
}

/// How slow a passphrase slot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SlotSettings {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over that memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl SlotSettings {
    /// 64 MiB, 3 passes, 4 lanes: about 0.7 s on a small machine.
    pub const OFFICE: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 4,
    };
    /// The most that is believed of what the database says: someone who writes there could otherwise
    /// have all memory taken by whoever opens the office.
    const MOST: Self = Self {
        memory_kib: 1024 * 1024,
        passes: 64,
        lanes: 64,
    };
    /// What signing in with a passphrase costs: the same memory and passes, in one lane, because many
    /// people come in and a second one must not wait for four.
    pub const SIGN_IN: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// As quick as Argon2id allows: for `demo` and tests, where nothing is confidential.
    pub const FICTION: Self = Self {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    /// The same for the library, with 32 bytes of result.
    pub(super) fn params(self) -> Result<Params, VaultError> {
        let most = Self::MOST;
        let too_much = self.memory_kib > most.memory_kib
            || self.passes > most.passes
            || self.lanes > most.lanes;
        if too_much {
            return Err(VaultError::NotGenuine);
        }
        Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| VaultError::Newer)
    }
}

/// A slot as the database stores it.
pub(crate) struct StoredSlot {
    pub(crate) kind: SlotKind,
    pub(crate) salt: Vec<u8>,
    pub(crate) settings: SlotSettings,
    pub(crate) wrapped: Vec<u8>,
    pub(crate) proof: Vec<u8>,
}

/// A fresh slot, and for the random kinds the text that its holder must keep.
pub(crate) struct NewSlot {
    pub(crate) stored: StoredSlot,
    pub(crate) secret: Option<Zeroizing<String>>,
}

/// Wraps the root key for a new slot.
pub(crate) fn wrap_slot(
    kind: SlotKind,
    passphrase: Option<&str>,
    settings: SlotSettings,
    root: &Key,
    ledger: &LedgerId,
    randomness: &Randomness,
) -> Result<NewSlot, VaultError> {
    let salt: [u8; 16] = randomness.bytes();
    let secret = match kind {
        SlotKind::Passphrase => None,
        SlotKind::KeyFile => Some(Zeroizing::new(
            BASE32_NOPAD.encode(&randomness.bytes::<32>()),
        )),
        SlotKind::Paper => Some(Zeroizing::new(in_groups(
            &BASE32_NOPAD.encode(&randomness.bytes::<20>()),
        ))),
    };
    let opening = match (kind, &secret, passphrase) {
        (SlotKind::KeyFile, Some(text), _) => OpenSlot::KeyFile(text),
        (SlotKind::Paper, Some(text), _) => OpenSlot::Paper(text),
        (SlotKind::Passphrase, _, Some(text)) => OpenSlot::Passphrase(text),
        _ => return Err(VaultError::NotGenuine),
    };
    let wrapping = wrapping_key(&opening, &salt, settings)?;
    let wrapped = wrapping.seal(&slot_place(ledger, kind), root.as_bytes(), randomness);
    let stored = StoredSlot {
        kind,
        salt: salt.to_vec(),
        settings,
        wrapped,
        proof: proof_of(root, ledger),
    };
    Ok(NewSlot { stored, secret })
}

/// Opens a slot, or says only that it didn't open.
pub(crate) fn open_slot(
    slot: &StoredSlot,
    opening: &OpenSlot<'_>,
    ledger: &LedgerId,
) -> Result<Key, VaultError> {
    let wrapping = wrapping_key(opening, &slot.salt, slot.settings)?;
    let root = Key::from_opened(&wrapping.open(&slot_place(ledger, slot.kind), &slot.wrapped)?)?;
    // The cipher doesn't commit to its key; this proof does, so that one slot can't hold two roots.
    let genuine: bool = proof_of(&root, ledger).as_slice().ct_eq(&slot.proof).into();
    if genuine {
        Ok(root)
    } else {
        Err(VaultError::NotGenuine)
    }
}

fn proof_of(root: &Key, ledger: &LedgerId) -> Vec<u8> {
    root.derive("caseward/root-commitment/v1", ledger)
        .as_bytes()
        .to_vec()
}

fn slot_place(ledger: &LedgerId, kind: SlotKind) -> Place {
    Place::new(ledger, Table::Slots).column(kind as u8)
}

fn wrapping_key(
    opening: &OpenSlot<'_>,
    salt: &[u8],
    settings: SlotSettings,
) -> Result<Key, VaultError> {
    match opening {
        OpenSlot::Passphrase(text) => {
            let params = settings.params()?;
            let mut bytes = Zeroizing::new([0; 32]);
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                .hash_password_into(text.as_bytes(), salt, bytes.as_mut())
                .map_err(|_| VaultError::NotGenuine)?;
            Ok(Key::from_bytes(*bytes))
        }
        OpenSlot::KeyFile(text) | OpenSlot::Paper(text) => {
            let letters: Zeroizing<String> = Zeroizing::new(
                text.chars()
                    .filter(char::is_ascii_alphanumeric)
                    .map(|c| c.to_ascii_uppercase())
                    .collect(),
            );
            let secret = Zeroizing::new(
                BASE32_NOPAD
                    .decode(letters.as_bytes())
                    .map_err(|_| VaultError::NotGenuine)?,
            );
            let padded = Key::from_bytes(padded_to_32(&secret));
            Ok(padded.derive("caseward/slot/v1", salt))
        }
    }
}

fn padded_to_32(secret: &[u8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (to, from) in bytes.iter_mut().zip(secret) {
        *to = *from;
    }
    bytes
}

/// Groups of four letters can be read aloud and typed.
fn in_groups(letters: &str) -> String {
    letters
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect::<Vec<_>>()
        .join("-")
}
