//! The statement of a disclosure: its files, and how anyone can check one without asking us (RE-2, CR-10).

use caseward_db::ledger::note::VerifierKey;
use caseward_db::ledger::statement::TlogProof;
use caseward_gate::{AttestError, check_attested};
use caseward_model::{Client, Id};
use zeroize::Zeroizing;

pub use caseward_gate::AttestedPaper as VerifiedStatement;

use super::{DisclosureError, Paper};
use crate::sign_in::SignedIn;
use crate::{CaseworkError, Office};

/// The files of a statement.
pub struct StatementFiles {
    /// The statement: a PDF.
    pub pdf: Zeroizing<Vec<u8>>,
    /// Its proof, as it stands in a `.tlog-proof` file.
    pub proof: String,
}

impl Office {
    /// The statement of a disclosure, with its proof.
    ///
    /// # Errors
    /// As for looking at the paper itself; [`DisclosureError::Unknown`] when nothing was released.
    pub async fn disclosure_statement(
        &self,
        person: &SignedIn,
        client: Id<Client>,
        no: i64,
    ) -> Result<StatementFiles, DisclosureError> {
        let (pdf, delivery) = self
            .disclosure_paper(person, client, (no, Paper::Statement))
            .await?;
        delivery.delivered(Some(&pdf));
        let (proof, delivery) = self
            .disclosure_paper(person, client, (no, Paper::Proof))
            .await?;
        delivery.delivered(Some(&proof));
        let proof = String::from_utf8(proof.to_vec()).map_err(|_| CaseworkError::Damaged)?;
        Ok(StatementFiles { pdf, proof })
    }
}

/// Checks a statement against its proof, offline, under the ledger's key: it stands on the statement, and the partner was given
/// it once by a way of its own.
///
/// # Errors
/// [`AttestError`].
pub fn verify_statement(
    statement: &[u8],
    proof: &str,
    key: &str,
) -> Result<VerifiedStatement, AttestError> {
    let proof: TlogProof = proof.parse().map_err(|_| AttestError::NotAProof)?;
    let key: VerifierKey = key.trim().parse().map_err(|_| AttestError::NotHolding)?;
    check_attested(statement, &proof, &key)
}
