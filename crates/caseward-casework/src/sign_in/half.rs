//! What was begun at the door and waits for its other half: six digits after a passphrase, the answer of a
//! passkey, the way back from the identity provider.
//!
//! NASW-l. A half holds for five minutes and lies sealed on our side; the browser has only a token for it. Each is
//! used up by its answer, so that nothing can be played back.

use caseward_db::{Reader, Transaction};
use caseward_gate::{Drawer, Drawers, Fingerprints};
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, PasskeyAuthentication, PasskeyRegistration,
};

use super::provider::Sent;
use super::{Arrival, Begun, place};
use crate::{CaseworkError, Office};

/// How long a half holds.
pub(super) const HELD_MS: i64 = 5 * 60_000;
/// How many codes may be tried after one passphrase.
pub(super) const CODES_MAX: i64 = 3;
/// Where halves lie in the drawer.
const HALVES: i64 = 1;
/// The most halves of one asker that are kept; their own oldest go first. A whole office may share an address.
const OWN_MAX: i64 = 300;
/// The most halves that are kept of all; the oldest go first.
const ROWS_MAX: i64 = 100_000;

/// The secret by which the other half is brought.
#[derive(Clone)]
pub struct Half(pub String);

/// What came of the other half.
pub enum Answer {
    /// They are in.
    In(Begun),
    /// It doesn't fit; with `again`, another code can be tried with the same half.
    Wrong {
        /// Another code can be tried.
        again: bool,
    },
    /// It is the right person, whose access is paused or has ended.
    Paused,
}

/// What lies sealed of a half.
#[derive(Serialize, Deserialize)]
pub(super) enum Kept {
    /// A passphrase was given. `right` says whether it fits; nobody is told before the code came too.
    Passphrase {
        worker_no: i64,
        right: bool,
        tried: [u8; 16],
    },
    /// Someone, whoever it is, is to answer with a passkey.
    PasskeyIn(Box<DiscoverableAuthentication>),
    /// This person is to answer with one of their passkeys.
    PasskeyProof {
        worker_no: i64,
        state: Box<PasskeyAuthentication>,
    },
    /// Somebody was sent to the office's directory.
    Provider(Box<Sent>),
    /// This person is to make a passkey.
    PasskeyNew {
        worker_no: i64,
        name: String,
        state: Box<PasskeyRegistration>,
    },
}

/// Who asked for a half, as a fingerprint: whoever asks too often pushes out their own halves, and nobody else's.
#[derive(Clone, Copy)]
pub(super) struct AskedBy([u8; 16]);

impl AskedBy {
    /// Somebody at the door.
    pub(super) fn stranger(prints: &Fingerprints, arrival: &Arrival) -> Self {
        Self(prints.of("half-stranger", &[&arrival.network()]))
    }

    /// A person who is in.
    pub(super) fn person(prints: &Fingerprints, worker_no: i64) -> Self {
        Self(prints.of("half-person", &[&worker_no.to_be_bytes()]))
    }
}

impl Office {
    /// Where halves are kept, and the fingerprint of a secret.
    pub(super) fn half_of(&self, half: &str) -> Result<(Drawers, [u8; 16]), CaseworkError> {
        let half = half.get(..super::LONGEST_TOKEN).unwrap_or(half);
        Ok((self.gate.drawers()?, self.hash("sign-in-half", half)?))
    }

    /// Keeps a half, outside of any other work.
    pub(super) async fn keep_half(&self, kept: &Kept, by: AskedBy) -> Result<Half, CaseworkError> {
        let (token, hash) = self.make_token("sign-in-half")?;
        let sealed = seal(&self.gate.drawers()?, &hash, kept)?;
        let now_ms = self.clock.now_ms();
        self.gate
            .keep_books::<_, CaseworkError, _>(move |tx| insert(tx, (hash, by), sealed, now_ms))
            .await?;
        Ok(Half(token))
    }

