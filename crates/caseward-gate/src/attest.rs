//! An entry that a stranger can open: it names the hash of a paper, and nobody (RE-2, CR-10).
//!
//! Other entries stay shut to everyone without the office's keys. This one is handed out with its salt and text, so that
//! whoever holds the paper can check, offline, that exactly this paper stands in the ledger.

use std::sync::Arc;

use caseward_db::ledger::leaf;
use caseward_db::ledger::note::VerifierKey;
use caseward_db::ledger::statement::TlogProof;
use data_encoding::HEXLOWER;
use serde_json::Map;
use sha2::{Digest, Sha256};

use crate::GateError;
use crate::ask::Gate;
use crate::record::{DeedText, EntryKind, EntryText, Under, commitment, draft_and_opening};

/// What such an entry is called in the ledger.
const ISSUED: &str = "paper_issued";

/// A paper whose hash stands in the ledger.
pub struct Attested {
    /// The number of its entry.
    pub entry: u64,
    /// The proof, with what opens the entry.
    pub proof: TlogProof,
}

/// What a proof says of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttestedPaper {
    /// The number of its entry.
    pub entry: u64,
    /// When it was made, in ms since 1970.
    pub at_ms: i64,
    /// The number of the entry that let out what it is about.
    pub about: u64,
    /// How many entries the ledger had when the proof was made.
    pub size: u64,
}

/// Why a proof doesn't hold for a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AttestError {
    /// It isn't such a proof.
    #[error("this is not a proof of a paper; use the file that came with the statement")]
    NotAProof,
    /// The key or the ledger is another one, or something was changed.
    #[error("the proof does not hold under this key: it was changed, or it is of another ledger")]
    NotHolding,
    /// The entry is about another paper.
    #[error("the proof is sound, but of another paper: this file is not the one that was issued")]
    AnotherPaper,
}

impl Gate {
    /// Puts the hash of a paper into the ledger, in an entry that names nobody, and proves it.
    ///
    /// # Errors
    /// When it can't be written down.
    pub async fn attest(&self, about: u64, paper: &[u8]) -> Result<Attested, GateError> {
        let core = Arc::clone(&self.core);
        let mut particulars = Map::new();
        let hash = HEXLOWER.encode(&Sha256::digest(paper));
        particulars.insert("paper".to_owned(), hash.into());
        particulars.insert("about".to_owned(), about.into());
        let text = EntryText::Deed(DeedText {
            deed: ISSUED.to_owned(),
            by: None,
            client: None,
            particulars,
        });
        let (entry, opening) = self
            .ledger
            .write(move |tx| {
                let vault = core.vault()?;
                let (draft, opening) =
                    draft_and_opening(&vault, EntryKind::Office, 0, &Under::Office, &text);
                Ok::<_, GateError>((tx.append(draft)?.index(), opening))
            })
            .await?;
        let mut proof = self.proof(entry).await?;
        let row = self.entry(entry).await?.ok_or(GateError::Damaged)?.row;
        let mut extra = row.leaf().to_vec();
        extra.extend_from_slice(&opening);
        proof.extra = Some(extra);
        Ok(Attested { entry, proof })
    }
}

/// An entry that a proof opens: when it was made, what it says, and how many entries the ledger had when the proof was made.
struct Told<'p> {
    at_ms: i64,
    text: &'p [u8],
    size: u64,
}

/// What stands in the ledger by a proof that opens its entry.
fn told<'p>(proof: &'p TlogProof, key: &VerifierKey) -> Result<Told<'p>, AttestError> {
    let extra = proof.extra.as_deref().ok_or(AttestError::NotAProof)?;
    let (bytes, opening) = extra
        .split_first_chunk::<{ leaf::LEN }>()
        .ok_or(AttestError::NotAProof)?;
    let checkpoint = proof
        .check(&leaf::hash_of(bytes), key)
        .map_err(|_| AttestError::NotHolding)?;
    if bytes.get(42..74) != Some(commitment(opening).as_slice()) {
        return Err(AttestError::NotHolding);
    }
    let at = bytes.get(1..9).and_then(|it| it.first_chunk::<8>());
    Ok(Told {
        at_ms: i64::from_be_bytes(*at.ok_or(AttestError::NotAProof)?),
        text: opening.get(16..).ok_or(AttestError::NotAProof)?,
        size: checkpoint.size,
    })
}

/// Checks what an entry says against the proof that came with it: that exactly these bytes stand in the ledger as its text.
/// Needs nothing else but the ledger's public key. Gives when it was written down, in ms since 1970.
///
/// # Errors
/// [`AttestError`].
pub fn check_told(text: &[u8], proof: &TlogProof, key: &VerifierKey) -> Result<i64, AttestError> {
    let found = told(proof, key)?;
    if found.text != text {
        return Err(AttestError::AnotherPaper);
    }
    Ok(found.at_ms)
}

/// Checks a paper against the proof that came with it. Needs nothing else but the ledger's public key.
///
/// # Errors
/// [`AttestError`].
pub fn check_attested(
    paper: &[u8],
    proof: &TlogProof,
    key: &VerifierKey,
) -> Result<AttestedPaper, AttestError> {
    let found = told(proof, key)?;
    let Ok(EntryText::Deed(text)) = serde_json::from_slice(found.text) else {
        return Err(AttestError::NotAProof);
    };
    let about = text.particulars.get("about").and_then(|it| it.as_u64());
    let (true, Some(about)) = (text.deed == ISSUED, about) else {
        return Err(AttestError::NotAProof);
    };
    let hash = HEXLOWER.encode(&Sha256::digest(paper));
    if text.particulars.get("paper").and_then(|it| it.as_str()) != Some(hash.as_str()) {
        return Err(AttestError::AnotherPaper);
    }
    Ok(AttestedPaper {
        entry: proof.index,
        at_ms: found.at_ms,
        about,
        size: found.size,
    })
}
