//! The office's letters on their way out: to the office's own mail server, or into files in the demo.
//!
//! NASW-l. Nothing in a letter tells about whom or what it is, the mail server is spoken to over TLS only (but for
//! one on this very machine), and a letter that doesn't go is tried again without holding up anything else.

mod args;
mod carrier;

use std::sync::Arc;
use std::time::Duration;

use caseward_casework::Office;
use caseward_casework::mail::{Envelope, Failure};

pub(crate) use args::MailArgs;
pub(crate) use carrier::Carrier;

/// How often it is looked whether a letter is due.
const LOOK: Duration = Duration::from_secs(5);
/// How many letters are taken at once.
const AT_ONCE: i64 = 20;

/// Carries letters for as long as the server runs.
pub(crate) async fn carry_on(office: Arc<Office>, carrier: Arc<Carrier>, address: String) {
    if let Err(error) = office.recover_letters().await {
        tracing::warn!(%error, "letters that were on their way were not looked at");
    }
    let mut tick = tokio::time::interval(LOOK);
    loop {
        tick.tick().await;
        if let Err(error) = carry(&office, &carrier, &address).await {
            tracing::warn!(%error, "letters were not sent");
        }
    }
}

/// Carries what is due now, and gives how many letters went and how many didn't.
pub(crate) async fn carry(
    office: &Office,
    carrier: &Arc<Carrier>,
    address: &str,
) -> anyhow::Result<(usize, usize)> {
    let (mut went, mut stayed) = (0, 0);
    for envelope in office.take_letters(AT_ONCE).await? {
        let no = envelope.no;
        let outcome = hand_over(carrier, envelope, address).await;
        match &outcome {
            Ok(()) => went += 1,
            Err(failure) => {
                stayed += 1;
                tracing::warn!(letter = no, failure = failure.word(), "a letter didn't go");
            }
        }
        office.letter_carried(no, outcome).await?;
    }
    Ok((went, stayed))
}

/// Speaking to a mail server waits, so it is done where nobody else waits for it.
async fn hand_over(
    carrier: &Arc<Carrier>,
    envelope: Envelope,
    address: &str,
) -> Result<(), Failure> {
    let (carrier, address) = (Arc::clone(carrier), address.to_owned());
    let sending = tokio::task::spawn_blocking(move || carrier.carry(&envelope, &address));
    sending.await.unwrap_or(Err(Failure::NotReached))
}
