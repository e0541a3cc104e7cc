//! The vault: it holds the keys, and nobody else ever does.
//!
//! An office starts sealed. Whoever opens one slot (a passphrase, a key file, the paper key) gives
//! the vault the root key; everything else hangs from it:
//!
//! ```text
//! slot ─▶ root key ─▶ a key per compartment and epoch ─▶ a key per client and compartment ─▶ parts
//!                 └─▶ sub-keys by label: facts, office, index, checkpoint signature
//! ```
//!
//! Keys are wrapped together with the id of their ledger: a vault beside any other ledger opens
//! nothing. Design §6; NASW-l, DV-3.2.
//!
//! Architecture invariant: no key leaves this module, and nothing in here decides who may read.

mod cipher;
mod keys;
mod padding;
mod seal;
mod slots;
mod slow;

use std::collections::HashMap;

use caseward_db::ledger::note::{Checkpoint, Note, NoteError, VerifierKey};
use caseward_model::{Compartment, Randomness};

pub(crate) use keys::Key;
pub(crate) use seal::{Place, Table};
pub(crate) use slots::{NewSlot, StoredSlot, open_slot, wrap_slot};
pub use slots::{OpenSlot, SlotKind, SlotSettings};
pub use slow::SlowPrints;

use sha2::{Digest, Sha256};

use crate::permit::RecordKeys;
use keys::SubKeys;

/// The id of the ledger that the keys belong to.
pub(crate) type LedgerId = [u8; 16];

/// Something sealed can't be opened: another key, another place, or damaged bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The bytes do not belong to this place, version or key.
    #[error(
        "a sealed value does not belong where it was found; run `caseward doctor` and restore it from a backup"
    )]
    NotGenuine,
    /// A suite or version that this build doesn't know.
    #[error("a sealed value was written by a newer version; update caseward")]
    Newer,
    /// The key that sealed it is gone.
    #[error("the key of this record was destroyed")]
    Destroyed,
}

/// Bytes of a wrapped key with its compartment and epoch: a key of 32 bytes is padded to 64.
const WRAPPED: usize = 1 + 8 + 1 + seal::NONCE + 64 + cipher::TAG;

/// All keys of an open office.
pub(crate) struct Vault {
    ledger: LedgerId,
    root: Key,
    sub: SubKeys,
    compartments: HashMap<(Compartment, i64), Key>,
    current: HashMap<Compartment, i64>,
    randomness: Randomness,
}

impl Vault {
    /// Builds the vault around an opened root key.
    pub(crate) fn new(root: Key, ledger: LedgerId, randomness: Randomness) -> Self {
        let sub = SubKeys::derive(&root, &ledger);
        Self {
            ledger,
            root,
            sub,
            compartments: HashMap::new(),
            current: HashMap::new(),
            randomness,
        }
    }

    /// Makes the first key of a compartment, and returns it wrapped for the database.
    pub(crate) fn make_compartment(&mut self, compartment: Compartment, epoch: i64) -> Vec<u8> {
        let key = Key::make_random(&self.randomness);
        let place = self.compartment_place(compartment, epoch);
        let wrapped = self.root.seal(&place, key.as_bytes(), &self.randomness);
        self.hold(compartment, epoch, key);
        wrapped
    }

    /// Takes a compartment's key from the database.
    pub(crate) fn load_compartment(
        &mut self,
        compartment: Compartment,
        epoch: i64,
        wrapped: &[u8],
    ) -> Result<(), VaultError> {
        let bytes = self
            .root
            .open(&self.compartment_place(compartment, epoch), wrapped)?;
        self.hold(compartment, epoch, Key::from_opened(&bytes)?);
        Ok(())
    }

    fn hold(&mut self, compartment: Compartment, epoch: i64, key: Key) {
        self.compartments.insert((compartment, epoch), key);
        let current = self.current.entry(compartment).or_insert(epoch);
        *current = (*current).max(epoch);
    }

    fn compartment_place(&self, compartment: Compartment, epoch: i64) -> Place {
        Place::new(&self.ledger, Table::CompartmentKeys)
            .row(i64::from(compartment.number()))
            .version(epoch)
    }

    fn record_place(&self, client_no: i64, compartment: Compartment, epoch: i64) -> Place {
        Place::new(&self.ledger, Table::RecordKeys)
            .row(client_no)
            .column(compartment.number())
            .version(epoch)
    }

    /// Makes a client's keys, one for each compartment, and returns them wrapped as well.
    pub(crate) fn make_record_keys(
        &self,
        client_no: i64,
    ) -> Result<(RecordKeys, Vec<u8>), VaultError> {
        let keys = self.draw_record_keys();
        let wrapped = self.wrap_record_keys(client_no, &keys)?;
        Ok((keys, wrapped))
    }

    /// Makes a client's keys, one for each compartment; they are kept nowhere yet.
    pub(crate) fn draw_record_keys(&self) -> RecordKeys {
        let draw = |&compartment| (compartment, Key::make_random(&self.randomness));
        RecordKeys(Compartment::ALL.iter().map(draw).collect())
    }

