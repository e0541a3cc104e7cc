//! Noting who learnt of a client in a case conference, where the rules read it at the next question (CC-2.1).
//!
//! Whatever shows somebody by name does so in the same transaction in which it writes down that it does. It is the house that notes it:
//! who it was stands in the entries of what each was shown, and here there is no name and no number.

use caseward_db::Transaction;
use caseward_model::{AgendaItem, Client, Compartment, Id};

use crate::GateError;
use crate::ask::Core;
use crate::deed::{deed, write_deed};
use crate::facts::{ItemFact, read_kept_client};
use crate::office_work::Works;
use crate::record::{EntryKind, Under};
use crate::subjects::rewrite_client;

/// How the client's own history calls it.
const HEARD: &str = "conference_item_heard";

/// Whether those who hear of an item learn who it is about: it is by name, and not by identifier.
pub(crate) const fn tells_who(item: &ItemFact) -> bool {
    item.identifier.is_none()
}

/// Notes on a client's sheet that these workers, by their numbers, learnt of them; nothing is written where all of them stand there.
pub(crate) fn note_heard(
    core: &Core,
    tx: &mut Transaction<'_>,
    client_no: i64,
    workers: &[i64],
) -> Result<(), GateError> {
    if workers.is_empty() {
        return Ok(());
    }
    let vault = core.vault()?;
    let Some(mut row) = read_kept_client(tx, &vault, client_no)? else {
        return Ok(());
    };
    if !row.sheet.hear(workers, tx.now_ms()) {
        return Ok(());
    }
    let text = deed(HEARD, None, Some(Id::from_bytes(row.id)), []);
    let file_key = row.keys.get(Compartment::File);
    let under = file_key.map_or(Under::Office, Under::Client);
    let made_in = write_deed(core, tx, 0, EntryKind::Deed, &under, text)?;
    rewrite_client(tx, &vault, &row, made_in)
}

impl Works<'_, '_> {
    /// Notes that these workers, by their numbers, sit where the client of an item is spoken of: what they hear there serves direct
    /// service only. Nothing is noted of one by identifier, nor of one that is off.
    ///
    /// # Errors
    /// When the client's sheet doesn't open.
    pub fn note_heard(
        &mut self,
        (client, item): (Id<Client>, Id<AgendaItem>),
        workers: &[i64],
    ) -> Result<(), GateError> {
        let Some(seen) = self.client(client)? else {
            return Ok(());
        };
        let spoken_of = |it: &ItemFact| tells_who(it) && !it.is_off(&seen.sheet);
        if seen.sheet.item(item).is_some_and(spoken_of) {
            let core = self.core;
            note_heard(core, self.transaction(), seen.no, workers)?;
        }
        Ok(())
    }
}
