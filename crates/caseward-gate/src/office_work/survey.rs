//! Looking over all clients at once, to see that each has someone: what decides about them, and nothing
//! from a file (NASW-o).
//!
//! It is decided and written down like any act of the office, and what was found is told only then. Unlike
//! [`Works`](super::Works) it changes nothing, and so nobody waits for it.

use std::sync::Arc;

use caseward_db::{DbError, Reader};
use caseward_model::{OfficeAct, Worker};

use super::works::seen;
use super::{About, Actor, ClientSeen, OfficeRefusal, decide, decided, write_refusal};
use crate::GateError;
use crate::ask::{Core, Gate};
use crate::deed::write_deed;
use crate::facts::{ClientRow, NOBODY, WorkerSheet};
use crate::record::{DeedText, EntryKind, Under};
use crate::subjects::{Registered, WORKERS, subjects_in};
use crate::vault::Vault;

/// A look over all clients that is under way.
pub struct Survey<'s, 'r> {
    pub(super) reader: &'s mut Reader<'r>,
    pub(super) core: Arc<Core>,
    pub(super) vault: Arc<Vault>,
    pub(super) now_ms: i64,
}

impl Gate {
    /// Looks over all clients for someone whom the rules let do this act for the whole office. `deed` names it
    /// in the ledger.
    ///
    /// # Errors
    /// An [`OfficeRefusal`], which is on record; or whatever the look says.
    pub async fn survey<T, E, F>(
        &self,
        actor: impl Into<Actor>,
        act: OfficeAct,
        deed: &'static str,
        look: F,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<GateError> + From<DbError> + From<OfficeRefusal> + Send + 'static,
        F: FnOnce(&mut Survey<'_, '_>) -> Result<T, E> + Send + 'static,
    {
        let (core, actor) = (Arc::clone(&self.core), actor.into());
        let (found, seen) = self
            .db
            .read(move |reader| {
                let found = decide(&core, reader, actor, act, About::Office)?;
                if found.decision.as_ref().is_some_and(|it| !it.permitted) {
                    return Ok((found, None));
                }
                let mut survey = Survey {
                    reader,
                    vault: core.vault()?,
                    now_ms: core.clock.now_ms(),
                    core,
                };
                let value = look(&mut survey)?;
                Ok::<_, E>((found, Some(value)))
            })
            .await?;
        let core = Arc::clone(&self.core);
        self.ledger
            .write(move |tx| {
                let Some(value) = seen else {
                    let entry = write_refusal(&core, tx, &found, act, About::Office)?;
                    let decision = found.decision.ok_or(GateError::UnknownWorker)?;
                    return Ok(Err(OfficeRefusal { entry, decision }.into()));
                };
                let mut particulars = serde_json::Map::new();
                decided(&mut particulars, &core, &found, About::Office);
                let text = DeedText {
                    deed: deed.to_owned(),
                    by: found.acting.id,
                    client: None,
                    particulars,
                };
                let (kind, no) = (EntryKind::Office, found.acting.no);
                write_deed(&core, tx, no, kind, &Under::Office, text)?;
                Ok::<_, E>(Ok(value))
            })
            .await?
    }
}

impl Survey<'_, '_> {
    /// When the look began, in ms since 1970.
    #[must_use]
    pub const fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// Everyone who works here.
    ///
    /// # Errors
    /// When a row doesn't open.
    pub fn workers(&mut self) -> Result<Vec<Registered<Worker, WorkerSheet>>, GateError> {
        subjects_in(self.reader, &self.vault, &WORKERS)
    }

    /// Hands over what decides about each client, one after another, in the order of their numbers. Whose
    /// keys were destroyed is no client any more.
    ///
    /// # Errors
    /// When a sheet doesn't open, or what `visit` says.
    pub fn each_client<E>(
        &mut self,
        mut visit: impl FnMut(ClientSeen) -> Result<(), E>,
    ) -> Result<(), E>
    where
        E: From<GateError> + From<DbError>,
    {
        // In heaps, because what says whether a sheet is the newest is asked between them.
        const HEAP: i64 = 500;
        let sql = "SELECT no, ref, version, sheet, keys FROM clients \
                   WHERE no > $1 AND length(keys) > 0 ORDER BY no LIMIT $2";
        let mut last = NOBODY;
        loop {
            let rows = self.reader.query(sql, &[last.into(), HEAP.into()])?;
            for row in &rows {
                let client = ClientRow::open(self.reader, &self.vault, row)?;
                last = client.no;
                visit(seen(client))?;
            }
            if rows.is_empty() {
                return Ok(());
            }
        }
    }
}