    /// Takes a half: it is gone afterwards. `None` when there is none, or it is too old.
    pub(super) async fn take_half(&self, half: &str) -> Result<Option<Kept>, CaseworkError> {
        let (drawers, hash) = self.half_of(half)?;
        let now_ms = self.clock.now_ms();
        let there = "SELECT 1 FROM sign_in_halves WHERE token_hash = $1";
        let found = self
            .db
            .read(move |reader| reader.query_optional(there, &[hash.into()]))
            .await?;
        if found.is_none() {
            return Ok(None);
        }
        self.gate
            .keep_books(move |tx| {
                let found = read(tx, &drawers, &hash, now_ms)?;
                remove(tx, hash)?;
                Ok(found.map(|(kept, _)| kept))
            })
            .await
    }
}

pub(super) fn seal(
    drawers: &Drawers,
    hash: &[u8; 16],
    kept: &Kept,
) -> Result<Vec<u8>, CaseworkError> {
    let text = serde_json::to_vec(kept).map_err(|_| CaseworkError::Damaged)?;
    Ok(drawers.seal(Drawer::SignIn, place(hash, HALVES), &text))
}

/// Keeps a half, and lets go of those that are too old or too many.
pub(super) fn insert(
    tx: &mut Transaction<'_>,
    (hash, AskedBy(by)): ([u8; 16], AskedBy),
    sealed: Vec<u8>,
    now_ms: i64,
) -> Result<(), CaseworkError> {
    let old = "DELETE FROM sign_in_halves WHERE expires_at < $1";
    tx.execute(old, &[now_ms.into()])?;
    let own = "DELETE FROM sign_in_halves WHERE token_hash IN (SELECT token_hash FROM sign_in_halves \
               WHERE asked_by = $1 ORDER BY expires_at DESC LIMIT 1000 OFFSET $2)";
    tx.execute(own, &[by.into(), (OWN_MAX - 1).into()])?;
    let of_all = "DELETE FROM sign_in_halves WHERE token_hash IN (SELECT token_hash FROM sign_in_halves \
                  ORDER BY expires_at DESC LIMIT 1000 OFFSET $1)";
    tx.execute(of_all, &[(ROWS_MAX - 1).into()])?;
    tx.execute(
        "INSERT INTO sign_in_halves (token_hash, asked_by, expires_at, tries, sealed) \
         VALUES ($1, $2, $3, 0, $4)",
        &[
            hash.into(),
            by.into(),
            (now_ms + HELD_MS).into(),
            sealed.into(),
        ],
    )?;
    Ok(())
}

/// A half and how often it was tried.
pub(super) fn read(
    reader: &mut Reader<'_>,
    drawers: &Drawers,
    hash: &[u8; 16],
    now_ms: i64,
) -> Result<Option<(Kept, i64)>, CaseworkError> {
    let sql = "SELECT sealed, tries FROM sign_in_halves WHERE token_hash = $1 AND expires_at >= $2";
    let Some(row) = reader.query_optional(sql, &[(*hash).into(), now_ms.into()])? else {
        return Ok(None);
    };
    let plain = drawers.open(Drawer::SignIn, place(hash, HALVES), row.bytes(0)?)?;
    let kept = serde_json::from_slice(&plain).map_err(|_| CaseworkError::Damaged)?;
    Ok(Some((kept, row.int(1)?)))
}

pub(super) fn count_try(tx: &mut Transaction<'_>, hash: [u8; 16]) -> Result<(), CaseworkError> {
    let more = "UPDATE sign_in_halves SET tries = tries + 1 WHERE token_hash = $1";
    tx.execute(more, &[hash.into()])?;
    Ok(())
}

pub(super) fn remove(tx: &mut Transaction<'_>, hash: [u8; 16]) -> Result<(), CaseworkError> {
    let gone = "DELETE FROM sign_in_halves WHERE token_hash = $1";
    tx.execute(gone, &[hash.into()])?;
    Ok(())
}
