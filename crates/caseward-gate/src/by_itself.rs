//! What the house notes about one client when nobody who works here acts: a package that waited to be fetched was fetched, or
//! its time ended (CC-2.3, NASW-d, RE-2).
//!
//! No rule is asked, because nothing is let out by it that hadn't been let out before: an INTENT stands in the ledger, and what
//! it let out lay sealed for whoever has what opens it. Each such piece of work is an entry in the client's own history.

use std::sync::Arc;

use caseward_db::{DbError, Receipt};
use caseward_model::{Client, Compartment, Id};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::ask::Gate;
use crate::deed::write_deed;
use crate::facts::read_kept_client;
use crate::file_work::FileWorks;
use crate::office_work::{Acting, Works};
use crate::record::{DeedText, EntryKind, EntryText, Outcome, OutcomeText, Under, draft};
use crate::subjects::rewrite_client;
use crate::{Delivery, GateError};

impl Gate {
    /// Does a piece of a desk's work about one client, by their number, that nobody here asked for. `deed` names it in the
    /// client's own history.
    ///
    /// # Errors
    /// [`GateError::Damaged`] when there is no such client any more; or whatever the work says, and then nothing was changed.
    pub async fn note_on_file<T, E, F>(
        &self,
        client_no: i64,
        deed: &'static str,
        work: F,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<GateError> + From<DbError> + Send + 'static,
        F: FnOnce(&mut FileWorks<'_, '_, '_>) -> Result<T, E> + Send + 'static,
    {
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let vault = core.vault().map_err(E::from)?;
                let found = read_kept_client(tx, &vault, client_no)?;
                let row = found.ok_or(GateError::Damaged)?;
                let nobody = Acting { no: 0, id: None };
                let mut works = Works::new(tx, &core, nobody)?;
                let mut desk = FileWorks::at(&mut works, row);
                let value = work(&mut desk)?;
                let row = desk.into_row();
                let text = DeedText {
                    deed: works.called(deed).to_owned(),
                    by: None,
                    client: Some(Id::<Client>::from_bytes(row.id)),
                    particulars: works.into_noted(),
                };
                let under = row.keys.get(Compartment::File);
                let under = under.map_or(Under::Office, Under::Client);
                let made_in = write_deed(&core, tx, 0, EntryKind::Deed, &under, text)?;
                rewrite_client(tx, &vault, &row, made_in)?;
                Ok(value)
            })
            .await
    }
}

impl FileWorks<'_, '_, '_> {
    /// Notes that what an INTENT let out, and what lay sealed until now, was handed over: `bytes` is what left.
    ///
    /// # Errors
    /// [`GateError::Damaged`] when the client has no key any more.
    pub fn fetched(&mut self, intent: u64, bytes: &[u8]) -> Result<(), GateError> {
        let content = HEXLOWER.encode(&Sha256::digest(bytes));
        self.came_of(intent, (Outcome::Delivered, Some(content)))
    }

    /// Notes that what an INTENT let out, and what lay sealed until now, was handed to nobody: nothing left.
    ///
    /// # Errors
    /// As [`FileWorks::fetched`].
    pub fn handed_to_nobody(&mut self, intent: u64) -> Result<(), GateError> {
        self.came_of(intent, (Outcome::Unopened, None))
    }

    fn came_of(
        &mut self,
        of: u64,
        (outcome, content): (Outcome, Option<String>),
    ) -> Result<(), GateError> {
        let text = EntryText::Outcome(OutcomeText {
            of,
            outcome,
            content,
        });
        let actor = self.works.actor_no();
        let entry = {
            let under = Under::Client(self.key()?);
            draft(&self.works.vault, EntryKind::Outcome, actor, &under, &text)
        };
        let _: Receipt = self.works.transaction().append(entry)?;
        Ok(())
    }
}

impl Delivery {
    /// It lies sealed and waits to be fetched; `bytes` is what. Nothing left yet: [`FileWorks::fetched`] says when it does.
    pub fn waits(self, bytes: &[u8]) {
        self.kept(&Sha256::digest(bytes).into());
    }
}