    /// Wraps a client's keys for the database: for each the compartment's number (1 byte), its epoch (8
    /// bytes), and the sealed key, all of one length.
    pub(crate) fn wrap_record_keys(
        &self,
        client_no: i64,
        keys: &RecordKeys,
    ) -> Result<Vec<u8>, VaultError> {
        let mut wrapped = Vec::with_capacity(keys.0.len() * WRAPPED);
        for (compartment, key) in &keys.0 {
            let epoch = self.current.get(compartment).copied();
            let epoch = epoch.ok_or(VaultError::Destroyed)?;
            let wrapping = self.wrapping(*compartment, epoch)?;
            let place = self.record_place(client_no, *compartment, epoch);
            wrapped.push(compartment.number());
            wrapped.extend_from_slice(&epoch.to_be_bytes());
            wrapped.extend(wrapping.seal(&place, key.as_bytes(), &self.randomness));
        }
        Ok(wrapped)
    }

    /// Opens a client's keys; of a client whose keys were destroyed there are none.
    pub(crate) fn open_record_keys(
        &self,
        client_no: i64,
        wrapped: &[u8],
    ) -> Result<RecordKeys, VaultError> {
        let (each, rest) = wrapped.as_chunks::<WRAPPED>();
        if !rest.is_empty() {
            return Err(VaultError::NotGenuine);
        }
        let open = |one: &[u8; WRAPPED]| {
            let (&number, rest) = one.split_first().ok_or(VaultError::NotGenuine)?;
            let (epoch, sealed) = rest.split_first_chunk().ok_or(VaultError::NotGenuine)?;
            let compartment = Compartment::from_number(number).ok_or(VaultError::Newer)?;
            let epoch = i64::from_be_bytes(*epoch);
            let place = self.record_place(client_no, compartment, epoch);
            let key = self.wrapping(compartment, epoch)?.open(&place, sealed)?;
            Ok((compartment, Key::from_opened(&key)?))
        };
        each.iter()
            .map(open)
            .collect::<Result<_, _>>()
            .map(RecordKeys)
    }

    fn wrapping(&self, compartment: Compartment, epoch: i64) -> Result<&Key, VaultError> {
        self.compartments
            .get(&(compartment, epoch))
            .ok_or(VaultError::Destroyed)
    }

    /// A place in a table of this office's database.
    pub(crate) fn place(&self, table: Table) -> Place {
        Place::new(&self.ledger, table)
    }

    /// Seals under a key that the vault handed out.
    pub(crate) fn seal(&self, key: &Key, place: &Place, plain: &[u8]) -> Vec<u8> {
        key.seal(place, plain, &self.randomness)
    }

    /// Draws a key and wraps it under the office's own, for this place.
    pub(crate) fn make_wrapped(&self, place: &Place) -> Vec<u8> {
        let key = Key::make_random(&self.randomness);
        self.sub
            .office
            .seal(place, key.as_bytes(), &self.randomness)
    }

    /// Opens what [`Vault::make_wrapped`] made.
    pub(crate) fn open_wrapped(&self, place: &Place, wrapped: &[u8]) -> Result<Key, VaultError> {
        Key::from_opened(&self.sub.office.open(place, wrapped)?)
    }

    /// The key of the facts that decide (assignments, standing, protections).
    pub(crate) const fn facts_key(&self) -> &Key {
        &self.sub.facts
    }

    /// The key of what the office knows about itself, and of entries about no client.
    pub(crate) const fn office_key(&self) -> &Key {
        &self.sub.office
    }

    /// Sixteen bytes that stand for a text of another system, the same each time, and say nothing
    /// to anyone without the key.
    pub(crate) fn fingerprint(&self, domain: &str, parts: &[&[u8]]) -> [u8; 16] {
        self.sub.index.fingerprint(domain, parts)
    }

    /// The bytes by which the changes of a worker's or an organisation's facts are found in the ledger.
    pub(crate) fn subject_tag(&self, table: Table, id: &[u8; 16]) -> [u8; 16] {
        let parts: [&[u8]; 2] = [&[table as u8], id];
        self.sub
            .index
            .fingerprint("caseward/subject-tag/v1", &parts)
    }

    /// A number that stands for one state of one record, and can't be foreseen without the key. All of
    /// it fits into one block of the hash: nothing can be added at its end.
    pub(crate) fn record_print(&self, record: &[u8; 33]) -> u128 {
        let mut hash = Sha256::new();
        hash.update(self.sub.records.first_half());
        hash.update(record);
        let hash: [u8; 32] = hash.finalize().into();
        let (first, _) = hash.split_first_chunk().unwrap_or((&[0; 16], &[]));
        u128::from_be_bytes(*first)
    }

    /// A source of fingerprints that another thread can hold while it reads an export.
    pub(crate) fn fingerprints(&self) -> Key {
        self.sub.index.duplicate()
    }

    /// Makes slow prints of passphrases, on whichever thread has the time.
    pub(crate) fn slow_prints(&self) -> SlowPrints {
        SlowPrints::new(self.sub.passphrases.duplicate())
    }

    /// Signs a checkpoint of this office's ledger.
    pub(crate) fn sign_checkpoint(&self, checkpoint: &Checkpoint) -> Result<Note, NoteError> {
        checkpoint.sign(self.sub.checkpoint.as_bytes())
    }

    /// The public key under which anyone can check this office's checkpoints.
    pub(crate) fn verifier_key(&self, origin: &str) -> Result<VerifierKey, NoteError> {
        VerifierKey::of_seed(origin, self.sub.checkpoint.as_bytes())
    }

    /// The root key, to be wrapped for one more slot.
    pub(crate) const fn root(&self) -> &Key {
        &self.root
    }

    pub(crate) const fn ledger_id(&self) -> &LedgerId {
        &self.ledger
    }

    pub(crate) const fn randomness(&self) -> &Randomness {
        &self.randomness
    }
}

#[cfg(test)]
mod tests;
