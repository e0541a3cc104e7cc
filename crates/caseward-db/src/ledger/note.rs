//! Signed notes: a checkpoint of the ledger that others can keep, check and countersign
//! (C2SP signed-note, tlog-checkpoint, tlog-cosignature; design part 5).

use std::fmt;

use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::Hash;

/// The kind of signature a ledger makes.
const ED25519: u8 = 1;

/// The kind of signature a witness makes: it holds the time at which the checkpoint was seen.
const COSIGNATURE: u8 = 4;

/// How many signatures a note may carry.
const SIGNATURES_MAX: usize = 100;

/// Why a note, a key or a proof file isn't accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// A verifier key is malformed, or its id doesn't belong to it.
    #[error("this is not a verifier key; copy the whole line, name+id+key")]
    Key,
    /// The note is malformed.
    #[error("line {line} of the note is malformed; copy the note again, unchanged")]
    Malformed {
        /// Counted from 1.
        line: usize,
    },
    /// The note isn't signed by this key.
    #[error("the note carries no signature of this key; ask who signed it")]
    NotSigned,
    /// The signature is wrong.
    #[error("the signature is wrong: the note was changed after it was signed")]
    Forged,
}

/// The public key of a ledger or a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    kind: u8,
    key: VerifyingKey,
}

impl VerifierKey {
    /// The key that checks what [`Note::sign`] signs with this name and seed.
    ///
    /// # Errors
    /// [`NoteError::Key`] when the name is empty or holds a space or a plus.
    pub fn of_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        Self::new(name, ED25519, SigningKey::from_bytes(seed).verifying_key())
    }

    /// The key of a witness with this name and seed.
    ///
    /// # Errors
    /// As [`VerifierKey::of_seed`].
    pub fn of_witness_seed(name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let key = SigningKey::from_bytes(seed).verifying_key();
        Self::new(name, COSIGNATURE, key)
    }

    fn new(name: &str, kind: u8, key: VerifyingKey) -> Result<Self, NoteError> {
        if !is_key_name(name) {
            return Err(NoteError::Key);
        }
        Ok(Self {
            name: name.to_owned(),
            id: key_id(name, kind, &key),
            kind,
            key,
        })
    }

    /// The name of who signs.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![self.kind];
        key.extend_from_slice(self.key.as_bytes());
        let (id, key) = (HEXLOWER.encode(&self.id), BASE64.encode(&key));
        write!(f, "{}+{id}+{key}", self.name)
    }
}

impl std::str::FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::Key);
        };
        let key = BASE64.decode(key.as_bytes()).map_err(|_| NoteError::Key)?;
        let Some((&kind @ (ED25519 | COSIGNATURE), key)) = key.split_first() else {
            return Err(NoteError::Key);
        };
        let key = key.try_into().map_err(|_| NoteError::Key)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| NoteError::Key)?;
        let it = Self::new(name, kind, key)?;
        if HEXLOWER.encode(&it.id) == id {
            Ok(it)
        } else {
            Err(NoteError::Key)
        }
    }
}

fn key_id(name: &str, kind: u8, key: &VerifyingKey) -> [u8; 4] {
    let hash: Hash = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', kind])
        .chain_update(key.as_bytes())
        .finalize()
        .into();
    hash.first_chunk().copied().unwrap_or_default()
}

fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

