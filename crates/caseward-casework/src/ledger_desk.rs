//! The ledger for everyone who works here: entries without what is in them, proofs, checkpoints
//! (CR-10: evidence that stands up).

use caseward_db::ledger::note::VerifierKey;
use caseward_db::ledger::statement::TlogProof;
use caseward_db::ledger::{Head, head};
use caseward_gate::EntryView;

use crate::{CaseworkError, Office};

/// An entry with its proof, checked.
pub struct ProvedEntry {
    /// The entry.
    pub entry: EntryView,
    /// The proof, as it can be kept.
    pub proof: TlogProof,
    /// The key that checks it.
    pub key: VerifierKey,
    /// Whether the proof holds; checked here as a stranger would.
    pub holds: bool,
}

impl Office {
    /// How long the ledger is and what it hashes to.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn ledger_head(&self) -> Result<Head, CaseworkError> {
        Ok(self.db.read(head).await?)
    }

    /// The newest entries before `before` (`u64::MAX`: of all).
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn ledger_entries(
        &self,
        before: u64,
        most: u32,
    ) -> Result<Vec<EntryView>, CaseworkError> {
        Ok(self.gate.entries(before, most).await?)
    }

    /// An entry with the proof that it is in the ledger.
    ///
    /// # Errors
    /// When the office is sealed.
    pub async fn proved_entry(&self, index: u64) -> Result<Option<ProvedEntry>, CaseworkError> {
        let Some(entry) = self.gate.entry(index).await? else {
            return Ok(None);
        };
        let proof = self.gate.proof(index).await?;
        let (_, key) = self.gate.checkpoint().await?;
        let holds = proof.check(&entry.row.leaf_hash(), &key).is_ok();
        Ok(Some(ProvedEntry {
            entry,
            proof,
            key,
            holds,
        }))
    }
}
