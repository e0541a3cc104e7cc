//! The proof that goes out with a printed statement: that this very disclosure is in the ledger,
//! for anyone who keeps the paper (C2SP tlog-proof; DV-2.1, design part 5).

use std::fmt;

use data_encoding::BASE64;

use super::Hash;
use super::note::{Checkpoint, Note, NoteError, VerifierKey};
use super::path::{ProofError, check_inclusion};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// How many hashes a proof can need: one for each bit of a size.
const HASHES_MAX: usize = 63;

/// An entry's place in the ledger, with the signed checkpoint it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// What the one who checks needs beside it, if anything.
    pub extra: Option<Vec<u8>>,
    /// The entry's number.
    pub index: u64,
    /// From [`inclusion_proof`](super::proof::inclusion_proof).
    pub hashes: Vec<Hash>,
    /// The signed checkpoint.
    pub checkpoint: Note,
}

/// Why a proof file proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// The file, its checkpoint or the signature isn't right.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The hashes don't lead to the checkpoint.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl TlogProof {
    /// Checks that the entry with this leaf hash is in the ledger that the key signs for; gives
    /// the checkpoint.
    ///
    /// # Errors
    /// [`StatementError`] when that isn't shown.
    pub fn check(&self, leaf: &Hash, key: &VerifierKey) -> Result<Checkpoint, StatementError> {
        self.checkpoint.check(key)?;
        let checkpoint = Checkpoint::of_note(&self.checkpoint)?;
        let (size, root) = (checkpoint.size, &checkpoint.root);
        check_inclusion(leaf, self.index, size, &self.hashes, root)?;
        Ok(checkpoint)
    }
}

impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", BASE64.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{}", BASE64.encode(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

impl std::str::FromStr for TlogProof {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let malformed = |line| NoteError::Malformed { line };
        let (front, checkpoint) = text.split_once("\n\n").ok_or(malformed(1))?;
        let mut lines = (1..).zip(front.split('\n')).peekable();
        if lines.next().is_none_or(|(_, first)| first != FIRST_LINE) {
            return Err(malformed(1));
        }
        let mut extra = None;
        if let Some((line, text)) = lines.next_if(|(_, text)| text.starts_with("extra ")) {
            let bytes = text.strip_prefix("extra ").unwrap_or_default();
            let bytes = BASE64.decode(bytes.as_bytes());
            extra = Some(bytes.map_err(|_| malformed(line))?);
        }
        let index = lines
            .next()
            .and_then(|(_, text)| text.strip_prefix("index "))
            .filter(|text| text.bytes().all(|c| c.is_ascii_digit()))
            .filter(|text| *text == "0" || !text.starts_with('0'))
            .and_then(|text| text.parse().ok())
            .ok_or(malformed(2))?;
        let mut hashes = Vec::new();
        for (line, text) in lines {
            let hash = BASE64.decode(text.as_bytes()).ok();
            let hash = hash.and_then(|hash| hash.try_into().ok());
            hashes.push(hash.ok_or(malformed(line))?);
            if hashes.len() > HASHES_MAX {
                return Err(malformed(line));
            }
        }
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint: checkpoint.parse()?,
        })
    }
}