/// A text with signatures under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct NoteSignature {
    name: String,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl Note {
    /// A text (whole lines) without signatures.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] when it doesn't end a line or holds control characters.
    pub fn new(text: String) -> Result<Self, NoteError> {
        let bad_line = text.lines().position(|l| l.chars().any(char::is_control));
        if let Some(line) = bad_line {
            return Err(NoteError::Malformed { line: line + 1 });
        }
        if !text.ends_with('\n') || text.contains('\r') {
            return Err(NoteError::Malformed { line: 1 });
        }
        Ok(Self {
            text,
            signatures: Vec::new(),
        })
    }

    /// What is signed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds the signature of a name with a secret seed.
    ///
    /// # Errors
    /// [`NoteError::Key`] when the name isn't one.
    pub fn sign(mut self, name: &str, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let key = VerifierKey::of_seed(name, seed)?;
        let signature = SigningKey::from_bytes(seed).sign(self.text.as_bytes());
        self.add(key, signature.to_bytes().to_vec());
        Ok(self)
    }

    /// Adds a witness's signature: that it saw this checkpoint at a time (seconds since 1970).
    ///
    /// # Errors
    /// [`NoteError::Key`] when the name isn't one.
    pub fn cosign(mut self, name: &str, seed: &[u8; 32], at_s: u64) -> Result<Self, NoteError> {
        let key = VerifierKey::of_witness_seed(name, seed)?;
        let message = cosigned(at_s, &self.text);
        let signature = SigningKey::from_bytes(seed).sign(message.as_bytes());
        let mut bytes = at_s.to_be_bytes().to_vec();
        bytes.extend_from_slice(&signature.to_bytes());
        self.add(key, bytes);
        Ok(self)
    }

    fn add(&mut self, key: VerifierKey, bytes: Vec<u8>) {
        self.signatures.push(NoteSignature {
            name: key.name,
            id: key.id,
            bytes,
        });
    }

    /// Checks that the key signed the text; unknown signatures are passed over.
    ///
    /// # Errors
    /// [`NoteError::NotSigned`] or [`NoteError::Forged`].
    pub fn check(&self, key: &VerifierKey) -> Result<(), NoteError> {
        let of_key = |s: &&NoteSignature| s.name == key.name && s.id == key.id;
        let found = self.signatures.iter().find(of_key);
        let bytes = &found.ok_or(NoteError::NotSigned)?.bytes;
        let (message, signature) = match (key.kind, bytes.split_first_chunk::<8>()) {
            (COSIGNATURE, Some((at, signature))) => {
                (cosigned(u64::from_be_bytes(*at), &self.text), signature)
            }
            _ => (self.text.clone(), bytes.as_slice()),
        };
        let signature = Signature::from_slice(signature).map_err(|_| NoteError::Forged)?;
        key.key
            .verify_strict(message.as_bytes(), &signature)
            .map_err(|_| NoteError::Forged)
    }
}

fn cosigned(at_s: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {at_s}\n{text}")
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            let mut bytes = signature.id.to_vec();
            bytes.extend_from_slice(&signature.bytes);
            writeln!(f, "\u{2014} {} {}", signature.name, BASE64.encode(&bytes))?;
        }
        Ok(())
    }
}

impl std::str::FromStr for Note {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Self, NoteError> {
        let (text, signatures) = note
            .rsplit_once("\n\n")
            .ok_or(NoteError::Malformed { line: 1 })?;
        let mut it = Self::new(format!("{text}\n"))?;
        let first_line = it.text.lines().count() + 2;
        if !signatures.ends_with('\n') {
            return Err(NoteError::Malformed { line: first_line });
        }
        for (line, signature) in (first_line..).zip(signatures.lines()) {
            let malformed = NoteError::Malformed { line };
            let parts = signature.strip_prefix("\u{2014} ");
            let (name, bytes) = parts.and_then(|p| p.split_once(' ')).ok_or(malformed)?;
            let bytes = BASE64.decode(bytes.as_bytes()).map_err(|_| malformed)?;
            let (id, bytes) = bytes.split_first_chunk().ok_or(malformed)?;
            if !is_key_name(name) || bytes.is_empty() || it.signatures.len() >= SIGNATURES_MAX {
                return Err(malformed);
            }
            it.signatures.push(NoteSignature {
                name: name.to_owned(),
                id: *id,
                bytes: bytes.to_vec(),
            });
        }
        Ok(it)
    }
}

/// What a ledger was at one moment: its name, its length, its root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which ledger: see [`Head::origin`](super::Head::origin).
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The three lines that are signed.
    #[must_use]
    pub fn body(&self) -> String {
        let root = BASE64.encode(&self.root);
        format!("{}\n{}\n{root}\n", self.origin, self.size)
    }

    /// The checkpoint as a note signed with the ledger's secret seed.
    ///
    /// # Errors
    /// [`NoteError`] when the origin can't be a name.
    pub fn sign(&self, seed: &[u8; 32]) -> Result<Note, NoteError> {
        Note::new(self.body())?.sign(&self.origin, seed)
    }

    /// Reads the checkpoint in a note whose signature was checked; further lines are passed over.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] when a line isn't as it must be.
    pub fn of_note(note: &Note) -> Result<Self, NoteError> {
        let mut lines = note.text.lines();
        let mut line = |line| lines.next().ok_or(NoteError::Malformed { line });
        let (origin, size, root) = (line(1)?, line(2)?, line(3)?);
        let number: u64 = size.parse().map_err(|_| NoteError::Malformed { line: 2 })?;
        // One spelling only: no signs, no leading zeros.
        if number.to_string() != size {
            return Err(NoteError::Malformed { line: 2 });
        }
        let root = BASE64.decode(root.as_bytes()).ok();
        let root = root.and_then(|root| root.try_into().ok());
        Ok(Self {
            origin: origin.to_owned(),
            size: number,
            root: root.ok_or(NoteError::Malformed { line: 3 })?,
        })
    }
}
