//! What a made-up client agreed to (DV-2.1, NASW-b).

use caseward_casework::gate::ConsentFact;
use caseward_model::{Category, Channel, ConsentKind, Purpose};

const DAY_MS: i64 = 86_400_000;

/// A consent to an organisation, by number, for this purpose and these sections: signed at `now_ms`, for thirty days, by each way
/// by which anything leaves, without limits. It has no number, like one from before this office kept consents.
#[must_use]
pub fn consent_to(
    recipient: i64,
    (purpose, categories): (Purpose, &[Category]),
    now_ms: i64,
) -> ConsentFact {
    let kind = match purpose {
        Purpose::Payment => ConsentKind::Payer,
        Purpose::Legal => ConsentKind::LegalProceedings,
        _ => ConsentKind::Information,
    };
    ConsentFact {
        no: 0,
        kind,
        recipient,
        purposes: vec![purpose],
        categories: categories.to_vec(),
        channels: Channel::OUTWARD.to_vec(),
        signed_at: now_ms,
        expires_at: now_ms + 30 * DAY_MS,
        withdrawn_at: None,
        unwritten: false,
        unwitnessed: false,
        once: false,
        used_at: None,
        confirm_limits: false,
        requested: false,
        signer: None,
        representative: false,
    }
}
