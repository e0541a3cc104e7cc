//! Writing a deed down: who did what, in words and ids, in the same transaction as the deed itself.

use caseward_db::Transaction;
use caseward_model::{Client, Id, Worker};
use serde_json::Value as Json;

use crate::GateError;
use crate::ask::Core;
use crate::record::{DeedText, EntryKind, EntryText, Under, draft};

/// The text of a deed.
pub(crate) fn deed<const N: usize>(
    what: &str,
    by: Option<Id<Worker>>,
    client: Option<Id<Client>>,
    particulars: [(&str, Json); N],
) -> DeedText {
    let particulars = particulars
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
    DeedText {
        deed: what.to_owned(),
        by,
        client,
        particulars,
    }
}

/// Writes a deed into the ledger, and gives its number.
pub(crate) fn write_deed(
    core: &Core,
    tx: &mut Transaction<'_>,
    actor: i64,
    kind: EntryKind,
    under: &Under<'_>,
    text: DeedText,
) -> Result<u64, GateError> {
    let receipt = tx.append(draft(
        &*core.vault()?,
        kind,
        actor,
        under,
        &EntryText::Deed(text),
    ))?;
    Ok(receipt.index())
}
