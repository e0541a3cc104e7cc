//! After the answer left: what became of it.
//!
//! Whoever hands an answer on reports that it arrived or broke off. If they never do, because a
//! handler died or a connection vanished, dropping the [`Delivery`] says `unknown`, which counts as
//! disclosed (I2). After a crash an intent without any outcome counts the same.

use std::sync::Arc;

use caseward_db::{Ledger, Receipt};
use sha2::{Digest, Sha256};

use crate::ask::{Core, Gate};
use crate::record::{EntryKind, EntryText, Outcome, OutcomeText, Under, draft};
use crate::request::Act;
use crate::vault::Key;
use crate::{Disclosed, GateError, Permit, Sealed};

/// The open end of an answer on its way out.
#[must_use = "dropping a delivery records that nobody knows what became of it"]
pub struct Delivery {
    core: Arc<Core>,
    ledger: Arc<Ledger>,
    entry: u64,
    file_key: Option<Arc<Key>>,
    worker_no: i64,
    closed: bool,
}

impl Gate {
    /// Starts the delivery of what was disclosed.
    pub fn deliver<A: Act>(&self, disclosed: &Disclosed<'_, A>) -> Delivery {
        let file_key = disclosed.file_key.clone();
        self.delivery(disclosed.entry, file_key, disclosed.worker_no)
    }

    /// Gives a permit back unused: the decision was wanted, not the record. Nothing is opened.
    pub fn give_back<A: Act>(&self, permit: Permit<'_, A>, sealed: Sealed) {
        drop(sealed);
        let granted = permit.granted;
        let file_key = granted.keys.into_file_key().map(Arc::new);
        self.delivery(granted.entry, file_key, granted.worker_no)
            .close(Outcome::Unopened, None);
    }

    pub(crate) fn delivery(
        &self,
        entry: u64,
        file_key: Option<Arc<Key>>,
        worker_no: i64,
    ) -> Delivery {
        Delivery {
            core: Arc::clone(&self.core),
            ledger: Arc::clone(&self.ledger),
            entry,
            file_key,
            worker_no,
            closed: false,
        }
    }
}

impl Delivery {
    /// The number of the INTENT whose end this is.
    #[must_use]
    pub const fn entry(&self) -> u64 {
        self.entry
    }

    /// All of it was handed over; `bytes` is what left, where it was one piece.
    pub fn delivered(mut self, bytes: Option<&[u8]>) {
        let content = bytes.map(|bytes| data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)));
        self.close(Outcome::Delivered, content);
    }

    /// Something was made of it that lies sealed; `content` is what.
    pub(crate) fn kept(mut self, content: &[u8; 32]) {
        let content = data_encoding::HEXLOWER.encode(content);
        self.close(Outcome::Kept, Some(content));
    }

    /// It was handed to nobody after all: nothing left.
    pub fn returned(mut self) {
        self.close(Outcome::Unopened, None);
    }

    /// It broke off on the way.
    pub fn broken(mut self) {
        self.close(Outcome::Broken, None);
    }

    fn close(&mut self, outcome: Outcome, content: Option<String>) {
        if std::mem::replace(&mut self.closed, true) {
            return;
        }
        if let Err(error) = self.write(outcome, content) {
            tracing::error!(%error, "what became of an answer was not written down");
        }
    }

    /// Seals the entry here, so that the writing thread has only to append it.
    fn write(&self, outcome: Outcome, content: Option<String>) -> Result<(), GateError> {
        let vault = self.core.vault()?;
        let text = EntryText::Outcome(OutcomeText {
            of: self.entry,
            outcome,
            content,
        });
        let under = self
            .file_key
            .as_deref()
            .map_or(Under::Office, Under::Client);
        let draft = draft(&vault, EntryKind::Outcome, self.worker_no, &under, &text);
        let append = move |tx: &mut caseward_db::Transaction<'_>| {
            let _: Receipt = tx.append(draft)?;
            Ok::<_, GateError>(())
        };
        self.ledger.post(append);
        Ok(())
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        self.close(Outcome::Unknown, None);
    }
}
