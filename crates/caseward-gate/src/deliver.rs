//! After the answer left: what became of it.
//!
//! Whoever hands an answer on reports that it arrived or broke off. If they never do, because a
//! handler died or a connection vanished, dropping the [`Delivery`] says `unknown`, which counts as
//! disclosed (I2). After a crash an intent without any outcome counts the same.

use std::sync::Arc;

use caseward_db::{Ledger, Transaction};
use caseward_model::{Client, Compartment, Id};
use sha2::{Digest, Sha256};

use crate::ask::{Core, Gate, record_keys};
use crate::record::{EntryKind, EntryText, Outcome, OutcomeText, Under, draft};
use crate::request::Act;
use crate::{Disclosed, GateError, Permit, Sealed};

/// The open end of an answer on its way out.
#[must_use = "dropping a delivery records that nobody knows what became of it"]
pub struct Delivery {
    core: Arc<Core>,
    ledger: Arc<Ledger>,
    entry: u64,
    client: Id<Client>,
    worker_no: i64,
    closed: bool,
}

impl Gate {
    /// Starts the delivery of what was disclosed.
    pub fn deliver<A: Act>(&self, disclosed: &Disclosed<'_, A>) -> Delivery {
        Delivery {
            core: Arc::clone(&self.core),
            ledger: Arc::clone(&self.ledger),
            entry: disclosed.entry(),
            client: disclosed.client(),
            worker_no: disclosed.worker_no,
            closed: false,
        }
    }
}

impl Gate {
    /// Gives a permit back unused: the decision was wanted, not the record. Nothing is opened.
    pub fn give_back<A: Act>(&self, permit: Permit<'_, A>, sealed: Sealed) {
        drop(sealed);
        let mut delivery = Delivery {
            core: Arc::clone(&self.core),
            ledger: Arc::clone(&self.ledger),
            entry: permit.granted.entry,
            client: permit.granted.client,
            worker_no: permit.granted.worker_no,
            closed: false,
        };
        delivery.close(Outcome::Unopened, None);
    }
}

impl Delivery {
    /// All of it was handed over; `bytes` is what left, where it was one piece.
    pub fn delivered(mut self, bytes: Option<&[u8]>) {
        let content = bytes.map(|bytes| data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)));
        self.close(Outcome::Delivered, content);
    }

    /// It broke off on the way.
    pub fn broken(mut self) {
        self.close(Outcome::Broken, None);
    }

    fn close(&mut self, outcome: Outcome, content: Option<String>) {
        if std::mem::replace(&mut self.closed, true) {
            return;
        }
        let (core, client, actor) = (Arc::clone(&self.core), self.client, self.worker_no);
        let text = EntryText::Outcome(OutcomeText {
            of: self.entry,
            outcome,
            content,
        });
        self.ledger
            .post(move |tx| write_outcome(&core, tx, actor, client, &text));
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        self.close(Outcome::Unknown, None);
    }
}

fn write_outcome(
    core: &Core,
    tx: &mut Transaction<'_>,
    actor: i64,
    client: Id<Client>,
    text: &EntryText,
) -> Result<(), GateError> {
    let vault = core.vault()?;
    let sql = "SELECT no FROM clients WHERE ref = $1";
    let row = tx.query_optional(
        sql,
        &[caseward_db::Value::Bytes(client.as_bytes().to_vec())],
    )?;
    let keys = match row {
        Some(row) => record_keys(tx, &vault, row.int(0)?)?,
        None => crate::permit::RecordKeys(Vec::new()),
    };
    let under = keys
        .get(Compartment::File)
        .map_or(Under::Office, Under::Client);
    tx.append(draft(&vault, EntryKind::Outcome, actor, &under, text))?;
    Ok(())
}
