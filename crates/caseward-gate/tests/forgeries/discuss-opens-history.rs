// expect: E0277
//! Reads everything that was ever done about a client with leave to speak of them in a conference.

use caseward_gate::{Discuss, Gate, GateError, HistoryLine, Permit, Sealed};

pub async fn history(
    gate: &Gate,
    permit: Permit<'_, Discuss>,
    sealed: Sealed,
) -> Result<Vec<HistoryLine>, GateError> {
    gate.history(permit, sealed, 10).await
}
